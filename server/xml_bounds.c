#include "server/xml_bounds.h"

#include <string.h>
#include <strings.h>

enum { OPAQUE_MOST = 64 * 1024, DECLARATION = 200 };

static const char *find(const char *from, const char *end, const char *what)
{
    return memmem(from, (size_t)(end - from), what, strlen(what));
}

static bool begins(const char *from, const char *end, const char *what)
{
    return (size_t)(end - from) >= strlen(what) && memcmp(from, what, strlen(what)) == 0;
}

/* The end of what is no tag, NULL when this is one. */
static const char *end_of_other(const char *at, const char *end)
{
    static const char *const others[][2] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (begins(at, end, others[i][0])) {
            const char *close = find(at + strlen(others[i][0]), end, others[i][1]);
            return close ? close + strlen(others[i][1]) : end;
        }
    return begins(at, end, "<!") ? at + 2 : NULL;
}

/* Quoted values of the tag that begins here; *after: behind it. */
static size_t count_values(const char *at, const char *end, const char **after)
{
    size_t count = 0;
    for (at++; at < end && *at != '>' && *at != '<'; at++) {
        if (*at != '"' && *at != '\'')
            continue;
        const char *close = memchr(at + 1, *at, (size_t)(end - at) - 1);
        count++;
        at = close ? close : end - 1;
    }
    *after = at;
    return count;
}

typedef enum trouble { TROUBLE_NONE, TROUBLE_ATTRIBUTES, TROUBLE_DOCTYPE } trouble;

/* A DOCTYPE is refused before it is read: its lists of attributes are compared with each other too. */
static trouble look_through(const char *bytes, size_t size)
{
    const char *const end = bytes + size;
    for (const char *at = memchr(bytes, '<', size); at && at < end; at = memchr(at, '<', (size_t)(end - at))) {
        const char *other = end_of_other(at, end);
        if (begins(at, end, "<!DOCTYPE"))
            return TROUBLE_DOCTYPE;
        if (!other && count_values(at, end, &other) > XML_ATTRIBUTES_MOST)
            return TROUBLE_ATTRIBUTES;
        at = other;
    }
    return TROUBLE_NONE;
}

/* Encodings in which "<" is that byte and no other character holds it. */
static bool is_transparent(const char *name, size_t length)
{
    static const char *const known[] = {"UTF-8", "UTF8", "US-ASCII", "ASCII", "latin1"}, *const families[] = {"ISO-8859-", "windows-125"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == length && strncasecmp(known[i], name, length) == 0)
            return true;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (length > strlen(families[i]) && strncasecmp(families[i], name, strlen(families[i])) == 0)
            return true;
    return false;
}

/* As the parser finds out (XML 1.0 appendix F): by its first bytes, then by its declaration. */
static bool is_readable(const char *bytes, size_t size)
{
    char head[DECLARATION + 1] = "";
    const size_t skip = size > 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    memcpy(head, bytes + skip, size - skip < DECLARATION ? size - skip : DECLARATION);
    if (memchr(head, '\0', size - skip < 4 ? size - skip : 4) || (unsigned char)head[0] >= 0x80 || begins(head, head + 4, "Lo\xA7\x94"))
        return false;
    if (strncmp(head, "<?xml", 5) != 0)
        return true;
    const char *close = strstr(head, "?>"), *encoding = strstr(head, "encoding");
    const char *quote = encoding ? strpbrk(encoding, "\"'") : NULL;
    if (!close || !encoding || encoding > close)
        return close != NULL;
    const char *second = strstr(encoding + 1, "encoding");
    if (second && second < close) /* which one counts is for the parser to say */
        return false;
    return quote && is_transparent(quote + 1, strcspn(quote + 1, "\"'"));
}

status xml_bounds_doctype(const char *locator)
{
    return FAIL(BAD_SYNTAX, locator, "%s: een DOCTYPE is niet toegestaan", "%s: a DOCTYPE is not allowed", locator);
}

status xml_bounds_text(const char *bytes, size_t size, const char *locator)
{
    const bool readable = is_readable(bytes, size);
    const trouble found = readable ? look_through(bytes, size) : TROUBLE_NONE;
    if (!readable && size > OPAQUE_MOST)
        return FAIL(BAD_SYNTAX, locator, "%s: een document van meer dan %d KiB komt in UTF-8", "%s: a document of more than %d KiB comes in UTF-8", locator,
                    OPAQUE_MOST / 1024);
    if (found == TROUBLE_DOCTYPE)
        return xml_bounds_doctype(locator);
    if (found == TROUBLE_ATTRIBUTES)
        return FAIL(BAD_SYNTAX, locator, "%s: een element heeft hoogstens %d attributen", "%s: an element has %d attributes at most", locator, (int)XML_ATTRIBUTES_MOST);
    return status_ok();
}

/* The depth is bounded by the parser's own (256). */
static bool has_many_namespaces(const xmlNode *node, size_t in_scope)
{
    for (const xmlNs *ns = node->nsDef; ns; ns = ns->next)
        in_scope++;
    for (const xmlNode *child = node->children; child && in_scope <= XML_NAMESPACES_MOST; child = child->next)
        if (child->type == XML_ELEMENT_NODE && has_many_namespaces(child, in_scope))
            return true;
    return in_scope > XML_NAMESPACES_MOST;
}

status xml_bounds_tree(const xmlNode *root, const char *locator)
{
    if (has_many_namespaces(root, 0))
        return FAIL(BAD_SYNTAX, locator, "%s: er gelden hoogstens %d naamruimten tegelijk", "%s: %d namespaces at most are in scope at once", locator,
                    (int)XML_NAMESPACES_MOST);
    return status_ok();
}
