/* The inside of a writer (data/store/writer.h), for writer_*.c alone. */
#ifndef SPATIALITE_WRITER_CONNECTION_H
#define SPATIALITE_WRITER_CONNECTION_H

#include "base/text.h"
#include "data/store/spatialite/row_queue.h"
#include "data/store/store_driver.h"
#include "data/store/writer.h"

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;

enum { SRID_STORE = 31370, STORE_APPLICATION_ID = 0x5249534C /* "RISL" */ };

/* Prepared once per writer, at first use (writer_rows.c holds the texts). */
typedef enum writer_statement {
    ADD_GEMEENTE,
    ADD_RUBRIEK,
    FIND_RUBRIEK,
    CHANGE_RUBRIEK,
    ADD_REEKS,
    HAS_RISICOLOCATIE,
    FIND_TWIN,
    WAS_ID,
    COMPARE_PERCEEL,
    ADD_PERCEEL,
    CHANGE_PERCEEL,
    NOTE_PERCEEL,
    ID_OF_PERCEEL,
    USE_NUMBERS,
    TAKE_NUMBER,
    SET_CONTOUR,
    SET_KBO,
    SET_KENMERK,
    FROZEN_UNTIL,
    NEWEST_RUBRIEK,
    NAME_OF_GEMEENTE,
    TEXTS_NOW,
    HAS_NUMBER,
    CONTOUR_OF_GEMEENTE,
    GEMEENTEN_NEAR,
    FIND_KENMERK,
    FIND_LOCK,
    LOCK_ON_ROW,
    LAST_LOCK_OF_GEMEENTE,
    COUNT_LOCKS,
    KEEP_LOCK,
    ADD_LOCKED_ROW,
    FREE_LOCKED_ROW,
    FREE_LOCKED_ROWS,
    FORGET_LOCK,
    SWEEP_LOCKS,
    SWEEP_LOCKED_ROWS,
    NEXT_BOOKING,
    HAS_HISTORY,
    COLUMNS_OF,
    ADD_LINE,
    FIND_PSEUDONYM,
    ADD_PSEUDONYM,
    CLOCK_BACK,
    ADD_BOOKING,
    OVERLAP_LOCATION,
    OVERLAP_PARCEL,
    OVERLAP_LOADED,
    PARCELS_NEAR,
    LOCATIONS_NEAR,
    DROP_OVERLAPS_OF_LOCATION,
    DROP_OVERLAPS_OF_PARCEL,
    ADD_OVERLAP,
    STATEMENT_COUNT
} writer_statement;

typedef struct index_entry {
    int64_t id;
    float box[6]; /* minx, maxx, miny, maxy: rounded outward, in the R-tree's order; then whose the row is, as the tenant index
                     stores it */
    uint32_t hilbert;
} index_entry;

typedef struct bulk {
    bool active, was_empty;
    index_entry *entries;
    size_t count, room;
} bulk;

/* A statement that wrote a row: a load uses one for all its rows of a layer. */
typedef struct row_statement {
    sqlite3_stmt *statement; /* NULL: none */
    bool has_history;        /* the row says since which boeking it is as it is */
    sqlite3_stmt *closing;   /* of a change of such a row: keeps it as it was; NULL: none */
    change_kind kind;
    bool audited; /* store_driver.h */
    const layer *layer;
    writer_table table;          /* the layer's; TABLE_COUNT: none of these */
    const property **properties; /* a copy of the row's, on the heap */
    size_t count;
} row_statement;

/* A table that a load adds to, with no trigger firing. */
typedef struct loaded_table {
    const layer *layer;
    writer_table table; /* TABLE_COUNT: none of these, so its triggers fire */
    int64_t rows;
} loaded_table;

/* A load that goes into a table beside the one that it is for (writer_aside.c). */
typedef struct load_aside {
    const char *table, *into; /* that it is for, NULL: there is no such load; and the one beside it */
    int64_t rows;             /* so far */
    int64_t seen;             /* data_version: differs when somebody else wrote */
} load_aside;
#define STORE_ASIDE "laden_"

enum { ROW_STATEMENTS = TABLE_COUNT };

