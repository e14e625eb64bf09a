/* Operands: names, literals, functions. */
#include "server/filter/cql/cql_parts.h"

#include "base/text.h"

#include <string.h>

static bool has_good_prefix(const cql_scope *s, const char *name, const char *colon)
{
    return !colon || s->knows_prefix(s->context, arena_strndup(s->build.arena, name, (size_t)(colon - name)), s->namespaces,
                                     s->build.arena);
}

/* "name" or "prefix:name". This language has no "type/name" or "alias/name" for joins: a name must be of one type only. */
static status read_reference(cql_reader *r, const char *given, expression *out)
{
    const cql_scope *s = r->scope;
    const builder *b = &s->build;
    const char *colon = strrchr(given, ':'), *name = colon ? colon + 1 : given;
    size_t of = b->source_count;
    if (strcmp(given, "@gml:id") == 0 || strcmp(given, "@id") == 0) {
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

/* Counts the arguments between the brackets that come next. */
static status count_arguments(const cql_reader *r, size_t *out)
{
    cql_reader ahead = *r;
    size_t depth = 0, commas = 0, tokens = 0;
    do {
        depth += cql_is(&ahead, "(");
        depth -= cql_is(&ahead, ")");
        commas += depth == 1 && cql_is(&ahead, ",");
        tokens++;
        if (ahead.now.kind == CQL_END)
            return cql_wrong(&ahead, "ontbreekt een haakje", "a bracket is missing");
        TRY(cql_next(&ahead));
    } while (depth > 0);
    *out = tokens > 2 ? commas + 1 : 0;
    return status_ok();
}

static status read_call(cql_reader *r, const char *name, operand *out)
{
    builder *b = &r->scope->build;
    const filter_function *f = NULL;
    size_t given = 0;
    TRY(count_arguments(r, &given));
    TRY(build_call_begin(b, name, given, &f));
    operand *arguments = arena_array(b->arena, given + 1, sizeof *arguments);
    TRY(cql_expect(r, "("));
    for (size_t i = 0; i < given; i++) {
        TRY(cql_operand(r, f->arguments[i].kind == ARGUMENT_SHAPE, &arguments[i]));
        if (i + 1 < given)
            TRY(cql_expect(r, ","));
    }
    TRY(cql_expect(r, ")"));
    out->written = name;
    return build_call_end(b, f, arguments, &out->value);
}

static status read_name(cql_reader *r, operand *out)
{
    const cql_token name = r->now;
    TRY(cql_next(r));
    if (name.kind == CQL_NAME && cql_is(r, "("))
        return read_call(r, name.chars, out);
    if (name.kind == CQL_NAME && (text_equal_nocase(name.chars, "true") || text_equal_nocase(name.chars, "false"))) {
        out->literal = text_equal_nocase(name.chars, "true") ? "true" : "false";
        return status_ok();
    }
    out->written = name.chars;
    return read_reference(r, name.chars, &out->value);
}

static status read_shape(cql_reader *r, operand *out)
{
    xmlNode *node = NULL;
    TRY(cql_wkt(r, &node));
    return cql_shape(r, node, 0, &out->value);
}

status cql_operand(cql_reader *r, bool wants_shape, operand *out)
{
    out->at = (long)r->now.place;
    r->scope->build.at = out->at;
    if (wants_shape && cql_is_wkt(r))
        return read_shape(r, out);
    switch (r->now.kind) {
    case CQL_NAME:
    case CQL_QUOTED: return read_name(r, out);
    case CQL_TEXT:
    case CQL_NUMBER:
    case CQL_TIME: out->literal = r->now.chars; return cql_next(r);
    default: return cql_wrong(r, "hoort een naam of een waarde te staan", "a name or a value is expected");
    }
}
