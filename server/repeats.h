/* Features that come more than once in one answer: in several tuples of a join, or in several queries.
 *
 * GML has them once, because a gml:id is an XML ID; wherever they come again stands a reference to them (WFS 2.0 (09-025r2) §11.3.3.5 and §11.3.3.6). */
#ifndef SERVER_REPEATS_H
#define SERVER_REPEATS_H

#include "server/request.h"

/* The members that an answer with such features may have at most, so that the memory for their ids is bounded; the rest is for the next page. */
enum { REPEATS_MOST = 100000 };

/* Whether a feature can come twice in the answer to these queries. */
bool repeats_possible(const wfs_query *queries, size_t count);

/* A feature is written once, with what any of the queries asks of its type. In place. */
void repeats_share_properties(wfs_query *queries, size_t count, arena *a);

/* The features that have been written. */
typedef struct written written;
written *written_new(arena *a, size_t most);
/* Whether this one had been added before. */
bool written_add(written *w, const layer *l, int64_t id);

#endif
