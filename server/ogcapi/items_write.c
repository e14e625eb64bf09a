/* The features as they go out: as GeoJSON or GML by their encoders. */
#include "base/calendar.h"
#include "base/clock.h"
#include "data/model/resource_id.h"
#include "gml/formats/gml_collection.h"
#include "server/http/may_keep.h"
#include "server/ogcapi/items.h"

#include <string.h>

/* 17-069r4 §8.4, table 8, and its core-sf.xsd: the collection of the simple features profile. Its counts are in the headers. */
static const gml_collection around = {.prefix = "sf",
                                      .wfs = "http://www.opengis.net/ogcapi-features-1/1.0/sf",
                                      .gml = "http://www.opengis.net/gml/3.2",
                                      .schema = "http://www.opengis.net/ogcapi-features-1/1.0/sf "
                                                "http://schemas.opengis.net/ogcapi/features/part1/1.0/xml/core-sf.xsd",
                                      .member = "sf:featureMember",
                                      .before_members = ""};

static const char *now(arena *a)
{
    char written[CALENDAR_TIME];
    calendar_time(clock_wall(), written);
    return arena_strdup(a, written);
}

static const answer_link *links_of(const items *of, bool bare, size_t *count)
{
    const api *q = of->api;
    api_links links = {0};
    const char *own = api_url(q, "collections/%s", kvp_escaped(q->layer->name, q->arena)), *next = items_next(of);
    api_link_forms(q, &links);
    if (next)
        api_link(&links, "next", q->form->type, next, "De volgende pagina · The next page");
    api_link(&links, "collection", api_json.type, own, q->layer->title);
    if (!bare)
        api_link(&links, "http://www.opengis.net/def/rel/ogc/1.0/schema", api_schema_json.type,
                 arena_printf(q->arena, "%s/schema", own), NULL);
    answer_link *all = arena_array(q->arena, links.count, sizeof *all);
    for (size_t i = 0; i < links.count; i++)
        all[i] = (answer_link){links.all[i].relation, links.all[i].type, links.all[i].href, links.all[i].title};
    *count = links.count;
    return all;
}

/* Titles may hold what a quoted string of a header may not. */
static void write_link_heads(const api *q, const answer *said)
{
    for (size_t i = 0; i < said->link_count; i++)
        out_header(q->to, "Link",
                   arena_printf(q->arena, "<%s>; rel=\"%s\"; type=\"%s\"", said->links[i].href, said->links[i].relation,
                                said->links[i].type));
}

static const char *uri_of(const items *of)
{
    const char *code = of->crs.lon_lat ? ITEMS_CRS84 : items_crs_uri(of->crs.code, of->api->arena);
    return arena_printf(of->api->arena, "<%s>", code);
}

static void write_heads(const items *of, const answer *said)
{
    const api *q = of->api;
    arena *a = q->arena;
    out_type(q->to, 200, q->form->type);
    may_keep(q->to, KEPT_BY_NOBODY_OF_ONE, "Accept, " BY_CALLER);
    if (q->layer->geometry_type != GEOMETRY_NONE)
        out_header(q->to, "Content-Crs", uri_of(of));
    if (q->form == &api_gml) {
        write_link_heads(q, said);
        out_header(q->to, "OGC-NumberMatched", arena_printf(a, "%lld", (long long)of->matched));
        out_header(q->to, "OGC-NumberReturned", arena_printf(a, "%lld", (long long)of->returned));
    }
}

static status check_going_on(const output *to)
{
    if (out_failed(to))
        return FAIL(CLIENT_GONE, "", "de client heeft de verbinding gesloten", "the client closed the connection");
    return status_ok();
}

static status write_features(const items *of, const encoder *with, encoding *e)
{
    cursor *c = NULL;
    TRY(items_select(of, &c));
    for (const feature *f = cursor_next(c); f; f = cursor_next(c)) {
        TRY(with->feature(e, f));
        e->features++;
        TRY(check_going_on(e->to));
    }
    TRY(cursor_end(c));
    if ((int64_t)e->features != of->returned)
        return FAIL(INTERNAL, "", "het aantal objecten verschilt van de telling",
                    "the number of features differs from the count");
    return status_ok();
}

static status write_whole(const items *of, const encoder *with, encoding *e)
{
    with->prepare(e);
    TRY(with->begin(e));
    TRY(with->begin_query(e));
    if (of->returned > 0)
        TRY(write_features(of, with, e));
    TRY(with->end_query(e));
    return with->end(e);
}

