/* Writing stored queries: for data/store/stored_queries.c alone.
 *
 * Each call is one short connection and one transaction of its own: the connection that answers requests is read-only, and stays so. */
#ifndef STORE_STORE_STORED_QUERIES_H
#define STORE_STORE_STORED_QUERIES_H

#include "data/store/stored_queries.h"

MUST_USE status store_keep_queries(const char *location, const char *organisation, const char *actor, const stored_definition *all, size_t count);
MUST_USE status store_drop_query(const char *location, const char *organisation, const char *id, bool *found);

#endif
