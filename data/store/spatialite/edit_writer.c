/* A writer as a store that can only be written: what a command changes goes through the same door as what a request changes, on
 * the connection that the command has. Much at once goes in bulk: past the triggers, and into an empty table by a thread of its
 * own. */
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/writer_connection.h"

#include <stdlib.h>

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
    w->began = false;
    w->loaded = TABLE_COUNT;
    return status_ok();
}

static status owner(store *s, const layer *l, int64_t id, arena *a, const char **nis)
{
    return edit_rows_owner(writer_of(s), l, id, a, nis);
}

/* At the first row: only then the table is known. Into a table that has rows every id of a load is looked up, between the writing
 * of two rows: that is one thread's work. */
static status begin_load(writer *w, const layer *l)
{
    w->began = true;
    w->loading = l;
    if (!store_find_table(l->table, &w->loaded))
        return status_ok(); /* its triggers do all that is to be done */
    TRY(writer_bulk_begin(w, w->loaded));
    return w->bulks[w->loaded].was_empty ? row_queue_start(w, &w->queue) : status_ok();
}

static status load(writer *w, const edit_row *row, const char *nis, int64_t *id)
{
    if (row->id == 0)
        return FAIL(INTERNAL, "", "een rij van een lading brengt haar id mee", "a row of a load brings its id");
    if (!w->began)
        TRY(begin_load(w, row->layer));
    if (row->layer != w->loading) /* no trigger fires now, so nothing would put it in its table's indexes */
        return FAIL(INTERNAL, "", "een lading is van een laag", "a load is of one layer");
    if (!w->queue)
        return edit_rows_insert(w, row, nis, id);
    TRY(row_queue_add(w->queue, row, nis));
    *id = row->id;
    return status_ok();
}

static status apply(store *s, const change *c, int64_t *out)
{
    writer *w = writer_of(s);
    return w->loads ? load(w, c->row, c->owner, out) : edit_apply(w, c, out);
}

/* The connection is nobody else's again. */
static status end_queue(writer *w)
{
    row_queue *q = w->queue;
    w->queue = NULL;
    return q ? row_queue_end(q) : status_ok();
}

static status end_load(writer *w)
{
    TRY(end_queue(w));
    if (w->loaded < TABLE_COUNT)
        TRY(writer_bulk_end(w, w->loaded));
    return writer_analyze(w);
}

static status finish(writer *w)
{
    if (w->loads)
        TRY(end_load(w));
    TRY(edit_rows_store_numbers(w));
    return writer_commit(w);
}

static void roll_back(store *s)
{
    writer *w = writer_of(s);
    const status lost = end_queue(w); /* of what is given up anyway */
    (void)lost;
    w->loads = false;
    free(w->used_next);
    w->used_next = NULL;
    writer_rollback(w);
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
    w->loads = false;
    return done;
}

const store_driver store_driver_writer = {
    .name = "writer", .begin = begin, .owner = owner, .apply = apply, .commit = commit, .roll_back = roll_back};
