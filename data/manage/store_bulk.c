#include "data/manage/store_writer.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>

/* SpatiaLite's triggers per row check the geometry's type, fill the R-tree and note the time, which costs more than the row
 * itself; one of ours fills the index with the NIS code. The writer makes nothing but MULTIPOLYGON XY of the right SRID, and
 * fills both afterwards. Other triggers of our own schema stay. */
static const char *const own_triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1"
                                        " AND name IN ('ggi_' || ?2, 'ggu_' || ?2, 'tmi_' || ?2, 'tmu_' || ?2, 'tmd_' || ?2, "
                                        "'gii_' || ?2, 'giu_' || ?2, 'gid_' || ?2, 'eigen_' || ?1 || '_erbij')";
/* The own index: a step of one NIS code, and how thick a row is in that dimension (data/schema/004-eigen-index.sql). */
enum { TRIGGERS = 9, NIS_STEP = 1 << 20, NIS_THICKNESS = 1 << 14 };

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

/* NIS codes have five digits: exact in a float, also after NIS_STEP. */
static float nis_bound(slice nis)
{
    float number = 0;
    for (size_t i = 0; i < nis.length; i++)
        number = number * 10 + (float)(nis.at[i] - '0');
    return number * NIS_STEP;
}

void store_bulk_note(writer *w, writer_table table, int64_t id, slice nis, const double box[4])
{
    bulk *b = &w->bulks[table];
    if (!b->active)
        return; /* the row's own trigger has filled the index */
    if (b->count == b->room) {
        b->room = b->room ? b->room * 2 : 1024;
        b->entries = sqlite3_realloc64(b->entries, b->room * sizeof *b->entries);
        if (!b->entries)
            abort(); /* 40 bytes per row: the rows themselves were larger */
    }
    const float low = nis_bound(nis);
    b->entries[b->count++] = (index_entry){id, {down(box[0]), up(box[2]), down(box[1]), up(box[3]), low, low + NIS_THICKNESS}, 0};
}

/* Into an index that holds rows already: one by one, near ones after each other, so that the same nodes are at hand. */
static status insert_entries(writer *w, const char *index, size_t dimensions, const index_entry *entries, size_t count)
{
    sqlite3_stmt *s = NULL;
    status done = status_ok();
    TRY(store_prepare(w, arena_printf(w->arena, "INSERT INTO \"%s\" VALUES (?1, ?2, ?3, ?4, ?5%s)", index, dimensions == 3 ? ", ?6, ?7" : ""), &s));
    for (size_t i = 0; i < count && done.code == ST_OK; i++) {
        sqlite3_bind_int64(s, 1, entries[i].id);
        for (int k = 0; k < 2 * (int)dimensions; k++)
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

static status fill_index(writer *w, const bulk *b, const char *index, size_t dimensions)
{
    store_rtree_sort(b->entries, b->count, dimensions);
    if (b->was_empty)
        return store_rtree_pack(w, index, dimensions, b->entries, b->count);
    return insert_entries(w, index, dimensions, b->entries, b->count);
}

status writer_bulk_end(writer *w, writer_table table)
{
    bulk *b = &w->bulks[table];
    const char *name = store_table_name(table);
    TRY(fill_index(w, b, arena_printf(w->arena, "idx_%s_geometry", name), 2));
    if (table != TABLE_GEMEENTE)
        TRY(fill_index(w, b, arena_printf(w->arena, "eigen_%s_geometry", name), 3));
    b->active = false;
    b->count = 0;
    return restore_triggers(w, &b->triggers, name);
}
