#include "server/web_heads.h"

#include <string.h>
#include <strings.h>

const char *const web_exposed_heads =
    "Content-Disposition, ETag, Link, OGC-NumberMatched, OGC-NumberReturned, Retry-After, WWW-Authenticate, X-Request-Id";

static bool has_policy(const out_head *head)
{
    for (size_t i = 0; i < head->header_count; i++)
        if (strcasecmp(head->headers[i].name, "Content-Security-Policy") == 0)
            return true;
    return false;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool is_shown_as_xml(const char *content_type)
{
    return content_type && (begins(content_type, "text/xml") || begins(content_type, "application/xml"));
}

/* Chromium puts a style and the images of its arrows into the document to show a tree: without them it shows the text twice. A
 * script stays forbidden. */
const char *web_policy(const out_head *head)
{
    if (has_policy(head))
        return NULL;
    if (is_shown_as_xml(head->content_type))
        return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
    return "default-src 'none'; frame-ancestors 'none'";
}

void web_answer_preflight(const char *methods, output *to)
{
    out_type(to, 204, NULL);
    out_header(to, "Allow", methods); /* RFC 9110 §9.3.7 */
    out_header(to, "Access-Control-Allow-Methods", methods);
    /* "*" is every head but Authorization; older browsers know the names alone. */
    out_header(to, "Access-Control-Allow-Headers",
               "*, Accept, Accept-Language, Authorization, Cache-Control, Content-Encoding, Content-Language, Content-Type, "
               "If-Modified-Since, "
               "If-None-Match, Pragma, X-API-Key, X-Request-Id, X-Requested-With");
    out_header(to, "Access-Control-Max-Age", "86400");
}
