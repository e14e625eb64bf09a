/* What the files gml_read*.c share; for them alone. */
#ifndef READER_GML_READER_H
#define READER_GML_READER_H

#include "base/text.h"
#include "data/model/geometry_build.h"
#include "gml/reader/gml_read.h"

/* Points of one line or ring, in the CRS and x, y order, before they are transformed. */
typedef struct gml_run {
    arena *arena;
    double *xy;
    size_t count, room;
} gml_run;

typedef struct gml_reader {
    crs_set *set;
    int srid;
    arena *arena;
    geometry_build build;
    gml_run run;    /* the current one */
    size_t members; /* so far */
    size_t points;
} gml_reader;

/* What an element inherits from those around it (OGC 07-036 §9.10 and §10.1.3.2). */
typedef struct gml_context {
    crs crs;
    unsigned dimension; /* srsDimension; 0: not said */
    unsigned depth;
} gml_context;

#define GML_FAIL(code, node, nl, en, ...)                                                                                 \
    FAIL(code, (const char *)(node)->name, "%.40s (regel %ld): " nl, "%.40s (line %ld): " en, (const char *)(node)->name, \
         xmlGetLineNo(node), __VA_ARGS__)

/* gml_read_xml.c: elements, attributes and text. */
const xmlNode *gml_first(const xmlNode *parent); /* child element; comments and other nodes are skipped */
const xmlNode *gml_next(const xmlNode *element); /* sibling element */
bool gml_is(const xmlNode *element, const char *name);
const char *gml_attribute(const xmlNode *element, const char *name,
                          arena *a); /* without a namespace; NULL when it is not there */
/* The standard properties that every object may have (07-036 §7.2.4), which say nothing about its position. */
bool gml_is_remark(const xmlNode *element);
MUST_USE status gml_no_such(const xmlNode *element, const xmlNode *within);
MUST_USE status gml_content(const xmlNode *element, arena *a, const char **out); /* text alone */
/* The context within this element: its srsName and srsDimension, one level deeper. */
MUST_USE status gml_enter(gml_reader *r, const xmlNode *element, const gml_context *around, gml_context *out);

/* gml_read_points.c: coordinates, added to the run. */
MUST_USE status gml_add_point(gml_reader *r, const xmlNode *element, double x, double y);
bool gml_is_coordinates(const xmlNode *element); /* pos, posList, coordinates, coord, lowerCorner, upperCorner, pointProperty,
                                                    pointRep, pointMember */
MUST_USE status gml_read_coordinates(gml_reader *r, const xmlNode *element, const gml_context *c);
/* All coordinates of a Point, LineString, LinearRing or segment, between least and most of them. */
MUST_USE status gml_read_run(gml_reader *r, const xmlNode *element, const gml_context *c, size_t least, size_t most);
/* Adds the run, transformed, to the current part. */
MUST_USE status gml_end_run(gml_reader *r, const xmlNode *element, const gml_context *c);

/* gml_read_curve.c */
MUST_USE status gml_read_curve(gml_reader *r, const xmlNode *element,
                               const gml_context *around); /* any curve or Ring, added to the run */

/* gml_arc.c: the arc through three points as edges, added to the run, which ends in the first of them. closed: a whole circle. */
MUST_USE status gml_add_arc(gml_reader *r, const xmlNode *element, const gml_context *c, const double *points, bool closed);

/* gml_follow.c: adds points on the edges of the run, so that they are followed in the store's CRS too; called before t transforms
 * it from EPSG:code. */
MUST_USE status gml_follow_edges(gml_reader *r, const xmlNode *element, int code, const transform *t);

/* gml_clip.c: cuts off what lies outside the window. False, and the ring unchanged, when nothing of it lies inside. */
bool gml_clip_ring(gml_run *ring, const double window[4]);

#endif
