/* What the functions of functions.def do, as SQL functions of the store; for this folder alone. */
#ifndef SPATIALITE_STORE_FUNCTIONS_H
#define SPATIALITE_STORE_FUNCTIONS_H

#include "data/spatial/spatial.h"

#include <sqlite3.h>
#include <stdbool.h>

/* The most bytes in a text that a function returns; the statement fails when it would be longer. */
enum { FUNCTION_TEXT_MOST = 1000000 };

/* s lives as long as the connection. */
bool store_filter_functions_register(sqlite3 *db, spatial *s);

/* The same for the operators of operators.def (filter_operators.c), which the function above registers too. */
bool store_filter_operators_register(sqlite3 *db, spatial *s);
bool store_is_filter_operator(const char *name);

/* Whether this is the SQL name of one of them. */
bool store_is_filter_function(const char *name);

#endif
