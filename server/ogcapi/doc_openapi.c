/* The OpenAPI 3.0 document (17-069r4 §7.3, §8.6), written from the tables that dispatch uses: a path for each resource of each
 * collection. As a page it is the same, for people. */
#include "server/http/may_keep.h"
#include "server/ogcapi/api.h"
#include "server/ogcapi/items.h"
#include "server/ogcapi/openapi_changes.h"

#include <string.h>

/* --- Parameters --- */

static void write_string_list(jsonw *w, const char *name, const char *const *words)
{
    jsonw_array(w, name);
    for (; *words; words++)
        jsonw_text(w, NULL, *words);
    jsonw_end_array(w);
}

/* bbox has as many numbers as a box in two or three dimensions. */
static void write_schema(const api_parameter *p, jsonw *w)
{
    jsonw_object(w, "schema");
    jsonw_text(w, "type", p->listed ? "array" : p->type);
    if (p->listed) {
        jsonw_object(w, "items");
        jsonw_text(w, "type", p->type);
        jsonw_end_object(w);
    }
    if (strcmp(p->name, "bbox") == 0) {
        jsonw_integer(w, "minItems", 4);
        jsonw_integer(w, "maxItems", 6);
    }
    if (p->most > 0) {
        jsonw_integer(w, "minimum", p->least);
        jsonw_integer(w, "maximum", p->most);
        jsonw_integer(w, "default", p->usual);
    }
    if (strstr(p->name, "crs"))
        jsonw_text(w, "format", "uri");
    jsonw_end_object(w);
}

static void write_parameter(const char *name, const char *title, const api_parameter *p, jsonw *w)
{
    jsonw_object(w, NULL);
    jsonw_text(w, "name", name);
    jsonw_text(w, "in", "query");
    jsonw_text(w, "description", title);
    jsonw_boolean(w, "required", false);
    jsonw_text(w, "style", "form");
    jsonw_boolean(w, "explode", false);
    write_schema(p, w);
    jsonw_end_object(w);
}

static void write_form_parameter(const api_resource *r, jsonw *w)
{
    jsonw_object(w, NULL);
    jsonw_text(w, "name", "f");
    jsonw_text(w, "in", "query");
    jsonw_text(w, "description", api_parameter_find("f")->title);
    jsonw_boolean(w, "required", false);
    jsonw_object(w, "schema");
    jsonw_text(w, "type", "string");
    jsonw_array(w, "enum");
    for (const api_form *const *f = r->forms; *f; f++)
        jsonw_text(w, NULL, (*f)->name);
    jsonw_end_array(w);
    jsonw_end_object(w);
    jsonw_end_object(w);
}

static const char *queryable_type(value_type type)
{
    return type == VALUE_INTEGER ? "integer" : type == VALUE_DECIMAL ? "number" : type == VALUE_BOOLEAN ? "boolean" : "string";
}

/* By a parameter of the resource's own. */
static bool is_taken(const api_resource *r, const char *name)
{
    return text_equal_nocase(name, "f") || text_is_among_nocase(name, r->parameters);
}

static void write_queryables(const api_resource *r, const layer *l, jsonw *w)
{
    for (size_t i = 0; r->takes_queryables && i < l->property_count; i++) {
        const property *p = &l->properties[i];
        const api_parameter as = {.name = "", .type = queryable_type(p->type)};
        const bool hides = l->hide_parameter && text_equal_nocase(l->hide_parameter, p->name);
        if (api_is_parameter(p) && !hides && !is_taken(r, p->name))
            write_parameter(p->name, *p->title ? p->title : p->name, &as, w);
    }
}

static void write_parameters(const api_resource *r, const layer *l, jsonw *w)
{
    static const api_parameter hidden = {.name = "", .type = "string"};
    jsonw_array(w, "parameters");
    if (r->steps[3])
        openapi_write_feature_parameter(w);
    write_form_parameter(r, w);
    for (const char *const *name = r->parameters; *name; name++)
        if (api_parameter_is_of(*name, l))
            write_parameter(*name, api_parameter_find(*name)->title, api_parameter_find(*name), w);
    if (l && l->hide_parameter && r->steps[2] && strcmp(r->steps[2], "items") == 0)
        write_parameter(l->hide_parameter, "ja: alleen wat anders verborgen blijft; alle: ook dat", &hidden, w);
    if (l)
        write_queryables(r, l, w);
    jsonw_end_array(w);
}

/* --- Answers --- */

static const char *schema_of(const api_form *f)
{
    return f == &api_html || f == &api_gml || f == &api_xsd ? "string" : "object";
}

