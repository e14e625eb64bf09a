/* Statements that a command runs now and then: prepared, bound, run to their end and let go. */
#ifndef SPATIALITE_WRITER_ASK_H
#define SPATIALITE_WRITER_ASK_H

#include "data/store/spatialite/writer_connection.h"

/* Takes one row of an answer; its texts are valid until it returns. */
typedef status (*writer_take)(sqlite3_stmt *row, void *context);

/* values: bound as ?1, ?2 … as texts, which SQLite turns into numbers where a column holds numbers; NULL: SQL's NULL. take: NULL
 * when no row is expected. Ends at the first failure of `take`. */
MUST_USE status writer_ask(writer *w, const char *sql, const slice *values, size_t count, writer_take take, void *context);
/* The same, with a geometry as the value after the last. */
MUST_USE status writer_ask_of_shape(writer *w, const char *sql, const slice *values, size_t count, geometry shape,
                                    writer_take take, void *context);

/* --- What most of them ask --- */

/* Takes no row. */
MUST_USE status writer_run(writer *w, const char *sql, const slice *values, size_t count);
/* Whether it gives a row. */
MUST_USE status writer_is_there(writer *w, const char *sql, const slice *values, size_t count, bool *out);
/* The number in its only row, 0 for NULL; *out stays as it is when there is no row. */
MUST_USE status writer_ask_number(writer *w, const char *sql, const slice *values, size_t count, int64_t *out);
/* The texts of its first column, in its order; in the arena. NULL stays NULL. */
MUST_USE status writer_ask_texts(writer *w, const char *sql, const slice *values, size_t count, arena *a, text_list *out);

enum { WRITER_NUMBER_ROOM = 24 };
/* A number as a value of a statement, in the room. */
slice writer_number(int64_t number, char out[WRITER_NUMBER_ROOM]);

#endif
