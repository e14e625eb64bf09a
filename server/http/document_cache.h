/* Documents that are the same for everybody until the configuration changes (capabilities): made once per worker, and sent from
 * memory. */
#ifndef HTTP_DOCUMENT_CACHE_H
#define HTTP_DOCUMENT_CACHE_H

#include <stddef.h>

typedef struct document_cache document_cache;

/* An empty one. Never NULL: without memory the worker does not start. */
document_cache *document_cache_new(void);
void document_cache_free(document_cache *k); /* NULL is fine */

/* NULL when there is none, also when k is NULL. key: everything that the document depends on. Lives until the next
 * document_cache_put. */
const char *document_cache_find(const document_cache *k, const char *key, size_t *size);
/* The oldest goes when there is no room; nothing happens when k is NULL. */
void document_cache_put(document_cache *k, const char *key, const char *bytes, size_t size);

#endif
