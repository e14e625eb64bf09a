/* How SQLite calls every SQL function of ours: for sql_functions.c and filter_functions.c alone.
 *
 * Around each call stands one rule: what was stopped, what GEOS gave up on and what found no memory is an error of the statement,
 * whatever the function gave; it can be no "false", no NULL and no zero. A function that is registered here need not think of it,
 * and none is registered elsewhere (tests/lint). After each FUNCTION_ASK_BYTES of arguments the watch is asked, because SQLite
 * itself asks after so many steps, and a call is one step. So the time of a call goes by the bytes of its arguments; one that
 * takes longer asks spatial_may_go_on itself. */
#ifndef SPATIALITE_STORE_SQL_FUNCTION_H
#define SPATIALITE_STORE_SQL_FUNCTION_H

#include "data/spatial/spatial.h"

#include <sqlite3.h>
#include <stdbool.h>

enum { FUNCTION_ASK_BYTES = 65536 };

/* Gives its result to c; without one it is NULL. A long loop of it asks spatial_may_go_on. */
typedef void sql_call(spatial *s, sqlite3_context *c, sqlite3_value **arguments);

typedef struct sql_function {
    const char *name;
    sql_call *call;
    int arguments;
    bool null_for_null; /* an argument that is NULL makes the result NULL, without a call */
} sql_function;

/* s lives as long as the connection. */
bool sql_function_register(sqlite3 *db, spatial *s, const sql_function *f);

/* For within a call: no memory; what it gives after this does not count. */
void sql_function_no_memory(sqlite3_context *c);
/* For within a call: its text is longer than FUNCTION_TEXT_MOST. */
void sql_function_too_long(sqlite3_context *c);
/* An argument as text; "" when it is NULL. */
const char *sql_function_text(sqlite3_context *c, sqlite3_value *argument);
/* An argument's bytes, by their number; NULL when there are none. */
const void *sql_function_bytes(sqlite3_context *c, sqlite3_value *argument, size_t *size);
geometry sql_function_geometry(sqlite3_context *c, sqlite3_value *argument);

#endif