static collection collection_of(const items *of)
{
    const source *s = &of->page.sources[0];
    return (collection){.layer = s->layer,
                        .properties = s->properties,
                        .property_count = s->property_count,
                        .crs = of->crs,
                        .matched = of->matched,
                        .returned = of->returned};
}

static answer answer_of(const items *of, bool bare)
{
    const api *q = of->api;
    const endpoint *named = &q->site->config->endpoints[0];
    answer said = {.prefix = named->prefix,
                   .uri = named->uri,
                   .schema_url = api_url(q, "collections/%s/schema?f=xsd", kvp_escaped(q->layer->name, q->arena)),
                   .collection = &around,
                   .crs = of->crs,
                   .matched = of->matched,
                   .returned = of->returned,
                   .time_stamp = now(q->arena),
                   .authority_order = true,
                   .bare = bare};
    said.links = links_of(of, bare, &said.link_count);
    if (of->clamped)
        said.note =
            arena_printf(q->arena, "limit is hier hoogstens %d · limit is %d here at most", (int)ITEMS_MOST, (int)ITEMS_MOST);
    return said;
}

status items_write(const items *of, bool bare)
{
    const api *q = of->api;
    const encoder *with = NULL;
    const answer said = answer_of(of, bare);
    collection what = collection_of(of);
    encoding e = {.answer = &said, .what = &what, .to = q->to, .arena = q->arena};
    TRY(encoder_find(q->form == &api_gml ? "gml32" : "geojson", &with));
    TRY(turn_weigh(q->call->turn, of->returned));
    if (q->layer->geometry_type != GEOMETRY_NONE)
        TRY(crs_transform(q->site->crs, q->layer->srid, of->crs.code, &what.transform));
    write_heads(of, &said);
    if (q->head)
        return status_ok();
    const status done = write_whole(of, with, &e);
    q->call->log->rows = (int64_t)e.features;
    if (done.code != ST_OK && out_committed(q->to) && !out_failed(q->to))
        out_break(q->to); /* the head has said how many there are */
    return done;
}

/* --- The two resources --- */

status api_answer_items(api *q)
{
    items of = {0};
    TRY(items_read(q, &of));
    TRY(items_page(&of));
    return q->form == &api_html ? items_write_html(&of, false) : items_write(&of, false);
}

status items_no_such(const api *q)
{
    return FAIL(NOT_FOUND, "featureId", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'",
                q->feature_id);
}

bool items_read_id(const api *q, int64_t *out)
{
    return resource_id_is_of(q->layer, q->feature_id, out) ||
           resource_id_is_of(q->layer, arena_printf(q->arena, "%s.%s", q->layer->name, q->feature_id), out);
}

status items_read_one(api *q, items *of)
{
    int64_t *one = arena_alloc(q->arena, sizeof *one);
    filter *by_id = arena_alloc(q->arena, sizeof *by_id);
    TRY(items_read(q, of));
    if (!items_read_id(q, one))
        return items_no_such(q);
    *by_id = (filter){.kind = FILTER_IDS, .ids = one, .id_count = 1};
    of->query.where = by_id;
    return status_ok();
}

static void write_known(const api *q, const feature_state *now, const char *etag)
{
    out_type(q->to, 304, NULL);
    may_keep(q->to, KEPT_BY_NOBODY_OF_ONE, NULL);
    condition_write(now, etag, q->arena, q->to);
}

/* For a page there is no ETag: it holds more than the feature. */
static status write_one(const items *of, const feature_state *now)
{
    const api *q = of->api;
    if (q->form == &api_html)
        return items_write_html(of, true);
    const char *etag = condition_etag(now, q->form, items_system(of), api_self(q, q->form), q->arena);
    if (now->version && condition_is_known(q->call->x, etag, q->arena)) {
        write_known(q, now, etag);
        return status_ok();
    }
    condition_write(now, etag, q->arena, q->to);
    return items_write(of, true);
}

/* An id of a feature that this caller may not see is one that is not there: nothing tells the two apart. */
status api_answer_item(api *q)
{
    items of = {0};
    feature_state now = {0};
    bool found = false;
    TRY(items_read_one(q, &of));
    TRY(items_page(&of));
    if (of.returned > 0)
        TRY(items_state(&of, &now, &found));
    return found ? write_one(&of, &now) : items_no_such(q);
}
