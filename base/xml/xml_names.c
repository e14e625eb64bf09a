#include "base/xml/xml_names.h"

#include <string.h>

static const char *const namespaces[][2] = {
    [VOCABULARY_WFS] = {"http://www.opengis.net/wfs/2.0", ""},
    [VOCABULARY_OWS] = {"http://www.opengis.net/ows/1.1", ""},
    [VOCABULARY_FES] = {"http://www.opengis.net/fes/2.0", "http://www.opengis.net/ogc"},
    [VOCABULARY_GML] = {"http://www.opengis.net/gml/3.2", "http://www.opengis.net/gml"},
};

bool xml_is_of(const xmlNode *node, vocabulary of)
{
    const char *const uri = node->ns ? (const char *)node->ns->href : NULL;
    return !uri || strcmp(uri, namespaces[of][0]) == 0 || (*namespaces[of][1] && strcmp(uri, namespaces[of][1]) == 0);
}

bool xml_is(const xmlNode *node, vocabulary of, const char *name)
{
    return strcmp((const char *)node->name, name) == 0 && xml_is_of(node, of);
}

static status foreign(const xmlNode *node, const char *locator, const char *expected)
{
    return FAIL(BAD_SYNTAX, locator, "regel %ld: <%.60s> staat in de naamruimte '%.60s'; verwacht %s",
                "line %ld: <%.60s> is in the namespace '%.60s'; expected is %s", xmlGetLineNo(node), (const char *)node->name,
                (const char *)node->ns->href, expected);
}

xmlNode *xml_behind(xmlNode *node, const xmlNode *root)
{
    xmlNode *next = NULL;
    while (!next && node != root) {
        next = xmlNextElementSibling(node);
        node = node->parent;
    }
    return next;
}

xmlNode *xml_following(xmlNode *node, const xmlNode *root)
{
    xmlNode *inner = xmlFirstElementChild(node);
    return inner ? inner : xml_behind(node, root);
}

status xml_check_filter(xmlNode *root)
{
    for (xmlNode *node = root; node; node = xml_following(node, root))
        if (!xml_is_of(node, VOCABULARY_FES) && !xml_is_of(node, VOCABULARY_GML))
            return foreign(node, "filter", namespaces[VOCABULARY_FES][0]);
    return status_ok();
}

status xml_check_operation(xmlNode *root)
{
    for (xmlNode *node = root; node; node = xml_following(node, root))
        if (!xml_is_of(node, VOCABULARY_WFS) && !xml_is_of(node, VOCABULARY_OWS) && !xml_is_of(node, VOCABULARY_FES) &&
            !xml_is_of(node, VOCABULARY_GML))
            return foreign(node, (const char *)node->name, namespaces[VOCABULARY_WFS][0]);
    return status_ok();
}
