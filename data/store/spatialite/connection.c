#include "data/store/spatialite/connection.h"

#include "base/db/database.h"
#include "base/log.h"
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/sql_functions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Today's gemeenten by a column of their own, and by the links of an organisation or of an NIS code from before a merger. One may
 * come twice: this runs at each request, so it does not sort. */
#define GEMEENTEN_BY(column)                                                                                                     \
    "SELECT g.nis_code FROM main.gemeente g WHERE g." column                                                                     \
    " = ?1 AND " VALID_TODAY("g") " UNION ALL SELECT g.nis_code FROM main.organisatie_gemeente l CROSS JOIN main.gemeente g ON " \
                                  "g.nis_code = l.nis_code"                                                                      \
                                  " WHERE l.organisatie = ?1 AND " VALID_TODAY("l") " AND " VALID_TODAY("g")

/* The most that SQLite maps of a file (SQLITE_MAX_MMAP_SIZE); the rest is read into the cache. */
static const database_use reading = {.busy_ms = 5000, .mapped_bytes = 2147418112, .cache_kib = 16384};

struct spatialite_cursor {
    store_cursor common;
    spatialite *store;
    sqlite3_stmt *statement;
    const property *const *properties;
    size_t count;
    value *values;
    int result;              /* of the last step */
    const property *damaged; /* a property whose value is none of its type, in the row that was read last; NULL: none */
    int64_t damaged_id;      /* of that row */
};

status prepare_own(spatialite *s, own_statement which, char *sql)
{
    const bool done = s->own[which] ||
                      (sql && sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->own[which], NULL) == SQLITE_OK);
    sqlite3_free(sql);
    return done ? status_ok() : reading_failed(s, "prepare own statements");
}

static status prepare_all_own(spatialite *s)
{
    const char *tag = s->dialect.tag;
    TRY(prepare_own(s, OWN_BEGIN, sqlite3_mprintf("BEGIN")));
    TRY(prepare_own(s, OWN_COMMIT, sqlite3_mprintf("COMMIT")));
    TRY(prepare_own(s, OWN_CLEAR_SCOPE, sqlite3_mprintf("DELETE FROM temp.\"scope_%s\"", tag)));
    TRY(prepare_own(s, OWN_ADD_SCOPE, sqlite3_mprintf("INSERT OR IGNORE INTO temp.\"scope_%s\" VALUES (?)", tag)));
    TRY(prepare_own(s, OWN_OPEN, sqlite3_mprintf("UPDATE temp.\"gate_%s\" SET open = 1", tag)));
    TRY(prepare_own(s, OWN_CLOSE, sqlite3_mprintf("UPDATE temp.\"gate_%s\" SET open = 0, booking = 0", tag)));
    TRY(prepare_own(s, OWN_FROM, sqlite3_mprintf("UPDATE temp.\"gate_%s\" SET low = ?1", tag)));
    TRY(prepare_own(s, OWN_SCHEMA, sqlite3_mprintf("PRAGMA main.schema_version")));
    TRY(prepare_own(
        s, OWN_KBO_OF,
        sqlite3_mprintf("SELECT kbo_nummer FROM main.gemeente WHERE kbo_nummer IS NOT NULL AND nis_code IN (SELECT ?1 UNION ALL "
                        "SELECT nis_code FROM main.organisatie_gemeente l WHERE organisatie = ?1 AND " VALID_TODAY(
                            "l") ") ORDER BY nis_code = ?1 DESC, nis_code")));
    TRY(prepare_own(s, OWN_STORED_QUERY,
                    sqlite3_mprintf("SELECT definitie FROM main.opgeslagen_vraag WHERE organisatie = ?1 AND id = ?2")));
    TRY(prepare_own(s, OWN_STORED_QUERY_IDS,
                    sqlite3_mprintf("SELECT id FROM main.opgeslagen_vraag WHERE organisatie = ?1 ORDER BY id")));
    TRY(prepare_own(s, OWN_GEMEENTEN_NOW, sqlite3_mprintf(GEMEENTEN_BY("nis_code"))));
    TRY(prepare_own(s, OWN_GEMEENTEN,
                    sqlite3_mprintf("SELECT g.nis_code FROM main.gemeente g WHERE " VALID_TODAY("g") " ORDER BY g.nis_code")));
    TRY(prepare_own(s, OWN_VERSION, sqlite3_mprintf("PRAGMA main.data_version")));
    return prepare_own(s, OWN_GEMEENTEN_OF, sqlite3_mprintf(GEMEENTEN_BY("kbo_nummer")));
}

/* Runs a statement of our own to its end, past the authorizer. */
status run_own(spatialite *s, own_statement which)
{
    s->trusted = true;
    const int result = sqlite3_step(s->own[which]);
    s->trusted = false;
    sqlite3_reset(s->own[which]);
    return result == SQLITE_DONE ? status_ok() : reading_failed(s, "run own statement");
}

