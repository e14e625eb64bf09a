/* Memory for one request (or one command), freed all at once.
 *
 * arena_alloc never returns NULL: inputs are bounded before they reach an arena, so running out means a broken bound, and the
 * worker stops (abort) rather than continue with half of the data; the parent starts a new one.
 * Foreign handles (xmlDoc, sqlite3_stmt, PJ …) are handed to arena_defer and closed in reverse order by arena_reset.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

typedef struct arena arena;

/* An empty arena, on the heap. */
arena *arena_new(void);
void arena_free(arena *a); /* resets first; NULL is fine */

/* Runs the deferred calls, last first, and makes all memory free for the next request. */
void arena_reset(arena *a);

#define ARENA_GIVES __attribute__((returns_nonnull))

ARENA_GIVES void *arena_alloc(arena *a, size_t size); /* zeroed, aligned for any type */
ARENA_GIVES void *arena_array(arena *a, size_t count, size_t size);
ARENA_GIVES char *arena_strdup(arena *a, const char *text);
ARENA_GIVES char *arena_strndup(arena *a, const char *text, size_t length);
/* The texts joined; the last argument is NULL. Much faster than arena_printf. */
ARENA_GIVES char *arena_join(arena *a, const char *const *parts);
ARENA_GIVES char *arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A larger array with the *room items of the old one: room for `least` items, and for twice as many as before (16 at first).
 * *room becomes its new capacity. The old array stays in the arena, so all of them together are at most twice the last. */
ARENA_GIVES void *arena_grow(arena *a, const void *items, size_t *room, size_t least, size_t size);

/* Calls `call` with the handle when the arena is reset or freed. */
void arena_defer(arena *a, void (*call)(void *), void *handle);

#endif
