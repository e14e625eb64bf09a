/* A geometry in GML: what is nested in what is the same in every version; a gml_version names the elements. */
#include "gml/formats/gml_writer.h"

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
    if (w->version->dimensions)
        out_text(to, w->coordinates.heights ? "\" srsDimension=\"3" : "\" srsDimension=\"2");
    out_text(to, "\">");
}

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
    out_text(w->e->to, w->version->dimensions && w->coordinates.heights ? " srsDimension=\"3\">" : ">");
}

static void close_element(output *to, const char *name)
{
    out_text(to, "</gml:");
    out_text(to, name);
    out_text(to, ">");
}

static void open_single(gml_writer *w, const gml_form *f, bool is_part)
{
    if (is_part) {
        w->part++;
        open_element(w->e->to, f->member);
    }
    geometry_tag(w, f->element, is_part);
    if (f->positions)
        open_positions(w, f->positions);
}

static void close_single(const gml_writer *w, const gml_form *f, bool is_part)
{
    if (f->positions)
        close_element(w->e->to, f->positions);
    close_element(w->e->to, f->element);
    if (is_part)
        close_element(w->e->to, f->member);
}

static bool geometry_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    gml_writer *w = context;
    const gml_form *forms = w->version->forms;
    const bool multi = geometry_type_is_multi(w->e->what->layer->geometry_type);
    (void)parts;
    if (kind >= CLASS_MULTIPOINT && !multi) /* what the schema says of this property has no place for it */
        return false;
    if (kind >= CLASS_MULTIPOINT) {
        geometry_tag(w, forms[kind - 3].multi, false);
        return true;
    }
    if (depth == 0) {
        w->promote = multi;
        if (w->promote)
            geometry_tag(w, forms[kind].multi, false);
    }
    open_single(w, &forms[kind], depth > 0 || w->promote);
    return true;
}

static bool geometry_end(void *context, geometry_class kind, unsigned depth)
{
    const gml_writer *w = context;
    const gml_form *forms = w->version->forms;
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
    out_text(w->e->to, index ? w->version->interior.open : w->version->exterior.open);
    open_positions(w, w->version->forms[CLASS_LINESTRING].positions);
    return true;
}

static bool ring_end(void *context, uint32_t index)
{
    const gml_writer *w = context;
    out_text(w->e->to, index ? w->version->interior.close : w->version->exterior.close);
    return true;
}

static bool run_of_points(void *context, const uint8_t *xy, uint32_t count)
{
    gml_writer *w = context;
    w->failed |= !w->version->put_points(&w->coordinates, w->e->to, xy, count);
    return true; /* on to the closing tags: a truncated answer is still well-formed */
}

typedef struct extent {
    const coordinates *how;
    double mbr[4];
} extent;

static bool measure_run(void *context, const uint8_t *xy, uint32_t count)
{
    extent *of = context;
    return coordinates_measure(of->how, xy, count, of->mbr);
}

static void write_corner(const gml_writer *w, const double corner[2])
{
    output *to = w->e->to;
    out_fixed(to, corner[0], w->coordinates.decimals);
    out_text(to, ",");
    out_fixed(to, corner[1], w->coordinates.decimals);
}

void gml_bounds_write(gml_writer *w, geometry shape)
{
    extent of = {.how = &w->coordinates};
    const geometry_visitor visitor = {.context = &of, .coordinates = measure_run, .any_dimension = true};
    output *to = w->e->to;
    coordinates_of(&w->coordinates, shape, false);
    crs_measure(NULL, 0, of.mbr);
    if (!geometry_walk(shape, &visitor) || of.mbr[0] > of.mbr[2])
        return;
    out_piece(to, w->bounds_open);
    write_corner(w, of.mbr);
    out_text(to, " ");
    write_corner(w, of.mbr + 2);
    out_text(to, "</gml:coordinates></gml:Box></gml:boundedBy>");
}

void gml_shape_write(gml_writer *w, geometry shape)
{
    const geometry_visitor visitor = {w, geometry_begin, ring_begin, run_of_points, ring_end, geometry_end, true};
    geometry_class kind = CLASS_COLLECTION;
    w->part = 0;
    coordinates_of(&w->coordinates, shape, w->e->what->layer->heights);
    /* Checked as a whole before the first tag is written, so that nothing is left open half-way. */
    if (!geometry_whole(shape, &kind) || kind == CLASS_COLLECTION || !geometry_walk(shape, &visitor))
        w->failed = true;
}
