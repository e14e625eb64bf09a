/* The connection of an edit: for driver.c, and for tests of the inside.
 *
 * One short connection and one transaction of its own for each edit: the connection that answers requests is read-only, and stays
 * so. */
#ifndef SPATIALITE_EDIT_CONNECTION_H
#define SPATIALITE_EDIT_CONNECTION_H

#include "data/store/store_driver.h"

typedef struct sqlite3 sqlite3;

/* Opens the file and takes the write lock. */
MUST_USE status edit_connection_begin(const char *location, sqlite3 **out);
/* Both close the connection; what was not committed is gone with it. */
MUST_USE status edit_connection_commit(sqlite3 *db);
void edit_connection_roll_back(sqlite3 *db);

/* The database's own words go to the log; what a client reads says what he can do. */
MUST_USE status edit_connection_failed(sqlite3 *db, const char *doing);

/* Of an open edit: *out as store_driver.h says. */
MUST_USE status edit_queries_keep(sqlite3 *db, const change *c, int64_t *out);
MUST_USE status edit_queries_drop(sqlite3 *db, const change *c, int64_t *out);

#endif
