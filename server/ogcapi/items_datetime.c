/* datetime (17-069r4 §7.15.4): an instant or an interval that the period of a feature must meet. What the period is, the layer's
 * file says; a side that the row leaves open is open. A time within a day counts as the day for a property that is a date. */
#include "server/ogcapi/items.h"

#include "base/calendar.h"

#include <string.h>

static bool is_open(const char *side)
{
    return !*side || strcmp(side, "..") == 0;
}

static status read_moment(const builder *b, const char *given, const char **out)
{
    expression e = {0};
    if (is_open(given)) {
        *out = NULL;
        return status_ok();
    }
    TRY(build_literal(b, given, VALUE_DATETIME, &e));
    *out = given;
    return status_ok();
}

/* Lower case t and z are allowed (RFC 3339 §5.6). */
static const char *in_capitals(const char *given, arena *a)
{
    char *copy = arena_strdup(a, given);
    for (char *c = copy; *c; c++)
        *c = *c == 't' ? 'T' : *c == 'z' ? 'Z' : *c;
    return copy;
}

static status read_interval(const api *q, const builder *b, const char *given, const char *sides[2])
{
    const text_list parts = text_split(q->arena, in_capitals(given, q->arena), '/');
    if (parts.count < 1 || parts.count > 2 || (parts.count == 1 && is_open(parts.items[0])))
        return FAIL(BAD_PARAM, "datetime", "datetime is een tijdstip of begin/eind, met .. voor een open kant, niet '%.60s'",
                    "datetime is an instant or begin/end, with .. for an open side, not '%.60s'", given);
    TRY(read_moment(b, parts.items[0], &sides[0]));
    TRY(read_moment(b, parts.items[parts.count - 1], &sides[1]));
    const size_t day = CALENDAR_DATE - 1;
    if (sides[0] && sides[1] && strncmp(sides[0], sides[1], day) > 0)
        return FAIL(BAD_PARAM, "datetime", "datetime: de periode eindigt voor ze begint",
                    "datetime: the period ends before it begins");
    return status_ok();
}

/* The property holds for this side, or says nothing. */
static status compare(builder *b, comparison how, const property *p, const char *moment, const filter **out)
{
    const filter *pair[2] = {0};
    const operand left = {.value = {.kind = EXPRESSION_PROPERTY, .type = p->type, .property = p}};
    operand right = {.literal = moment};
    expression read = {0};
    TRY(build_literal(b, moment, VALUE_DATETIME, &read));
    if (p->type == VALUE_DATE)
        right.literal = arena_strndup(b->arena, read.text, CALENDAR_DATE - 1);
    TRY(build_operator(b, 1));
    TRY(build_compare(b, how, false, &left, &right, &pair[0]));
    pair[1] = build_null(b, &left.value);
    *out = p->required ? pair[0] : build_logical(b, FILTER_OR, pair, 2);
    return status_ok();
}

status items_datetime(const api *q, builder *b, const filter **out)
{
    const char *given = kvp_get(q->parameters, "datetime"), *sides[2] = {0};
    const filter *both[2] = {0};
    const layer *l = q->layer;
    size_t count = 0;
    if (!given)
        return status_ok();
    static const filter_words words = {.locator = "datetime", .place_nl = "teken", .place_en = "character"};
    builder own = *b;
    own.words = &words;
    TRY(read_interval(q, &own, text_trim(q->arena, given), sides));
    if (sides[1] && l->period_begin)
        TRY(compare(&own, COMPARE_LESS_EQUAL, l->period_begin, sides[1], &both[count++]));
    if (sides[0] && l->period_end)
        TRY(compare(&own, COMPARE_GREATER_EQUAL, l->period_end, sides[0], &both[count++]));
    *out = count == 0 ? NULL : count == 1 ? both[0] : build_logical(&own, FILTER_AND, both, count);
    return status_ok();
}
