/* One request, from exchange to answer. */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include "auth/token.h"
#include "base/out.h"
#include "server/http/admission.h"
#include "server/http/exchange.h"
#include "server/http/site.h"

/* What a worker holds between requests. */
typedef struct server {
    site site;
    const token_check *check;
    store *store;
    turn *turn; /* this worker's, among all that answer */
} server;

/* Answers: an error becomes an ExceptionReport while nothing has been sent; one line goes to the log. The caller resets the
 * arena. False: nothing was answered, because the request waits for its turn (server/http/admission.h). */
MUST_USE bool serve(const server *s, const exchange *x, arena *a, output *to);

#endif
