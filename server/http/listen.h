/* The socket that the workers share: handed over by systemd or spawn-fcgi, or made here. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include "base/status.h"

typedef struct listener {
    int fd;
    const char *path; /* of the socket that was made here; NULL when it was handed over: then it belongs to the one who made it */
    int lock;         /* of path with ".lock" behind it, held while this process listens there; -1 when it was handed over */
} listener;

/* path: of the Unix socket to make when none was handed over; the socket of a parent that has died is replaced, also while its
 * workers still finish what they have. Non-blocking; the path must outlive the listener. */
MUST_USE status listen_open(const char *path, listener *out);
/* New clients no longer find the socket, if it was made here; those that are in its queue stay. */
void listen_withdraw(listener *l);
void listen_close(const listener *l);

#endif
