/* Comparison operators (FES 2.0 §7.7). */
#include "server/wfs/fes.h"

#include "data/model/case_fold.h"
#include "data/model/date_time.h"
#include "server/wfs/type_names.h"

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

static void fold_operand(const fes_scope *s, expression *e)
{
    e->fold = true;
    if (e->kind == EXPRESSION_LITERAL)
        e->text = case_fold(e->text, s->arena);
}

/* Two of a kind: numbers with numbers, texts with texts, moments with moments. */
static bool is_comparable(const expression *left, const expression *right)
{
    static const int classes[] = {[VALUE_STRING] = 0, [VALUE_INTEGER] = 1,  [VALUE_DECIMAL] = 1, [VALUE_BOOLEAN] = 2,
                                  [VALUE_DATE] = 3,   [VALUE_DATETIME] = 3, [VALUE_GEOMETRY] = 4};
    return left->kind == EXPRESSION_ABSENT || right->kind == EXPRESSION_ABSENT || classes[left->type] == classes[right->type];
}

static expression instant(const char *moment)
{
    return (expression){.type = VALUE_DATETIME, .text = moment};
}

static const filter *both(const fes_scope *s, filter_kind kind, const filter *one, const filter *two)
{
    const filter *const pair[] = {one, two};
    return fes_list(s, kind, pair, 2);
}

/* A date-time against a day: the day is the time from its begin to the begin of the next. */
static const filter *compare_with_day(const fes_scope *s, comparison how, expression moment, const char *day)
{
    const expression begin = instant(date_time_day_start(day, s->arena)), end = instant(date_time_day_end(day, s->arena));
    switch (how) {
    case COMPARE_EQUAL:
        return both(s, FILTER_AND, fes_compare(s, COMPARE_GREATER_EQUAL, moment, begin),
                    fes_compare(s, COMPARE_LESS, moment, end));
    case COMPARE_NOT_EQUAL:
        return both(s, FILTER_OR, fes_compare(s, COMPARE_LESS, moment, begin),
                    fes_compare(s, COMPARE_GREATER_EQUAL, moment, end));
    case COMPARE_LESS:
    case COMPARE_GREATER_EQUAL: return fes_compare(s, how, moment, begin);
    case COMPARE_GREATER: return fes_compare(s, COMPARE_GREATER_EQUAL, moment, end);
    default: return fes_compare(s, COMPARE_LESS, moment, end);
    }
}

/* A day of the store against a date-time: the begin of the day. */
static void align(expression *left, expression *right)
{
    left->as_instant = left->kind == EXPRESSION_PROPERTY && left->type == VALUE_DATE && right->type == VALUE_DATETIME;
    right->as_instant = right->kind == EXPRESSION_PROPERTY && right->type == VALUE_DATE && left->type == VALUE_DATETIME;
}

static comparison mirrored(comparison how)
{
    static const comparison other[] = {[COMPARE_EQUAL] = COMPARE_EQUAL,
                                       [COMPARE_NOT_EQUAL] = COMPARE_NOT_EQUAL,
                                       [COMPARE_LESS] = COMPARE_GREATER,
                                       [COMPARE_GREATER] = COMPARE_LESS,
                                       [COMPARE_LESS_EQUAL] = COMPARE_GREATER_EQUAL,
                                       [COMPARE_GREATER_EQUAL] = COMPARE_LESS_EQUAL};
    return other[how];
}

/* "id = risicolocatie.12" leads to the row as a resource id does; what is no id of the type is nobody's. */
static const filter *compare_id(const fes_scope *s, const expression *id, const char *given)
{
    int64_t *number = arena_alloc(s->arena, sizeof *number);
    const bool found = resource_id_is_of(s->sources[id->source].layer, given, number);
    filter *f = arena_alloc(s->arena, sizeof *f);
    *f = (filter){.kind = FILTER_IDS, .left = {.source = id->source}, .ids = number, .id_count = found};
    return f;
}

static bool is_id_and_literal(const expression *one, const expression *other)
{
    return one->kind == EXPRESSION_ID && !one->fold && other->kind == EXPRESSION_LITERAL && other->type == VALUE_STRING;
}

