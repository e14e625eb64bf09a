/* What the names and coordinates in a filter of this request refer to, and what the filter's cost is added to. */
#ifndef WFS_FILTER_SCOPE_H
#define WFS_FILTER_SCOPE_H

#include "server/filter/fes/fes.h"
#include "server/wfs/request.h"

/* The types of the query; systems: one for each of them, NULL where no geometries are read. namespaces: in the form of the
 * parameter NAMESPACES, NULL for none. work: what the filters of the request have cost so far, NULL where only references are
 * read. */
fes_scope filter_scope(const request *rq, const filter_source *sources, const crs *systems, size_t count, const char *namespaces,
                       filter_work *work, arena *a);

#endif
