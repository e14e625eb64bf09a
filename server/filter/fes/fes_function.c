/* Any operand of an operator: a value reference, a literal or a function (FES 2.0 §7.4 to §7.6). */
#include "server/filter/fes/fes_parts.h"

static status read_function(fes_scope *s, xmlNode *node, operand *out)
{
    const char *name = fes_attribute(s, node, "name");
    const size_t given = xmlChildElementCount(node);
    const filter_function *f = NULL;
    size_t i = 0;
    if (!name || !*name)
        return FAIL(MISSING_PARAM, "name", "filter, regel %ld: een Function vraagt een name",
                    "filter, line %ld: a Function needs a name", xmlGetLineNo(node));
    s->build.at = out->at;
    TRY(build_call_begin(&s->build, name, given, &f));
    operand *arguments = arena_array(s->build.arena, given, sizeof *arguments);
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child), i++)
        TRY(fes_operand(s, child, f->arguments[i].kind == ARGUMENT_SHAPE, &arguments[i]));
    s->build.at = out->at;
    out->written = name;
    return build_call_end(&s->build, f, arguments, &out->value);
}

static status read_literal(fes_scope *s, xmlNode *node, bool wants_shape, operand *out)
{
    xmlNode *shape = wants_shape ? xmlFirstElementChild(node) : NULL;
    if (shape)
        return fes_geometry(s, shape, 0, &out->value);
    out->literal = fes_content(s, node);
    return status_ok();
}

status fes_operand(fes_scope *s, xmlNode *node, bool wants_shape, operand *out)
{
    out->at = xmlGetLineNo(node);
    if (fes_is_reference(s, node)) {
        out->written = fes_content(s, node);
        return fes_reference_in(s, node, out->written, &out->value);
    }
    if (fes_is_function(s, node))
        return read_function(s, node, out);
    if (fes_is(s, node, "Literal"))
        return read_literal(s, node, wants_shape, out);
    return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%.60s> is geen ValueReference, Literal of Function",
                "filter, line %ld: <%.60s> is not a ValueReference, a Literal or a Function", out->at, (const char *)node->name);
}
