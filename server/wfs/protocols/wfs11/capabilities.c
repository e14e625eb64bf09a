/* The capabilities document of WFS 1.1 (04-094 §13), section by section. */
#include "server/wfs/protocols/wfs11/wfs11.h"

#include <string.h>

const char *const wfs11_sections[] = {
    "All", "ServiceIdentification", "ServiceProvider", "OperationsMetadata", "FeatureTypeList", "Filter_Capabilities", NULL};

static bool wants(const request *rq, const char *section)
{
    for (size_t i = 0; i < rq->sections.count; i++)
        if (text_equal_nocase(rq->sections.items[i], section) || text_equal_nocase(rq->sections.items[i], "All"))
            return true;
    return rq->sections.count == 0;
}

static void write_keywords(xmlw *w, const text_list *keywords)
{
    if (keywords->count == 0)
        return;
    xmlw_open(w, "ows:Keywords");
    for (size_t i = 0; i < keywords->count; i++)
        xmlw_element(w, "ows:Keyword", keywords->items[i]);
    xmlw_close(w);
}

static void write_identification(xmlw *w, const request *rq)
{
    const char *words[] = {"WFS", "risicolocatie", "bodem"};
    const text_list keywords = {words, sizeof words / sizeof *words};
    const service_texts *s = &rq->site->config->service;
    xmlw_open(w, "ows:ServiceIdentification");
    xmlw_element(w, "ows:Title", s->title);
    xmlw_element(w, "ows:Abstract", s->abstract);
    write_keywords(w, &keywords);
    xmlw_element(w, "ows:ServiceType", "WFS");
    xmlw_element(w, "ows:ServiceTypeVersion", rq->protocol->version);
    xmlw_element(w, "ows:Fees", s->fees);
    xmlw_element(w, "ows:AccessConstraints", s->access_constraints);
    xmlw_close(w);
}

static void write_address(xmlw *w, const char *email)
{
    xmlw_open(w, "ows:ContactInfo");
    xmlw_open(w, "ows:Address");
    xmlw_element(w, "ows:ElectronicMailAddress", email);
    xmlw_close(w);
    xmlw_close(w);
}

static void write_provider(xmlw *w, const request *rq)
{
    const service_texts *s = &rq->site->config->service;
    xmlw_open(w, "ows:ServiceProvider");
    xmlw_element(w, "ows:ProviderName", s->provider);
    if (s->provider_site) {
        xmlw_open(w, "ows:ProviderSite");
        xmlw_attribute(w, "xlink:href", s->provider_site);
        xmlw_close(w);
    }
    xmlw_open(w, "ows:ServiceContact");
    if (s->contact_email)
        write_address(w, s->contact_email);
    xmlw_close(w);
    xmlw_close(w);
}

static void write_values(xmlw *w, const char *name, const char *const *values)
{
    xmlw_open(w, "ows:Parameter");
    xmlw_attribute(w, "name", name);
    for (; *values; values++)
        xmlw_element(w, "ows:Value", *values);
    xmlw_close(w);
}

static void write_versions(xmlw *w)
{
    const char *values[16] = {0};
    for (size_t i = 0; i < protocol_count && i < 15; i++)
        values[i] = protocols[i]->version;
    write_values(w, "AcceptVersions", values);
}

/* Its own format first, because clients use the first one. */
static void write_output_formats(xmlw *w, const protocol *p)
{
    const char *values[32] = {p->plain->names[0]};
    size_t count = 1;
    for (size_t i = 0; i < encoder_count && count < 31; i++)
        if (encoders[i] != p->plain)
            values[count++] = encoders[i]->names[0];
    write_values(w, "outputFormat", values);
}

static void write_parameters(xmlw *w, const request *rq, const operation *o)
{
    static const char *const formats[] = {"text/xml", NULL}, *const results[] = {"results", "hits", NULL};
    const char *const plain[] = {rq->protocol->plain->names[0], NULL};
    if (strcmp(o->name, "GetCapabilities") == 0) {
        write_versions(w);
        write_values(w, "AcceptFormats", formats);
    } else if (strcmp(o->name, "GetFeature") == 0) {
        write_values(w, "resultType", results);
        write_output_formats(w, rq->protocol);
    } else {
        write_values(w, "outputFormat", plain);
    }
}

static void write_operation(xmlw *w, const request *rq, const operation *o, arena *a)
{
    xmlw_open(w, "ows:Operation");
    xmlw_attribute(w, "name", o->name);
    xmlw_open(w, "ows:DCP");
    xmlw_open(w, "ows:HTTP");
    xmlw_open(w, "ows:Get");
    xmlw_attribute(w, "xlink:href", arena_printf(a, "%s?", rq->url));
    xmlw_close(w);
    xmlw_open(w, "ows:Post");
    xmlw_attribute(w, "xlink:href", rq->url);
    xmlw_close(w);
    xmlw_close(w);
    xmlw_close(w);
    write_parameters(w, rq, o);
    xmlw_close(w);
}

