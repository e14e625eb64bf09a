/* What a request asks of one feature type, or of tuples of several (a join), in the layers' own terms: names resolved, boxes in
 * the layer's CRS, no SQL. */
#ifndef MODEL_QUERY_H
#define MODEL_QUERY_H

#include "data/model/filter.h"
#include "data/model/layer.h"

/* Rows with hide_column = 1 (layer.h). */
typedef enum hidden_rows { HIDDEN_LEFT_OUT, HIDDEN_ONLY, HIDDEN_INCLUDED } hidden_rows;

/* One feature type of the query. The same layer may be there twice (a self-join). */
typedef struct source {
    const layer *layer;
    const property *const *properties; /* what to give, in the layer's order */
    size_t property_count;
    hidden_rows hidden;
} source;

typedef struct sort_key {
    const property *property;
    size_t source;
    bool descending;
} sort_key;

/* The last row of the page before. Rows are found by where they stand in the order, not by how many come before them: so a page
 * neither skips nor repeats a row when somebody writes between two pages. */
typedef struct page_after {
    int64_t id;
    const char *restricted;   /* its value of the layer's restrict_column; NULL when the layer has none */
    const struct value *keys; /* (data/model/feature.h) its values of the query's sort keys */
} page_after;

typedef struct query {
    source sources[SOURCES_MOST];
    size_t source_count;  /* 1; more: a join, whose rows are tuples of one feature of each (WFS 2.0 §7.9.2.5.3.1) */
    const filter *where;  /* NULL: every row */
    const sort_key *sort; /* the ids of the sources are always the last keys, so the order is total */
    size_t sort_count;
    const page_after *after; /* only the rows after this one, in the order of the query; NULL: all. For one source */
    int64_t start, count;    /* rows to skip, and how many to return at most */
} query;

#endif
