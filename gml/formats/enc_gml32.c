/* GML 3.2 (OGC 07-036), simple features profile SF-0, in a WFS 2.0 FeatureCollection (09-025r2 §7.7.4 and §11.3.3). */
#include "data/model/geometry.h"
#include "gml/crs/coordinates.h"
#include "gml/formats/encoder.h"
#include "gml/formats/gml_value.h"
#include "gml/formats/piece.h"

#include <string.h>

/* The tags around one property's value, made once per answer. */
typedef struct tags {
    piece open, close;
    piece turn; /* close, and open the next property */
    piece null; /* the whole element for NULL; "": left out */
} tags;

typedef struct gml_writer {
    encoding *e;
    coordinates coordinates;
    const tags *tags;
    piece member_open, member_close; /* up to and including the quote of gml:id */
    piece shape_id;                  /* likewise of a geometry's */
    int64_t id;                      /* of the feature that is written now */
    uint32_t part;                   /* of its geometry */
    bool promote, failed;            /* failed: a geometry of this feature cannot be written */
} gml_writer;

static const char *const names[] = {"application/gml+xml; version=3.2",
                                    "text/xml; subtype=gml/3.2",
                                    "application/xml; subtype=gml/3.2",
                                    "text/xml; subtype=gml/3.2.1",
                                    "application/gml+xml; version=3.2.1",
                                    "gml32",
                                    "gml3.2",
                                    "text/xml",
                                    "application/xml",
                                    NULL};

static const tags *make_tags(const encoding *e)
{
    const collection *c = e->what;
    arena *a = e->arena;
    tags *all = arena_array(a, c->property_count + 1, sizeof *all);
    for (size_t i = 0; i < c->property_count; i++) {
        const char *const prefix = e->answer->prefix, *const name = c->properties[i]->name;
        all[i].open = PIECE(a, "<", prefix, ":", name, ">");
        all[i].close = PIECE(a, "</", prefix, ":", name, ">");
        all[i].null = c->properties[i]->nillable ? PIECE(a, "<", prefix, ":", name, " xsi:nil=\"true\"/>") : piece_of("");
        if (i > 0)
            all[i - 1].turn = PIECE(a, all[i - 1].close.chars, all[i].open.chars);
    }
    return all;
}

static void prepare(encoding *e)
{
    const collection *c = e->what;
    const char *const prefix = e->answer->prefix, *const name = c->layer->name;
    gml_writer *w = arena_alloc(e->arena, sizeof *w);
    *w = (gml_writer){
        .e = e, .coordinates = {.transform = c->transform, .yx = c->crs.yx, .decimals = c->crs.decimals}, .tags = make_tags(e)};
    w->member_open = PIECE(e->arena, "<wfs:member><", prefix, ":", name, " gml:id=\"", name, ".");
    w->member_close = PIECE(e->arena, "</", prefix, ":", name, "></wfs:member>\n");
    w->shape_id = PIECE(e->arena, " gml:id=\"", name, ".");
    e->state = w;
}

static void attribute(output *to, const char *name, const char *content)
{
    out_text(to, " ");
    out_text(to, name);
    out_text(to, "=\"");
    out_xml(to, content);
    out_text(to, "\"");
}

