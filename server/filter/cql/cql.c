#include "server/filter/cql/cql_parts.h"

#include "base/text.h"

#include <string.h>

const filter_words cql_words = {.locator = "cql_filter",
                                .reference = "cql_filter",
                                .place_nl = "teken",
                                .place_en = "character",
                                .like = "LIKE",
                                .no_like_moment = "BETWEEN, <, DURING",
                                .no_like_other = "=, BETWEEN"};

static status read_condition(cql_reader *r, unsigned depth, const filter **out);

/* Conditions, one after another. */
typedef struct conditions {
    const filter **all;
    size_t count, room;
} conditions;

static void add(cql_reader *r, conditions *c, const filter *f)
{
    if (c->count == c->room)
        c->all = arena_grow(r->scope->build.arena, c->all, &c->room, c->count + 1, sizeof *c->all);
    c->all[c->count++] = f;
}

/* --- Comparisons --- */

static status read_comparison(cql_reader *r, const operand *left, const filter **out, bool *known)
{
    static const struct {
        const char *symbol;
        comparison how;
    } comparisons[] = {{"=", COMPARE_EQUAL},   {"<>", COMPARE_NOT_EQUAL},  {"!=", COMPARE_NOT_EQUAL},    {"<", COMPARE_LESS},
                       {">", COMPARE_GREATER}, {"<=", COMPARE_LESS_EQUAL}, {">=", COMPARE_GREATER_EQUAL}};
    operand right = {0};
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        if (!cql_is(r, comparisons[i].symbol))
            continue;
        TRY(cql_next(r));
        TRY(cql_operand(r, false, &right));
        return build_compare(&r->scope->build, comparisons[i].how, false, left, &right, out);
    }
    *known = false;
    return status_ok();
}

static status read_like(cql_reader *r, const operand *left, bool ignore_case, const filter **out)
{
    const like_characters special = {.wild = "%", .single = "_", .escape = "\\", .ignore_case = ignore_case};
    operand pattern = {0};
    TRY(cql_next(r));
    if (r->now.kind != CQL_TEXT)
        return cql_wrong(r, "hoort een patroon tussen ' te staan", "a pattern between ' is expected");
    TRY(cql_operand(r, false, &pattern));
    return build_like(&r->scope->build, left, &pattern, &special, out);
}

static status read_between(cql_reader *r, const operand *left, const filter **out)
{
    builder *b = &r->scope->build;
    operand least = {0}, most = {0};
    const filter *both[2] = {NULL, NULL};
    TRY(cql_next(r));
    TRY(cql_operand(r, false, &least));
    TRY(cql_expect(r, "AND"));
    TRY(cql_operand(r, false, &most));
    TRY(build_compare(b, COMPARE_GREATER_EQUAL, false, left, &least, &both[0]));
    TRY(build_compare(b, COMPARE_LESS_EQUAL, false, left, &most, &both[1]));
    *out = build_logical(b, FILTER_AND, both, 2);
    return status_ok();
}

static status read_in(cql_reader *r, const operand *left, unsigned depth, const filter **out)
{
    builder *b = &r->scope->build;
    conditions c = {0};
    bool more = true;
    TRY(cql_next(r));
    TRY(cql_expect(r, "("));
    while (more) {
        operand one = {0};
        const filter *equal = NULL;
        TRY(build_operator(b, depth));
        TRY(cql_operand(r, false, &one));
        TRY(build_compare(b, COMPARE_EQUAL, false, left, &one, &equal));
        add(r, &c, equal);
        TRY(cql_take(r, ",", &more));
    }
    *out = build_logical(b, FILTER_OR, c.all, c.count);
    return cql_expect(r, ")");
}

/* IS [NOT] NULL */
static status read_null(cql_reader *r, const operand *left, const filter **out)
{
    bool no = false;
    TRY(cql_next(r));
    TRY(cql_take(r, "NOT", &no));
    TRY(cql_expect(r, "NULL"));
    if (left->literal)
        return cql_wrong(r, "staat een waarde: die is nooit NULL", "is a value: it is never NULL");
    const filter *null = build_null(&r->scope->build, &left->value);
    *out = no ? build_logical(&r->scope->build, FILTER_NOT, &null, 1) : null;
    return status_ok();
}

/* --- Time --- */

static status read_moment(cql_reader *r, expression *out)
{
    if (r->now.kind != CQL_TIME && r->now.kind != CQL_TEXT)
        return cql_wrong(r, "hoort een datum of een tijdstip te staan", "a date or a date-time is expected");
    TRY(build_literal(&r->scope->build, r->now.chars, VALUE_DATETIME, out));
    return cql_next(r);
}

static status read_temporal(cql_reader *r, const operand *left, const filter **out, bool *known)
{
    static const struct {
        const char *name;
        time_relation relation;
    } relations[] = {{"BEFORE", TIME_BEFORE}, {"AFTER", TIME_AFTER}, {"TEQUALS", TIME_EQUALS}, {"DURING", TIME_DURING}};
    size_t i = 0;
    time_literal when = {.instant = true};
    while (i < sizeof relations / sizeof *relations && !cql_is(r, relations[i].name))
        i++;
    *known = i < sizeof relations / sizeof *relations;
    if (!*known)
        return status_ok();
    TRY(cql_next(r));
    TRY(read_moment(r, &when.begin));
    when.end = when.begin;
    if (relations[i].relation == TIME_DURING) {
        TRY(cql_expect(r, "/"));
        TRY(read_moment(r, &when.end));
        TRY(build_period(&r->scope->build, when.begin, when.end, &when));
    }
    return build_in_time(&r->scope->build, relations[i].relation, left, &when, false, out);
}

