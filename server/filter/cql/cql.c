/* From the tree to a filter: logic and comparisons. */
#include "server/filter/cql/cql_tree.h"

#include "base/text.h"

#include <string.h>

const filter_words cql_words = {.locator = "cql_filter",
                                .reference = "cql_filter",
                                .lists = "DescribeFeatureType",
                                .place_nl = "teken",
                                .place_en = "character",
                                .like = "LIKE",
                                .no_like_moment = "BETWEEN, <, DURING",
                                .no_like_other = "=, BETWEEN"};

/* --- Nodes --- */

void cql_add(cql_scope *s, cql_nodes *list, const cql_node *one)
{
    if (list->count == list->room)
        list->all = arena_grow(s->build.arena, list->all, &list->room, list->count + 1, sizeof *list->all);
    list->all[list->count++] = one;
}

const cql_node *cql_leaf(const cql_scope *s, cql_node_kind kind, const char *chars, size_t place)
{
    cql_node *n = arena_alloc(s->build.arena, sizeof *n);
    *n = (cql_node){.kind = kind, .chars = chars, .place = place};
    return n;
}

const cql_node *cql_operation(const cql_scope *s, const char *name, size_t place, const cql_nodes *parts)
{
    cql_node *n = arena_alloc(s->build.arena, sizeof *n);
    *n = (cql_node){.kind = NODE_OPERATION, .chars = name, .place = place, .parts = parts->all, .count = parts->count};
    return n;
}

const cql_node *cql_list(const cql_scope *s, size_t place, const cql_nodes *items)
{
    cql_node *n = arena_alloc(s->build.arena, sizeof *n);
    *n = (cql_node){.kind = NODE_LIST, .chars = "(", .place = place, .parts = items->all, .count = items->count};
    return n;
}

status cql_fault(const cql_scope *s, const cql_node *n, const char *nl, const char *en)
{
    const char *locator = s->build.words->locator, *found = n->chars ? n->chars : "";
    if (n->place == 0)
        return FAIL(BAD_SYNTAX, locator, "%s: bij '%.30s' %s%.0s", "%s: at '%.30s' %.0s%s", locator, found, nl, en);
    return FAIL(BAD_SYNTAX, locator, "%s, teken %zu: bij '%.30s' %s%.0s", "%s, character %zu: at '%.30s' %.0s%s", locator,
                n->place, found, nl, en);
}

status cql_check_count(const cql_scope *s, const cql_node *n, size_t least, size_t most)
{
    if (n->count >= least && n->count <= most)
        return status_ok();
    return cql_fault(s, n, arena_printf(s->build.arena, "horen %zu delen, met ',' ertussen, en geen %zu", least, n->count),
                     arena_printf(s->build.arena, "%zu operands with ',' between them are expected, not %zu", least, n->count));
}

/* --- Ids --- */

static status these_ids(cql_scope *s, const cql_node *const *items, size_t count, const filter **out)
{
    const char **ids = arena_array(s->build.arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++) {
        if (items[i]->kind != NODE_TEXT)
            return cql_fault(s, items[i], "hoort een id tussen ' te staan", "an id between ' is expected");
        ids[i] = items[i]->chars;
    }
    return build_ids(&s->build, ids, count, out);
}

/* IN ('type.1', 'type.2') without a name before it: the features with these ids. */
static status in_ids(cql_scope *s, const cql_node *n, const filter **out)
{
    return these_ids(s, n->parts, n->count, out);
}

/* Of ECQL: the same filter of ids, so one of another type contradicts the query, and is not just unequal. */
static bool is_fid(const cql_scope *s, const cql_node *n)
{
    return s->language == CQL_ECQL && n->kind == NODE_NAME && strcmp(n->chars, "@fid") == 0;
}

/* --- Comparisons --- */

static status compare_with(cql_scope *s, comparison how, const cql_node *one, const cql_node *other, const filter **out)
{
    operand left = {0}, right = {0};
    if (how == COMPARE_EQUAL && is_fid(s, one) && other->kind == NODE_TEXT)
        return these_ids(s, &other, 1, out);
    if (how == COMPARE_EQUAL && is_fid(s, other) && one->kind == NODE_TEXT)
        return these_ids(s, &one, 1, out);
    TRY(cql_pair(s, one, other, &left, &right));
    return build_compare(&s->build, how, false, &left, &right, out);
}

static status in_comparison(cql_scope *s, const cql_node *n, const filter **out, bool *known)
{
    static const struct {
        const char *name;
        comparison how;
    } comparisons[] = {{"=", COMPARE_EQUAL},   {"<>", COMPARE_NOT_EQUAL},  {"<", COMPARE_LESS},
                       {">", COMPARE_GREATER}, {"<=", COMPARE_LESS_EQUAL}, {">=", COMPARE_GREATER_EQUAL}};
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
        if (strcmp(comparisons[i].name, n->chars) == 0) {
            TRY(cql_check_count(s, n, 2, 2));
            return compare_with(s, comparisons[i].how, n->parts[0], n->parts[1], out);
        }
    *known = false;
    return status_ok();
}

static status in_like(cql_scope *s, const cql_node *n, bool ignore_case, const filter **out)
{
    const like_characters special = {.wild = "%", .single = "_", .escape = "\\", .ignore_case = ignore_case};
    operand left = {0}, pattern = {0};
    TRY(cql_check_count(s, n, 2, 2));
    TRY(cql_value(s, n->parts[0], &left));
    TRY(cql_pattern(s, n->parts[1], &pattern.literal));
    return build_like(&s->build, &left, &pattern, &special, out);
}

