#include "gml/formats/gml_writer.h"

/* The tags around one property's value, made once per answer. */
struct gml_tags {
    piece open, close;
    piece turn; /* close, and open the next property */
    piece null; /* the whole element for NULL; "": left out */
};

static const gml_tags *make_tags(const encoding *e)
{
    const collection *c = e->what;
    arena *a = e->arena;
    gml_tags *all = arena_array(a, c->property_count + 1, sizeof *all);
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

static size_t bounded_by(const collection *c, const gml_version *version)
{
    size_t i = version->bounded ? 0 : c->property_count;
    while (i < c->property_count && c->properties[i]->type != VALUE_GEOMETRY)
        i++;
    return i;
}

/* Of a version that was asked for, in a collection of WFS 2.0 (09-025r2) §11.3.3. */
static const char *state_of(const encoding *e)
{
    const answer *said = e->answer;
    return said->state && said->collection->links ? arena_printf(e->arena, " state=\"%s\"", said->state) : "";
}

void gml_writer_prepare(encoding *e, const gml_version *version)
{
    const collection *c = e->what;
    const char *const prefix = e->answer->prefix, *const name = c->layer->name, *const member = e->answer->collection->member;
    arena *a = e->arena;
    gml_writer *w = arena_alloc(a, sizeof *w);
    *w = (gml_writer){
        .e = e,
        .version = version,
        .coordinates = {.transform = c->transform, .yx = c->crs.yx, .decimals = c->crs.decimals},
        .tags = make_tags(e),
        .bounded = bounded_by(c, version),
        .member_open = PIECE(a, "<", member, state_of(e), "><", prefix, ":", name, " ", version->id, "=\"", name, "."),
        .member_close = PIECE(a, "</", prefix, ":", name, "></", member, ">\n"),
        .bounds_open = PIECE(a, "<gml:boundedBy><gml:Box srsName=\"", c->crs.name, "\"><gml:coordinates>"),
        .shape_id = version->shape_ids ? PIECE(a, " gml:id=\"", name, ".") : piece_of(""),
    };
    e->state = w;
}

void gml_writer_number(const gml_writer *w)
{
    out_int(w->e->to, w->id);
    if (w->e->answer->version > 0) {
        out_text(w->e->to, ".v");
        out_int(w->e->to, w->e->answer->version);
    }
    if (w->e->copy > 0) {
        out_text(w->e->to, ".c");
        out_int(w->e->to, (int64_t)w->e->copy + 1);
    }
}

static void write_value(gml_writer *w, value_type type, const value *v)
{
    output *to = w->e->to;
    switch (type) {
    case VALUE_INTEGER: out_int(to, v->integer); break;
    case VALUE_BOOLEAN: out_text(to, v->integer ? "true" : "false"); break;
    case VALUE_DECIMAL: out_decimal(to, v->real); break; /* xs:decimal has no exponent */
    case VALUE_GEOMETRY: gml_shape_write(w, v->shape); break;
    default: out_xml_of(to, v->text, v->length);
    }
}

/* NULL: the element is left out (minOccurs 0) or nil; an empty text is an empty element. Usually one value follows another:
 * closing the one and opening the next is a single piece. */
static void write_properties(gml_writer *w, const feature *f)
{
    const collection *c = w->e->what;
    output *to = w->e->to;
    bool opened = false;
    if (w->bounded < c->property_count && !f->values[w->bounded].null)
        gml_bounds_write(w, f->values[w->bounded].shape);
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

status gml_writer_value(encoding *e, const feature *f, size_t index)
{
    gml_writer *w = turn_to(e, f);
    if (!f->values[index].null)
        write_value(w, e->what->properties[index]->type, &f->values[index]);
    return written(w);
}

static void write_name(const encoding *e)
{
    out_text(e->to, e->answer->prefix);
    out_text(e->to, ":");
    out_text(e->to, e->what->layer->name);
}

static void write_bare(gml_writer *w, const feature *f)
{
    encoding *e = w->e;
    out_text(e->to, "<");
    write_name(e);
    gml_namespaces(e);
    out_text(e->to, " ");
    out_text(e->to, w->version->id);
    out_text(e->to, "=\"");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    gml_writer_number(w);
    out_text(e->to, "\"");
    out_text(e->to, ">");
    write_properties(w, f);
    out_text(e->to, "</");
    write_name(e);
    out_text(e->to, ">\n");
}

static void write_member(gml_writer *w, const feature *f)
{
    output *to = w->e->to;
    out_piece(to, w->member_open);
    gml_writer_number(w);
    out_text(to, "\">");
    write_properties(w, f);
    out_piece(to, w->member_close);
}

status gml_writer_feature(encoding *e, const feature *f)
{
    gml_writer *w = turn_to(e, f);
    if (e->answer->bare)
        write_bare(w, f);
    else
        write_member(w, f);
    return written(w);
}
