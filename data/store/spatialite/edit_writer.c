/* A writer as a store that can only be written: what a command changes goes through the same door as what a request changes, on
 * the connection that the command has. Much at once goes in bulk: past the triggers, and into an empty table by a thread of its
 * own. */
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/overlaps.h"
#include "data/store/spatialite/writer_connection.h"

#include <stdlib.h>

void writer_expect_many(writer *w, int64_t rows_to_a_transaction)
{
    w->many = rows_to_a_transaction;
}

static writer *writer_of(store *s)
{
    return (writer *)s;
}

store *writer_store(writer *w)
{
    return &w->common;
}

static status begin(store *s, bool loads)
{
    writer *w = writer_of(s);
    TRY(writer_begin(w));
    w->loads = loads;
    w->loaded_count = 0;
    return status_ok();
}

static status frozen(store *s, arena *a, store_freeze *out)
{
    return writer_frozen(writer_of(s), a, out);
}

static status state(store *s, const layer *l, int64_t id, arena *a, row_state *out)
{
    return edit_rows_state(writer_of(s), l, id, a, out);
}

static status rubriek(store *s, slice list, slice code, int64_t id, arena *a, rubriek_facts *out)
{
    return edit_facts_rubriek(writer_of(s), list, code, id, a, out);
}

static status gemeente_naam(store *s, const char *nis, arena *a, const char **name)
{
    return edit_facts_gemeente(writer_of(s), nis, a, name);
}

static status texts(store *s, int64_t id, arena *a, row_texts *out)
{
    return edit_facts_texts(writer_of(s), id, a, out);
}

static status kenmerk(store *s, const char *nis, slice reference, slice van, int64_t *out)
{
    return edit_facts_kenmerk(writer_of(s), nis, reference, van, out);
}

static status shape(store *s, const layer *l, int64_t id, arena *a, geometry *out)
{
    return edit_facts_shape(writer_of(s), l, id, a, out);
}

static status contour(store *s, const char *nis, arena *a, gemeente_contour *out)
{
    return edit_facts_contour(writer_of(s), nis, a, out);
}

static status gemeenten_near(store *s, const double box[4], arena *a, text_list *nis)
{
    return edit_facts_near(writer_of(s), box, a, nis);
}

/* The connection is nobody else's again. */
static status end_queue(writer *w)
{
    row_queue *q = w->queue;
    w->queue = NULL;
    return q ? row_queue_end(q) : status_ok();
}

/* NULL: none of its rows has come yet. */
static loaded_table *find_loaded(writer *w, const layer *l)
{
    for (size_t i = 0; i < w->loaded_count; i++)
        if (w->loaded[i].layer == l)
            return &w->loaded[i];
    return NULL;
}

/* Triggers fire for a whole connection or not at all: tables whose indexes the end of the load fills, and one whose triggers do
 * so, cannot be loaded together. */
static status check_alike(const writer *w)
{
    size_t active = 0;
    for (size_t i = 0; i < w->loaded_count; i++)
        active += w->loaded[i].table < TABLE_COUNT && w->bulks[w->loaded[i].table].active;
    return w->loaded_count == 1 || active == w->loaded_count
               ? status_ok()
               : FAIL(INTERNAL, "", "deze lagen kunnen niet samen geladen worden", "these layers cannot be loaded together");
}

static bool were_empty(const writer *w)
{
    for (size_t i = 0; i < w->loaded_count; i++)
        if (w->loaded[i].table == TABLE_COUNT || !w->bulks[w->loaded[i].table].was_empty)
            return false;
    return true;
}

/* Of one layer at a time. A store that is being built has no log. */
static bool goes_aside(const writer *w, writer_table table)
{
    return w->many && table < TABLE_COUNT && w->bulks[table].active && w->bulks[table].was_empty && w->loaded_count == 0 &&
           !w->build_path;
}

/* At a layer's first row: only then its table is known. Into a table that has rows every id of a load is looked up, between the
 * writing of two rows: that is one thread's work. */
