/* Functions (FES 2.0 §7.6) and any operand of an operator: a value reference, a literal or a function. */
#include "server/wfs/fes.h"

#include "data/model/function.h"

#include <math.h>
#include <string.h>

static status unknown_function(const fes_scope *s, const char *name)
{
    return FAIL(BAD_PARAM, name, "de functie '%.30s' is er niet; wel %s", "there is no function '%.30s'; there are %s", name,
                function_names(s->arena));
}

static status wrong_count(const xmlNode *node, const filter_function *f, size_t given)
{
    return FAIL(BAD_PARAM, f->name, "regel %ld: de functie %s heeft %zu argument(en), geen %zu",
                "line %ld: the function %s has %zu argument(s), not %zu", xmlGetLineNo(node), f->name, f->argument_count, given);
}

static status wrong_type(const xmlNode *node, const filter_function *f, size_t index)
{
    static const char *const nl[] = {"", "een tekst", "een getal", "een geheel getal", "een datum of tijd", "een geometrie"};
    static const char *const en[] = {"", "a text", "a number", "a whole number", "a date or time", "a geometry"};
    const function_argument *a = &f->arguments[index];
    return FAIL(BAD_PARAM, f->name, "regel %ld: argument %zu (%s) van de functie %s moet %s zijn%.0s",
                "line %ld: argument %zu (%s) of the function %s must be %.0s%s", xmlGetLineNo(node), index + 1, a->name, f->name,
                nl[a->kind], en[a->kind]);
}

/* The type that a literal is read as. */
static value_type literal_type(argument_kind kind)
{
    switch (kind) {
    case ARGUMENT_NUMBER: return VALUE_DECIMAL;
    case ARGUMENT_WHOLE: return VALUE_INTEGER;
    case ARGUMENT_MOMENT: return VALUE_DATETIME;
    case ARGUMENT_SHAPE: return VALUE_GEOMETRY;
    default: return VALUE_STRING;
    }
}

static status read_argument(const fes_scope *s, xmlNode *node, const filter_function *f, size_t index, unsigned depth,
                            expression *out)
{
    const argument_kind kind = f->arguments[index].kind;
    expression e = {0};
    const bool is_literal = fes_is(s, node, "Literal");
    if (is_literal && kind == ARGUMENT_SHAPE && !xmlFirstElementChild(node))
        return wrong_type(node, f, index);
    const status given = fes_operand(s, node, literal_type(kind), depth + 1, &e);
    if (is_literal && given.code == ST_BAD_PARAM && kind != ARGUMENT_SHAPE)
        return wrong_type(node, f, index); /* says more than "is no number": which number */
    TRY(given);
    const bool endless =
        is_literal && e.type == VALUE_DECIMAL && isinf(e.real); /* has a place in an order, and none in a calculation */
    if (endless || (e.kind != EXPRESSION_ABSENT && !function_takes(kind, e.type)))
        return wrong_type(node, f, index);
    *out = e;
    return status_ok();
}

/* FES_CALLS bounds the SQL. */
static status check_room(const fes_scope *s, const xmlNode *node, unsigned depth)
{
    if (depth > FES_CALL_DEPTH || ++s->work->calls > FES_CALLS)
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: meer dan %d functies, of meer dan %d diep in elkaar",
                    "filter, line %ld: more than %d functions, or nested more than %d deep", xmlGetLineNo(node), (int)FES_CALLS,
                    (int)FES_CALL_DEPTH);
    return status_ok();
}

/* What of the operand comes from the client, and not from the row. */
static size_t literal_bytes(const expression *e)
{
    if (e->kind == EXPRESSION_LITERAL)
        return e->type == VALUE_GEOMETRY ? e->shape.size : e->text ? strlen(e->text) : 0;
    return e->kind == EXPRESSION_CALL && e->type == VALUE_STRING ? e->literal_bytes : 0;
}

