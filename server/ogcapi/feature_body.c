#include "server/ogcapi/feature_body.h"

#include "base/json.h"
#include "data/model/date_time.h"
#include "server/http/body_unpack.h"
#include "server/ogcapi/geojson_geometry.h"
#include "server/ogcapi/items.h"

#include <math.h>
#include <string.h>

/* --- The document --- */

/* 5 positions may be in 8 MiB for each that we take; a tree of them all would take ten times the body's bytes. */
enum { LISTS_MOST = GEOJSON_POINTS_MOST + 200000 };

static status check_type(const api *q, const char *const *types)
{
    const char *given = q->call->x->content_type;
    const char *plain = text_trim(q->arena, arena_strndup(q->arena, given, strcspn(given, ";")));
    text all = text_new(q->arena);
    if (text_is_among_nocase(plain, types))
        return status_ok();
    for (const char *const *t = types; *t; t++)
        text_addf(&all, "%s%s", all.length ? ", " : "", *t);
    return FAIL(NO_MEDIA_TYPE, "Content-Type", "'%.60s' kan hier niet; wel: %s", "'%.60s' cannot be taken here; these can: %s",
                plain, all.chars);
}

static status check_lists(const body *b)
{
    size_t lists = 0;
    for (const char *c = b->bytes; (c = memchr(c, '[', (size_t)(b->bytes + b->size - c))); c++)
        lists++;
    return lists <= LISTS_MOST
               ? status_ok()
               : FAIL(BAD_PARAM, "/geometry", "de geometrie heeft meer dan %d punten: vereenvoudig ze (GeometrieTeGroot)",
                      "the geometry has more than %d positions: simplify it (GeometrieTeGroot)", (int)GEOJSON_POINTS_MOST);
}

static status no_json(const json_error_t *fault)
{
    return FAIL(BAD_SYNTAX, "", "dit is geen JSON, bij regel %d, teken %d: %.120s (JsonOngeldig)",
                "this is not JSON, at line %d, character %d: %.120s (JsonOngeldig)", fault->line, fault->column, fault->text);
}

status body_object(const api *q, const char *const *types, json_t **out)
{
    body given = {0};
    json_error_t fault = {0};
    TRY(body_unpack(q->call->x, q->arena, &given));
    if (given.size > 0)
        TRY(check_type(q, types));
    TRY(check_lists(&given));
    json_t *root = given.size > 0 ? json_read(given.bytes, given.size, q->arena, &fault) : json_keep(json_object(), q->arena);
    if (!root)
        return no_json(&fault);
    if (!json_is_object(root))
        return FAIL(BAD_SYNTAX, "", "hier hoort een object van JSON te staan (JsonOngeldig)",
                    "an object of JSON is expected here (JsonOngeldig)");
    *out = root;
    return status_ok();
}

/* --- Values --- */

static status wrong_type(const property *p, const char *nl, const char *en)
{
    return FAIL(BAD_PARAM, p->name, "%s%.0s (WaardeOngeldig)", "%.0s%s (WaardeOngeldig)", nl, en);
}

static status read_text(const property *p, const json_t *given, arena *a, value *out)
{
    const char *chars = json_string_value(given);
    if (!chars)
        return wrong_type(p, "moet een tekst zijn", "must be a string");
    if (p->type == VALUE_DATE && *chars)
        TRY(date_time_date(chars, p->name, a, &chars));
    if (p->type == VALUE_DATETIME && *chars)
        TRY(date_time_time(date_time_capitals(chars, a), p->name, a, &chars));
    out->text = arena_strdup(a, chars);
    out->length = strlen(out->text);
    return status_ok();
}

/* 5.0 is a whole number too: to JSON they are the same. */
static status read_integer(const property *p, const json_t *given, value *out)
{
    const double real = json_is_real(given) ? json_real_value(given) : 0;
    if (json_is_integer(given))
        out->integer = json_integer_value(given);
    else if (json_is_real(given) && fabs(real) < 9e15 && trunc(real) >= real && trunc(real) <= real)
        out->integer = (int64_t)real;
    else
        return wrong_type(p, "moet een geheel getal zijn", "must be a whole number");
    return status_ok();
}

