/* Queryables (part 3, 19-079r2 §7.2) and the schema of the features (part 5, 23-058r1), both as JSON Schema, and as a page; the
 * schema also as XML Schema for the GML. */
#include "base/xml/xmlw.h"
#include "gml/schema/schema.h"
#include "server/ogcapi/api.h"

#include <string.h>

static const char *json_type(value_type type)
{
    switch (type) {
    case VALUE_INTEGER: return "integer";
    case VALUE_DECIMAL: return "number";
    case VALUE_BOOLEAN: return "boolean";
    default: return "string";
    }
}

static const char *geometry_format(geometry_type type)
{
    switch (type) {
    case GEOMETRY_POINT: return "geometry-point";
    case GEOMETRY_CURVE: return "geometry-linestring";
    case GEOMETRY_SURFACE: return "geometry-polygon";
    case GEOMETRY_MULTIPOINT: return "geometry-multipoint";
    case GEOMETRY_MULTICURVE: return "geometry-multilinestring";
    case GEOMETRY_MULTISURFACE: return "geometry-multipolygon";
    default: return "geometry-any";
    }
}

static void write_codes(const property *p, jsonw *w)
{
    if (p->codes.count == 0)
        return;
    jsonw_array(w, "enum");
    for (size_t i = 0; i < p->codes.count; i++)
        jsonw_text(w, NULL, p->codes.items[i]);
    jsonw_end_array(w);
}

/* What a property is in the model, besides its type (part 5 §8). */
static const char *role_of(const layer *l, const property *p)
{
    if (p->is_id)
        return "id";
    if (p->type == VALUE_GEOMETRY)
        return "primary-geometry";
    return p == l->period_begin ? "primary-interval-start" : p == l->period_end ? "primary-interval-end" : NULL;
}

static void write_property(const layer *l, const property *p, jsonw *w)
{
    jsonw_object(w, p->name);
    jsonw_text(w, "title", *p->title ? p->title : p->name);
    if (p->type == VALUE_GEOMETRY)
        jsonw_text(w, "format", geometry_format(l->geometry_type));
    else
        jsonw_text(w, "type", json_type(p->type));
    if (p->type == VALUE_DATE || p->type == VALUE_DATETIME)
        jsonw_text(w, "format", p->type == VALUE_DATE ? "date" : "date-time");
    if (p->max_length > 0)
        jsonw_integer(w, "maxLength", p->max_length);
    write_codes(p, w);
    if (role_of(l, p))
        jsonw_text(w, "x-ogc-role", role_of(l, p));
    if (edit_filler_of(l, p) == EDIT_FILLED_BY_STORE)
        jsonw_boolean(w, "readOnly", true);
    jsonw_integer(w, "x-ogc-propertySeq", p - l->properties + 1);
    jsonw_end_object(w);
}

static void write_head(const api *q, const char *what, jsonw *w)
{
    jsonw_text(w, "$schema", "https://json-schema.org/draft/2020-12/schema");
    jsonw_text(w, "$id", api_url(q, "collections/%s/%s", kvp_escaped(q->layer->name, q->arena), what));
    jsonw_text(w, "title", q->layer->title);
    jsonw_text(w, "description", q->layer->abstract);
    jsonw_text(w, "type", "object");
}

static void write_properties(const api *q, bool with_geometry, jsonw *w)
{
    jsonw_object(w, "properties");
    for (size_t i = 0; i < q->layer->property_count; i++)
        if (with_geometry || q->layer->properties[i].type != VALUE_GEOMETRY)
            write_property(q->layer, &q->layer->properties[i], w);
    jsonw_end_object(w);
    jsonw_boolean(w, "additionalProperties", false);
}

static void write_queryables(const api *q, jsonw *w)
{
    write_head(q, "queryables", w);
    write_properties(q, true, w);
}

