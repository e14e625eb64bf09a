#include "base/xml/xml_names.h"

#include <stdio.h>
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

/* "a, b": the namespace in which each of these vocabularies is written, once each. */
static void list_namespaces(const vocabulary *allowed, char *to, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; allowed[i] && used < room; i++) {
        const char *const one = allowed[i][0];
        size_t before = 0;
        while (before < i && strcmp(allowed[before][0], one) != 0)
            before++;
        if (before == i)
            used += (size_t)snprintf(to + used, room - used, "%s%s", i ? ", " : "", one);
    }
}

status xml_check_names(xmlNode *root, const vocabulary *allowed, const char *locator)
{
    for (xmlNode *node = root; node; node = xml_following(node, root)) {
        const char *const name = (const char *)node->name;
        char all[160] = "";
        if (is_of_any(node, allowed))
            continue;
        list_namespaces(allowed, all, sizeof all);
        return FAIL(BAD_SYNTAX, locator ? locator : name,
                    "regel %ld: <%.60s> staat in de naamruimte '%.60s'; verwacht een van %s",
                    "line %ld: <%.60s> is in the namespace '%.60s'; expected one of %s", xmlGetLineNo(node), name,
                    (const char *)node->ns->href, all);
    }
    return status_ok();
}
