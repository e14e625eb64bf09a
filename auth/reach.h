/* Whether the identity provider can be reached from here: for who sets up a service, never for a request. */
#ifndef AUTH_REACH_H
#define AUTH_REACH_H

#include "auth/token.h"

/* Reads the keys at jwks_url, and knocks at the introspection without a credential: that it refuses is an answer. ST_UNAVAILABLE
 * when one of them gives none, within twice FETCH_TOTAL_S; ST_BAD_INPUT when its address cannot be one. Those that are not set
 * are passed over. */
MUST_USE status provider_reach(const token_settings *s, arena *a);

#endif
