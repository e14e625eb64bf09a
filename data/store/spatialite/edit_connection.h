/* The inside of an edit in SpatiaLite: for driver.c, writer_*.c and tests of the inside.
 *
 * An edit of the service has a connection and a transaction of its own: the connection that answers requests is read-only, and
 * stays so. It is kept for the next edit of this process, for opening one costs more than an edit. An edit of a command uses the
 * command's (edit_writer.c). */
#ifndef SPATIALITE_EDIT_CONNECTION_H
#define SPATIALITE_EDIT_CONNECTION_H

#include "data/store/store_driver.h"
#include "data/store/writer.h"

typedef struct sqlite3_stmt sqlite3_stmt;

/* Takes the write lock of the file that has this name now. *w: the connection of an earlier edit, or NULL; NULL again when this
 * fails. */
MUST_USE status edit_connection_begin(const char *location, writer **w);
/* The connection stays open, without a lock; it is closed when this fails. */
MUST_USE status edit_connection_commit(writer **w);
/* What was not committed is gone. NULL is fine. */
void edit_connection_close(writer **w);

/* The database's own words go to the log; what a client reads says what he can do. */
MUST_USE status edit_connection_failed(writer *w, const char *doing);

/* Of an open edit: any change; *out as store_driver.h says. */
MUST_USE status edit_apply(writer *w, const change *c, int64_t *out);

/* edit_queries.c */
MUST_USE status edit_queries_keep(writer *w, const change *c, int64_t *out);
MUST_USE status edit_queries_drop(writer *w, const change *c, int64_t *out);

/* edit_facts.c: as store_driver.h says. */
MUST_USE status edit_facts_rubriek(writer *w, slice list, slice code, int64_t id, arena *a, rubriek_facts *out);
MUST_USE status edit_facts_gemeente(writer *w, const char *nis, arena *a, const char **name);
MUST_USE status edit_facts_contour(writer *w, const char *nis, arena *a, gemeente_contour *out);
MUST_USE status edit_facts_near(writer *w, const double box[4], arena *a, text_list *nis);
MUST_USE status edit_facts_texts(writer *w, int64_t id, arena *a, row_texts *out);
MUST_USE status edit_facts_shape(writer *w, const layer *l, int64_t id, arena *a, geometry *out);
MUST_USE status edit_facts_kenmerk(writer *w, const char *nis, slice reference, slice van, int64_t *out);

/* edit_locks.c: as store_driver.h says. */
MUST_USE status edit_locks_step(writer *w, const lock_step *step, arena *a, lock_found *out);

/* edit_rows.c */
MUST_USE status edit_rows_state(writer *w, const layer *l, int64_t id, arena *a, row_state *out);
/* The statements of the last rows, which the next ones like them use again. */
void edit_rows_forget(writer *w);
/* The connection is as hard again as any (base/db/database.h), until the next row. */
void edit_rows_harden(writer *w);
/* Of a bulk there is no line for each row; edit_journal_open goes before either. */
MUST_USE status edit_rows_load(writer *w, const edit_row *row, const char *owner, int64_t *id);
MUST_USE status edit_rows_insert(writer *w, const change *c, int64_t *id);
MUST_USE status edit_rows_change(writer *w, const change *c, int64_t *touched);
/* Before the commit: numbers that rows brought are used up. */
MUST_USE status edit_rows_store_numbers(writer *w);

/* edit_journal.c. At the first change of a row: the number under which it is all booked. `by` stays until the end. */
MUST_USE status edit_journal_open(writer *w, const edit_booking *by);
/* Whether a table keeps its rows as they were: by another one, TABLE_versie. */
MUST_USE status edit_journal_has_history(writer *w, const char *table, bool *out);
/* For a layer with a history: prepares the statement that copies a row to the table of versions, and runs it for this row. A row
 * that this same edit has changed already is not copied again: nobody could see it in between. */
MUST_USE status edit_journal_prepare_closing(writer *w, const layer *l, sqlite3_stmt **out);
MUST_USE status edit_journal_close_version(writer *w, sqlite3_stmt *closing, int64_t id, const char *owner);
MUST_USE status edit_journal_line(writer *w, const change *c, int64_t id);
/* One for all the rows that were loaded in bulk. */
MUST_USE status edit_journal_load_line(writer *w, const char *table, int64_t count);
/* Right before the commit: writes who did it and when, if there is anything to book. */
MUST_USE status edit_journal_end(writer *w);
void edit_journal_forget(writer *w); /* after a roll back */

/* edit_writer.c */
extern const store_driver store_driver_writer;

#endif
