/* One worker process: takes requests from the shared socket until it is told to stop. */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "data/model/catalog.h"
#include "gml/crs/crs.h"
#include "server/http/admission.h"
#include "server/http/config.h"

/* Made before the first worker; outlives a reload. All workers share the memory of the first two. */
typedef struct common {
    auth_shared *auth; /* a failed attempt stays counted */
    admission *admission;
    crs_set *crs; /* resting: measured once, and from then on each worker's own */
} common;

/* Opens and closes everything that a worker needs, so that a mistake shows at once and not in every worker, again and again. */
MUST_USE status worker_try(const config *c, const catalog *layers, const common *shared);

/* Returns (with the process's exit status) after SIGTERM, the request in hand answered. SIGTERM must be blocked. */
int worker_run(const config *c, const catalog *layers, const common *shared, int listener);

#endif
