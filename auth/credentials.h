/* Takes the token or key out of the client's headers. */
#ifndef AUTH_CREDENTIALS_H
#define AUTH_CREDENTIALS_H

#include "auth/token.h"

enum {
    TOKEN_LIMIT = 16 * 1024,        /* bytes of a token */
    AUTHORIZATION_LIMIT = 24 * 1024 /* bytes of the header: Base64 makes a Basic password a third longer */
};

/* What the client presented, in whichever header: "Authorization: Bearer TOKEN" (RFC 6750 §2.1), "Authorization: Basic
 * base64(USER:TOKEN)" (RFC 7617 §2; the user is ignored), the scheme in any case, or "X-API-Key: KEY". NULL when there is
 * nothing. *presented is never empty and at most TOKEN_LIMIT long. ST_UNAUTHENTICATED for anything else, two at once included. */
MUST_USE status credentials_read(const credentials *given, arena *a, const char **presented);

#endif
