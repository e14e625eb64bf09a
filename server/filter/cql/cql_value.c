/* From the tree to operands: names, literals, functions, arithmetic. */
#include "server/filter/cql/cql_tree.h"

#include "base/text.h"
#include "data/model/arithmetic.h"
#include "data/model/case_fold.h"

#include <string.h>

static bool has_good_prefix(const cql_scope *s, const char *name, const char *colon)
{
    return !colon || s->knows_prefix(s->context, arena_strndup(s->build.arena, name, (size_t)(colon - name)), s->namespaces,
                                     s->build.arena);
}

static bool is_id(const cql_scope *s, const char *given)
{
    return strcmp(given, "@gml:id") == 0 || strcmp(given, "@id") == 0 ||
           (s->language == CQL_ECQL && strcmp(given, "@fid") == 0); /* as GML 2 (02-069) calls it */
}

/* "name", in ECQL also "prefix:name". There is no "type/name" or "alias/name" for joins: a name must be of one type only. */
static status read_reference(const cql_scope *s, const char *given, expression *out)
{
    const builder *b = &s->build;
    const char *colon = s->knows_prefix ? strrchr(given, ':') : NULL, *name = colon ? colon + 1 : given;
    size_t of = b->source_count;
    if (is_id(s, given)) {
        *out = (expression){.kind = EXPRESSION_ID, .type = VALUE_STRING};
        return b->source_count > 1 ? build_ambiguous(b, given) : status_ok();
    }
    TRY(build_find_property(b, given, name, &of));
    const property *p =
        of < b->source_count && has_good_prefix(s, given, colon) ? layer_property(b->sources[of].layer, name) : NULL;
    if (!p)
        return build_no_property(b, name, given);
    *out = p->is_id ? (expression){.kind = EXPRESSION_ID, .type = VALUE_STRING, .source = of}
                    : (expression){.kind = EXPRESSION_PROPERTY, .type = p->type, .property = p, .source = of};
    return status_ok();
}

/* --- Functions and arithmetic --- */

static status read_argument(cql_scope *s, const cql_node *n, argument_kind kind, operand *out)
{
    if (kind == ARGUMENT_SHAPE && n->kind == NODE_SHAPE)
        return cql_shape(s, n, 0, &out->value);
    return cql_value(s, n, out);
}

/* Of two numbers that are written out, at once: so a long sum of them is not deep. *done is false for anything else, and where
 * there is no result. */
static status compute(cql_scope *s, const cql_node *n, const operand *given, expression *out, bool *done)
{
    number sides[2] = {{0}}, result = {0};
    *done = n->count == 2;
    for (size_t i = 0; *done && i < 2; i++) {
        expression e = given[i].value;
        if (given[i].literal)
            TRY(build_literal(&s->build, given[i].literal, VALUE_DECIMAL, &e));
        *done = e.kind == EXPRESSION_LITERAL && (e.type == VALUE_INTEGER || e.type == VALUE_DECIMAL);
        sides[i] = (number){.whole = e.type == VALUE_INTEGER, .integer = e.integer, .real = e.real};
    }
    *done = *done && arithmetic(*n->chars, &sides[0], &sides[1], &result);
    if (*done)
        *out = (expression){.type = result.whole ? VALUE_INTEGER : VALUE_DECIMAL, .integer = result.integer, .real = result.real};
    return status_ok();
}

static status begin_call(cql_scope *s, const cql_node *n, const filter_function **out)
{
    const filter_function *f = function_find_operator(n->chars);
    if (!f)
        return build_call_begin(&s->build, n->chars, n->count, out);
    *out = f;
    return build_call_open(&s->build, f, n->count);
}

static status read_call(cql_scope *s, const cql_node *n, operand *out)
{
    builder *b = &s->build;
    const filter_function *f = NULL;
    bool done = false;
    TRY(begin_call(s, n, &f));
    operand *arguments = arena_array(b->arena, n->count + 1, sizeof *arguments);
    for (size_t i = 0; i < n->count; i++)
        TRY(read_argument(s, n->parts[i], f->arguments[i].kind, &arguments[i]));
    out->written = n->chars;
    b->at = (long)n->place;
    if (f->argument_count == 2 && f->arguments[0].kind == ARGUMENT_NUMBER)
        TRY(compute(s, n, arguments, &out->value, &done));
    if (done) {
        b->call_depth--;
        return status_ok();
    }
    return build_call_end(b, f, arguments, &out->value);
}

typedef const char *folding(const char *chars, arena *a);

/* CASEI and ACCENTI of a literal are computed at once: NULL for any other operation. */
static folding *folding_of(const char *name)
{
    return text_equal_nocase(name, "casei") ? case_fold : text_equal_nocase(name, "accenti") ? accent_fold : NULL;
}

static status read_folded(cql_scope *s, const cql_node *n, operand *out)
{
    operand of = {0};
    TRY(cql_check_count(s, n, 1, 1));
    if (n->parts[0]->kind != NODE_TEXT && !(n->parts[0]->kind == NODE_OPERATION && folding_of(n->parts[0]->chars)))
        return read_call(s, n, out);
    TRY(cql_value(s, n->parts[0], &of));
    if (!of.literal)
        return read_call(s, n, out);
    out->literal = folding_of(n->chars)(of.literal, s->build.arena);
    return status_ok();
}

status cql_value(cql_scope *s, const cql_node *n, operand *out)
{
    out->at = (long)n->place;
    s->build.at = out->at;
    switch (n->kind) {
    case NODE_TEXT:
    case NODE_NUMBER:
    case NODE_BOOLEAN:
    case NODE_MOMENT: out->literal = n->chars; return status_ok();
    case NODE_NAME: out->written = n->chars; return read_reference(s, n->chars, &out->value);
    case NODE_OPERATION: return folding_of(n->chars) ? read_folded(s, n, out) : read_call(s, n, out);
    case NODE_SHAPE:
    case NODE_LIST: break;
    }
    return cql_fault(s, n, "hoort een naam of een waarde te staan", "a name or a value is expected");
}

static value_type type_of(const cql_node *n)
{
    switch (n->kind) {
    case NODE_NUMBER: return VALUE_DECIMAL;
    case NODE_BOOLEAN: return VALUE_BOOLEAN;
    case NODE_MOMENT: return VALUE_DATETIME;
    default: return VALUE_STRING;
    }
}

static status give_type(const cql_scope *s, const cql_node *n, operand *o)
{
    const char *literal = o->literal;
    o->literal = NULL;
    return build_literal(&s->build, literal, type_of(n), &o->value);
}

status cql_pair(cql_scope *s, const cql_node *one, const cql_node *other, operand *left, operand *right)
{
    TRY(cql_value(s, one, left));
    TRY(cql_value(s, other, right));
    if (!left->literal || !right->literal)
        return status_ok();
    TRY(give_type(s, one, left));
    return give_type(s, other, right);
}

status cql_pattern(cql_scope *s, const cql_node *n, const char **out)
{
    operand of = {0};
    if (n->kind != NODE_TEXT && !(n->kind == NODE_OPERATION && folding_of(n->chars)))
        return cql_fault(s, n, "hoort een patroon tussen ' te staan", "a pattern between ' is expected");
    TRY(cql_value(s, n, &of));
    if (!of.literal)
        return cql_fault(s, n, "hoort een patroon tussen ' te staan", "a pattern between ' is expected");
    *out = of.literal;
    return status_ok();
}
