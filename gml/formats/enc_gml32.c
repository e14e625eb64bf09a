/* GML 3.2 (OGC 07-036) and GML 3.1.1 (03-105r1), simple features profile SF-0: how geometries are written. They differ only in
 * the ids of geometries. */
#include "gml/formats/gml_value.h"
#include "gml/formats/gml_writer.h"

static const char *const names_32[] = {"application/gml+xml; version=3.2",
                                       "text/xml; subtype=gml/3.2",
                                       "application/xml; subtype=gml/3.2",
                                       "text/xml; subtype=gml/3.2.1",
                                       "application/gml+xml; version=3.2.1",
                                       "gml32",
                                       "gml3.2",
                                       "text/xml",
                                       "application/xml",
                                       NULL};

/* WFS 1.1 (04-094) table 2; the others are what clients send. */
static const char *const names_311[] = {"text/xml; subtype=gml/3.1.1",
                                        "text/gml; subtype=gml/3.1.1",
                                        "application/xml; subtype=gml/3.1.1",
                                        "application/gml+xml; version=3.1",
                                        "application/gml+xml; version=3.1.1",
                                        "text/xml; subtype=gml/3.1",
                                        "gml31",
                                        "gml3",
                                        "text/xml",
                                        "application/xml",
                                        NULL};

/* The feature's, then ".g", then the part's number (07-036 §7.2.4.5: required and unique in the document). */
static void write_id(const gml_writer *w, bool is_part)
{
    output *to = w->e->to;
    out_piece(to, w->shape_id);
    gml_writer_number(w);
    out_text(to, ".g");
    if (is_part) {
        out_text(to, ".");
        out_int(to, w->part);
    }
    out_text(to, "\"");
}

static void geometry_tag(const gml_writer *w, const char *element, bool is_part)
{
    output *to = w->e->to;
    out_text(to, "<gml:");
    out_text(to, element);
    if (w->version->shape_ids)
        write_id(w, is_part);
    if (is_part) {
        out_text(to, ">");
        return;
    }
    out_text(to, " srsName=\"");
    out_text(to, w->e->what->crs.name);
    out_text(to, w->coordinates.heights ? "\" srsDimension=\"3\">" : "\" srsDimension=\"2\">");
}

typedef struct form {
    const char *element, *multi, *member; /* of a single class, its multi-geometry and that one's member property */
} form;

static const form forms[] = {[CLASS_POINT] = {"Point", "MultiPoint", "pointMember"},
                             [CLASS_LINESTRING] = {"LineString", "MultiCurve", "curveMember"},
                             [CLASS_POLYGON] = {"Polygon", "MultiSurface", "surfaceMember"}};

static void open_element(output *to, const char *name)
{
    out_text(to, "<gml:");
    out_text(to, name);
    out_text(to, ">");
}

/* Coordinates with heights repeat srsDimension on their own element: some clients look only there. */
static void open_positions(const gml_writer *w, const char *name)
{
    out_text(w->e->to, "<gml:");
    out_text(w->e->to, name);
    out_text(w->e->to, w->coordinates.heights ? " srsDimension=\"3\">" : ">");
}

static void close_element(output *to, const char *name)
{
    out_text(to, "</gml:");
    out_text(to, name);
    out_text(to, ">");
}

static void open_single(gml_writer *w, const form *f, bool is_part)
{
    if (is_part) {
        w->part++;
        open_element(w->e->to, f->member);
    }
    geometry_tag(w, f->element, is_part);
    if (f == &forms[CLASS_POINT])
        open_positions(w, "pos");
    else if (f == &forms[CLASS_LINESTRING])
        open_positions(w, "posList");
}

static void close_single(const gml_writer *w, const form *f, bool is_part)
{
    if (f == &forms[CLASS_POINT])
        close_element(w->e->to, "pos");
    else if (f == &forms[CLASS_LINESTRING])
        close_element(w->e->to, "posList");
    close_element(w->e->to, f->element);
    if (is_part)
        close_element(w->e->to, f->member);
}

static bool geometry_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    gml_writer *w = context;
    (void)parts;
    if (kind >= CLASS_MULTIPOINT) {
        geometry_tag(w, forms[kind - 3].multi, false);
        return true;
    }
    if (depth == 0) {
        w->promote = w->e->what->layer->geometry_type != GEOMETRY_POINT;
        if (w->promote)
            geometry_tag(w, forms[kind].multi, false);
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
    out_text(w->e->to, index ? "<gml:interior><gml:LinearRing>" : "<gml:exterior><gml:LinearRing>");
    open_positions(w, "posList");
    return true;
}

static bool ring_end(void *context, uint32_t index)
{
    const gml_writer *w = context;
    out_text(w->e->to,
             index ? "</gml:posList></gml:LinearRing></gml:interior>" : "</gml:posList></gml:LinearRing></gml:exterior>");
    return true;
}

static bool run_of_points(void *context, const uint8_t *xy, uint32_t count)
{
    gml_writer *w = context;
    w->failed |= !coordinates_gml(&w->coordinates, w->e->to, xy, count);
    return true; /* on to the closing tags: a truncated answer is still well-formed */
}

static const geometry_visitor shape = {NULL, geometry_begin, ring_begin, run_of_points, ring_end, geometry_end, true};
static const gml_version gml_32 = {.id = "gml:id", .shape_ids = true, .shape = &shape};
static const gml_version gml_311 = {.id = "gml:id", .shape = &shape};

static void prepare_32(encoding *e)
{
    gml_writer_prepare(e, &gml_32);
}

static void prepare_311(encoding *e)
{
    gml_writer_prepare(e, &gml_311);
}

void gml_value_prepare(encoding *e)
{
    prepare_32(e);
}

status gml_value_write(encoding *e, const feature *f, size_t index)
{
    return gml_writer_value(e, f, index);
}

void gml_value_reference(encoding *e, int64_t id)
{
    out_text(e->to, "<wfs:member xlink:href=\"#");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    out_int(e->to, id);
    out_text(e->to, ".g\"/>\n");
}

const encoder encoder_gml32 = {.media_type = "application/gml+xml; version=3.2",
                               .names = names_32,
                               .prepare = prepare_32,
                               .begin = gml_collection_begin,
                               .begin_query = gml_collection_begin_query,
                               .feature = gml_writer_feature,
                               .reference = gml_collection_reference,
                               .begin_tuple = gml_collection_begin_tuple,
                               .end_tuple = gml_collection_end_tuple,
                               .end_query = gml_collection_end_query,
                               .end = gml_collection_end,
                               .truncate = gml_collection_truncate};

/* Its collection has no place to say that something is missing: the connection breaks off. */
const encoder encoder_gml31 = {.media_type = "text/xml; subtype=gml/3.1.1; charset=utf-8",
                               .names = names_311,
                               .prepare = prepare_311,
                               .begin = gml_collection_begin,
                               .begin_query = gml_collection_begin_query,
                               .feature = gml_writer_feature,
                               .reference = gml_collection_reference,
                               .end_query = gml_collection_end_query,
                               .end = gml_collection_end};
