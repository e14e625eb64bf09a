/* A request that was read, written again: so that another worker can read it later as if it came from the web server
 * (FastCGI 1.0, fcgi_read.h). */
#ifndef HTTP_FCGI_KEEP_H
#define HTTP_FCGI_KEEP_H

#include "server/http/fcgi_read.h"

/* How many bytes of a client's that are. */
size_t fcgi_kept_size(const fcgi_reader *r);

/* Makes a file in memory (memfd_create(2)) and sets it to its begin; -1: the system has no room. The receiver closes it. */
int fcgi_keep(const fcgi_reader *r);

#endif