struct writer {
    store common; /* first: to an edit a writer is a store that can only be written (writer_store) */
    sqlite3 *db;
    void *spatialite;
    arena *arena; /* of the edit that is going on, or of the command */
    arena *own;   /* of an edit's connection, which outlives the edit; NULL: a command's writer lives in `arena` */
    int turn;     /* base/db/turn.h; -1: none */
    const char *path, *build_path; /* build_path: NULL unless made by writer_build */
    sqlite3_stmt *statements[STATEMENT_COUNT];
    bulk bulks[TABLE_COUNT];
    uint8_t *blob;
    size_t blob_room;
    row_statement rows[ROW_STATEMENTS];
    size_t next_row_statement; /* where the next one goes, replacing the oldest */
    bool for_clients;          /* errors are read by clients, not by the operator: no path, and the wording of the service */
    bool trusts;               /* an edit's connection that writes rows now */
    bool loads;                /* the edit that is going on adds many rows */
    int64_t many;              /* rows to a transaction, when they are more than the log should hold; 0: all in one */
    bool marks;                /* its commit notes that the store holds imported rows */
    load_aside aside;
    loaded_table loaded[TABLE_COUNT];
    size_t loaded_count;
    row_queue *queue; /* of such a load; NULL: rows are written at once */
    int64_t booking;  /* the number of the boeking of this edit, from its first change of a row on; 0: no change yet */
    const edit_booking *booked_by;
    int64_t booked_lines;     /* written so far */
    struct spatial *overlaps; /* computes them (overlaps.c); NULL: none yet */
    double overlaps_until;    /* by clock_ticks */
    int32_t *used_next; /* by NIS code: the number after the highest in the rows of this edit; 0: no such row. NULL: none for any
                           gemeente */
};

/* Closed with the arena. */
writer *writer_new(const char *path, arena *a);

/* writer_queue.c: waits for the turn to write to this store, a few seconds at most, and then for SQLite's own lock. What is given
 * back is given when the transaction is over, however it ended. */
MUST_USE status writer_queue_enter(writer *w, const char *path);
MUST_USE status writer_queue_wait(writer *w, const char *path); /* for the turn alone: the lock is taken another way */
void writer_queue_leave(writer *w);

/* writer_open.c. The database's own words go to the log, never into the status. */
MUST_USE status store_failed(writer *w, const char *doing);
MUST_USE status store_exec(writer *w, const char *sql);
MUST_USE status store_prepare(writer *w, const char *sql, sqlite3_stmt **out); /* finalized by the caller */
MUST_USE status store_pragma(writer *w, const char *name, int64_t *out);
/* An empty store of today's schema, in memory. */
MUST_USE status store_model(arena *a, writer **out);
/* How many rows a table of the store has, hidden ones too. */
MUST_USE status store_count_rows(writer *w, const char *table, int64_t *out);
const char *store_table_name(writer_table table);
bool store_find_table(const char *name, writer_table *out); /* false: it is none of these */

/* writer_migrate.c: brings user_version to the newest. */
MUST_USE status store_migrate(writer *w, int *applied);
MUST_USE status store_check_version(writer *w);
/* Refuses a file that is not a store or is newer than this program; *version: 0 for an empty file. */
MUST_USE status store_read_version(writer *w, int64_t *version);

/* writer_rows.c */
MUST_USE status store_statement(writer *w, writer_statement which, sqlite3_stmt **out);
MUST_USE status store_step(writer *w, sqlite3_stmt *s, const char *doing);
void store_bind(sqlite3_stmt *s, int at, slice chars);
/* A copy of a column's text; NULL for NULL alone: without memory the process ends, as it does in arena_alloc. */
const char *store_text(sqlite3_stmt *s, int at, arena *a);
/* The number in the first row, 0 for NULL; *out stays as it is when there is no row. */
MUST_USE status store_find_number(writer *w, sqlite3_stmt *s, const char *doing, int64_t *out);
void store_bind_shape(writer *w, sqlite3_stmt *s, int at, const geometry_build *contour);

/* writer_bulk.c: remembers the row for the spatial indexes. nis: empty for a table whose rows belong to nobody. */
void store_bulk_note(writer *w, writer_table table, int64_t id, slice nis, bool hidden, const double box[4]);
void store_bulk_stop(writer *w, writer_table table); /* forgets what was noted */

MUST_USE status store_mark_imported(writer *w); /* writer_facts.c: now */

/* writer_aside.c. Begins in the transaction of the load, before its first row; the table must be empty. */
MUST_USE status store_aside_begin(writer *w, writer_table table);
/* The table into which the rows for this one go. */
const char *store_aside_table(const writer *w, const char *table);
/* Around each row: between them there may be no transaction. */
MUST_USE status store_aside_before_row(writer *w);
MUST_USE status store_aside_after_row(writer *w);
/* Puts the rows in their place, in a transaction that goes on. ST_UNAVAILABLE when somebody else changed the layer or the lists
 * since the beginning. Without such a load: nothing. */
MUST_USE status store_aside_end(writer *w);
void store_aside_stop(writer *w); /* after a roll back: drops what there is */

/* writer_rtree.c: puts neighbouring entries together: along a Hilbert curve with two dimensions, with three the same within each
 * gemeente. */
void store_rtree_sort(index_entry *entries, size_t count, size_t dimensions);
/* Writes the whole index of an empty R-tree of two or three dimensions. */
MUST_USE status store_rtree_pack(writer *w, const char *index, size_t dimensions, const index_entry *sorted, size_t count);
/* ST_BAD_INPUT when the R-tree is damaged: nodes, the tables that lead to them, and bounds that hold what lies below them. */
MUST_USE status store_rtree_check(writer *w, const char *index);

#endif
