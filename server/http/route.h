/* Services, and which of them a request is for. A service is a file with a `const service NAME_service` and its line in
 * server/services.def; what all have in common is done before them, in server/serve.c: secrets in URLs, preflights, methods, who
 * the caller is and whether it is their turn, and the headers of errors. */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "server/http/call.h"

/* HEAD is answered wherever GET is, and OPTIONS everywhere (RFC 9110 §9.1). */
enum method { METHOD_GET = 1, METHOD_POST = 2, METHOD_PUT = 4, METHOD_PATCH = 8, METHOD_DELETE = 16 };

typedef struct service {
    const char *prefix;           /* its path, "/healthz"; NULL: `takes` decides */
    bool has_below;               /* and the paths below it: "/api" has "/api/x", and not "/apix" */
    bool (*takes)(const call *c); /* for paths that are configured; NULL: the prefix decides. who and own are not set yet */
    unsigned methods;             /* of enum method; of all but GET the body is in the exchange, as it came (body_unpack.h) */
    unsigned editing;             /* and these, when the service may change rows (config.h) */
    bool open;  /* answers everybody, without a token and out of turn, and gets no rows: only for what costs nothing */
    size_t own; /* bytes that it needs of call.own */

    /* After ST_BUSY with nothing sent the same request may come again from its start (admission.h): a service that changes
     * something either does all of it, or gives an error and has done nothing. */
    status (*answer)(call *c, arena *a, output *to);

    /* Answers OPTIONS: what this caller may do there, now. NULL: the methods of the service are for everybody, and the answer
     * comes before the caller is known. A preflight is answered that way in any case. */
    status (*options)(call *c, arena *a, output *to);

    /* Type and body of the answer when something failed and nothing has been sent, also before `answer` was called. The headers
     * that belong to the failure (WWW-Authenticate, Retry-After, Allow, …: exception.h) are written already. */
    void (*error)(const status *s, call *c, arena *a, output *to);
} service;

/* The first service in this NULL-terminated table that takes the request. Paths that none takes go to the first service, which
 * says that there is nothing. */
const service *route_find(const service *const *services, const call *c);

/* The methods that the call's service answers, as Allow lists them (RFC 9110 §10.2.1): "GET, HEAD, POST, OPTIONS". */
const char *route_methods(const call *c, arena *a);
/* The same for these of enum method. */
const char *route_allow(unsigned methods, arena *a);

/* ST_NO_METHOD for one that it does not answer. */
MUST_USE status route_check_method(const call *c, arena *a);
/* Which of enum method it is; HEAD is GET; 0: none of them. */
unsigned route_method(const char *name);
/* ST_NO_METHOD, with these as the ones that are allowed. */
MUST_USE status route_no_method(unsigned methods, arena *a);

#endif
