/* ListStoredQueries and DescribeStoredQueries (WFS 2.0 (09-025r2) §14.3, §14.4): the service's own, then those of the caller's
 * organisations.
 *
 * One definition is in memory at a time, and is sent as soon as it is written: a hundred definitions of 64 KiB are no burden. */
#include "server/http/may_keep.h"
#include "server/wfs/query_text.h"
#include "server/wfs/stored_definition.h"
#include "server/wfs/stored_predefined.h"
#include "server/wfs/type_names.h"

#include <string.h>

enum { IDS_MOST = 200 }; /* each is read, up to 64 KiB, every time it is named */

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

static void attribute(output *to, const char *name, const char *content)
{
    out_text(to, " ");
    out_text(to, name);
    out_text(to, "=\"");
    out_xml(to, content);
    out_text(to, "\"");
}

static void element(output *to, const char *open, const char *content, const char *close)
{
    out_text(to, open);
    out_xml(to, content);
    out_text(to, close);
}

/* The document differs by user, and QGIS's cache ignores Vary, so no cache may store it. */
static void open_response(const request *rq, const char *name, output *to)
{
    out_type(to, 200, "text/xml; charset=utf-8");
    may_keep(to, KEPT_BY_NOBODY_OF_ONE, NULL);
    out_xml_begin(to);
    out_text(to, "<wfs:");
    out_text(to, name);
    attribute(to, "xmlns:wfs", rq->protocol->wfs[0]);
    out_text(to, " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""
                 " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:");
    out_text(to, rq->endpoint->prefix);
    out_text(to, "=\"");
    out_xml(to, rq->endpoint->uri);
    out_text(to, "\"");
    attribute(to, "xsi:schemaLocation", rq->protocol->collection->schema);
    out_text(to, ">\n");
}

static void close_response(const char *name, output *to)
{
    element(to, "</wfs:", name, ">\n");
    out_xml_end(to);
}

static void write_type(const request *rq, const char *open, const layer *l, const char *close, output *to)
{
    out_text(to, open);
    out_text(to, rq->endpoint->prefix);
    out_text(to, ":");
    out_text(to, l->name);
    out_text(to, close);
}

static void list_predefined(const request *rq, const predefined *p, output *to)
{
    out_text(to, "<wfs:StoredQuery");
    attribute(to, "id", p->ids[0]);
    element(to, "><wfs:Title xml:lang=\"nl\">", p->title, "</wfs:Title>");
    for (size_t i = 0; i < rq->site->catalog->count; i++)
        if (p->returns(&rq->site->catalog->layers[i]))
            write_type(rq, "<wfs:ReturnFeatureType>", &rq->site->catalog->layers[i], "</wfs:ReturnFeatureType>", to);
    out_text(to, "</wfs:StoredQuery>\n");
}

static void describe_predefined(const predefined *p, const char *id, output *to)
{
    out_text(to, "<wfs:StoredQueryDescription");
    attribute(to, "id", id);
    element(to, "><wfs:Title xml:lang=\"nl\">", p->title, "</wfs:Title>");
    if (p->abstract)
        element(to, "<wfs:Abstract xml:lang=\"nl\">", p->abstract, "</wfs:Abstract>");
    for (size_t i = 0; p->parameters[i].name; i++) {
        out_text(to, "<wfs:Parameter");
        attribute(to, "name", p->parameters[i].name);
        attribute(to, "type", p->parameters[i].type);
        element(to, "><wfs:Abstract xml:lang=\"nl\">", p->parameters[i].abstract, "</wfs:Abstract></wfs:Parameter>");
    }
    out_text(to, "<wfs:QueryExpressionText isPrivate=\"true\" "
                 "language=\"urn:ogc:def:queryLanguage:OGC-WFS::WFS_QueryExpression\" returnFeatureTypes=\"\"/>"
                 "</wfs:StoredQueryDescription>\n");
}

static bool is_title(const xmlNode *node)
{
    return strcmp((const char *)node->name, "Title") == 0;
}

static void list_title(xmlNode *node, arena *scratch, output *to)
{
    xmlChar *language = xmlGetNsProp(node, (const xmlChar *)"lang", XML_XML_NAMESPACE), *content = xmlNodeGetContent(node);
    out_text(to, "<wfs:Title");
    if (language)
        attribute(to, "xml:lang", (const char *)language);
    element(to, ">", text_trim(scratch, (const char *)content), "</wfs:Title>");
    xmlFree(language);
    xmlFree(content);
}

