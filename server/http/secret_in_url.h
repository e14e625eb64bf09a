/* A token or a key never travels in a URL: it would stay behind in browser histories, proxies' logs and mails (RFC 6750 §5.3). */
#ifndef HTTP_SECRET_IN_URL_H
#define HTTP_SECRET_IN_URL_H

#include "base/arena.h"
#include "base/status.h"

/* query: as it came, still escaped. ST_BAD_PARAM for a parameter whose name is one for tokens or keys (in any case, escaped or
 * not), and for any value that begins as a service key does; the message says where it belongs and repeats nothing of it. */
MUST_USE status secret_in_url_check(const char *query, arena *a);

/* Whether a parameter of this name is for tokens or keys. */
bool secret_in_url_is_name(const char *name);

#endif