static status load_table(writer *w, const layer *l)
{
    loaded_table more = {l, TABLE_COUNT, 0};
    TRY(end_queue(w));
    if (w->loaded_count == TABLE_COUNT)
        return FAIL(INTERNAL, "", "er worden te veel lagen samen geladen", "too many layers are loaded together");
    if (store_find_table(l->table, &more.table))
        TRY(writer_bulk_begin(w, more.table));
    if (goes_aside(w, more.table))
        TRY(store_aside_begin(w, more.table));
    w->loaded[w->loaded_count++] = more;
    TRY(check_alike(w));
    return were_empty(w) ? row_queue_start(w, &w->queue) : status_ok();
}

static status load(writer *w, const edit_row *row, const char *nis, int64_t *id)
{
    if (row->id == 0)
        return FAIL(INTERNAL, "", "bij het laden in bulk moet elke rij een id hebben", "a row of a bulk load needs an id");
    if (!find_loaded(w, row->layer))
        TRY(load_table(w, row->layer));
    find_loaded(w, row->layer)->rows++;
    if (!w->queue)
        return edit_rows_load(w, row, nis, id);
    TRY(row_queue_add(w->queue, row, nis));
    *id = row->id;
    return status_ok();
}

static status lock(store *s, const lock_step *step, arena *a, lock_found *out)
{
    return edit_locks_step(writer_of(s), step, a, out);
}

static status apply(store *s, const change *c, int64_t *out)
{
    writer *w = writer_of(s);
    if (!w->loads)
        return edit_apply(w, c, out);
    TRY(edit_journal_open(w, c->by));
    return load(w, c->row, c->owner, out);
}

static bool has_loaded(const writer *w, writer_table table)
{
    for (size_t i = 0; i < w->loaded_count; i++)
        if (w->loaded[i].table == table)
            return true;
    return false;
}

/* In one pass, when the spatial indexes are whole. */
static status find_overlaps(writer *w)
{
    if (has_loaded(w, TABLE_PERCEEL))
        return overlaps_of_all(w);
    return has_loaded(w, TABLE_RISICOLOCATIE) ? overlaps_of_loaded(w, w->booking) : status_ok();
}

static status end_load(writer *w)
{
    TRY(end_queue(w));
    TRY(store_aside_end(w));
    if (w->marks)
        TRY(store_mark_imported(w));
    for (size_t i = 0; i < w->loaded_count; i++)
        if (w->loaded[i].table < TABLE_COUNT)
            TRY(writer_bulk_end(w, w->loaded[i].table));
    TRY(find_overlaps(w));
    for (size_t i = 0; i < w->loaded_count; i++)
        TRY(edit_journal_load_line(w, w->loaded[i].layer->table, w->loaded[i].rows));
    return writer_analyze(w);
}

static status finish(writer *w)
{
    if (w->loads)
        TRY(end_load(w));
    TRY(edit_rows_store_numbers(w));
    TRY(edit_journal_end(w));
    return writer_commit(w);
}

static void roll_back(store *s)
{
    writer *w = writer_of(s);
    const status lost = end_queue(w); /* of what is given up anyway */
    (void)lost;
    w->loads = w->marks = false;
    free(w->used_next);
    w->used_next = NULL;
    edit_journal_forget(w);
    writer_rollback(w);
    store_aside_stop(w);
    w->many = 0;
}

static status commit(store *s)
{
    writer *w = writer_of(s);
    const bool much = w->loads;
    const status done = finish(w);
    if (done.code != ST_OK)
        roll_back(s);
    else if (much)
        writer_settle(w);
    w->loads = w->marks = false;
    w->many = 0;
    return done;
}

const store_driver store_driver_writer = {.name = "writer",
                                          .begin = begin,
                                          .frozen = frozen,
                                          .state = state,
                                          .rubriek = rubriek,
                                          .gemeente_naam = gemeente_naam,
                                          .texts = texts,
                                          .kenmerk = kenmerk,
                                          .shape = shape,
                                          .contour = contour,
                                          .gemeenten_near = gemeenten_near,
                                          .lock = lock,
                                          .apply = apply,
                                          .commit = commit,
                                          .roll_back = roll_back};
