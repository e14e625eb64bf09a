/* What is in a ZIP archive that came from anyone (PKWARE APPNOTE 6.3), by minizip. Every entry is unpacked once and counted
 * before anything else reads it: what the archive says of its sizes may be a lie. */
#ifndef SOURCE_ZIP_LIST_H
#define SOURCE_ZIP_LIST_H

#include "base/arena.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ZIP_ENTRIES_MOST = 1000,
    ZIP_NAME_MOST = 255,
    ZIP_PACKED_MOST = 200,        /* times as large as it was packed */
    ZIP_SMALL = 32 * 1024 * 1024, /* up to here any proportion is fine: a column of blanks packs well */
};
static const uint64_t ZIP_UNPACKED_MOST = 2ULL * 1024 * 1024 * 1024; /* bytes, all entries together */

typedef struct zip_listing {
    const char **names; /* as the archive has them, NUL-terminated */
    uint64_t *sizes;    /* bytes, unpacked */
    size_t count;
} zip_listing;

/* ST_BAD_INPUT: no ZIP, cut short, damaged, encrypted, or beyond the limits above: which one, and the remedy. */
MUST_USE status zip_list(const char *path, arena *a, zip_listing *out);

/* The entry with this name, letter for letter; NULL when there is none. */
const char *zip_entry_named(const zip_listing *z, const char *name);

/* The beginning of an entry, up to `room` bytes. ST_BAD_INPUT: it is not there, or cannot be read. */
MUST_USE status zip_peek(const char *path, const char *name, char *to, size_t room, size_t *length);

#endif