status bind_own_text(const spatialite *s, own_statement which, int index, const char *chars)
{
    return sqlite3_bind_text(s->own[which], index, chars, -1, SQLITE_STATIC) == SQLITE_OK ? status_ok()
                                                                                          : reading_failed(s, "bind");
}

status read_own_number(spatialite *s, own_statement which, int64_t *out)
{
    s->trusted = true;
    const int result = sqlite3_step(s->own[which]);
    s->trusted = false;
    const int64_t number = result == SQLITE_ROW ? sqlite3_column_int64(s->own[which], 0) : -1;
    sqlite3_reset(s->own[which]);
    if (result != SQLITE_ROW)
        return reading_failed(s, "read a number");
    *out = number;
    return status_ok();
}

static status read_schema_version(spatialite *s, int64_t *out)
{
    return read_own_number(s, OWN_SCHEMA, out);
}

status read_data_version(spatialite *s, int64_t *out)
{
    return read_own_number(s, OWN_VERSION, out);
}

static void disconnect(spatialite *s)
{
    shelf_clear(s);
    counts_forget(s);
    sees_all_forget(s);
    scope_forget(s);
    past_forget(s);
    s->extent = (kept_extent){0};
    s->entered = false;
    s->all_gemeenten = (gemeenten_kept){0};
    for (size_t i = 0; i < OWN_COUNT; i++) {
        sqlite3_finalize(s->own[i]);
        s->own[i] = NULL;
    }
    sqlite3_close_v2(s->db);
    s->db = NULL;
}

static status connect_halfway(spatialite *s)
{
    if (!database_open(s->settings->location, reading, &s->db) || !store_functions_register(s->db, s->spatial) ||
        !tenant_rows_register(s->db, &s->tenant_rows, &s->past_rows))
        return reading_failed(s, "open");
    TRY(spatialite_check_layers(s));
    TRY(wall_raise(s));
    s->trusted = true;
    const status prepared = prepare_all_own(s);
    s->trusted = false;
    TRY(prepared);
    be_watched(s);
    return read_schema_version(s, &s->schema);
}

/* All or nothing: a connection without its wall or its statements must not pass for a good one at the next request. */
static status connect(spatialite *s)
{
    const status connected = connect_halfway(s);
    if (connected.code != ST_OK)
        disconnect(s);
    return connected;
}

/* While serving: the operator is told what is wrong with the tables, the client is not. */
static status connect_again(spatialite *s)
{
    const status connected = connect(s);
    if (connected.code != ST_BAD_INPUT)
        return connected;
    log_write("error", "store: %s", connected.en);
    return store_unavailable();
}

/* Connects to the file that has the name now: a restored backup moved into its place is used from the next request on. */
status reconnect(spatialite *s)
{
    int moved = 0;
    if (s->db && sqlite3_get_autocommit(s->db) &&
        sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved)
        disconnect(s);
    return s->db ? status_ok() : connect_again(s);
}

status spatialite_open(const store_settings *settings, const catalog *layers, spatialite **out)
{
    spatialite *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->common.driver = &store_driver_spatialite;
    s->settings = settings;
    s->layers = layers;
    s->spatial = spatial_new();
    const status connected = connect(s);
    if (connected.code != ST_OK) {
        spatialite_close(s);
        return connected;
    }
    *out = s;
    return status_ok();
}

void spatialite_close(spatialite *s)
{
    if (!s)
        return;
    disconnect(s);
    edit_connection_close(&s->edit);
    free(s->scope);
    free(s->page_room);
    free(s->counted_by_box);
    spatial_free(s->spatial);
    tenant_rows_free(&s->tenant_rows);
    tenant_rows_free(&s->past_rows);
    free(s);
}

static status begin(spatialite *s, const char *const *gemeenten, size_t count, int64_t *schema)
{
    past_end(s);
    TRY(run_own(s, OWN_BEGIN));
    TRY(scope_fill(s, gemeenten, count));
    TRY(run_own(s, OWN_OPEN));
    return read_schema_version(s, schema); /* the first read of the file: from here on the transaction sees one fixed state */
}

/* A changed schema wants a new wall, and this reading has begun: the client asks again. */
status read_anew(spatialite *s)
{
    int64_t schema = -1;
    TRY(run_own(s, OWN_COMMIT));
    TRY(run_own(s, OWN_BEGIN));
    TRY(read_schema_version(s, &schema));
    return schema == s->schema ? status_ok() : store_unavailable();
}

