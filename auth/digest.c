#include "auth/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

/* Looked up once for the whole program: EVP_sha256() has OpenSSL 3 look it up at each use, which takes far longer than the digest
 * of a token. */
static const EVP_MD *sha256(void)
{
    static EVP_MD *found;
    if (!found)
        found = EVP_MD_fetch(NULL, "SHA256", NULL);
    return found;
}

digest digest_of(const void *data, size_t size)
{
    digest d;
    if (EVP_Digest(data, size, d.bytes, NULL, sha256(), NULL) != 1)
        abort(); /* only without memory: see arena.h */
    return d;
}

const char *digest_base64(const digest *d, arena *a)
{
    unsigned char *chars = arena_alloc(a, (DIGEST_SIZE + 2) / 3 * 4 + 1);
    EVP_EncodeBlock(chars, d->bytes, DIGEST_SIZE);
    return (const char *)chars;
}

bool digest_equal(const digest *a, const digest *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

uint64_t digest_number(const digest *d)
{
    uint64_t number;
    memcpy(&number, d->bytes, sizeof number);
    return number;
}
