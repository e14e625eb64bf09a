/* The wall inside the database connection (auth/README.md, lock 2).
 *
 * Every layer is read through a temporary view that joins the caller's gemeenten; the view's name holds a random tag. The
 * authorizer lets a base table be read only from inside such a view: SQLite names the innermost view in the callback's sixth
 * argument. A trusted name without the tag would not be enough: for a materialised common table expression SQLite puts its name
 * in the same argument, and a client that could choose that name would be inside. Only SELECT is allowed, no PRAGMA, no ATTACH,
 * and functions by an allow-list. */
#include "data/store/spatialite/connection.h"

#include "data/store/spatialite/filter_functions.h"
#include "data/store/spatialite/sql_functions.h"
#include "data/store/spatialite/wall_past.h"
#include "data/store/tenant_rtree.h"

#include "base/hex.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

#define PUBLIC_INDEX "idx_" /* the name of SpatiaLite's own spatial index, before "table_column" */

bool wall_run(spatialite *s, char *sql)
{
    const bool done = sql && sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(sql);
    return done;
}

static bool make_scope_table(spatialite *s)
{
    return wall_run(s, sqlite3_mprintf("CREATE TEMP TABLE \"scope_%s\"(nis TEXT PRIMARY KEY) WITHOUT ROWID", s->dialect.tag)) &&
           wall_run(s, sqlite3_mprintf("CREATE TEMP TABLE \"gate_%s\"(open INTEGER, low TEXT, booking INTEGER); INSERT INTO "
                                       "temp.\"gate_%s\" VALUES (0, '', 0)",
                                       s->dialect.tag, s->dialect.tag)) &&
           wall_past_make_scope(s);
}

/* The condition that restricts rows of `t`; a public layer has none. The scope stays in its table between requests; behind a
 * closed gate it gives nothing. */
static char *restriction(const spatialite *s, const layer *l)
{
    if (!l->restrict_column)
        return sqlite3_mprintf("1");
    return sqlite3_mprintf("t.\"%w\" IN (SELECT nis FROM temp.\"scope_%s\") AND (SELECT open FROM temp.\"gate_%s\")",
                           l->restrict_column, s->dialect.tag, s->dialect.tag);
}

/* The same from one gemeente on. The bound is on the scope, so that the gemeenten before it are not even looked up. */
static char *restriction_from(const spatialite *s, const layer *l)
{
    if (!l->restrict_column)
        return sqlite3_mprintf("1");
    return sqlite3_mprintf(
        "t.\"%w\" IN (SELECT nis FROM temp.\"scope_%s\" WHERE nis >= (SELECT low FROM temp.\"gate_%s\")) AND (SELECT open FROM "
        "temp.\"gate_%s\")",
        l->restrict_column, s->dialect.tag, s->dialect.tag, s->dialect.tag);
}

static bool make_view(spatialite *s, const layer *l, const char *condition)
{
    return wall_run(s, sqlite3_mprintf("CREATE TEMP VIEW \"rl_%s_%w\" AS SELECT t.* FROM main.\"%w\" t WHERE %s", s->dialect.tag,
                                       l->table, l->table, condition));
}

/* " INDEXED BY …" with the index that this SQL (freed here) selects; "" when it selects none; NULL when it could not be read. */
static char *indexed_by(spatialite *s, char *sql)
{
    sqlite3_stmt *statement = NULL;
    char *found = NULL;
    const bool prepared = sql && sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) == SQLITE_OK;
    const int result = prepared ? sqlite3_step(statement) : SQLITE_ERROR;
    const unsigned char *name = result == SQLITE_ROW ? sqlite3_column_text(statement, 0) : NULL;
    if (name)
        found = sqlite3_mprintf(" INDEXED BY \"%w\"", name);
    if (result == SQLITE_DONE)
        found = sqlite3_mprintf("");
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return found;
}

