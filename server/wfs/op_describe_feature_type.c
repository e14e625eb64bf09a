/* DescribeFeatureType (WFS 2.0 (09-025r2) §7.6.3 and §9): one schema document for the requested types, or for all. */
#include "server/http/may_keep.h"
#include "server/wfs/described_json.h"
#include "server/wfs/lists.h"
#include "server/wfs/request.h"
#include "server/wfs/type_names.h"

status read_describe_feature_type(const kvp *k, arena *a, request *rq);
status run_describe_feature_type(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

/* Of the output formats, only the GML of each version is also a schema language. *out: NULL for JSON. */
static status find_described(const kvp *k, const protocol *p, const protocol **out)
{
    const char *format = kvp_get(k, "outputFormat");
    const encoder *e = p->plain;
    *out = p;
    if (!format || text_equal_nocase(format, "XMLSCHEMA") || encoder_is_named(e, format))
        return status_ok();
    if (described_json_is_named(format)) {
        *out = NULL;
        return status_ok();
    }
    if (encoder_find(format, &e).code != ST_OK || protocol_of_format(p, e)->plain != e)
        return FAIL(BAD_PARAM, "outputFormat", "het schema is er als '%s' of '%s', niet als '%.80s'",
                    "the schema is available as '%s' or '%s', not as '%.80s'", p->plain->names[0], DESCRIBED_JSON, format);
    *out = protocol_of_format(p, e);
    return status_ok();
}

/* Each type once, however often it is named: a schema may not define one twice. */
static void take_once(request *rq, arena *a)
{
    const layer **once = arena_array(a, rq->layer_count + 1, sizeof *once);
    bool *seen = arena_array(a, rq->site->catalog->count + 1, sizeof *seen);
    size_t count = 0;
    for (size_t i = 0; i < rq->layer_count; i++) {
        if (!seen[rq->layers[i]->number])
            once[count++] = rq->layers[i];
        seen[rq->layers[i]->number] = true;
    }
    rq->layers = once;
    rq->layer_count = count;
}

status read_describe_feature_type(const kvp *k, arena *a, request *rq)
{
    static const char *const spellings[] = {"typeNames", "typeName", NULL};
    const char *types = kvp_first(k, spellings);
    TRY(find_described(k, rq->protocol, &rq->described));
    if (types && !rq->document) /* clients write the list as for GetFeature: "(a)(b)" */
        TRY(lists_join(types, spellings[0], a, &types));
    if (types && !*types)
        return FAIL(BAD_PARAM, "typeNames", "TYPENAMES is een lege lijst: noem een type, of laat hem weg voor alle",
                    "TYPENAMES is an empty list: name a type, or leave it out for all of them");
    TRY(type_names_layers(rq, types, kvp_get(k, "namespaces"), a, &rq->layers, &rq->layer_count));
    take_once(rq, a);
    return status_ok();
}

static status write_schema(const request *rq, arena *a, output *to)
{
    xmlw *w = xmlw_new(a);
    rq->described->schema(w, rq->layers, rq->layer_count, rq->endpoint->prefix, rq->endpoint->uri);
    return xmlw_finish(w, to);
}

status run_describe_feature_type(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    (void)seen;
    (void)features;
    out_type(to, 200, rq->described ? rq->described->plain->media_type : DESCRIBED_JSON);
    may_keep(to, KEPT_BY_CALLER, BY_CALLER ", Host");
    if (rq->described)
        return write_schema(rq, a, to);
    described_json_write(rq, to);
    return status_ok();
}
