#include "base/xml/xml_names.h"

#include <string.h>

bool xml_is_of(const xmlNode *node, vocabulary of)
{
    const char *const uri = node->ns ? (const char *)node->ns->href : NULL;
    while (uri && *of && strcmp(uri, *of) != 0)
        of++;
    return !uri || *of;
}

bool xml_is(const xmlNode *node, vocabulary of, const char *name)
{
    return strcmp((const char *)node->name, name) == 0 && xml_is_of(node, of);
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

static bool is_of_any(const xmlNode *node, const vocabulary *allowed)
{
    while (*allowed && !xml_is_of(node, *allowed))
        allowed++;
    return *allowed;
}

status xml_check_names(xmlNode *root, const vocabulary *allowed, const char *locator)
{
    for (xmlNode *node = root; node; node = xml_following(node, root)) {
        const char *const name = (const char *)node->name;
        if (!is_of_any(node, allowed))
            return FAIL(BAD_SYNTAX, locator ? locator : name, "regel %ld: <%.60s> staat in de naamruimte '%.60s'; verwacht %s",
                        "line %ld: <%.60s> is in the namespace '%.60s'; expected %s", xmlGetLineNo(node), name,
                        (const char *)node->ns->href, allowed[0][0]);
    }
    return status_ok();
}
