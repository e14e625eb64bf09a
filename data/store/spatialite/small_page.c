/* A small answer is read once: its rows are counted by keeping them. Reading them twice, once to count and once to write, would
 * cost twice as much. */
#include "data/store/spatialite/connection.h"

#include <stdlib.h>
#include <string.h>

/* The store's memory for a few rows, allocated from the front. */
typedef struct room {
    unsigned char *at, *end;
} room;

/* NULL: it is full. */
static void *take(room *r, size_t size)
{
    const size_t step = (size + 15) / 16 * 16;
    if (step > (size_t)(r->end - r->at))
        return NULL;
    void *taken = r->at;
    r->at += step;
    return taken;
}

static bool keep_bytes(room *r, const void **bytes, size_t size)
{
    void *copy = take(r, size);
    if (!copy)
        return false;
    memcpy(copy, *bytes, size);
    *bytes = copy;
    return true;
}

/* Replaces content that lives only until the next row by a copy. */
static bool keep_content(room *r, value_type type, value *v)
{
    const void *bytes = NULL;
    bool kept = true;
    if (v->null)
        return true;
    switch (type) {
    case VALUE_INTEGER:
    case VALUE_BOOLEAN:
    case VALUE_DECIMAL: break;
    case VALUE_GEOMETRY:
        bytes = v->shape.blob;
        kept = v->shape.size == 0 || keep_bytes(r, &bytes, v->shape.size);
        v->shape.blob = bytes;
        break;
    case VALUE_STRING:
    case VALUE_DATE:
    case VALUE_DATETIME:
        bytes = v->text;
        kept = keep_bytes(r, &bytes, v->length + 1);
        v->text = bytes;
        break;
    }
    return kept;
}

static bool keep(room *r, const source *of, const feature *f, feature *kept)
{
    value *values = take(r, of->property_count * sizeof *values);
    bool done = values != NULL;
    if (!done)
        return false;
    memcpy(values, f->values, of->property_count * sizeof *values);
    for (size_t i = 0; i < of->property_count && done; i++)
        done = keep_content(r, of->properties[i]->type, &values[i]);
    *kept = (feature){f->id, values};
    return done;
}

static int by_id(const void *one, const void *other)
{
    const int64_t a = ((const feature *)one)->id, b = ((const feature *)other)->id;
    return (a > b) - (a < b);
}

/* True: that was the last row. */
static bool keep_rows(spatialite_cursor *c, const source *of, room *r, size_t most, store_page *found)
{
    feature f;
    while (spatialite_next(c, &f)) {
        if (found->count == most || !keep(r, of, &f, &found->features[found->count]))
            return false;
        found->count++;
    }
    return true;
}

status small_page_read(spatialite *s, const query *q, const sql_plan_view *v, size_t most, arena *a, store_page *out)
{
    bool ordered = false;
    spatialite_cursor *c = NULL;
    room r = {spatialite_page_room(s), NULL};
    r.end = r.at + SMALL_PAGE_BYTES;
    const size_t limit = most < SMALL_PAGE_ROWS ? most : SMALL_PAGE_ROWS;
    store_page found = {.features = take(&r, SMALL_PAGE_ROWS * sizeof *found.features)};
    const sql_plan p = sql_plan_small_page(q, limit + 1, v, a, &ordered);
    TRY(spatialite_select(s, &p, q->sources[0].properties, q->sources[0].property_count, a, &c));
    found.all = keep_rows(c, &q->sources[0], &r, limit, &found);
    if (found.all)
        TRY(spatialite_cursor_end(c));
    if (!ordered && found.all)
        qsort(found.features, found.count, sizeof *found.features, by_id);
    if (!ordered && !found.all)
        found.count = 0;
    *out = found;
    return status_ok();
}
