/* Requests that were read and wait for their turn, where every worker can take them: each is its connection and its bytes
 * (server/http/fcgi_keep.h), two descriptors on their way through a socket pair that was made before the workers (SCM_RIGHTS,
 * unix(7)). So a request that waits holds no worker, and outlives the one that read it. server/http/admission_table.h says which
 * may go; all of this is called under its lock, so there is never a second reader. */
#ifndef HTTP_ASIDE_H
#define HTTP_ASIDE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct aside aside;

/* Both are the holder's to close. */
typedef struct kept_request {
    int connection;
    int bytes; /* a file in memory, read from its start */
} kept_request;

aside *aside_new(void); /* before the workers are made */
void aside_free(aside *a);

/* part, ticket: of admission_table's waiting. False: the system has no room; nothing is kept. The caller still closes what it
 * gave. */
bool aside_put(aside *a, uint64_t part, uint64_t ticket, kept_request given);

/* False: it is not there (the worker that should have put it there died). */
bool aside_take(aside *a, uint64_t part, uint64_t ticket, kept_request *out);

#endif
