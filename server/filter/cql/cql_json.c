/* CQL2 as JSON (21-065r2 §8.3) into a tree. jansson bounds the depth of what it reads; members that occur twice are refused. */
#include "server/filter/cql/cql_tree.h"

#include "base/json.h"
#include "base/text.h"

#include <string.h>

enum { NESTED_MOST = 8, JSON_BYTES = 1024 * 1024 };

typedef struct json_reader {
    cql_scope *scope;
    size_t nodes;
} json_reader;

static status read_node(json_reader *r, const json_t *j, unsigned depth, const cql_node **out);

static status wrong(const json_reader *r, const char *found, const char *nl, const char *en)
{
    const cql_node at = {.chars = found};
    return ALWAYS_FAILS(cql_fault(r->scope, &at, nl, en));
}

static const char *text_of(const json_reader *r, const json_t *j)
{
    return text_whole(json_string_value(j), json_string_length(j), r->scope->build.arena);
}

static const char *digits_of(const json_reader *r, const json_t *j)
{
    arena *a = r->scope->build.arena;
    return json_is_integer(j) ? arena_printf(a, "%lld", (long long)json_integer_value(j))
                              : arena_printf(a, "%.17g", json_real_value(j));
}

/* --- Geometries: GeoJSON (RFC 7946 §3.1) --- */

static status add_point(const json_reader *r, const json_t *position, text *list)
{
    const json_t *x = json_array_get(position, 0), *y = json_array_get(position, 1);
    if (!json_is_number(x) || !json_is_number(y) || json_array_size(position) > 3)
        return wrong(r, "coordinates", "hoort een punt met twee of drie getallen te staan",
                     "a position of two or three numbers is expected");
    text_addf(list, "%s%s %s", list->length ? " " : "", digits_of(r, x), digits_of(r, y));
    return status_ok();
}

static status add_points(const json_reader *r, const json_t *list, xmlNode *parent, const char *element)
{
    text points = text_new(r->scope->build.arena);
    for (size_t i = 0; i < json_array_size(list); i++)
        TRY(add_point(r, json_array_get(list, i), &points));
    if (points.length == 0)
        return wrong(r, "coordinates", "horen punten te staan", "positions are expected");
    cql_new_part(parent, element, points.chars);
    return status_ok();
}

static status add_rings(const json_reader *r, const json_t *rings, xmlNode *polygon)
{
    if (json_array_size(rings) == 0)
        return wrong(r, "coordinates", "horen ringen te staan", "rings are expected");
    for (size_t i = 0; i < json_array_size(rings); i++) {
        xmlNode *boundary = cql_new_part(polygon, i ? "interior" : "exterior", NULL);
        TRY(add_points(r, json_array_get(rings, i), cql_new_part(boundary, "LinearRing", NULL), "posList"));
    }
    return status_ok();
}

static status add_body(const json_reader *r, const cql_shape_kind *k, const json_t *coordinates, xmlNode *into)
{
    if (strcmp(k->element, "Polygon") == 0)
        return add_rings(r, coordinates, into);
    if (!k->member && strcmp(k->element, "Point") != 0)
        return add_points(r, coordinates, into, "posList");
    if (!k->member) {
        text point = text_new(r->scope->build.arena);
        TRY(add_point(r, coordinates, &point));
        cql_new_part(into, "pos", point.chars);
        return status_ok();
    }
    const cql_shape_kind *part = cql_shape_kind_of(k->part);
    for (size_t i = 0; i < json_array_size(coordinates); i++)
        TRY(add_body(r, part, json_array_get(coordinates, i),
                     cql_new_part(cql_new_part(into, k->member, NULL), part->element, NULL)));
    return json_array_size(coordinates) > 0 ? status_ok()
                                            : wrong(r, "coordinates", "staat een lege geometrie", "is an empty geometry");
}

