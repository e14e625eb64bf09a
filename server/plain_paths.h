/* Paths that are no service: the landing page, and what browsers, search engines and monitors ask of every host. Read with GET
 * alone. */
#ifndef SERVER_PLAIN_PATHS_H
#define SERVER_PLAIN_PATHS_H

#include "server/serve.h"

typedef status (*plain_path)(const server *s, const exchange *x, arena *a, output *to);

/* NULL: the path of a service, or of nothing. */
plain_path plain_path_of(const server *s, const exchange *x);

/* The methods that the path of this exchange answers, as Allow lists them (RFC 9110 §10.2.1). */
const char *plain_path_methods(const server *s, const exchange *x);

#endif
