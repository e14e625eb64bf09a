/* Comparison operators (FES 2.0 §7.7). */
#include "server/filter/fes/fes_parts.h"

#include <string.h>

#define COMPARISONS(X)                                 \
    X(PropertyIsEqualTo, COMPARE_EQUAL)                \
    X(PropertyIsNotEqualTo, COMPARE_NOT_EQUAL)         \
    X(PropertyIsLessThan, COMPARE_LESS)                \
    X(PropertyIsGreaterThan, COMPARE_GREATER)          \
    X(PropertyIsLessThanOrEqualTo, COMPARE_LESS_EQUAL) \
    X(PropertyIsGreaterThanOrEqualTo, COMPARE_GREATER_EQUAL)

static const struct {
    const char *name;
    comparison how;
} comparisons[] = {
#define X(name, how) {#name, how},
    COMPARISONS(X)
#undef X
};

const char *const fes_comparison_names[] = {
#define X(name, how) #name,
    COMPARISONS(X)
#undef X
        "PropertyIsLike",
    "PropertyIsNull", "PropertyIsNil", "PropertyIsBetween", NULL};

static bool find_comparison(const fes_scope *s, const xmlNode *node, comparison *out)
{
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
        if (fes_is(s, node, comparisons[i].name)) {
            *out = comparisons[i].how;
            return true;
        }
    return false;
}

/* matchAction (Any, All, One) makes no difference: no property here has more than one value. */
static status check_match_action(const fes_scope *s, xmlNode *node)
{
    const char *given = fes_attribute(s, node, "matchAction");
    if (given && strcmp(given, "Any") != 0 && strcmp(given, "All") != 0 && strcmp(given, "One") != 0)
        return FAIL(BAD_PARAM, "matchAction", "matchAction moet Any, All of One zijn, niet '%.40s'",
                    "matchAction must be Any, All or One, not '%.40s'", given);
    return status_ok();
}

static status read_match_case(const fes_scope *s, xmlNode *node, bool *ignore_case)
{
    const char *given = fes_attribute(s, node, "matchCase");
    *ignore_case = given && (strcmp(given, "false") == 0 || strcmp(given, "0") == 0);
    if (given && !*ignore_case && strcmp(given, "true") != 0 && strcmp(given, "1") != 0)
        return FAIL(BAD_PARAM, "matchCase", "matchCase moet true of false zijn, niet '%.40s'",
                    "matchCase must be true or false, not '%.40s'", given);
    return status_ok();
}

static status read_comparison(fes_scope *s, xmlNode *node, comparison how, const filter **out)
{
    xmlNode *one = NULL, *two = NULL;
    operand left = {0}, right = {0};
    bool ignore_case = false;
    TRY(check_match_action(s, node));
    TRY(fes_two_children(node, &one, &two));
    TRY(fes_operand(s, one, false, &left));
    TRY(fes_operand(s, two, false, &right));
    TRY(read_match_case(s, node, &ignore_case));
    return build_compare(&s->build, how, ignore_case, &left, &right, out);
}

static xmlNode *child_named(const fes_scope *s, xmlNode *node, const char *name)
{
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child))
        if (fes_is(s, child, name))
            return child;
    return NULL;
}

static status read_bound(fes_scope *s, xmlNode *node, xmlNode *bound, comparison how, const filter **out)
{
    operand value = {0}, limit = {0};
    TRY(fes_operand(s, node, false, &value));
    TRY(fes_operand(s, bound, false, &limit));
    return build_compare(&s->build, how, false, &value, &limit, out);
}

/* PropertyIsBetween (§7.7.3.6): both bounds included. The value is read for each bound, so it counts twice. */
static status read_between(fes_scope *s, xmlNode *node, const filter **out)
{
    xmlNode *value = xmlFirstElementChild(node), *lower = child_named(s, node, "LowerBoundary"),
            *upper = child_named(s, node, "UpperBoundary");
    xmlNode *least = lower ? xmlFirstElementChild(lower) : NULL, *most = upper ? xmlFirstElementChild(upper) : NULL;
    const filter *both[2] = {NULL, NULL};
    if (!value || !least || !most)
        return FAIL(BAD_SYNTAX, "filter", "filter: PropertyIsBetween vraagt een waarde, een LowerBoundary en een UpperBoundary",
                    "filter: PropertyIsBetween needs a value, a LowerBoundary and an UpperBoundary");
    TRY(read_bound(s, value, least, COMPARE_GREATER_EQUAL, &both[0]));
    TRY(read_bound(s, value, most, COMPARE_LESS_EQUAL, &both[1]));
    *out = build_logical(&s->build, FILTER_AND, both, 2);
    return status_ok();
}

/* PropertyIsLike (§7.7.3.4): the three characters have no default, so a pattern without them could mean anything. */
static status read_like(fes_scope *s, xmlNode *node, const filter **out)
{
    xmlNode *one = NULL, *two = NULL;
    operand value = {0}, pattern = {0};
    like_characters special = {.wild = fes_exact_attribute(s, node, "wildCard"),
                               .single = fes_exact_attribute(s, node, "singleChar"),
                               .escape = fes_exact_attribute(s, node, "escapeChar")};
    TRY(fes_two_children(node, &one, &two));
    TRY(fes_operand(s, one, false, &value));
    TRY(fes_operand(s, two, false, &pattern));
    special.escape = special.escape ? special.escape : fes_exact_attribute(s, node, "escape");
    if (!special.wild || !special.single || !special.escape)
        return FAIL(BAD_PARAM, "PropertyIsLike", "PropertyIsLike vraagt wildCard, singleChar en escapeChar",
                    "PropertyIsLike needs wildCard, singleChar and escapeChar");
    TRY(read_match_case(s, node, &special.ignore_case));
    s->build.at = xmlGetLineNo(node);
    return build_like(&s->build, &value, &pattern, &special, out);
}

/* PropertyIsNull (§7.7.3.5): the property is not there. PropertyIsNil (§7.7.3.6): it is there, with xsi:nil. Which of the two a
 * NULL is depends on how the layer writes it. */
static status read_null(fes_scope *s, xmlNode *node, const filter **out)
{
    xmlNode *child = xmlFirstElementChild(node);
    operand value = {0};
    if (!child)
        return FAIL(BAD_SYNTAX, "filter", "filter: <%s> vraagt een ValueReference", "filter: <%s> needs a ValueReference",
                    (const char *)node->name);
    TRY(fes_is_function(s, child) ? fes_operand(s, child, false, &value) : fes_reference_at(s, child, &value.value));
    const bool nil = value.value.kind == EXPRESSION_PROPERTY && value.value.property->nillable;
    const bool asks_nil = fes_is(s, node, "PropertyIsNil");
    *out = asks_nil == nil ? build_null(&s->build, &value.value) : build_constant(&s->build, false);
    return status_ok();
}

status fes_comparison(fes_scope *s, xmlNode *node, const filter **out, bool *known)
{
    comparison how;
    *known = true;
    if (find_comparison(s, node, &how))
        return read_comparison(s, node, how, out);
    if (fes_is(s, node, "PropertyIsBetween"))
        return read_between(s, node, out);
    if (fes_is(s, node, "PropertyIsLike"))
        return read_like(s, node, out);
    if (fes_is(s, node, "PropertyIsNull") || fes_is(s, node, "PropertyIsNil"))
        return read_null(s, node, out);
    *known = false;
    return status_ok();
}
