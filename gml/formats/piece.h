/* A text that is written with every feature: made once per answer, with its length. */
#ifndef FORMATS_PIECE_H
#define FORMATS_PIECE_H

#include "base/arena.h"
#include "base/out.h"

#include <string.h>

typedef struct piece {
    const char *chars;
    size_t length;
} piece;

/* The text must live as long as the piece. */
static inline piece piece_of(const char *chars)
{
    return (piece){chars, strlen(chars)};
}

/* From several texts: PIECE(a, "<", name, ">"). */
#define PIECE(a, ...) piece_of(arena_join(a, (const char *const[]){__VA_ARGS__, NULL}))

/* Writes it as it is: it was escaped when it was made. */
static inline void out_piece(output *to, piece p)
{
    out_bytes(to, p.chars, p.length);
}

#endif
