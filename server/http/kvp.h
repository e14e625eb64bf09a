/* Keyword-value pairs of a query string (WFS 2.0 §6.2.5; OWS 1.1 §11.5): names in any case, values decoded to UTF-8. */
#ifndef HTTP_KVP_H
#define HTTP_KVP_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

enum { KVP_PAIRS = 100, KVP_BYTES = 64 * 1024 }; /* filters in a GET: URLs of 32 KB must pass */

typedef struct kvp {
    struct {
        const char *name, *value;
    } pairs[KVP_PAIRS];
    size_t count;
} kvp;

/* ST_BAD_PARAM: a broken %-escape, not UTF-8, a NUL, too many pairs, or one name with two different values. ST_TOO_LARGE: over
 * KVP_BYTES. */
MUST_USE status kvp_parse(const char *query, arena *a, const kvp **out);

/* The value, NULL when the parameter is absent or empty (OWS 1.1 §11.5.3: an empty value is no value). */
const char *kvp_get(const kvp *k, const char *name);
/* Whether the parameter was given, also without a value. */
bool kvp_has(const kvp *k, const char *name);
/* The first that is there: spellings of several versions and vendors. */
const char *kvp_first(const kvp *k, const char *const *names);

/* The same for a query string whose length is limited elsewhere: a posted form, or one that we kept. */
MUST_USE status kvp_parse_kept(const char *query, arena *a, const kvp **out);

/* The pairs of `below`, except that for these names (NULL-terminated) those of `above` win. */
const kvp *kvp_over(const kvp *below, const kvp *above, const char *const *names, arena *a);

/* The pairs of a body, and those of its URL that the body lacks. What the body is (service, version, request) the body alone
 * decides; ST_BAD_PARAM for any other parameter with two different values. */
MUST_USE status kvp_complete(const kvp *body, const kvp *url, arena *a, const kvp **out);

/* A name or value as it stands in a query string, percent-encoded. */
const char *kvp_escaped(const char *plain, arena *a);

/* The pairs as a query string. */
const char *kvp_text(const kvp *k, arena *a);

/* The same pairs as a query string, with the named one replaced or added; given NULL: without it. */
const char *kvp_with(const kvp *k, const char *name, const char *given, arena *a);

#endif
