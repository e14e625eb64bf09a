#include "server/wfs/soap.h"

#include "base/text.h"
#include "base/xml/xml_content.h"

#include <string.h>

static const char *const namespaces[] = {
    [SOAP_11] = "http://schemas.xmlsoap.org/soap/envelope/", [SOAP_12] = "http://www.w3.org/2003/05/soap-envelope"};

static bool is(const xmlNode *node, soap_version v, const char *name)
{
    return node->ns && strcmp((const char *)node->ns->href, namespaces[v]) == 0 && strcmp((const char *)node->name, name) == 0;
}

static soap_version version_of(const xmlNode *root)
{
    return is(root, SOAP_11, "Envelope") ? SOAP_11 : is(root, SOAP_12, "Envelope") ? SOAP_12 : SOAP_NONE;
}

/* --- Headers --- */

/* Blanks removed as XML Schema does for its types (part 2 §4.3.6); NULL when there is no such attribute. */
static const char *attribute(soap_version v, xmlNode *block, const char *name, arena *a)
{
    xmlChar *given = xmlGetNsProp(block, (const xmlChar *)name, (const xmlChar *)namespaces[v]);
    const char *word = given ? text_trim(a, (const char *)given) : NULL;
    xmlFree(given);
    return word;
}

/* SOAP 1.1 §4.2.2 (actor) and 1.2 part 1 §2.2 (role) say whom a header block is for; without either, it is for the one who
 * answers, which is us. */
static bool is_for_us(soap_version v, xmlNode *block, arena *a)
{
    static const char *const ours[][3] = {[SOAP_11] = {"http://schemas.xmlsoap.org/soap/actor/next"},
                                          [SOAP_12] = {"http://www.w3.org/2003/05/soap-envelope/role/next",
                                                       "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"}};
    const char *given = attribute(v, block, v == SOAP_11 ? "actor" : "role", a);
    bool found = !given || !*given;
    for (size_t i = 0; given && i < 3 && ours[v][i]; i++)
        found |= strcmp(given, ours[v][i]) == 0;
    return found;
}

/* An xsd:boolean (SOAP 1.2 §5.2.3); 1.1 §4.2.3 has 1 and 0, but its clients write "true" and "false" too. */
static status read_must(soap_version v, xmlNode *block, arena *a, bool *out)
{
    const char *given = attribute(v, block, "mustUnderstand", a);
    *out = given && (strcmp(given, "1") == 0 || strcmp(given, "true") == 0);
    if (given && !*out && strcmp(given, "0") != 0 && strcmp(given, "false") != 0)
        return FAIL(BAD_PARAM, "mustUnderstand", "mustUnderstand moet 1 of 0 zijn (true of false), niet '%.40s'",
                    "mustUnderstand must be 1 or 0 (true or false), not '%.40s'", given);
    return status_ok();
}

/* libxml2 keeps an & in a namespace as it was written: "&#38;". */
static void add_uri(const char *uri, text *to)
{
    for (const char *c = uri; *c; c++)
        if (*c == '<' || *c == '"')
            text_add(to, *c == '<' ? "&lt;" : "&quot;");
        else
            text_add_bytes(to, c, 1);
}

/* SOAP 1.2 part 1 §5.4.8: the name of a block that was not understood. */
static void add_name(const xmlNode *block, text *names)
{
    text_addf(names, "<soap:NotUnderstood qname=\"%s%s\"", block->ns ? "its:" : "", (const char *)block->name);
    if (block->ns) {
        text_add(names, " xmlns:its=\"");
        add_uri((const char *)block->ns->href, names);
        text_add(names, "\"");
    }
    text_add(names, "/>");
}

/* We understand no header block, so one that must be understood fails the request (SOAP 1.1 §4.2.3, 1.2 part 1 §5.2.3). The first
 * few are reported by name. */
static status check_blocks(const xmlNode *header, arena *a, soap *envelope)
{
    enum { TOLD_MOST = 20 };
    text names = text_new(a);
    const xmlNode *first = NULL;
    size_t told = 0;
    for (xmlNode *block = xmlFirstElementChild((xmlNode *)header); block; block = xmlNextElementSibling(block)) {
        bool must = false;
        if (!is_for_us(envelope->version, block, a))
            continue;
        TRY(read_must(envelope->version, block, a, &must));
        first = first || !must ? first : block;
        if (must && told++ < TOLD_MOST)
            add_name(block, &names);
    }
    if (!first)
        return status_ok();
    envelope->not_understood = names.chars;
    return FAIL(NOT_UNDERSTOOD, "Header",
                "de SOAP-header <%.60s> moet worden begrepen (mustUnderstand), en deze dienst kent hem niet",
                "the SOAP header block <%.60s> must be understood, and this service does not know it", (const char *)first->name);
}

/* --- The envelope --- */

static status misshapen(const xmlNode *child, const char *locator)
{
    return FAIL(BAD_SYNTAX, locator, "regel %ld: <%.60s> staat hier niet goed: een SOAP-envelop heeft een Header en dan een Body",
                "line %ld: <%.60s> does not belong here: a SOAP envelope holds a Header and then a Body", xmlGetLineNo(child),
                (const char *)child->name);
}

