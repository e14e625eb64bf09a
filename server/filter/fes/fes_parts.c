/* What every part of the filter reader uses: elements and their content. */
#include "server/filter/fes/fes_parts.h"

#include "gml/reader/gml_read.h"

bool fes_is(const fes_scope *s, const xmlNode *node, const char *name)
{
    return xml_is(node, s->fes, name);
}

bool fes_is_reference(const fes_scope *s, const xmlNode *node)
{
    return fes_is(s, node, "ValueReference") || fes_is(s, node, "PropertyName");
}

bool fes_is_function(const fes_scope *s, const xmlNode *node)
{
    return fes_is(s, node, "Function");
}

const char *fes_exact_attribute(const fes_scope *s, xmlNode *node, const char *name)
{
    xmlChar *given = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *copy = given ? arena_strdup(s->build.arena, (const char *)given) : NULL;
    xmlFree(given);
    return copy;
}

const char *fes_attribute(const fes_scope *s, xmlNode *node, const char *name)
{
    const char *given = fes_exact_attribute(s, node, name);
    return given ? text_trim(s->build.arena, given) : NULL;
}

const char *fes_content(const fes_scope *s, xmlNode *node)
{
    xmlChar *given = xmlNodeGetContent(node);
    const char *copy = arena_strdup(s->build.arena, (const char *)given);
    xmlFree(given);
    return copy;
}

status fes_two_children(xmlNode *node, xmlNode **one, xmlNode **two)
{
    *one = xmlFirstElementChild(node);
    *two = *one ? xmlNextElementSibling(*one) : NULL;
    if (!*two || xmlNextElementSibling(*two))
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%s> vraagt twee operanden",
                    "filter, line %ld: <%s> needs two operands", xmlGetLineNo(node), (const char *)node->name);
    return status_ok();
}

status fes_geometry(fes_scope *s, xmlNode *node, size_t of_source, expression *out)
{
    const layer *l = s->build.sources[of_source].layer;
    geometry shape = {0};
    TRY(gml_read_geometry(node, s->systems, l->srid, s->crs[of_source].name, s->build.arena, &shape));
    s->build.at = xmlGetLineNo(node);
    return build_shape(&s->build, shape, out);
}
