/* One query against the catalog: names to layers and properties, boxes and filters to a typed tree in the layer's CRS. */
#include "server/query_text.h"

#include "server/fes.h"
#include "server/names.h"

#include <string.h>

enum { IDS_MOST = 10000, SORT_KEYS_MOST = 20, CONDITIONS_MOST = 3 };

typedef struct resolver {
    const query_text *text;
    request *request;
    arena *arena;
    wfs_query *query;
    const filter *conditions[CONDITIONS_MOST];
    size_t condition_count;
} resolver;

static void add_condition(resolver *r, filter condition)
{
    filter *f = arena_alloc(r->arena, sizeof *f);
    *f = condition;
    r->conditions[r->condition_count++] = f;
}

/* Also in the request, for the log: the reading may still fail. */
static void note_layer(resolver *r, const layer *l)
{
    const layer **one = arena_alloc(r->arena, sizeof(layer *));
    *one = l;
    r->query->query.layer = l;
    r->request->layers = one;
    r->request->layer_count = 1;
}

static status layer_of_ids(resolver *r)
{
    const layer *l = catalog_layer(r->request->site->catalog, r->text->type_names);
    if (l)
        note_layer(r, l);
    if (l)
        return status_ok();
    return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen resourceId: verwacht naam.nummer", "'%.60s' is no resourceId: name.number is expected",
                r->text->resource_ids);
}

static status resolve_layer(resolver *r)
{
    const layer *const *layers = NULL;
    size_t count = 0;
    if (r->text->types_of_ids)
        return layer_of_ids(r);
    if (!r->text->type_names)
        return FAIL(MISSING_PARAM, "typeNames", "een vraag heeft typeNames", "a query has typeNames");
    TRY(names_layers(r->request, r->text->type_names, r->text->namespaces, r->arena, &layers, &count));
    if (count != 1)
        return FAIL(NO_OPTION, "typeNames", "een vraag over meer dan een type (een join) kan deze dienst nog niet aan",
                    "this service cannot handle a query over more than one type (a join) yet");
    note_layer(r, layers[0]);
    return status_ok();
}

static status resolve_crs(resolver *r)
{
    const request *rq = r->request;
    const layer *l = r->query->query.layer;
    r->query->crs_asked = r->text->srs_name != NULL;
    if (r->text->srs_name)
        return crs_find(rq->site->crs, text_trim(r->arena, r->text->srs_name), "srsName", r->arena, &r->query->crs);
    r->query->crs = rq->encoder->lon_lat ? crs_84() : crs_default(rq->site->crs, l->srid ? l->srid : crs_codes[0], r->arena);
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
static status resolve_bbox(resolver *r)
{
    const layer *l = r->query->query.layer;
    if (!r->text->bbox)
        return status_ok();
    const text_list parts = text_split(r->arena, r->text->bbox, ',');
    for (size_t i = 0; i < parts.count; i++)
        parts.items[i] = text_trim(r->arena, parts.items[i]);
    if (parts.count != 4 && parts.count != 5)
        return FAIL(BAD_PARAM, "bbox", "bbox bestaat uit vier getallen en eventueel een coördinatenstelsel", "bbox has four numbers and perhaps a reference system");
    if (l->geometry_type == GEOMETRY_NONE)
        return FAIL(BAD_PARAM, "bbox", "het type %s heeft geen geometrie", "the type %s has no geometry", l->name);
    crs c = crs_default(r->request->site->crs, l->srid, r->arena);
    if (parts.count == 5)
        TRY(crs_find(r->request->site->crs, parts.items[4], "bbox", r->arena, &c));
    double box[4];
    region *where = arena_alloc(r->arena, sizeof *where);
    TRY(read_box(&parts, c.yx, box));
    TRY(crs_region(r->request->site->crs, box, c.code, l->srid, r->arena, where));
    add_condition(r, (filter){.kind = FILTER_REGION, .region = where});
    return status_ok();
}

/* What is no id of ours matches nothing; an id of another type than the one asked contradicts the request (WFS 2.0 §7.9.2.4.3). */
static status resolve_ids(resolver *r)
{
    if (!r->text->resource_ids)
        return status_ok();
    const text_list names = text_split(r->arena, r->text->resource_ids, ',');
    if (names.count > IDS_MOST)
        return FAIL(BAD_PARAM, "resourceId", "meer dan %d resourceId's", "more than %d resourceIds", (int)IDS_MOST);
    int64_t *ids = arena_array(r->arena, names.count + 1, sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; i < names.count; i++) {
        const layer *l = NULL;
        if (!names_id(r->request->site->catalog, names.items[i], &l, &ids[count]))
            continue;
        if (l != r->query->query.layer)
            return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen object van het type %s", "'%.60s' is no feature of the type %s", names.items[i],
                        r->query->query.layer->name);
        count++;
    }
    add_condition(r, (filter){.kind = FILTER_IDS, .ids = ids, .id_count = count});
    return status_ok();
}

