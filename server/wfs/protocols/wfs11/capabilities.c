/* The capabilities document of WFS 1.1 (04-094 §13), section by section. */
#include "server/wfs/described_json.h"
#include "server/wfs/editing.h"
#include "server/wfs/ows_parts.h"
#include "server/wfs/protocols/wfs11/wfs11.h"

#include <string.h>

static void write_identification(xmlw *w, const request *rq, arena *a)
{
    const char *words[] = {"WFS", "risicolocatie", "bodem"};
    const text_list keywords = {words, sizeof words / sizeof *words};
    const service_texts *s = &rq->site->config->service;
    xmlw_open(w, "ows:ServiceIdentification");
    xmlw_element(w, "ows:Title", s->title);
    xmlw_element(w, "ows:Abstract", capabilities_abstract(rq, a));
    ows_write_keywords(w, &keywords);
    xmlw_element(w, "ows:ServiceType", "WFS");
    xmlw_element(w, "ows:ServiceTypeVersion", rq->protocol->version);
    xmlw_element(w, "ows:Fees", s->fees);
    xmlw_element(w, "ows:AccessConstraints", s->access_constraints);
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

/* 04-094 table 12 */
static void write_actions(xmlw *w)
{
    static const char *const actions[] = {"ALL", "SOME", NULL};
    write_values(w, "lockAction", actions);
}

static void write_parameters(xmlw *w, const request *rq, const operation *o, arena *a)
{
    static const char *const formats[] = {"text/xml", NULL}, *const results[] = {"results", "hits", NULL};
    const char *const plain[] = {rq->protocol->plain->names[0], NULL}, *const schemas[] = {plain[0], DESCRIBED_JSON, NULL};
    if (strcmp(o->name, "GetCapabilities") == 0) {
        write_values(w, "AcceptVersions", capabilities_versions(a));
        write_values(w, "AcceptFormats", formats);
    } else if (strcmp(o->name, "GetFeature") == 0) {
        write_values(w, "resultType", results);
        write_values(w, "outputFormat", capabilities_formats(rq->protocol, a));
    } else if (strcmp(o->name, "LockFeature") == 0) {
        write_actions(w);
    } else if (o->needs_rows != ROWS_TO_CHANGE) {
        write_values(w, "outputFormat", strcmp(o->name, "DescribeFeatureType") == 0 ? schemas : plain);
    }
}

static void write_operation(xmlw *w, const request *rq, const operation *o, arena *a)
{
    xmlw_open(w, "ows:Operation");
    xmlw_attribute(w, "name", o->name);
    ows_write_connections(w, rq, o->needs_rows != ROWS_TO_CHANGE, a);
    write_parameters(w, rq, o, a);
    xmlw_close(w);
}

static void write_operations(xmlw *w, const request *rq, arena *a)
{
    xmlw_open(w, "ows:OperationsMetadata");
    for (size_t i = 0; i < operation_count; i++)
        if (editing_offers(rq, &operations[i]))
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

static void write_formats(xmlw *w, const protocol *p, arena *a)
{
    xmlw_open(w, "wfs:OutputFormats");
    for (const char *const *one = capabilities_formats(p, a); *one; one++)
        xmlw_element(w, "wfs:Format", *one);
    xmlw_close(w);
}

/* What can be done with features of this type, besides asking for them. */
static void write_changes(xmlw *w)
{
    static const char *const changes[] = {"Query", "Insert", "Update", "Delete", "Lock"};
    xmlw_open(w, "wfs:Operations");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        xmlw_element(w, "wfs:Operation", changes[i]);
    xmlw_close(w);
}

static void write_feature_type(xmlw *w, const request *rq, const layer *l, const double *own, arena *a)
{
    xmlw_open(w, "wfs:FeatureType");
    xmlw_elementf(w, "wfs:Name", "%s:%s", rq->endpoint->prefix, l->name);
    xmlw_element(w, "wfs:Title", l->title);
    xmlw_element(w, "wfs:Abstract", l->abstract);
    ows_write_keywords(w, &l->keywords);
    write_reference_systems(w, rq, l, a);
    if (l->editable && editing_is_for(rq))
        write_changes(w);
    write_formats(w, rq->protocol, a);
    ows_write_extent(w, capabilities_extent(l, own)); /* also without a geometry: wfs.xsd, FeatureTypeType, requires one */
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
    if (ows_wants(rq, "ServiceIdentification"))
        write_identification(w, rq, a);
    if (ows_wants(rq, "ServiceProvider"))
        ows_write_provider(w, rq);
    if (ows_wants(rq, "OperationsMetadata"))
        write_operations(w, rq, a);
    if (ows_wants(rq, "FeatureTypeList"))
        write_feature_types(w, rq, own, a);
    wfs11_write_filter(w);
    xmlw_close(w);
}
