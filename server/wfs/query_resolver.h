/* Private to query_resolve.c and query_sources.c: a query while its texts are resolved to the catalog's types and properties. */
#ifndef WFS_QUERY_RESOLVER_H
#define WFS_QUERY_RESOLVER_H

#include "server/wfs/filter_scope.h"
#include "server/wfs/query_text.h"

typedef struct resolver {
    const query_text *text;
    request *request;
    arena *arena;
    wfs_query *query;
    filter_source sources[SOURCES_MOST]; /* as many as the query has */
    crs crs[SOURCES_MOST];               /* for each type, that of geometries without srsName */
} resolver;

/* Sets the types of the query, and those of the request for the log: reading may still fail. */
void sources_note(resolver *r, const layer *const *layers, size_t count);
/* typeNames and aliases. */
MUST_USE status sources_resolve(resolver *r);
/* propertyName, sortBy, srsName and the layers' own parameters for hidden rows (after the filter). */
MUST_USE status sources_properties(resolver *r);
MUST_USE status sources_sort(resolver *r);
MUST_USE status sources_crs(resolver *r);
MUST_USE status sources_hidden(resolver *r);
/* ST_BAD_PARAM for a join whose filter does not connect its types: every row of one would be paired with every row of the other.
 */
MUST_USE status sources_tied(const resolver *r);

/* The types that names in this query refer to. */
fes_scope sources_scope(const resolver *r);

#endif
