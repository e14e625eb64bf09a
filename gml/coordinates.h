/* Runs of stored coordinates on their way out: transformed, in the axis order of the answer, as fixed-point digits. */
#ifndef GML_COORDINATES_H
#define GML_COORDINATES_H

#include "gml/crs.h"
#include "server/base/out.h"

typedef struct coordinates {
    const transform *transform; /* NULL: as stored */
    bool yx;
    int decimals;
} coordinates;

/* "1 2 3 4" (GML posList, pos). xy: count points as in data/geometry.h. False when a point cannot be transformed. */
bool coordinates_gml(const coordinates *c, output *to, const uint8_t *xy, uint32_t count);

/* "[1,2],[3,4]" (RFC 7946 §3.1.1), always x,y; the last point first when reversed. */
bool coordinates_json(const coordinates *c, output *to, const uint8_t *xy, uint32_t count, bool reversed);

#endif