/* Part 8 (20-004) §6: everything but the geometry. */
static void write_sortables(const api *q, jsonw *w)
{
    write_head(q, "sortables", w);
    write_properties(q, false, w);
}

static void write_schema(const api *q, jsonw *w)
{
    write_head(q, "schema", w);
    write_properties(q, true, w);
    jsonw_array(w, "required");
    for (size_t i = 0; i < q->layer->property_count; i++)
        if (q->layer->properties[i].required)
            jsonw_text(w, NULL, q->layer->properties[i].name);
    jsonw_end_array(w);
}

/* --- Pages --- */

static void write_cell(output *to, const char *given)
{
    out_text(to, "<td>");
    out_xml(to, given);
    out_text(to, "</td>");
}

static void page_property(const layer *l, const property *p, output *to)
{
    static const char *const names[] = {
        [VALUE_STRING] = "tekst", [VALUE_INTEGER] = "geheel getal", [VALUE_DECIMAL] = "getal",     [VALUE_BOOLEAN] = "ja of nee",
        [VALUE_DATE] = "datum",   [VALUE_DATETIME] = "tijdstip",    [VALUE_GEOMETRY] = "geometrie"};
    out_text(to, "<tr><td><code>");
    out_xml(to, p->name);
    out_text(to, "</code></td>");
    write_cell(to, names[p->type]);
    write_cell(to, p->required ? "altijd" : "soms");
    out_text(to, "<td>");
    out_xml(to, p->title);
    for (size_t i = 0; i < p->codes.count; i++) {
        out_text(to, i ? ", <code>" : ": <code>");
        out_xml(to, p->codes.items[i]);
        out_text(to, "</code>");
    }
    out_text(to,
             p == l->period_begin || p == l->period_end ? " (periode voor <code>datetime</code>)</td></tr>\n" : "</td></tr>\n");
}

static void page_properties(const api *q, output *to)
{
    out_text(
        to,
        "<div class=\"scroll\" "
        "tabindex=\"0\"><table><thead><tr><th>Naam</th><th>Soort</th><th>Ingevuld</th><th>Betekenis</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < q->layer->property_count; i++)
        page_property(q->layer, &q->layer->properties[i], to);
    out_text(to, "</tbody></table></div>\n");
}

static void page_queryables(const api *q, output *to)
{
    out_text(
        to,
        "<p>Deze namen mag u gebruiken in <code>filter</code> en, behalve de geometrie, als parameter: <code>naam=waarde</code>. "
        "<span lang=\"en\">These names may be used in filter and, except the geometry, as parameters.</span></p>\n");
    page_properties(q, to);
}

status api_answer_queryables(api *q)
{
    const api_document d = {q->resource->title, write_queryables, NULL, page_queryables};
    return api_answer_document(q, &d);
}

static void page_sortables(const api *q, output *to)
{
    out_text(to, "<p>Deze namen, behalve de geometrie, mag u gebruiken in <code>sortby</code>, met <code>-</code> ervoor van "
                 "groot naar klein. "
                 "<span lang=\"en\">These names, except the geometry, may be used in sortby, with - before them for descending "
                 "order.</span></p>\n");
    page_properties(q, to);
}

status api_answer_sortables(api *q)
{
    const api_document d = {q->resource->title, write_sortables, NULL, page_sortables};
    return api_answer_document(q, &d);
}

/* In the namespace in which /items writes its GML. */
static status answer_xml_schema(const api *q)
{
    xmlw *w = xmlw_new(q->arena);
    const endpoint *named = &q->site->config->endpoints[0];
    out_type(q->to, 200, "application/xml");
    schema_write_32(w, &q->layer, 1, named->prefix, named->uri);
    return xmlw_finish(w, q->to);
}

status api_answer_schema(api *q)
{
    const api_document d = {q->resource->title, write_schema, NULL, page_properties};
    return q->form == &api_xsd ? answer_xml_schema(q) : api_answer_document(q, &d);
}