/* A changed schema would make SQLite prepare the R-tree's own statements anew, behind the wall: build a new wall instead. */
status spatialite_enter(spatialite *s, const char *const *gemeenten, size_t count, store_watch watch)
{
    int64_t schema = -1;
    watch_begin(s, watch);
    TRY(reconnect(s));
    s->entered = begin(s, gemeenten, count, &schema).code == ST_OK && schema == s->schema;
    if (s->entered)
        return status_ok();
    disconnect(s);
    TRY(reconnect(s));
    status begun = begin(s, gemeenten, count, &schema);
    if (begun.code == ST_OK && schema != s->schema)
        begun = reading_failed(s, "enter while the schema changes");
    if (begun.code != ST_OK)
        disconnect(s); /* store_leave does not follow a failed enter: neither a scope nor an open reading may stay behind */
    s->entered = begun.code == ST_OK;
    return begun;
}

/* The reason that stopped a reading ends with it. The scope stays in its table, behind the closed gate, in case the next request
 * has exactly the same one. */
void spatialite_leave(spatialite *s)
{
    watch_begin(s, (store_watch){0});
    s->entered = false;
    spatial_forget(s->spatial);
    if (!s->db)
        return;
    mmap_trim(s);
    status left = run_own(s, OWN_CLOSE);
    if (sqlite3_get_autocommit(s->db)) { /* the transaction was rolled back, and perhaps the scope with it */
        scope_forget(s);
        past_forget(s);
    } else if (left.code == ST_OK)
        left = run_own(s, OWN_COMMIT);
    if (left.code != ST_OK)
        disconnect(s); /* better no connection than one that still holds somebody's scope */
}

const dialect *spatialite_dialect(const spatialite *s)
{
    return &s->dialect;
}

/* Memory pages that were never written cost nothing, so all of it can be allocated at once. */
void *spatialite_page_room(spatialite *s)
{
    if (!s->page_room)
        s->page_room = malloc(SMALL_PAGE_BYTES);
    if (!s->page_room)
        abort();
    return s->page_room;
}

