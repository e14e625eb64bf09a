/* Packing one answer after another by gzip (RFC 1952), as it is made: ISA-L at its level 1, which costs a quarter of zlib's. The
 * memory it needs does not grow with the answer. Nothing of one answer is left for the next: its bytes are the same whatever was
 * packed before, so its size tells nothing about other callers' rows. */
#ifndef HTTP_GZIP_H
#define HTTP_GZIP_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gzip gzip;

/* Takes packed bytes; `count` may be 0 with the last. False: no more is taken. */
typedef struct gzip_taker {
    void *context;
    bool (*take)(void *context, const char *bytes, size_t count, bool is_last);
} gzip_taker;

/* On the heap; one of them packs one answer after another. Never NULL: without memory the worker does not start. */
gzip *gzip_new(void);
void gzip_free(gzip *z); /* NULL is fine */

/* Starts the next answer; anything left of the one before is dropped. */
void gzip_begin(gzip *z);

/* Packs these bytes and hands on what is ready: all of the first ones, so that an answer begins when its plain form would, and of
 * later ones what need not wait for more. With the last bytes of an answer also its trailer, without which readers take it for
 * incomplete. False: the taker takes no more. */
bool gzip_add(gzip *z, const char *bytes, size_t count, bool is_last, gzip_taker to);

#endif
