/* GetFeature by KVP (WFS 2.0 (09-025r2) §7.9.2, table 8) into the request. */
#include "server/names.h"
#include "server/request.h"

#include <string.h>

enum { IDS_MOST = 10000, SORT_KEYS_MOST = 20 };

status read_get_feature(const kvp *k, arena *a, request *rq);

static const char *type_names(const kvp *k)
{
    /* typeName: WFS 1.x and the layer that exists today; several clients send both. */
    static const char *const spellings[] = {"typeNames", "typeName", NULL};
    return kvp_first(k, spellings);
}

/* Not ignored: leaving out a condition that the client stated would give rows that were not asked for. */
static status refuse_what_is_not_there(const kvp *k)
{
    static const char *const parameters[] = {"filter", "cql_filter", "aliases", "filter_language", "valueReference", "lockId"};
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        if (kvp_get(k, parameters[i]))
            return FAIL(NO_OPTION, parameters[i], "de parameter %s kan deze dienst nog niet aan", "this service cannot handle the parameter %s yet",
                        parameters[i]);
    const char *resolve = kvp_get(k, "resolve");
    if (resolve && !text_equal_nocase(resolve, "none") && !text_equal_nocase(resolve, "local"))
        return FAIL(NO_OPTION, "resolve", "RESOLVE kan alleen none of local zijn", "RESOLVE can only be none or local");
    return status_ok();
}

/* What is no id of ours matches nothing; an id of another type than the one asked contradicts the request (WFS 2.0 §7.9.2.4.3). */
static status read_ids(const kvp *k, arena *a, request *rq)
{
    static const char *const spellings[] = {"resourceId", "featureId", NULL};
    const char *given = kvp_first(k, spellings);
    if (!given)
        return status_ok();
    const text_list names = text_split(a, names_unwrap(given, a), ',');
    if (names.count > IDS_MOST)
        return FAIL(BAD_PARAM, "resourceId", "meer dan %d resourceId's", "more than %d resourceIds", (int)IDS_MOST);
    id_list *list = arena_alloc(a, sizeof *list);
    int64_t *ids = arena_array(a, names.count + 1, sizeof *ids);
    for (size_t i = 0; i < names.count; i++) {
        const layer *l = NULL;
        if (!names_id(rq->site->catalog, names.items[i], &l, &ids[list->count]))
            continue;
        if (l != rq->query.layer)
            return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen object van het type %s", "'%.60s' is no feature of the type %s", names.items[i],
                        rq->query.layer->name);
        list->count++;
    }
    list->ids = ids;
    rq->query.ids = list;
    return status_ok();
}

/* Without TYPENAMES the type follows from the first resource id (WFS 2.0 §7.9.2.4.3). */
static status layer_of_ids(const kvp *k, arena *a, const request *rq, const layer **out)
{
    static const char *const spellings[] = {"resourceId", "featureId", NULL};
    const char *given = kvp_first(k, spellings);
    if (!given)
        return FAIL(MISSING_PARAM, "typeNames", "de parameter TYPENAMES ontbreekt", "the parameter TYPENAMES is missing");
    const text_list names = text_split(a, names_unwrap(given, a), ',');
    const layer *first = NULL, *l = NULL;
    int64_t id = 0;
    for (size_t i = 0; i < names.count; i++) {
        if (!names_id(rq->site->catalog, names.items[i], &l, &id))
            return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen resourceId: verwacht naam.nummer", "'%.60s' is no resourceId: name.number is expected",
                        names.items[i]);
        if (first && l != first)
            return FAIL(NO_OPTION, "resourceId", "resourceId's van meer dan een type in een vraag kan nog niet",
                        "resourceIds of more than one type in one request are not possible yet");
        first = l;
    }
    *out = first;
    return status_ok();
}

static status read_layer(const kvp *k, arena *a, request *rq)
{
    const char *names = type_names(k);
    if (!names)
        return layer_of_ids(k, a, rq, &rq->query.layer);
    TRY(names_layers(rq, names, kvp_get(k, "namespaces"), a, &rq->layers, &rq->layer_count));
    if (rq->layer_count != 1)
        return FAIL(NO_OPTION, "typeNames", "een vraag kan nog maar een objecttype tegelijk aan", "one request can handle one feature type only, for now");
    rq->query.layer = rq->layers[0];
    return status_ok();
}

