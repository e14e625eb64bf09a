/* Features as GML of any version: shared by enc_gml*.c. Each version has its own way of writing a geometry and of naming a
 * feature; tags, values and members are the same in all. */
#ifndef FORMATS_GML_WRITER_H
#define FORMATS_GML_WRITER_H

#include "data/model/geometry.h"
#include "gml/crs/coordinates.h"
#include "gml/formats/gml_collection.h"
#include "gml/formats/piece.h"

typedef struct gml_tags gml_tags;
typedef struct gml_writer gml_writer;

typedef struct gml_version {
    const char *id;                /* the attribute with a feature's id */
    bool shape_ids;                /* geometries have ids too */
    const geometry_visitor *shape; /* writes one; its context is the gml_writer */
} gml_version;

struct gml_writer {
    encoding *e;
    const gml_version *version;
    coordinates coordinates;
    const gml_tags *tags;
    piece member_open, member_close; /* up to and including the quote of the id */
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

#endif