static status in_between(cql_scope *s, const cql_node *n, const filter **out)
{
    const filter *both[2] = {NULL, NULL};
    TRY(cql_check_count(s, n, 3, 3));
    TRY(compare_with(s, COMPARE_GREATER_EQUAL, n->parts[0], n->parts[1], &both[0]));
    TRY(compare_with(s, COMPARE_LESS_EQUAL, n->parts[0], n->parts[2], &both[1]));
    *out = build_logical(&s->build, FILTER_AND, both, 2);
    return status_ok();
}

static status in_list(cql_scope *s, const cql_node *n, const filter **out)
{
    if (is_fid(s, n->parts[0]))
        return these_ids(s, n->parts + 1, n->count - 1, out);
    const filter **equal = arena_array(s->build.arena, n->count + 1, sizeof *equal);
    for (size_t i = 1; i < n->count; i++)
        TRY(compare_with(s, COMPARE_EQUAL, n->parts[0], n->parts[i], &equal[i - 1]));
    *out = build_logical(&s->build, FILTER_OR, equal, n->count - 1);
    return status_ok();
}

static status in_null(cql_scope *s, const cql_node *n, const filter **out)
{
    operand of = {0};
    TRY(cql_check_count(s, n, 1, 1));
    if (n->parts[0]->kind == NODE_SHAPE) {
        *out = build_constant(&s->build, false);
        return status_ok();
    }
    TRY(cql_value(s, n->parts[0], &of));
    if (of.literal && s->language == CQL_ECQL)
        return cql_fault(s, n, "staat een waarde: die is nooit NULL", "is a value: it is never NULL");
    *out = of.literal ? build_constant(&s->build, false) : build_null(&s->build, &of.value);
    return status_ok();
}

/* --- Logic --- */

static status in_junction(cql_scope *s, const cql_node *n, filter_kind kind, unsigned depth, const filter **out)
{
    const filter **parts = arena_array(s->build.arena, n->count + 1, sizeof *parts);
    TRY(cql_check_count(s, n, kind == FILTER_NOT ? 1 : 2, kind == FILTER_NOT ? 1 : CQL_NODES_MOST));
    for (size_t i = 0; i < n->count; i++)
        TRY(cql_condition(s, n->parts[i], depth + 1, &parts[i]));
    *out = build_logical(&s->build, kind, parts, n->count);
    return status_ok();
}

/* A property or a function that is true or false. */
static status in_truth(cql_scope *s, const cql_node *n, const filter **out)
{
    operand of = {0}, truth = {.literal = "true"};
    TRY(cql_value(s, n, &of));
    if (of.literal || of.value.type != VALUE_BOOLEAN)
        return cql_fault(s, n, "hoort een vergelijking te staan (=, <, LIKE, BETWEEN, IN, IS NULL …)",
                         "a comparison is expected (=, <, LIKE, BETWEEN, IN, IS NULL …)");
    return build_compare(&s->build, COMPARE_EQUAL, false, &of, &truth, out);
}

/* A_EQUALS and the others: no property of a layer is a list. */
static bool is_of_lists(const cql_node *n)
{
    static const char *const names[] = {"a_equals", "a_contains", "a_containedby", "a_overlaps", NULL};
    return text_is_among_nocase(n->chars, names);
}

static status in_word(cql_scope *s, const cql_node *n, unsigned depth, const filter **out)
{
    static const struct {
        const char *name;
        filter_kind kind;
    } junctions[] = {{"and", FILTER_AND}, {"or", FILTER_OR}, {"not", FILTER_NOT}};
    static const struct {
        const char *name;
        status (*build)(cql_scope *, const cql_node *, const filter **);
    } words[] = {{"between", in_between}, {"in", in_list}, {"ids", in_ids}, {"isNull", in_null}};
    for (size_t i = 0; i < sizeof junctions / sizeof *junctions; i++)
        if (strcmp(junctions[i].name, n->chars) == 0)
            return in_junction(s, n, junctions[i].kind, depth, out);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, n->chars) == 0)
            return words[i].build(s, n, out);
    if (s->language == CQL_2 && is_of_lists(n))
        return cql_fault(s, n, "staat een functie voor lijsten, en geen eigenschap is een lijst",
                         "is a function of lists, and no property is a list");
    if (strcmp(n->chars, "like") == 0 || strcmp(n->chars, "ilike") == 0)
        return in_like(s, n, *n->chars == 'i', out);
    return in_truth(s, n, out);
}

status cql_condition(cql_scope *s, const cql_node *n, unsigned depth, const filter **out)
{
    bool known = true;
    s->build.at = (long)n->place;
    if (depth > 2 * FILTER_DEPTH)
        return build_operator(&s->build, depth);
    if (n->kind == NODE_BOOLEAN) {
        *out = build_constant(&s->build, strcmp(n->chars, "true") == 0);
        return status_ok();
    }
    if (n->kind != NODE_OPERATION)
        return in_truth(s, n, out);
    TRY(in_comparison(s, n, out, &known));
    if (!known)
        TRY(cql_in_time(s, n, out, &known));
    if (!known)
        TRY(cql_in_space(s, n, out, &known));
    return known ? status_ok() : in_word(s, n, depth, out);
}

status cql_read(cql_scope *s, const char *given, const filter **out)
{
    const cql_node *tree = NULL;
    TRY(cql_parse(s, given, &tree));
    return cql_condition(s, tree, 1, out);
}
