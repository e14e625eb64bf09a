/* The Authorization header (RFC 9110 §11.6.2), opened as far as the token in it. */
#ifndef AUTH_CREDENTIALS_H
#define AUTH_CREDENTIALS_H

#include "server/base/arena.h"
#include "server/base/status.h"

enum {
    TOKEN_LIMIT = 16 * 1024,        /* bytes of a token */
    AUTHORIZATION_LIMIT = 24 * 1024 /* bytes of the header: Base64 makes a Basic password a third longer */
};

/* "Bearer TOKEN" (RFC 6750 §2.1) or "Basic base64(USER:TOKEN)" (RFC 7617 §2; the user is not looked at), the scheme in any case.
 * *token is never empty and at most TOKEN_LIMIT long. ST_UNAUTHENTICATED for anything else. */
MUST_USE status credentials_token(const char *authorization, arena *a, const char **token);

#endif
