/* The reading of requests over the layers that we ship, without a store: what the targets request, post and filter share. */
#ifndef TESTS_FUZZ_WORLD_H
#define TESTS_FUZZ_WORLD_H

#include "data/store/spatialite/sql_plan.h"
#include "server/wfs/request.h"
#include "tests/fuzz/fuzz.h"

typedef struct world {
    arena *lasting, *request; /* request: reset by the target after each input */
    catalog layers;
    site site;
    caught *answer;
} world;

/* One for the whole run. */
world *world_open(void);

/* Reads the request: what is understood becomes SQL in which nothing of the client's stands, or a document; what is not becomes a
 * report that can be read. */
void world_hold(world *w, const exchange *x);

/* Nothing but words of ours, names of the layer file and marks for values; as many marks as values. */
void world_hold_plan(const sql_plan *p, const dialect *d, const query *q, arena *a);

#endif
