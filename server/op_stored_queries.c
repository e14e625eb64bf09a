/* ListStoredQueries and DescribeStoredQueries (WFS 2.0 (09-025r2) §14.3, §14.4). */
#include "gml/xmlw.h"
#include "server/names.h"
#include "server/request.h"

status read_list_stored_queries(const kvp *k, arena *a, request *rq);
status run_list_stored_queries(const request *rq, rows *seen, arena *a, output *to, int64_t *features);
status read_describe_stored_queries(const kvp *k, arena *a, request *rq);
status run_describe_stored_queries(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

status read_list_stored_queries(const kvp *k, arena *a, request *rq)
{
    (void)k;
    (void)a;
    (void)rq;
    return status_ok();
}

static void open_response(xmlw *w, const request *rq, const char *name)
{
    xmlw_open(w, name);
    xmlw_attribute(w, "xmlns:wfs", "http://www.opengis.net/wfs/2.0");
    xmlw_attribute(w, "xmlns:xs", "http://www.w3.org/2001/XMLSchema");
    xmlw_attribute(w, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xmlw_namespace(w, rq->endpoint->prefix, rq->endpoint->uri);
    xmlw_attribute(w, "xsi:schemaLocation", "http://www.opengis.net/wfs/2.0 http://schemas.opengis.net/wfs/2.0/wfs.xsd");
}

static status finish(xmlw *w, output *to)
{
    xmlw_close(w);
    out_type(to, 200, "text/xml; charset=utf-8");
    out_header(to, "Cache-Control", "private, max-age=300");
    out_header(to, "Vary", "Authorization, X-API-Key, Host");
    return xmlw_finish(w, to);
}

static void write_title(xmlw *w)
{
    xmlw_open(w, "wfs:Title");
    xmlw_attribute(w, "xml:lang", "nl");
    xmlw_text(w, "Het object met deze id");
    xmlw_close(w);
}

status run_list_stored_queries(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    (void)seen;
    (void)features;
    xmlw *w = xmlw_new(a);
    open_response(w, rq, "wfs:ListStoredQueriesResponse");
    xmlw_open(w, "wfs:StoredQuery");
    xmlw_attribute(w, "id", NAMES_BY_ID);
    write_title(w);
    for (size_t i = 0; i < rq->site->catalog->count; i++)
        xmlw_elementf(w, "wfs:ReturnFeatureType", "%s:%s", rq->endpoint->prefix, rq->site->catalog->layers[i].name);
    xmlw_close(w);
    return finish(w, to);
}

status read_describe_stored_queries(const kvp *k, arena *a, request *rq)
{
    static const char *const spellings[] = {"storedQuery_Id", "storedQueryId", NULL};
    const char *given = kvp_first(k, spellings);
    (void)rq; /* there is one stored query: whoever names any, names it */
    const text_list names = text_split(a, given ? given : "", ',');
    for (size_t i = 0; i < names.count; i++)
        if (!names_is_by_id(names.items[i]))
            return FAIL(BAD_PARAM, "storedQuery_Id", "de opgeslagen vraag '%.80s' is er niet; ListStoredQueries noemt ze allemaal",
                        "there is no stored query '%.80s'; ListStoredQueries lists them all", names.items[i]);
    return status_ok();
}

status run_describe_stored_queries(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    (void)seen;
    (void)features;
    xmlw *w = xmlw_new(a);
    open_response(w, rq, "wfs:DescribeStoredQueriesResponse");
    xmlw_open(w, "wfs:StoredQueryDescription");
    xmlw_attribute(w, "id", NAMES_BY_ID);
    write_title(w);
    xmlw_open(w, "wfs:Parameter");
    xmlw_attribute(w, "name", "ID");
    xmlw_attribute(w, "type", "xs:string");
    xmlw_close(w);
    xmlw_open(w, "wfs:QueryExpressionText");
    xmlw_attribute(w, "isPrivate", "true");
    xmlw_attribute(w, "language", "urn:ogc:def:queryLanguage:OGC-WFS::WFS_QueryExpression");
    xmlw_attribute(w, "returnFeatureTypes", "");
    xmlw_close(w);
    xmlw_close(w);
    return finish(w, to);
}
