/* The parameters of /items and /items/{id}. */
#include "server/ogcapi/items.h"

#include "base/clock.h"
#include "data/model/peildatum.h"

#include <string.h>

enum { SORT_KEYS_MOST = 10 };

/* --- Systems --- */

const char *items_crs_uri(int code, arena *a)
{
    return arena_printf(a, "http://www.opengis.net/def/crs/EPSG/0/%d", code);
}

static const char *after_scheme(const char *uri)
{
    const char *rest = strstr(uri, "://");
    return rest ? rest : uri;
}

status items_crs_find(const api *q, const char *given, const char *locator, crs *out)
{
    crs found = {0};
    const char *trimmed = text_trim(q->arena, given);
    if (strcmp(after_scheme(trimmed), after_scheme(ITEMS_CRS84)) == 0) {
        *out = crs_84();
        out->name = ITEMS_CRS84;
        return status_ok();
    }
    if (!strstr(trimmed, "://www.opengis.net/def/crs/"))
        return FAIL(BAD_PARAM, locator, "%s moet een URI zijn, zoals http://www.opengis.net/def/crs/EPSG/0/31370, niet '%.80s'",
                    "%s must be a URI such as http://www.opengis.net/def/crs/EPSG/0/31370, not '%.80s'", locator, trimmed);
    TRY(crs_find(q->site->crs, trimmed, locator, q->arena, &found));
    *out = found;
    return status_ok();
}

static status read_crs(const api *q, crs *out)
{
    const char *given = kvp_get(q->parameters, "crs");
    *out = crs_84();
    out->name = ITEMS_CRS84;
    return given ? items_crs_find(q, given, "crs", out) : status_ok();
}

/* --- Pages --- */

/* One that is too large for the type is only larger than the most. */
static bool read_count(const char *given, int64_t *out)
{
    *out = INT64_MAX;
    return text_to_int64(given, out) || (*given && given[strspn(given, "0123456789")] == '\0');
}

/* 17-069r4 §7.15.2: more than the most gives the most. */
static status read_limit(const api *q, items *out)
{
    const char *given = kvp_get(q->parameters, "limit");
    int64_t limit = ITEMS_USUAL;
    if (given && (!read_count(given, &limit) || limit < 1))
        return FAIL(BAD_PARAM, "limit", "limit moet een geheel getal zijn, 1 of meer, niet '%.40s'",
                    "limit must be a whole number, 1 or more, not '%.40s'", given);
    const int64_t most = q->form == &api_html ? ITEMS_ON_A_PAGE : ITEMS_MOST;
    out->clamped = limit > most;
    out->limit = out->clamped ? most : limit;
    return status_ok();
}

/* --- Properties --- */

static status no_property(const api *q, const char *name, const char *locator)
{
    return FAIL(BAD_PARAM, locator, "de laag %s heeft geen eigenschap '%.60s'; %s/collections/%s/schema noemt ze allemaal",
                "the collection %s has no property '%.60s'; %s/collections/%s/schema lists them all", q->layer->name, name,
                q->root, q->layer->name);
}

/* Part 6 (24-019): those that are named, in the layer's order; the geometry only when it is named too. GML has its schema, and
 * what that requires. */
static status read_properties(const api *q, source *out)
{
    const layer *l = q->layer;
    const char *given = kvp_get(q->parameters, "properties");
    const property **chosen = arena_array(q->arena, l->property_count + 1, sizeof *chosen);
    const text_list names = text_items(q->arena, given ? given : "", ',');
    for (size_t i = 0; i < names.count; i++)
        if (!layer_property(l, names.items[i]))
            return no_property(q, names.items[i], "properties");
    for (size_t i = 0; i < l->property_count; i++) {
        bool asked = !given || (q->form == &api_gml && property_always_stands(&l->properties[i]));
        for (size_t j = 0; j < names.count && !asked; j++)
            asked = strcmp(l->properties[i].name, names.items[j]) == 0;
        if (asked)
            chosen[out->property_count++] = &l->properties[i];
    }
    out->properties = chosen;
    return status_ok();
}

/* --- Order --- */

/* "name", "+name" or "-name" (part 8, 20-004); an unescaped + arrives as a blank. */
static status read_sort_key(const api *q, const char *given, sort_key *out)
{
    const bool descending = *given == '-';
    const char *name = text_trim(q->arena, *given == '-' || *given == '+' ? given + 1 : given);
    const property *p = layer_property(q->layer, name);
    if (!p)
        return no_property(q, name, "sortby");
    if (p->type == VALUE_GEOMETRY)
        return FAIL(BAD_PARAM, "sortby", "op een geometrie kan niet worden gesorteerd", "a geometry cannot be sorted by");
    *out = (sort_key){.property = p, .descending = descending};
    return status_ok();
}

static status read_order(const api *q, query *out)
{
    const char *given = kvp_get(q->parameters, "sortby");
    const text_list list = text_items(q->arena, given ? given : "", ',');
    if (list.count > SORT_KEYS_MOST)
        return FAIL(BAD_PARAM, "sortby", "sortby: meer dan %d eigenschappen", "sortby: more than %d properties",
                    (int)SORT_KEYS_MOST);
    sort_key *keys = arena_array(q->arena, list.count + 1, sizeof *keys);
    for (size_t i = 0; i < list.count; i++)
        TRY(read_sort_key(q, list.items[i], &keys[i]));
    out->sort = keys;
    out->sort_count = list.count;
    return status_ok();
}

static status read_moment(const api *q, items *out)
{
    const char *given = kvp_get(q->parameters, "peildatum");
    out->dated = given != NULL;
    return given ? peildatum_moment(given, clock_wall_ms(), q->arena, &out->moment) : status_ok();
}

status items_read(const api *q, items *out)
{
    items read = {.api = q, .query = {.source_count = 1, .sources = {{.layer = q->layer}}}};
    source *of = &read.query.sources[0];
    TRY(read_limit(q, &read));
    TRY(read_crs(q, &read.crs));
    TRY(read_properties(q, of));
    TRY(read_order(q, &read.query));
    TRY(items_filter(q, &read.query.where));
    TRY(items_hidden(q, read.query.where, &of->hidden));
    TRY(read_moment(q, &read));
    TRY(items_after_read(q, &read.query, &read.after));
    *out = read;
    return status_ok();
}
