#include "server/http/gzip.h"

#include <isa-l/igzip_lib.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { LEVEL = 1, PACKED = 64 * 1024 };

struct gzip {
    struct isal_zstream stream;
    alignas(max_align_t) uint8_t level[ISAL_DEF_LVL1_SMALL]; /* ISA-L lays its tables over these bytes */
    char packed[PACKED];
    bool is_first;
};

gzip *gzip_new(void)
{
    gzip *z = calloc(1, sizeof *z);
    if (!z)
        abort();
    return z;
}

void gzip_free(gzip *z)
{
    free(z);
}

void gzip_begin(gzip *z)
{
    isal_deflate_init(&z->stream);
    z->stream.level = LEVEL;
    z->stream.level_buf = z->level;
    z->stream.level_buf_size = sizeof z->level;
    z->stream.gzip_flag = IGZIP_GZIP;
    z->is_first = true;
}

static bool pack(gzip *z, size_t *packed)
{
    z->stream.next_out = (uint8_t *)z->packed;
    z->stream.avail_out = sizeof z->packed;
    const int done = isal_deflate(&z->stream);
    *packed = sizeof z->packed - z->stream.avail_out;
    return done == COMP_OK;
}

bool gzip_add(gzip *z, const char *bytes, size_t count, bool is_last, gzip_taker to)
{
    bool taken = true, more = true;
    size_t packed = 0;
    memcpy(&z->stream.next_in, &bytes, sizeof bytes); /* it is only read, but the field is not const */
    z->stream.avail_in = (uint32_t)count;
    z->stream.end_of_stream = is_last;
    z->stream.flush = z->is_first && !is_last ? SYNC_FLUSH : NO_FLUSH;
    z->is_first = false;
    while (taken && more) {
        taken = pack(z, &packed);
        const bool ended = z->stream.internal_state.state == ZSTATE_END;
        more = is_last ? !ended : z->stream.avail_out == 0;
        if (taken && (packed > 0 || ended))
            taken = to.take(to.context, z->packed, packed, ended);
    }
    return taken;
}