static status read_value(const property *p, const json_t *given, arena *a, value *out)
{
    *out = (value){.null = json_is_null(given)};
    if (out->null)
        return status_ok();
    switch (p->type) {
    case VALUE_INTEGER: return read_integer(p, given, out);
    case VALUE_DECIMAL:
        out->real = json_number_value(given);
        return json_is_number(given) ? status_ok() : wrong_type(p, "moet een getal zijn", "must be a number");
    case VALUE_BOOLEAN:
        out->integer = json_is_true(given);
        return json_is_boolean(given) ? status_ok() : wrong_type(p, "moet true of false zijn", "must be true or false");
    default: return read_text(p, given, a, out);
    }
}

/* --- The row --- */

typedef struct making {
    const api *q;
    const property **properties;
    value *values;
    size_t count;
    bool flat;
} making;

static bool is_taken(const layer *l, const property *p)
{
    return edit_filler_of(l, p) != EDIT_FILLED_BY_STORE || strcmp(p->column, "versie") == 0;
}

static status unknown(const api *q, const char *name)
{
    return FAIL(BAD_PARAM, arena_printf(q->arena, "/properties/%.40s", name),
                "de laag %s heeft geen eigenschap '%.60s' (EigenschapOnbekend)",
                "the collection %s has no property '%.60s' (EigenschapOnbekend)", q->layer->name, name);
}

/* Of a new one null says nothing. */
static status add_property(making *m, const char *name, const json_t *given, body_use use)
{
    const property *p = layer_property(m->q->layer, name);
    if (!p || p->type == VALUE_GEOMETRY)
        return unknown(m->q, name);
    if (!is_taken(m->q->layer, p) || (use == BODY_WHOLE && json_is_null(given)))
        return status_ok();
    m->properties[m->count] = p;
    return read_value(p, given, m->q->arena, &m->values[m->count++]);
}

static status add_properties(making *m, json_t *given, body_use use)
{
    const char *name = NULL;
    json_t *each = NULL;
    if (given && !json_is_object(given) && (use == BODY_PATCH || !json_is_null(given)))
        return FAIL(BAD_PARAM, "/properties", "properties moet een object zijn (WaardeOngeldig)",
                    "properties must be an object (WaardeOngeldig)");
    json_object_foreach(given, name, each) TRY(add_property(m, name, each, use));
    return status_ok();
}

/* Part 2 (18-058r1) has the header between < and >. */
static status find_system(const api *q, crs *out)
{
    const char *given = text_trim(q->arena, q->call->x->content_crs);
    const size_t length = strlen(given);
    *out = crs_84();
    out->name = ITEMS_CRS84;
    if (length == 0)
        return status_ok();
    const bool bracketed = length > 2 && *given == '<' && given[length - 1] == '>';
    const char *uri = bracketed ? arena_strndup(q->arena, given + 1, length - 2) : given;
    if (items_crs_find(q, uri, "Content-Crs", out).code == ST_OK)
        return status_ok();
    return FAIL(BAD_PARAM, "Content-Crs",
                "'%.80s' is hier geen coördinatenstelsel; wel bijvoorbeeld <http://www.opengis.net/def/crs/EPSG/0/31370> "
                "(CoordinatenstelselOnbekend)",
                "'%.80s' is not a reference system here; <http://www.opengis.net/def/crs/EPSG/0/31370> is one "
                "(CoordinatenstelselOnbekend)",
                given);
}

static status add_geometry(making *m, const json_t *given)
{
    const layer *l = m->q->layer;
    crs from = {0};
    if (!given)
        return status_ok();
    if (l->geometry_type == GEOMETRY_NONE)
        return json_is_null(given) ? status_ok() : unknown(m->q, "geometry");
    value *v = &m->values[m->count];
    m->properties[m->count++] = &l->properties[l->geometry];
    *v = (value){.null = json_is_null(given)};
    if (v->null)
        return FAIL(BAD_PARAM, "/geometry", "een object heeft een contour: teken een vlak (GeometrieLeeg)",
                    "a feature has a contour: draw an area (GeometrieLeeg)");
    TRY(find_system(m->q, &from));
    return geojson_geometry(given, &from, m->q->site->crs, l->srid, m->q->arena, &v->shape, &m->flat);
}

static bool is_given(const making *m, const property *p)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->properties[i] == p)
            return true;
    return false;
}

