/* The inside of the SpatiaLite store, for this folder alone. */
#ifndef SPATIALITE_CONNECTION_H
#define SPATIALITE_CONNECTION_H

#include "auth/digest.h"
#include "data/spatial/spatial.h"
#include "data/store/spatialite/dialect.h"
#include "data/store/spatialite/sql_plan.h"
#include "data/store/store_driver.h"
#include "data/store/writer.h"

#include <sqlite3.h>

enum { STATEMENTS_KEPT = 32, GEMEENTEN_MOST = 1000, NIS_BYTES = 8, COUNTS_KEPT = 64 };

/* Statements that wait for their next use, by SQL text. One in use is not in here, so none is ever used twice at once. */
typedef struct statement_shelf {
    sqlite3_stmt *statements[STATEMENTS_KEPT]; /* most recently used first */
    size_t count;
} statement_shelf;

/* The last day of a validity still counts; for statements of our own. */
#define VALID_TODAY(table) \
    table ".geldig_van <= date('now') AND (" table ".geldig_tot IS NULL OR " table ".geldig_tot >= date('now'))"

typedef struct spatialite spatialite;
typedef struct spatialite_cursor spatialite_cursor;

extern const store_driver store_driver_spatialite;

typedef enum own_statement {
    OWN_BEGIN,
    OWN_COMMIT,
    OWN_CLEAR_SCOPE,
    OWN_ADD_SCOPE,
    OWN_OPEN,
    OWN_CLOSE,
    OWN_FROM,
    OWN_SCHEMA,
    OWN_VERSION,
    OWN_GEMEENTEN_OF,
    OWN_GEMEENTEN_NOW,
    OWN_GEMEENTEN,
    OWN_KBO_OF,
    OWN_STORED_QUERY,
    OWN_STORED_QUERY_IDS,
    OWN_EXTENT, /* prepared when it is first asked for, as are the next ones */
    OWN_CLEAR_THEN,
    OWN_FILL_THEN,
    OWN_READ_THEN,
    OWN_BOOKING,
    OWN_LAST,
    OWN_FIRST,
    OWN_LOOK_BACK,
    OWN_COUNT
} own_statement;

/* The caller's gemeenten as the spatial index has them, ascending (tenant_index.c). */
typedef struct tenant_rows {
    double *codes;
    size_t count, room;
} tenant_rows;

/* The gemeenten of a day, at a version of the data: needed at each request of a caller who may see all. */
typedef struct gemeenten_kept {
    int64_t version, day; /* day 0: nothing is kept */
    size_t count;
    char nis[GEMEENTEN_MOST][NIS_BYTES];
} gemeenten_kept;

/* How many rows of one gemeente match. */
typedef struct share {
    char nis[NIS_BYTES];
    int64_t count;
} share;

typedef struct kept_count {
    bool is_there;
    bool unplaced; /* no shares: total alone */
    digest key;
    int64_t total;
    share *shares; /* ascending by NIS code */
    size_t share_count;
} kept_count;

/* The counts of one version of the data (counts.c). */
typedef struct kept_counts {
    int64_t version;
    kept_count all[COUNTS_KEPT]; /* each at the index that its key gives */
} kept_counts;

/* Which layers hold only rows of this scope, in this version of the data (sees_all.c). */
typedef struct sees_all_layers {
    int64_t version;
    digest scope;
    unsigned char *layers; /* one per layer; NULL: nothing is known */
} sees_all_layers;

/* The extent of this scope, in this version of the data (extent.c). */
typedef struct kept_extent {
    int64_t version; /* 0: nothing is kept */
    digest scope;
    contour_extent extent;
} kept_extent;

/* What a reading that looks back needs (past.c). */
typedef struct kept_past {
    int64_t booking; /* the layer as it was after this one; 0: the layer as it is */
    int64_t version; /* of the data, and the scope, for which the gemeenten of the past were read; 0: they were not */
    digest scope;
} kept_past;

/* When the map of the file was last released, and how often that was considered (mmap_trim.c). */
typedef struct mmap_watch {
    long faults;
    unsigned calls;
} mmap_watch;

struct spatialite {
    store common; /* first: a store of this driver is one of these */
    sqlite3 *db;
    mmap_watch map;
    tenant_rows tenant_rows, past_rows;
    kept_past past;
    void *page_room;  /* NULL until it is asked for */
    spatial *spatial; /* outlives the connection: its statements hold prepared literals */
    const store_settings *settings;
    const catalog *layers;
    dialect dialect;
    bool entered; /* between store_enter and store_leave: nothing is read otherwise */
    char *scope;  /* what the table of the scope holds, in the order it was given, each ended by its NUL; NULL: not known */
    size_t scope_size;
    digest scope_key; /* of `scope` */
    kept_counts counts;
    sees_all_layers whole;
    kept_extent extent;
    bool *counted_by_box; /* one per layer: there is a relation "_spot" */
    gemeenten_kept all_gemeenten;
    bool trusted; /* the authorizer lets everything pass: only while this file's own fixed statements run */
    sqlite3_stmt *own[OWN_COUNT];
    statement_shelf shelf;
    int64_t schema; /* the schema version that the wall was built on */
    store_watch watch;
    writer *edit;        /* the connection of edits; NULL until the first, and after one that failed (edit_connection.h) */
    bool editing;        /* one is going on */
    double began, asked; /* by clock_ticks: the start of the current step; when the watch was last asked */
    double spent_s;      /* in earlier steps of this request */
    status_code stopped; /* why the progress handler stopped the reading: the first reason, kept until the reading is left */
};

