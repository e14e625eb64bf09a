/* Features that come more than once in one answer: in several tuples of a join, or in several queries. A gml:id is an XML ID: it
 * may occur once in a document.
 *
 *  - In another query, a reference replaces the feature: WFS 2.0 (09-025r2) §11.3.3.5 asks for that.
 *  - In another tuple, there is a copy whose id ends in a number ("gemeente.44021.c2"). The standard's example (§11.3.3.6) has
 * references there too, but GDAL and QGIS, which do use joins, silently skip them: the values would be missing in all tuples but
 * the first. Clients that can read references get them with RESOLVE=none. */
#ifndef WFS_SHARED_FEATURES_H
#define WFS_SHARED_FEATURES_H

#include "server/wfs/request.h"

/* The largest number of members in an answer with such features, so that the memory for their ids is bounded; the rest is left
 * for the next page. */
enum { SHARED_FEATURES_MOST = 100000 };

/* Whether a feature can come twice in the answer to these queries. */
bool shared_features_possible(const wfs_query *queries, size_t count);

/* A feature that is referred to is written once, so it gets every property that any of the queries asks of its type. In place. */
void shared_features_unite_properties(wfs_query *queries, size_t count, arena *a);

/* The features that have been written. */
typedef struct written written;
/* most: how many features will be added at most. */
written *written_new(arena *a, size_t most);
/* Adds it; returns how often it was added before. */
uint32_t written_add(written *w, const layer *l, int64_t id);

#endif
