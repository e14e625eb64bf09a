/* Parses XML from clients: hostile territory (auth/README.md). */
#include "server/wfs/query_text.h"

#include "base/xml/xml_bounds.h"

#include <libxml/parser.h>
#include <string.h>

static void free_document(void *handle)
{
    xmlFreeDoc(handle);
}

static void free_context(void *handle)
{
    xmlFreeParserCtxt(handle);
}

/* libxml2's own limits hold as well (XML_PARSE_HUGE is not set): depth 256, 10 MB per text. */
status xml_read_as(const char *bytes, size_t size, const char *written_in, const char *locator, arena *a, xmlNode **root)
{
    enum { CLOSED = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA };
    TRY(xml_within_bounds(bytes, size, written_in, locator));
    xmlParserCtxt *context = xmlNewParserCtxt();
    if (!context || size > INT32_MAX)
        return FAIL(BAD_SYNTAX, locator, "%s: niet te lezen", "%s: cannot be read", locator);
    arena_defer(a, free_context, context);
    xmlDoc *document =
        xmlCtxtReadMemory(context, bytes, (int)size, NULL, written_in, written_in ? CLOSED | XML_PARSE_IGNORE_ENC : CLOSED);
    if (document)
        arena_defer(a, free_document, document);
    if (document && (document->intSubset || document->extSubset))
        return FAIL(BAD_SYNTAX, locator, "%s: een DOCTYPE is niet toegestaan", "%s: a DOCTYPE is not allowed", locator);
    if (!document || !xmlDocGetRootElement(document))
        return FAIL(BAD_SYNTAX, locator, "%s: geen geldige XML (regel %d)", "%s: not well-formed XML (line %d)", locator,
                    context->lastError.line);
    *root = xmlDocGetRootElement(document);
    return status_ok();
}

status xml_read(const char *bytes, size_t size, const char *locator, arena *a, xmlNode **root)
{
    return xml_read_as(bytes, size, "UTF-8", locator, a, root);
}

/* Prefixes may also be used in texts (a ValueReference), where libxml2 does not see them. */
static void declare_all(xmlNode *node, xmlNode *copy)
{
    xmlNs **declared = xmlGetNsList(node->doc, node);
    for (size_t i = 0; declared && declared[i]; i++)
        xmlNewNs(copy, declared[i]->href, declared[i]->prefix); /* only prefixes that it does not declare itself */
    xmlFree(declared);
}

static xmlNode *copy_of(xmlNode *node, arena *a)
{
    xmlDoc *document = xmlNewDoc((const xmlChar *)"1.0");
    arena_defer(a, free_document, document);
    xmlNode *copy = xmlDocCopyNode(node, document, 1);
    xmlDocSetRootElement(document, copy);
    declare_all(node, copy);
    return copy;
}

static const char *written(xmlNode *copy, arena *a)
{
    xmlBuffer *buffer = xmlBufferCreate();
    xmlNodeDump(buffer, copy->doc, copy, 0, 0);
    const char *chars = arena_strdup(a, (const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return chars;
}

const char *xml_text(xmlNode *node, arena *a)
{
    return written(copy_of(node, a), a);
}

/* Where text may be mixed with elements, every blank may be significant. */
static bool may_be_mixed(const xmlNode *node)
{
    return strcmp((const char *)node->name, "Literal") == 0 || strcmp((const char *)node->name, "Parameter") == 0;
}

static bool means_nothing(const xmlNode *node, bool blanks_count)
{
    return node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE || (!blanks_count && xmlIsBlankNode(node));
}

/* Leaves out blanks between elements, but not when they are an element's whole content: that may be a value. The depth is bounded
 * by the parser's own (256). */
static void leave_out(xmlNode *node, bool mixed)
{
    mixed |= may_be_mixed(node);
    const bool blanks_count = mixed || xmlChildElementCount(node) == 0;
    for (xmlNode *child = node->children, *next = NULL; child; child = next) {
        next = child->next;
        if (means_nothing(child, blanks_count)) {
            xmlUnlinkNode(child);
            xmlFreeNode(child);
        } else if (child->type == XML_ELEMENT_NODE) {
            leave_out(child, mixed);
        }
    }
}

const char *xml_meaning(xmlNode *node, arena *a)
{
    xmlNode *copy = copy_of(node, a);
    leave_out(copy, false);
    return written(copy, a);
}
