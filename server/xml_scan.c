#include "server/xml_scan.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

typedef struct scanner {
    const char *at, *end;
    const char *locator;
    size_t elements, full; /* so far; of the elements those with many attributes */
} scanner;

static bool begins(const scanner *s, const char *word)
{
    const size_t n = strlen(word);
    return (size_t)(s->end - s->at) >= n && memcmp(s->at, word, n) == 0;
}

/* To behind the next `word`; to the end when there is none. */
static void skip_past(scanner *s, const char *word)
{
    const char *found = memmem(s->at, (size_t)(s->end - s->at), word, strlen(word));
    s->at = found ? found + strlen(word) : s->end;
}

static status scan_tag(scanner *s)
{
    size_t attributes = 0;
    char quote = '\0';
    for (; s->at < s->end && (quote || *s->at != '>'); s->at++) {
        if (quote ? *s->at == quote : *s->at == '"' || *s->at == '\'')
            quote = quote ? '\0' : *s->at;
        attributes += !quote && *s->at == '=';
        if (attributes > XML_SCAN_ATTRIBUTES)
            return FAIL(BAD_SYNTAX, s->locator, "%s: een element heeft meer dan %d attributen", "%s: an element has more than %d attributes", s->locator,
                        (int)XML_SCAN_ATTRIBUTES);
    }
    s->full += attributes > XML_SCAN_FULL;
    if (s->full > XML_SCAN_FULL_TAGS)
        return FAIL(BAD_SYNTAX, s->locator, "%s: meer dan %d elementen hebben meer dan %d attributen", "%s: more than %d elements have more than %d attributes",
                    s->locator, (int)XML_SCAN_FULL_TAGS, (int)XML_SCAN_FULL);
    return status_ok();
}

static status scan_markup(scanner *s)
{
    if (begins(s, "<!--")) {
        s->at += strlen("<!--"); /* "<!-->" opens a comment and does not close it */
        skip_past(s, "-->");
    } else if (begins(s, "<![CDATA[")) {
        skip_past(s, "]]>");
    } else if (begins(s, "<?")) {
        skip_past(s, "?>");
    } else if (begins(s, "<!")) {
        return FAIL(BAD_SYNTAX, s->locator, "%s: een DOCTYPE is niet toegestaan", "%s: a DOCTYPE is not allowed", s->locator);
    } else {
        s->elements += !begins(s, "</");
        return scan_tag(s);
    }
    return status_ok();
}

/* Encodings in which every byte of ASCII means that character, and no other byte does. */
static bool is_scannable_encoding(const char *name, size_t length)
{
    static const char *const families[] = {"UTF-8", "UTF8", "US-ASCII", "ASCII", "ISO-8859-", "ISO8859-", "ISO_8859-", "LATIN", "WINDOWS-125", "CP125"};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (length >= strlen(families[i]) && strncasecmp(name, families[i], strlen(families[i])) == 0)
            return true;
    return false;
}

/* The name in <?xml version="1.0" encoding="…"?>; without one it is UTF-8. */
static bool declares_scannable(const char *bytes, size_t size)
{
    const char *end = memmem(bytes, size, "?>", 2);
    if (size < 5 || memcmp(bytes, "<?xml", 5) != 0 || !end)
        return true;
    const char *at = memmem(bytes, (size_t)(end - bytes), "encoding", strlen("encoding"));
    if (!at)
        return true;
    at += strlen("encoding");
    while (at < end && strchr(" \t\r\n=", *at))
        at++;
    return at < end && is_scannable_encoding(at + 1, (size_t)(end - at - 1));
}

/* A NUL or a mark of UTF-16 or UTF-32 gives another encoding away whatever it declares; so does anything but markup in front. */
static bool is_scannable(const char *bytes, size_t size)
{
    const size_t mark = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t first = mark;
    while (first < size && strchr(" \t\r\n", bytes[first]) && bytes[first])
        first++;
    return first < size && bytes[first] == '<' && !memchr(bytes, '\0', size) && declares_scannable(bytes + mark, size - mark);
}

status xml_scan(const char *bytes, size_t size, const char *locator)
{
    scanner s = {bytes, bytes + size, locator, 0, 0};
    if (size <= XML_SCAN_UNREAD && !is_scannable(bytes, size))
        return status_ok();
    if (!is_scannable(bytes, size))
        return FAIL(BAD_SYNTAX, locator, "%s: schrijf een groot document in UTF-8", "%s: write a large document in UTF-8", locator);
    while ((s.at = memchr(s.at, '<', (size_t)(s.end - s.at))) != NULL) {
        TRY(scan_markup(&s));
        if (s.elements > XML_SCAN_ELEMENTS)
            return FAIL(BAD_SYNTAX, locator, "%s: meer dan %d elementen", "%s: more than %d elements", locator, (int)XML_SCAN_ELEMENTS);
        s.at += s.at < s.end && *s.at == '>';
    }
    return status_ok();
}