static const filter *compare(const fes_scope *s, comparison how, expression left, expression right)
{
    if (how == COMPARE_EQUAL && is_id_and_literal(&left, &right))
        return compare_id(s, &left, right.text);
    if (how == COMPARE_EQUAL && is_id_and_literal(&right, &left))
        return compare_id(s, &right, left.text);
    if (left.type == VALUE_DATETIME && right.type == VALUE_DATE && right.kind == EXPRESSION_LITERAL)
        return compare_with_day(s, how, left, right.text);
    if (right.type == VALUE_DATETIME && left.type == VALUE_DATE && left.kind == EXPRESSION_LITERAL)
        return compare_with_day(s, mirrored(how), right, left.text);
    align(&left, &right);
    return fes_compare(s, how, left, right);
}

static status two_children(xmlNode *node, xmlNode **one, xmlNode **two)
{
    *one = xmlFirstElementChild(node);
    *two = *one ? xmlNextElementSibling(*one) : NULL;
    if (!*two || xmlNextElementSibling(*two))
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%s> heeft twee operanden",
                    "filter, line %ld: <%s> has two operands", xmlGetLineNo(node), (const char *)node->name);
    return status_ok();
}

/* matchAction (Any, All, One) makes no difference: no property here has more than one value. */
static status check_match_action(const fes_scope *s, xmlNode *node)
{
    const char *given = fes_attribute(s, node, "matchAction");
    if (given && strcmp(given, "Any") != 0 && strcmp(given, "All") != 0 && strcmp(given, "One") != 0)
        return FAIL(BAD_PARAM, "matchAction", "matchAction is Any, All of One, niet '%.40s'",
                    "matchAction is Any, All or One, not '%.40s'", given);
    return status_ok();
}

static status check_pair(const expression *left, const expression *right)
{
    if (is_comparable(left, right))
        return status_ok();
    return FAIL(BAD_PARAM, "filter", "filter: deze twee eigenschappen zijn niet met elkaar te vergelijken: hun typen verschillen",
                "filter: these two properties cannot be compared with each other: their types differ");
}

static status read_match_case(const fes_scope *s, xmlNode *node, bool *ignore_case)
{
    const char *given = fes_attribute(s, node, "matchCase");
    *ignore_case = given && (strcmp(given, "false") == 0 || strcmp(given, "0") == 0);
    if (given && !*ignore_case && strcmp(given, "true") != 0 && strcmp(given, "1") != 0)
        return FAIL(BAD_PARAM, "matchCase", "matchCase is true of false, niet '%.40s'", "matchCase is true or false, not '%.40s'",
                    given);
    return status_ok();
}

static status read_comparison(const fes_scope *s, xmlNode *node, comparison how, const filter **out)
{
    xmlNode *one = NULL, *two = NULL;
    expression left = {0}, right = {0};
    TRY(check_match_action(s, node));
    TRY(two_children(node, &one, &two));
    TRY(fes_operands(s, one, two, &left, &right));
    TRY(check_pair(&left, &right));
    bool ignore_case = false;
    TRY(read_match_case(s, node, &ignore_case));
    if (ignore_case && left.type == VALUE_STRING && right.type == VALUE_STRING) {
        fold_operand(s, &left);
        fold_operand(s, &right);
    }
    *out = compare(s, how, left, right);
    return status_ok();
}

static xmlNode *child_named(const fes_scope *s, xmlNode *node, const char *name)
{
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child))
        if (fes_is(s, child, name))
            return child;
    return NULL;
}

/* PropertyIsBetween (§7.7.3.6): both bounds included. */
static status read_between(const fes_scope *s, xmlNode *node, const filter **out)
{
    xmlNode *value_node = xmlFirstElementChild(node), *lower = child_named(s, node, "LowerBoundary"),
            *upper = child_named(s, node, "UpperBoundary");
    xmlNode *least = lower ? xmlFirstElementChild(lower) : NULL, *most = upper ? xmlFirstElementChild(upper) : NULL;
    expression left = {0}, right = {0}, other = {0};
    if (!value_node || !least || !most)
        return FAIL(BAD_SYNTAX, "filter", "filter: PropertyIsBetween heeft een waarde, een LowerBoundary en een UpperBoundary",
                    "filter: PropertyIsBetween has a value, a LowerBoundary and an UpperBoundary");
    TRY(fes_operands(s, value_node, least, &left, &right));
    TRY(check_pair(&left, &right));
    const filter *from = compare(s, COMPARE_GREATER_EQUAL, left, right);
    TRY(fes_operands(s, value_node, most, &left, &other));
    TRY(check_pair(&left, &other));
    *out = both(s, FILTER_AND, from, compare(s, COMPARE_LESS_EQUAL, left, other));
    return status_ok();
}