char *wall_index_on(spatialite *s, const char *table, const char *columns)
{
    return indexed_by(
        s, sqlite3_mprintf("SELECT l.name FROM pragma_index_list(%Q) l WHERE l.partial = 0 AND (SELECT group_concat(name) FROM "
                           "pragma_index_info(l.name)) = %Q ORDER BY l.name LIMIT 1",
                           table, columns));
}

char *tenant_ids_index(spatialite *s, const layer *l)
{
    return wall_index_on(s, l->table, l->restrict_column);
}

/* The widest index that begins with the restriction, when there is also one that begins with something else: SQLite would prefer
 * that one for a value that few rows have, and so find rows of others, only to throw them away. When all begin with the
 * restriction SQLite may choose. */
static char *own_values_index(spatialite *s, const layer *l)
{
    return indexed_by(
        s,
        sqlite3_mprintf("WITH i AS (SELECT name, partial, (SELECT name FROM pragma_index_info(l.name) WHERE seqno = 0) AS first, "
                        "(SELECT count(*) FROM pragma_index_info(l.name)) AS width FROM pragma_index_list(%Q) l) "
                        "SELECT name FROM i WHERE partial = 0 AND first = %Q AND EXISTS (SELECT 1 FROM i WHERE first IS NOT %Q) "
                        "ORDER BY width DESC, name LIMIT 1",
                        l->table, l->restrict_column, l->restrict_column));
}

static bool make_own_views(spatialite *s, const layer *l, const char *condition, const char *from)
{
    char *by = l->restrict_column ? own_values_index(s, l) : sqlite3_mprintf("");
    const bool done =
        by &&
        wall_run(s, sqlite3_mprintf("CREATE TEMP VIEW \"rl_%s_%w_own\" AS SELECT t.* FROM main.\"%w\" t%s WHERE %s",
                                    s->dialect.tag, l->table, l->table, by, condition)) &&
        wall_run(s, sqlite3_mprintf("CREATE TEMP VIEW \"rl_%s_%w_from\" AS SELECT t.* FROM main.\"%w\" t%s WHERE %s",
                                    s->dialect.tag, l->table, l->table, by, from));
    sqlite3_free(by);
    return done;
}

/* An id of another gemeente must take exactly the same path as one that does not exist: looked up by row id first, its row would
 * be read and then thrown away, and the difference could be measured. The index is named because the planner would choose the row
 * id. */
static bool make_id_view(spatialite *s, const layer *l, const char *condition)
{
    char *by = l->restrict_column ? tenant_ids_index(s, l) : sqlite3_mprintf("");
    const bool done =
        by && wall_run(s, sqlite3_mprintf("CREATE TEMP VIEW \"rl_%s_%w_id\" AS SELECT t.* FROM main.\"%w\" t%s WHERE %s",
                                          s->dialect.tag, l->table, l->table, by, condition));
    sqlite3_free(by);
    return done;
}

/* Whether a restricted layer has a tenant index. Preparing also connects it, which cannot be done behind the wall. */
static bool has_own_index(const spatialite *s, const layer *l)
{
    char *sql = sqlite3_mprintf("SELECT " TENANT_RTREE_COLUMNS " FROM main.\"" TENANT_RTREE "%w_%w\"", l->table,
                                l->properties[l->geometry].column);
    sqlite3_stmt *statement = NULL;
    const bool found = l->restrict_column && sql && sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) == SQLITE_OK;
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return found;
}

/* CROSS JOIN keeps the order: the R-tree narrows first, the table is looked up by row id. The unary plus keeps `id IN (…)` of a
 * query off the R-tree's own key: the R-tree would answer that from its shadow table, which nobody may read. TENANT_ROWS skips
 * what is not the caller's; the condition on the row itself is there all the same, as the lock. */
