/* CQL2 as text and ECQL into a tree, by recursive descent. Brackets may hold a condition, arithmetic or a list: what is inside is
 * read as one expression, and what it may be is decided when the filter is built. */
#include "server/filter/cql/cql_text.h"

#include "base/text.h"

#include <string.h>

static status read_condition(cql_reader *r, unsigned depth, const cql_node **out);
static status read_sum(cql_reader *r, unsigned depth, const cql_node **out);

static bool is_ecql(const cql_reader *r)
{
    return r->scope->language == CQL_ECQL;
}

static status add(cql_reader *r, cql_nodes *list, const cql_node *one)
{
    if (++r->nodes > CQL_NODES_MOST)
        return ALWAYS_FAILS(build_operator(&r->scope->build, FILTER_DEPTH + 1)); /* too long */
    cql_add(r->scope, list, one);
    return status_ok();
}

static status operation(cql_reader *r, const char *name, size_t place, const cql_nodes *parts, const cql_node **out)
{
    *out = cql_operation(r->scope, name, place, parts);
    return ++r->nodes > CQL_NODES_MOST ? build_operator(&r->scope->build, FILTER_DEPTH + 1) : status_ok();
}

/* --- Operands --- */

/* Operands with commas between them, up to the bracket that ends them. */
static status read_list(cql_reader *r, unsigned depth, const char *end, cql_nodes *out)
{
    bool more = !cql_is(r, end);
    while (more) {
        const cql_node *one = NULL;
        TRY(read_condition(r, depth + 1, &one));
        TRY(add(r, out, one));
        TRY(cql_take(r, ",", &more));
    }
    return cql_expect(r, end);
}

static status read_quoted_moment(cql_reader *r, const cql_node **out)
{
    TRY(cql_next(r));
    TRY(cql_expect(r, "("));
    if (r->now.kind != TOKEN_TEXT)
        return cql_wrong(r, "hoort een datum of een tijdstip tussen ' te staan", "a date or a date-time between ' is expected");
    *out = cql_leaf(r->scope, NODE_MOMENT, r->now.chars, r->now.place);
    TRY(cql_next(r));
    return cql_expect(r, ")");
}

/* The sides of INTERVAL are texts, properties or functions. */
static const cql_node *side_of(const cql_reader *r, const cql_node *n)
{
    return n->kind == NODE_TEXT ? cql_leaf(r->scope, NODE_MOMENT, n->chars, n->place) : n;
}

static status read_interval(cql_reader *r, unsigned depth, const cql_node **out)
{
    const size_t place = r->now.place;
    cql_nodes sides = {0};
    TRY(cql_next(r));
    TRY(cql_expect(r, "("));
    TRY(read_list(r, depth, ")", &sides));
    for (size_t i = 0; i < sides.count; i++)
        sides.all[i] = side_of(r, sides.all[i]);
    return operation(r, "interval", place, &sides, out);
}

/* BBOX(minx, miny, [minz,] maxx, maxy [, maxz]): heights do not count. */
static status read_box(cql_reader *r, const cql_node **out)
{
    const char *given[6] = {0};
    const size_t place = r->now.place;
    size_t count = 0;
    bool more = true;
    TRY(cql_next(r));
    TRY(cql_expect(r, "("));
    while (more && count < 6) {
        TRY(cql_number(r, &given[count++]));
        TRY(cql_take(r, ",", &more));
    }
    if (more || (count != 4 && count != 6))
        return cql_wrong(r, "heeft BBOX vier of zes getallen nodig", "BBOX needs four or six numbers");
    cql_node *box = arena_alloc(r->scope->build.arena, sizeof *box);
    *box = (cql_node){.kind = NODE_SHAPE, .chars = "BBOX", .place = place};
    box->shape = cql_box(r->scope->build.arena, (const char *const[]){given[0], given[1], given[count / 2], given[count / 2 + 1]},
                         NULL, true);
    *out = box;
    return cql_expect(r, ")");
}

static status read_shape(cql_reader *r, const cql_node **out)
{
    cql_node *n = arena_alloc(r->scope->build.arena, sizeof *n);
    *n = (cql_node){.kind = NODE_SHAPE, .chars = r->now.chars, .place = r->now.place};
    TRY(cql_wkt(r, &n->shape));
    *out = n;
    return status_ok();
}

static status read_call(cql_reader *r, const cql_token *name, unsigned depth, const cql_node **out)
{
    cql_nodes arguments = {0};
    TRY(cql_expect(r, "("));
    TRY(build_operator(&r->scope->build, depth));
    TRY(read_list(r, depth, ")", &arguments));
    return operation(r, name->chars, name->place, &arguments, out);
}

