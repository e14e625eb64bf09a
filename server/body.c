#include "server/body.h"

#include "server/query_text.h"
#include "server/request_xml.h"

#include <string.h>
#include <strings.h>
#define ZLIB_CONST
#include <zlib.h>

typedef struct body {
    const char *bytes;
    size_t size;
} body;

static status too_large(void)
{
    return FAIL(TOO_LARGE, "request", "de vraag is groter dan %d MB", "the request is larger than %d MB", BODY_MOST / 1024 / 1024);
}

static void end_inflate(void *handle)
{
    inflateEnd(handle);
}

/* 32: gzip and zlib by their heads. The room is fixed, so a small body that unfolds into gigabytes ends here. */
static status decompress(const exchange *x, arena *a, body *out)
{
    z_stream *z = arena_alloc(a, sizeof *z);
    char *room = arena_alloc(a, BODY_MOST + 1);
    if (inflateInit2(z, MAX_WBITS + 32) != Z_OK)
        return FAIL(INTERNAL, "request", "uitpakken lukt niet", "cannot decompress");
    arena_defer(a, end_inflate, z);
    z->next_in = (const Bytef *)x->body;
    z->avail_in = (uInt)x->body_size;
    z->next_out = (Bytef *)room;
    z->avail_out = BODY_MOST;
    const int result = inflate(z, Z_FINISH);
    if (result != Z_STREAM_END)
        return z->avail_out == 0 ? too_large() : FAIL(BAD_SYNTAX, "request", "de gzip-gegevens zijn beschadigd", "the gzip data are damaged");
    *out = (body){room, z->total_out};
    return status_ok();
}

static status unpack(const exchange *x, arena *a, body *out)
{
    if (x->body_size > BODY_MOST)
        return too_large();
    if (strcasecmp(x->content_encoding, "gzip") == 0 || strcasecmp(x->content_encoding, "x-gzip") == 0 || strcasecmp(x->content_encoding, "deflate") == 0)
        return decompress(x, a, out);
    if (*x->content_encoding && strcasecmp(x->content_encoding, "identity") != 0)
        return FAIL(BAD_SYNTAX, "request", "Content-Encoding '%.40s' kan deze dienst niet aan", "this service cannot handle Content-Encoding '%.40s'", x->content_encoding);
    *out = (body){x->body, x->body_size};
    return status_ok();
}

/* Another namespace is another version of WFS, or no WFS at all. */
static status check_root(xmlNode *root)
{
    if (root->ns && strcmp((const char *)root->ns->href, "http://www.opengis.net/wfs/2.0") == 0)
        return status_ok();
    return FAIL(BAD_SYNTAX, "request", "<%.60s> is geen WFS 2.0-bewerking (naamruimte http://www.opengis.net/wfs/2.0)",
                "<%.60s> is no WFS 2.0 operation (namespace http://www.opengis.net/wfs/2.0)", (const char *)root->name);
}

static status read_document(body given, arena *a, const kvp **parameters, xmlNode **document, soap *envelope)
{
    xmlNode *root = NULL;
    TRY(xml_read(given.bytes, given.size, "request", a, &root));
    *envelope = soap_of(root);
    TRY(soap_unwrap(*envelope, root, &root));
    TRY(check_root(root));
    *parameters = request_xml_parameters(root, a);
    if ((*parameters)->count == KVP_PAIRS)
        return FAIL(BAD_PARAM, "request", "de vraag heeft %d parameters of meer", "the request has %d parameters or more", (int)KVP_PAIRS);
    *document = root;
    return status_ok();
}

static bool is_form(const char *content_type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    return strncasecmp(content_type, form, strlen(form)) == 0;
}

/* Clients name XML in many ways: text/xml, application/xml, application/soap+xml, text/plain, nothing at all. */
static bool may_be_xml(const char *content_type)
{
    return *content_type == '\0' || strcasestr(content_type, "xml") || strncasecmp(content_type, "text/plain", strlen("text/plain")) == 0;
}

/* What stood behind a NUL would be left out unseen, and with it perhaps the condition that the client set. */
static status read_form(body given, arena *a, const kvp **parameters)
{
    if (memchr(given.bytes, '\0', given.size))
        return FAIL(BAD_SYNTAX, "request", "in het formulier staat een NUL", "there is a NUL in the form");
    return kvp_parse(arena_strndup(a, given.bytes, given.size), a, parameters);
}

status body_read(const exchange *x, arena *a, const kvp **parameters, xmlNode **document, soap *envelope)
{
    body given = {0};
    TRY(unpack(x, a, &given));
    if (given.size == 0)
        return FAIL(BAD_SYNTAX, "request", "de POST is leeg", "the POST is empty");
    if (is_form(x->content_type))
        return read_form(given, a, parameters);
    if (!may_be_xml(x->content_type))
        return FAIL(BAD_SYNTAX, "Content-Type", "stuur text/xml of application/x-www-form-urlencoded, niet '%.60s'",
                    "send text/xml or application/x-www-form-urlencoded, not '%.60s'", x->content_type);
    return read_document(given, a, parameters, document, envelope);
}
