/* SQL functions of our own, for this folder alone. */
#ifndef SPATIALITE_STORE_SPATIALITE_FUNCTIONS_H
#define SPATIALITE_STORE_SPATIALITE_FUNCTIONS_H

#include "data/spatial/spatial.h"

#include <sqlite3.h>
#include <stdbool.h>

/* The functions that a query may call (sql_plan_filter.c), besides those of functions.def; NULL-terminated. */
extern const char *const store_functions[];

/* s lives as long as the connection. */
bool store_functions_register(sqlite3 *db, spatial *s);

#endif