static void write_response(const char *code, const char *description, const api_form *const *forms, jsonw *w)
{
    static const api_form problem = {"json", "application/problem+json"};
    static const api_form *const problems[] = {&problem, &api_html, NULL};
    jsonw_object(w, code);
    jsonw_text(w, "description", description);
    jsonw_object(w, "content");
    for (const api_form *const *f = forms ? forms : problems; *f; f++) {
        jsonw_object(w, (*f)->type);
        jsonw_object(w, "schema");
        jsonw_text(w, "type", schema_of(*f));
        jsonw_end_object(w);
        jsonw_end_object(w);
    }
    jsonw_end_object(w);
    jsonw_end_object(w);
}

static bool is_queried(const api_resource *r)
{
    return r->takes_queryables;
}

static bool may_be_absent(const api_resource *r)
{
    return r->steps[1];
}

/* What a GET may be answered with besides 200. For whom a resource is nobody has to say: a token that is given must be good. */
static void write_responses(const api_resource *r, jsonw *w)
{
    static const struct {
        const char *code, *description;
        bool (*is_of)(const api_resource *r); /* NULL: every resource */
    } failures[] = {{"400", "De vraag klopt niet", NULL},
                    {"401", "U bent niet aangemeld", NULL},
                    {"403", "Dit mag niet", NULL},
                    {"404", "Niet gevonden", may_be_absent},
                    {"406", "Die vorm is er niet", NULL},
                    {"414", "Het adres is te lang", is_queried},
                    {"429", "Te veel vragen", NULL},
                    {"500", "Een fout in de dienst", NULL},
                    {"503", "De dienst kan nu niet antwoorden", NULL}};
    jsonw_object(w, "responses");
    write_response("200", r->title, r->forms, w);
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (!failures[i].is_of || failures[i].is_of(r))
            write_response(failures[i].code, failures[i].description, NULL, w);
    jsonw_end_object(w);
}

/* --- Paths --- */

static const char *path_of(const api *q, const api_resource *r, const layer *l)
{
    text t = text_new(q->arena);
    for (size_t i = 0; i < API_STEPS && r->steps[i]; i++)
        text_addf(&t, "/%s", l && strcmp(r->steps[i], API_COLLECTION) == 0 ? l->name : r->steps[i]);
    return t.length ? t.chars : "/";
}

static void write_names(const api *q, const char *operation, const char *title, const layer *l, jsonw *w)
{
    jsonw_text(w, "operationId", l ? arena_printf(q->arena, "%s.%s", l->name, operation) : operation);
    jsonw_text(w, "summary", title);
    write_string_list(w, "tags", (const char *const[]){l ? l->name : "dienst", NULL});
}

static void write_get(const api *q, const api_resource *r, const layer *l, jsonw *w)
{
    if (!r->answer)
        return;
    jsonw_object(w, "get");
    write_names(q, r->operation, arena_printf(q->arena, "%s · %s", r->title, r->title_en), l, w);
    write_parameters(r, l, w);
    write_responses(r, w);
    jsonw_end_object(w);
}

static void write_path(const api *q, const api_resource *r, const layer *l, jsonw *w)
{
    jsonw_object(w, path_of(q, r, l));
    write_get(q, r, l, w);
    if (r->writes && l && l->editable && call_may_edit(q->call)) /* only what this caller may do */
        openapi_write_changes(q, r, l, w);
    jsonw_end_object(w);
}

typedef void (*visit)(const api *q, const api_resource *r, const layer *l, void *context);

/* What can only be changed is there for who may. */
static bool is_shown(const api *q, const api_resource *r, const layer *l)
{
    return api_resource_is_there(q, r, l) && (r->answer || call_may_edit(q->call));
}

/* Every path: resources of the service, then those of each collection. */
static void each_path(const api *q, visit to, void *context)
{
    for (size_t i = 0; i < api_resource_count; i++)
        if (!api_resources[i].steps[1] && api_resource_is_there(q, &api_resources[i], NULL))
            to(q, &api_resources[i], NULL, context);
    for (size_t l = 0; l < q->site->catalog->count; l++)
        for (size_t i = 0; i < api_resource_count; i++)
            if (api_resources[i].steps[1] && is_shown(q, &api_resources[i], &q->site->catalog->layers[l]))
                to(q, &api_resources[i], &q->site->catalog->layers[l], context);
}

static void visit_json(const api *q, const api_resource *r, const layer *l, void *context)
{
    write_path(q, r, l, context);
}

