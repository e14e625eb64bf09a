#include "gml/reader/gml_reader.h"

#include <string.h>

static const xmlNode *element_from(const xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

const xmlNode *gml_first(const xmlNode *parent)
{
    return element_from(parent->children);
}

const xmlNode *gml_next(const xmlNode *element)
{
    return element_from(element->next);
}

static bool in_gml(const xmlNode *element)
{
    const char *const uri = element->ns ? (const char *)element->ns->href : "";
    return strcmp(uri, "http://www.opengis.net/gml/3.2") == 0 || strcmp(uri, "http://www.opengis.net/gml") == 0;
}

bool gml_is(const xmlNode *element, const char *name)
{
    return in_gml(element) && strcmp((const char *)element->name, name) == 0;
}

bool gml_is_remark(const xmlNode *element)
{
    static const char *const remarks[] = {"metaDataProperty", "description", "descriptionReference",
                                          "identifier",       "name",        "boundedBy"};
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if (gml_is(element, remarks[i]))
            return true;
    return false;
}

status gml_no_such(const xmlNode *element, const xmlNode *within)
{
    if (!in_gml(element))
        return GML_FAIL(
            BAD_SYNTAX, element,
            "in '%.40s' moet hier een element van GML staan (http://www.opengis.net/gml/3.2 of http://www.opengis.net/gml)",
            "an element of GML is expected here in '%.40s' (http://www.opengis.net/gml/3.2 or http://www.opengis.net/gml)",
            (const char *)within->name);
    return GML_FAIL(BAD_SYNTAX, element, "dit element mag hier niet staan in '%.40s'",
                    "this element is not allowed here in '%.40s'", (const char *)within->name);
}

/* Attributes hold text nodes; entities in a request are refused before this. */
const char *gml_attribute(const xmlNode *element, const char *name, arena *a)
{
    for (const xmlAttr *at = element->properties; at; at = at->next)
        if (!at->ns && strcmp((const char *)at->name, name) == 0)
            return at->children && at->children->content ? text_trim(a, (const char *)at->children->content) : "";
    return NULL;
}

static bool is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/* Nearly always one text node, used without copying. */
status gml_content(const xmlNode *element, arena *a, const char **out)
{
    const xmlNode *only = element->children;
    if (!only || (is_text(only) && !only->next)) {
        *out = only && only->content ? (const char *)only->content : "";
        return status_ok();
    }
    text all = text_new(a);
    for (const xmlNode *node = only; node; node = node->next) {
        if (is_text(node) && node->content)
            text_add(&all, (const char *)node->content);
        else if (node->type != XML_COMMENT_NODE && node->type != XML_PI_NODE)
            return GML_FAIL(BAD_SYNTAX, element, "hier mag alleen tekst staan%s", "only text is allowed here%s", "");
    }
    *out = all.chars;
    return status_ok();
}

/* GML 3.0 wrote "dimension". */
static status read_dimension(gml_reader *r, const xmlNode *element, unsigned *out)
{
    const char *said = gml_attribute(element, "srsDimension", r->arena);
    if (!said)
        said = gml_attribute(element, "dimension", r->arena);
    if (!said)
        return status_ok();
    if (strcmp(said, "2") != 0 && strcmp(said, "3") != 0)
        return GML_FAIL(BAD_PARAM, element, "srsDimension moet 2 of 3 zijn, niet '%.20s'",
                        "srsDimension must be 2 or 3, not '%.20s'", said);
    *out = (unsigned)(*said - '0');
    return status_ok();
}

status gml_enter(gml_reader *r, const xmlNode *element, const gml_context *around, gml_context *out)
{
    gml_context c = *around;
    const char *const name = gml_attribute(element, "srsName", r->arena);
    if (++c.depth > GML_DEPTH_MAX)
        return GML_FAIL(BAD_SYNTAX, element, "de elementen zitten meer dan %d diep in elkaar",
                        "the elements are nested more than %d deep", GML_DEPTH_MAX);
    if (name)
        TRY(crs_find(r->set, name, "srsName", r->arena, &c.crs));
    TRY(read_dimension(r, element, &c.dimension));
    *out = c;
    return status_ok();
}
