/* Keys, tokens and a directory for the tests of auth/. */
#ifndef TESTS_UNIT_AUTH_FIXTURE_H
#define TESTS_UNIT_AUTH_FIXTURE_H

#include "auth/directory.h"
#include "auth/token.h"

#include <cjose/jwk.h>

#define ISSUER "https://issuer.example"
#define AUDIENCE "risicolaag-test"
#define ISS "\"iss\":\"" ISSUER "\","
#define AUD "\"aud\":\"" AUDIENCE "\","
#define EXP "\"exp\":4102444800," /* the year 2100 */
#define ROLE "\"risicolaag_rol_3d\":\"Raadpleger:0207509031\""
#define CLAIMS "{" ISS AUD EXP ROLE "}"

/* 0207509031 is 23105; 0200000196 is 44021; 0200000297 is 44021 and 11002 (a coordinator); BROKEN: the store does not answer.
 * Today 11002, 23105 and 44021 exist; the NIS code 99991 is 44021 now; 99999: the store does not answer. */
extern const directory fixture_directory;
extern const token_world fixture_world; /* that directory, and nothing shared */

/* Fresh keys, released with the arena. kid: NULL for none. */
cjose_jwk_t *fixture_rsa(arena *a, size_t bits, const char *kid);
cjose_jwk_t *fixture_ec(arena *a, const char *kid);
cjose_jwk_t *fixture_secret(arena *a, const char *secret, const char *kid);

/* The public half as JSON, with these members added ("{}" for none; null removes one). */
const char *fixture_public(arena *a, const cjose_jwk_t *jwk, const char *more);

/* {"keys":[…]} of up to three JSON texts; NULL ends. */
const char *fixture_set(arena *a, const char *one, const char *two, const char *three);

/* A compact JWS over these payload bytes, whatever they are. */
const char *fixture_sign(arena *a, const cjose_jwk_t *jwk, const char *header, const char *payload, size_t size);

/* The same form with any signature text, for tokens that no library would make. */
const char *fixture_forge(arena *a, const char *header, const char *payload, const char *signature);

/* A token with another signature put on it. */
const char *fixture_resign(arena *a, const char *compact, const unsigned char *signature, size_t size);

/* A file with this content in a new folder of its own; both are deleted with the arena. */
const char *fixture_file(arena *a, const char *content);
void fixture_rewrite(const char *path, const char *content);

#endif
