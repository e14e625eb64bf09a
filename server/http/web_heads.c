#include "server/http/web_heads.h"

#include <string.h>
#include <strings.h>

const char *const web_exposed_heads = "Allow, Content-Crs, Content-Disposition, ETag, Last-Modified, Link, Location, "
                                      "OGC-NumberMatched, OGC-NumberReturned, "
                                      "Retry-After, WWW-Authenticate, X-Request-Id";

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

/* Whether the media type, without its parameters, ends in this: "application/geo+json; charset=utf-8" in "json". */
static bool is_suffix(const char *type, const char *suffix)
{
    const size_t length = strcspn(type, "; "), tail = strlen(suffix);
    return length > tail && strncmp(type + length - tail, suffix, tail) == 0 && strchr("/+", type[length - tail - 1]);
}

bool web_packable(const out_head *head)
{
    const char *type = head->content_type;
    return type && (begins(type, "text/") || is_suffix(type, "xml") || is_suffix(type, "json"));
}

/* "abc" or W/"abc": the quote is at its end. */
const char *web_etag_of_gzip(const char *etag, arena *a)
{
    const size_t length = strlen(etag);
    return length > 0 && etag[length - 1] == '"' ? arena_printf(a, "%.*s-gzip\"", (int)(length - 1), etag) : etag;
}

void web_answer_preflight(const char *methods, output *to)
{
    out_type(to, 204, NULL);
    out_header(to, "Allow", methods); /* RFC 9110 §9.3.7 */
    out_header(to, "Access-Control-Allow-Methods", methods);
    /* "*" is every header but Authorization; older browsers know only the names. */
    out_header(to, "Access-Control-Allow-Headers",
               "*, Accept, Accept-Language, Authorization, Cache-Control, Content-Crs, Content-Encoding, "
               "Content-Language, Content-Type, If-Match, If-Modified-Since, "
               "If-None-Match, If-Unmodified-Since, Pragma, X-API-Key, X-Request-Id, X-Requested-With");
    out_header(to, "Access-Control-Max-Age", "86400");
}

const char *web_reason(int http)
{
    switch (http) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return http < 400 ? "OK" : "Error";
    }
}
