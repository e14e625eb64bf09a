/* What chooses the features: bbox, datetime, a parameter for each property, and filter. Those that are given hold together. */
#include "server/ogcapi/items.h"

#include "server/filter/cql/cql.h"

#include <string.h>

static const filter_words words = {.locator = "filter",
                                   .reference = "filter",
                                   .lists = "/queryables",
                                   .place_nl = "teken",
                                   .place_en = "character",
                                   .like = "LIKE",
                                   .no_like_moment = "BETWEEN, <",
                                   .no_like_other = "=, BETWEEN"};

enum { CONDITIONS_MOST = 128 };

typedef struct conditions {
    const filter *all[CONDITIONS_MOST];
    size_t count;
} conditions;

static void add(conditions *c, const filter *f)
{
    if (f && c->count < CONDITIONS_MOST) /* as many as there can be parameters */
        c->all[c->count++] = f;
}

/* --- Box --- */

/* Four numbers, or six with heights, which do not count: the layers are flat. */
static status read_numbers(const api *q, const char *given, double out[4])
{
    const text_list parts = text_items(q->arena, given, ',');
    double all[6];
    if (parts.count != 4 && parts.count != 6)
        return FAIL(BAD_PARAM, "bbox", "bbox bestaat uit vier getallen, of uit zes met hoogten",
                    "bbox takes four numbers, or six with heights");
    for (size_t i = 0; i < parts.count; i++)
        if (!text_to_double(parts.items[i], &all[i]))
            return FAIL(BAD_PARAM, "bbox", "bbox: '%.40s' is geen getal", "bbox: '%.40s' is not a number", parts.items[i]);
    const size_t second = parts.count / 2;
    memcpy(out, (double[4]){all[0], all[1], all[second], all[second + 1]}, 4 * sizeof *out);
    return status_ok();
}

static status in_box(const api *q, const double box[4], const crs *system, const filter **out)
{
    region *where = arena_alloc(q->arena, sizeof *where);
    filter *f = arena_alloc(q->arena, sizeof *f);
    TRY(crs_region(q->site->crs, box, system->code, q->layer->srid, q->arena, where));
    *f = (filter){.kind = FILTER_REGION, .region = where};
    *out = f;
    return status_ok();
}

/* A box across the antimeridian has its west side to the east of its east side (17-069r4 §7.15.3): two boxes. */
static status across(const api *q, const double box[4], const crs *system, const filter **out)
{
    const filter **both = arena_array(q->arena, 2, sizeof *both);
    filter *f = arena_alloc(q->arena, sizeof *f);
    TRY(in_box(q, (double[4]){box[0], box[1], 180, box[3]}, system, &both[0]));
    TRY(in_box(q, (double[4]){-180, box[1], box[2], box[3]}, system, &both[1]));
    *f = (filter){.kind = FILTER_OR, .operands = both, .operand_count = 2};
    *out = f;
    return status_ok();
}

static bool in_degrees(const crs *system)
{
    return system->code == 4326 || system->code == 4258;
}

static status read_box(const api *q, const filter **out)
{
    const char *given = kvp_get(q->parameters, "bbox"), *of = kvp_get(q->parameters, "bbox-crs");
    crs system = crs_84();
    double n[4];
    if (of)
        TRY(items_crs_find(q, of, "bbox-crs", &system));
    if (!given)
        return status_ok();
    TRY(read_numbers(q, given, n));
    if (q->layer->geometry_type == GEOMETRY_NONE)
        return status_ok(); /* 17-069r4 §7.15.3: whatever has no place meets every box */
    const double box[4] = {n[system.yx], n[!system.yx], n[2 + system.yx], n[2 + !system.yx]};
    if (box[1] > box[3] || (box[0] > box[2] && !in_degrees(&system)))
        return FAIL(BAD_PARAM, "bbox", "bbox: de eerste hoek moet links onder de tweede liggen; let op de volgorde van de assen",
                    "bbox: the lower corner lies beyond the upper corner; mind the axis order");
    return box[0] > box[2] ? across(q, box, &system, out) : in_box(q, box, &system, out);
}

/* --- Queryables as parameters (part 3, 19-079r2 §7.5) --- */

