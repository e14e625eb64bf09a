/* What every part of the filter reader uses: elements, their content, and the nodes of the tree. */
#include "server/wfs/fes.h"

#include "gml/reader/gml_read.h"

bool fes_is(const fes_scope *s, const xmlNode *node, const char *name)
{
    return xml_is(node, s->request->protocol->fes, name);
}

const char *fes_exact_attribute(const fes_scope *s, xmlNode *node, const char *name)
{
    xmlChar *given = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *copy = given ? arena_strdup(s->arena, (const char *)given) : NULL;
    xmlFree(given);
    return copy;
}

const char *fes_attribute(const fes_scope *s, xmlNode *node, const char *name)
{
    const char *given = fes_exact_attribute(s, node, name);
    return given ? text_trim(s->arena, given) : NULL;
}

const char *fes_content(const fes_scope *s, xmlNode *node)
{
    xmlChar *given = xmlNodeGetContent(node);
    const char *copy = arena_strdup(s->arena, (const char *)given);
    xmlFree(given);
    return copy;
}

const filter *fes_list(const fes_scope *s, filter_kind kind, const filter *const *operands, size_t count)
{
    filter *f = arena_alloc(s->arena, sizeof *f);
    const filter **copy = arena_array(s->arena, count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = operands[i];
    *f = (filter){.kind = kind, .operands = copy, .operand_count = count};
    return f;
}

const filter *fes_constant(const fes_scope *s, bool truth)
{
    return fes_list(s, truth ? FILTER_AND : FILTER_OR, NULL, 0);
}

const filter *fes_compare(const fes_scope *s, comparison how, expression left, expression right)
{
    filter *f = arena_alloc(s->arena, sizeof *f);
    *f = (filter){.kind = FILTER_COMPARE, .comparison = how, .left = left, .right = right};
    return f;
}

bool fes_is_reference(const fes_scope *s, const xmlNode *node)
{
    return fes_is(s, node, "ValueReference") || fes_is(s, node, "PropertyName");
}

bool fes_is_function(const fes_scope *s, const xmlNode *node)
{
    return fes_is(s, node, "Function");
}

const char *fes_types(const fes_scope *s)
{
    text t = text_new(s->arena);
    for (size_t i = 0; i < s->source_count; i++)
        text_addf(&t, "%s%s", i ? ", " : "", s->sources[i].alias ? s->sources[i].alias : s->sources[i].layer->name);
    return t.chars;
}

status fes_geometry(const fes_scope *s, xmlNode *node, size_t of_source, geometry *out)
{
    const fes_source *of = &s->sources[of_source];
    geometry shape = {0};
    TRY(gml_read_geometry(node, s->request->site->crs, of->layer->srid, of->crs.name, s->arena, &shape));
    *s->vertices += geometry_points(shape);
    if (*s->vertices > FES_VERTICES)
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: de geometrieën in deze vraag hebben samen meer dan %d punten",
                    "filter, line %ld: the geometries of this request have more than %d points together", xmlGetLineNo(node),
                    (int)FES_VERTICES);
    *out = shape;
    return status_ok();
}
