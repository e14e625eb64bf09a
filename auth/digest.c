#include "auth/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_BLOCK = 1 << 20 };

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

static ssize_t feed(EVP_MD_CTX *context, int file, unsigned char *block)
{
    const ssize_t count = read(file, block, FILE_BLOCK);
    if (count > 0 && EVP_DigestUpdate(context, block, (size_t)count) != 1)
        abort();
    return count;
}

bool digest_of_file(int file, digest *out)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char *block = malloc(FILE_BLOCK);
    digest made;
    if (!context || !block || EVP_DigestInit_ex(context, sha256(), NULL) != 1)
        abort();
    ssize_t count = 0;
    do
        count = feed(context, file, block);
    while (count > 0);
    if (EVP_DigestFinal_ex(context, made.bytes, NULL) != 1)
        abort();
    EVP_MD_CTX_free(context);
    free(block);
    if (count == 0)
        *out = made;
    return count == 0;
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
