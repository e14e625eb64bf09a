#include "server/http/document_cache.h"

#include <stdlib.h>
#include <string.h>

/* Keys hold the Host header, which a client may choose: few documents and small ones, so that nobody fills the memory. */
enum { DOCUMENTS = 16, KEY_MOST = 512, BYTES_MOST = 256 * 1024 };

typedef struct document {
    char *key, *bytes;
    size_t size;
} document;

struct document_cache {
    document documents[DOCUMENTS];
    size_t next; /* the place of the oldest */
};

document_cache *document_cache_new(void)
{
    document_cache *k = calloc(1, sizeof *k);
    if (!k)
        abort();
    return k;
}

static void drop(document *d)
{
    free(d->key);
    free(d->bytes);
    *d = (document){0};
}

void document_cache_free(document_cache *k)
{
    for (size_t i = 0; k && i < DOCUMENTS; i++)
        drop(&k->documents[i]);
    free(k);
}

const char *document_cache_find(const document_cache *k, const char *key, size_t *size)
{
    for (size_t i = 0; k && i < DOCUMENTS; i++)
        if (k->documents[i].key && strcmp(k->documents[i].key, key) == 0) {
            *size = k->documents[i].size;
            return k->documents[i].bytes;
        }
    return NULL;
}

void document_cache_put(document_cache *k, const char *key, const char *bytes, size_t size)
{
    if (!k || strlen(key) > KEY_MOST || size > BYTES_MOST)
        return;
    document *d = &k->documents[k->next];
    drop(d);
    d->key = strdup(key);
    d->bytes = malloc(size + 1);
    if (!d->key || !d->bytes)
        abort();
    memcpy(d->bytes, bytes, size);
    d->size = size;
    k->next = (k->next + 1) % DOCUMENTS;
}
