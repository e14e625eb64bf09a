/* What names, coordinates and costs of a filter refer to, for a filter of this request. */
#ifndef WFS_FILTER_SCOPE_H
#define WFS_FILTER_SCOPE_H

#include "server/filter/fes/fes.h"
#include "server/wfs/request.h"

/* The types of the query; systems: of each of them, NULL where no geometries are read. namespaces: as the parameter NAMESPACES,
 * NULL for none. work: what the filters of the request cost so far, NULL where references alone are read. */
fes_scope filter_scope(const request *rq, const filter_source *sources, const crs *systems, size_t count, const char *namespaces,
                       filter_work *work, arena *a);

#endif
