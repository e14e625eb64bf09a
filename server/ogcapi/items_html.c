/* Features as a page for people: a small map, a table, the next page and downloads. The map is SVG in the page itself, in the
 * stored coordinates with north up, scaled to the features that it shows: nothing is fetched from elsewhere. */
#include "server/http/may_keep.h"
#include "server/ogcapi/items.h"

#include <math.h>
#include <string.h>

enum { MAP_UNITS = 1000, MAP_MARGIN = 30, POINT_RADIUS = 6 };

typedef struct html {
    const items *of;
    bool bare;
    const char *name, *kept; /* of the layer, and what links to its features keep; both as they stand in a URL */
    size_t shape;            /* index of the geometry among the properties; their number when it is not asked */
    double box[4], scale;
    status done; /* of what is written: a page cannot say so itself */
} html;

static const source *asked(const html *h)
{
    return &h->of->page.sources[0];
}

/* Each row in turn. */
static status each_row(html *h, output *to, void (*row)(html *h, const feature *f, output *to))
{
    cursor *c = NULL;
    if (h->of->returned == 0)
        return status_ok();
    TRY(items_select(h->of, &c));
    for (const feature *f = cursor_next(c); f; f = cursor_next(c))
        row(h, f, to);
    return cursor_end(c);
}

/* Rows that a filter brought up are hidden from a link without it. */
static const char *kept(const html *h)
{
    const api *q = h->of->api;
    const char *name = asked(h)->hidden == HIDDEN_LEFT_OUT ? NULL : asked(h)->layer->hide_parameter;
    return name && !kvp_get(q->parameters, name) ? arena_printf(q->arena, "%s&%s=alle", api_kept(q), name) : api_kept(q);
}

static void write_feature_url(const html *h, int64_t id, output *to)
{
    out_xml(to, api_url(h->of->api, "collections/%s/items/%s.%lld?f=html%s", h->name, h->name, (long long)id, h->kept));
}

/* --- Map --- */

static void measure(html *h, const feature *f, output *to)
{
    double one[4];
    (void)to;
    if (f->values[h->shape].null || !geometry_mbr(f->values[h->shape].shape, one))
        return;
    h->box[0] = fmin(h->box[0], one[0]);
    h->box[1] = fmin(h->box[1], one[1]);
    h->box[2] = fmax(h->box[2], one[2]);
    h->box[3] = fmax(h->box[3], one[3]);
}

typedef struct drawing {
    const html *h;
    output *to;
    geometry_class kind; /* of the part */
    unsigned ordinates;
} drawing;

static bool draw_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    drawing *d = context;
    (void)parts;
    (void)depth;
    d->kind = kind;
    return kind != CLASS_COLLECTION;
}

static void draw_number(const drawing *d, double number)
{
    out_text(d->to, " ");
    out_fixed(d->to, number, 1);
}

static bool draw_run(void *context, const uint8_t *xy, uint32_t count)
{
    const drawing *d = context;
    for (uint32_t i = 0; i < count; i++) {
        const double x = geometry_ordinate(xy, (size_t)i * d->ordinates), y = geometry_ordinate(xy, (size_t)i * d->ordinates + 1);
        out_text(d->to, i == 0 ? "M" : "L");
        draw_number(d, (x - d->h->box[0]) * d->h->scale);
        draw_number(d, (d->h->box[3] - y) * d->h->scale);
        if (d->kind == CLASS_POINT) /* a dot: two half circles */
            out_text(d->to, "m -6 0a 6 6 0 1 0 12 0a 6 6 0 1 0 -12 0");
    }
    if (d->kind == CLASS_POLYGON)
        out_text(d->to, "Z");
    return true;
}

