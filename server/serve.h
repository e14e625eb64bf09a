/* One request, from exchange to answer. */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include "auth/token.h"
#include "server/base/out.h"
#include "server/exchange.h"
#include "server/lanes.h"
#include "server/site.h"

/* What a worker holds between requests. */
typedef struct server {
    site site;
    const token_check *check;
    store *store;
    lanes *lanes; /* of all workers together */
} server;

/* Answers: an error becomes an ExceptionReport while nothing has been sent; one line goes to the log. The caller closes `to` and resets the arena. */
void serve(const server *s, const exchange *x, arena *a, output *to);

#endif