static status add_queryables(const api *q, builder *b, conditions *c)
{
    const char *hidden = q->layer->hide_parameter;
    for (size_t i = 0; i < q->layer->property_count; i++) {
        const property *p = &q->layer->properties[i];
        const char *given = kvp_get(q->parameters, p->name);
        const filter *equal = NULL;
        if (!given || !api_is_parameter(p) || api_parameter_find(p->name) || (hidden && text_equal_nocase(hidden, p->name)))
            continue;
        const operand left = {.value = {.kind = p->is_id ? EXPRESSION_ID : EXPRESSION_PROPERTY, .type = p->type, .property = p}},
                      right = {.literal = given};
        const filter_words own = {.locator = p->name, .reference = p->name, .lists = words.lists};
        builder named = *b; /* an error names the parameter */
        named.words = &own;
        TRY(build_operator(&named, 1));
        TRY(build_compare(&named, COMPARE_EQUAL, false, &left, &right, &equal));
        add(c, equal);
    }
    return status_ok();
}

/* --- filter (part 3 §8) --- */

/* The geometries in it are in CRS84 unless filter-crs says otherwise. */
static status read_filter(const api *q, const builder *b, const filter **out)
{
    const char *given = kvp_get(q->parameters, "filter"), *language = kvp_get(q->parameters, "filter-lang"),
               *of = kvp_get(q->parameters, "filter-crs");
    const bool json = language && text_equal_nocase(language, "cql2-json");
    crs system = crs_84();
    system.name = ITEMS_CRS84;
    if (language && !json && !text_equal_nocase(language, "cql2-text"))
        return FAIL(BAD_PARAM, "filter-lang", "filter-lang moet cql2-text of cql2-json zijn, niet '%.40s'",
                    "filter-lang must be cql2-text or cql2-json, not '%.40s'", language);
    if (of)
        TRY(items_crs_find(q, of, "filter-crs", &system));
    if (!given)
        return status_ok();
    cql_scope s = {.build = *b, .language = CQL_2, .systems = q->site->crs, .crs = &system};
    return json ? cql_read_json(&s, given, out) : cql_read(&s, given, out);
}

/* --- All together --- */

status items_filter(const api *q, const filter **out)
{
    conditions c = {0};
    filter_work work = {0};
    const filter *one = NULL;
    const filter_source only = {.layer = q->layer};
    builder b = {.catalog = q->site->catalog,
                 .sources = &only,
                 .source_count = 1,
                 .words = &words,
                 .logic = LOGIC_THREE_VALUED,
                 .work = &work,
                 .arena = q->arena};
    TRY(read_box(q, &one));
    add(&c, one);
    one = NULL;
    TRY(items_datetime(q, &b, &one));
    add(&c, one);
    TRY(add_queryables(q, &b, &c));
    one = NULL;
    TRY(read_filter(q, &b, &one));
    add(&c, one);
    *out = c.count == 0 ? NULL : c.count == 1 ? c.all[0] : build_logical(&b, FILTER_AND, c.all, c.count);
    return status_ok();
}

/* --- Rows that are hidden by default --- */

static bool names_hidden(const layer *l, const filter *where)
{
    for (size_t i = 0; where && i < l->property_count; i++)
        if (strcmp(l->properties[i].column, l->hide_column) == 0 && filter_mentions(where, &l->properties[i], 0))
            return true;
    return false;
}

/* ja: only those; alle: those too; nee: the default. As in WFS, also by true and false. */
status items_hidden(const api *q, const filter *where, hidden_rows *out)
{
    const char *name = q->layer->hide_parameter, *given = name ? kvp_get(q->parameters, name) : NULL;
    *out = name && !given && names_hidden(q->layer, where) ? HIDDEN_INCLUDED : HIDDEN_LEFT_OUT;
    if (!given || text_is_among_nocase(given, (const char *const[]){"nee", "false", NULL}))
        return status_ok();
    if (!text_is_among_nocase(given, (const char *const[]){"ja", "true", "alle", NULL}))
        return FAIL(BAD_PARAM, name, "%s moet ja, nee of alle zijn, niet '%.40s'",
                    "%s must be ja (only those), nee (without) or alle (both), not '%.40s'", name, given);
    *out = text_equal_nocase(given, "alle") ? HIDDEN_INCLUDED : HIDDEN_ONLY;
    return status_ok();
}
