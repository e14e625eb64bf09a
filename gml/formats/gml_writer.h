/* Features as GML of any version: shared by enc_gml*.c. Each version has its own names for a feature's id and for the elements of
 * a geometry; everything else is the same in all. */
#ifndef FORMATS_GML_WRITER_H
#define FORMATS_GML_WRITER_H

#include "data/model/geometry.h"
#include "gml/crs/coordinates.h"
#include "gml/formats/gml_collection.h"
#include "gml/formats/piece.h"

typedef struct gml_tags gml_tags;
typedef struct gml_writer gml_writer;

/* What a single class is called, its multi-geometry and that one's member property; positions: the element around its points,
 * NULL for a polygon, whose rings have them. */
typedef struct gml_form {
    const char *element, *multi, *member, *positions;
} gml_form;

/* Around the points of a ring: up to the element with its positions (that of CLASS_LINESTRING), and from that one's end on. */
typedef struct gml_ring {
    const char *open, *close;
} gml_ring;

typedef struct gml_version {
    const char *id;        /* the attribute with a feature's id */
    bool shape_ids;        /* geometries have ids too */
    bool bounded;          /* a feature begins with the extent of its geometry (gml:boundedBy) */
    bool dimensions;       /* they say how many coordinates a point has (srsDimension) */
    const gml_form *forms; /* by geometry_class, up to CLASS_POLYGON */
    gml_ring exterior, interior;
    bool (*put_points)(const coordinates *how, output *to, const uint8_t *xy, uint32_t count);
} gml_version;

struct gml_writer {
    encoding *e;
    const gml_version *version;
    coordinates coordinates;
    const gml_tags *tags;
    size_t bounded;                  /* the index of the property whose extent goes in front; the number of properties: none */
    piece member_open, member_close; /* up to and including the quote of the id */
    piece bounds_open;               /* up to its first corner */
    piece shape_id;                  /* likewise of a geometry's; "": it has none */
    int64_t id;                      /* of the feature being written */
    uint32_t part;                   /* of its geometry */
    bool promote, failed;            /* failed: a geometry of this feature cannot be written */
};

/* For `prepare` and `feature` of an encoder. */
void gml_writer_prepare(encoding *e, const gml_version *version);
MUST_USE status gml_writer_feature(encoding *e, const feature *f);
/* One value without its element; nothing for NULL. */
MUST_USE status gml_writer_value(encoding *e, const feature *f, size_t index);

/* Writes the number of "gemeente.44021"; for its second copy, "gemeente.44021.c2", the suffix too
 * (server/wfs/shared_features.h). */
void gml_writer_number(const gml_writer *w);

/* gml_shape.c: a geometry of the feature being written; w->failed when it cannot be. */
void gml_shape_write(gml_writer *w, geometry shape);
/* The extent of its x and y as it will be written; nothing when it has no points or cannot be written. */
void gml_bounds_write(gml_writer *w, geometry shape);

#endif
