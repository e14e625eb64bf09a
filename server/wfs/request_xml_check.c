/* The children of operations that have nothing but lists: what is no item of one is refused, for it would not be looked at. And
 * attributes without a value, wherever they stand. */
#include "server/wfs/request_xml.h"

#include "base/text.h"
#include "server/wfs/parameters.h"

#include <stdbool.h>

enum { CHILDREN_MOST = 3 };

/* item: of the list that it is; NULL: it is an item itself, and may come more than once. */
typedef struct child_kind {
    const char *name, *item;
} child_kind;

/* NULL for another operation: its children are read one by one. */
static const child_kind *children_of(const xmlNode *root, const protocol *p)
{
    static const struct {
        const char *operation;
        child_kind children[CHILDREN_MOST + 1];
    } known[] = {{"GetCapabilities", {{"AcceptVersions", "Version"}, {"AcceptFormats", "OutputFormat"}, {"Sections", "Section"}}},
                 {"DescribeFeatureType", {{"TypeName", NULL}}},
                 {"ListStoredQueries", {{NULL, NULL}}},
                 {"DescribeStoredQueries", {{"StoredQueryId", NULL}}},
                 {"DropStoredQuery", {{NULL, NULL}}}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (xml_is(root, p->wfs, known[i].operation))
            return known[i].children;
    return NULL;
}

static bool is(const xmlNode *node, const protocol *p, const char *name)
{
    return xml_is(node, p->ows, name) || xml_is(node, p->wfs, name);
}

static status misplaced(const xmlNode *child)
{
    return FAIL(BAD_SYNTAX, (const char *)child->name, "regel %ld: <%.60s> hoort niet in <%.60s>, of komt er al voor",
                "line %ld: <%.60s> does not belong in <%.60s>, or occurs there already", xmlGetLineNo(child),
                (const char *)child->name, (const char *)child->parent->name);
}

static status check_item(xmlNode *item, arena *a)
{
    xmlChar *content = xmlNodeGetContent(item);
    const bool empty = !content || !*text_trim(a, (const char *)content);
    xmlFree(content);
    if (empty)
        return FAIL(BAD_PARAM, (const char *)item->name, "regel %ld: <%.60s> is leeg", "line %ld: <%.60s> is empty",
                    xmlGetLineNo(item), (const char *)item->name);
    return status_ok();
}

static status check_child(xmlNode *child, const child_kind *kind, const protocol *p, arena *a)
{
    if (!kind->item)
        return check_item(child, a);
    for (xmlNode *before = xmlPreviousElementSibling(child); before; before = xmlPreviousElementSibling(before))
        if (is(before, p, kind->name))
            return misplaced(child);
    for (xmlNode *item = xmlFirstElementChild(child); item; item = xmlNextElementSibling(item)) {
        if (!is(item, p, kind->item))
            return misplaced(item);
        TRY(check_item(item, a));
    }
    return status_ok();
}

status request_xml_check_children(xmlNode *root, const protocol *p, arena *a)
{
    const child_kind *own = children_of(root, p);
    for (xmlNode *child = xmlFirstElementChild(root); own && child; child = xmlNextElementSibling(child)) {
        const child_kind *kind = own;
        while (kind->name && !is(child, p, kind->name))
            kind++;
        if (!kind->name)
            return misplaced(child);
        TRY(check_child(child, kind, p, a));
    }
    return status_ok();
}

static bool is_empty(const xmlAttr *at, arena *a)
{
    xmlChar *content = xmlNodeGetContent((const xmlNode *)at);
    const bool empty = !content || !*text_trim(a, (const char *)content);
    xmlFree(content);
    return empty;
}

/* Where service and version have a default, an empty one has it too. */
static bool must_be_filled(const xmlAttr *at, const protocol *p, const catalog *layers)
{
    const char *const name = (const char *)at->name;
    return !at->ns && parameters_is_known(name, layers) && (!p->attributes_optional || parameters_is_of_what(name));
}

static status check_attributes(const xmlNode *node, const protocol *p, const catalog *layers, arena *a)
{
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (must_be_filled(at, p, layers) && is_empty(at, a))
            return FAIL(BAD_PARAM, (const char *)at->name, "regel %ld: %.40s van <%.60s> is leeg: laat het weg of vul het in",
                        "line %ld: %.40s of <%.60s> is empty: leave it out or fill it in", xmlGetLineNo(node),
                        (const char *)at->name, (const char *)node->name);
    return status_ok();
}

/* What is of FES and GML is read by parts that know each attribute. */
status request_xml_check_attributes(xmlNode *root, const protocol *p, const catalog *layers, arena *a)
{
    for (xmlNode *node = root; node;) {
        const bool ours = xml_is_of(node, p->wfs);
        if (ours)
            TRY(check_attributes(node, p, layers, a));
        node = ours ? xml_following(node, root) : xml_behind(node, root);
    }
    return status_ok();
}
