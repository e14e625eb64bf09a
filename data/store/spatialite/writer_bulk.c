#include "data/store/spatialite/writer_connection.h"

#include "base/heap.h"
#include "data/store/tenant_rtree.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>

/* SpatiaLite's triggers per row check the geometry's type, fill the R-tree and note the time, which costs more than the row
 * itself; one of ours fills the index with the NIS code. The writer makes nothing but MULTIPOLYGON XY of the right SRID, and
 * fills both afterwards. So no trigger is needed, and none fires. That is a setting of the connection: dropping them and putting
 * them back would change the schema, and every server that has the store open would have to prepare all its statements again. */
static const char *const other_triggers =
    "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1"
    " AND name NOT IN ('ggi_' || ?2, 'ggu_' || ?2, 'tmi_' || ?2, 'tmu_' || ?2, 'tmd_' || ?2, "
    "'gii_' || ?2, 'giu_' || ?2, 'gid_' || ?2, "
    "'" TENANT_RTREE "' || ?1 || '" TENANT_RTREE_FILLS "', '" TENANT_RTREE "' || ?1 || '_anders', '" TENANT_RTREE
    "' || ?1 || '_geschrapt', '" TENANT_RTREE "' || ?1 || '_weg')";

static status read_count(writer *w, sqlite3_stmt *s, int64_t *out)
{
    const bool found = sqlite3_step(s) == SQLITE_ROW;
    if (found)
        *out = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return found ? status_ok() : store_failed(w, "counting");
}

/* Whether the table has a trigger that this program does not know: then all of them fire for every row. */
static status has_other_triggers(writer *w, const char *table, bool *out)
{
    sqlite3_stmt *s = NULL;
    int64_t count = 0;
    TRY(store_prepare(w, other_triggers, &s));
    store_bind(s, 1, slice_of(table));
    store_bind(s, 2, slice_of(arena_printf(w->arena, "%s_geometry", table)));
    TRY(read_count(w, s, &count));
    *out = count > 0;
    return status_ok();
}

static void let_triggers_fire(writer *w)
{
    bool any = false;
    for (int i = 0; i < TABLE_COUNT; i++)
        any |= w->bulks[i].active;
    sqlite3_db_config(w->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, !any, NULL);
}

status store_count_rows(writer *w, const char *table, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, arena_printf(w->arena, "SELECT count(*) FROM %s", table), &s));
    return read_count(w, s, out);
}

status writer_count(writer *w, writer_table table, int64_t *out)
{
    return store_count_rows(w, store_table_name(table), out);
}

status writer_bulk_begin(writer *w, writer_table table)
{
    bulk *b = &w->bulks[table];
    int64_t rows = 0;
    bool others = false;
    TRY(writer_count(w, table, &rows));
    TRY(has_other_triggers(w, store_table_name(table), &others));
    *b = (bulk){.active = !others, .was_empty = rows == 0, .entries = b->entries, .room = b->room};
    let_triggers_fire(w);
    return status_ok();
}

/* The R-tree keeps 4-byte floats: rounded outward, or a feature could stick out of its own box. */
static float down(double bound)
{
    const float f = (float)bound;
    return (double)f > bound ? nextafterf(f, -INFINITY) : f;
}

static float up(double bound)
{
    const float f = (float)bound;
    return (double)f < bound ? nextafterf(f, INFINITY) : f;
}

/* NIS codes have five digits: exact in a float, also times the step. */
static float nis_bound(slice nis)
{
    float number = 0;
    for (size_t i = 0; i < nis.length; i++)
        number = number * 10 + (float)(nis.at[i] - '0');
    return number * TENANT_RTREE_STEP;
}

void store_bulk_note(writer *w, writer_table table, int64_t id, slice nis, bool hidden, const double box[4])
{
    bulk *b = &w->bulks[table];
    if (!b->active)
        return; /* the row's own trigger has filled the index */
    if (b->count == b->room)
        b->entries = heap_grow(b->entries, &b->room, sizeof *b->entries); /* 40 bytes per row: the rows themselves were larger */
    const float low = nis_bound(nis) + (hidden ? TENANT_RTREE_HIDDEN : 0);
    b->entries[b->count++] =
        (index_entry){id, {down(box[0]), up(box[2]), down(box[1]), up(box[3]), low, low + TENANT_RTREE_THICKNESS}, 0};
}

/* Into an index that holds rows already: one by one, neighbours after each other, so that their nodes are still in the cache. */
static status insert_entries(writer *w, const char *index, size_t dimensions, const index_entry *entries, size_t count)
{
    sqlite3_stmt *s = NULL;
    status done = status_ok();
    TRY(store_prepare(
        w, arena_printf(w->arena, "INSERT INTO \"%s\" VALUES (?1, ?2, ?3, ?4, ?5%s)", index, dimensions == 3 ? ", ?6, ?7" : ""),
        &s));
    for (size_t i = 0; i < count && done.code == ST_OK; i++) {
        sqlite3_bind_int64(s, 1, entries[i].id);
        for (int k = 0; k < 2 * (int)dimensions; k++)
            sqlite3_bind_double(s, 2 + k, (double)entries[i].box[k]);
        done = store_step(w, s, "filling the spatial index");
    }
    sqlite3_finalize(s);
    return done;
}

/* What the trigger tmi_… would note per row. */
static status note_time(writer *w, const char *table)
{
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

static const char *public_index(writer *w, writer_table table)
{
    return arena_printf(w->arena, "idx_%s_geometry", store_table_name(table));
}

static const char *tenant_index(writer *w, writer_table table)
{
    return arena_printf(w->arena, TENANT_RTREE "%s_geometry", store_table_name(table));
}

status writer_bulk_end(writer *w, writer_table table)
{
    bulk *b = &w->bulks[table];
    b->was_empty = b->was_empty && b->active;
    if (b->active) { /* else the triggers did everything */
        TRY(fill_index(w, b, public_index(w, table), 2));
        if (table != TABLE_GEMEENTE)
            TRY(fill_index(w, b, tenant_index(w, table), TENANT_RTREE_DIMENSIONS));
        TRY(note_time(w, store_table_name(table)));
        store_bulk_stop(w, table);
    }
    TRY(store_rtree_check(w, public_index(w, table)));
    return table == TABLE_GEMEENTE ? status_ok() : store_rtree_check(w, tenant_index(w, table));
}

void store_bulk_stop(writer *w, writer_table table)
{
    w->bulks[table].active = w->bulks[table].was_empty = false;
    w->bulks[table].count = 0;
    let_triggers_fire(w);
}
