/* The reading of requests over the layers that we ship and one with names beyond ASCII, without a store; shared by several
 * targets. */
#ifndef TESTS_FUZZ_WORLD_H
#define TESTS_FUZZ_WORLD_H

#include "data/store/spatialite/sql_plan.h"
#include "server/wfs/request.h"
#include "tests/fuzz/fuzz.h"

typedef struct world {
    arena *lasting, *request; /* request: reset by the target after each input */
    catalog layers;
    site site;
    const scope *who; /* may change the rows of one gemeente */
    caught *answer;
} world;

/* One for the whole run. */
world *world_open(void);

/* Reads the request: an accepted one must give SQL without any text of the client, changes within their bounds, or a document; a
 * refused one a readable report. */
void world_hold(world *w, const exchange *x);

/* Checks that the SQL holds only our words, names of the layer file and marks for values, and as many marks as values. */
void world_hold_plan(const sql_plan *p, const dialect *d, const query *q, arena *a);

#endif
