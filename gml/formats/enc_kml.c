/* KML (OGC 12-007r2): a placemark per feature, its properties as typed data of a schema. Always longitude, latitude on WGS 84
 * (§6.2), whatever srsName says: a KML document has no place to say anything else. Written here and not by GDAL, so that it
 * streams. */
#include "data/model/geometry.h"
#include "gml/crs/coordinates.h"
#include "gml/formats/encoder.h"
#include "gml/formats/piece.h"
#include "gml/formats/winding.h"

typedef struct kml_writer {
    encoding *e;
    coordinates coordinates;
    piece open; /* of a placemark, up to the number of its id */
    const piece *open_values;
    enum { NO_RING, EXTERIOR, INTERIOR } ring;
} kml_writer;

static const char *const names[] = {"application/vnd.google-earth.kml+xml", "kml", NULL};

static void prepare(encoding *e)
{
    const collection *c = e->what;
    kml_writer *w = arena_alloc(e->arena, sizeof *w);
    piece *opens = arena_array(e->arena, c->property_count + 1, sizeof *opens);
    for (size_t i = 0; i < c->property_count; i++)
        opens[i] = PIECE(e->arena, "<SimpleData name=\"", c->properties[i]->name, "\">");
    *w = (kml_writer){.e = e,
                      .coordinates = {.transform = c->transform, .decimals = c->crs.decimals},
                      .open = PIECE(e->arena, "<Placemark id=\"", c->layer->name, "."),
                      .open_values = opens};
    e->state = w;
}

static status begin(encoding *e)
{
    out_text(e->to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>");
    return status_ok();
}

/* --- The schema. Its int has 32 bits, and it has no dates: those are texts, as GML writes them (§9.2) --- */

static const char *type_name(const property *p)
{
    switch (p->type) {
    case VALUE_DECIMAL: return "double";
    case VALUE_BOOLEAN: return "bool";
    default: return "string";
    }
}

static bool is_data(const property *p)
{
    return p->type != VALUE_GEOMETRY && !p->is_id; /* the placemark has the id */
}

static void write_field(output *to, const property *p)
{
    out_text(to, "<SimpleField type=\"");
    out_text(to, type_name(p));
    out_text(to, "\" name=\"");
    out_text(to, p->name);
    out_text(to, "\"><displayName>");
    out_xml(to, p->title ? p->title : p->name);
    out_text(to, "</displayName></SimpleField>");
}

static status begin_query(encoding *e)
{
    const collection *c = e->what;
    out_text(e->to, "<name>");
    out_xml(e->to, c->layer->title);
    out_text(e->to, "</name><Schema id=\"");
    out_text(e->to, c->layer->name);
    out_text(e->to, "\" name=\"");
    out_text(e->to, c->layer->name);
    out_text(e->to, "\">");
    for (size_t i = 0; i < c->property_count; i++)
        if (is_data(c->properties[i]))
            write_field(e->to, c->properties[i]);
    out_text(e->to, "</Schema>\n");
    return status_ok();
}

/* --- Geometry --- */

static const char *element(geometry_class kind)
{
    switch (kind) {
    case CLASS_POINT: return "Point>";
    case CLASS_LINESTRING: return "LineString>";
    case CLASS_POLYGON: return "Polygon>";
    default: return "MultiGeometry>";
    }
}

static bool geometry_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    const kml_writer *w = context;
    (void)parts;
    (void)depth;
    if (kind == CLASS_COLLECTION)
        return false;
    out_text(w->e->to, "<");
    out_text(w->e->to, element(kind));
    if (w->coordinates.heights && kind <= CLASS_POLYGON)
        out_text(w->e->to, "<altitudeMode>absolute</altitudeMode>");
    return true;
}

static bool ring_begin(void *context, uint32_t index)
{
    kml_writer *w = context;
    w->ring = index ? INTERIOR : EXTERIOR;
    out_text(w->e->to, index ? "<innerBoundaryIs><LinearRing>" : "<outerBoundaryIs><LinearRing>");
    return true;
}

