/* What a verified token says. For auth/ alone.
 *
 * Claims of ACM/IDM, the Flemish access management: roles come in `<application>_rol_3d` (the case varies) as one string or an
 * array of strings `Role:Organisation[, Organisation…]`; `vo_orgcode` is the organisation that the user chose. `vo_doelgroepcode`
 * LB (local authority) covers police zones and provinces too: it grants nothing and is not even read.
 */
#ifndef AUTH_CLAIMS_H
#define AUTH_CLAIMS_H

#include "auth/rights.h"

#include <jansson.h>
#include <stdint.h>

enum { CLAIMS_LIMIT = 256, ORGANISATION_LENGTH = 32, ACTOR_LENGTH = 200 };

typedef struct claim_rules {
    const char *issuer, *audience;
    int64_t skew_s; /* how far the clocks of provider and server may differ */
} claim_rules;

typedef struct role_rules {
    const char *claim;        /* its name, in any case */
    const text_list *all_for; /* organisations for which a role over all gemeenten counts; NULL: every one */
} role_rules;

/* The registered claims (RFC 7519 §4.1): iss is ours, aud holds ours, exp is required and not past, nbf and iat are not in the
 * future. now: Unix time. */
MUST_USE status claims_check(const json_t *claims, const claim_rules *rules, int64_t now);

/* The roles that the token holds, each for one organisation, once; none when there is no role that we know. The only reader of
 * roles. ST_UNAUTHENTICATED when the role claim has a form that we do not know: a right is never guessed. The claims are not
 * changed: only the library's iterator takes no const. */
MUST_USE status claims_rights(json_t *claims, const role_rules *rules, arena *a, right_list *out);

/* "user:SUBJECT" for the audit trail; "" when the token names nobody, or in a way that does not fit a line of text. */
const char *claims_actor(const json_t *claims, arena *a);

#endif