static status list_own(const request *rq, const stored_query *q, arena *scratch, output *to)
{
    const text_list types = text_words(scratch, q->return_types, "");
    out_text(to, "<wfs:StoredQuery");
    attribute(to, "id", q->id);
    out_text(to, ">");
    for (xmlNode *child = xmlFirstElementChild(q->definition); child; child = xmlNextElementSibling(child))
        if (is_title(child))
            list_title(child, scratch, to);
    for (size_t i = 0; i < types.count; i++) {
        const layer *l = NULL;
        if (type_names_layer(rq, types.items[i], q->namespaces, scratch, &l).code ==
            ST_OK) /* a type that has since been removed is not listed */
            write_type(rq, "<wfs:ReturnFeatureType>", l, "</wfs:ReturnFeatureType>", to);
    }
    out_text(to, "</wfs:StoredQuery>\n");
    return status_ok();
}

/* §14.2.2.5.2: of a private expression, only the attributes are shown. */
static void hide_expression(xmlNode *node)
{
    for (xmlNode *child = node->children, *next = NULL; child; child = next) {
        next = child->next;
        xmlUnlinkNode(child);
        xmlFreeNode(child);
    }
}

static status describe_own(const request *rq, const stored_query *q, arena *scratch, output *to)
{
    (void)rq;
    if (q->is_private)
        hide_expression(q->expression);
    xmlNodeSetName(q->definition, (const xmlChar *)"StoredQueryDescription");
    out_text(to, stored_definition_text(q->definition, scratch));
    out_text(to, "\n");
    return status_ok();
}

typedef status (*own_writer)(const request *rq, const stored_query *q, arena *scratch, output *to);

/* Leaves out one that was dropped after its id was read. */
static status write_found(const request *rq, const char *id, own_writer write, arena *scratch, output *to)
{
    stored_query *q = arena_alloc(scratch, sizeof *q);
    bool found = false;
    TRY(stored_definition_find(rq->stored, rq->protocol, id, scratch, &found, q));
    return found ? write(rq, q, scratch, to) : status_ok();
}

static status write_own(const request *rq, const char *id, own_writer write, output *to)
{
    arena *scratch = arena_new();
    const status written =
        out_failed(to) ? FAIL(CLIENT_GONE, "", "de client heeft de verbinding gesloten", "the client closed the connection")
                       : write_found(rq, id, write, scratch, to);
    arena_free(scratch);
    return written;
}

status run_list_stored_queries(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    text_list ids = {0};
    (void)seen;
    (void)features;
    TRY(stored_queries_ids(rq->stored, a, &ids));
    open_response(rq, "ListStoredQueriesResponse", to);
    for (size_t i = 0; i < stored_predefined_count; i++)
        list_predefined(rq, &stored_predefined[i], to);
    for (size_t i = 0; i < ids.count; i++)
        TRY(write_own(rq, ids.items[i], list_own, to));
    close_response("ListStoredQueriesResponse", to);
    return status_ok();
}

/* Every id is looked up before anything is written: an unknown one refuses the request. */
static status check_id(const request *rq, const char *id)
{
    arena *scratch = arena_new();
    const char *definition = NULL;
    const status asked = stored_predefined_find(id) ? status_ok() : stored_queries_find(rq->stored, id, scratch, &definition);
    arena_free(scratch);
    TRY(asked);
    if (definition || stored_predefined_find(id))
        return status_ok();
    return FAIL(BAD_PARAM, "storedQuery_Id", "de opgeslagen vraag '%.80s' is er niet; ListStoredQueries noemt ze allemaal",
                "there is no stored query '%.80s'; ListStoredQueries lists them all", id);
}

status read_describe_stored_queries(const kvp *k, arena *a, request *rq)
{
    static const char *const spellings[] = {"storedQuery_Id", "storedQueryId", NULL};
    const char *given = kvp_first(k, spellings);
    rq->stored_ids = text_items(a, given ? given : "", ',');
    if (rq->stored_ids.count > IDS_MOST)
        return FAIL(BAD_PARAM, "storedQuery_Id", "meer dan %d id's", "more than %d ids", (int)IDS_MOST);
    for (size_t i = 0; i < rq->stored_ids.count; i++)
        TRY(check_id(rq, rq->stored_ids.items[i]));
    return status_ok();
}

static status describe(const request *rq, const char *id, output *to)
{
    const predefined *p = stored_predefined_find(id);
    if (!p)
        return write_own(rq, id, describe_own, to);
    describe_predefined(p, id, to); /* under the name that was asked for */
    return status_ok();
}

status run_describe_stored_queries(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    text_list ids = rq->stored_ids;
    (void)seen;
    (void)features;
    if (rq->stored_ids.count == 0)
        TRY(stored_queries_ids(rq->stored, a, &ids));
    open_response(rq, "DescribeStoredQueriesResponse", to);
    for (size_t i = 0; rq->stored_ids.count == 0 && i < stored_predefined_count; i++)
        describe_predefined(&stored_predefined[i], stored_predefined[i].ids[0], to);
    for (size_t i = 0; i < ids.count; i++)
        TRY(describe(rq, ids.items[i], to));
    close_response("DescribeStoredQueriesResponse", to);
    return status_ok();
}
