/* Relations of time. A property is an instant; a literal is an instant or a period.
 *
 * Between an instant and a period only these can hold: before, after, begins, ends, during and any of them; between two instants
 * before, after, equals and any of them. The others need a period on the left: they are false, or in three-valued logic unknown
 * where there is no date. */
#include "data/model/filter_build_inner.h"

#include "base/calendar.h"
#include "data/model/date_time.h"

#include <string.h>

/* A day and a time within it have no order of their own. */
static bool is_turned_round(const expression *begin, const expression *end)
{
    return begin->type == end->type ? strcmp(begin->text, end->text) > 0 : strncmp(begin->text, end->text, CALENDAR_DATE - 1) > 0;
}

status build_period(const builder *b, expression begin, expression end, time_literal *out)
{
    if (is_turned_round(&begin, &end))
        return FAIL(BAD_PARAM, b->words->locator, "filter, %s%.0s %ld: de periode eindigt voor ze begint",
                    "filter, %.0s%s %ld: the period ends before it begins", b->words->place_nl, b->words->place_en, b->at);
    *out = (time_literal){begin, end, false};
    return status_ok();
}

static status check_moment(const builder *b, const operand *o)
{
    const expression *e = &o->value;
    if (!o->literal && (e->kind == EXPRESSION_ABSENT || e->type == VALUE_DATE || e->type == VALUE_DATETIME))
        return status_ok();
    return FAIL(BAD_PARAM, b->words->locator, "%s: %.60s is geen datum of tijd", "%s: %.60s is not a date or a time",
                b->words->locator, o->literal ? o->literal : o->written);
}

/* A day beside a date-time property: a period from its begin to its end. The end is the begin of the next day, which is not
 * included: `open_end`. */
static void widen(const builder *b, const expression *left, time_literal *p, bool *open_end)
{
    *open_end = false;
    if (left->type != VALUE_DATETIME)
        return;
    if (p->begin.type == VALUE_DATE) {
        p->instant = false;
        p->begin = (expression){.type = VALUE_DATETIME, .text = date_time_day_start(p->begin.text, b->arena)};
    }
    if (p->end.type == VALUE_DATE) {
        *open_end = true;
        p->end = (expression){.type = VALUE_DATETIME, .text = date_time_day_end(p->end.text, b->arena)};
    }
}

static const filter *compare(const builder *b, comparison how, expression left, expression right)
{
    left.as_instant = left.kind == EXPRESSION_PROPERTY && left.type == VALUE_DATE && right.type == VALUE_DATETIME;
    return build_plain_comparison(b, how, left, right);
}

static const filter *between(const builder *b, expression left, comparison low, const time_literal *p, comparison high)
{
    return build_both(b, compare(b, low, left, p->begin), compare(b, high, left, p->end));
}

static const filter *relate(const builder *b, time_relation r, expression left, time_literal p)
{
    bool open_end = false;
    const bool was_instant = p.instant;
    widen(b, &left, &p, &open_end);
    const comparison to_end = open_end ? COMPARE_LESS : COMPARE_LESS_EQUAL;
    switch (r) {
    case TIME_AFTER: return compare(b, open_end ? COMPARE_GREATER_EQUAL : COMPARE_GREATER, left, p.end);
    case TIME_BEFORE: return compare(b, COMPARE_LESS, left, p.begin);
    case TIME_BEGINS: return was_instant ? build_never(b, &left) : compare(b, COMPARE_EQUAL, left, p.begin);
    case TIME_ENDS: return was_instant ? build_never(b, &left) : compare(b, COMPARE_EQUAL, left, p.end);
    case TIME_DURING: return was_instant ? build_never(b, &left) : between(b, left, COMPARE_GREATER, &p, COMPARE_LESS);
    case TIME_EQUALS: return was_instant ? between(b, left, COMPARE_GREATER_EQUAL, &p, to_end) : build_never(b, &left);
    case TIME_INTERACTS: return between(b, left, COMPARE_GREATER_EQUAL, &p, to_end);
    default: return build_never(b, &left);
    }
}

/* "period contains property" is "property during period". The others need a period in place of the property. */
static time_relation turned(time_relation r)
{
    switch (r) {
    case TIME_CONTAINS: return TIME_DURING;
    case TIME_BEGUN_BY: return TIME_BEGINS;
    case TIME_ENDED_BY: return TIME_ENDS;
    case TIME_AFTER: return TIME_BEFORE;
    case TIME_BEFORE: return TIME_AFTER;
    case TIME_EQUALS:
    case TIME_INTERACTS: return r;
    default: return TIME_MEETS;
    }
}

status build_in_time(const builder *b, time_relation r, const operand *dated, const time_literal *literal, bool literal_first,
                     const filter **out)
{
    TRY(check_moment(b, dated));
    *out = dated->value.kind == EXPRESSION_PROPERTY ? relate(b, literal_first ? turned(r) : r, dated->value, *literal)
                                                    : build_never(b, &dated->value);
    return status_ok();
}

/* A condition on these two that no two instants meet: a join with only this condition has no tuples. */
static const filter *never(const builder *b, expression left, expression right)
{
    return build_both(b, compare(b, COMPARE_EQUAL, left, right), compare(b, COMPARE_NOT_EQUAL, left, right));
}

status build_two_times(const builder *b, time_relation r, const operand *left, const operand *right, const filter **out)
{
    TRY(check_moment(b, left));
    TRY(check_moment(b, right));
    const expression l = left->value;
    expression other = right->value;
    other.as_instant = other.kind == EXPRESSION_PROPERTY && other.type == VALUE_DATE && l.type == VALUE_DATETIME;
    switch (r) {
    case TIME_AFTER: *out = compare(b, COMPARE_GREATER, l, other); break;
    case TIME_BEFORE: *out = compare(b, COMPARE_LESS, l, other); break;
    case TIME_EQUALS:
    case TIME_INTERACTS: *out = compare(b, COMPARE_EQUAL, l, other); break;
    default: *out = never(b, l, other);
    }
    return status_ok();
}
