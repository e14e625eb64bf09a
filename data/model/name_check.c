#include "data/model/name_check.h"

#include "base/text.h"

#include <libxml/tree.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

typedef struct kind {
    const char *nl, *en;
} kind;

/* NULL for a visible character. */
static const kind *kind_of(uint32_t c)
{
    static const kind control = {"een stuurteken", "a control character"};
    static const kind none = {"een teken dat niet bestaat", "a character that does not exist"};
    static const kind turning = {"een onzichtbaar teken voor de schrijfrichting",
                                 "an invisible character for the direction of writing"};
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029)
        return &control;
    if ((c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFEU) == 0xFFFE)
        return &none;
    if (c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return &turning;
    return NULL;
}

/* RFC 3629 §3 */
static uint32_t point_of(const char *at, size_t length)
{
    static const unsigned char first[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t point = (unsigned char)*at & first[length];
    for (size_t i = 1; i < length; i++)
        point = point << 6 | ((unsigned char)at[i] & 0x3FU);
    return point;
}

bool character_is_hidden(const char *at, size_t length)
{
    return kind_of(point_of(at, length)) != NULL;
}

static bool fault(name_fault *out, const char *nl, const char *en)
{
    snprintf(out->nl, sizeof out->nl, "%s", nl);
    snprintf(out->en, sizeof out->en, "%s", en);
    return false;
}

static bool is_line(uint32_t point)
{
    return point == '\n' || point == '\r' || point == '\t' || point == 0x2028 || point == 0x2029;
}

/* lines: whether line ends and tabs are allowed. *count: its characters. */
static bool shows(slice value, bool lines, size_t *count, name_fault *out)
{
    size_t n = 0;
    for (size_t i = 0, length; i < value.length; i += length) {
        length = 1;
        n++;
        if (value.at[i] >= ' ' && value.at[i] < 0x7F) /* nearly all of them */
            continue;
        length = text_character(value.at + i);
        const uint32_t point = point_of(value.at + i, length);
        const kind *wrong = lines && is_line(point) ? NULL : kind_of(point);
        if (wrong) {
            snprintf(out->nl, sizeof out->nl, "bevat %s (U+%04X, als teken %zu); haal het weg", wrong->nl, point, n);
            snprintf(out->en, sizeof out->en, "contains %s (U+%04X, as character %zu); remove it", wrong->en, point, n);
            return false;
        }
    }
    *count = n;
    return true;
}

/* Nearly every text is: checked without a branch per character, because a load checks all its texts. */
static bool is_plain_ascii(slice value)
{
    unsigned others = 0;
    for (size_t i = 0; i < value.length; i++)
        others |= (unsigned char)(value.at[i] - ' ') > '~' - ' ';
    return others == 0;
}

static bool is_readable(slice value, bool lines, size_t *count, name_fault *out)
{
    if (is_plain_ascii(value)) {
        *count = value.length;
        return true;
    }
    if (!text_is_utf8(value.at, value.length))
        return fault(out, "is geen UTF-8; bewaar een bestand als \"CSV UTF-8\"", "is not UTF-8; save a file as \"CSV UTF-8\"");
    return shows(value, lines, count, out);
}

bool name_is_plain(slice value, size_t most, name_fault *out)
{
    size_t count = 0;
    if (value.length == 0)
        return fault(out, "is leeg", "is empty");
    return is_readable(value, false, &count, out) &&
           (count <= most || fault(out, "is te lang; kort ze in", "is too long; shorten it"));
}

bool note_is_plain(slice value, size_t most, name_fault *out)
{
    size_t count = 0;
    return is_readable(value, true, &count, out) &&
           (value.length <= most || fault(out, "is te lang; kort ze in", "is too long; shorten it"));
}

static bool is_composed(const char *name)
{
    utf8proc_uint8_t *composed = NULL;
    const utf8proc_option_t form_c = (utf8proc_option_t)(UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (utf8proc_map((const utf8proc_uint8_t *)name, 0, &composed, form_c) == UTF8PROC_ERROR_NOMEM)
        abort(); /* as arena_alloc does */
    const bool same = composed && strcmp((const char *)composed, name) == 0;
    free(composed);
    return same;
}

bool name_is_ncname(const char *name, name_fault *out)
{
    size_t count = 0;
    const size_t length = strlen(name);
    if (length > NAME_BYTES || !is_readable((slice){name, length}, false, &count, out) || count > NAME_CHARACTERS ||
        xmlValidateNCName((const xmlChar *)name, 0) != 0)
        return fault(out, "een naam bestaat uit hoogstens 60 letters, cijfers en _ . - en begint met een letter of _",
                     "a name consists of at most 60 letters, digits and _ . - and begins with a letter or _");
    return is_composed(name) || fault(out, "schrijf letters met accenten als een teken (Unicode NFC)",
                                      "write letters with accents as one character (Unicode NFC)");
}