static bool make_box_view(spatialite *s, const layer *l, const char *condition)
{
    if (l->geometry_type == GEOMETRY_NONE)
        return true;
    const bool own = has_own_index(s, l);
    if (!own && l->restrict_column)
        log_write("info",
                  "layer %s: no table " TENANT_RTREE "%s_%s, so the time that a box takes depends on the rows of other gemeenten",
                  l->name, l->table, l->properties[l->geometry].column);
    return wall_run(
        s, sqlite3_mprintf(
               "CREATE TEMP VIEW \"rl_%s_%w_box\" AS SELECT t.*, r.xmin AS box_minx, r.ymin AS box_miny, r.xmax AS box_maxx, "
               "r.ymax AS box_maxy FROM main.\"%s%w_%w\" r CROSS JOIN main.\"%w\" t ON t.\"%w\" = +r.pkid WHERE %s %s",
               s->dialect.tag, l->table, own ? TENANT_RTREE : PUBLIC_INDEX, l->table, l->properties[l->geometry].column, l->table,
               l->id_column, own ? "r.pkid MATCH " TENANT_ROWS "() AND" : "", condition));
}

/* Whether the tenant index knows which rows are hidden: the text of the trigger that fills it shows that. True for a layer that
 * hides nothing. */
static bool index_knows_hidden(spatialite *s, const layer *l)
{
    sqlite3_stmt *statement = NULL;
    if (!l->hide_column)
        return true;
    char *sql = sqlite3_mprintf("SELECT 1 FROM main.sqlite_master WHERE type = 'trigger' AND name = '" TENANT_RTREE
                                "%q" TENANT_RTREE_FILLS "' AND instr(sql, '" TENANT_RTREE_KNOWS_HIDDEN "')",
                                l->table, l->hide_column);
    const bool known =
        sql && sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return known;
}

/* For counting only: it gives no rows, and the index itself applies the restriction. */
static bool make_spot_view(spatialite *s, const layer *l)
{
    bool *made = &s->counted_by_box[l - s->layers->layers];
    *made = l->geometry_type != GEOMETRY_NONE && has_own_index(s, l) && index_knows_hidden(s, l);
    return !*made ||
           wall_run(s, sqlite3_mprintf("CREATE TEMP VIEW \"rl_%s_%w_spot\" AS SELECT r.pkid AS id, r.xmin AS box_minx, r.ymin AS "
                                       "box_miny, r.xmax AS box_maxx, "
                                       "r.ymax AS box_maxy FROM main.\"" TENANT_RTREE
                                       "%w_%w\" r WHERE r.pkid MATCH " TENANT_VISIBLE_ROWS "() AND (SELECT open FROM "
                                       "temp.\"gate_%s\")",
                                       s->dialect.tag, l->table, l->table, l->properties[l->geometry].column, s->dialect.tag));
}

bool spatialite_counts_by_box(const spatialite *s, const layer *l)
{
    return s->counted_by_box && s->counted_by_box[l - s->layers->layers];
}

static bool make_views(spatialite *s, const layer *l)
{
    char *condition = restriction(s, l), *from = restriction_from(s, l);
    const bool done = condition && from && make_view(s, l, condition) && make_own_views(s, l, condition, from) &&
                      make_id_view(s, l, condition) && make_box_view(s, l, condition) && make_spot_view(s, l) &&
                      wall_past_make_views(s, l);
    sqlite3_free(condition);
    sqlite3_free(from);
    return done;
}

static bool is_relation_of(const layer *l, const char *name)
{
    static const char *const suffixes[] = {"",
                                           "_own",
                                           "_from",
                                           "_id",
                                           "_box",
                                           "_spot",
                                           WALL_PAST_RELATIONS("_own"),
                                           WALL_PAST_RELATIONS("_from"),
                                           WALL_PAST_RELATIONS("_id"),
                                           WALL_PAST_RELATIONS("_box")};
    const size_t n = strlen(l->table);
    bool found = false;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes && !found; i++)
        found = strncmp(name, l->table, n) == 0 && strcmp(name + n, suffixes[i]) == 0;
    return found;
}

enum { PREFIX = 3 + DIALECT_TAG + 1 };

/* The layer behind one of our relation names (data/store/spatialite/dialect.h), NULL for any other name. */
static const layer *relation_layer(const spatialite *s, const char *name)
{
    if (!name || strncmp(name, "rl_", 3) != 0 || strncmp(name + 3, s->dialect.tag, DIALECT_TAG) != 0 || name[PREFIX - 1] != '_')
        return NULL;
    for (size_t i = 0; i < s->layers->count; i++)
        if (is_relation_of(&s->layers->layers[i], name + PREFIX))
            return &s->layers->layers[i];
    return NULL;
}