static status read_word(cql_reader *r, unsigned depth, const cql_node **out)
{
    const cql_token name = r->now;
    TRY(cql_next(r));
    if (name.kind == TOKEN_NAME && cql_is(r, "("))
        return read_call(r, &name, depth, out);
    const bool yes = text_equal_nocase(name.chars, "true"), no = text_equal_nocase(name.chars, "false");
    const cql_node_kind kind = name.kind == TOKEN_NAME && (yes || no) ? NODE_BOOLEAN : NODE_NAME;
    *out = cql_leaf(r->scope, kind, kind == NODE_NAME ? name.chars : yes ? "true" : "false", name.place);
    return status_ok();
}

static bool is_word_before_bracket(const cql_reader *r, const char *one, const char *other)
{
    cql_reader ahead = *r;
    return r->now.kind == TOKEN_NAME && (cql_is(r, one) || cql_is(r, other)) && cql_next(&ahead).code == ST_OK &&
           cql_is(&ahead, "(");
}

static status read_name(cql_reader *r, unsigned depth, const cql_node **out)
{
    if (cql_is_wkt(r))
        return read_shape(r, out);
    if (!is_ecql(r) && is_word_before_bracket(r, "date", "timestamp"))
        return read_quoted_moment(r, out);
    if (!is_ecql(r) && is_word_before_bracket(r, "interval", "interval"))
        return read_interval(r, depth, out);
    if (!is_ecql(r) && is_word_before_bracket(r, "bbox", "bbox"))
        return read_box(r, out);
    return read_word(r, depth, out);
}

static status read_leaf(cql_reader *r, cql_node_kind kind, const cql_node **out)
{
    *out = cql_leaf(r->scope, kind, r->now.chars, r->now.place);
    return cql_next(r);
}

/* ( ) around an expression, or a list; [ ] in ECQL. */
static status read_group(cql_reader *r, unsigned depth, const cql_node **out)
{
    const char *const end = cql_is(r, "(") ? ")" : "]";
    const size_t place = r->now.place;
    const cql_node *first = NULL;
    cql_nodes items = {0};
    bool more = false;
    TRY(build_operator(&r->scope->build, depth));
    TRY(cql_next(r));
    if (!cql_is(r, end)) {
        TRY(read_condition(r, depth + 1, &first));
        TRY(cql_take(r, ",", &more));
        if (!more) {
            *out = first;
            return cql_expect(r, end);
        }
        TRY(add(r, &items, first));
    }
    TRY(read_list(r, depth, end, &items));
    *out = cql_list(r->scope, place, &items);
    return status_ok();
}

static status read_primary(cql_reader *r, unsigned depth, const cql_node **out)
{
    switch (r->now.kind) {
    case TOKEN_NAME:
    case TOKEN_QUOTED: return read_name(r, depth, out);
    case TOKEN_TEXT: return read_leaf(r, NODE_TEXT, out);
    case TOKEN_NUMBER: return read_leaf(r, NODE_NUMBER, out);
    case TOKEN_MOMENT: return read_leaf(r, NODE_MOMENT, out);
    default: break;
    }
    if (cql_is(r, "(") || (is_ecql(r) && cql_is(r, "[")))
        return read_group(r, depth, out);
    return ALWAYS_FAILS(cql_wrong(r, "hoort een naam of een waarde te staan", "a name or a value is expected"));
}

/* --- Arithmetic --- */

static status pair(cql_reader *r, const char *name, size_t place, const cql_node *one, const cql_node *other,
                   const cql_node **out)
{
    cql_nodes both = {0};
    TRY(add(r, &both, one));
    TRY(add(r, &both, other));
    return operation(r, name, place, &both, out);
}

/* A sign before a number is part of it; before anything else it is a product. */
static status read_signed(cql_reader *r, unsigned depth, const cql_node **out)
{
    const size_t place = r->now.place;
    bool minus = false;
    TRY(cql_take(r, "-", &minus));
    const bool is_number = r->now.kind == TOKEN_NUMBER;
    TRY(read_primary(r, depth, out));
    if (!minus)
        return status_ok();
    const cql_node *of = *out;
    if (!is_number)
        return pair(r, "*", place, cql_leaf(r->scope, NODE_NUMBER, "-1", place), of, out);
    *out = cql_leaf(r->scope, NODE_NUMBER, arena_printf(r->scope->build.arena, "-%s", of->chars), place);
    return status_ok();
}

