#include "data/manage/source/xlsx_parts.h"

#include "data/manage/source/zip_xml.h"

#include <stdlib.h>

enum { ROOM = 300, FORMS_MOST = 1000, TEXTS_MOST = 20000000 };

/* --- Sheets --- */

typedef struct relation {
    char id[64], target[ROOM];
} relation;

static status read_relations(const char *path, arena *a, relation *out, size_t *count)
{
    zip_xml x;
    xml_event e = XML_EVENT_OPEN;
    TRY(zip_xml_open(path, "xl/_rels/workbook.xml.rels", a, &x));
    for (*count = 0; e != XML_EVENT_END && *count < SHEETS_MOST;) {
        TRY(zip_xml_next(&x, &e));
        if (e != XML_EVENT_OPEN || !zip_xml_is(&x, "Relationship"))
            continue;
        zip_xml_attribute(&x, "Id", out[*count].id, sizeof out->id);
        zip_xml_attribute(&x, "Target", out[*count].target, sizeof out->target);
        ++*count;
    }
    zip_xml_close(&x);
    return status_ok();
}

/* "worksheets/sheet1.xml" is beside the workbook, "/xl/worksheets/sheet1.xml" begins at the top. */
static const char *entry_of(const relation *r, size_t count, const char *id, arena *a)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(r[i].id, id) == 0)
            return r[i].target[0] == '/' ? arena_strdup(a, r[i].target + 1) : arena_printf(a, "xl/%s", r[i].target);
    return "";
}

static status read_sheets(const char *path, arena *a, xlsx_parts *out)
{
    zip_xml x;
    xml_event e = XML_EVENT_OPEN;
    char room[ROOM];
    size_t count = 0;
    relation *relations = arena_array(a, SHEETS_MOST, sizeof *relations);
    TRY(read_relations(path, a, relations, &count));
    TRY(zip_xml_open(path, "xl/workbook.xml", a, &x));
    while (e != XML_EVENT_END && out->count < SHEETS_MOST) {
        TRY(zip_xml_next(&x, &e));
        if (e == XML_EVENT_OPEN && zip_xml_is(&x, "workbookPr")) {
            zip_xml_attribute(&x, "date1904", room, sizeof room);
            out->from_1904 = strcmp(room, "1") == 0 || strcmp(room, "true") == 0;
        } else if (e == XML_EVENT_OPEN && zip_xml_is(&x, "sheet")) {
            out->names[out->count] = arena_strdup(a, zip_xml_attribute(&x, "name", room, sizeof room));
            out->entries[out->count++] = entry_of(relations, count, zip_xml_attribute(&x, "r:id", room, sizeof room), a);
        }
    }
    zip_xml_close(&x);
    return status_ok();
}

/* --- Styles --- */

bool xlsx_is_date_form(const char *form)
{
    for (const char *c = form; *c; c++) {
        const char *end = *c == '"' ? strchr(c + 1, '"') : *c == '[' ? strchr(c, ']') : *c == '\\' && c[1] ? c + 1 : c;
        if (!end)
            return false;
        if (end == c && strchr("dDmMyYhHsSjJ", *c))
            return true;
        c = end;
    }
    return false;
}

