/* GML 2.1.2 (OGC 02-069): how geometries are written. gml:coordinates are x,y whatever the form of the srsName: that is how every
 * client of WFS 1.0 reads them. */
#include "gml/formats/gml_writer.h"

/* WFS 1.0 (02-058) §13.3.2.2 calls it GML2. */
static const char *const names[] = {"GML2",
                                    "text/xml; subtype=gml/2.1.2",
                                    "application/gml+xml; version=2.1",
                                    "application/gml+xml; version=2.1.2",
                                    "text/gml; subtype=gml/2.1.2",
                                    "gml21",
                                    "text/xml",
                                    "application/xml",
                                    NULL};

typedef struct form {
    const char *element, *multi, *member; /* of a single class, its multi-geometry and that one's member property */
} form;

static const form forms[] = {[CLASS_POINT] = {"Point", "MultiPoint", "pointMember"},
                             [CLASS_LINESTRING] = {"LineString", "MultiLineString", "lineStringMember"},
                             [CLASS_POLYGON] = {"Polygon", "MultiPolygon", "polygonMember"}};

static void open_element(output *to, const char *name)
{
    out_text(to, "<gml:");
    out_text(to, name);
    out_text(to, ">");
}

static void close_element(output *to, const char *name)
{
    out_text(to, "</gml:");
    out_text(to, name);
    out_text(to, ">");
}

static void open_whole(const gml_writer *w, const char *name)
{
    out_text(w->e->to, "<gml:");
    out_text(w->e->to, name);
    gml_attribute_write(w->e->to, "srsName", w->e->what->crs.name);
    out_text(w->e->to, ">");
}

static void open_single(const gml_writer *w, const form *f, bool is_part)
{
    if (is_part) {
        open_element(w->e->to, f->member);
        open_element(w->e->to, f->element);
    } else {
        open_whole(w, f->element);
    }
    if (f != &forms[CLASS_POLYGON])
        open_element(w->e->to, "coordinates");
}

static void close_single(const gml_writer *w, const form *f, bool is_part)
{
    if (f != &forms[CLASS_POLYGON])
        close_element(w->e->to, "coordinates");
    close_element(w->e->to, f->element);
    if (is_part)
        close_element(w->e->to, f->member);
}

static bool geometry_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    gml_writer *w = context;
    (void)parts;
    if (kind >= CLASS_MULTIPOINT) {
        open_whole(w, forms[kind - 3].multi);
        return true;
    }
    if (depth == 0) {
        w->promote = w->e->what->layer->geometry_type != GEOMETRY_POINT;
        if (w->promote)
            open_whole(w, forms[kind].multi);
    }
    open_single(w, &forms[kind], depth > 0 || w->promote);
    return true;
}

static bool geometry_end(void *context, geometry_class kind, unsigned depth)
{
    const gml_writer *w = context;
    if (kind >= CLASS_MULTIPOINT) {
        close_element(w->e->to, forms[kind - 3].multi);
        return true;
    }
    close_single(w, &forms[kind], depth > 0 || w->promote);
    if (depth == 0 && w->promote)
        close_element(w->e->to, forms[kind].multi);
    return true;
}

static bool ring_begin(void *context, uint32_t index)
{
    const gml_writer *w = context;
    out_text(w->e->to, index ? "<gml:innerBoundaryIs><gml:LinearRing><gml:coordinates>"
                             : "<gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>");
    return true;
}

static bool ring_end(void *context, uint32_t index)
{
    const gml_writer *w = context;
    out_text(w->e->to, index ? "</gml:coordinates></gml:LinearRing></gml:innerBoundaryIs>"
                             : "</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs>");
    return true;
}

static bool run_of_points(void *context, const uint8_t *xy, uint32_t count)
{
    gml_writer *w = context;
    w->failed |= !coordinates_gml2(&w->coordinates, w->e->to, xy, count);
    return true;
}

static const geometry_visitor shape = {NULL, geometry_begin, ring_begin, run_of_points, ring_end, geometry_end, true};
static const gml_version gml_212 = {.id = "fid", .shape = &shape};

static void prepare(encoding *e)
{
    gml_writer_prepare(e, &gml_212);
}

/* Its collection has no place to say that something is missing: the connection breaks off. */
const encoder encoder_gml2 = {.media_type = "text/xml; subtype=gml/2.1.2; charset=utf-8",
                              .names = names,
                              .prepare = prepare,
                              .begin = gml_collection_begin,
                              .begin_query = gml_collection_begin_query,
                              .feature = gml_writer_feature,
                              .reference = gml_collection_reference,
                              .end_query = gml_collection_end_query,
                              .end = gml_collection_end};