static status resolve_filter(resolver *r)
{
    const layer *l = r->query->query.layer;
    if (!r->text->filter)
        return status_ok();
    const crs c = crs_default(r->request->site->crs, l->srid ? l->srid : crs_codes[0], r->arena);
    fes_scope s = {.request = r->request, .layer = l, .crs = &c, .alias = r->text->aliases, .arena = r->arena, .vertices = &r->request->vertices,
                   .calls = &r->request->calls};
    s.namespaces = namespaces_in_scope(r->text->filter, r->arena);
    s.namespaces = s.namespaces ? s.namespaces : r->text->namespaces;
    return fes_read(&s, r->text->filter, &r->conditions[r->condition_count++]);
}

/* All conditions hold together; BBOX or ids beside a filter are more conditions. */
static void join_conditions(resolver *r)
{
    filter *all = arena_alloc(r->arena, sizeof *all);
    const filter **operands = arena_array(r->arena, CONDITIONS_MOST, sizeof *operands);
    memcpy(operands, r->conditions, r->condition_count * sizeof *operands);
    *all = (filter){.kind = FILTER_AND, .operands = operands, .operand_count = r->condition_count};
    if (r->condition_count > 0)
        r->query->query.where = r->condition_count == 1 ? operands[0] : all;
}

static bool is_asked(const property *p, const property *const *asked, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (asked[i] == p)
            return true;
    return p->required && p->type != VALUE_GEOMETRY;
}

