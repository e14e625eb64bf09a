/* Writes a request that was read out again, so that another worker can read it later as if it came from the web server (FastCGI
 * 1.0, fcgi_read.h). */
#ifndef HTTP_FCGI_KEEP_H
#define HTTP_FCGI_KEEP_H

#include "server/http/fcgi_read.h"

/* How many bytes of the request came from the client. */
size_t fcgi_kept_size(const fcgi_reader *r);

/* Makes a file in memory (memfd_create(2)), rewound to its start; -1: the system has no room. The receiver closes it. */
int fcgi_keep(const fcgi_reader *r);

#endif
