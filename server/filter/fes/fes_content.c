/* The most children that an element of a filter may have, where further ones would not be read. */
#include "server/filter/fes/fes_parts.h"

#include "base/xml/xml_content.h"

static bool has_too_many(const fes_scope *s, xmlNode *node)
{
    static const struct {
        const char *name;
        unsigned long most;
    } known[] = {{"Literal", 1},        {"LowerBoundary", 1}, {"UpperBoundary", 1},
                 {"PropertyIsNull", 1}, {"PropertyIsNil", 1}, {"PropertyIsBetween", 3}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (fes_is(s, node, known[i].name))
            return xmlChildElementCount(node) > known[i].most;
    return false;
}

/* FES 2.0 §7.8.3.4: only in DWithin and Beyond, and once. */
static bool is_distance_too_many(const fes_scope *s, xmlNode *node)
{
    if (!fes_is(s, node, "Distance"))
        return false;
    xmlNode *before = xmlPreviousElementSibling(node);
    while (before && !fes_is(s, before, "Distance"))
        before = xmlPreviousElementSibling(before);
    return before || (!fes_is(s, node->parent, "DWithin") && !fes_is(s, node->parent, "Beyond"));
}

status fes_check_content(const fes_scope *s, xmlNode *root)
{
    TRY(xml_check_content(root, "filter"));
    for (xmlNode *node = root; node; node = xml_following(node, root))
        if (has_too_many(s, node) || is_distance_too_many(s, node))
            return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%.60s> komt te vaak voor, of bevat te veel",
                        "filter, line %ld: <%.60s> occurs too often, or contains too much", xmlGetLineNo(node),
                        (const char *)node->name);
    return status_ok();
}
