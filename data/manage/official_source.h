/* A layer of a file that GDAL reads, feature by feature as shapes in EPSG:31370. For official.c alone. */
#ifndef MANAGE_OFFICIAL_SOURCE_H
#define MANAGE_OFFICIAL_SOURCE_H

#include "data/manage/official.h"
#include "data/manage/shape.h"

typedef struct official_source official_source;

typedef struct official_feature {
    const char *nis;     /* 5 digits as text; NULL when the field is empty */
    const char *naam;    /* NULL when there is no such field */
    const char *capakey; /* the same */
} official_feature;

/* Opens the layer that the settings name, or the first one with a field for the NIS code; closed with the arena. ST_BAD_INPUT
 * when there is none, or its reference system cannot be brought to Lambert 72. */
MUST_USE status official_open(const official_settings *settings, arena *a, official_source **out);
/* Whether its coordinates are transformed: the layer is not in EPSG:31370. */
bool official_reprojects(const official_source *s);

/* contour is cleared and filled. Texts live in the arena. *more false: the end. ST_BAD_INPUT: a feature that is wrong, or a file
 * that breaks off half-way. */
MUST_USE status official_next(official_source *s, arena *a, official_feature *out, shape *contour, bool *more);

#endif
