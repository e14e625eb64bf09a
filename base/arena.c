#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif

/* Tells AddressSanitizer which bytes were not handed out, with a gap after each piece: otherwise it would miss an overrun inside
 * a block. */
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#define FORBID(from, size) ASAN_POISON_MEMORY_REGION(from, size)
#define ALLOW(from, size) ASAN_UNPOISON_MEMORY_REGION(from, size)
#else
enum { GAP = 0 };
#define FORBID(from, size) ((void)0)
#define ALLOW(from, size) ((void)0)
#endif

enum { BLOCK = 64 * 1024 };

typedef struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
} block;

typedef struct deferred {
    struct deferred *next;
    void (*call)(void *);
    void *handle;
} deferred;

struct arena {
    block *blocks; /* newest first; a reset keeps the oldest one */
    deferred *deferred;
};

static block *block_new(size_t size, block *next)
{
    block *b = malloc(sizeof *b + size);
    if (!b)
        abort();
    b->next = next;
    b->size = size;
    b->used = 0;
    FORBID(b->bytes, size);
    return b;
}

arena *arena_new(void)
{
    arena *a = calloc(1, sizeof *a);
    if (!a)
        abort();
    a->blocks = block_new(BLOCK, NULL);
    return a;
}

void arena_reset(arena *a)
{
    while (a->deferred) {
        const deferred *d = a->deferred;
        a->deferred = d->next;
        d->call(d->handle);
    }
    while (a->blocks->next) {
        block *b = a->blocks;
        a->blocks = b->next;
        ALLOW(b->bytes, b->size);
        free(b);
    }
    a->blocks->used = 0;
    FORBID(a->blocks->bytes, a->blocks->size);
}

void arena_free(arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    ALLOW(a->blocks->bytes, a->blocks->size);
    free(a->blocks);
    free(a);
}

void *arena_alloc(arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        abort();
    const size_t room = (size + align - 1) / align * align + GAP;
    if (room > a->blocks->size - a->blocks->used)
        a->blocks = block_new(room > BLOCK ? room : BLOCK, a->blocks);
    void *p = a->blocks->bytes + a->blocks->used;
    a->blocks->used += room;
    ALLOW(p, size);
    return memset(p, 0, size);
}

void *arena_array(arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size)
        abort();
    return arena_alloc(a, count * size);
}

char *arena_strndup(arena *a, const char *text, size_t length)
{
    char *copy = arena_alloc(a, length + 1);
    memcpy(copy, text, length);
    return copy;
}

void *arena_grow(arena *a, const void *items, size_t *room, size_t least, size_t size)
{
    enum { FIRST = 16 };
    const size_t twice = *room ? 2 * *room : FIRST;
    const size_t more = twice > least ? twice : least;
    void *larger = arena_array(a, more, size);
    if (*room)
        memcpy(larger, items, *room * size);
    *room = more;
    return larger;
}

char *arena_strdup(arena *a, const char *text)
{
    return arena_strndup(a, text, strlen(text));
}

char *arena_join(arena *a, const char *const *parts)
{
    size_t length = 0;
    for (const char *const *part = parts; *part; part++)
        length += strlen(*part);
    char *joined = arena_alloc(a, length + 1), *at = joined;
    for (const char *const *part = parts; *part; part++)
        at = stpcpy(at, *part);
    return joined;
}

char *arena_printf(arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        abort();
    char *text = arena_alloc(a, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

void arena_defer(arena *a, void (*call)(void *), void *handle)
{
    deferred *d = arena_alloc(a, sizeof *d);
    *d = (deferred){a->deferred, call, handle};
    a->deferred = d;
}
