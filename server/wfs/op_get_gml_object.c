/* GetGmlObject (WFS 1.1 (04-094) §10): one feature by its gml:id, alone in the document. Geometries have no ids there. */
#include "server/wfs/features_answer.h"
#include "server/wfs/peildatum.h"
#include "server/wfs/query_text.h"

#include "data/model/resource_id.h"

#include <string.h>

status read_get_gml_object(const kvp *k, arena *a, request *rq);
status run_get_gml_object(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

/* ogc:GmlObjectId/@gml:id, the only child. */
static status id_of_document(xmlNode *root, const protocol *p, arena *a, const char **out)
{
    xmlNode *child = xmlFirstElementChild(root);
    if (!child || !xml_is(child, p->fes, "GmlObjectId") || xmlNextElementSibling(child))
        return FAIL(BAD_SYNTAX, "GmlObjectId", "in een GetGmlObject staat een <GmlObjectId> met een gml:id",
                    "a GetGmlObject holds one <GmlObjectId> with a gml:id");
    xmlChar *given = xmlGetNsProp(child, (const xmlChar *)"id", (const xmlChar *)p->gml[0]);
    *out = given ? text_trim(a, (const char *)given) : NULL;
    xmlFree(given);
    return status_ok();
}

static status read_id(const kvp *k, const request *rq, arena *a, const char **out)
{
    const char *id = kvp_get(k, "gmlObjectId");
    if (rq->document)
        TRY(id_of_document(rq->document, rq->protocol, a, &id));
    if (!id || !*id)
        return FAIL(MISSING_PARAM, "gmlObjectId", "de parameter GMLOBJECTID ontbreekt", "the parameter GMLOBJECTID is missing");
    *out = id;
    return status_ok();
}

/* "GML3" is the schema's own default. */
static status check_format(const kvp *k, const protocol *p)
{
    const char *given = kvp_get(k, "outputFormat");
    if (given && !encoder_is_named(p->plain, given))
        return FAIL(BAD_PARAM, "outputFormat", "een object komt alleen als '%s'", "an object comes as '%s' only",
                    p->plain->names[0]);
    return status_ok();
}

/* An id of another form is reported as not found, like one that does not exist. */
static status find_layer(const request *rq, const char *id, const layer **out)
{
    int64_t number = 0;
    const layer *l = NULL;
    TRY(resource_id_read(rq->site->catalog, id, &l, &number));
    if (!l)
        return FAIL(NOT_FOUND, "id", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'", id);
    *out = l;
    return status_ok();
}

status read_get_gml_object(const kvp *k, arena *a, request *rq)
{
    const layer *l = NULL;
    wfs_query *one = arena_alloc(a, sizeof *one);
    rq->features = (feature_request){.encoder = rq->protocol->plain, .count = 1, .queries = one, .query_count = 1};
    TRY(check_format(k, rq->protocol));
    TRY(peildatum_read(k, a, rq));
    TRY(read_id(k, rq, a, &rq->features.by_id));
    TRY(find_layer(rq, rq->features.by_id, &l));
    const query_text asked = {.type_names = l->name,
                              .resource_ids = rq->features.by_id,
                              .namespaces = kvp_get(k, "namespaces"),
                              .srs_name = kvp_get(k, "srsName")};
    return query_resolve(&asked, a, rq, one);
}

status run_get_gml_object(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    return features_answer(rq, seen, a, to, features);
}