/* §18.8.30 */
static bool is_built_in_date(int64_t id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

typedef struct forms {
    int64_t dates[FORMS_MOST]; /* numbers of forms of dates */
    size_t count;
    bool in_cells; /* inside cellXfs */
} forms;

static void take_form(const zip_xml *x, forms *f)
{
    char room[ROOM];
    if (f->count < FORMS_MOST && xlsx_is_date_form(zip_xml_attribute(x, "formatCode", room, sizeof room)))
        f->dates[f->count++] = zip_xml_number(x, "numFmtId", -1);
}

static void take_style(const zip_xml *x, const forms *f, arena *a, xlsx_parts *out)
{
    const int64_t id = zip_xml_number(x, "numFmtId", 0);
    bool date = is_built_in_date(id);
    for (size_t i = 0; i < f->count; i++)
        date = date || f->dates[i] == id;
    if (out->style_count == out->style_room)
        out->dates = arena_grow(a, out->dates, &out->style_room, out->style_count + 1, sizeof *out->dates);
    out->dates[out->style_count++] = date;
}

static status read_styles(const char *path, arena *a, xlsx_parts *out)
{
    zip_xml x;
    xml_event e = XML_EVENT_OPEN;
    forms *f = arena_alloc(a, sizeof *f);
    const status opened = zip_xml_open(path, "xl/styles.xml", a, &x);
    if (opened.code == ST_NOT_FOUND)
        return status_ok();
    TRY(opened);
    while (e != XML_EVENT_END) {
        TRY(zip_xml_next(&x, &e));
        if (e == XML_EVENT_OPEN && zip_xml_is(&x, "numFmt"))
            take_form(&x, f);
        else if (e == XML_EVENT_OPEN && f->in_cells && zip_xml_is(&x, "xf"))
            take_style(&x, f, a, out);
        else if (e != XML_EVENT_TEXT && zip_xml_is(&x, "cellXfs"))
            f->in_cells = e == XML_EVENT_OPEN;
    }
    zip_xml_close(&x);
    return status_ok();
}

/* --- Texts --- */

static int hex(const char *at)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        const char c = at[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0)
            return -1;
        value = 16 * value + digit;
    }
    return value;
}

/* Three bytes at most, fewer than the seven that stood there. A half of a pair stays as it is written. */
static size_t put_character(char *to, int code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    to[0] = (char)(0xE0 | code >> 12);
    to[1] = (char)(0x80 | (code >> 6 & 0x3F));
    to[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

size_t xlsx_unescape(char *chars, size_t length)
{
    size_t to = 0;
    for (size_t i = 0; i < length;) {
        const bool escaped = length - i >= 7 && chars[i] == '_' && chars[i + 1] == 'x' && chars[i + 6] == '_';
        const int code = escaped ? hex(chars + i + 2) : -1;
        if (code > 0 && (code < 0xD800 || code > 0xDFFF)) {
            to += put_character(chars + to, code);
            i += 7;
        } else {
            chars[to++] = chars[i++];
        }
    }
    return to;
}

static void keep_text(text *gathered, arena *a, xlsx_parts *out)
{
    if (out->text_count == out->text_room)
        out->texts = arena_grow(a, out->texts, &out->text_room, out->text_count + 1, sizeof *out->texts);
    const size_t length = gathered->length ? xlsx_unescape(gathered->chars, gathered->length) : 0;
    out->texts[out->text_count++] = (slice){arena_strndup(a, length ? gathered->chars : "", length), length};
    gathered->length = 0;
}

/* A text may be in runs of different letters (<r><t>); how a name is pronounced (<rPh>) is not part of it. */
static status read_texts(const char *path, arena *a, xlsx_parts *out)
{
    zip_xml x;
    xml_event e = XML_EVENT_OPEN;
    bool in_text = false, aside = false;
    text gathered = text_new(a);
    const status opened = zip_xml_open(path, "xl/sharedStrings.xml", a, &x);
    if (opened.code == ST_NOT_FOUND)
        return status_ok();
    TRY(opened);
    while (e != XML_EVENT_END && out->text_count < TEXTS_MOST) {
        TRY(zip_xml_next(&x, &e));
        if (e == XML_EVENT_TEXT && in_text && !aside)
            text_add(&gathered, zip_xml_text(&x));
        else if (e != XML_EVENT_TEXT && zip_xml_is(&x, "t"))
            in_text = e == XML_EVENT_OPEN;
        else if (e != XML_EVENT_TEXT && zip_xml_is(&x, "rPh"))
            aside = e == XML_EVENT_OPEN;
        else if (e == XML_EVENT_CLOSE && zip_xml_is(&x, "si"))
            keep_text(&gathered, a, out);
    }
    zip_xml_close(&x);
    return status_ok();
}

status xlsx_parts_read(const char *path, arena *a, xlsx_parts *out)
{
    *out = (xlsx_parts){0};
    TRY(read_sheets(path, a, out));
    TRY(read_styles(path, a, out));
    return read_texts(path, a, out);
}
