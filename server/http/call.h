/* One request as a service gets it: what came in, who asks, and the doors to what the caller may see. A service holds no store
 * and no token. */
#ifndef HTTP_CALL_H
#define HTTP_CALL_H

#include "auth/scope.h"
#include "base/log.h"
#include "data/store/edit.h"
#include "data/store/rows.h"
#include "data/store/stored_queries.h"
#include "server/http/admission.h"
#include "server/http/exchange.h"
#include "server/http/site.h"

typedef struct call {
    const exchange *x;
    const site *site;
    turn *turn;
    const struct service *service;
    const struct server *server; /* for serve.c and the functions below */
    const scope *who;            /* NULL until the caller was admitted, and always in a service that is open (route.h) */
    const char *allow;           /* the methods of what is asked for, for Allow; NULL: those of the service */
    bool refused;                /* the caller was not admitted: nothing of the request has been read */
    double began;                /* clock_steady, when the caller was admitted */
    log_request *log;            /* operation, layer and rows are the service's to fill in */
    void *own;                   /* the service's own, between answer and error: `own` bytes of it, zeroed at first */
} call;

/* The store as the caller may see it; the arena leaves it again. A read that becomes heavy asks for a heavy place by itself
 * (admission.h). ST_INTERNAL in a service that is open: there is no caller. */
MUST_USE status call_rows(const call *c, arena *a, rows **out);

/* Whether the caller may change rows of some gemeente, other than in an emergency, and the service lets him. */
bool call_may_edit(const call *c);

/* Begins a change of rows by the caller, named in the journal by the request's id. ST_NO_OPERATION when this service changes
 * nothing (config.h); else as edit_enter. What is not committed when the arena is reset is not kept. */
MUST_USE status call_edit(const call *c, arena *a, edit **out);

/* As call_rows, for what an edit needs to know: it ends with the edit's time (edit_is_late). Both of one arena. */
MUST_USE status call_rows_for(const call *c, const edit *of, arena *a, rows **out);

/* The stored queries that the caller may see; they live as long as the arena. Only for an admitted caller. */
const stored_queries *call_stored_queries(const call *c, arena *a);

/* Writes an error as the client asked: a report of OWS, problem+json or a page (exception.h). For a service that has no form of
 * its own; the headers are written already (route.h). */
void call_error_as_asked(const status *s, call *c, arena *a, output *to);

#endif
