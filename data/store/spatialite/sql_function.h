/* How SQLite calls every SQL function of ours: for sql_functions.c and filter_functions.c alone.
 *
 * One rule holds for each call: when it was stopped, when GEOS gave up or when memory ran out, the statement fails, whatever the
 * function returned; that can never pass for "false", NULL or zero. A function that is registered here need not take care of it,
 * and none is registered elsewhere (tests/lint). After each FUNCTION_ASK_BYTES of arguments the watch is asked, because SQLite
 * itself asks only after a number of steps, and a call is one step. So a call's time is estimated by the bytes of its arguments;
 * a function that takes longer asks spatial_may_go_on itself. */
#ifndef SPATIALITE_STORE_SQL_FUNCTION_H
#define SPATIALITE_STORE_SQL_FUNCTION_H

#include "data/spatial/spatial.h"

#include <sqlite3.h>
#include <stdbool.h>

enum { FUNCTION_ASK_BYTES = 65536 };

/* Sets its result in c; without one the result is NULL. A long loop in it asks spatial_may_go_on. */
typedef void sql_call(spatial *s, sqlite3_context *c, sqlite3_value **arguments);

typedef struct sql_function {
    const char *name;
    sql_call *call;
    int arguments;
    bool null_for_null; /* an argument that is NULL makes the result NULL, without a call */
} sql_function;

/* s lives as long as the connection. */
bool sql_function_register(sqlite3 *db, spatial *s, const sql_function *f);

/* To be used within a call: memory ran out; a result set after this does not count. */
void sql_function_no_memory(sqlite3_context *c);
/* To be used within a call: its text is longer than FUNCTION_TEXT_MOST. */
void sql_function_too_long(sqlite3_context *c);
/* An argument as a number. What is none, a text that SQLite keeps in a column of numbers, is an error of the statement: it must
 * not count as 0. Afterwards the argument's type is that of a number. */
double sql_function_number(sqlite3_context *c, sqlite3_value *argument);
/* An argument as text; "" when it is NULL. */
const char *sql_function_text(sqlite3_context *c, sqlite3_value *argument);
/* An argument's bytes and how many there are; NULL when there are none. */
const void *sql_function_bytes(sqlite3_context *c, sqlite3_value *argument, size_t *size);
geometry sql_function_geometry(sqlite3_context *c, sqlite3_value *argument);

#endif