static bool is_scope_table(const spatialite *s, const char *name)
{
    return (strncmp(name, "scope_", 6) == 0 && strcmp(name + 6, s->dialect.tag) == 0) ||
           (strncmp(name, "gate_", 5) == 0 && strcmp(name + 5, s->dialect.tag) == 0) ||
           (strncmp(name, PAST_SCOPE, strlen(PAST_SCOPE)) == 0 && strcmp(name + strlen(PAST_SCOPE), s->dialect.tag) == 0);
}

static bool is_spatial_index(const layer *l, const char *name)
{
    const bool own = strncmp(name, TENANT_RTREE, strlen(TENANT_RTREE)) == 0;
    if (l->geometry_type == GEOMETRY_NONE || (!own && strncmp(name, PUBLIC_INDEX, strlen(PUBLIC_INDEX)) != 0))
        return false;
    const char *const rest = name + strlen(own ? TENANT_RTREE : PUBLIC_INDEX);
    const size_t n = strlen(l->table);
    return strncmp(rest, l->table, n) == 0 && rest[n] == '_' && strcmp(rest + n + 1, l->properties[l->geometry].column) == 0;
}

static bool may_read(const spatialite *s, const char *table, const char *database, const char *inner)
{
    const layer *through = relation_layer(s, inner);
    if (!table || !database)
        return false;
    if (!through)
        return strcmp(database, "temp") == 0 && relation_layer(s, table) != NULL;
    if (strcmp(database, "temp") == 0)
        return is_scope_table(s, table) || relation_layer(s, table) == through;
    const bool past = wall_past_is(inner + PREFIX + strlen(through->table));
    return strcmp(database, "main") == 0 && (strcmp(table, through->table) == 0 || is_spatial_index(through, table) ||
                                             (past && wall_past_may_read(through, table)));
}

/* Counting a public layer needs no column of it, so SQLite merges the view into the query and asks about the bare table, with an
 * empty column name and outside the view (sqlite3_set_authorizer: "zero-length column name"). That reveals how many rows are
 * public, no more. */
static bool may_count(const spatialite *s, const char *table, const char *column, const char *database)
{
    if (!table || !column || *column || !database || strcmp(database, "main") != 0)
        return false;
    for (size_t i = 0; i < s->layers->count; i++)
        if (!s->layers->layers[i].restrict_column && strcmp(s->layers->layers[i].table, table) == 0)
            return true;
    return false;
}

static bool may_call(const char *function)
{
    for (const char *const *allowed = store_functions; *allowed; allowed++)
        if (function && sqlite3_stricmp(function, *allowed) == 0)
            return true;
    return function && store_is_filter_function(function);
}

static int authorize(void *context, int action, const char *first, const char *second, const char *database, const char *inner)
{
    const spatialite *s = context;
    if (s->trusted)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT: return SQLITE_OK;
    case SQLITE_READ:
        return may_read(s, first, database, inner) || may_count(s, first, second, database) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION: return may_call(second) ? SQLITE_OK : SQLITE_DENY;
    default: return SQLITE_DENY;
    }
}

status wall_raise(spatialite *s)
{
    free(s->counted_by_box);
    s->counted_by_box = calloc(s->layers->count + 1, sizeof *s->counted_by_box);
    if (!s->counted_by_box)
        abort(); /* as arena_alloc does */
    s->trusted = true;
    bool done = random_hex(s->dialect.tag, DIALECT_TAG) && make_scope_table(s);
    for (size_t i = 0; i < s->layers->count && done; i++)
        done = make_views(s, &s->layers->layers[i]);
    done = done && sqlite3_set_authorizer(s->db, authorize, s) == SQLITE_OK;
    s->trusted = false;
    return done ? status_ok() : reading_failed(s, "raise the wall");
}
