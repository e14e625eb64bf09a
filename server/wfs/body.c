#include "server/wfs/body.h"

#include "server/http/body_unpack.h"
#include "server/wfs/namespaces.h"
#include "server/wfs/query_text.h"
#include "server/wfs/request_xml.h"

#include <libxml/encoding.h>
#include <string.h>
#include <strings.h>

static const char utf8_mark[] = "\xEF\xBB\xBF";

static bool begins(body given, const char *with, size_t length)
{
    return given.size >= length && memcmp(given.bytes, with, length) == 0;
}

static const char *skip_blanks(body given)
{
    const char *at = given.bytes + (begins(given, utf8_mark, 3) ? 3 : 0), *const end = given.bytes + given.size;
    while (at < end && strchr(" \t\r\n", *at) && *at)
        at++;
    return at;
}

/* By its first character, in UTF-8 and what resembles it, or in UTF-16: clients name XML in many ways, application/json among
 * them. */
static bool seems_xml(body given)
{
    static const char *const wide[] = {"\xFF\xFE", "\xFE\xFF", "<\0", "\0<"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (begins(given, wide[i], 2))
            return true;
    const char *first = skip_blanks(given);
    return first < given.bytes + given.size && *first == '<';
}

/* "name=": what no other format begins with. */
static bool seems_form(body given)
{
    static const char name[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    const char *at = skip_blanks(given), *const end = given.bytes + given.size, *const from = at;
    while (at < end && *at && strchr(name, *at))
        at++;
    return at > from && at < end && *at == '=';
}

/* --- What the label says --- */

static bool is_labelled(const char *content_type, const char *as)
{
    return strncasecmp(content_type, as, strlen(as)) == 0;
}

/* The parameter charset of a Content-Type (RFC 9110 §8.3.2), NULL for none. */
static const char *charset_of(const char *content_type, arena *a)
{
    const text_list parts = text_items(a, content_type, ';');
    for (size_t i = 1; i < parts.count; i++) {
        const char *equals = strchr(parts.items[i], '=');
        if (!equals ||
            !text_equal_nocase(text_trim(a, arena_strndup(a, parts.items[i], (size_t)(equals - parts.items[i]))), "charset"))
            continue;
        const char *given = text_trim(a, equals + 1);
        const size_t n = strlen(given);
        given = n >= 2 && given[0] == '"' && given[n - 1] == '"' ? arena_strndup(a, given + 1, n - 2) : given;
        return *given ? given : NULL;
    }
    return NULL;
}

static status check_charset(const char *charset)
{
    xmlCharEncodingHandler *known = xmlFindCharEncodingHandler(charset);
    if (!known)
        return FAIL(BAD_SYNTAX, "Content-Type", "de tekenset '%.40s' is onbekend: stuur UTF-8",
                    "the charset '%.40s' is unknown: send UTF-8", charset);
    xmlCharEncCloseFunc(known);
    return status_ok();
}

/* RFC 7303 §3.2: a byte order mark decides, else the charset of the label, else the document itself (NULL). */
static status encoding_of(body given, const char *content_type, arena *a, const char **out)
{
    const char *charset = charset_of(content_type, a);
    const bool utf16 = begins(given, "\xFF\xFE", 2) || begins(given, "\xFE\xFF", 2);
    if (charset)
        TRY(check_charset(charset));
    *out = begins(given, utf8_mark, 3) ? "UTF-8" : utf16 ? "UTF-16" : charset;
    return status_ok();
}

/* --- Documents --- */

/* A namespace of no version that we speak is another version of WFS, or no WFS at all. */
static status find_protocol(xmlNode *root, const kvp *url, const protocol **out)
{
    const protocol *ours = protocol_default(), *found = protocol_of_root(root, kvp_get(url, "version"));
    if (!found)
        return FAIL(BAD_SYNTAX, "request", "<%.60s> is geen %s-bewerking (naamruimte %s)",
                    "<%.60s> is not a %s operation (namespace %s)", (const char *)root->name, ours->name, ours->wfs[0]);
    *out = found;
    return status_ok();
}

/* What XML cannot hold is part of no parameter of ours. */
static bool can_be_attribute(const char *name, const char *content)
{
    for (const char *c = content; *c; c++)
        if ((unsigned char)*c < 0x20)
            return false;
    return xmlValidateNCName((const xmlChar *)name, 0) == 0;
}

/* Also into the document: links go on with it as it then is. */
static status add_url(const kvp *url, xmlNode *root, arena *a, const kvp **parameters)
{
    const kvp *said = *parameters;
    TRY(namespaces_check(kvp_get(url, "namespaces"), a));
    namespaces_declare(kvp_get(url, "namespaces"), root, a);
    TRY(kvp_complete(said, url, a, parameters));
    for (size_t i = 0; i < url->count; i++)
        if (!kvp_get(said, url->pairs[i].name) && can_be_attribute(url->pairs[i].name, url->pairs[i].value))
            xmlSetProp(root, (const xmlChar *)url->pairs[i].name, (const xmlChar *)url->pairs[i].value);
    return status_ok();
}

static status read_document(body given, const exchange *x, const kvp *url, arena *a, request *rq)
{
    xmlNode *root = NULL;
    const char *written_in = NULL;
    TRY(encoding_of(given, x->content_type, a, &written_in));
    TRY(xml_read_as(given.bytes, given.size, written_in, "request", a, &root));
    TRY(soap_unwrap(root, a, &rq->soap, &root));
    TRY(find_protocol(root, url, &rq->protocol));
    TRY(request_xml_check_attributes(root, rq->protocol, rq->site->catalog, a)); /* before those of the URL are among them */
    rq->parameters = request_xml_parameters(root, rq->protocol, a);
    TRY(add_url(url, root, a, &rq->parameters));
    if (rq->parameters->count == KVP_PAIRS)
        return FAIL(BAD_PARAM, "request", "de vraag heeft %d parameters of meer", "the request has %d parameters or more",
                    (int)KVP_PAIRS);
    rq->document = root;
    return status_ok();
}

/* --- Forms --- */

static bool is_ascii(const char *form)
{
    for (const char *c = form; *c; c++)
        if ((unsigned char)*c >= 0x80 || (*c == '%' && c[1] >= '8'))
            return false;
    return true;
}

/* A form may be as long as a document, but only in what a document has room for too: every other parameter is bounded as in a
 * URL, for lists of names are compared with one another. */
static status check_lengths(const kvp *k)
{
    for (size_t i = 0; i < k->count; i++)
        if (!text_equal_nocase(k->pairs[i].name, "filter") && !text_equal_nocase(k->pairs[i].name, "resourceId") &&
            !text_equal_nocase(k->pairs[i].name, "featureId") && strlen(k->pairs[i].value) > KVP_BYTES)
            return FAIL(TOO_LARGE, k->pairs[i].name,
                        "de waarde van %.40s is langer dan %d tekens; alleen filter en resourceId mogen langer zijn",
                        "the value of %.40s is longer than %d characters; only filter and resourceId may be longer",
                        k->pairs[i].name, (int)KVP_BYTES);
    return status_ok();
}

/* What stood behind a NUL would be left out unseen, and with it perhaps the condition that the client set. */
static status read_form(body given, const exchange *x, const kvp *url, arena *a, const kvp **parameters)
{
    const char *form = arena_strndup(a, given.bytes, given.size), *charset = charset_of(x->content_type, a);
    const kvp *said = NULL;
    if (memchr(given.bytes, '\0', given.size))
        return FAIL(BAD_SYNTAX, "request", "het formulier bevat een NUL-byte", "the form contains a NUL byte");
    if (charset && !text_equal_nocase(charset, "utf-8") && !text_equal_nocase(charset, "utf8") && !is_ascii(form))
        return FAIL(BAD_SYNTAX, "Content-Type", "stuur een formulier in UTF-8, niet in '%.40s'",
                    "send a form in UTF-8, not in '%.40s'", charset);
    TRY(kvp_parse_kept(form, a, &said)); /* its length: unpack() has measured it */
    TRY(check_lengths(said));
    return kvp_complete(said, url, a, parameters);
}

/* A link to a kept request is the whole question; a body beside it would be another. */
static status check_url(const kvp *url)
{
    if (kvp_get(url, "continuation"))
        return FAIL(BAD_PARAM, "continuation", "vraag deze link op met GET, zonder bericht",
                    "ask for this link by GET, without a body");
    return status_ok();
}

static status read_unpacked(body given, const exchange *x, arena *a, request *rq)
{
    const kvp *url = NULL;
    TRY(kvp_parse(x->query, a, &url));
    if (given.size == 0 && url->count == 0)
        return FAIL(BAD_SYNTAX, "request", "de POST is leeg", "the POST is empty");
    rq->parameters = url;
    if (given.size == 0)
        return status_ok();
    TRY(check_url(url));
    const bool form = is_labelled(x->content_type, "application/x-www-form-urlencoded");
    if (seems_xml(given) || (!form && !seems_form(given) && strcasestr(x->content_type, "xml")))
        return read_document(given, x, url, a, rq);
    if (form || seems_form(given))
        return read_form(given, x, url, a, &rq->parameters);
    return FAIL(BAD_SYNTAX, "Content-Type",
                "stuur XML (text/xml) of een formulier (application/x-www-form-urlencoded), niet '%.60s'",
                "send XML (text/xml) or a form (application/x-www-form-urlencoded), not '%.60s'", x->content_type);
}

status body_read(const exchange *x, arena *a, request *rq)
{
    body given = {0};
    TRY(body_unpack(x, a, &given));
    const status read = read_unpacked(given, x, a, rq);
    if (read.code != ST_OK && !rq->protocol) /* only here is it unpacked */
        rq->protocol = protocol_guess(x->query, given.bytes, given.size);
    return read;
}