/* --- The document --- */

static void write_scheme(const char *name, const char *type, const char *member, const char *given, const char *in, jsonw *w)
{
    jsonw_object(w, name);
    jsonw_text(w, "type", type);
    jsonw_text(w, member, given);
    jsonw_any_text(w, "in", in);
    jsonw_end_object(w);
}

/* Any of them will do, and so will none, for what is public. */
static void write_security(jsonw *w)
{
    static const char *const names[] = {"bearer", "basic", "sleutel"};
    jsonw_object(w, "components");
    jsonw_object(w, "securitySchemes");
    write_scheme(names[0], "http", "scheme", "bearer", NULL, w);
    write_scheme(names[1], "http", "scheme", "basic", NULL, w);
    write_scheme(names[2], "apiKey", "name", "X-API-Key", "header", w);
    jsonw_end_object(w);
    jsonw_end_object(w);
    jsonw_array(w, "security");
    for (size_t i = 0; i < 3; i++) {
        jsonw_object(w, NULL);
        jsonw_array(w, names[i]);
        jsonw_end_array(w);
        jsonw_end_object(w);
    }
    jsonw_object(w, NULL);
    jsonw_end_object(w);
    jsonw_end_array(w);
}

static void write_info(const api *q, jsonw *w)
{
    const service_texts *s = &q->site->config->service;
    jsonw_text(w, "openapi", "3.0.3");
    jsonw_object(w, "info");
    jsonw_text(w, "title", s->title);
    jsonw_text(w, "description", s->abstract);
    jsonw_text(w, "version", RISICOLAAG_VERSION);
    if (s->contact_email) {
        jsonw_object(w, "contact");
        jsonw_text(w, "email", s->contact_email);
        jsonw_end_object(w);
    }
    jsonw_end_object(w);
    jsonw_array(w, "servers");
    jsonw_object(w, NULL);
    jsonw_text(w, "url", q->root);
    jsonw_end_object(w);
    jsonw_end_array(w);
}

static void write_openapi(const api *q, output *to)
{
    jsonw w = jsonw_new(to);
    jsonw_object(&w, NULL);
    write_info(q, &w);
    jsonw_object(&w, "paths");
    each_path(q, visit_json, &w);
    jsonw_end_object(&w);
    write_security(&w);
    jsonw_end_object(&w);
    out_text(to, "\n");
}

/* --- The page --- */

static void write_row(output *to, const char *name, const char *title)
{
    out_text(to, "<tr><td><code>");
    out_xml(to, name);
    out_text(to, "</code></td><td>");
    out_xml(to, title);
    out_text(to, "</td></tr>\n");
}

static void page_parameters(const api_resource *r, const layer *l, output *to)
{
    out_text(to, "<div class=\"scroll\" tabindex=\"0\"><table><tbody>\n");
    write_row(to, "f", api_parameter_find("f")->title);
    for (const char *const *name = r->parameters; *name; name++)
        if (api_parameter_is_of(*name, l))
            write_row(to, *name, api_parameter_find(*name)->title);
    for (size_t i = 0; l && r->takes_queryables && i < l->property_count; i++)
        if (api_is_parameter(&l->properties[i]))
            write_row(to, l->properties[i].name, l->properties[i].title);
    out_text(to, "</tbody></table></div>\n");
}

static void visit_page(const api *q, const api_resource *r, const layer *l, void *context)
{
    output *to = context;
    out_text(to, r->answer ? "<h2><code>GET " : "<h2><code>POST ");
    out_xml(to, API_PREFIX);
    out_xml(to, path_of(q, r, l));
    out_text(to, "</code></h2>\n<p>");
    out_xml(to, r->title);
    out_text(to, ". <span lang=\"en\">");
    out_xml(to, r->title_en);
    out_text(to, ".</span></p>\n");
    page_parameters(r, l, to);
}

static void page_openapi(const void *context, output *to)
{
    out_text(to, "<p>Een token gaat in de header <code>Authorization</code>, een sleutel in <code>X-API-Key</code>. <span "
                 "lang=\"en\">A token goes into the "
                 "header Authorization, a key into X-API-Key.</span></p>\n");
    each_path(context, visit_page, to);
}

status api_answer_openapi(api *q)
{
    if (q->form == &api_html) {
        api_write_page(q, q->resource->title, page_openapi, q);
    } else {
        out_type(q->to, 200, q->form->type);
        write_openapi(q, q->to);
    }
    may_keep(q->to, KEPT_BY_NOBODY, "Accept");
    return status_ok();
}
