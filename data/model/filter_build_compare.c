/* Comparisons of two operands, and of a text with a pattern. */
#include "data/model/filter_build_inner.h"

#include "data/model/case_fold.h"
#include "data/model/date_time.h"
#include "data/model/resource_id.h"

#include <string.h>

const filter *build_plain_comparison(const builder *b, comparison how, expression left, expression right)
{
    return build_made(b, (filter){.kind = FILTER_COMPARE, .comparison = how, .left = left, .right = right});
}

/* A literal takes the type of the other operand; two literals are texts. */
static status read_pair(const builder *b, const operand *one, const operand *two, expression *left, expression *right)
{
    expression l = one->value, r = two->value;
    if (two->literal)
        TRY(build_literal(b, two->literal, one->literal ? VALUE_STRING : l.type, &r));
    if (one->literal)
        TRY(build_literal(b, one->literal, r.type, &l));
    if (l.type == VALUE_GEOMETRY || r.type == VALUE_GEOMETRY)
        return build_no_order(b);
    *left = l;
    *right = r;
    return status_ok();
}

/* Both must be of one kind: numbers with numbers, texts with texts, moments with moments. */
static status check_types(const builder *b, const expression *left, const expression *right)
{
    static const int classes[] = {[VALUE_STRING] = 0, [VALUE_INTEGER] = 1,  [VALUE_DECIMAL] = 1, [VALUE_BOOLEAN] = 2,
                                  [VALUE_DATE] = 3,   [VALUE_DATETIME] = 3, [VALUE_GEOMETRY] = 4};
    if (left->kind == EXPRESSION_ABSENT || right->kind == EXPRESSION_ABSENT || classes[left->type] == classes[right->type])
        return status_ok();
    return FAIL(BAD_PARAM, b->words->locator, "%s: deze twee waarden zijn niet met elkaar te vergelijken: hun typen verschillen",
                "%s: these two values cannot be compared with each other: their types differ", b->words->locator);
}

static void fold_operand(const builder *b, expression *e)
{
    e->fold = true;
    if (e->kind == EXPRESSION_LITERAL)
        e->text = case_fold(e->text, b->arena);
}

static expression instant(const char *moment)
{
    return (expression){.type = VALUE_DATETIME, .text = moment};
}

/* A date-time against a day: the day is the time from its begin to the begin of the next. */
static const filter *compare_with_day(const builder *b, comparison how, expression moment, const char *day)
{
    const expression begin = instant(date_time_day_start(day, b->arena)), end = instant(date_time_day_end(day, b->arena));
    switch (how) {
    case COMPARE_EQUAL:
        return build_both(b, build_plain_comparison(b, COMPARE_GREATER_EQUAL, moment, begin),
                          build_plain_comparison(b, COMPARE_LESS, moment, end));
    case COMPARE_NOT_EQUAL: {
        const filter *const pair[] = {build_plain_comparison(b, COMPARE_LESS, moment, begin),
                                      build_plain_comparison(b, COMPARE_GREATER_EQUAL, moment, end)};
        return build_logical(b, FILTER_OR, pair, 2);
    }
    case COMPARE_LESS:
    case COMPARE_GREATER_EQUAL: return build_plain_comparison(b, how, moment, begin);
    case COMPARE_GREATER: return build_plain_comparison(b, COMPARE_GREATER_EQUAL, moment, end);
    default: return build_plain_comparison(b, COMPARE_LESS, moment, end);
    }
}

/* A day of the store against a date-time counts as the begin of the day. */
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

/* "id = risicolocatie.12" finds the row as a resource id does; a text that is not an id of the type matches nothing. */
static const filter *compare_id(const builder *b, const expression *id, const char *given)
{
    int64_t *number = arena_alloc(b->arena, sizeof *number);
    const bool found = resource_id_is_of(b->sources[id->source].layer, given, number);
    return build_made(b, (filter){.kind = FILTER_IDS, .left = {.source = id->source}, .ids = number, .id_count = found});
}

static bool is_id_and_literal(const expression *one, const expression *other)
{
    return one->kind == EXPRESSION_ID && !one->fold && other->kind == EXPRESSION_LITERAL && other->type == VALUE_STRING;
}

static const filter *compare(const builder *b, comparison how, expression left, expression right)
{
    if (how == COMPARE_EQUAL && is_id_and_literal(&left, &right))
        return compare_id(b, &left, right.text);
    if (how == COMPARE_EQUAL && is_id_and_literal(&right, &left))
        return compare_id(b, &right, left.text);
    if (left.type == VALUE_DATETIME && right.type == VALUE_DATE && right.kind == EXPRESSION_LITERAL)
        return compare_with_day(b, how, left, right.text);
    if (right.type == VALUE_DATETIME && left.type == VALUE_DATE && left.kind == EXPRESSION_LITERAL)
        return compare_with_day(b, mirrored(how), right, left.text);
    align(&left, &right);
    return build_plain_comparison(b, how, left, right);
}

status build_compare(const builder *b, comparison how, bool ignore_case, const operand *left, const operand *right,
                     const filter **out)
{
    expression l = {0}, r = {0};
    TRY(read_pair(b, left, right, &l, &r));
    TRY(check_types(b, &l, &r));
    if (ignore_case && l.type == VALUE_STRING && r.type == VALUE_STRING) {
        fold_operand(b, &l);
        fold_operand(b, &r);
    }
    *out = compare(b, how, l, r);
    return status_ok();
}

/* Checked first: otherwise the pattern would be read as a value of the operand's type, and refused as a wrong one. */
static status check_like_operand(const builder *b, const expression *e)
{
    static const char *const names[][2] = {
        [VALUE_INTEGER] = {"een getal", "a number"},          [VALUE_DECIMAL] = {"een getal", "a number"},
        [VALUE_BOOLEAN] = {"true of false", "true or false"}, [VALUE_DATE] = {"een datum", "a date"},
        [VALUE_DATETIME] = {"een tijdstip", "a date-time"},   [VALUE_GEOMETRY] = {"een geometrie", "a geometry"}};
    const filter_words *w = b->words;
    if (e->kind != EXPRESSION_PROPERTY || e->type == VALUE_STRING)
        return status_ok();
    const bool moment = e->type == VALUE_DATE || e->type == VALUE_DATETIME;
    return FAIL(BAD_PARAM, w->like, "%s is er alleen voor teksten, en %.60s is %s%.0s: gebruik %s",
                "%s is for texts only, and %.60s is %.0s%s: use %s", w->like, e->property->name, names[e->type][0],
                names[e->type][1], moment ? w->no_like_moment : w->no_like_other);
}

status build_like(builder *b, const operand *value, const operand *pattern, const like_characters *special, const filter **out)
{
    expression left = {0}, right = {0};
    size_t bytes = 0;
    filter f = {.kind = FILTER_LIKE};
    if (!value->literal)
        TRY(check_like_operand(b, &value->value));
    TRY(read_pair(b, value, pattern, &left, &right));
    if (left.type != VALUE_STRING || right.kind != EXPRESSION_LITERAL)
        return FAIL(BAD_PARAM, b->words->like, "%s vergelijkt een tekst met een patroon", "%s compares a text with a pattern",
                    b->words->like);
    TRY(build_weigh(b, b->words->like, &left, 1, &bytes));
    TRY(like_compile(right.text, special->wild, special->single, special->escape, special->ignore_case, b->arena, &f.like));
    f.left = left;
    *out = build_made(b, f);
    return status_ok();
}
