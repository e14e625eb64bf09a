/* XML of a client: hostile territory (auth/README.md). */
#include "server/query_text.h"
#include "server/xml_scan.h"

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
    TRY(xml_scan(bytes, size, locator));
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
