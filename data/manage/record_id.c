#include "data/manage/record_id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

known_gemeente *record_gemeente(const known_facts *known, const char *nis, size_t length)
{
    size_t from = 0, to = known->gemeente_count;
    while (length == 5 && from < to) {
        const size_t middle = (from + to) / 2;
        const int order = memcmp(known->gemeenten[middle].nis_code, nis, 5);
        if (order == 0)
            return &known->gemeenten[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

status record_named_gemeente(const known_facts *known, const char *nis, known_gemeente **out)
{
    known_gemeente *found = record_gemeente(known, nis, strlen(nis));
    if (!found)
        return FAIL(BAD_INPUT, "gemeente", "er is geen gemeente met NIS-code \"%.20s\" in de opslag",
                    "there is no gemeente with NIS code \"%.20s\" in the store", nis);
    *out = found;
    return status_ok();
}

static int64_t number_of(const known_gemeente *g)
{
    return strtol(g->nis_code, NULL, 10);
}

static bool is_own(const known_gemeente *g, int64_t id)
{
    return id / ID_PER_GEMEENTE == number_of(g);
}

bool record_id_is_foreign(const known_facts *known, const known_gemeente *g, int64_t id)
{
    char nis[16];
    const int n = snprintf(nis, sizeof nis, "%05lld", (long long)(id / ID_PER_GEMEENTE % 1000000));
    return id / ID_PER_GEMEENTE < 100000 && !is_own(g, id) && record_gemeente(known, nis, (size_t)n) != NULL;
}

bool record_id_was_given(const known_gemeente *g, int64_t id)
{
    return is_own(g, id) && id % ID_PER_GEMEENTE < g->taken;
}

void record_id_keep_clear(known_gemeente *g, int64_t id)
{
    const int64_t number = id % ID_PER_GEMEENTE;
    if (is_own(g, id) && number >= g->next && number < ID_BY_HAND)
        g->next = number + 1;
}

bool record_id_next(known_gemeente *g, int64_t *out)
{
    if (g->next >= ID_BY_HAND)
        return false;
    *out = writer_id(number_of(g), g->next++);
    return true;
}
