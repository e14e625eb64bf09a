#include "base/xml/xml_bounds.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { DEPTH = 256 }; /* libxml2's own limit (xmlParserMaxDepth) */

typedef struct scanner {
    const char *at, *end;
    const char *locator;
    size_t elements, depth, namespaces;
    uint16_t declared[DEPTH]; /* namespaces, by each element that is open */
} scanner;

static bool starts(const scanner *s, const char *with)
{
    const size_t n = strlen(with);
    return (size_t)(s->end - s->at) >= n && memcmp(s->at, with, n) == 0;
}

/* The place after the next `what`, or the end. */
static void skip_past(scanner *s, const char *what)
{
    const char *const found = memmem(s->at, (size_t)(s->end - s->at), what, strlen(what));
    s->at = found ? found + strlen(what) : s->end;
}

static void leave(scanner *s)
{
    if (s->depth > 0 && --s->depth < DEPTH)
        s->namespaces -= s->declared[s->depth];
}

static void enter(scanner *s, size_t declared)
{
    if (s->depth < DEPTH) {
        s->declared[s->depth] = (uint16_t)declared;
        s->namespaces += declared;
    }
    s->depth++;
}

static void skip_value(scanner *s)
{
    const char quote[2] = {*s->at++, '\0'};
    skip_past(s, quote);
}

/* A start tag: its attributes are its equals signs outside quotes. */
static status read_tag(scanner *s)
{
    size_t attributes = 0, declared = 0;
    const char *last = s->at - 1, *declaration = NULL;
    for (; s->at < s->end && *s->at != '>' && attributes <= XML_ATTRIBUTES; last = s->at - 1) {
        declaration = starts(s, "xmlns") ? s->at : declaration;
        declared += starts(s, "xmlns");
        attributes += *s->at == '=';
        if (*s->at != '"' && *s->at != '\'') {
            s->at++;
            continue;
        }
        skip_value(s);
        if (declaration && s->at - declaration > XML_NAMESPACE)
            return FAIL(BAD_SYNTAX, s->locator, "%s: de naamruimte '%.60s…' is langer dan %d tekens",
                        "%s: the namespace '%.60s…' is longer than %d characters", s->locator, declaration, (int)XML_NAMESPACE);
        declaration = NULL;
    }
    if (attributes > XML_ATTRIBUTES || ++s->elements > XML_ELEMENTS)
        return FAIL(BAD_SYNTAX, s->locator, "%s: meer dan %d elementen, of meer dan %d attributen in een element",
                    "%s: more than %d elements, or more than %d attributes in one element", s->locator, (int)XML_ELEMENTS,
                    (int)XML_ATTRIBUTES);
    if (declared + s->namespaces > XML_NAMESPACES)
        return FAIL(BAD_SYNTAX, s->locator, "%s: meer dan %d naamruimten", "%s: more than %d namespaces", s->locator,
                    (int)XML_NAMESPACES);
    if (*last != '/')
        enter(s, declared);
    return status_ok();
}

static status read_markup(scanner *s)
{
    s->at++;
    if (starts(s, "!--"))
        skip_past(s, "-->");
    else if (starts(s, "![CDATA["))
        skip_past(s, "]]>");
    else if (starts(s, "!"))
        return FAIL(BAD_SYNTAX, s->locator, "%s: een DOCTYPE is niet toegestaan", "%s: a DOCTYPE is not allowed", s->locator);
    else if (starts(s, "?"))
        skip_past(s, "?>");
    else if (starts(s, "/"))
        leave(s);
    else
        return read_tag(s);
    return status_ok();
}

/* The encoding that the XML declaration names, at *length characters; UTF-8 when it names none (XML 1.0 §4.3.3). */
static const char *encoding_of(const char *bytes, size_t size, size_t *length)
{
    const char *const end = size > 5 && memcmp(bytes, "<?xml", 5) == 0 ? memmem(bytes, size, "?>", 2) : NULL;
    const char *at = end ? memmem(bytes, (size_t)(end - bytes), "encoding", strlen("encoding")) : NULL;
    *length = strlen("utf-8");
    if (!at)
        return "utf-8";
    while (at < end && *at != '"' && *at != '\'')
        at++;
    const char *const from = at < end ? at + 1 : at;
    for (at = from; at < end && *at != '"' && *at != '\'';)
        at++;
    *length = (size_t)(at - from);
    return from;
}

/* Whether every byte of an ASCII character stands for that character, and nothing else. */
static bool is_like_ascii(const char *bytes, size_t size, const char *encoding)
{
    static const char *const families[] = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-", "windows-125"};
    size_t length = 0;
    const bool marked = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    bytes += marked ? 3 : 0;
    size -= marked ? 3 : 0;
    if (size < 2 || !strchr("< \t\r\n", *bytes) || bytes[0] == '\0' || bytes[1] == '\0')
        return false;
    const char *const declared = encoding_of(bytes, size, &length), *const name = encoding ? encoding : declared;
    length = encoding ? strlen(encoding) : length;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (length >= strlen(families[i]) && strncasecmp(name, families[i], strlen(families[i])) == 0)
            return true;
    return false;
}

status xml_within_bounds(const char *bytes, size_t size, const char *encoding, const char *locator)
{
    scanner s = {.at = bytes, .end = bytes + size, .locator = locator};
    if (!is_like_ascii(bytes, size, encoding))
        return size <= XML_FOREIGN ? status_ok()
                                   : FAIL(BAD_SYNTAX, locator, "%s: stuur een document van deze lengte in UTF-8",
                                          "%s: send a document of this length in UTF-8", locator);
    while ((s.at = memchr(s.at, '<', (size_t)(s.end - s.at))))
        TRY(read_markup(&s));
    return status_ok();
}
