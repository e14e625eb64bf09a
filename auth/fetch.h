/* One small document over HTTPS: the JWKS of the identity provider. For auth/ alone. */
#ifndef AUTH_FETCH_H
#define AUTH_FETCH_H

#include "server/base/status.h"
#include "server/base/text.h"

enum { FETCH_CONNECT_S = 2, FETCH_TOTAL_S = 5, FETCH_LIMIT = 256 * 1024 };

/* https anywhere, http on loopback only (RFC 8725 §3.10: keys that travel in the clear are anybody's), no user or password in it.
 * ST_BAD_INPUT otherwise. */
MUST_USE status fetch_allowed(const char *url);

/* GET; only an answer 200 of at most FETCH_LIMIT bytes within FETCH_TOTAL_S counts; redirects are not followed. ST_UNAVAILABLE
 * otherwise. */
MUST_USE status fetch(const char *url, text *body);

#endif
