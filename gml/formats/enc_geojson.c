/* GeoJSON (RFC 7946). With srsName: coordinates in that CRS, x,y, and the `crs` member of the 2008 form, which QGIS, GDAL and
 * OpenLayers read. */
#include "data/model/geometry.h"
#include "gml/crs/coordinates.h"
#include "gml/formats/encoder.h"
#include "gml/formats/piece.h"
#include "gml/formats/winding.h"

#include <string.h>

typedef struct json_writer {
    encoding *e;
    coordinates coordinates;
    piece open;        /* of a feature, up to its number */
    const piece *keys; /* of each property, with the punctuation before it */
    size_t shape;      /* index of the geometry among the properties; their number when the query leaves it out */
    bool promote;      /* a single geometry in a layer of multi-geometries */
    uint32_t part;     /* of the multi-geometry, from 0 */
    enum { NO_RING, EXTERIOR, INTERIOR } ring;
} json_writer;

static const char *const names[] = {
    "application/geo+json", "application/json", "json", "geojson", "application/vnd.geo+json", NULL};

static void member(output *to, const char *name, const char *content)
{
    out_text(to, ",\"");
    out_text(to, name);
    out_text(to, "\":\"");
    out_json(to, content);
    out_text(to, "\"");
}

static void number(output *to, const char *name, int64_t count)
{
    out_text(to, ",\"");
    out_text(to, name);
    out_text(to, "\":");
    out_int(to, count);
}

/* CRS84 is x,y by definition. For an EPSG code x,y is the custom in GeoJSON, whatever the authority's order. */
static void write_crs(const encoding *e)
{
    const crs *c = &e->answer->crs;
    if (!e->answer->crs_asked)
        return;
    out_text(e->to, ",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:");
    out_text(e->to, c->lon_lat ? "OGC:1.3:CRS84" : "EPSG::");
    if (!c->lon_lat)
        out_int(e->to, c->code);
    out_text(e->to, "\"}}");
}

static void write_link(output *to, const answer_link *l, bool first)
{
    out_text(to, first ? "{\"rel\":\"" : ",{\"rel\":\"");
    out_text(to, l->relation);
    out_text(to, "\"");
    member(to, "type", l->type);
    member(to, "href", l->href);
    if (l->title)
        member(to, "title", l->title);
    out_text(to, "}");
}

static void write_list(output *to, const answer_link *links, size_t count)
{
    out_text(to, ",\"links\":[");
    for (size_t i = 0; i < count; i++)
        write_link(to, &links[i], i == 0);
    out_text(to, "]");
}

static void write_links(const encoding *e)
{
    const answer *c = e->answer;
    answer_link pages[2];
    size_t count = 0;
    if (c->next)
        pages[count++] = (answer_link){"next", "application/geo+json", c->next, NULL};
    if (c->previous)
        pages[count++] = (answer_link){"prev", "application/geo+json", c->previous, NULL};
    if (c->links)
        write_list(e->to, c->links, c->link_count);
    else if (count > 0)
        write_list(e->to, pages, count);
}

static size_t find_geometry(const collection *c)
{
    size_t i = 0;
    while (i < c->property_count && c->properties[i]->type != VALUE_GEOMETRY)
        i++;
    return i;
}

static const piece *make_keys(const encoding *e, size_t shape)
{
    const collection *c = e->what;
    piece *keys = arena_array(e->arena, c->property_count + 1, sizeof *keys);
    const size_t first = shape == 0 ? 1 : 0;
    for (size_t i = 0; i < c->property_count; i++)
        keys[i] = PIECE(e->arena, i == first ? "\"" : ",\"", c->properties[i]->name, "\":");
    return keys;
}

static void prepare(encoding *e)
{
    json_writer *w = arena_alloc(e->arena, sizeof *w);
    const size_t shape = find_geometry(e->what);
    *w = (json_writer){.e = e,
                       .coordinates = {.transform = e->what->transform,
                                       .yx = e->answer->authority_order && e->what->crs.yx,
                                       .decimals = e->what->crs.decimals},
                       .shape = shape,
                       .keys = make_keys(e, shape)};
    w->open = PIECE(e->arena, "\n{\"type\":\"Feature\",\"id\":\"", e->what->layer->name, ".");
    e->state = w;
}

static status begin(encoding *e)
{
    if (e->answer->bare)
        return status_ok();
    out_text(e->to, "{\"type\":\"FeatureCollection\"");
    number(e->to, "totalFeatures", e->answer->matched); /* GeoServer's name for it, by which MapStore turns pages */
    number(e->to, "numberMatched", e->answer->matched);
    number(e->to, "numberReturned", e->answer->returned);
    member(e->to, "timeStamp", e->answer->time_stamp);
    write_crs(e);
    write_links(e);
    if (e->answer->note)
        member(e->to, "note", e->answer->note);
    out_text(e->to, ",\"features\":[");
    return status_ok();
}