/* What a feature that replaces another does not say, it does not have; what follows from the rest follows again. */
static status add_absent(making *m)
{
    const layer *l = m->q->layer;
    for (size_t i = 0; i < l->property_count; i++) {
        const property *p = &l->properties[i];
        if (edit_filler_of(l, p) != EDIT_FILLED_BY_CLIENT || is_given(m, p))
            continue;
        if (p->type == VALUE_GEOMETRY)
            return FAIL(BAD_PARAM, "/geometry", "een object heeft een contour: teken een vlak (GeometrieLeeg)",
                        "a feature has a contour: draw an area (GeometrieLeeg)");
        m->properties[m->count] = p;
        m->values[m->count++] = (value){.null = true};
    }
    return status_ok();
}

/* --- What the document is --- */

static status check_whole(const json_t *root)
{
    const char *type = json_string_value(json_object_get(root, "type"));
    if (type && strcmp(type, "FeatureCollection") == 0)
        return FAIL(BAD_PARAM, "/type", "schrijf een object per keer: een Feature, geen FeatureCollection (EenObjectPerKeer)",
                    "write one feature at a time: a Feature, no FeatureCollection (EenObjectPerKeer)");
    if (!type || strcmp(type, "Feature") != 0)
        return FAIL(BAD_PARAM, "/type", "hier hoort een Feature van GeoJSON te staan: \"type\": \"Feature\" (TypeOngeldig)",
                    "a Feature of GeoJSON is expected: \"type\": \"Feature\" (TypeOngeldig)");
    return status_ok();
}

/* As an answer writes it, or its number alone. */
static bool is_own_id(const api *q, const json_t *given)
{
    const char *own = q->feature_id, *dot = strrchr(own, '.'), *number = dot ? dot + 1 : own;
    const char *said =
        json_is_integer(given) ? arena_printf(q->arena, "%lld", (long long)json_integer_value(given)) : json_string_value(given);
    const char *said_dot = said ? strrchr(said, '.') : NULL;
    return said && strcmp(said_dot ? said_dot + 1 : said, number) == 0;
}

static status check_patch(const api *q, const json_t *root)
{
    const json_t *id = json_object_get(root, "id"), *type = json_object_get(root, "type");
    if (id && !is_own_id(q, id))
        return FAIL(BAD_PARAM, "/id", "de id van een object kan niet wijzigen (IdOngeldig)",
                    "the id of a feature cannot be changed (IdOngeldig)");
    if (type && (!json_is_string(type) || strcmp(json_string_value(type), "Feature") != 0))
        return FAIL(BAD_PARAM, "/type", "een object blijft een Feature (TypeOngeldig)",
                    "a feature stays a Feature (TypeOngeldig)");
    return status_ok();
}

/* GeoJSON of 2008 named a system in the document; a client that relies on it would write somewhere else. */
static status check_no_crs(const json_t *root)
{
    return json_object_get(root, "crs")
               ? FAIL(BAD_PARAM, "/crs",
                      "noem het coördinatenstelsel in de header Content-Crs, niet in het document (CoordinatenstelselOnbekend)",
                      "name the reference system in the header Content-Crs, not in the document (CoordinatenstelselOnbekend)")
               : status_ok();
}

static const char *const *types_of(body_use use)
{
    static const char *const whole[] = {"application/geo+json", "application/json", NULL};
    static const char *const patch[] = {"application/merge-patch+json", NULL};
    return use == BODY_PATCH ? patch : whole;
}

status feature_body_read(const api *q, body_use use, feature_body *out)
{
    json_t *root = NULL;
    const size_t room = q->layer->property_count + 1;
    making m = {.q = q,
                .properties = arena_array(q->arena, room, sizeof *m.properties),
                .values = arena_array(q->arena, room, sizeof *m.values)};
    if (q->call->x->body_size == 0)
        return FAIL(BAD_SYNTAX, "", "stuur het object mee, als GeoJSON (JsonOngeldig)",
                    "send the feature along, as GeoJSON (JsonOngeldig)");
    TRY(body_object(q, types_of(use), &root));
    TRY(use == BODY_PATCH ? check_patch(q, root) : check_whole(root));
    TRY(check_no_crs(root));
    TRY(add_properties(&m, json_object_get(root, "properties"), use));
    TRY(add_geometry(&m, json_object_get(root, "geometry")));
    if (use == BODY_REPLACE)
        TRY(add_absent(&m));
    *out = (feature_body){.row = {.layer = q->layer, .properties = m.properties, .values = m.values, .count = m.count},
                          .flat = m.flat};
    return status_ok();
}