static int bind_value(sqlite3_stmt *statement, int index, const bound *v)
{
    switch (v->kind) {
    case BOUND_INTEGER: return sqlite3_bind_int64(statement, index, v->integer);
    case BOUND_REAL: return sqlite3_bind_double(statement, index, v->real);
    case BOUND_TEXT: return sqlite3_bind_text64(statement, index, v->bytes, v->size, SQLITE_STATIC, SQLITE_UTF8);
    case BOUND_BYTES: return sqlite3_bind_blob64(statement, index, v->bytes, v->size, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

/* A value that was not bound would count as NULL, which matches nothing. */
static status bind_values(const spatialite *s, sqlite3_stmt *statement, const sql_plan *p)
{
    int result = SQLITE_OK;
    for (size_t i = 0; i < p->value_count && result == SQLITE_OK; i++)
        result = bind_value(statement, (int)i + 1, &p->values[i]);
    return result == SQLITE_OK ? status_ok() : reading_failed(s, "bind");
}

/* Unless the store was entered, the scope in the table and everything kept for it belong to somebody else. */
static status check_entered(const spatialite *s)
{
    return s->entered ? status_ok() : FAIL(INTERNAL, "", "de opslag kreeg geen rechten mee", "no scope was given to the store");
}

status open_statement(spatialite *s, const sql_plan *p, sqlite3_stmt **out)
{
    sqlite3_stmt *statement = NULL;
    TRY(check_entered(s));
    TRY(shelf_take(s, p->sql, &statement));
    const status done = bind_values(s, statement, p);
    if (done.code != ST_OK)
        shelf_put_back(s, statement);
    else
        *out = statement;
    return done;
}

/* The lower bound of the relation "_from", which the statement reads when it begins. */
static status begin_from(spatialite *s, const sql_plan *p)
{
    if (!p->from)
        return status_ok();
    TRY(bind_own_text(s, OWN_FROM, 1, p->from));
    const status set = run_own(s, OWN_FROM);
    sqlite3_clear_bindings(s->own[OWN_FROM]);
    return set;
}

status spatialite_count(spatialite *s, const sql_plan *p, int64_t *out)
{
    sqlite3_stmt *statement = NULL;
    TRY(check_entered(s));
    if (p->by_gemeente)
        return counts_sum(s, p, out);
    TRY(open_statement(s, p, &statement));
    const int result = step_within_limits(s, statement);
    const int64_t count = result == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    const status counted = result == SQLITE_ROW ? status_ok() : reading_failed(s, "count");
    shelf_put_back(s, statement);
    if (counted.code == ST_OK)
        *out = count;
    return counted;
}

static void close_cursor(void *handle)
{
    spatialite_cursor *c = handle;
    shelf_put_back(c->store, c->statement);
}

status spatialite_select(spatialite *s, const sql_plan *p, const property *const *properties, size_t count, arena *a,
                         spatialite_cursor **out)
{
    spatialite_cursor *c = arena_alloc(a, sizeof *c);
    *c = (spatialite_cursor){.common = {&store_driver_spatialite},
                             .store = s,
                             .properties = properties,
                             .count = count,
                             .values = arena_array(a, count + 1, sizeof(value))};
    TRY(begin_from(s, p));
    TRY(open_statement(s, p, &c->statement));
    arena_defer(a, close_cursor, c);
    *out = c;
    return status_ok();
}

typedef enum value_read { READ, NO_MEMORY, DAMAGED } value_read;

/* SQLite keeps a text in a column of numbers when it is none (datatype3 §3), and would read it as 0. */
static value_read read_whole(sqlite3_value *from, value *v)
{
    enum { BITS = 63 };
    const int type = sqlite3_value_numeric_type(from);
    const double number = type == SQLITE_FLOAT ? sqlite3_value_double(from) : 0;
    v->integer = sqlite3_value_int64(from);
    if (type == SQLITE_FLOAT)
        return number == trunc(number) && fabs(number) < ldexp(1, BITS) ? READ : DAMAGED;
    return type == SQLITE_INTEGER ? READ : DAMAGED;
}

static value_read read_decimal(sqlite3_value *from, value *v)
{
    const int type = sqlite3_value_numeric_type(from);
    v->real = sqlite3_value_double(from);
    v->null = !isfinite(v->real); /* SQLite reads 9e999 as infinity; neither JSON nor xs:decimal can say that */
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT ? READ : DAMAGED;
}

/* Through sqlite3_value, which is safe in a connection of one thread: each sqlite3_column_… would look up the column again. */
static value_read read_value(sqlite3_value *from, value_type type, value *v)
{
    const int kind = sqlite3_value_type(from);
    v->null = kind == SQLITE_NULL;
    if (v->null)
        return READ;
    switch (type) {
    case VALUE_INTEGER:
    case VALUE_BOOLEAN: return read_whole(from, v);
    case VALUE_DECIMAL: return read_decimal(from, v);
    case VALUE_GEOMETRY:
        v->shape.blob = sqlite3_value_blob(from);
        v->shape.size = (size_t)sqlite3_value_bytes(from);
        return v->shape.blob || (v->shape.size == 0 && (kind == SQLITE_BLOB || kind == SQLITE_TEXT)) ? READ : NO_MEMORY;
    case VALUE_STRING:
    case VALUE_DATE:
    case VALUE_DATETIME:
        v->text = (const char *)sqlite3_value_text(from);
        v->length = (size_t)sqlite3_value_bytes(from);
        return v->text ? READ : NO_MEMORY;
    }
    return READ;
}

static bool step(spatialite_cursor *c)
{
    c->result = step_within_limits(c->store, c->statement);
    return c->result == SQLITE_ROW;
}

bool spatialite_next_tuple(spatialite_cursor *c, size_t count, int64_t *ids)
{
    if (!step(c))
        return false;
    for (size_t i = 0; i < count; i++)
        ids[i] = sqlite3_column_int64(c->statement, (int)i);
    return true;
}

bool spatialite_find(spatialite_cursor *c, int64_t id, feature *out)
{
    sqlite3_reset(c->statement);
    c->result = sqlite3_bind_int64(c->statement, 1, id);
    return c->result == SQLITE_OK && spatialite_next(c, out);
}

static value_read read_values(spatialite_cursor *c)
{
    value_read done = READ;
    for (size_t i = 0; i < c->count && done == READ; i++) {
        done = read_value(sqlite3_column_value(c->statement, (int)i + 1), c->properties[i]->type, &c->values[i]);
        c->damaged = done == DAMAGED ? c->properties[i] : NULL;
    }
    return done;
}

bool spatialite_next(spatialite_cursor *c, feature *out)
{
    if (!step(c))
        return false;
    const value_read done = read_values(c);
    if (done != READ) {
        c->result = done == NO_MEMORY ? SQLITE_NOMEM : SQLITE_MISMATCH;
        c->damaged_id = sqlite3_column_int64(c->statement, 0);
        return false;
    }
    out->id = sqlite3_column_int64(c->statement, 0);
    out->values = c->values;
    return true;
}

status spatialite_cursor_end(const spatialite_cursor *c)
{
    if (c->result == SQLITE_MISMATCH && c->damaged) {
        log_write("error", "store: '%s' of row %lld is no number", c->damaged->name, (long long)c->damaged_id);
        return FAIL(INTERNAL, c->damaged->name,
                    "'%s' van object %lld is beschadigd: in de opslag staat geen getal; meld het aan de beheerder",
                    "'%s' of feature %lld is damaged: the store has no number there; tell the operator", c->damaged->name,
                    (long long)c->damaged_id);
    }
    return c->result == SQLITE_DONE ? status_ok() : reading_failed(c->store, "read");
}

status spatialite_alive(spatialite *s)
{
    int64_t schema = -1;
    TRY(reconnect(s));
    return read_schema_version(s, &schema);
}