/* Before the pattern is read as a value of the operand's type, and found to be none. */
static status check_like_operand(const fes_scope *s, xmlNode *node)
{
    static const char *const instead[][2] = {
        [VALUE_INTEGER] = {"een getal", "a number"},          [VALUE_DECIMAL] = {"een getal", "a number"},
        [VALUE_BOOLEAN] = {"true of false", "true or false"}, [VALUE_DATE] = {"een datum", "a date"},
        [VALUE_DATETIME] = {"een tijdstip", "a date-time"},   [VALUE_GEOMETRY] = {"een geometrie", "a geometry"}};
    expression e = {0};
    if (!fes_is_reference(s, node))
        return status_ok();
    TRY(fes_reference_at(s, node, &e));
    if (e.kind != EXPRESSION_PROPERTY || e.type == VALUE_STRING)
        return status_ok();
    const bool moment = e.type == VALUE_DATE || e.type == VALUE_DATETIME;
    return FAIL(BAD_PARAM, "PropertyIsLike", "PropertyIsLike is er alleen voor teksten, en %.60s is %s%.0s: gebruik %s",
                "PropertyIsLike is for texts only, and %.60s is %.0s%s: use %s", e.property->name, instead[e.type][0],
                instead[e.type][1],
                moment ? "PropertyIsBetween, PropertyIsLessThan, During" : "PropertyIsEqualTo, PropertyIsBetween");
}

/* PropertyIsLike (§7.7.3.4): the three characters have no default, so a pattern without them could mean anything. */
static status read_like(const fes_scope *s, xmlNode *node, const filter **out)
{
    xmlNode *one = NULL, *two = NULL;
    expression left = {0}, right = {0};
    TRY(two_children(node, &one, &two));
    TRY(check_like_operand(s, one));
    TRY(fes_operands(s, one, two, &left, &right));
    if (left.type != VALUE_STRING || right.kind != EXPRESSION_LITERAL)
        return FAIL(BAD_PARAM, "PropertyIsLike", "PropertyIsLike vergelijkt een tekst met een patroon",
                    "PropertyIsLike compares a text with a pattern");
    const char *wild = fes_exact_attribute(s, node, "wildCard"), *single = fes_exact_attribute(s, node, "singleChar"),
               *escape = fes_exact_attribute(s, node, "escapeChar");
    bool ignore_case = false;
    size_t bytes = 0;
    TRY(fes_weigh(s, node, "PropertyIsLike", &left, 1, &bytes));
    escape = escape ? escape : fes_exact_attribute(s, node, "escape");
    if (!wild || !single || !escape)
        return FAIL(BAD_PARAM, "PropertyIsLike", "PropertyIsLike heeft wildCard, singleChar en escapeChar",
                    "PropertyIsLike has wildCard, singleChar and escapeChar");
    TRY(read_match_case(s, node, &ignore_case));
    filter *f = arena_alloc(s->arena, sizeof *f);
    *f = (filter){.kind = FILTER_LIKE, .left = left};
    TRY(like_compile(right.text, wild, single, escape, ignore_case, s->arena, &f->like));
    *out = f;
    return status_ok();
}

/* PropertyIsNull (§7.7.3.5): the property is not there. PropertyIsNil (§7.7.3.6): it is there, with xsi:nil. Which of the two a
 * NULL is depends on how the layer writes it. */
static status read_null(const fes_scope *s, xmlNode *node, const filter **out)
{
    xmlNode *operand = xmlFirstElementChild(node);
    filter *f = arena_alloc(s->arena, sizeof *f);
    f->kind = FILTER_NULL;
    if (!operand)
        return FAIL(BAD_SYNTAX, "filter", "filter: <%s> heeft een ValueReference", "filter: <%s> has a ValueReference",
                    (const char *)node->name);
    TRY(fes_is_function(s, operand) ? fes_operand(s, operand, VALUE_STRING, 1, &f->left)
                                    : fes_reference_at(s, operand, &f->left));
    const bool nil = f->left.kind == EXPRESSION_PROPERTY && f->left.property->nillable;
    *out = fes_is(s, node, "PropertyIsNil") == nil ? f : fes_constant(s, false);
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
