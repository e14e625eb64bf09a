#include "data/model/merger.h"

#include "base/embedded.h"

#include <string.h>

enum { NIS = 5, MERGERS_MOST = 8 /* one after the other */ };

/* After the separator that ends this field; NULL: the line has no more. */
static const char *next_field(const char *at)
{
    at += strcspn(at, ";\n");
    return *at == ';' ? at + 1 : NULL;
}

/* oude_nis;oude_naam;nieuwe_nis;… */
static const char *one_merger(const char *nis)
{
    for (const char *line = embedded_fusies[0].text; (line = strchr(line, '\n')) != NULL;) {
        line++;
        if (strncmp(line, nis, NIS) != 0 || line[NIS] != ';')
            continue;
        const char *name = next_field(line), *became = name ? next_field(name) : NULL;
        return became && strcspn(became, ";\n") == NIS ? became : NULL;
    }
    return NULL;
}

const char *merger_now(slice nis, arena *a)
{
    const char *now = nis.length == NIS ? one_merger(nis.at) : NULL;
    for (int i = 0; now && i < MERGERS_MOST; i++) {
        const char *later = one_merger(now);
        if (!later)
            return arena_strndup(a, now, NIS);
        now = later;
    }
    return NULL;
}