static status find_kind(const json_reader *r, const json_t *j, const cql_shape_kind **out)
{
    const char *name = json_string_value(json_object_get(j, "type"));
    *out = name ? cql_shape_kind_of(name) : NULL;
    return *out ? status_ok()
                : wrong(r, name ? name : "type", "hoort een geometrie van GeoJSON te staan", "a geometry of GeoJSON is expected");
}

static status add_geometry(const json_reader *r, const json_t *j, const cql_shape_kind *k, xmlNode *into, unsigned depth)
{
    const json_t *members = json_object_get(j, "geometries");
    if (depth > NESTED_MOST)
        return wrong(r, "geometries", "is de geometrie te diep genest", "the geometry is nested too deep");
    if (k->part || !k->member)
        return add_body(r, k, json_object_get(j, "coordinates"), into);
    for (size_t i = 0; i < json_array_size(members); i++) {
        const cql_shape_kind *one = NULL;
        TRY(find_kind(r, json_array_get(members, i), &one));
        TRY(add_geometry(r, json_array_get(members, i), one,
                         cql_new_part(cql_new_part(into, k->member, NULL), one->element, NULL), depth + 1));
    }
    return json_array_size(members) > 0 ? status_ok()
                                        : wrong(r, "geometries", "staat een lege geometrie", "is an empty geometry");
}

static status read_geometry(json_reader *r, const json_t *j, const cql_node **out)
{
    const cql_shape_kind *k = NULL;
    cql_node *n = arena_alloc(r->scope->build.arena, sizeof *n);
    TRY(find_kind(r, j, &k));
    *n = (cql_node){.kind = NODE_SHAPE, .chars = k->name, .shape = cql_new_shape(r->scope->build.arena, k->element)};
    *out = n;
    return add_geometry(r, j, k, n->shape, 1);
}

static status read_box(json_reader *r, const json_t *j, const cql_node **out)
{
    const char *given[6] = {0};
    const size_t count = json_array_size(j);
    bool numbers = count == 4 || count == 6;
    for (size_t i = 0; numbers && i < count; i++) {
        numbers = json_is_number(json_array_get(j, i));
        given[i] = numbers ? digits_of(r, json_array_get(j, i)) : NULL;
    }
    if (!numbers)
        return wrong(r, "bbox", "horen vier of zes getallen te staan", "four or six numbers are expected");
    cql_node *n = arena_alloc(r->scope->build.arena, sizeof *n);
    *n = (cql_node){.kind = NODE_SHAPE, .chars = "bbox"};
    n->shape = cql_box(r->scope->build.arena, (const char *const[]){given[0], given[1], given[count / 2], given[count / 2 + 1]},
                       NULL, true);
    *out = n;
    return status_ok();
}

/* --- The rest --- */

static status read_parts(json_reader *r, const json_t *list, unsigned depth, cql_nodes *out)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const cql_node *one = NULL;
        TRY(read_node(r, json_array_get(list, i), depth + 1, &one));
        cql_add(r->scope, out, one);
    }
    return status_ok();
}

static status read_interval(json_reader *r, const json_t *list, unsigned depth, const cql_node **out)
{
    cql_nodes sides = {0};
    TRY(read_parts(r, list, depth, &sides));
    for (size_t i = 0; i < sides.count; i++)
        if (sides.all[i]->kind == NODE_TEXT)
            sides.all[i] = cql_leaf(r->scope, NODE_MOMENT, sides.all[i]->chars, 0);
    *out = cql_operation(r->scope, "interval", 0, &sides);
    return status_ok();
}

/* {"op": "in", "args": [what, [one, other]]}: the items follow what they are compared with, as in text. */
static status spread(const json_reader *r, cql_nodes *parts)
{
    if (parts->count != 2 || parts->all[1]->kind != NODE_LIST)
        return wrong(r, "in", "hoort een lijst te staan", "a list is expected");
    const cql_node *list = parts->all[1];
    parts->count = 1;
    for (size_t i = 0; i < list->count; i++)
        cql_add(r->scope, parts, list->parts[i]);
    return status_ok();
}

