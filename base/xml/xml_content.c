#include "base/xml/xml_content.h"

#include "base/text.h"
#include "base/xml/xml_names.h"

#include <stdbool.h>
#include <string.h>

/* The place after its leading blanks. */
static const char *begin_of(const char *chars)
{
    const char *const end = chars + strlen(chars);
    while (chars < end && text_blank(chars, end))
        chars += text_blank(chars, end);
    return chars;
}

static bool is_text(const xmlNode *node)
{
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content &&
           *begin_of((const char *)node->content);
}

status xml_check_no_text(const xmlNode *node, const char *locator)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is_text(child))
            return FAIL(BAD_SYNTAX, locator, "regel %ld: in <%.60s> staat tekst ('%.40s') waar alleen elementen horen",
                        "line %ld: in <%.60s> there is text ('%.40s') where only elements belong", xmlGetLineNo(child),
                        (const char *)node->name, begin_of((const char *)child->content));
    return status_ok();
}

static bool is_called(const xmlNode *node, const char *name)
{
    return strcmp((const char *)node->name, name) == 0;
}

/* Elements that may be empty; an empty one of any other kind is reported elsewhere. The name is enough: xml_check_names has
 * checked that it belongs to a vocabulary of requests, and no two of those share a name. */
static bool has_elements_or_nothing(const xmlNode *node)
{
    static const char *const known[] = {"Query",      "StoredQuery",  "AcceptVersions", "Sections", "AcceptFormats", "SortBy",
                                        "ResourceId", "SortProperty", "FeatureId",      "Function", "GmlObjectId"};
    bool found = false;
    for (size_t i = 0; i < sizeof known / sizeof *known && !found; i++)
        found = is_called(node, known[i]);
    return found;
}

static bool is_of_others(const xmlNode *node, const xmlNode *root)
{
    return node != root && is_called(node, "QueryExpressionText");
}

status xml_check_content(xmlNode *root, const char *locator)
{
    for (xmlNode *node = root; node;) {
        const bool passed_over = is_of_others(node, root);
        if (!passed_over && (node == root || xmlFirstElementChild(node) || has_elements_or_nothing(node)))
            TRY(xml_check_no_text(node, locator ? locator : (const char *)node->name));
        node = passed_over ? xml_behind(node, root) : xml_following(node, root);
    }
    return status_ok();
}
