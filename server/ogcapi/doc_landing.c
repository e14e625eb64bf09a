/* The landing page (17-069r4 §7.2) and the conformance declaration (§7.4). */
#include "server/ogcapi/api.h"
#include "server/ogcapi/document_xml.h"

#include <string.h>

/* --- Landing page --- */

static void write_landing(const api *q, jsonw *w)
{
    const service_texts *s = &q->site->config->service;
    jsonw_text(w, "title", s->title);
    jsonw_text(w, "description", s->abstract);
    jsonw_text(w, "attribution", s->provider);
}

static void link_landing(const api *q, api_links *l)
{
    const char *conformance = api_url(q, "conformance"), *data = api_url(q, "collections"), *openapi = api_url(q, "openapi");
    api_link(l, "service-desc", api_openapi_json.type, arena_printf(q->arena, "%s?f=json", openapi), "OpenAPI 3.0");
    api_link(l, "service-doc", api_html.type, arena_printf(q->arena, "%s?f=html", openapi), "Beschrijving · Description");
    api_link(l, "conformance", api_json.type, conformance, "Waaraan deze dienst voldoet · Conformance");
    api_link(l, "http://www.opengis.net/def/rel/ogc/1.0/conformance", api_json.type, conformance, NULL);
    api_link(l, "data", api_json.type, data, "De lagen · The collections");
    api_link(l, "http://www.opengis.net/def/rel/ogc/1.0/data", api_json.type, data, NULL);
}

static void write_choice(output *to, const char *href, const char *nl, const char *en)
{
    out_text(to, "<li><a href=\"");
    out_xml(to, href);
    out_text(to, "\">");
    out_text(to, nl);
    out_text(to, "</a>. <span lang=\"en\">");
    out_text(to, en);
    out_text(to, "</span></li>\n");
}

static void page_landing(const api *q, output *to)
{
    out_text(to, "<p>");
    out_xml(to, q->site->config->service.abstract);
    out_text(to, "</p>\n<ul>\n");
    write_choice(to, api_url(q, "collections"), "De lagen: bekijk en download de objecten",
                 "The collections: look at the features, download them.");
    write_choice(to, api_url(q, "openapi"), "Beschrijving voor wie programmeert", "Description for programmers (OpenAPI).");
    write_choice(to, api_url(q, "conformance"), "Aan welke delen van de standaard deze dienst voldoet", "Conformance classes.");
    write_choice(to, q->call->x->base_url, "Over deze dienst, en het adres voor QGIS",
                 "About this service, and the address for QGIS.");
    out_text(to, "</ul>\n");
}

status api_answer_landing(api *q)
{
    const api_document d = {q->site->config->service.title, write_landing, link_landing, page_landing};
    api_links links = {0};
    if (q->form == &api_xml) {
        api_link_forms(q, &links);
        link_landing(q, &links);
        return api_xml_landing(q, &links);
    }
    return api_answer_document(q, &d);
}

/* --- Conformance: only what holds --- */

static const char *const classes[] = {
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/gmlsf2",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/sortables",
    "http://www.opengis.net/spec/ogcapi-features-6/1.0/conf/properties",
    "http://www.opengis.net/spec/ogcapi-features-6/1.0/conf/properties-features",
    "http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/sortables",
    "http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/sorting",
    "http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/features-sorting",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
};

/* Part 4 (20-002r1): when the service may change rows. */
static const char *const writing_classes[] = {
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-timestamps",
};

enum { READING = sizeof classes / sizeof *classes, WRITING = sizeof writing_classes / sizeof *writing_classes };

static const char *const *classes_of(const api *q, size_t *count)
{
    const char **all = arena_array(q->arena, READING + WRITING, sizeof *all);
    memcpy(all, classes, sizeof classes);
    memcpy(all + READING, writing_classes, sizeof writing_classes);
    *count = q->site->config->editing ? READING + WRITING : READING;
    return all;
}

static void write_conformance(const api *q, jsonw *w)
{
    size_t count = 0;
    const char *const *all = classes_of(q, &count);
    jsonw_array(w, "conformsTo");
    for (size_t i = 0; i < count; i++)
        jsonw_text(w, NULL, all[i]);
    jsonw_end_array(w);
}

static void page_conformance(const api *q, output *to)
{
    size_t count = 0;
    const char *const *all = classes_of(q, &count);
    out_text(to, "<ul>\n");
    for (size_t i = 0; i < count; i++) {
        out_text(to, "<li><code>");
        out_xml(to, all[i]);
        out_text(to, "</code></li>\n");
    }
    out_text(to, "</ul>\n");
}

status api_answer_conformance(api *q)
{
    const api_document d = {q->resource->title, write_conformance, NULL, page_conformance};
    size_t count = 0;
    const char *const *all = classes_of(q, &count);
    if (q->form == &api_xml)
        return api_xml_conformance(q, all, count);
    return api_answer_document(q, &d);
}