static void draw(html *h, const feature *f, output *to)
{
    const value *v = &f->values[h->shape];
    drawing d = {.h = h, .to = to, .ordinates = v->null ? 2 : geometry_ordinates(v->shape)};
    const geometry_visitor visitor = {.context = &d, .begin = draw_begin, .coordinates = draw_run, .any_dimension = true};
    if (v->null)
        return;
    out_text(to, "<a href=\"");
    write_feature_url(h, f->id, to);
    out_text(to, "\"><title>");
    out_xml(to, asked(h)->layer->name);
    out_text(to, ".");
    out_int(to, f->id);
    out_text(to, "</title><path fill-rule=\"evenodd\" d=\"");
    const bool drawn = geometry_walk(v->shape, &visitor);
    (void)drawn; /* a broken geometry shows as far as it goes; the downloads report it */
    out_text(to, "\"/></a>\n");
}

static status write_map(html *h, output *to)
{
    h->box[0] = h->box[1] = INFINITY;
    h->box[2] = h->box[3] = -INFINITY;
    if (h->shape == asked(h)->property_count)
        return status_ok();
    TRY(each_row(h, to, measure));
    if (!(h->box[0] <= h->box[2]))
        return status_ok();
    const double side = fmax(h->box[2] - h->box[0], h->box[3] - h->box[1]);
    h->scale = side > 0 ? MAP_UNITS / side : 1;
    out_text(to, "<svg role=\"group\" aria-label=\"Kaart van de objecten op deze pagina\" xmlns=\"http://www.w3.org/2000/svg\" "
                 "viewBox=\"");
    out_int(to, -MAP_MARGIN);
    out_text(to, " ");
    out_int(to, -MAP_MARGIN);
    out_text(to, " ");
    out_fixed(to, (h->box[2] - h->box[0]) * h->scale + 2 * MAP_MARGIN, 0);
    out_text(to, " ");
    out_fixed(to, (h->box[3] - h->box[1]) * h->scale + 2 * MAP_MARGIN, 0);
    out_text(to, "\">\n");
    TRY(each_row(h, to, draw));
    out_text(to, "</svg>\n");
    return status_ok();
}

/* --- Table --- */

static void write_content(const property *p, const value *v, output *to)
{
    if (v->null)
        return;
    switch (p->type) {
    case VALUE_INTEGER: out_int(to, v->integer); break;
    case VALUE_BOOLEAN: out_text(to, v->integer ? "ja" : "nee"); break;
    case VALUE_DECIMAL: out_decimal(to, v->real); break;
    case VALUE_GEOMETRY: break;
    default: out_xml_of(to, v->text, v->length);
    }
}

static void write_row(html *h, const feature *f, output *to)
{
    const source *s = asked(h);
    out_text(to, "<tr><th scope=\"row\"><a href=\"");
    write_feature_url(h, f->id, to);
    out_text(to, "\">");
    out_int(to, f->id);
    out_text(to, "</a></th>");
    for (size_t i = 0; i < s->property_count; i++) {
        if (i == h->shape || s->properties[i]->is_id)
            continue;
        out_text(to, "<td>");
        write_content(s->properties[i], &f->values[i], to);
        out_text(to, "</td>");
    }
    out_text(to, "</tr>\n");
}

