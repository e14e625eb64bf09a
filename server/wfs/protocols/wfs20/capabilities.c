#include "server/wfs/protocols/wfs20/capabilities.h"

#include "server/wfs/described_json.h"
#include "server/wfs/editing.h"
#include "server/wfs/ows_parts.h"
#include "server/wfs/resolve_parameter.h"
#include "server/wfs/stored_definition.h"

#include <string.h>

static void write_language_text(xmlw *w, const char *name, const char *content)
{
    xmlw_open(w, name);
    xmlw_attribute(w, "xml:lang", "nl");
    xmlw_text(w, content);
    xmlw_close(w);
}

static void write_identification(xmlw *w, const request *rq, arena *a)
{
    const char *words[] = {"WFS", "risicolocatie", "bodem", "infoFeatureAccessService"};
    const text_list keywords = {words, sizeof words / sizeof *words};
    const service_texts *s = &rq->site->config->service;
    xmlw_open(w, "ows:ServiceIdentification");
    write_language_text(w, "ows:Title", s->title);
    write_language_text(w, "ows:Abstract", capabilities_abstract(rq, a));
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
    xmlw_open(w, "ows:AllowedValues");
    for (; *values; values++)
        xmlw_element(w, "ows:Value", *values);
    xmlw_close(w);
    xmlw_close(w);
}

static void write_plain_format(xmlw *w, const protocol *p)
{
    const char *const values[] = {p->plain->names[0], NULL};
    write_values(w, "outputFormat", values);
}

/* The parameters whose values a client must know, per operation. */
static void write_parameters(xmlw *w, const request *rq, const operation *o, arena *a)
{
    static const char *const actions[] = {"ALL", "SOME", NULL};
    static const char *const formats[] = {"text/xml", NULL};
    static const char *const results[] = {"results", "hits", NULL};
    const char *const schemas[] = {rq->protocol->plain->names[0], DESCRIBED_JSON, NULL};
    if (strcmp(o->name, "GetCapabilities") == 0) {
        write_values(w, "AcceptVersions", capabilities_versions(a));
        write_values(w, "AcceptFormats", formats);
        write_values(w, "Sections", ows_sections + 1); /* without "All" */
    } else if (strcmp(o->name, "DescribeFeatureType") == 0) {
        write_values(w, "outputFormat", schemas);
    } else if (strcmp(o->name, "GetFeature") == 0) {
        write_values(w, "resultType", results);
        write_values(w, "outputFormat", capabilities_formats(rq->protocol, a));
        write_values(w, "resolve", resolve_scopes);
    } else if (strcmp(o->name, "CreateStoredQuery") == 0) {
        write_values(w, "language", stored_languages);
    } else if (o->needs_rows == ROWS_TO_LOCK) {
        write_values(w, "lockAction", actions);
    } else if (strcmp(o->name, "GetPropertyValue") == 0) {
        write_values(w, "resolve", resolve_scopes);
        write_plain_format(w, rq->protocol);
    }
}

/* OWS Common (06-121r3) §7.4.6: more about the operation. Here the guide pages for users of QGIS (server/guide.c). */
static void write_guides(xmlw *w, const request *rq, arena *a)
{
    static const char *const guides[][2] = {{"/handleiding", "Handleiding voor QGIS"}, {"/guide", "Guide for QGIS"}};
    const size_t base = strlen(rq->url) - strlen(rq->endpoint->path);
    for (size_t i = 0; i < sizeof guides / sizeof *guides; i++) {
        xmlw_open(w, "ows:Metadata");
        xmlw_attribute(w, "xlink:href", arena_printf(a, "%.*s%s", (int)base, rq->url, guides[i][0]));
        xmlw_attribute(w, "xlink:title", guides[i][1]);
        xmlw_close(w);
    }
}

static void write_operation(xmlw *w, const request *rq, const operation *o, arena *a)
{
    xmlw_open(w, "ows:Operation");
    xmlw_attribute(w, "name", o->name);
    const bool document = strcmp(o->name, "CreateStoredQuery") == 0 || o->needs_rows == ROWS_TO_CHANGE; /* §14.5.1, §15.2.1 */
    ows_write_connections(w, rq, !document, a);
    write_parameters(w, rq, o, a);
    if (strcmp(o->name, "GetFeature") == 0)
        write_guides(w, rq, a);
    xmlw_close(w);
}

