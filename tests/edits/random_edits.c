#include "tests/edits/random_edits.h"

#include "data/manage/random.h"
#include "data/manage/shape.h"

#include <stdio.h>
#include <string.h>

/* A row that was made here. */
typedef struct made_row {
    int64_t id;
    bool struck;
} made_row;

typedef struct maker {
    editor *e;
    const layer *layer;
    random_source random;
    made_row *rows;
    size_t count;
    int number; /* of the step */
} maker;

typedef enum made_property { NIS, RUBRIEK, BRON, START, VERGUNNING, NOTE, CONTOUR, PROPERTIES } made_property;
static const char *const names[PROPERTIES] = {"gemeente_nis",         "rubriek",      "bron",    "startdatum",
                                              "wijziging_vergunning", "omschrijving", "geometry"};

static value text_value(const char *chars)
{
    return (value){.text = chars, .length = strlen(chars)};
}

/* A triangle of some tens of metres near the middle of Flanders. */
static value contour_at(maker *m, arena *a)
{
    shape s = shape_new(a);
    const double x = 100000 + random_below(&m->random, 100000), y = 180000 + random_below(&m->random, 30000);
    const double size = 5 + random_below(&m->random, 100);
    shape_part(&s);
    shape_ring_start(&s);
    shape_point(&s, x, y);
    shape_point(&s, x + size, y);
    shape_point(&s, x, y + size);
    shape_ring_close(&s);
    const size_t bytes = shape_blob_size(&s);
    uint8_t *blob = arena_alloc(a, bytes);
    shape_to_blob(&s, m->layer->srid, blob);
    return (value){.shape = {blob, bytes}};
}

/* Of an update only the note and the contour change. */
static status row_of(maker *m, bool is_new, int64_t id, arena *a, edit_row *out)
{
    const property **properties = arena_array(a, PROPERTIES, sizeof *properties);
    value *values = arena_array(a, PROPERTIES, sizeof *values);
    const made_property first = is_new ? NIS : NOTE;
    const scope *who = m->e->who;
    const char *nis = scope_gemeente(who, random_below(&m->random, (uint32_t)scope_gemeente_count(who)));
    const value all[PROPERTIES] = {text_value(nis),        text_value("1.2."),
                                   text_value("gemeente"), text_value("2016-05-01"),
                                   text_value("NEE"),      text_value(arena_printf(a, "stap %d", m->number)),
                                   contour_at(m, a)};
    *out = (edit_row){.layer = m->layer, .id = id, .properties = properties, .values = values};
    for (int i = (int)first; i < PROPERTIES; i++) {
        properties[out->count] = layer_property(m->layer, names[i]);
        values[out->count++] = all[i];
    }
    return status_ok();
}

static status add(maker *m)
{
    edit_row row;
    int64_t id = 0;
    TRY(row_of(m, true, 0, m->e->edit_arena, &row));
    TRY(edit_insert(m->e->edit, &row, &id));
    m->rows[m->count++] = (made_row){id, false};
    return status_ok();
}

static status change(maker *m, const made_row *r)
{
    edit_row row;
    TRY(row_of(m, false, r->id, m->e->edit_arena, &row));
    return edit_update(m->e->edit, &row);
}

static status hide(maker *m, made_row *r)
{
    const edit_row row = {.layer = m->layer, .id = r->id, .reason = "bij toeval"};
    TRY(r->struck ? edit_restore(m->e->edit, &row) : edit_strike(m->e->edit, &row));
    r->struck = !r->struck;
    return status_ok();
}

static status take(maker *m, const char **word, int64_t *id)
{
    const uint32_t kind = random_below(&m->random, 10);
    if (m->count == 0 || kind < 4) {
        TRY(add(m));
        *word = "insert";
        *id = m->rows[m->count - 1].id;
        return status_ok();
    }
    made_row *r = &m->rows[random_below(&m->random, (uint32_t)m->count)];
    const bool changes = kind < 8 && !r->struck;
    *word = changes ? "update" : r->struck ? "restore" : "strike";
    *id = r->id;
    return changes ? change(m, r) : hide(m, r);
}

status random_edits(editor *e, uint64_t seed, int64_t count, bool quiet)
{
    maker m = {.e = e, .layer = catalog_layer(&e->layers, "risicolocatie"), .random = random_start(seed, 0, 0)};
    m.rows = arena_array(e->arena, (size_t)count + 1, sizeof *m.rows);
    for (; m.number < count; m.number++) {
        const char *word = "";
        int64_t id = 0;
        TRY(editor_begin(e, NULL));
        TRY(take(&m, &word, &id));
        TRY(editor_commit(e));
        if (!quiet && (printf("%s %lld\n", word, (long long)id) < 0 || fflush(stdout) != 0))
            return FAIL(INTERNAL, "", "niemand leest mee", "nobody reads along");
    }
    return status_ok();
}
