/* XML of a client: hostile territory (auth/README.md). */
#include "server/query_text.h"

#include "server/xml_bounds.h"

#include <libxml/parser.h>

static void free_document(void *handle)
{
    xmlFreeDoc(handle);
}

static void free_context(void *handle)
{
    xmlFreeParserCtxt(handle);
}

/* libxml2's own limits hold as well (XML_PARSE_HUGE is not set): depth 256, 10 MB per text. */
status xml_read(const char *bytes, size_t size, const char *locator, arena *a, xmlNode **root)
{
    TRY(xml_within_bounds(bytes, size, locator));
    xmlParserCtxt *context = xmlNewParserCtxt();
    if (!context || size > INT32_MAX)
        return FAIL(BAD_SYNTAX, locator, "%s: niet te lezen", "%s: cannot be read", locator);
    arena_defer(a, free_context, context);
    xmlDoc *document = xmlCtxtReadMemory(context, bytes, (int)size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    if (document)
        arena_defer(a, free_document, document);
    if (document && (document->intSubset || document->extSubset))
        return FAIL(BAD_SYNTAX, locator, "%s: een DOCTYPE is niet toegestaan", "%s: a DOCTYPE is not allowed", locator);
    if (!document || !xmlDocGetRootElement(document))
        return FAIL(BAD_SYNTAX, locator, "%s: geen geldige XML (regel %d)", "%s: not well-formed XML (line %d)", locator, context->lastError.line);
    *root = xmlDocGetRootElement(document);
    return status_ok();
}

/* Prefixes in texts (a ValueReference) are used too, though libxml2 cannot see it. */
static void declare_all(xmlNode *node, xmlNode *copy)
{
    xmlNs **declared = xmlGetNsList(node->doc, node);
    for (size_t i = 0; declared && declared[i]; i++)
        xmlNewNs(copy, declared[i]->href, declared[i]->prefix); /* not the prefixes that it has */
    xmlFree(declared);
}

const char *xml_text(xmlNode *node, arena *a)
{
    xmlDoc *document = xmlNewDoc((const xmlChar *)"1.0");
    arena_defer(a, free_document, document);
    xmlNode *copy = xmlDocCopyNode(node, document, 1);
    xmlDocSetRootElement(document, copy);
    declare_all(node, copy);
    xmlBuffer *buffer = xmlBufferCreate();
    xmlNodeDump(buffer, document, copy, 0, 0);
    const char *chars = arena_strdup(a, (const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return chars;
}
