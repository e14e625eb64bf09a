#include "base/heap.h"

#include <stdlib.h>

void *heap_grow(void *items, size_t *room, size_t size)
{
    enum { FIRST = 16 };
    *room = *room ? 2 * *room : FIRST;
    void *larger = realloc(items, *room * size);
    if (!larger)
        abort();
    return larger;
}
