/* The escaping of out.h: runs of plain text are written in one piece. Text from the store may be invalid UTF-8: other programs
 * can have loaded it. */
#include "base/out.h"
#include "base/text.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

static const uint64_t each = 0x0101010101010101, high = 0x8080808080808080;

/* The high bit of each byte that is `c` (and perhaps of bytes after the first such one). */
static uint64_t are(uint64_t bytes, unsigned char c)
{
    const uint64_t differ = bytes ^ each * c;
    return (differ - each) & ~differ;
}

/* Not 0 when one of eight bytes is not ASCII, or a control character, or one that the format escapes. */
typedef uint64_t (*finder)(uint64_t bytes);

static uint64_t find_in_any(uint64_t bytes)
{
    return bytes | ((bytes - each * 0x20) & ~bytes);
}

/* Setting one bit makes < equal to >, or " equal to &, so each pair takes one comparison. */
static uint64_t find_xml(uint64_t bytes)
{
    return (find_in_any(bytes) | are(bytes | each * 2, '>') | are(bytes | each * 4, '&')) & high;
}

static uint64_t find_json(uint64_t bytes)
{
    return (find_in_any(bytes) | are(bytes, '"') | are(bytes, '\\')) & high;
}

static uint64_t eight_at(const char *c)
{
    uint64_t bytes;
    memcpy(&bytes, c, sizeof bytes);
    return bytes;
}

/* The end of the plain bytes that begin at c; `begin` is the first byte that may be read. At the end of the text the last groups
 * of eight overlap. */
static const char *skip_plain(const char *begin, const char *c, const char *end, finder find)
{
    enum { EIGHT = sizeof(uint64_t) };
    for (; end - c >= EIGHT; c += EIGHT)
        if (find(eight_at(c)))
            return c;
    return end - begin >= EIGHT && !find(eight_at(end - EIGHT)) ? end : c;
}

/* How one byte is written in XML, NULL when it needs no escaping. XML 1.0 §2.2: no control characters except tab, LF, CR; a CR is
 * written as a reference, otherwise the reader turns it into LF (§2.11). */
static const char *xml_entity(unsigned char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\r': return "&#13;";
    case '\t':
    case '\n': return NULL;
    default: return c < 0x20 ? REPLACEMENT : NULL;
    }
}

/* U+FFFE and U+FFFF (EF BF BE, EF BF BF) are well-formed UTF-8 but not characters of XML. */
static bool xml_noncharacter(const char *c)
{
    return (unsigned char)c[0] == 0xEF && (unsigned char)c[1] == 0xBF && (unsigned char)c[2] >= 0xBE;
}

/* How the character at c, of n bytes, is written, NULL when it needs no escaping. */
static const char *xml_instead(const char *c, size_t n)
{
    if (n == 1)
        return xml_entity((unsigned char)*c);
    return n == 0 || xml_noncharacter(c) ? REPLACEMENT : NULL;
}

void out_xml_of(output *o, const char *chars, size_t length)
{
    const char *run = chars, *const end = chars + length;
    for (const char *c = skip_plain(chars, chars, end, find_xml); c < end;) {
        const size_t n = (unsigned char)*c < 0x80 ? 1 : text_character(c);
        const char *instead = xml_instead(c, n);
        const char *next = c + (n ? n : 1);
        if (instead) {
            out_bytes(o, run, (size_t)(c - run));
            out_text(o, instead);
            run = next;
        }
        c = skip_plain(chars, next, end, find_xml);
    }
    out_bytes(o, run, (size_t)(end - run));
}

void out_xml(output *o, const char *chars)
{
    out_xml_of(o, chars, strlen(chars));
}

static void json_escape(output *o, unsigned char c)
{
    char space[8];
    switch (c) {
    case '"': out_text(o, "\\\""); break;
    case '\\': out_text(o, "\\\\"); break;
    case '\n': out_text(o, "\\n"); break;
    case '\r': out_text(o, "\\r"); break;
    case '\t': out_text(o, "\\t"); break;
    default: snprintf(space, sizeof space, "\\u%04x", c < 0x80 ? c : 0xFFFD); out_text(o, space);
    }
}

void out_json_of(output *o, const char *chars, size_t length)
{
    const char *run = chars, *const end = chars + length;
    for (const char *c = skip_plain(chars, chars, end, find_json); c < end;) {
        const unsigned char byte = (unsigned char)*c;
        const size_t n = byte < 0x80 ? 1 : text_character(c);
        const char *next = c + (n ? n : 1);
        if (n == 0 || byte < 0x20 || byte == '"' || byte == '\\') {
            out_bytes(o, run, (size_t)(c - run));
            json_escape(o, byte);
            run = next;
        }
        c = skip_plain(chars, next, end, find_json);
    }
    out_bytes(o, run, (size_t)(end - run));
}

void out_json(output *o, const char *chars)
{
    out_json_of(o, chars, strlen(chars));
}