status fes_weigh(const fes_scope *s, const xmlNode *node, const char *name, const expression *operands, size_t count,
                 size_t *bytes)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += literal_bytes(&operands[i]);
    s->work->bytes += sum;
    if (s->work->bytes > FES_CALL_BYTES)
        return FAIL(BAD_PARAM, name,
                    "regel %ld: %s is te veel werk: de letterlijke waarden in de functies van een vraag mogen samen %d bytes "
                    "lang zijn, en een waarde telt bij elke "
                    "functie waar zij doorheen gaat",
                    "line %ld: %s is too much work: the literals in the functions of a request may be %d bytes long together, "
                    "and one counts at each function that "
                    "it goes through",
                    xmlGetLineNo(node), name, (int)FES_CALL_BYTES);
    *bytes = sum;
    return status_ok();
}

static status read_function(const fes_scope *s, xmlNode *node, unsigned depth, expression *out)
{
    const char *name = fes_attribute(s, node, "name");
    const size_t given = xmlChildElementCount(node);
    TRY(check_room(s, node, depth));
    if (!name || !*name)
        return FAIL(MISSING_PARAM, "name", "filter, regel %ld: een Function heeft een name",
                    "filter, line %ld: a Function has a name", xmlGetLineNo(node));
    const filter_function *f = function_find(name);
    if (!f)
        return unknown_function(s, name);
    if (given != f->argument_count)
        return wrong_count(node, f, given);
    expression *arguments = arena_array(s->arena, given, sizeof *arguments);
    size_t i = 0;
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child), i++)
        TRY(read_argument(s, child, f, i, depth, &arguments[i]));
    expression call = {.kind = EXPRESSION_CALL,
                       .type = f->result,
                       .function = f,
                       .arguments = arguments,
                       .source = given ? arguments[0].source : 0};
    TRY(fes_weigh(s, node, f->name, arguments, given, &call.literal_bytes));
    *out = call;
    return status_ok();
}

static status read_literal(const fes_scope *s, xmlNode *node, value_type type, expression *out)
{
    expression e = {.type = VALUE_GEOMETRY};
    if (type != VALUE_GEOMETRY || !xmlFirstElementChild(node))
        return fes_literal(s, fes_content(s, node), type, out);
    TRY(fes_geometry(s, xmlFirstElementChild(node), 0, &e.shape));
    *out = e;
    return status_ok();
}

status fes_operand(const fes_scope *s, xmlNode *node, value_type type, unsigned depth, expression *out)
{
    if (fes_is_reference(s, node))
        return fes_reference_at(s, node, out);
    if (fes_is_function(s, node))
        return read_function(s, node, depth, out);
    if (fes_is(s, node, "Literal"))
        return read_literal(s, node, type, out);
    return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%.60s> is geen ValueReference, Literal of Function",
                "filter, line %ld: <%.60s> is no ValueReference, Literal or Function", xmlGetLineNo(node),
                (const char *)node->name);
}

/* Whether it is the geometry of the feature, or made of it: only then does the feature's extent tell where it can lie. */
static bool is_of_feature(const expression *e)
{
    while (e->kind == EXPRESSION_CALL)
        e = &e->arguments[0];
    return e->kind == EXPRESSION_PROPERTY && e->type == VALUE_GEOMETRY;
}

status fes_shape(const fes_scope *s, xmlNode *node, expression *out)
{
    expression e = {0};
    TRY(fes_operand(s, node, VALUE_GEOMETRY, 1, &e));
    if (e.type != VALUE_GEOMETRY || !is_of_feature(&e)) {
        const char *name = fes_is_function(s, node) ? fes_attribute(s, node, "name") : fes_content(s, node);
        return FAIL(BAD_PARAM, "filter", "'%.60s' is geen geometrie van het object", "'%.60s' is no geometry of the feature",
                    name);
    }
    *out = e;
    return status_ok();
}

status fes_operands(const fes_scope *s, xmlNode *one, xmlNode *two, expression *left, expression *right)
{
    const bool literal_first = fes_is(s, one, "Literal");
    expression l = {0}, r = {0};
    if (!literal_first)
        TRY(fes_operand(s, one, VALUE_STRING, 1, &l));
    TRY(fes_operand(s, two, literal_first ? VALUE_STRING : l.type, 1, &r));
    if (literal_first)
        TRY(fes_operand(s, one, r.type, 1, &l));
    if (l.type == VALUE_GEOMETRY || r.type == VALUE_GEOMETRY)
        return fes_no_order();
    *left = l;
    *right = r;
    return status_ok();
}
