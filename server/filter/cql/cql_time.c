/* Relations of time (21-065r2 §7.4, table 7) between instants and intervals, each side by its begin and its end; and the four
 * words of ECQL, which compare a property with a literal. */
#include "server/filter/cql/cql_tree.h"

#include "base/text.h"

#include <string.h>

/* --- ECQL --- */

static status read_moment(const cql_scope *s, const cql_node *n, expression *out)
{
    return build_literal(&s->build, n->chars, VALUE_DATETIME, out);
}

static status in_ecql(cql_scope *s, const cql_node *n, time_relation relation, const filter **out)
{
    operand left = {0};
    time_literal when = {.instant = true};
    TRY(cql_value(s, n->parts[0], &left));
    TRY(read_moment(s, n->parts[1], &when.begin));
    when.end = when.begin;
    if (n->count > 2) {
        TRY(read_moment(s, n->parts[2], &when.end));
        TRY(build_period(&s->build, when.begin, when.end, &when));
    }
    return build_in_time(&s->build, relation, &left, &when, false, out);
}

/* --- CQL2 --- */

/* A relation is one or two comparisons of a side of the one with a side of the other; joined by OR when `either`. */
typedef struct relation {
    const char *name;
    struct {
        char one, other; /* 'b'egin or 'e'nd; 0: there is no such comparison */
        comparison how;
    } parts[3];
    bool either, of_intervals;
} relation;

static const relation relations[] = {
    {"t_after", {{'b', 'e', COMPARE_GREATER}}, false, false},
    {"t_before", {{'e', 'b', COMPARE_LESS}}, false, false},
    {"t_contains", {{'b', 'b', COMPARE_LESS}, {'e', 'e', COMPARE_GREATER}}, false, true},
    {"t_disjoint", {{'e', 'b', COMPARE_LESS}, {'b', 'e', COMPARE_GREATER}}, true, false},
    {"t_during", {{'b', 'b', COMPARE_GREATER}, {'e', 'e', COMPARE_LESS}}, false, true},
    {"t_equals", {{'b', 'b', COMPARE_EQUAL}, {'e', 'e', COMPARE_EQUAL}}, false, false},
    {"t_finishedby", {{'b', 'b', COMPARE_LESS}, {'e', 'e', COMPARE_EQUAL}}, false, true},
    {"t_finishes", {{'b', 'b', COMPARE_GREATER}, {'e', 'e', COMPARE_EQUAL}}, false, true},
    {"t_intersects", {{'b', 'e', COMPARE_LESS_EQUAL}, {'e', 'b', COMPARE_GREATER_EQUAL}}, false, false},
    {"t_meets", {{'e', 'b', COMPARE_EQUAL}}, false, true},
    {"t_metby", {{'b', 'e', COMPARE_EQUAL}}, false, true},
    {"t_overlappedby", {{'b', 'b', COMPARE_GREATER}, {'b', 'e', COMPARE_LESS}, {'e', 'e', COMPARE_GREATER}}, false, true},
    {"t_overlaps", {{'b', 'b', COMPARE_LESS}, {'e', 'b', COMPARE_GREATER}, {'e', 'e', COMPARE_LESS}}, false, true},
    {"t_startedby", {{'b', 'b', COMPARE_EQUAL}, {'e', 'e', COMPARE_GREATER}}, false, true},
    {"t_starts", {{'b', 'b', COMPARE_EQUAL}, {'e', 'e', COMPARE_LESS}}, false, true},
};

/* One side of a relation. */
typedef struct span {
    const cql_node *begin, *end;
} span;

static bool is_interval(const cql_node *n)
{
    return n->kind == NODE_OPERATION && text_equal_nocase(n->chars, "interval");
}

/* An open side lies before, or after, every moment that there is. */
static const cql_node *closed(const cql_scope *s, const cql_node *n, const char *instead)
{
    const bool open = n->kind == NODE_MOMENT && strcmp(n->chars, "..") == 0;
    return open ? cql_leaf(s, NODE_MOMENT, instead, n->place) : n;
}

static status check_moment(cql_scope *s, const cql_node *n)
{
    operand of = {0};
    if (n->kind == NODE_MOMENT)
        return status_ok();
    if (n->kind == NODE_NAME || n->kind == NODE_OPERATION) {
        TRY(cql_value(s, n, &of));
        if (!of.literal && (of.value.type == VALUE_DATE || of.value.type == VALUE_DATETIME))
            return status_ok();
    }
    return cql_fault(s, n, "hoort een datum of een tijdstip te staan", "a date or a date-time is expected");
}

static status read_span(cql_scope *s, const cql_node *n, span *out)
{
    if (is_interval(n)) {
        TRY(cql_check_count(s, n, 2, 2));
        *out = (span){closed(s, n->parts[0], "0001-01-01"), closed(s, n->parts[1], "9999-12-31")};
    } else {
        *out = (span){n, n};
    }
    TRY(check_moment(s, out->begin));
    return check_moment(s, out->end);
}

static status compare(cql_scope *s, const span *one, const span *other, const relation *r, size_t part, const filter **out)
{
    operand left = {0}, right = {0};
    TRY(cql_pair(s, r->parts[part].one == 'b' ? one->begin : one->end, r->parts[part].other == 'b' ? other->begin : other->end,
                 &left, &right));
    return build_compare(&s->build, r->parts[part].how, false, &left, &right, out);
}

static status in_relation(cql_scope *s, const cql_node *n, const relation *r, const filter **out)
{
    const filter *all[3] = {NULL};
    span one = {NULL, NULL}, other = {NULL, NULL};
    size_t count = 0;
    TRY(cql_check_count(s, n, 2, 2));
    if (r->of_intervals && !(is_interval(n->parts[0]) && is_interval(n->parts[1])))
        return cql_fault(s, n, "horen twee intervallen te staan: INTERVAL(begin, eind)",
                         "two intervals are expected: INTERVAL(begin, end)");
    TRY(read_span(s, n->parts[0], &one));
    TRY(read_span(s, n->parts[1], &other));
    for (; count < 3 && r->parts[count].one; count++)
        TRY(compare(s, &one, &other, r, count, &all[count]));
    *out = count == 1 ? all[0] : build_logical(&s->build, r->either ? FILTER_OR : FILTER_AND, all, count);
    return status_ok();
}

status cql_in_time(cql_scope *s, const cql_node *n, const filter **out, bool *known)
{
    static const struct {
        const char *name;
        time_relation relation;
    } words[] = {{"BEFORE", TIME_BEFORE}, {"AFTER", TIME_AFTER}, {"TEQUALS", TIME_EQUALS}, {"DURING", TIME_DURING}};
    *known = true;
    for (size_t i = 0; s->language == CQL_ECQL && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, n->chars) == 0 && n->count >= 2)
            return in_ecql(s, n, words[i].relation, out);
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (text_equal_nocase(relations[i].name, n->chars))
            return in_relation(s, n, &relations[i], out);
    *known = false;
    return status_ok();
}
