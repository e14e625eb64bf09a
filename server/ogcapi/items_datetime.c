/* datetime (17-069r4 §7.15.4): an instant or an interval that the period of a feature must meet. What the period is, the layer's
 * file says; a side that the row leaves open is open. For a property that is a date, an instant is the day in Belgium that it
 * falls in: those are the days that the dates mean (data/model/date_time.h). */
#include "server/ogcapi/items.h"

#include "data/model/date_time.h"

#include <string.h>

/* A date or a date-time. */
typedef struct side {
    const char *given; /* NULL: open */
    expression moment;
    const char *day;
} side;

static bool is_open(const char *given)
{
    return !*given || strcmp(given, "..") == 0;
}

static status read_side(const builder *b, const char *given, side *out)
{
    side read = {.given = given};
    if (is_open(given))
        return status_ok();
    TRY(build_literal(b, given, VALUE_DATETIME, &read.moment));
    read.day = read.moment.type == VALUE_DATE ? read.moment.text : date_time_belgian_day(read.moment.text, b->arena);
    *out = read;
    return status_ok();
}

/* Two instants by their time; beside a day, an instant is its own day. */
static bool is_turned_round(const side *begin, const side *end)
{
    if (!begin->given || !end->given)
        return false;
    if (begin->moment.type == VALUE_DATETIME && end->moment.type == VALUE_DATETIME)
        return strcmp(begin->moment.text, end->moment.text) > 0;
    return strcmp(begin->day, end->day) > 0;
}

static status read_interval(const api *q, const builder *b, const char *given, side sides[2])
{
    const text_list parts = text_split(q->arena, date_time_capitals(given, q->arena), '/');
    if (parts.count < 1 || parts.count > 2 || (parts.count == 1 && is_open(parts.items[0])))
        return FAIL(BAD_PARAM, "datetime", "datetime is een tijdstip of begin/eind, met .. voor een open kant, niet '%.60s'",
                    "datetime is an instant or begin/end, with .. for an open side, not '%.60s'", given);
    TRY(read_side(b, parts.items[0], &sides[0]));
    TRY(read_side(b, parts.items[parts.count - 1], &sides[1]));
    if (is_turned_round(&sides[0], &sides[1]))
        return FAIL(BAD_PARAM, "datetime", "datetime: de periode eindigt voor ze begint",
                    "datetime: the period ends before it begins");
    return status_ok();
}

/* The property holds for this side, or says nothing. */
static status compare(builder *b, comparison how, const property *p, const side *s, const filter **out)
{
    const filter *pair[2] = {0};
    const operand left = {.value = {.kind = EXPRESSION_PROPERTY, .type = p->type, .property = p}};
    const operand right = {.literal = p->type == VALUE_DATE ? s->day : s->given};
    TRY(build_operator(b, 1));
    TRY(build_compare(b, how, false, &left, &right, &pair[0]));
    pair[1] = build_null(b, &left.value);
    *out = p->required ? pair[0] : build_logical(b, FILTER_OR, pair, 2);
    return status_ok();
}

status items_datetime(const api *q, builder *b, const filter **out)
{
    const char *given = kvp_get(q->parameters, "datetime");
    side sides[2] = {{0}};
    const filter *both[2] = {0};
    const layer *l = q->layer;
    size_t count = 0;
    if (!given)
        return status_ok();
    static const filter_words words = {.locator = "datetime", .place_nl = "teken", .place_en = "character"};
    builder own = *b;
    own.words = &words;
    TRY(read_interval(q, &own, text_trim(q->arena, given), sides));
    if (sides[1].given && l->period_begin)
        TRY(compare(&own, COMPARE_LESS_EQUAL, l->period_begin, &sides[1], &both[count++]));
    if (sides[0].given && l->period_end)
        TRY(compare(&own, COMPARE_GREATER_EQUAL, l->period_end, &sides[0], &both[count++]));
    *out = count == 0 ? NULL : count == 1 ? both[0] : build_logical(&own, FILTER_AND, both, count);
    return status_ok();
}