/* PROPERTYNAME: what is asked and what the schema demands, in the schema's order. Absent or "*": everything. */
static status resolve_properties(resolver *r)
{
    const layer *l = r->query->query.layer;
    const text_list names = text_split(r->arena, r->text->property_names ? r->text->property_names : "", ',');
    const property **asked = arena_array(r->arena, names.count + 1, sizeof *asked);
    const property **chosen = arena_array(r->arena, l->property_count + 1, sizeof *chosen);
    bool all = names.count == 0;
    for (size_t i = 0; i < names.count; i++) {
        if (strcmp(names.items[i], "*") == 0)
            all = true;
        else
            TRY(names_property(l, text_trim(r->arena, names.items[i]), "propertyName", &asked[i]));
    }
    for (size_t i = 0; i < l->property_count; i++)
        if (all || is_asked(&l->properties[i], asked, names.count))
            chosen[r->query->query.property_count++] = &l->properties[i];
    r->query->query.properties = chosen;
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

static status resolve_sort(resolver *r)
{
    if (!r->text->sort_by)
        return status_ok();
    const text_list list = text_split(r->arena, r->text->sort_by, ',');
    if (list.count > SORT_KEYS_MOST)
        return FAIL(BAD_PARAM, "sortBy", "sortBy: meer dan %d eigenschappen", "sortBy: more than %d properties", (int)SORT_KEYS_MOST);
    sort_key *keys = arena_array(r->arena, list.count + 1, sizeof *keys);
    for (size_t i = 0; i < list.count; i++)
        TRY(read_sort_key(text_trim(r->arena, list.items[i]), r->query->query.layer, r->arena, &keys[i]));
    r->query->query.sort = keys;
    r->query->query.sort_count = list.count;
    return status_ok();
}

static bool is_about(const expression *e, const char *column)
{
    bool found = e->property && strcmp(e->property->column, column) == 0;
    for (size_t i = 0; e->kind == EXPRESSION_CALL && i < e->function->argument_count && !found; i++)
        found = is_about(&e->arguments[i], column);
    return found;
}

/* Whether the filter speaks of the column that hides rows: then it decides, and nothing is left out besides. */
static bool mentions(const filter *f, const char *column)
{
    bool found = is_about(&f->left, column) || is_about(&f->right, column);
    for (size_t i = 0; i < f->operand_count && !found; i++)
        found = mentions(f->operands[i], column);
    return found;
}

/* The layer's own parameter for rows that are hidden otherwise: ja = only those, alle = also those, nee = the default. */
static status resolve_hidden(resolver *r)
{
    query *q = &r->query->query;
    const char *name = q->layer->hide_parameter;
    const char *given = name ? kvp_get(r->request->parameters, name) : NULL;
    if (!given && name && q->where && mentions(q->where, q->layer->hide_column))
        q->hidden = HIDDEN_INCLUDED;
    if (!given || is_word(given, "nee", "false"))
        return status_ok();
    if (!is_word(given, "ja", "true") && !text_equal_nocase(given, "alle"))
        return FAIL(BAD_PARAM, name, "%s is ja, nee of alle, niet '%.40s'", "%s is ja (only those), nee (without) or alle (both), not '%.40s'", name, given);
    q->hidden = text_equal_nocase(given, "alle") ? HIDDEN_INCLUDED : HIDDEN_ONLY;
    return status_ok();
}

static status resolve_ad_hoc(resolver *r)
{
    TRY(resolve_layer(r));
    TRY(resolve_bbox(r));
    TRY(resolve_ids(r));
    TRY(resolve_filter(r));
    join_conditions(r);
    return resolve_sort(r);
}

/* WFS 2.0 §7.9.3.6: the one stored query that every server has. An id that is none of ours is not found, like one that does not exist. */
static status resolve_by_id(resolver *r)
{
    const char *given = kvp_get(r->text->arguments, "id");
    if (!given)
        return FAIL(MISSING_PARAM, "id", "de parameter ID ontbreekt", "the parameter ID is missing");
    int64_t *id = arena_alloc(r->arena, sizeof *id);
    const layer *l = NULL;
    if (!names_id(r->request->site->catalog, given, &l, id))
        return FAIL(NOT_FOUND, "id", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'", given);
    note_layer(r, l);
    add_condition(r, (filter){.kind = FILTER_IDS, .ids = id, .id_count = 1});
    join_conditions(r);
    r->request->by_id = true;
    r->request->start = 0;
    r->request->count = 1;
    return status_ok();
}

static status resolve_stored(resolver *r)
{
    const char *name = r->text->stored_query;
    if (names_is_by_id(name))
        return resolve_by_id(r);
    return FAIL(BAD_PARAM, "storedQuery_Id", "de opgeslagen vraag '%.80s' is er niet; ListStoredQueries noemt ze allemaal",
                "there is no stored query '%.80s'; ListStoredQueries lists them all", name);
}

status query_resolve(const query_text *q, arena *a, request *rq, wfs_query *out)
{
    wfs_query resolved = {0};
    resolver r = {.text = q, .request = rq, .arena = a, .query = &resolved};
    TRY(q->stored_query ? resolve_stored(&r) : resolve_ad_hoc(&r));
    TRY(resolve_hidden(&r));
    TRY(resolve_properties(&r));
    TRY(resolve_crs(&r));
    *out = resolved;
    return status_ok();
}