typedef struct parts {
    xmlNode *header, *body;
} parts;

/* Header?, Body (SOAP 1.2 part 1 §5.1); 1.1 §4.1.1 lets elements of any namespace follow. */
static status find_parts(soap_version v, xmlNode *root, parts *out)
{
    parts p = {0};
    for (xmlNode *child = xmlFirstElementChild(root); child; child = xmlNextElementSibling(child)) {
        const bool header = is(child, v, "Header"), body = is(child, v, "Body");
        if ((header && (p.header || p.body)) || (body && p.body))
            return misshapen(child, header ? "Header" : "Body");
        if (!header && !body &&
            (v == SOAP_12 || !p.body || !child->ns || strcmp((const char *)child->ns->href, namespaces[v]) == 0))
            return misshapen(child, "Envelope");
        p.header = header ? child : p.header;
        p.body = body ? child : p.body;
    }
    *out = p;
    return status_ok();
}

static status check_text(const parts *p, const xmlNode *root)
{
    TRY(xml_check_no_text(root, "Envelope"));
    if (p->header)
        TRY(xml_check_no_text(p->header, "Header"));
    return p->body ? xml_check_no_text(p->body, "Body") : status_ok();
}

status soap_unwrap(xmlNode *root, arena *a, soap *envelope, xmlNode **out)
{
    parts p = {0};
    *envelope = (soap){.version = version_of(root)};
    if (envelope->version == SOAP_NONE) {
        *out = root;
        return status_ok();
    }
    TRY(find_parts(envelope->version, root, &p));
    TRY(check_text(&p, root));
    if (p.header)
        TRY(check_blocks(p.header, a, envelope));
    if (!p.body || xmlChildElementCount(p.body) != 1)
        return FAIL(BAD_SYNTAX, "Body", "de SOAP-envelop vraagt een Body met precies een bewerking",
                    "the SOAP envelope needs a Body with exactly one operation");
    *out = xmlFirstElementChild(p.body);
    return status_ok();
}

/* --- Answers --- */

/* SOAP 1.1 §4.4, SOAP 1.2 part 1 §5.4.6: whether the client or the server is at fault. */
static const char *code_of(soap_version v, const status *failed)
{
    static const char *const words[][3] = {
        [SOAP_11] = {"Server", "Client", "MustUnderstand"}, [SOAP_12] = {"Receiver", "Sender", "MustUnderstand"}};
    const bool client = status_http(failed->code) < 500 || failed->code == ST_NO_OPTION || failed->code == ST_NO_OPERATION;
    return words[v][failed->code == ST_NOT_UNDERSTOOD ? 2 : client];
}

/* The text before the report and after it. */
typedef struct frame {
    const char *open, *close;
} frame;

/* SOAP 1.1 §4.4: the detail is only about the Body; errors in header entries are reported in a header entry. */
static frame fault_of_11(const status *failed, arena *a)
{
    const char *words = arena_printf(a, "<soap:Fault><faultcode>soap:%s</faultcode><faultstring>%s</faultstring>",
                                     code_of(SOAP_11, failed), status_ows_code(failed->code));
    if (failed->code == ST_NOT_UNDERSTOOD)
        return (frame){"<soap:Header>",
                       arena_printf(a, "</soap:Header><soap:Body>%s</soap:Fault></soap:Body></soap:Envelope>\n", words)};
    return (frame){arena_printf(a, "<soap:Body>%s<detail>", words), "</detail></soap:Fault></soap:Body></soap:Envelope>\n"};
}

static frame fault_of_12(const soap *envelope, const status *failed, arena *a)
{
    const char *names = failed->code == ST_NOT_UNDERSTOOD ? envelope->not_understood : NULL;
    return (frame){
        arena_printf(a,
                     "%s%s%s<soap:Body><soap:Fault><soap:Code><soap:Value>soap:%s</soap:Value></soap:Code><soap:Reason>"
                     "<soap:Text xml:lang=\"en\">%s</soap:Text></soap:Reason><soap:Detail>",
                     names ? "<soap:Header>" : "", names ? names : "", names ? "</soap:Header>" : "", code_of(SOAP_12, failed),
                     status_ows_code(failed->code)),
        "</soap:Detail></soap:Fault></soap:Body></soap:Envelope>\n"};
}

void soap_wrap(const soap *envelope, const status *failed, arena *a, output *to)
{
    const soap_version v = envelope->version;
    if (v == SOAP_NONE)
        return;
    const frame f = !failed        ? (frame){"<soap:Body>", "</soap:Body></soap:Envelope>\n"}
                    : v == SOAP_11 ? fault_of_11(failed, a)
                                   : fault_of_12(envelope, failed, a);
    out_wrap(to, arena_printf(a, "<soap:Envelope xmlns:soap=\"%s\">%s", namespaces[v], f.open), f.close,
             v == SOAP_11 ? "text/xml; charset=utf-8" : "application/soap+xml; charset=utf-8");
}