static void write_value(output *to, const property *p, const value *v)
{
    if (v->null) {
        out_text(to, "null");
        return;
    }
    switch (p->type) {
    case VALUE_INTEGER: out_int(to, v->integer); break;
    case VALUE_BOOLEAN: out_text(to, v->integer ? "true" : "false"); break;
    case VALUE_DECIMAL: out_double(to, v->real); break;
    default:
        out_text(to, "\"");
        out_json_of(to, v->text, v->length);
        out_text(to, "\"");
    }
}

static const char *type_name(geometry_class kind, bool multi)
{
    static const char *const single_names[] = {"Point", "LineString", "Polygon"}, *const multi_names[] = {"MultiPoint",
                                                                                                          "MultiLineString",
                                                                                                          "MultiPolygon"};
    const size_t index = kind >= CLASS_MULTIPOINT ? kind - CLASS_MULTIPOINT : kind - CLASS_POINT;
    return multi ? multi_names[index] : single_names[index];
}

/* Depth 0 opens the geometry object; a part of a multi-geometry opens one more bracket. Points have no bracket of their own. */
static bool geometry_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    json_writer *w = context;
    output *to = w->e->to;
    (void)parts;
    if (kind == CLASS_COLLECTION)
        return false;
    if (depth == 0) {
        w->part = 0;
        w->promote = kind <= CLASS_POLYGON && geometry_type_is_multi(w->e->what->layer->geometry_type);
        out_text(to, "{\"type\":\"");
        out_text(to, type_name(kind, w->promote || kind >= CLASS_MULTIPOINT));
        out_text(to, w->promote ? "\",\"coordinates\":[" : "\",\"coordinates\":");
    } else if (w->part++ > 0) {
        out_text(to, ",");
    }
    if (kind != CLASS_POINT)
        out_text(to, "[");
    return true;
}

static bool ring_begin(void *context, uint32_t index)
{
    json_writer *w = context;
    w->ring = index ? INTERIOR : EXTERIOR;
    out_text(w->e->to, index ? ",[" : "[");
    return true;
}

/* RFC 7946 §3.1.6: the exterior ring counterclockwise, holes clockwise. */
static bool run_of_points(void *context, const uint8_t *xy, uint32_t count)
{
    json_writer *w = context;
    const bool reversed =
        w->ring != NO_RING && count > 0 && ring_is_clockwise(xy, count, w->coordinates.ordinates) == (w->ring == EXTERIOR);
    return coordinates_json(&w->coordinates, w->e->to, xy, count, reversed);
}

static bool ring_end(void *context, uint32_t index)
{
    json_writer *w = context;
    (void)index;
    w->ring = NO_RING;
    out_text(w->e->to, "]");
    return true;
}

static bool geometry_end(void *context, geometry_class kind, unsigned depth)
{
    json_writer *w = context;
    if (kind != CLASS_POINT)
        out_text(w->e->to, "]");
    if (depth == 0)
        out_text(w->e->to, w->promote ? "]}" : "}");
    return true;
}

/* False when it cannot be written. */
static bool write_geometry(encoding *e, const value *v)
{
    json_writer *w = e->state;
    const geometry_visitor visitor = {w, geometry_begin, ring_begin, run_of_points, ring_end, geometry_end, true};
    if (v->null) {
        out_text(e->to, "null");
        return true;
    }
    coordinates_of(&w->coordinates, v->shape, e->what->layer->heights);
    return geometry_walk(v->shape, &visitor);
}

static void write_properties(const json_writer *w, const feature *f)
{
    const encoding *e = w->e;
    for (size_t i = 0; i < e->what->property_count; i++) {
        if (i == w->shape)
            continue;
        out_piece(e->to, w->keys[i]);
        write_value(e->to, e->what->properties[i], &f->values[i]);
    }
}

static status write_feature(encoding *e, const feature *f)
{
    const json_writer *w = e->state;
    out_text(e->to, e->features ? "," : "");
    out_piece(e->to, w->open);
    out_int(e->to, f->id);
    out_text(e->to, "\",\"geometry\":");
    if (w->shape == e->what->property_count)
        out_text(e->to, "null");
    else if (!write_geometry(e, &f->values[w->shape]))
        return encoder_bad_geometry();
    out_text(e->to, ",\"properties\":{");
    write_properties(w, f);
    out_text(e->to, "}");
    if (e->answer->bare)
        write_links(e);
    out_text(e->to, "}");
    return status_ok();
}

static status end(encoding *e)
{
    out_text(e->to, e->answer->bare ? "\n" : "\n]}\n");
    return status_ok();
}

/* No truncate: an unfinished JSON text cannot be mistaken for a complete one. No references and no tuples: RFC 7946 has
 * neither. */
const encoder encoder_geojson = {.media_type = "application/geo+json",
                                 .names = names,
                                 .lon_lat = true,
                                 .one_crs = true,
                                 .prepare = prepare,
                                 .begin = begin,
                                 .begin_query = encoder_nothing, /* the features of all queries are one list */
                                 .feature = write_feature,
                                 .end_query = encoder_nothing,
                                 .end = end};
