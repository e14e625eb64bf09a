/* The layer as it was: the rows that stand since before that moment, and the versions of those that were changed since
 * (data/schema/008-boeking.sql). The wall around it is that of today: each part joins the gemeenten whose rows the caller may see
 * and stands behind the gate, is found within them by an index that begins with the gemeente, or by an R-tree whose nodes of
 * others are skipped.
 *
 * The gemeenten of the past are those of the scope, and the codes that ended and that lead to one of them (past.c). */
#include "data/store/spatialite/wall_past.h"

#include "data/store/tenant_rtree.h"

#include <string.h>
#include <strings.h>

bool wall_past_is(const char *suffix)
{
    return strncmp(suffix, RELATION_PAST, strlen(RELATION_PAST)) == 0;
}

/* Whether the name is these two, one after the other. */
static bool is_made_of(const char *name, const char *first, const char *then)
{
    const size_t n = strlen(first);
    return strncmp(name, first, n) == 0 && strcmp(name + n, then) == 0;
}

bool wall_past_may_read(const layer *l, const char *table)
{
    const size_t before = strlen(PAST_RTREE), n = strlen(l->table);
    if (is_made_of(table, l->table, PAST_VERSIONS))
        return true;
    return l->geometry_type != GEOMETRY_NONE && strncmp(table, PAST_RTREE, before) == 0 &&
           strncmp(table + before, l->table, n) == 0 && is_made_of(table + before + n, "_", l->properties[l->geometry].column);
}

bool wall_past_make_scope(spatialite *s)
{
    return wall_run(
        s, sqlite3_mprintf("CREATE TEMP TABLE \"" PAST_SCOPE "%s\"(nis TEXT PRIMARY KEY) WITHOUT ROWID", s->dialect.tag));
}

/* --- The text of a relation --- */

static bool is_there(const char *const *columns, size_t count, const char *column)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(columns[i], column) == 0)
            return true;
    return false;
}

static bool is_geometry(const layer *l, const char *column)
{
    return l->geometry < l->property_count && l->properties[l->geometry].column == column;
}

/* "t.a, t.b": each column that a query can name, once. Both parts must have the same ones, in this order and of the same
 * affinity, or SQLite would not take the relation apart. A geometry's is that of whatever SpatiaLite calls its type: the plus
 * takes it away. */
static void add_columns(sqlite3_str *sql, const layer *l, arena *a)
{
    const char **columns = arena_array(a, l->property_count + 3, sizeof *columns);
    size_t count = 0;
    columns[count++] = l->id_column;
    columns[count++] = l->restrict_column;
    if (l->hide_column && !is_there(columns, count, l->hide_column))
        columns[count++] = l->hide_column;
    for (size_t i = 0; i < l->property_count; i++)
        if (!l->properties[i].is_id && !is_there(columns, count, l->properties[i].column))
            columns[count++] = l->properties[i].column;
    for (size_t i = 0; i < count; i++)
        sqlite3_str_appendf(sql, is_geometry(l, columns[i]) ? "%s+t.\"%w\" AS \"%w\"" : "%st.\"%w\"", i ? ", " : "", columns[i],
                            columns[i]);
}

/* One relation in the making. */
typedef struct making {
    spatialite *store;
    const layer *layer;
    arena *arena;
    const char *booking; /* the one that the reading looks back to, as SQL */
    sqlite3_str *sql;
} making;

/* That the row held, and that the caller may see it; in this order, for most of the rows that were changed since fail at the
 * first. from: only of the gemeenten from the lower bound on. */
static void add_condition(const making *m, bool version, bool from)
{
    const char *tag = m->store->dialect.tag;
    sqlite3_str_appendf(m->sql, "t.boeking <= %s", m->booking);
    if (version)
        sqlite3_str_appendf(m->sql, " AND t.tot_boeking > %s", m->booking);
    sqlite3_str_appendf(m->sql, " AND t.\"%w\" IN (SELECT nis FROM temp.\"" PAST_SCOPE "%s\"", m->layer->restrict_column, tag);
    if (from)
        sqlite3_str_appendf(m->sql, " WHERE nis >= (SELECT low FROM temp.\"gate_%s\")", tag);
    sqlite3_str_appendf(m->sql, ") AND (SELECT open FROM temp.\"gate_%s\")", tag);
}

/* The relation of a kind as a whole, and each of its parts: texts that were made by sqlite3_str_finish and are freed here; NULL:
 * there was no memory for one. */
static bool make_views_of(spatialite *s, const layer *l, const char *suffix, char *now, char *then)
{
    const struct {
        const char *name, *first, *between, *second;
    } views[] = {{"", now, " UNION ALL ", then}, {RELATION_NOW, now, "", ""}, {RELATION_THEN, then, "", ""}};
    bool done = now && then;
    for (size_t i = 0; i < sizeof views / sizeof *views && done; i++)
        done = wall_run(s, sqlite3_mprintf("CREATE TEMP VIEW \"rl_%s_%w" RELATION_PAST "%s%s\" AS %s%s%s", s->dialect.tag,
                                           l->table, suffix, views[i].name, views[i].first, views[i].between, views[i].second));
    sqlite3_free(now);
    sqlite3_free(then);
    return done;
}