static status write_table(html *h, output *to)
{
    const source *s = asked(h);
    out_text(to, "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">id</th>");
    for (size_t i = 0; i < s->property_count; i++) {
        if (i == h->shape || s->properties[i]->is_id)
            continue;
        out_text(to, "<th scope=\"col\" title=\"");
        out_xml(to, s->properties[i]->title);
        out_text(to, "\">");
        out_xml(to, s->properties[i]->name);
        out_text(to, "</th>");
    }
    out_text(to, "</tr></thead><tbody>\n");
    TRY(each_row(h, to, write_row));
    out_text(to, "</tbody></table></div>\n");
    return status_ok();
}

static void write_facts(html *h, const feature *f, output *to)
{
    const source *s = asked(h);
    out_text(to, "<dl>\n");
    for (size_t i = 0; i < s->property_count; i++) {
        if (i == h->shape)
            continue;
        out_text(to, "<dt>");
        out_xml(to, *s->properties[i]->title ? s->properties[i]->title : s->properties[i]->name);
        out_text(to, "</dt><dd>");
        if (s->properties[i]->is_id || !f->values[i].null)
            write_content(s->properties[i], &f->values[i], to);
        else
            out_text(to, "–");
        out_text(to, "</dd>\n");
    }
    out_text(to, "</dl>\n");
}

/* --- Around them --- */

static void write_anchor(output *to, const char *href, const char *shown)
{
    out_text(to, "<a href=\"");
    out_xml(to, href);
    out_text(to, "\">");
    out_text(to, shown);
    out_text(to, "</a>\n");
}

/* The day that was asked for, or the moment as it was read. Of today there is only what is. */
static void write_past(const items *of, output *to)
{
    const char *given = of->moment ? kvp_get(of->api->parameters, "peildatum") : NULL;
    const bool day = given && !strpbrk(given, "Tt");
    if (!given)
        return;
    out_text(to, day ? "<p><strong>Dit is het verleden</strong>: zo was het op het einde van "
                     : "<p><strong>Dit is het verleden</strong>: zo was het op ");
    out_xml(to, day ? text_trim(of->api->arena, given) : of->moment);
    out_text(to, day ? ". <span lang=\"en\">This is the past: as it was at the end of that day.</span></p>\n"
                     : ". <span lang=\"en\">This is the past: as it was at that moment.</span></p>\n");
}

static void write_counts(const html *h, output *to)
{
    const items *of = h->of;
    out_text(to, "<p>");
    out_int(to, of->returned);
    out_text(to, " van ");
    out_int(to, of->matched);
    out_text(to, of->matched == 1 ? " object. <span lang=\"en\">" : " objecten. <span lang=\"en\">");
    out_int(to, of->returned);
    out_text(to, " of ");
    out_int(to, of->matched);
    out_text(to, " features.</span>");
    if (of->clamped)
        out_text(to, " Op een pagina staan er niet meer. <span lang=\"en\">A page holds no more.</span>");
    out_text(to, "</p>\n");
}

static void write_pages(const html *h, output *to)
{
    const api *q = h->of->api;
    const char *next = items_next(h->of);
    out_text(to, "<p class=\"pages\">");
    if (h->of->after) {
        const char *first = kvp_with(q->parameters, "na", NULL, q->arena);
        write_anchor(to, arena_printf(q->arena, "%s?%s", api_place(q), first),
                     "« Eerste pagina <span lang=\"en\">First page</span>");
    }
    if (next)
        write_anchor(to, next, "Volgende pagina <span lang=\"en\">Next page</span> »");
    out_text(to, "</p>\n<p>Deze objecten downloaden <span lang=\"en\">(download)</span>: ");
    write_anchor(to, api_self(q, &api_geojson), "GeoJSON");
    write_anchor(to, api_self(q, &api_gml), "GML");
    out_text(to, "</p>\n");
}

static status write_inside(html *h, output *to)
{
    write_past(h->of, to);
    if (!h->bare)
        write_counts(h, to);
    TRY(write_map(h, to));
    if (h->bare)
        TRY(each_row(h, to, write_facts));
    else if (h->of->returned > 0)
        TRY(write_table(h, to));
    write_pages(h, to);
    return status_ok();
}

static void write_page(const void *context, output *to)
{
    html *h = *(html *const *)context;
    h->done = write_inside(h, to);
}

status items_write_html(const items *of, bool bare)
{
    const api *q = of->api;
    html h = {.of = of, .bare = bare};
    html *const itself = &h;
    h.name = kvp_escaped(q->layer->name, q->arena);
    h.kept = kept(&h);
    while (h.shape < asked(&h)->property_count && asked(&h)->properties[h.shape]->type != VALUE_GEOMETRY)
        h.shape++;
    TRY(turn_weigh(q->call->turn, of->returned));
    may_keep(q->to, KEPT_BY_NOBODY_OF_ONE, "Accept, " BY_CALLER);
    api_write_page(q, bare ? q->feature_id : q->layer->title, write_page, &itself);
    q->call->log->rows = of->returned;
    if (h.done.code != ST_OK && out_committed(q->to) && !out_failed(q->to))
        out_break(q->to);
    return h.done;
}
