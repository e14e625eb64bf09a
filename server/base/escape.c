/* The escaping half of out.h: long plain runs go out in one piece. */
#include "server/base/out.h"

#include <stdio.h>
#include <string.h>

/* What stands for one byte in XML, NULL when it stands for itself. XML 1.0 §2.2: no control characters but tab, LF, CR; a CR is
 * written as a reference, else the reader turns it into LF (§2.11). */
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
    default: return c < 0x20 ? "\xEF\xBF\xBD" : NULL;
    }
}

/* U+FFFE and U+FFFF (EF BF BE, EF BF BF) are well-formed UTF-8 and still no XML characters. */
static bool xml_noncharacter(const char *c)
{
    return (unsigned char)c[0] == 0xEF && (unsigned char)c[1] == 0xBF && (unsigned char)c[2] >= 0xBE;
}

void out_xml(output *o, const char *text)
{
    const char *run = text;
    for (const char *c = text; *c; c++) {
        const char *entity = xml_entity((unsigned char)*c);
        const bool noncharacter = !entity && (unsigned char)*c == 0xEF && xml_noncharacter(c);
        if (!entity && !noncharacter)
            continue;
        out_bytes(o, run, (size_t)(c - run));
        out_text(o, noncharacter ? "\xEF\xBF\xBD" : entity);
        c += noncharacter ? 2 : 0;
        run = c + 1;
    }
    out_text(o, run);
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
    default: snprintf(space, sizeof space, "\\u%04x", c); out_text(o, space);
    }
}

void out_json(output *o, const char *text)
{
    const char *run = text;
    for (const char *c = text; *c; c++) {
        const unsigned char byte = (unsigned char)*c;
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        out_bytes(o, run, (size_t)(c - run));
        json_escape(o, byte);
        run = c + 1;
    }
    out_text(o, run);
}
