#include "data/manage/csv_form.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { TITLE_LINES = 10 };

static bool begins(const char *head, size_t length, const char *with, size_t count)
{
    return length >= count && memcmp(head, with, count) == 0;
}

static size_t count_of(const char *chars, size_t length, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += chars[i] == c;
    return count;
}

/* .xlsx and .ods are ZIP archives (PKWARE APPNOTE 4.3.7); .xls is a compound file (MS-CFB 2.2). */
static status refuse_workbook(const char *head, size_t length)
{
    const bool old = begins(head, length, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    if (!old && !begins(head, length, "PK\x03\x04", 4))
        return status_ok();
    return FAIL(BAD_INPUT, "",
                "dit is een Excel-werkmap of een ander rekenblad, geen CSV; kies in Excel Opslaan als › \"CSV UTF-8 (gescheiden "
                "door lijstscheidingsteken)\"",
                "this is an Excel workbook or another spreadsheet, not CSV; in Excel choose Save As › \"CSV UTF-8\"");
}

/* Recognised by its byte order mark, or because every second byte of plain letters is zero; of UTF-32 three in four are. */
static status refuse_wide(const char *head, size_t length)
{
    const bool mark = begins(head, length, "\xFF\xFE", 2) || begins(head, length, "\xFE\xFF", 2);
    const size_t zeros = count_of(head, length, '\0');
    if (begins(head, length, "\xFF\xFE\0\0", 4) || begins(head, length, "\0\0\xFE\xFF", 4) || zeros > length / 3 * 2)
        return FAIL(BAD_INPUT, "", "het bestand is UTF-32; bewaar het als \"CSV UTF-8\"",
                    "the file is UTF-32; save it as \"CSV UTF-8\"");
    if (mark || zeros > length / 4)
        return FAIL(BAD_INPUT, "", "het bestand is UTF-16; bewaar het als \"CSV UTF-8\"",
                    "the file is UTF-16; save it as \"CSV UTF-8\"");
    if (zeros > 0)
        return FAIL(BAD_INPUT, "",
                    "het bestand bevat NUL-bytes, dus het is beschadigd of geen tekst; bewaar het opnieuw als \"CSV UTF-8\"",
                    "the file contains NUL bytes, so it is damaged or not text; save it anew as \"CSV UTF-8\"");
    return status_ok();
}

static status refuse_line_ends(const char *head, size_t length)
{
    if (!memchr(head, '\r', length) || memchr(head, '\n', length))
        return status_ok();
    return FAIL(BAD_INPUT, "", "de regels eindigen op een enkele CR (oud Mac-formaat); bewaar het bestand als \"CSV UTF-8\"",
                "the lines end in a single CR (old Mac format); save the file as \"CSV UTF-8\"");
}

static status refuse_separator(const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, "",
                "het scheidingsteken is %s%.0s, het moet een puntkomma zijn; kies de puntkomma bij het bewaren, of als "
                "lijstscheidingsteken van Windows",
                "the separator is %.0s%s, it must be a semicolon; choose it when saving, or as the list separator of Windows", nl,
                en);
}

static size_t line_length(const char *line, size_t length)
{
    const char *end = memchr(line, '\n', length);
    const size_t whole = end ? (size_t)(end - line) : length;
    return whole > 0 && line[whole - 1] == '\r' ? whole - 1 : whole;
}

/* Rows with semicolons below a line without any: that line is not a row, but a title that somebody put above them. */
static bool has_semicolons_below(const char *head, size_t length)
{
    const char *line = head, *const end = head + length;
    for (int i = 0; i < TITLE_LINES && line < end; i++) {
        const size_t whole = line_length(line, (size_t)(end - line)), most = count_of(line, whole, ';');
        if (most > count_of(line, whole, ',') && most > count_of(line, whole, '\t') && most > count_of(line, whole, '|'))
            return true;
        const char *next = memchr(line, '\n', (size_t)(end - line));
        line = next ? next + 1 : end;
    }
    return false;
}

/* first: how long the first line is. */
static status check_separator(const char *head, size_t first, size_t length)
{
    const size_t commas = count_of(head, first, ','), tabs = count_of(head, first, '\t'), bars = count_of(head, first, '|');
    if (count_of(head, first, ';') > 0 || commas + tabs + bars == 0 || has_semicolons_below(head, length))
        return status_ok();
    if (tabs >= commas && tabs >= bars)
        return refuse_separator("een tab", "a tab");
    return commas >= bars ? refuse_separator("een komma", "a comma") : refuse_separator("een verticale streep", "a vertical bar");
}

/* "sep=;" with or without quotes, and with as many separators as a spreadsheet has columns; the separator that it names, 0 when
 * it is another line. */
static char named_separator(const char *line, size_t length)
{
    const size_t quote = length > 0 && line[0] == '"';
    if (length < 5 + quote || strncasecmp(line + quote, "sep=", 4) != 0)
        return 0;
    const char *rest = line + quote + 4;
    const char named = *rest == '"' && length > 6 ? rest[1] : *rest; /* "sep=";;;: a cell with sep= in it */
    for (; rest < line + length; rest++)
        if (*rest != named && *rest != '"' && *rest != ' ')
            return 0;
    return named;
}

status csv_form(const char *head, size_t length, size_t *skip, uint64_t *lines)
{
    TRY(refuse_workbook(head, length));
    TRY(refuse_wide(head, length));
    TRY(refuse_line_ends(head, length));
    size_t mark = 0; /* each program that opens and saves the file may add another */
    while (begins(head + mark, length - mark, "\xEF\xBB\xBF", 3))
        mark += 3;
    const size_t first = line_length(head + mark, length - mark);
    const char named = named_separator(head + mark, first);
    TRY(named == ';' ? status_ok() : check_separator(head + mark, first, named ? first : length - mark));
    const char *next = named == ';' ? memchr(head + mark, '\n', length - mark) : NULL;
    *skip = next ? (size_t)(next - head) + 1 : named == ';' ? length : mark;
    *lines = next ? 1 : 0;
    return status_ok();
}

/* Bytes at the end that may be the beginning of a character: at most 3. */
static size_t unfinished(const char *chars, size_t length)
{
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        const unsigned char c = (unsigned char)chars[length - back];
        if ((c & 0xC0U) == 0xC0U)
            return back < (c >= 0xF0U ? 4U : c >= 0xE0U ? 3U : 2U) ? back : 0;
        if ((c & 0xC0U) != 0x80U)
            return 0;
    }
    return 0;
}

/* The first byte of `chars` (NUL after the last one) that is not UTF-8; counts the lines before it. */
static const char *bad_byte(const char *chars, size_t length, uint64_t *line)
{
    for (const char *c = chars; c < chars + length;) {
        const size_t n = text_character(c);
        if (n == 0)
            return c;
        *line += *c == '\n';
        c += n;
    }
    return NULL;
}

bool csv_find_bad_byte(const char *path, uint64_t *line, unsigned char *byte)
{
    static const size_t room = CSV_HEAD;
    char block[CSV_HEAD + 1];
    FILE *file = fopen(path, "rb");
    const char *bad = NULL;
    size_t kept = 0;
    for (*line = 1; file && !bad;) {
        const size_t had = fread(block + kept, 1, room - kept, file), length = kept + had;
        const size_t rest = had > 0 ? unfinished(block, length) : 0;
        block[length] = '\0';
        bad = bad_byte(block, length - rest, line);
        memmove(block, block + length - rest, bad ? 0 : rest);
        kept = rest;
        if (had == 0)
            break;
    }
    if (file)
        fclose(file);
    *byte = bad ? (unsigned char)*bad : 0;
    return bad != NULL;
}
