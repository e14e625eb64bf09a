#include "server/ogcapi/openapi_changes.h"

#include <string.h>

void openapi_write_feature_parameter(jsonw *w)
{
    jsonw_object(w, NULL);
    jsonw_text(w, "name", "featureId");
    jsonw_text(w, "in", "path");
    jsonw_text(w, "description", "De id van het object");
    jsonw_boolean(w, "required", true);
    jsonw_object(w, "schema");
    jsonw_text(w, "type", "string");
    jsonw_end_object(w);
    jsonw_end_object(w);
}

static void write_head(const char *name, const char *description, bool required, jsonw *w)
{
    jsonw_object(w, NULL);
    jsonw_text(w, "name", name);
    jsonw_text(w, "in", "header");
    jsonw_text(w, "description", description);
    jsonw_boolean(w, "required", required);
    jsonw_object(w, "schema");
    jsonw_text(w, "type", "string");
    jsonw_end_object(w);
    jsonw_end_object(w);
}

typedef struct change {
    const char *method, *title, *body; /* body: its media type; NULL: none */
    bool made;                         /* a new feature: there is no version to name */
    bool places;                       /* the body may hold a geometry */
} change;

static void write_parameters(const api *q, const change *c, bool of_feature, jsonw *w)
{
    jsonw_array(w, "parameters");
    if (of_feature)
        openapi_write_feature_parameter(w);
    if (c->places)
        write_head("Content-Crs", "Het coördinatenstelsel van het object, tussen < en >; anders CRS84 (lengte, breedte)", false,
                   w);
    if (!c->made) {
        write_head("If-Match", "De ETag van wat u gelezen hebt", q->vendor, w);
        write_head("If-Unmodified-Since", "Last-Modified van wat u gelezen hebt", false, w);
    }
    jsonw_end_array(w);
}

/* An object of this media type. */
static void write_content(const char *type, jsonw *w)
{
    jsonw_object(w, "content");
    jsonw_object(w, type);
    jsonw_object(w, "schema");
    jsonw_text(w, "type", "object");
    jsonw_end_object(w);
    jsonw_end_object(w);
    jsonw_end_object(w);
}

static void write_body(const change *c, jsonw *w)
{
    if (!c->body)
        return;
    jsonw_object(w, "requestBody");
    jsonw_boolean(w, "required", c->places);
    write_content(c->body, w);
    jsonw_end_object(w);
}

static void write_answer(const char *code, const char *description, bool problem, jsonw *w)
{
    jsonw_object(w, code);
    jsonw_text(w, "description", description);
    if (problem)
        write_content("application/problem+json", w);
    jsonw_end_object(w);
}

static void write_answers(const api *q, const change *c, jsonw *w)
{
    static const char *const failures[][2] = {{"400", "Wat u stuurt klopt niet"},
                                              {"401", "U bent niet aangemeld"},
                                              {"403", "Dit mag niet"},
                                              {"404", "Niet gevonden"},
                                              {"409", "Dit botst met wat er is"},
                                              {"412", "Het object is intussen gewijzigd"},
                                              {"415", "Dit soort gegevens kan niet"},
                                              {"429", "Te veel vragen"},
                                              {"500", "Een fout in de dienst"},
                                              {"503", "De dienst kan nu niet antwoorden"}};
    jsonw_object(w, "responses");
    write_answer(c->made ? "201" : "204", c->made ? "Het staat er; Location zegt waar" : "Het is gewijzigd", false, w);
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        write_answer(failures[i][0], failures[i][1], true, w);
    if (q->vendor && !c->made)
        write_answer("428", "Zeg met If-Match welke versie u gelezen hebt", true, w);
    jsonw_end_object(w);
}

static void write_change(const api *q, const api_resource *r, const layer *l, const change *c, jsonw *w)
{
    jsonw_object(w, c->method);
    jsonw_text(w, "operationId", arena_printf(q->arena, "%s.%s.%s", l->name, r->operation, c->method));
    jsonw_text(w, "summary", c->title);
    jsonw_array(w, "tags");
    jsonw_text(w, NULL, l->name);
    jsonw_end_array(w);
    write_parameters(q, c, r->steps[3] != NULL, w);
    write_body(c, w);
    write_answers(q, c, w);
    jsonw_end_object(w);
}

void openapi_write_changes(const api *q, const api_resource *r, const layer *l, jsonw *w)
{
    static const change made = {"post", "Een nieuw object · A new feature", "application/geo+json", true, true},
                        put = {"put", "Vervang een object · Replace a feature", "application/geo+json", false, true},
                        patch = {"patch", "Wijzig een object · Change a feature", "application/merge-patch+json", false, true},
                        removed = {"delete", "Schrap een object · Strike a feature off", NULL, false, false};
    const change act = {"post", arena_printf(q->arena, "%s · %s", r->title, r->title_en), "application/json", false, false};
    if (r->writes->post)
        write_change(q, r, l, r->answer ? &made : &act, w);
    if (r->writes->put)
        write_change(q, r, l, &put, w);
    if (r->writes->patch)
        write_change(q, r, l, &patch, w);
    if (r->writes->remove)
        write_change(q, r, l, &removed, w);
}