static void write_namespaces(const encoding *e)
{
    const answer *c = e->answer;
    out_text(e->to, " xmlns:wfs=\"http://www.opengis.net/wfs/2.0\" xmlns:gml=\"http://www.opengis.net/gml/3.2\"");
    if (c->referring)
        out_text(e->to, " xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
    out_text(e->to, " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:");
    out_text(e->to, c->prefix);
    out_text(e->to, "=\"");
    out_xml(e->to, c->uri);
    out_text(e->to, "\" xsi:schemaLocation=\"http://www.opengis.net/wfs/2.0 http://schemas.opengis.net/wfs/2.0/wfs.xsd ");
    out_xml(e->to, c->uri);
    out_text(e->to, " ");
    out_xml(e->to, c->schema_url);
    out_text(e->to, "\"");
}

static void write_counts(const encoding *e, int64_t matched, int64_t returned)
{
    attribute(e->to, "timeStamp", e->answer->time_stamp);
    out_text(e->to, " numberMatched=\"");
    out_int(e->to, matched);
    out_text(e->to, "\" numberReturned=\"");
    out_int(e->to, returned);
    out_text(e->to, "\"");
}

static status begin(encoding *e)
{
    out_xml_begin(e->to);
    if (e->answer->bare)
        return status_ok();
    out_text(e->to, "<wfs:FeatureCollection");
    write_namespaces(e);
    write_counts(e, e->answer->matched, e->answer->returned);
    if (e->answer->next)
        attribute(e->to, "next", e->answer->next);
    if (e->answer->previous)
        attribute(e->to, "previous", e->answer->previous);
    out_text(e->to, ">\n");
    return status_ok();
}

static status begin_query(encoding *e)
{
    if (!e->answer->nested)
        return status_ok();
    out_text(e->to, "<wfs:member><wfs:FeatureCollection");
    write_counts(e, e->what->matched, e->what->returned);
    out_text(e->to, ">\n");
    return status_ok();
}

static void close_query(encoding *e)
{
    if (e->answer->nested)
        out_text(e->to, "</wfs:FeatureCollection></wfs:member>\n");
}

static status end_query(encoding *e)
{
    close_query(e);
    return status_ok();
}

/* Of "gemeente.44021" the number, of its second copy "gemeente.44021.c2" what stands behind it too
 * (server/wfs/shared_features.h). */
static void write_number(const gml_writer *w)
{
    out_int(w->e->to, w->id);
    if (w->e->copy > 0) {
        out_text(w->e->to, ".c");
        out_int(w->e->to, (int64_t)w->e->copy + 1);
    }
}

/* gml:id of a geometry: the feature's, then ".g", then the part's number (07-036 §7.2.4.5: required and unique in the document).
 */
static void geometry_tag(const gml_writer *w, const char *element, bool is_part)
{
    output *to = w->e->to;
    out_text(to, "<gml:");
    out_text(to, element);
    out_piece(to, w->shape_id);
    write_number(w);
    out_text(to, ".g");
    if (is_part) {
        out_text(to, ".");
        out_int(to, w->part);
        out_text(to, "\">");
        return;
    }
    out_text(to, "\" srsName=\"");
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

/* Coordinates by threes say so again where they stand: some clients look only there. */
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

static void write_geometry(gml_writer *w, geometry shape)
{
    const geometry_visitor visitor = {w, geometry_begin, ring_begin, run_of_points, ring_end, geometry_end, true};
    geometry_class kind = CLASS_COLLECTION;
    w->part = 0;
    coordinates_of(&w->coordinates, shape, w->e->what->layer->heights);
    /* Looked at whole before the first tag is written: nothing can be left open half-way. */
    if (!geometry_whole(shape, &kind) || kind == CLASS_COLLECTION || !geometry_walk(shape, &visitor))
        w->failed = true;
}

static void write_value(gml_writer *w, value_type type, const value *v)
{
    output *to = w->e->to;
    switch (type) {
    case VALUE_INTEGER: out_int(to, v->integer); break;
    case VALUE_BOOLEAN: out_text(to, v->integer ? "true" : "false"); break;
    case VALUE_DECIMAL: out_decimal(to, v->real); break; /* xs:decimal has no exponent */
    case VALUE_GEOMETRY: write_geometry(w, v->shape); break;
    default: out_xml_of(to, v->text, v->length);
    }
}

/* NULL: the element is left out (minOccurs 0) or nil; an empty text is an empty element. Mostly one value follows another: its
 * tag is opened with the one before it closed. */
static void write_properties(gml_writer *w, const feature *f)
{
    const collection *c = w->e->what;
    output *to = w->e->to;
    bool opened = false;
    for (size_t i = 0; i < c->property_count; i++) {
        if (f->values[i].null) {
            out_piece(to, w->tags[i].null);
            continue;
        }
        if (!opened)
            out_piece(to, w->tags[i].open);
        write_value(w, c->properties[i]->type, &f->values[i]);
        opened = i + 1 < c->property_count && !f->values[i + 1].null;
        out_piece(to, opened ? w->tags[i].turn : w->tags[i].close);
    }
}

/* WFS 2.0 §7.7.4.4 (table 11): what could not be finished ends in wfs:truncatedResponse. */
void gml_truncated(output *to, const status *why)
{
    out_text(to, "<wfs:truncatedResponse><ows:ExceptionReport xmlns:ows=\"http://www.opengis.net/ows/1.1\" "
                 "version=\"2.0.0\"><ows:Exception"
                 " exceptionCode=\"");
    out_text(to, status_ows_code(why->code));
    out_text(to, "\"><ows:ExceptionText>");
    out_xml(to, why->nl);
    out_text(to, "</ows:ExceptionText><ows:ExceptionText>");
    out_xml(to, why->en);
    out_text(to, "</ows:ExceptionText></ows:Exception></ows:ExceptionReport></wfs:truncatedResponse>");
}

void gml_value_prepare(encoding *e)
{
    prepare(e);
}

void gml_value_reference(encoding *e, int64_t id)
{
    out_text(e->to, "<wfs:member xlink:href=\"#");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    out_int(e->to, id);
    out_text(e->to, ".g\"/>\n");
}

static gml_writer *turn_to(encoding *e, const feature *f)
{
    gml_writer *w = e->state;
    w->id = f->id;
    w->failed = false;
    return w;
}

static status written(const gml_writer *w)
{
    return w->failed ? encoder_bad_geometry() : status_ok();
}

status gml_value_write(encoding *e, const feature *f, size_t index)
{
    gml_writer *w = turn_to(e, f);
    if (!f->values[index].null)
        write_value(w, e->what->properties[index]->type, &f->values[index]);
    return written(w);
}

static void write_bare(gml_writer *w, const feature *f)
{
    encoding *e = w->e;
    out_text(e->to, "<");
    out_text(e->to, e->answer->prefix);
    out_text(e->to, ":");
    out_text(e->to, e->what->layer->name);
    write_namespaces(e);
    out_text(e->to, " gml:id=\"");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    out_int(e->to, f->id);
    out_text(e->to, "\">");
    write_properties(w, f);
    out_text(e->to, "</");
    out_text(e->to, e->answer->prefix);
    out_text(e->to, ":");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ">\n");
}

static void write_member(gml_writer *w, const feature *f)
{
    output *to = w->e->to;
    out_piece(to, w->member_open);
    write_number(w);
    out_text(to, "\">");
    write_properties(w, f);
    out_piece(to, w->member_close);
}

static status write_feature(encoding *e, const feature *f)
{
    gml_writer *w = turn_to(e, f);
    if (e->answer->bare)
        write_bare(w, f);
    else
        write_member(w, f);
    return written(w);
}

/* WFS 2.0 §11.3.3.6; wfs.xsd: a member holds a feature or refers to one. */
static void write_reference(encoding *e, int64_t id)
{
    out_text(e->to, "<wfs:member xlink:href=\"#");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    out_int(e->to, id);
    out_text(e->to, "\"/>\n");
}

static void begin_tuple(encoding *e)
{
    out_text(e->to, "<wfs:member><wfs:Tuple>\n");
}

static void end_tuple(encoding *e)
{
    out_text(e->to, "</wfs:Tuple></wfs:member>\n");
}

static void close_answer(encoding *e)
{
    if (!e->answer->bare)
        out_text(e->to, "</wfs:FeatureCollection>\n");
    out_xml_end(e->to);
}

static status end(encoding *e)
{
    close_answer(e);
    return status_ok();
}

static void truncate_answer(encoding *e, const status *why)
{
    if (e->answer->bare)
        return; /* no collection around it to say so in: the connection breaks off */
    close_query(e);
    gml_truncated(e->to, why);
    close_answer(e);
}

const encoder encoder_gml32 = {.media_type = "application/gml+xml; version=3.2",
                               .names = names,
                               .prepare = prepare,
                               .begin = begin,
                               .begin_query = begin_query,
                               .feature = write_feature,
                               .reference = write_reference,
                               .begin_tuple = begin_tuple,
                               .end_tuple = end_tuple,
                               .end_query = end_query,
                               .end = end,
                               .truncate = truncate_answer};