/* The formats that CountDefault does not apply to. */
static const char *files(arena *a)
{
    text t = text_new(a);
    for (size_t i = 0; i < encoder_count; i++)
        if (encoders[i]->extension)
            text_addf(&t, "%s%s", t.length ? ", " : "", encoders[i]->names[0]);
    return t.chars;
}

static void write_count_default(xmlw *w, const request *rq, arena *a)
{
    xmlw_open(w, "ows:Constraint");
    xmlw_attribute(w, "name", "CountDefault");
    xmlw_open(w, "ows:NoValues");
    xmlw_close(w);
    xmlw_elementf(w, "ows:DefaultValue", "%d", rq->site->config->page);
    xmlw_elementf(
        w, "ows:Meaning",
        "Geldt niet voor %s: zonder count is dat bestand volledig. Not for %s: without count that file holds everything.",
        files(a), files(a));
    xmlw_close(w);
}

/* WFS 2.0 table 13 and 14. QGIS and GDAL compare with the text TRUE. */
static void write_constraints(xmlw *w, const request *rq, arena *a)
{
    static const char *const constraints[][2] = {{"ImplementsBasicWFS", "TRUE"},
                                                 {"KVPEncoding", "TRUE"},
                                                 {"XMLEncoding", "TRUE"},
                                                 {"SOAPEncoding", "TRUE"},
                                                 {"ImplementsInheritance", "FALSE"},
                                                 {"ImplementsRemoteResolve", "FALSE"},
                                                 {"ImplementsResultPaging", "TRUE"},
                                                 {"ImplementsStandardJoins", "TRUE"},
                                                 {"ImplementsSpatialJoins", "TRUE"},
                                                 {"ImplementsTemporalJoins", "TRUE"},
                                                 {"ImplementsFeatureVersioning", "FALSE"},
                                                 {"ManageStoredQueries", "TRUE"},
                                                 {"PagingIsTransactionSafe", "FALSE"}};
    capabilities_write_constraint(w, "ows:Constraint", "ImplementsTransactionalWFS", editing_is_for(rq) ? "TRUE" : "FALSE");
    capabilities_write_constraint(w, "ows:Constraint", "ImplementsLockingWFS", editing_is_for(rq) ? "TRUE" : "FALSE");
    for (size_t i = 0; i < sizeof constraints / sizeof *constraints; i++)
        capabilities_write_constraint(w, "ows:Constraint", constraints[i][0], constraints[i][1]);
    write_count_default(w, rq, a);
    capabilities_write_constraint(w, "ows:Constraint", "ResolveTimeoutDefault",
                                  arena_printf(a, "%d", (int)RESOLVE_TIMEOUT_DEFAULT));
    capabilities_write_constraint(w, "ows:Constraint", "ResolveLocalScope", "*");
    xmlw_open(w, "ows:Constraint");
    xmlw_attribute(w, "name", "QueryExpressions");
    xmlw_open(w, "ows:AllowedValues");
    xmlw_element(w, "ows:Value", "wfs:Query");
    xmlw_element(w, "ows:Value", "wfs:StoredQuery");
    xmlw_close(w);
    xmlw_close(w);
}

static void write_language(xmlw *w, const char *outer, const char *code)
{
    if (outer)
        xmlw_open(w, outer);
    xmlw_element(w, "inspire_common:Language", code);
    if (outer)
        xmlw_close(w);
}

/* INSPIRE download service by WFS: Technical Guidance 3.1, requirements 49–52 (extended capabilities, scenario 1). */
static void write_inspire(xmlw *w, const request *rq, arena *a)
{
    const char *metadata = rq->site->config->service.metadata_url;
    xmlw_open(w, "ows:ExtendedCapabilities");
    xmlw_open(w, "inspire_dls:ExtendedCapabilities");
    xmlw_open(w, "inspire_common:MetadataUrl");
    xmlw_element(w, "inspire_common:URL",
                 metadata ? metadata : arena_printf(a, "%s?service=WFS&request=GetCapabilities", rq->url));
    xmlw_element(w, "inspire_common:MediaType", metadata ? "application/vnd.iso.19139+xml" : "application/xml");
    xmlw_close(w);
    xmlw_open(w, "inspire_common:SupportedLanguages");
    write_language(w, "inspire_common:DefaultLanguage", "dut");
    xmlw_close(w);
    write_language(w, "inspire_common:ResponseLanguage", "dut");
    xmlw_open(w, "inspire_dls:SpatialDataSetIdentifier");
    xmlw_element(w, "inspire_common:Code", "risicolocatie");
    xmlw_element(w, "inspire_common:Namespace", rq->endpoint->uri);
    xmlw_close(w);
    xmlw_close(w);
    xmlw_close(w);
}