/* §10.8: every ring is counterclockwise, holes too. */
static bool run_of_points(void *context, const uint8_t *xy, uint32_t count)
{
    const kml_writer *w = context;
    const bool reversed = w->ring != NO_RING && ring_is_clockwise(xy, count, w->coordinates.ordinates);
    out_text(w->e->to, "<coordinates>");
    if (!coordinates_kml(&w->coordinates, w->e->to, xy, count, reversed))
        return false;
    out_text(w->e->to, "</coordinates>");
    return true;
}

static bool ring_end(void *context, uint32_t index)
{
    kml_writer *w = context;
    w->ring = NO_RING;
    out_text(w->e->to, index ? "</LinearRing></innerBoundaryIs>" : "</LinearRing></outerBoundaryIs>");
    return true;
}

static bool geometry_end(void *context, geometry_class kind, unsigned depth)
{
    const kml_writer *w = context;
    (void)depth;
    out_text(w->e->to, "</");
    out_text(w->e->to, element(kind));
    return true;
}

static bool write_geometry(const encoding *e, geometry shape)
{
    kml_writer *w = e->state;
    const geometry_visitor visitor = {w, geometry_begin, ring_begin, run_of_points, ring_end, geometry_end, true};
    coordinates_of(&w->coordinates, shape, e->what->layer->heights);
    return geometry_walk(shape, &visitor);
}

/* --- Features --- */

static void write_content(output *to, const property *p, const value *v)
{
    switch (p->type) {
    case VALUE_INTEGER: out_int(to, v->integer); break;
    case VALUE_DECIMAL: out_double(to, v->real); break;
    case VALUE_BOOLEAN: out_text(to, v->integer ? "1" : "0"); break; /* GDAL reads "true" as 0 */
    default: out_xml_of(to, v->text, v->length);
    }
}

/* NULL is left out. */
static void write_data(const encoding *e, const feature *f)
{
    const kml_writer *w = e->state;
    for (size_t i = 0; i < e->what->property_count; i++) {
        if (!is_data(e->what->properties[i]) || f->values[i].null)
            continue;
        out_piece(e->to, w->open_values[i]);
        write_content(e->to, e->what->properties[i], &f->values[i]);
        out_text(e->to, "</SimpleData>");
    }
}

static bool write_shape(const encoding *e, const feature *f)
{
    for (size_t i = 0; i < e->what->property_count; i++)
        if (e->what->properties[i]->type == VALUE_GEOMETRY && !f->values[i].null)
            return write_geometry(e, f->values[i].shape);
    return true;
}

static status write_feature(encoding *e, const feature *f)
{
    const kml_writer *w = e->state;
    out_piece(e->to, w->open);
    out_int(e->to, f->id);
    out_text(e->to, "\"><name>");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    out_int(e->to, f->id);
    out_text(e->to, "</name><ExtendedData><SchemaData schemaUrl=\"#");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, "\">");
    write_data(e, f);
    out_text(e->to, "</SchemaData></ExtendedData>");
    if (!write_shape(e, f))
        return encoder_bad_geometry();
    out_text(e->to, "</Placemark>\n");
    return status_ok();
}

static status end(encoding *e)
{
    out_text(e->to, "</Document></kml>\n");
    return status_ok();
}

/* No truncate: XML that breaks off is visibly incomplete. */
const encoder encoder_kml = {.media_type = "application/vnd.google-earth.kml+xml",
                             .names = names,
                             .lon_lat = true,
                             .only_lon_lat = true,
                             .extension = "kml",
                             .no_hits = true,
                             .prepare = prepare,
                             .begin = begin,
                             .begin_query = begin_query,
                             .feature = write_feature,
                             .end_query = encoder_nothing,
                             .end = end};