static status read_whole_number(const kvp *k, const char *const *names, int64_t *out)
{
    const char *given = kvp_first(k, names);
    int64_t number = 0;
    if (!given)
        return status_ok();
    if (!text_to_int64(given, &number) || number < 0)
        return FAIL(BAD_PARAM, names[0], "%s moet een getal vanaf 0 zijn, niet '%.40s'", "%s must be a number from 0, not '%.40s'", names[0], given);
    *out = number;
    return status_ok();
}

static status read_paging(const kvp *k, request *rq)
{
    static const char *const count[] = {"count", "maxFeatures", NULL}, *const start[] = {"startIndex", NULL};
    rq->query.count = rq->site->config->page;
    TRY(read_whole_number(k, count, &rq->query.count));
    return read_whole_number(k, start, &rq->query.start);
}

static status read_result_type(const kvp *k, request *rq)
{
    const char *given = kvp_get(k, "resultType");
    rq->hits = given && text_equal_nocase(given, "hits");
    if (given && !rq->hits && !text_equal_nocase(given, "results"))
        return FAIL(BAD_PARAM, "resultType", "RESULTTYPE is results of hits, niet '%.40s'", "RESULTTYPE is results or hits, not '%.40s'", given);
    return status_ok();
}

static status read_crs(const kvp *k, arena *a, request *rq)
{
    const char *given = kvp_get(k, "srsName");
    rq->crs_asked = given != NULL;
    if (given)
        return crs_find(rq->site->crs, given, "srsName", a, &rq->crs);
    rq->crs = rq->encoder->lon_lat ? crs_84() : crs_default(rq->site->crs, rq->query.layer->srid ? rq->query.layer->srid : crs_codes[0], a);
    return status_ok();
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
static status read_bbox(const kvp *k, arena *a, request *rq)
{
    const char *given = kvp_get(k, "bbox");
    const layer *l = rq->query.layer;
    if (!given)
        return status_ok();
    const text_list parts = text_split(a, given, ',');
    for (size_t i = 0; i < parts.count; i++)
        parts.items[i] = text_trim(a, parts.items[i]);
    if (parts.count != 4 && parts.count != 5)
        return FAIL(BAD_PARAM, "bbox", "bbox bestaat uit vier getallen en eventueel een coördinatenstelsel", "bbox has four numbers and perhaps a reference system");
    if (l->geometry_type == GEOMETRY_NONE)
        return FAIL(BAD_PARAM, "bbox", "het type %s heeft geen geometrie", "the type %s has no geometry", l->name);
    crs c = crs_default(rq->site->crs, l->srid, a);
    if (parts.count == 5)
        TRY(crs_find(rq->site->crs, parts.items[4], "bbox", a, &c));
    double box[4];
    region *r = arena_alloc(a, sizeof *r);
    TRY(read_box(&parts, c.yx, box));
    TRY(crs_region(rq->site->crs, box, c.code, l->srid, a, r));
    rq->query.region = r;
    return status_ok();
}

static bool is_asked(const property *p, const property *const *asked, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (asked[i] == p)
            return true;
    return p->required && p->type != VALUE_GEOMETRY;
}

/* PROPERTYNAME: what is asked and what the schema demands, in the schema's order. Absent or "*": everything. */
static status read_properties(const kvp *k, arena *a, request *rq)
{
    const layer *l = rq->query.layer;
    const char *given = kvp_get(k, "propertyName");
    const text_list names = text_split(a, given ? names_unwrap(given, a) : "", ',');
    const property **asked = arena_array(a, names.count + 1, sizeof *asked), **chosen = arena_array(a, l->property_count + 1, sizeof *chosen);
    bool all = !given;
    for (size_t i = 0; i < names.count; i++) {
        if (strcmp(names.items[i], "*") == 0)
            all = true;
        else
            TRY(names_property(l, names.items[i], "propertyName", &asked[i]));
    }
    for (size_t i = 0; i < l->property_count; i++)
        if (all || is_asked(&l->properties[i], asked, names.count))
            chosen[rq->query.property_count++] = &l->properties[i];
    rq->query.properties = chosen;
    return status_ok();
}

static bool is_word(const char *given, const char *one, const char *two)
{
    return text_equal_nocase(given, one) || text_equal_nocase(given, two);
}

/* "name", "name ASC", "name DESC", also "name A" and "name D" (WFS 1.1). */
static status read_sort_key(const char *given, const layer *l, arena *a, sort_key *out)
{
    const text_list words = text_split(a, given, ' ');
    sort_key key = {0};
    if (words.count < 1 || words.count > 2 || (words.count == 2 && !is_word(words.items[1], "ASC", "A") && !is_word(words.items[1], "DESC", "D")))
        return FAIL(BAD_PARAM, "sortBy", "sortBy: '%.60s' is geen naam met ASC of DESC erachter", "sortBy: '%.60s' is no name followed by ASC or DESC", given);
    TRY(names_property(l, words.items[0], "sortBy", &key.property));
    if (key.property->type == VALUE_GEOMETRY)
        return FAIL(BAD_PARAM, "sortBy", "op een geometrie kan niet worden gesorteerd", "a geometry cannot be sorted by");
    key.descending = words.count == 2 && is_word(words.items[1], "DESC", "D");
    *out = key;
    return status_ok();
}

static status read_sort(const kvp *k, arena *a, request *rq)
{
    const char *given = kvp_get(k, "sortBy");
    if (!given)
        return status_ok();
    const text_list list = text_split(a, names_unwrap(given, a), ',');
    if (list.count > SORT_KEYS_MOST)
        return FAIL(BAD_PARAM, "sortBy", "sortBy: meer dan %d eigenschappen", "sortBy: more than %d properties", (int)SORT_KEYS_MOST);
    sort_key *keys = arena_array(a, list.count, sizeof *keys);
    for (size_t i = 0; i < list.count; i++)
        TRY(read_sort_key(list.items[i], rq->query.layer, a, &keys[i]));
    rq->query.sort = keys;
    rq->query.sort_count = list.count;
    return status_ok();
}

/* The layer's own parameter for rows that are hidden otherwise: ja = only those, alle = also those, nee = the default. */
static status read_hidden(const kvp *k, request *rq)
{
    const char *name = rq->query.layer->hide_parameter;
    const char *given = name ? kvp_get(k, name) : NULL;
    if (!given || is_word(given, "nee", "false"))
        return status_ok();
    if (!is_word(given, "ja", "true") && !text_equal_nocase(given, "alle"))
        return FAIL(BAD_PARAM, name, "%s is ja, nee of alle, niet '%.40s'", "%s is ja (only those), nee (without) or alle (both), not '%.40s'", name, given);
    rq->query.hidden = text_equal_nocase(given, "alle") ? HIDDEN_INCLUDED : HIDDEN_ONLY;
    return status_ok();
}

static status read_ad_hoc(const kvp *k, arena *a, request *rq)
{
    TRY(refuse_what_is_not_there(k));
    TRY(read_layer(k, a, rq));
    TRY(read_paging(k, rq));
    TRY(read_result_type(k, rq));
    TRY(read_bbox(k, a, rq));
    TRY(read_ids(k, a, rq));
    return read_sort(k, a, rq);
}

/* WFS 2.0 §7.9.3.6: the one stored query that every server has. An id that is none of ours is not found, like one that does not exist. */
static status read_by_id(const kvp *k, arena *a, request *rq)
{
    const char *given = kvp_get(k, "id");
    if (!given)
        return FAIL(MISSING_PARAM, "id", "de parameter ID ontbreekt", "the parameter ID is missing");
    id_list *list = arena_alloc(a, sizeof *list);
    int64_t *id = arena_alloc(a, sizeof *id);
    if (!names_id(rq->site->catalog, given, &rq->query.layer, id))
        return FAIL(NOT_FOUND, "id", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'", given);
    *list = (id_list){id, 1};
    rq->query.ids = list;
    rq->query.count = 1;
    rq->by_id = true;
    return status_ok();
}

static status read_stored_query(const kvp *k, const char *name, arena *a, request *rq)
{
    if (names_is_by_id(name))
        return read_by_id(k, a, rq);
    return FAIL(BAD_PARAM, "storedQuery_Id", "de opgeslagen vraag '%.80s' is er niet; ListStoredQueries noemt ze allemaal",
                "there is no stored query '%.80s'; ListStoredQueries lists them all", name);
}

status read_get_feature(const kvp *k, arena *a, request *rq)
{
    static const char *const spellings[] = {"storedQuery_Id", "storedQueryId", NULL};
    const char *stored = kvp_first(k, spellings);
    TRY(encoder_find(kvp_get(k, "outputFormat"), &rq->encoder));
    TRY(stored ? read_stored_query(k, stored, a, rq) : read_ad_hoc(k, a, rq));
    TRY(read_hidden(k, rq));
    TRY(read_properties(k, a, rq));
    return read_crs(k, a, rq);
}
