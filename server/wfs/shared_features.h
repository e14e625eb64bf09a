/* Features that come more than once in one answer: in several tuples of a join, or in several queries. A gml:id is an XML ID: it
 * may stand in a document once.
 *
 *  - In another query a reference stands in the place of the feature: WFS 2.0 (09-025r2) §11.3.3.5 asks for that.
 *  - In another tuple stands a copy, whose id has a number behind it ("gemeente.44021.c2"). The standard's example (§11.3.3.6)
 * has references there too, but GDAL and QGIS, who do join, read over them without a word: the values would be missing in all
 * tuples but the first. Who can read references gets them by RESOLVE=none. */
#ifndef WFS_SHARED_FEATURES_H
#define WFS_SHARED_FEATURES_H

#include "server/wfs/request.h"

/* The members that an answer with such features may have at most, so that the memory for their ids is bounded; the rest is for
 * the next page. */
enum { SHARED_FEATURES_MOST = 100000 };

/* Whether a feature can come twice in the answer to these queries. */
bool shared_features_possible(const wfs_query *queries, size_t count);

/* A feature that is referred to is written once, with what any of the queries asks of its type. In place. */
void shared_features_unite_properties(wfs_query *queries, size_t count, arena *a);

/* The features that have been written. */
typedef struct written written;
/* most: how many features will be added at most. */
written *written_new(arena *a, size_t most);
/* How often this one had been added before. */
uint32_t written_add(written *w, const layer *l, int64_t id);

#endif
