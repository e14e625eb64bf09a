/* Heavy requests beside light ones (a dump, a filter that reads everything): at most half of the workers do heavy work at once, so that the others answer
 * light requests meanwhile. A request is heavy when it will give LANE_FEATURES or more, or has taken LANE_MS so far. One that finds no room
 * before its answer has begun gets ST_BUSY (503 with Retry-After); one that has begun goes on. */
#ifndef SERVER_LANES_H
#define SERVER_LANES_H

#include "data/store.h"
#include "server/base/out.h"

#include <sys/types.h>

enum { LANE_FEATURES = 50000, LANE_MS = 1000 };

typedef struct lanes lanes; /* who does heavy work now; memory that all workers share */
typedef struct lane lane;   /* one request's place in it, left by the arena */

lanes *lanes_new(void); /* before the workers are made */
void lanes_free(lanes *all);
void lanes_clear(lanes *all, pid_t dead); /* what a worker held that died */

/* most: heavy requests at once. client: asked as well; the watch of the request is lane_watch. */
lane *lane_new(lanes *all, int most, store_watch client, const output *to, arena *a);
store_watch lane_watch(lane *l);

/* Before an answer with this many features begins. */
MUST_USE status lane_weigh(lane *l, int64_t features);

#endif