static status read_power(cql_reader *r, unsigned depth, const cql_node **out)
{
    const size_t place = r->now.place;
    const cql_node *exponent = NULL;
    bool more = false;
    TRY(read_signed(r, depth, out));
    TRY(cql_take(r, "^", &more));
    if (!more)
        return status_ok();
    TRY(read_signed(r, depth, &exponent));
    return pair(r, "^", place, *out, exponent, out);
}

/* One of these words between two operands; NULL: none. */
static const char *sign_of(const cql_reader *r, const char *const *signs)
{
    while (*signs && !(cql_is(r, *signs) && r->now.kind == (strlen(*signs) > 1 ? TOKEN_NAME : TOKEN_SYMBOL)))
        signs++;
    return *signs;
}

static status read_left_to_right(cql_reader *r, unsigned depth, const char *const *signs,
                                 status (*part)(cql_reader *, unsigned, const cql_node **), const cql_node **out)
{
    TRY(part(r, depth, out));
    for (const char *sign = sign_of(r, signs); sign; sign = sign_of(r, signs)) {
        const size_t place = r->now.place;
        const cql_node *next = NULL;
        TRY(cql_next(r));
        TRY(part(r, depth, &next));
        TRY(pair(r, sign, place, *out, next, out));
    }
    return status_ok();
}

static status read_product(cql_reader *r, unsigned depth, const cql_node **out)
{
    static const char *const signs[] = {"*", "/", "%", "div", NULL};
    return read_left_to_right(r, depth, signs, read_power, out);
}

static status read_sum(cql_reader *r, unsigned depth, const cql_node **out)
{
    static const char *const signs[] = {"+", "-", NULL};
    return read_left_to_right(r, depth, signs, read_product, out);
}

/* --- Comparisons --- */

static status read_between(cql_reader *r, const cql_node *left, unsigned depth, const cql_node **out)
{
    const size_t place = r->now.place;
    cql_nodes parts = {0};
    const cql_node *least = NULL, *most = NULL;
    TRY(cql_next(r));
    TRY(read_sum(r, depth, &least));
    TRY(cql_expect(r, "AND"));
    TRY(read_sum(r, depth, &most));
    TRY(add(r, &parts, left));
    TRY(add(r, &parts, least));
    TRY(add(r, &parts, most));
    return operation(r, "between", place, &parts, out);
}

/* Each item is an operator. */
static status read_in(cql_reader *r, const cql_node *left, unsigned depth, const cql_node **out)
{
    const size_t place = r->now.place;
    cql_nodes items = {0};
    bool more = true;
    TRY(cql_next(r));
    TRY(cql_expect(r, "("));
    if (left)
        TRY(add(r, &items, left));
    while (more) {
        const cql_node *one = NULL;
        TRY(build_operator(&r->scope->build, depth));
        TRY(read_sum(r, depth, &one));
        TRY(add(r, &items, one));
        TRY(cql_take(r, ",", &more));
    }
    TRY(cql_expect(r, ")"));
    return operation(r, left ? "in" : "ids", place, &items, out);
}

static status read_like(cql_reader *r, const cql_node *left, unsigned depth, const cql_node **out)
{
    const char *name = cql_is(r, "ILIKE") ? "ilike" : "like";
    const size_t place = r->now.place;
    const cql_node *pattern = NULL;
    TRY(cql_next(r));
    TRY(read_sum(r, depth, &pattern));
    return pair(r, name, place, left, pattern, out);
}

static status negated(cql_reader *r, bool no, size_t place, const cql_node **out)
{
    cql_nodes inner = {0};
    if (!no)
        return status_ok();
    TRY(add(r, &inner, *out));
    return operation(r, "not", place, &inner, out);
}

/* IS [NOT] NULL */
static status read_null(cql_reader *r, const cql_node *left, const cql_node **out)
{
    const size_t place = r->now.place;
    cql_nodes of = {0};
    bool no = false;
    TRY(cql_next(r));
    TRY(cql_take(r, "NOT", &no));
    TRY(cql_expect(r, "NULL"));
    TRY(add(r, &of, left));
    TRY(operation(r, "isNull", place, &of, out));
    return negated(r, no, place, out);
}

static status read_moment(cql_reader *r, cql_nodes *to)
{
    if (r->now.kind != TOKEN_MOMENT && r->now.kind != TOKEN_TEXT)
        return cql_wrong(r, "hoort een datum of een tijdstip te staan", "a date or a date-time is expected");
    TRY(add(r, to, cql_leaf(r->scope, NODE_MOMENT, r->now.chars, r->now.place)));
    return cql_next(r);
}

