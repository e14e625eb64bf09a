/* The capabilities document of WFS 1.0 (02-058 §12; WFS-capabilities.xsd), always whole. */
#include "server/filter/fes/fes.h"
#include "server/wfs/editing.h"
#include "server/wfs/ows_parts.h"
#include "server/wfs/protocols/wfs10/wfs10.h"

#include <string.h>

static void write_keywords(xmlw *w, const text_list *keywords, arena *a)
{
    text t = text_new(a);
    for (size_t i = 0; i < keywords->count; i++)
        text_addf(&t, "%s%s", i ? ", " : "", keywords->items[i]);
    if (t.length)
        xmlw_element(w, "Keywords", t.chars);
}

static void write_service(xmlw *w, const request *rq, arena *a)
{
    const service_texts *s = &rq->site->config->service;
    xmlw_open(w, "Service");
    xmlw_element(w, "Name", "WFS");
    xmlw_element(w, "Title", s->title);
    xmlw_element(w, "Abstract", capabilities_abstract(rq, a));
    xmlw_element(w, "Keywords", "WFS, risicolocatie, bodem");
    xmlw_element(w, "OnlineResource", s->provider_site ? s->provider_site : rq->url);
    xmlw_element(w, "Fees", s->fees);
    xmlw_element(w, "AccessConstraints", s->access_constraints);
    xmlw_close(w);
}

static void write_door(xmlw *w, const char *method, const char *url)
{
    xmlw_open(w, "DCPType");
    xmlw_open(w, "HTTP");
    xmlw_open(w, method);
    xmlw_attribute(w, "onlineResource", url);
    xmlw_close(w);
    xmlw_close(w);
    xmlw_close(w);
}

/* The schema allows only the element GML2 here; clients may ask for the other formats, but they cannot be listed. */
static void write_language(xmlw *w, const char *list, const char *one)
{
    xmlw_open(w, list);
    xmlw_element(w, one, "");
    xmlw_close(w);
}

static void write_operation(xmlw *w, const request *rq, const char *name, arena *a)
{
    xmlw_open(w, name);
    if (strcmp(name, "DescribeFeatureType") == 0)
        write_language(w, "SchemaDescriptionLanguage", "XMLSCHEMA");
    if (strcmp(name, "GetFeature") == 0 || strcmp(name, "GetFeatureWithLock") == 0)
        write_language(w, "ResultFormat", "GML2");
    if (strcmp(name, "Transaction") != 0)
        write_door(w, "Get", arena_printf(a, "%s?", rq->url));
    write_door(w, "Post", rq->url);
    xmlw_close(w);
}

static void write_capability(xmlw *w, const request *rq, arena *a)
{
    xmlw_open(w, "Capability");
    xmlw_open(w, "Request");
    for (size_t i = 0; i < operation_count; i++)
        if (editing_offers(rq, &operations[i]))
            write_operation(w, rq, operations[i].name, a);
    xmlw_close(w);
    xmlw_close(w);
}

static void write_extent(xmlw *w, const layer *l, const double *own)
{
    static const char *const names[] = {"minx", "miny", "maxx", "maxy"};
    const double *extent = capabilities_extent(l, own);
    xmlw_open(w, "LatLongBoundingBox");
    for (size_t i = 0; i < 4; i++)
        xmlw_attributef(w, names[i], "%.4f", extent[i]);
    xmlw_close(w);
}

/* What can be done with features of this type, besides asking for them. */
static void write_changes(xmlw *w)
{
    static const char *const changes[] = {"Insert", "Update", "Delete", "Lock"};
    xmlw_open(w, "Operations");
    xmlw_element(w, "Query", "");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        xmlw_element(w, changes[i], "");
    xmlw_close(w);
}

/* One reference system of each type; a request may name any other of those on offer. */
static void write_feature_type(xmlw *w, const request *rq, const layer *l, const double *own, arena *a)
{
    const int code = l->geometry_type == GEOMETRY_NONE ? crs_codes[0] : l->srid;
    xmlw_open(w, "FeatureType");
    xmlw_elementf(w, "Name", "%s:%s", rq->endpoint->prefix, l->name);
    xmlw_element(w, "Title", l->title);
    xmlw_element(w, "Abstract", l->abstract);
    write_keywords(w, &l->keywords, a);
    xmlw_element(w, "SRS", crs_named(rq->site->crs, code, CRS_CODE, a).name);
    if (l->editable && editing_is_for(rq))
        write_changes(w);
    write_extent(w, l, own);
    xmlw_close(w);
}

static void write_feature_types(xmlw *w, const request *rq, const double *own, arena *a)
{
    xmlw_open(w, "FeatureTypeList");
    xmlw_open(w, "Operations");
    xmlw_element(w, "Query", "");
    xmlw_close(w);
    for (size_t i = 0; i < rq->site->catalog->count; i++)
        write_feature_type(w, rq, &rq->site->catalog->layers[i], own, a);
    xmlw_close(w);
}

/* --- Filter 1.0 (02-059 §13) --- */

/* Only this document uses this name for Intersects. */
static void write_spatial(xmlw *w, arena *a)
{
    xmlw_open(w, "ogc:Spatial_Capabilities");
    xmlw_open(w, "ogc:Spatial_Operators");
    for (const char *const *one = fes_spatial_names; *one; one++)
        xmlw_element(w, strcmp(*one, "Intersects") == 0 ? "ogc:Intersect" : arena_printf(a, "ogc:%s", *one), "");
    xmlw_close(w);
    xmlw_close(w);
}

static void write_scalar(xmlw *w)
{
    static const char *const functions[] = {"ogc:Arithmetic_Operators", "ogc:Functions", "ogc:Function_Names",
                                            "ogc:Function_Name"};
    static const char *const comparisons[] = {"ogc:Simple_Comparisons", "ogc:Like", "ogc:Between", "ogc:NullCheck"};
    xmlw_open(w, "ogc:Scalar_Capabilities");
    xmlw_element(w, "ogc:Logical_Operators", "");
    xmlw_open(w, "ogc:Comparison_Operators");
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
        xmlw_element(w, comparisons[i], "");
    xmlw_close(w);
    ogc_write_functions(w, functions);
    xmlw_close(w);
}

static void open_document(xmlw *w, const request *rq)
{
    const protocol *p = rq->protocol;
    xmlw_open(w, "WFS_Capabilities");
    xmlw_attribute(w, "xmlns", p->wfs[0]);
    xmlw_namespace(w, "ogc", p->fes[0]);
    xmlw_namespace(w, "xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xmlw_namespace(w, rq->endpoint->prefix, rq->endpoint->uri);
    xmlw_attribute(w, "xsi:schemaLocation",
                   "http://www.opengis.net/wfs http://schemas.opengis.net/wfs/1.0.0/WFS-capabilities.xsd");
    xmlw_attribute(w, "version", p->version);
}

void wfs10_capabilities(const request *rq, const double *own, xmlw *w, arena *a)
{
    open_document(w, rq);
    write_service(w, rq, a);
    write_capability(w, rq, a);
    write_feature_types(w, rq, own, a);
    xmlw_open(w, "ogc:Filter_Capabilities");
    write_spatial(w, a);
    write_scalar(w);
    xmlw_close(w);
    xmlw_close(w);
}
