/* Writing stored queries: for driver.c alone.
 *
 * Each call is one short connection and one transaction of its own: the connection that answers requests is read-only, and stays
 * so. */
#ifndef SPATIALITE_STORE_KEEP_QUERIES_H
#define SPATIALITE_STORE_KEEP_QUERIES_H

#include "data/store/stored_queries.h"

/* As store_keep_queries and store_drop_query (data/store/store.h) have it. */
MUST_USE status spatialite_keep_queries(const char *location, const char *organisation, const char *actor,
                                        const stored_definition *all, size_t count);
MUST_USE status spatialite_drop_query(const char *location, const char *organisation, const char *id, bool *found);

#endif