static void write_operations(xmlw *w, const request *rq, arena *a)
{
    xmlw_open(w, "ows:OperationsMetadata");
    for (size_t i = 0; i < operation_count; i++)
        if (protocol_has(rq->protocol, operations[i].name))
            write_operation(w, rq, &operations[i], a);
    xmlw_close(w);
}

static void write_reference_systems(xmlw *w, const request *rq, const layer *l, arena *a)
{
    if (l->geometry_type == GEOMETRY_NONE) {
        xmlw_element(w, "wfs:NoSRS", "");
        return;
    }
    xmlw_element(w, "wfs:DefaultSRS", crs_default(rq->site->crs, l->srid, a).name);
    for (size_t i = 0; i < crs_code_count; i++)
        if (crs_codes[i] != l->srid)
            xmlw_element(w, "wfs:OtherSRS", crs_default(rq->site->crs, crs_codes[i], a).name);
}

static void write_formats(xmlw *w, const protocol *p)
{
    xmlw_open(w, "wfs:OutputFormats");
    xmlw_element(w, "wfs:Format", p->plain->names[0]);
    for (size_t i = 0; i < encoder_count; i++)
        if (encoders[i] != p->plain)
            xmlw_element(w, "wfs:Format", encoders[i]->names[0]);
    xmlw_close(w);
}

/* Also for a type without a geometry: the schema requires an extent (wfs.xsd, FeatureTypeType). */
static void write_extent(xmlw *w, const layer *l, const double *own)
{
    const double *extent = own && l->restrict_column ? own : l->wgs84;
    xmlw_open(w, "ows:WGS84BoundingBox");
    xmlw_elementf(w, "ows:LowerCorner", "%.4f %.4f", extent[0], extent[1]);
    xmlw_elementf(w, "ows:UpperCorner", "%.4f %.4f", extent[2], extent[3]);
    xmlw_close(w);
}

static void write_feature_type(xmlw *w, const request *rq, const layer *l, const double *own, arena *a)
{
    xmlw_open(w, "wfs:FeatureType");
    xmlw_elementf(w, "wfs:Name", "%s:%s", rq->endpoint->prefix, l->name);
    xmlw_element(w, "wfs:Title", l->title);
    xmlw_element(w, "wfs:Abstract", l->abstract);
    write_keywords(w, &l->keywords);
    write_reference_systems(w, rq, l, a);
    write_formats(w, rq->protocol);
    write_extent(w, l, own);
    xmlw_close(w);
}

static void write_feature_types(xmlw *w, const request *rq, const double *own, arena *a)
{
    xmlw_open(w, "wfs:FeatureTypeList");
    xmlw_open(w, "wfs:Operations");
    xmlw_element(w, "wfs:Operation", "Query");
    xmlw_close(w);
    for (size_t i = 0; i < rq->site->catalog->count; i++)
        write_feature_type(w, rq, &rq->site->catalog->layers[i], own, a);
    xmlw_close(w);
}

static void open_document(xmlw *w, const request *rq)
{
    const protocol *p = rq->protocol;
    const char *const namespaces[][2] = {{"wfs", p->wfs[0]},
                                         {"ows", p->ows[0]},
                                         {"ogc", p->fes[0]},
                                         {"gml", p->gml[0]},
                                         {"xlink", "http://www.w3.org/1999/xlink"},
                                         {"xsi", "http://www.w3.org/2001/XMLSchema-instance"}};
    xmlw_open(w, "wfs:WFS_Capabilities");
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        xmlw_namespace(w, namespaces[i][0], namespaces[i][1]);
    xmlw_namespace(w, rq->endpoint->prefix, rq->endpoint->uri);
    xmlw_attribute(w, "xsi:schemaLocation", p->collection->schema);
    xmlw_attribute(w, "version", p->version);
}

/* The filter capabilities are in every document, because the schema requires them. */
void wfs11_capabilities(const request *rq, const double *own, xmlw *w, arena *a)
{
    open_document(w, rq);
    if (wants(rq, "ServiceIdentification"))
        write_identification(w, rq);
    if (wants(rq, "ServiceProvider"))
        write_provider(w, rq);
    if (wants(rq, "OperationsMetadata"))
        write_operations(w, rq, a);
    if (wants(rq, "FeatureTypeList"))
        write_feature_types(w, rq, own, a);
    wfs11_write_filter(w);
    xmlw_close(w);
}
