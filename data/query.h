/* What a request asks of one feature type, in the layer's own terms: names resolved, boxes in the layer's CRS, no SQL. */
#ifndef DATA_QUERY_H
#define DATA_QUERY_H

#include "data/layer.h"

typedef struct id_list {
    const int64_t *ids;
    size_t count;
} id_list;

/* A box as the closed ring that it is in the layer's CRS (a box of another CRS has bent sides), x,y order, and its extent. */
typedef struct region {
    const double *ring; /* count points, the first not repeated */
    size_t count;
    double mbr[4];   /* minx, miny, maxx, maxy */
    double inner[4]; /* a box that lies wholly inside: what lies in it needs no closer look; inside out when there is none */
} region;

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
    const region *region; /* NULL: anywhere */
    const id_list *ids;   /* NULL: any; an empty list: nothing */
    hidden_rows hidden;
    const sort_key *sort; /* the id is always the last key, so the order is total */
    size_t sort_count;
    int64_t start, count; /* rows to skip, most rows to give */
} query;

#endif