static status read_operation(json_reader *r, const json_t *j, unsigned depth, const cql_node **out)
{
    const json_t *op = json_object_get(j, "op"), *args = json_object_get(j, "args");
    cql_nodes parts = {0};
    if (!json_is_string(op) || !json_is_array(args) || json_object_size(j) != 2)
        return wrong(r, "op", "horen op (een naam) en args (een lijst) te staan", "op (a name) and args (a list) are expected");
    const char *name = text_of(r, op);
    TRY(build_operator(&r->scope->build, depth));
    TRY(read_parts(r, args, depth, &parts));
    if (strcmp(name, "in") == 0)
        TRY(spread(r, &parts));
    for (size_t i = 0; strcmp(name, "in") == 0 && i < parts.count; i++)
        TRY(build_operator(&r->scope->build, 1));
    *out = cql_operation(r->scope, name, 0, &parts);
    return status_ok();
}

static status read_named(json_reader *r, const json_t *j, const char *member, cql_node_kind kind, const cql_node **out)
{
    const json_t *given = json_object_get(j, member);
    if (!json_is_string(given) || json_object_size(j) != 1)
        return wrong(r, member, "hoort een tekst te staan, en niets anders", "a text is expected, and nothing else");
    *out = cql_leaf(r->scope, kind, text_of(r, given), 0);
    return status_ok();
}

static status read_object(json_reader *r, const json_t *j, unsigned depth, const cql_node **out)
{
    if (json_object_get(j, "op"))
        return read_operation(r, j, depth, out);
    if (json_object_get(j, "property"))
        return read_named(r, j, "property", NODE_NAME, out);
    if (json_object_get(j, "date"))
        return read_named(r, j, "date", NODE_MOMENT, out);
    if (json_object_get(j, "timestamp"))
        return read_named(r, j, "timestamp", NODE_MOMENT, out);
    if (json_object_get(j, "interval"))
        return read_interval(r, json_object_get(j, "interval"), depth, out);
    if (json_object_get(j, "bbox"))
        return read_box(r, json_object_get(j, "bbox"), out);
    return read_geometry(r, j, out);
}

static status read_node(json_reader *r, const json_t *j, unsigned depth, const cql_node **out)
{
    cql_nodes items = {0};
    if (depth > FILTER_DEPTH + FILTER_CALL_DEPTH || ++r->nodes > CQL_NODES_MOST)
        return build_operator(&r->scope->build, FILTER_DEPTH + 1);
    switch (json_typeof(j)) {
    case JSON_OBJECT: return read_object(r, j, depth, out);
    case JSON_ARRAY:
        TRY(read_parts(r, j, depth, &items));
        *out = cql_list(r->scope, 0, &items);
        return status_ok();
    case JSON_STRING: *out = cql_leaf(r->scope, NODE_TEXT, text_of(r, j), 0); return status_ok();
    case JSON_INTEGER:
    case JSON_REAL: *out = cql_leaf(r->scope, NODE_NUMBER, digits_of(r, j), 0); return status_ok();
    case JSON_TRUE:
    case JSON_FALSE: *out = cql_leaf(r->scope, NODE_BOOLEAN, json_is_true(j) ? "true" : "false", 0); return status_ok();
    case JSON_NULL: break;
    }
    return wrong(r, "null", "hoort een waarde te staan; vraag NULL met isNull", "a value is expected; ask for NULL by isNull");
}

status cql_read_json(cql_scope *s, const char *given, const filter **out)
{
    json_reader r = {.scope = s};
    json_error_t error;
    const cql_node *tree = NULL;
    if (strlen(given) > JSON_BYTES)
        return build_operator(&s->build, FILTER_DEPTH + 1);
    const json_t *document = json_keep(json_loads(given, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error), s->build.arena);
    if (!document)
        return FAIL(BAD_SYNTAX, s->build.words->locator, "%s, teken %d: dit is geen JSON", "%s, character %d: this is not JSON",
                    s->build.words->locator, error.position);
    TRY(read_node(&r, document, 1, &tree));
    return cql_condition(s, tree, 1, out);
}
