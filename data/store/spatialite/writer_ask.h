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

#endif
