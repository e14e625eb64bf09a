#include "data/manage/store_writer.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>

/* SpatiaLite's triggers per row check the geometry's type, fill the R-tree and note the time, which costs more than the row
 * itself. The writer makes nothing but MULTIPOLYGON XY of the right SRID, and fills the R-tree afterwards. Triggers of our own
 * schema stay. */
static const char *const own_triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1"
                                        " AND name IN ('ggi_' || ?2, 'ggu_' || ?2, 'tmi_' || ?2, 'tmu_' || ?2, 'tmd_' || ?2, "
                                        "'gii_' || ?2, 'giu_' || ?2, 'gid_' || ?2)";
enum { TRIGGERS = 8 };

static status take_triggers(writer *w, const char *table, text *drop, text_list *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, own_triggers, &s));
    const char *column = arena_printf(w->arena, "%s_geometry", table);
    store_bind(s, 1, slice_of(table));
    store_bind(s, 2, slice_of(column));
    text_list list = {arena_array(w->arena, TRIGGERS, sizeof *list.items), 0};
    while (list.count < TRIGGERS && sqlite3_step(s) == SQLITE_ROW) {
        text_addf(drop, "DROP TRIGGER \"%s\";", (const char *)sqlite3_column_text(s, 0));
        list.items[list.count++] = arena_strdup(w->arena, (const char *)sqlite3_column_text(s, 1));
    }
    sqlite3_finalize(s);
    *out = list;
    return status_ok();
}

status writer_count(writer *w, writer_table table, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, arena_printf(w->arena, "SELECT count(*) FROM %s", store_table_name(table)), &s));
    const bool found = sqlite3_step(s) == SQLITE_ROW;
    if (found)
        *out = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return found ? status_ok() : store_failed(w, "counting");
}

status writer_bulk_begin(writer *w, writer_table table)
{
    bulk *b = &w->bulks[table];
    int64_t rows = 0;
    text drop = text_new(w->arena);
    TRY(writer_count(w, table, &rows));
    TRY(take_triggers(w, store_table_name(table), &drop, &b->triggers));
    TRY(store_exec(w, drop.chars));
    b->active = true;
    b->was_empty = rows == 0;
    b->count = 0;
    return status_ok();
}

/* The R-tree keeps 4-byte floats: outward, or a feature would fall out of its own box. */
static float down(double value)
{
    const float f = (float)value;
    return (double)f > value ? nextafterf(f, -INFINITY) : f;
}

static float up(double value)
{
    const float f = (float)value;
    return (double)f < value ? nextafterf(f, INFINITY) : f;
}

void store_bulk_note(writer *w, writer_table table, int64_t id, const double box[4])
{
    bulk *b = &w->bulks[table];
    if (!b->active)
        return; /* the row's own trigger has filled the index */
    if (b->count == b->room) {
        b->room = b->room ? b->room * 2 : 1024;
        b->entries = sqlite3_realloc64(b->entries, b->room * sizeof *b->entries);
        if (!b->entries)
            abort(); /* 32 bytes per row: the rows themselves were larger */
    }
    b->entries[b->count++] = (index_entry){id, {down(box[0]), up(box[2]), down(box[1]), up(box[3])}, 0};
}

/* Into an index that holds rows already: one by one, near ones after each other, so that the same nodes are at hand. */
static status insert_entries(writer *w, const char *index, const index_entry *entries, size_t count)
{
    sqlite3_stmt *s = NULL;
    status done = status_ok();
    TRY(store_prepare(w, arena_printf(w->arena, "INSERT INTO \"%s\" VALUES (?1, ?2, ?3, ?4, ?5)", index), &s));
    for (size_t i = 0; i < count && done.code == ST_OK; i++) {
        sqlite3_bind_int64(s, 1, entries[i].id);
        for (int k = 0; k < 4; k++)
            sqlite3_bind_double(s, 2 + k, (double)entries[i].box[k]);
        done = store_step(w, s, "filling the spatial index");
    }
    sqlite3_finalize(s);
    return done;
}

static status restore_triggers(writer *w, const text_list *triggers, const char *table)
{
    for (size_t i = 0; i < triggers->count; i++)
        TRY(store_exec(w, triggers->items[i]));
    return store_exec(w, arena_printf(w->arena,
                                      "UPDATE geometry_columns_time SET last_insert = strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now')"
                                      " WHERE f_table_name = '%s' AND f_geometry_column = 'geometry'",
                                      table));
}

status writer_bulk_end(writer *w, writer_table table)
{
    bulk *b = &w->bulks[table];
    const char *name = store_table_name(table);
    const char *index = arena_printf(w->arena, "idx_%s_geometry", name);
    store_rtree_sort(b->entries, b->count);
    if (b->was_empty)
        TRY(store_rtree_pack(w, index, b->entries, b->count));
    else
        TRY(insert_entries(w, index, b->entries, b->count));
    b->active = false;
    b->count = 0;
    return restore_triggers(w, &b->triggers, name);
}
