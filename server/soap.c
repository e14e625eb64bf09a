#include "server/soap.h"

#include <string.h>

static const char *const namespaces[] = {[SOAP_11] = "http://schemas.xmlsoap.org/soap/envelope/", [SOAP_12] = "http://www.w3.org/2003/05/soap-envelope"};

static bool is(const xmlNode *node, soap kind, const char *name)
{
    return node->ns && strcmp((const char *)node->ns->href, namespaces[kind]) == 0 && strcmp((const char *)node->name, name) == 0;
}

soap soap_of(const xmlNode *root)
{
    return is(root, SOAP_11, "Envelope") ? SOAP_11 : is(root, SOAP_12, "Envelope") ? SOAP_12 : SOAP_NONE;
}

status soap_unwrap(soap kind, xmlNode *root, xmlNode **out)
{
    if (kind == SOAP_NONE) {
        *out = root;
        return status_ok();
    }
    for (xmlNode *child = xmlFirstElementChild(root); child; child = xmlNextElementSibling(child))
        if (is(child, kind, "Body") && xmlChildElementCount(child) == 1) {
            *out = xmlFirstElementChild(child);
            return status_ok();
        }
    return FAIL(BAD_SYNTAX, "Body", "de SOAP-envelop heeft een Body met precies een bewerking", "the SOAP envelope has a Body with exactly one operation");
}

/* SOAP 1.1 §4.4, SOAP 1.2 §5.4: whose fault it is, in words, and the report as detail. */
static const char *open_fault(soap kind, const status *failed, arena *a)
{
    const bool client = status_http(failed->code) < 500 || failed->code == ST_NO_OPTION || failed->code == ST_NO_OPERATION;
    if (kind == SOAP_11)
        return arena_printf(a, "<soap:Fault><faultcode>soap:%s</faultcode><faultstring>%s</faultstring><detail>", client ? "Client" : "Server",
                            status_ows_code(failed->code));
    return arena_printf(a, "<soap:Fault><soap:Code><soap:Value>soap:%s</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang=\"en\">%s</soap:Text>"
                           "</soap:Reason><soap:Detail>", client ? "Sender" : "Receiver", status_ows_code(failed->code));
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
