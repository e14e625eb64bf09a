#include "server/wfs/shared_features.h"

typedef struct entry {
    int64_t id;
    const layer *layer; /* NULL: free */
    uint32_t times;
} entry;

struct written {
    entry *entries;
    size_t room; /* a power of two, at least twice `most` */
};

written *written_new(arena *a, size_t most)
{
    written *w = arena_alloc(a, sizeof *w);
    w->room = 16;
    while (w->room < 2 * most)
        w->room *= 2;
    w->entries = arena_array(a, w->room, sizeof *w->entries);
    return w;
}

/* Multiplicative hashing (Knuth 6.4), by the golden ratio in 64 bits; the upper bits are the well-mixed ones. */
static size_t slot_of(const written *w, const layer *l, int64_t id)
{
    const uint64_t mixed = ((uint64_t)id * 31 + l->number) * 0x9E3779B97F4A7C15U;
    return (size_t)(mixed >> 32) & (w->room - 1);
}

uint32_t written_add(written *w, const layer *l, int64_t id)
{
    size_t i = slot_of(w, l, id);
    for (; w->entries[i].layer; i = (i + 1) & (w->room - 1))
        if (w->entries[i].layer == l && w->entries[i].id == id)
            return w->entries[i].times++;
    w->entries[i] = (entry){id, l, 1};
    return 0;
}

static size_t times_asked(const wfs_query *queries, size_t count, const layer *l)
{
    size_t times = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < queries[i].query.source_count; j++)
            times += queries[i].query.sources[j].layer == l;
    return times;
}

bool shared_features_possible(const wfs_query *queries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (queries[i].query.source_count > 1 || times_asked(queries, count, queries[i].query.sources[0].layer) > 1)
            return true;
    return false;
}

static bool is_asked(const wfs_query *queries, size_t count, const layer *l, const property *p)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < queries[i].query.source_count; j++) {
            const source *s = &queries[i].query.sources[j];
            for (size_t k = 0; s->layer == l && k < s->property_count; k++)
                if (s->properties[k] == p)
                    return true;
        }
    return false;
}

static void share(source *s, const wfs_query *queries, size_t count, arena *a)
{
    const property **all = arena_array(a, s->layer->property_count + 1, sizeof *all);
    size_t found = 0;
    for (size_t i = 0; i < s->layer->property_count; i++)
        if (is_asked(queries, count, s->layer, &s->layer->properties[i]))
            all[found++] = &s->layer->properties[i];
    s->properties = all;
    s->property_count = found;
}

void shared_features_unite_properties(wfs_query *queries, size_t count, arena *a)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < queries[i].query.source_count; j++)
            share(&queries[i].query.sources[j], queries, count, a);
}
