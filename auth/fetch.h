/* Small documents over HTTPS from the identity provider: its JWKS, and its answers about a token. For auth/ alone. */
#ifndef AUTH_FETCH_H
#define AUTH_FETCH_H

#include "base/status.h"
#include "base/text.h"

enum { FETCH_CONNECT_S = 2, FETCH_TOTAL_S = 5, FETCH_LIMIT = 256 * 1024 };

/* https anywhere, http on loopback only (RFC 8725 §3.10: keys that are sent unencrypted can be replaced on the way), no user or
 * password in it. ST_BAD_INPUT otherwise, about this setting. */
MUST_USE status fetch_allowed(const char *url, const char *setting);

/* GET; only an answer 200 of at most FETCH_LIMIT bytes within FETCH_TOTAL_S counts; redirects are not followed. ST_UNAVAILABLE
 * otherwise. */
MUST_USE status fetch(const char *url, text *body);

/* A connection to one provider, kept open between requests (a TLS handshake takes longer than an answer). One per process. */
typedef struct fetch_line fetch_line;
/* Never NULL: without memory the worker does not start. */
fetch_line *fetch_line_new(void);
void fetch_line_free(fetch_line *l); /* NULL is fine */

/* POST of a form (application/x-www-form-urlencoded), with the same limits. authorization: a whole header line, NULL for none.
 * ST_BAD_PARAM when the provider refuses the request (HTTP 4xx), ST_UNAVAILABLE when there was no answer 200 at all; the message
 * names neither form nor header. */
MUST_USE status fetch_post(fetch_line *l, const char *url, const char *form, const char *authorization, text *body);

#endif
