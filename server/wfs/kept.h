/* Documents that are the same for everybody until the configuration changes (capabilities): made once per worker, and sent from memory. */
#ifndef WFS_KEPT_H
#define WFS_KEPT_H

#include <stddef.h>

typedef struct kept_documents kept_documents;

kept_documents *kept_new(void);
void kept_free(kept_documents *k); /* NULL is fine */

/* NULL when there is none, also when k is NULL. key: everything that the document depends on. Lives until the next kept_put. */
const char *kept_find(const kept_documents *k, const char *key, size_t *size);
/* The oldest goes when there is no room; nothing happens when k is NULL. */
void kept_put(kept_documents *k, const char *key, const char *bytes, size_t size);

#endif
