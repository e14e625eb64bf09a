#include "server/wfs/soap.h"

#include "base/text.h"

#include <string.h>

static const char *const namespaces[] = {
    [SOAP_11] = "http://schemas.xmlsoap.org/soap/envelope/", [SOAP_12] = "http://www.w3.org/2003/05/soap-envelope"};

static bool is(const xmlNode *node, soap kind, const char *name)
{
    return node->ns && strcmp((const char *)node->ns->href, namespaces[kind]) == 0 && strcmp((const char *)node->name, name) == 0;
}

soap soap_of(const xmlNode *root)
{
    return is(root, SOAP_11, "Envelope") ? SOAP_11 : is(root, SOAP_12, "Envelope") ? SOAP_12 : SOAP_NONE;
}

/* Of SOAP 1.1 (actor) and 1.2 (role): whom a header block is for; nobody named: the one who answers, and that is us. */
static bool is_for_us(soap kind, xmlNode *block)
{
    static const char *const ours[][3] = {[SOAP_11] = {"http://schemas.xmlsoap.org/soap/actor/next"},
                                          [SOAP_12] = {"http://www.w3.org/2003/05/soap-envelope/role/next",
                                                       "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"}};
    xmlChar *given =
        xmlGetNsProp(block, (const xmlChar *)(kind == SOAP_11 ? "actor" : "role"), (const xmlChar *)namespaces[kind]);
    bool found = !given || !*given;
    for (size_t i = 0; given && i < 3 && ours[kind][i]; i++)
        found |= strcmp((const char *)given, ours[kind][i]) == 0;
    xmlFree(given);
    return found;
}

static bool must_be_understood(soap kind, xmlNode *block, arena *a)
{
    xmlChar *given = xmlGetNsProp(block, (const xmlChar *)"mustUnderstand", (const xmlChar *)namespaces[kind]);
    const char *word = text_trim(a, given ? (const char *)given : "");
    xmlFree(given);
    return strcmp(word, "1") == 0 || strcmp(word, "true") == 0;
}

/* SOAP 1.1 §4.2.3, SOAP 1.2 part 1 §5.2.3: we understand no header block, so one that must be understood stops the request. */
static status check_header(soap kind, xmlNode *header, arena *a)
{
    for (xmlNode *block = xmlFirstElementChild(header); block; block = xmlNextElementSibling(block))
        if (must_be_understood(kind, block, a) && is_for_us(kind, block))
            return FAIL(NOT_UNDERSTOOD, "Header",
                        "de SOAP-header <%.60s> moet worden begrepen (mustUnderstand), en deze dienst kent hem niet",
                        "the SOAP header block <%.60s> must be understood, and this service does not know it",
                        (const char *)block->name);
    return status_ok();
}

status soap_unwrap(soap kind, xmlNode *root, arena *a, xmlNode **out)
{
    if (kind == SOAP_NONE) {
        *out = root;
        return status_ok();
    }
    for (xmlNode *child = xmlFirstElementChild(root); child; child = xmlNextElementSibling(child))
        if (is(child, kind, "Header"))
            TRY(check_header(kind, child, a));
    for (xmlNode *child = xmlFirstElementChild(root); child; child = xmlNextElementSibling(child))
        if (is(child, kind, "Body") && xmlChildElementCount(child) == 1) {
            *out = xmlFirstElementChild(child);
            return status_ok();
        }
    return FAIL(BAD_SYNTAX, "Body", "de SOAP-envelop heeft een Body met precies een bewerking",
                "the SOAP envelope has a Body with exactly one operation");
}

/* SOAP 1.1 §4.4, SOAP 1.2 §5.4: whose fault it is, in words, and the report as detail. */
static const char *open_fault(soap kind, const status *failed, arena *a)
{
    static const char *const words[][3] = {
        [SOAP_11] = {"Server", "Client", "MustUnderstand"}, [SOAP_12] = {"Receiver", "Sender", "MustUnderstand"}};
    const bool client = status_http(failed->code) < 500 || failed->code == ST_NO_OPTION || failed->code == ST_NO_OPERATION;
    const char *fault = words[kind][failed->code == ST_NOT_UNDERSTOOD ? 2 : client];
    if (kind == SOAP_11)
        return arena_printf(a, "<soap:Fault><faultcode>soap:%s</faultcode><faultstring>%s</faultstring><detail>", fault,
                            status_ows_code(failed->code));
    return arena_printf(a,
                        "<soap:Fault><soap:Code><soap:Value>soap:%s</soap:Value></soap:Code><soap:Reason><soap:Text "
                        "xml:lang=\"en\">%s</soap:Text>"
                        "</soap:Reason><soap:Detail>",
                        fault, status_ows_code(failed->code));
}

void soap_wrap(soap kind, const status *failed, arena *a, output *to)
{
    if (kind == SOAP_NONE)
        return;
    const char *fault = failed ? open_fault(kind, failed, a) : "";
    const char *end = !failed ? "" : kind == SOAP_11 ? "</detail></soap:Fault>" : "</soap:Detail></soap:Fault>";
    out_wrap(to, arena_printf(a, "<soap:Envelope xmlns:soap=\"%s\"><soap:Body>%s", namespaces[kind], fault),
             arena_printf(a, "%s</soap:Body></soap:Envelope>\n", end),
             kind == SOAP_11 ? "text/xml; charset=utf-8" : "application/soap+xml; charset=utf-8");
}
