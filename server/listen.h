/* The socket that the workers share: handed over by systemd or spawn-fcgi, or made here. */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include "server/base/status.h"

/* path: of the Unix socket to make when none was handed over; a socket that nobody listens on any more is replaced. Non-blocking. */
MUST_USE status listen_open(const char *path, int *out);
void listen_close(const char *path, int listener);

#endif
