/* How this server authenticates itself when it asks the provider about a token (RFC 7662 §2.1; RFC 6749 §2.3.1; RFC 7523 §2.2;
 * OpenID Connect Core §9). For auth/ alone. */
#ifndef AUTH_CLIENT_H
#define AUTH_CLIENT_H

#include "auth/introspection_settings.h"
#include "base/clock.h"
#include "base/text.h"

typedef struct client_settings {
    const char *id;
    client_method method;
    const char *secret_file;      /* one line; for the first two methods */
    const char *private_key_file; /* a private JWK, RSA or EC P-256; for the third */
    const char *audience;         /* of the assertion: the provider's issuer */
} client_settings;

typedef struct client client;

bool client_method_read(const char *name, client_method *out); /* as in OpenID Connect Core §9, exact spelling */

/* ST_BAD_INPUT when a file is missing or unreadable, is not a key, or can be read by everybody on the machine. */
MUST_USE status client_new(const client_settings *settings, client **out);
void client_free(client *c); /* NULL is fine */

/* Adds to the form what the method puts there; *authorization: a whole header line, NULL when the method has none. */
MUST_USE status client_sign_in(const client *c, const clock_reading *now, text *form, const char **authorization);

/* name=value with everything but the unreserved characters escaped (RFC 3986 §2.3). */
void form_add(text *form, const char *name, const char *value);

#endif
