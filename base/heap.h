/* Memory that outlives a request. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>

/* Makes an array on the heap twice as long (16 at first): `items` is NULL or came from here, and is moved; *room becomes its new
 * capacity. Release it with free. Never NULL: running out stops the worker, as in arena_alloc. */
__attribute__((returns_nonnull)) void *heap_grow(void *items, size_t *room, size_t size);

#endif
