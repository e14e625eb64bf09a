/* Which setting somebody meant who misspelt one: by the number of letters to put in, leave out or change (Levenshtein). */
#include "base/settings.h"

#include <string.h>

enum { NAME_MOST = 64 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Of the first NAME_MOST letters of each. */
static size_t distance(const char *a, const char *b)
{
    const size_t la = least(strlen(a), NAME_MOST), lb = least(strlen(b), NAME_MOST);
    size_t row[NAME_MOST + 1];
    for (size_t j = 0; j <= lb; j++)
        row[j] = j;
    for (size_t i = 1; i <= la; i++) {
        size_t before = row[0];
        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            const size_t change = before + (a[i - 1] != b[j - 1]);
            before = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[lb];
}

static const char *last_of(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

/* A right name in the wrong section is near too. */
static size_t how_far(const char *written, const char *name)
{
    return least(distance(written, name), distance(last_of(written), last_of(name)) + 1);
}

const char *settings_nearest(settings_table table, const char *name)
{
    const char *near = NULL;
    size_t best = 2 + strlen(last_of(name)) / 4; /* farther than this is another word */
    for (size_t i = 0; i < table.count; i++) {
        const size_t far = how_far(name, table.items[i].name);
        if (far < best) {
            best = far;
            near = table.items[i].name;
        }
    }
    return near;
}
