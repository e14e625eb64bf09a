/* One query against the catalog: names to layers and properties, boxes and filters to a typed tree in the layer's CRS. */
#include "server/wfs/query_resolver.h"

#include "server/filter/cql/cql.h"
#include "server/wfs/type_names.h"

#include <string.h>

enum { IDS_MOST = 10000 };

static void set_condition(resolver *r, filter condition)
{
    filter *f = arena_alloc(r->arena, sizeof *f);
    *f = condition;
    r->query->query.where = f;
}

/* Four numbers in the box's own axis order into minx, miny, maxx, maxy. */
static status read_box(const text_list *parts, bool yx, double box[4])
{
    double given[4];
    for (size_t i = 0; i < 4; i++)
        if (!text_to_double(parts->items[i], &given[i]))
            return FAIL(BAD_PARAM, "bbox", "bbox: '%.40s' is geen getal", "bbox: '%.40s' is not a number", parts->items[i]);
    const double xy[4] = {given[yx], given[!yx], given[2 + yx], given[2 + !yx]};
    if (xy[0] > xy[2] || xy[1] > xy[3])
        return FAIL(BAD_PARAM, "bbox", "bbox: de eerste hoek moet links onder de tweede liggen; let op de volgorde van de assen",
                    "bbox: the lower corner lies beyond the upper corner; mind the axis order");
    memcpy(box, xy, sizeof xy);
    return status_ok();
}

/* BBOX=a,b,c,d[,crs] (OWS 1.1 §10.2.3): without a CRS the coordinates are in the layer's default CRS (WFS 2.0 §7.9.2.4.4). */
static status resolve_bbox(resolver *r)
{
    const layer *l = r->query->query.sources[0].layer;
    if (!r->text->bbox)
        return status_ok();
    if (r->query->query.source_count > 1)
        return FAIL(BAD_PARAM, "bbox", "in een join zegt fes:BBOX in het filter welke geometrie in de bbox ligt",
                    "in a join, fes:BBOX in the filter says whose geometry the bbox is for");
    const text_list parts = text_items(r->arena, r->text->bbox, ',');
    if (parts.count != 4 && parts.count != 5)
        return FAIL(BAD_PARAM, "bbox", "bbox bestaat uit vier getallen en eventueel een coördinatenstelsel",
                    "bbox takes four numbers, and a reference system if you like");
    if (l->geometry_type == GEOMETRY_NONE)
        return FAIL(BAD_PARAM, "bbox", "het type %s heeft geen geometrie", "the type %s has no geometry", l->name);
    crs c = crs_named(r->request->site->crs, l->srid, r->request->protocol->crs, r->arena);
    if (parts.count == 5)
        TRY(crs_find(r->request->site->crs, parts.items[4], "bbox", r->arena, &c));
    double box[4];
    region *where = arena_alloc(r->arena, sizeof *where);
    TRY(read_box(&parts, c.yx, box));
    TRY(crs_region(r->request->site->crs, box, c.code, l->srid, r->arena, where));
    set_condition(r, (filter){.kind = FILTER_REGION, .region = where});
    return status_ok();
}

/* An id of another form than ours matches nothing; an id of another type than the one asked for contradicts the request (WFS 2.0
 * §7.9.2.4.3). */
static status resolve_ids(resolver *r)
{
    if (!r->text->resource_ids)
        return status_ok();
    if (r->query->query.source_count > 1)
        return FAIL(BAD_PARAM, "resourceId", "zet in een join de id's in het filter, als fes:ResourceId",
                    "in a join, put ids in the filter, as fes:ResourceId");
    const text_list names = text_items(r->arena, r->text->resource_ids, ',');
    if (names.count == 0)
        return FAIL(BAD_PARAM, "resourceId", "RESOURCEID is een lege lijst: verwacht naam.nummer",
                    "RESOURCEID is an empty list: expected name.number");
    if (names.count > IDS_MOST)
        return FAIL(BAD_PARAM, "resourceId", "meer dan %d resourceId's", "more than %d resourceIds", (int)IDS_MOST);
    int64_t *ids = arena_array(r->arena, names.count + 1, sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; i < names.count; i++) {
        const layer *l = NULL;
        TRY(resource_id_read(r->request->site->catalog, names.items[i], &l, &ids[count]));
        if (!l)
            continue;
        if (l != r->query->query.sources[0].layer)
            return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen object van het type %s",
                        "'%.60s' is not a feature of the type %s", names.items[i], r->query->query.sources[0].layer->name);
        count++;
    }
    set_condition(r, (filter){.kind = FILTER_IDS, .ids = ids, .id_count = count});
    return status_ok();
}

static status resolve_filter(resolver *r)
{
    if (!r->text->filter)
        return status_ok();
    fes_scope s = sources_scope(r);
    const char *declared = namespaces_in_scope(r->text->filter, r->arena);
    s.namespaces = declared ? declared : s.namespaces;
    return fes_read(&s, r->text->filter, &r->query->query.where);
}

static status resolve_cql(resolver *r)
{
    if (!r->text->cql)
        return status_ok();
    const fes_scope same = sources_scope(r);
    cql_scope s = {.build = same.build,
                   .systems = same.systems,
                   .crs = same.crs,
                   .namespaces = same.namespaces,
                   .knows_prefix = same.knows_prefix,
                   .context = same.context};
    s.build.words = &cql_words;
    s.build.logic = LOGIC_THREE_VALUED;
    return cql_read(&s, r->text->cql, &r->query->query.where);
}

/* WFS 2.0 §7.9.2.3, FES 2.0 §6.3.3: a query has at most one of the three, or a filter in ECQL. */
static status check_exclusive(const query_text *q)
{
    const char *one = q->cql      ? "cql_filter"
                      : q->filter ? "filter"
                                  : "bbox",
               *other = q->resource_ids ? "resourceId"
                        : q->bbox       ? "bbox"
                                        : "filter";
    if (!!q->filter + !!q->bbox + !!q->resource_ids + !!q->cql < 2)
        return status_ok();
    return FAIL(BAD_PARAM, other, "%s en %s sluiten elkaar uit: zet alles in een filter, met fes:BBOX en fes:ResourceId",
                "%s and %s exclude each other: put everything in one filter, with fes:BBOX and fes:ResourceId", one, other);
}

static status resolve_ad_hoc(resolver *r)
{
    TRY(check_exclusive(r->text));
    TRY(sources_resolve(r));
    TRY(resolve_bbox(r));
    TRY(resolve_ids(r));
    TRY(resolve_filter(r));
    TRY(resolve_cql(r));
    TRY(sources_tied(r));
    return sources_sort(r);
}

status query_resolve(const query_text *q, arena *a, request *rq, wfs_query *out)
{
    wfs_query resolved = {0};
    resolver r = {.text = q, .request = rq, .arena = a, .query = &resolved};
    TRY(resolve_ad_hoc(&r));
    TRY(sources_hidden(&r));
    TRY(sources_properties(&r));
    TRY(sources_crs(&r));
    *out = resolved;
    return status_ok();
}
