/* One worker process: takes requests from the shared socket until it is told to stop. */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "data/catalog.h"
#include "server/config.h"

/* Opens and closes everything that a worker needs, so that a mistake shows at once and not in every worker, again and again. */
MUST_USE status worker_try(const config *c, const catalog *layers);

/* Returns (with the process's exit status) after SIGTERM, the request in hand answered. SIGTERM must be blocked. */
int worker_run(const config *c, const catalog *layers, int listener);

#endif