/* --- Conditions --- */

static status read_word(cql_reader *r, const operand *left, unsigned depth, const filter **out)
{
    if (cql_is(r, "LIKE") || cql_is(r, "ILIKE"))
        return read_like(r, left, cql_is(r, "ILIKE"), out);
    if (cql_is(r, "BETWEEN"))
        return read_between(r, left, out);
    if (cql_is(r, "IN"))
        return read_in(r, left, depth, out);
    return cql_wrong(r, "hoort een vergelijking te staan (=, <, LIKE, BETWEEN, IN, IS NULL, BEFORE …)",
                     "a comparison is expected (=, <, LIKE, BETWEEN, IN, IS NULL, BEFORE …)");
}

static status read_predicate(cql_reader *r, unsigned depth, const filter **out)
{
    operand left = {0};
    bool known = true, no = false;
    TRY(cql_operand(r, false, &left));
    TRY(read_comparison(r, &left, out, &known));
    if (!known)
        TRY(read_temporal(r, &left, out, &known));
    if (known)
        return status_ok();
    if (cql_is(r, "IS"))
        return read_null(r, &left, out);
    TRY(cql_take(r, "NOT", &no));
    TRY(read_word(r, &left, depth, out));
    if (no)
        *out = build_logical(&r->scope->build, FILTER_NOT, out, 1);
    return status_ok();
}

/* IN ('type.1', 'type.2') without a name before it: the features with these ids. */
static status read_ids(cql_reader *r, const filter **out)
{
    arena *a = r->scope->build.arena;
    const char **ids = NULL;
    size_t count = 0, room = 0;
    bool more = true;
    TRY(cql_next(r));
    TRY(cql_expect(r, "("));
    while (more) {
        if (r->now.kind != CQL_TEXT || count == FILTER_OPERATORS)
            return cql_wrong(r, "hoort een id tussen ' te staan, of het zijn er te veel",
                             "an id between ' is expected, or there are too many");
        if (count == room)
            ids = arena_grow(a, ids, &room, count + 1, sizeof *ids);
        ids[count++] = r->now.chars;
        TRY(cql_next(r));
        TRY(cql_take(r, ",", &more));
    }
    TRY(cql_expect(r, ")"));
    return build_ids(&r->scope->build, ids, count, out);
}

/* ( ) or [ ] */
static status read_group(cql_reader *r, unsigned depth, const filter **out)
{
    const char *const end = cql_is(r, "(") ? ")" : "]";
    TRY(cql_next(r));
    TRY(read_condition(r, depth + 1, out));
    return cql_expect(r, end);
}

static status read_one(cql_reader *r, unsigned depth, const filter **out)
{
    bool known = false;
    TRY(build_operator(&r->scope->build, depth));
    if (cql_is(r, "NOT")) {
        const filter *inner = NULL;
        TRY(cql_next(r));
        TRY(read_one(r, depth + 1, &inner));
        *out = build_logical(&r->scope->build, FILTER_NOT, &inner, 1);
        return status_ok();
    }
    if (cql_is(r, "(") || cql_is(r, "["))
        return read_group(r, depth, out);
    if (cql_is(r, "INCLUDE") || cql_is(r, "EXCLUDE")) {
        *out = build_constant(&r->scope->build, cql_is(r, "INCLUDE"));
        return cql_next(r);
    }
    if (cql_is(r, "IN"))
        return read_ids(r, out);
    TRY(cql_spatial(r, out, &known));
    return known ? status_ok() : read_predicate(r, depth, out);
}

/* "a AND b AND c": one And of three. */
static status read_chain(cql_reader *r, unsigned depth, const char *word, status (*part)(cql_reader *, unsigned, const filter **),
                         const filter **out)
{
    conditions c = {0};
    bool more = true;
    while (more) {
        const filter *one = NULL;
        TRY(part(r, depth, &one));
        add(r, &c, one);
        TRY(cql_take(r, word, &more));
    }
    const filter_kind kind = strcmp(word, "AND") == 0 ? FILTER_AND : FILTER_OR;
    *out = c.count == 1 ? c.all[0] : build_logical(&r->scope->build, kind, c.all, c.count);
    return status_ok();
}

static status read_and(cql_reader *r, unsigned depth, const filter **out)
{
    return read_chain(r, depth, "AND", read_one, out);
}

static status read_condition(cql_reader *r, unsigned depth, const filter **out)
{
    return read_chain(r, depth, "OR", read_and, out);
}

status cql_read(cql_scope *s, const char *given, const filter **out)
{
    cql_reader r = {.scope = s, .text = given, .at = given, .end = given + strlen(given)};
    TRY(cql_next(&r));
    TRY(read_condition(&r, 1, out));
    return r.now.kind == CQL_END ? status_ok() : cql_wrong(&r, "is het filter al voorbij", "the filter has ended already");
}