static void write_operations(xmlw *w, const request *rq, arena *a)
{
    xmlw_open(w, "ows:OperationsMetadata");
    for (size_t i = 0; i < operation_count; i++)
        if (editing_offers(rq, &operations[i]))
            write_operation(w, rq, &operations[i], a);
    write_values(w, "version", capabilities_versions(a));
    write_constraints(w, rq, a);
    write_inspire(w, rq, a);
    xmlw_close(w);
}

static void write_reference_systems(xmlw *w, const request *rq, const layer *l, arena *a)
{
    if (l->geometry_type == GEOMETRY_NONE) {
        xmlw_element(w, "wfs:NoCRS", "");
        return;
    }
    xmlw_element(w, "wfs:DefaultCRS", crs_default(rq->site->crs, l->srid, a).name);
    for (size_t i = 0; i < crs_code_count; i++)
        if (crs_codes[i] != l->srid)
            xmlw_element(w, "wfs:OtherCRS", crs_default(rq->site->crs, crs_codes[i], a).name);
}

static void write_type_formats(xmlw *w, const protocol *p, arena *a)
{
    xmlw_open(w, "wfs:OutputFormats");
    for (const char *const *one = capabilities_formats(p, a); *one; one++)
        xmlw_element(w, "wfs:Format", *one);
    xmlw_close(w);
}

static void write_feature_type(xmlw *w, const request *rq, const layer *l, const double *own, arena *a)
{
    xmlw_open(w, "wfs:FeatureType");
    xmlw_elementf(w, "wfs:Name", "%s:%s", rq->endpoint->prefix, l->name);
    write_language_text(w, "wfs:Title", l->title);
    write_language_text(w, "wfs:Abstract", l->abstract);
    ows_write_keywords(w, &l->keywords);
    write_reference_systems(w, rq, l, a);
    write_type_formats(w, rq->protocol, a);
    if (l->geometry_type != GEOMETRY_NONE)
        ows_write_extent(w, capabilities_extent(l, own));
    xmlw_close(w);
}

static void write_feature_types(xmlw *w, const request *rq, const double *own, arena *a)
{
    xmlw_open(w, "wfs:FeatureTypeList");
    for (size_t i = 0; i < rq->site->catalog->count; i++)
        write_feature_type(w, rq, &rq->site->catalog->layers[i], own, a);
    xmlw_close(w);
}

static void open_document(xmlw *w, const request *rq, arena *a)
{
    const protocol *p = rq->protocol;
    const char *const namespaces[][2] = {{"wfs", p->wfs[0]},
                                         {"ows", p->ows[0]},
                                         {"fes", p->fes[0]},
                                         {"gml", p->gml[0]},
                                         {"xs", "http://www.w3.org/2001/XMLSchema"},
                                         {"xlink", "http://www.w3.org/1999/xlink"},
                                         {"xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                                         {"inspire_common", "http://inspire.ec.europa.eu/schemas/common/1.0"},
                                         {"inspire_dls", "http://inspire.ec.europa.eu/schemas/inspire_dls/1.0"}};
    xmlw_open(w, "wfs:WFS_Capabilities");
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        xmlw_namespace(w, namespaces[i][0], namespaces[i][1]);
    xmlw_namespace(w, rq->endpoint->prefix, rq->endpoint->uri);
    xmlw_attribute(w, "xsi:schemaLocation",
                   arena_printf(a,
                                "%s http://inspire.ec.europa.eu/schemas/inspire_dls/1.0 "
                                "http://inspire.ec.europa.eu/schemas/inspire_dls/1.0/inspire_dls.xsd",
                                p->collection->schema));
    xmlw_attribute(w, "version", p->version);
}

void capabilities_write(const request *rq, const double *own, xmlw *w, arena *a)
{
    open_document(w, rq, a);
    if (ows_wants(rq, "ServiceIdentification"))
        write_identification(w, rq, a);
    if (ows_wants(rq, "ServiceProvider"))
        ows_write_provider(w, rq);
    if (ows_wants(rq, "OperationsMetadata"))
        write_operations(w, rq, a);
    if (ows_wants(rq, "FeatureTypeList"))
        write_feature_types(w, rq, own, a);
    if (ows_wants(rq, "Filter_Capabilities"))
        capabilities_write_filter(w);
    xmlw_close(w);
}