/* A store of this driver begins with the members that every store has. */
static inline spatialite *spatialite_of(store *s)
{
    return (spatialite *)s;
}

/* The SQL names of the conditions on an index's key: all of the caller's rows, and those that are not hidden; o lives as long as
 * the connection, and its content may change between queries. */
#define TENANT_ROWS "tenant_rows"
#define TENANT_VISIBLE_ROWS "tenant_visible_rows"
#define PAST_ROWS "past_rows" /* of the caller's gemeenten of the past (past.c) */
/* tenant_rows_set takes NIS codes in any order. False: no memory. */
MUST_USE bool tenant_rows_register(sqlite3 *db, tenant_rows *o, tenant_rows *past);
void tenant_rows_set(tenant_rows *o, const char *const *gemeenten, size_t count);
void tenant_rows_free(tenant_rows *o);

/* Builds the temporary views and puts up the authorizer. */
MUST_USE status wall_raise(spatialite *s);

/* Forgets what is known, for the next connection. */
void sees_all_forget(spatialite *s);
void past_forget(spatialite *s);
void past_end(spatialite *s); /* the next reading is of the layer as it is */

/* Prepares one of our own statements, unless that was done; frees its text (NULL: no memory for it). */
MUST_USE status prepare_own(spatialite *s, own_statement which, char *sql);
/* The one number that such a statement gives; *out is unchanged when it fails. */
MUST_USE status read_own_number(spatialite *s, own_statement which, int64_t *out);
/* The texts of its first column, as far as there are GEMEENTEN_MOST; NULLs are left out. */
MUST_USE status read_own_texts(spatialite *s, own_statement which, arena *a, text_list *out);

/* " INDEXED BY …" with an index on the restriction alone, "" when there is none; NULL: no memory. To be freed by sqlite3_free.
 * SQLite puts the row id at the end of every index, so such an index finds a row id within one gemeente. */
char *tenant_ids_index(spatialite *s, const layer *l);

/* Checks that every layer's table, columns and spatial index are there. */
MUST_USE status spatialite_check_layers(spatialite *s);

/* A statement with this text, kept or newly prepared; the caller puts it back when done with it, reset or not. */
MUST_USE status shelf_take(spatialite *s, const char *sql, sqlite3_stmt **out);
void shelf_put_back(spatialite *s, sqlite3_stmt *statement);
void shelf_clear(spatialite *s);

/* The sum of a sql_plan_count by gemeente. */
MUST_USE status counts_sum(spatialite *s, const sql_plan *p, int64_t *out);
void counts_forget(spatialite *s);

/* The statement of a plan, with its values bound; the caller puts it back. */
MUST_USE status open_statement(spatialite *s, const sql_plan *p, sqlite3_stmt **out);

/* Releases the touched part of the file's map when that may be large. The second function asks the system less often, for use
 * while a statement runs. */
void mmap_trim(spatialite *s);
void mmap_trim_sometimes(spatialite *s);

/* Makes the table of the scope hold exactly these gemeenten. */
MUST_USE status scope_fill(spatialite *s, const char *const *gemeenten, size_t count);
void scope_forget(spatialite *s); /* the next scope_fill fills it again */

/* Runs a statement of our own to its end, past the authorizer. */
MUST_USE status run_own(spatialite *s, own_statement which);
/* Binds one of its texts, which must live until it has run. Failing to bind is an error, because SQLite would use NULL
 * instead. */
MUST_USE status bind_own_text(const spatialite *s, own_statement which, int index, const char *chars);
/* Changes with every write by another connection (SQLite, PRAGMA data_version). */
MUST_USE status read_data_version(spatialite *s, int64_t *out);
/* Ends the transaction of a reading that has begun, and begins one that sees what was committed until now. */
MUST_USE status read_anew(spatialite *s);
/* Connects to the file that has the name now. */
MUST_USE status reconnect(spatialite *s);

/* Starts the time and the watch of a reading, and forgets what stopped the one before. */
void watch_begin(spatialite *s, store_watch watch);
/* From here on SQLite checks both in the middle of a step, as GEOS does. */
void be_watched(spatialite *s);
/* Sleeps a millisecond, for a loop that waits for somebody else; fails when the reading must stop. */
MUST_USE status watch_sleep(spatialite *s);

/* What a failed SQLite call means to a client: never its text, which is logged for the operator. */
MUST_USE status reading_failed(const spatialite *s, const char *doing);
MUST_USE status store_unavailable(void);