/* BEFORE, AFTER and TEQUALS a moment, DURING begin/end: only in ECQL. */
static status read_ecql_time(cql_reader *r, const cql_node *left, const char *name, const cql_node **out)
{
    const size_t place = r->now.place;
    cql_nodes parts = {0};
    TRY(cql_next(r));
    TRY(add(r, &parts, left));
    TRY(read_moment(r, &parts));
    if (strcmp(name, "DURING") == 0) {
        TRY(cql_expect(r, "/"));
        TRY(read_moment(r, &parts));
    }
    return operation(r, name, place, &parts, out);
}

static const char *one_of(const cql_reader *r, const char *const *words)
{
    while (*words && !cql_is(r, *words))
        words++;
    return *words;
}

/* What may follow an operand; the operand alone when nothing does. */
static status read_rest(cql_reader *r, const cql_node *left, unsigned depth, const cql_node **out)
{
    static const char *const comparisons[] = {"=", "<>", "<", ">", "<=", ">=", NULL}, *const times[] = {"BEFORE", "AFTER",
                                                                                                        "TEQUALS", "DURING",
                                                                                                        NULL};
    const char *sign = is_ecql(r) && cql_is(r, "!=") ? "<>" : one_of(r, comparisons);
    const char *time = is_ecql(r) ? one_of(r, times) : NULL;
    const size_t place = r->now.place;
    const cql_node *right = NULL;
    bool no = false;
    *out = left;
    if (sign) {
        TRY(cql_next(r));
        TRY(read_sum(r, depth, &right));
        return pair(r, sign, place, left, right, out);
    }
    if (time)
        return read_ecql_time(r, left, time, out);
    if (cql_is(r, "IS"))
        return read_null(r, left, out);
    TRY(cql_take(r, "NOT", &no));
    if (cql_is(r, "LIKE") || (is_ecql(r) && cql_is(r, "ILIKE")))
        TRY(read_like(r, left, depth, out));
    else if (cql_is(r, "BETWEEN"))
        TRY(read_between(r, left, depth, out));
    else if (cql_is(r, "IN"))
        TRY(read_in(r, left, depth, out));
    else if (no)
        return cql_wrong(r, "hoort LIKE, BETWEEN of IN te staan", "LIKE, BETWEEN or IN is expected");
    return negated(r, no, place, out);
}

/* --- Conditions --- */

static status read_one(cql_reader *r, unsigned depth, const cql_node **out)
{
    const cql_node *left = NULL;
    const size_t place = r->now.place;
    TRY(build_operator(&r->scope->build, depth));
    if (cql_is(r, "NOT")) {
        TRY(cql_next(r));
        TRY(read_one(r, depth + 1, out));
        return negated(r, true, place, out);
    }
    if (is_ecql(r) && (cql_is(r, "INCLUDE") || cql_is(r, "EXCLUDE"))) {
        *out = cql_leaf(r->scope, NODE_BOOLEAN, cql_is(r, "INCLUDE") ? "true" : "false", place);
        return cql_next(r);
    }
    if (is_ecql(r) && cql_is(r, "IN"))
        return read_in(r, NULL, depth, out);
    TRY(read_sum(r, depth, &left));
    return read_rest(r, left, depth, out);
}

/* "a AND b AND c": one And of three. */
static status read_chain(cql_reader *r, unsigned depth, const char *word, const char *name,
                         status (*part)(cql_reader *, unsigned, const cql_node **), const cql_node **out)
{
    const size_t place = r->now.place;
    cql_nodes parts = {0};
    bool more = true;
    while (more) {
        const cql_node *one = NULL;
        TRY(part(r, depth, &one));
        TRY(add(r, &parts, one));
        TRY(cql_take(r, word, &more));
        *out = one;
    }
    return parts.count == 1 ? status_ok() : operation(r, name, place, &parts, out);
}

static status read_and(cql_reader *r, unsigned depth, const cql_node **out)
{
    return read_chain(r, depth, "AND", "and", read_one, out);
}

static status read_condition(cql_reader *r, unsigned depth, const cql_node **out)
{
    return read_chain(r, depth, "OR", "or", read_and, out);
}

status cql_parse(cql_scope *s, const char *given, const cql_node **out)
{
    cql_reader r = {.scope = s, .text = given, .at = given, .end = given + strlen(given)};
    TRY(cql_next(&r));
    TRY(read_condition(&r, 1, out));
    return r.now.kind == TOKEN_END ? status_ok() : cql_wrong(&r, "is het filter al voorbij", "the filter has ended already");
}
