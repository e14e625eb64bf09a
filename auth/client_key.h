/* This server's own private key, for signing assertions. For auth/client.c alone. */
#ifndef AUTH_CLIENT_KEY_H
#define AUTH_CLIENT_KEY_H

#include "base/arena.h"
#include "base/status.h"

#include <jansson.h>

typedef struct client_key client_key;

/* ST_BAD_INPUT when the file is missing or everybody on the machine may read it. */
MUST_USE status client_file_private(const char *path, const char *setting);

/* A private JWK: RSA of 2048 bits or more (RS256), or EC P-256 (ES256). Lives in the arena. ST_BAD_INPUT otherwise. */
MUST_USE status client_key_read(const char *path, arena *a, const client_key **out);
MUST_USE status client_key_sign(const client_key *k, json_t *claims, arena *a, const char **compact);

#endif