static making begin_part(spatialite *s, const layer *l, arena *a)
{
    const char *booking = arena_printf(a, "(SELECT booking FROM temp.\"gate_%s\")", s->dialect.tag);
    return (making){s, l, a, booking, sqlite3_str_new(s->db)};
}

/* by: " INDEXED BY …"; SQLite would choose one that finds rows of others, or walk through all of the gemeente's. */
static char *rows_part(spatialite *s, const layer *l, bool from, bool version, const char *by, arena *a)
{
    const making m = begin_part(s, l, a);
    sqlite3_str_appendall(m.sql, "SELECT ");
    add_columns(m.sql, l, a);
    sqlite3_str_appendf(m.sql, " FROM main.\"%w%s\" t%s WHERE ", l->table, version ? PAST_VERSIONS : "", by);
    add_condition(&m, version, from);
    return sqlite3_str_finish(m.sql);
}

static bool make_view(spatialite *s, const layer *l, const char *suffix, const char *by, const char *versions_by, arena *a)
{
    const bool from = strcmp(suffix, "_from") == 0;
    return make_views_of(s, l, suffix, rows_part(s, l, from, false, by, a), rows_part(s, l, from, true, versions_by, a));
}

/* The gate stands first: in a join SQLite forgets of the first table of such a part that it is a CROSS JOIN, and would read a
 * whole R-tree before the row that leads to it (3.40). So that table is one of a single row, and is known to be: taken for a
 * large one it made SQLite read all of the table behind the R-tree, for a Bloom filter. A column of it is used, because SQLite
 * asks about a table without any as if it stood outside of the view. */
static void add_boxes(const making *m, const char *index, const char *key, bool version)
{
    const layer *l = m->layer;
    sqlite3_str_appendall(m->sql, "SELECT ");
    add_columns(m->sql, l, m->arena);
    sqlite3_str_appendf(
        m->sql,
        ", r.xmin AS box_minx, r.ymin AS box_miny, r.xmax AS box_maxx, r.ymax AS box_maxy FROM temp.\"gate_%s\" g "
        "CROSS JOIN main.\"%s%w_%w\" r CROSS JOIN main.\"%w%s\" t ON t.\"%w\" = +r.%s WHERE g.rowid = 1 AND g.open AND r.%s "
        "MATCH " PAST_ROWS "() AND ",
        m->store->dialect.tag, index, l->table, l->properties[l->geometry].column, l->table, version ? PAST_VERSIONS : "",
        version ? "nr" : l->id_column, key, key);
}

static char *boxes_part(spatialite *s, const layer *l, bool version, arena *a)
{
    const making m = begin_part(s, l, a);
    add_boxes(&m, version ? PAST_RTREE : TENANT_RTREE, version ? "nr" : "pkid", version);
    if (version)
        sqlite3_str_appendf(m.sql, "r.boeking <= %s AND r.tot_boeking > %s AND ", m.booking, m.booking);
    add_condition(&m, version, false);
    return sqlite3_str_finish(m.sql);
}

static bool make_box_view(spatialite *s, const layer *l, arena *a)
{
    return make_views_of(s, l, "_box", boxes_part(s, l, false, a), boxes_part(s, l, true, a));
}

/* The names of columns with commas between, the last ones those that say when a version held. */
static char *versions_index(spatialite *s, const layer *l, bool ordered, arena *a)
{
    const char *table = arena_printf(a, "%s" PAST_VERSIONS, l->table);
    const char *hidden = ordered && l->hide_column ? arena_printf(a, ",%s", l->hide_column) : "";
    return wall_index_on(
        s, table, arena_printf(a, "%s%s,%s,tot_boeking%s", l->restrict_column, hidden, l->id_column, ordered ? ",boeking" : ""));
}

/* That on the restriction and the hide column, in whose order the layer is given, when there is one: the one that also says since
 * when each row stands, before any other. Always named: SQLite would read the whole table for a caller with many gemeenten. */
static char *rows_index(spatialite *s, const layer *l, arena *a)
{
    const char *order =
        arena_printf(a, "%s%s%s", l->restrict_column, l->hide_column ? "," : "", l->hide_column ? l->hide_column : "");
    const char *const columns[] = {arena_printf(a, "%s,%s,boeking", order, l->id_column), order};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char *found = wall_index_on(s, l->table, columns[i]);
        if (!found || *found)
            return found;
        sqlite3_free(found);
    }
    return tenant_ids_index(s, l);
}

static bool make_views(spatialite *s, const layer *l, arena *a)
{
    char *rows = rows_index(s, l, a), *ids = tenant_ids_index(s, l);
    char *versions = versions_index(s, l, true, a), *version_ids = versions_index(s, l, false, a);
    const bool done = rows && ids && versions && version_ids && make_view(s, l, "_own", rows, versions, a) &&
                      make_view(s, l, "_from", rows, versions, a) && make_view(s, l, "_id", ids, version_ids, a) &&
                      (l->geometry_type == GEOMETRY_NONE || make_box_view(s, l, a));
    sqlite3_free(rows);
    sqlite3_free(ids);
    sqlite3_free(versions);
    sqlite3_free(version_ids);
    return done;
}

bool wall_past_make_views(spatialite *s, const layer *l)
{
    if (!l->history)
        return true;
    arena *a = arena_new();
    const bool done = make_views(s, l, a);
    arena_free(a);
    return done;
}
