/* A stored geometry as text (WKT, OGC 06-103r4 §7), x before y. */
#ifndef FORMATS_WKT_H
#define FORMATS_WKT_H

#include "gml/crs/coordinates.h"
#include "gml/formats/encoder.h"

typedef struct wkt_writer {
    output *to;
    const layer *layer; /* a single geometry becomes a multi-geometry where the layer has those */
    coordinates coordinates;

    bool promote;
    bool empty[2]; /* the geometry, and the part of it that is written now */
    bool in_ring;
    uint32_t part; /* of the multi-geometry, from 0 */
} wkt_writer;

/* For e->what, to this output. */
wkt_writer wkt_writer_of(const encoding *e, output *to);

/* False when the geometry cannot be written; part of it may have been. */
bool wkt_put(wkt_writer *w, geometry shape);

#endif
