/* What a request asks of one feature type, in the layer's own terms: names resolved, boxes in the layer's CRS, no SQL. */
#ifndef DATA_QUERY_H
#define DATA_QUERY_H

#include "data/filter.h"
#include "data/layer.h"

typedef struct sort_key {
    const property *property;
    bool descending;
} sort_key;

/* Rows with hide_column = 1 (layer.h). */
typedef enum hidden_rows { HIDDEN_LEFT_OUT, HIDDEN_ONLY, HIDDEN_INCLUDED } hidden_rows;

typedef struct query {
    const layer *layer;
    const property *const *properties; /* what to give, in the layer's order */
    size_t property_count;
    const filter *where; /* NULL: every row */
    hidden_rows hidden;
    const sort_key *sort; /* the id is always the last key, so the order is total */
    size_t sort_count;
    int64_t start, count; /* rows to skip, most rows to give */
} query;

#endif