/* sqlite3_step with the time limit and the watch in force. A row that comes when there is a reason to stop does not count:
 * SQLITE_INTERRUPT. */
int step_within_limits(spatialite *s, sqlite3_stmt *statement);
/* sqlite3_prepare, whose time counts towards the time limit. */
int prepare_within_limits(spatialite *s, const char *sql, sqlite3_stmt **out);

/* What the driver's members do (store_driver.h), given a plan: for driver.c, and for tests of the internals. */
MUST_USE status spatialite_open(const store_settings *settings, const catalog *layers, spatialite **out);
void spatialite_close(spatialite *s); /* NULL is fine */
MUST_USE status spatialite_alive(spatialite *s);
MUST_USE status spatialite_enter(spatialite *s, const char *const *gemeenten, size_t count, store_watch watch);
void spatialite_leave(spatialite *s);
void spatialite_has_taken(spatialite *s, double seconds);
MUST_USE status spatialite_extent(spatialite *s, contour_extent *out);
MUST_USE status spatialite_look_back(spatialite *s, const char *moment, arena *a, const char **at);
const dialect *spatialite_dialect(const spatialite *s);

/* Whether this caller may see every row of this layer. Never true unless the caller sees every gemeente of today. */
bool spatialite_sees_all(spatialite *s, const layer *l);
/* Whether the visible rows of a box can be counted by the spatial index alone (relation "_spot"). */
bool spatialite_counts_by_box(const spatialite *s, const layer *l);

/* The number in the one row of a sql_plan_count, or the sum of those by gemeente. */
MUST_USE status spatialite_count(spatialite *s, const sql_plan *p, int64_t *out);

/* Where the row with `start` rows before it is, from a sql_plan_count by gemeente that was counted in this reading: its gemeente,
 * and how many rows of that gemeente come before it. False: not known, or no such row. */
typedef struct page_place {
    const char *nis; /* valid until the next count */
    int64_t before;
} page_place;
/* *out is unchanged when it returns false. */
bool spatialite_place(spatialite *s, const sql_plan *counting, int64_t start, page_place *out);

/* properties: one per column after the id. The cursor lives in the arena and is closed with it. */
MUST_USE status spatialite_select(spatialite *s, const sql_plan *p, const property *const *properties, size_t count, arena *a,
                                  spatialite_cursor **out);
bool spatialite_next(spatialite_cursor *c, feature *out);
/* The next row of sql_plan_tuples: `count` ids. */
bool spatialite_next_tuple(spatialite_cursor *c, size_t count, int64_t *ids);
/* For a cursor over sql_plan_feature. */
bool spatialite_find(spatialite_cursor *c, int64_t id, feature *out);
MUST_USE status spatialite_cursor_end(const spatialite_cursor *c);

/* SMALL_PAGE_BYTES of memory, kept for the next request. */
void *spatialite_page_room(spatialite *s);
MUST_USE status small_page_read(spatialite *s, const query *q, const sql_plan_view *v, size_t most, arena *a, store_page *out);

/* Prepares a text that was made by sqlite3_mprintf (NULL: there was no memory for it), and frees it. Its planning alone may look
 * at what is not behind the wall: the text says itself what the caller may see. Run it by step_within_limits. A result of
 * SQLite's. */
MUST_USE int prepare_fixed(spatialite *s, char *sql, sqlite3_stmt **out);

/* A text of the row, copied; NULL for NULL. *lost becomes true when there was no memory for it. */
const char *column_text(sqlite3_stmt *s, int column, arena *a, bool *lost);

/* The column that counts the versions of a row; NULL: the layer has none. */
const char *past_version_column(const layer *l);

/* Fills the table of the gemeenten of the past for this scope, unless it is (past.c). */
MUST_USE status past_find_gemeenten(spatialite *s);
/* Makes the reading one that holds every change up to a moment, now and for ever (past_settle.c). moment, at: as
 * store_look_back. */
MUST_USE status past_settle(spatialite *s, const char *moment, arena *a, const char **at);
MUST_USE status versions_read(spatialite *s, const layer *l, int64_t id, arena *a, row_versions *out);
MUST_USE status rubrieken_read(spatialite *s, const rubriek_choice *which, arena *a, rubriek_list *out);
MUST_USE status changes_read(spatialite *s, const layer *l, const char *after, arena *a, row_changes *out);

/* These are the driver's members themselves: they need no plan. */
MUST_USE status spatialite_gemeenten_of(store *s, const char *organisation, arena *a, text_list *nis);
MUST_USE status spatialite_gemeenten_now(store *s, const char *known, arena *a, text_list *nis);
MUST_USE status spatialite_gemeenten(store *s, arena *a, text_list *nis);
MUST_USE status spatialite_organisation_of(store *s, const char *nis, arena *a, const char **kbo); /* NULL: it has none */
MUST_USE status spatialite_stored_query(store *s, const char *organisation, const char *id, arena *a, const char **definition);
MUST_USE status spatialite_stored_query_ids(store *s, const char *organisation, arena *a, text_list *ids);

#endif
