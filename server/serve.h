/* One request, from exchange to answer. */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include "base/out.h"
#include "server/http/server.h"

/* Answers the request; an error is reported by the service that the request is for, while nothing has been sent; one line goes to
 * the log. The caller resets the arena. False: nothing was answered, because the request waits for its turn
 * (server/http/admission.h). */
MUST_USE bool serve(const server *s, const exchange *x, arena *a, output *to);

#endif
