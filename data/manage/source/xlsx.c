#include "base/calendar.h"
#include "base/digits.h"
#include "data/manage/source/xlsx_parts.h"
#include "data/manage/source/zip_xml.h"

#include <math.h>

enum { TYPE_ROOM = 16, COLUMNS_MOST = 16384 };
/* §18.17.4: day 60 is 29 February 1900, which never was; from day 61 on the count is right. */
static const double DAY_FIRST = 61, DAY_LAST = 2958465;

typedef struct xlsx {
    const char *path;
    arena *arena;
    xlsx_parts parts;
    text chars; /* of the cell */
    sheet_sink *to;
    bool gathers, formula, any;
    char type[TYPE_ROOM];
    int64_t style;
    size_t column;
    uint64_t row;
} xlsx;

/* "D7" → 3; the next one when it does not say. */
static size_t column_of(const char *address, size_t otherwise)
{
    size_t column = 0;
    const char *c = address;
    for (; *c >= 'A' && *c <= 'Z' && column <= COLUMNS_MOST; c++)
        column = 26 * column + (size_t)(*c - 'A' + 1);
    return column == 0 || column > COLUMNS_MOST ? otherwise : column - 1;
}

static status put(xlsx *x, slice chars, cell_kind kind)
{
    if (chars.length == 0)
        return status_ok();
    x->any = true;
    return x->to->cell(x->to->context, x->column, chars, kind);
}

static status put_date(xlsx *x, double serial)
{
    char words[DIGITS_DECIMAL_ROOM];
    const double day = floor(serial) + (x->parts.from_1904 ? 1462 : 0);
    if (day < DAY_FIRST || day > DAY_LAST)
        return put(x, (slice){words, (size_t)(digits_decimal(words, serial) - words)}, CELL_DATE);
    calendar_date(calendar_day(1899, 12, 30) + (int64_t)day, words);
    return put(x, slice_of(words), CELL_DATE);
}

static status put_number(xlsx *x)
{
    char digits[DIGITS_DECIMAL_ROOM];
    double number = 0;
    if (!text_to_double(x->chars.chars, &number))
        return put(x, (slice){x->chars.chars, x->chars.length}, CELL_ERROR);
    if (x->style >= 0 && (size_t)x->style < x->parts.style_count && x->parts.dates[x->style])
        return put_date(x, number);
    return put(x, (slice){digits, (size_t)(digits_decimal(digits, number) - digits)}, CELL_NUMBER);
}

static status put_shared(xlsx *x)
{
    int64_t index = 0;
    if (!text_to_int64(x->chars.chars, &index) || index < 0 || (size_t)index >= x->parts.text_count)
        return FAIL(BAD_INPUT, "", "de werkmap is beschadigd; open ze en bewaar ze opnieuw",
                    "the workbook is damaged; open it and save it anew");
    return put(x, x->parts.texts[index], CELL_TEXT);
}

static status end_cell(xlsx *x)
{
    if (x->chars.length == 0)
        return status_ok();
    if (strcmp(x->type, "s") == 0)
        return put_shared(x);
    if (strcmp(x->type, "b") == 0)
        return put(x, slice_of(strcmp(x->chars.chars, "0") == 0 ? "nee" : "ja"), CELL_TEXT);
    if (strcmp(x->type, "e") == 0)
        return put(x, (slice){x->chars.chars, x->chars.length}, CELL_ERROR);
    if (strcmp(x->type, "d") == 0)
        return put(x, (slice){x->chars.chars, x->chars.length < 10 ? x->chars.length : 10}, CELL_DATE);
    if (strcmp(x->type, "inlineStr") == 0 || strcmp(x->type, "str") == 0) {
        x->chars.length = xlsx_unescape(x->chars.chars, x->chars.length);
        return put(x, (slice){x->chars.chars, x->chars.length}, CELL_TEXT);
    }
    return put_number(x);
}

static void begin_cell(xlsx *x, const zip_xml *from)
{
    char address[TYPE_ROOM];
    x->column = column_of(zip_xml_attribute(from, "r", address, sizeof address), x->column + 1);
    zip_xml_attribute(from, "t", x->type, sizeof x->type);
    x->style = zip_xml_number(from, "s", -1);
    x->chars.length = 0;
    if (x->chars.chars)
        x->chars.chars[0] = '\0';
}

static status begin_row(xlsx *x, const zip_xml *from)
{
    x->row = (uint64_t)zip_xml_number(from, "r", (int64_t)x->row + 1);
    x->column = SIZE_MAX; /* the first cell is 0 */
    x->any = false;
    return x->row <= SHEET_ROWS_MOST
               ? status_ok()
               : FAIL(BAD_INPUT, "", "het blad heeft meer dan %d rijen", "the sheet has more than %d rows", SHEET_ROWS_MOST);
}

static status take(xlsx *x, const zip_xml *from, xml_event e)
{
    if (e == XML_EVENT_TEXT) {
        if (x->gathers)
            text_add(&x->chars, zip_xml_text(from));
        return status_ok();
    }
    const bool opens = e == XML_EVENT_OPEN;
    if (zip_xml_is(from, "v") || zip_xml_is(from, "t"))
        x->gathers = opens;
    else if (zip_xml_is(from, "c") && opens)
        begin_cell(x, from);
    else if (zip_xml_is(from, "c"))
        return end_cell(x);
    else if (zip_xml_is(from, "row") && opens)
        return begin_row(x, from);
    else if (zip_xml_is(from, "row") && x->any)
        return x->to->row(x->to->context, x->row);
    return status_ok();
}

static status rows(void *self, size_t sheet, sheet_sink *to)
{
    xlsx *x = self;
    zip_xml from;
    xml_event e = XML_EVENT_OPEN;
    TRY(zip_xml_open(x->path, x->parts.entries[sheet], x->arena, &from));
    x->to = to;
    x->row = 0;
    x->gathers = false;
    while (e != XML_EVENT_END && !to->enough) {
        TRY(zip_xml_next(&from, &e));
        if (e != XML_EVENT_END)
            TRY(take(x, &from, e));
    }
    zip_xml_close(&from);
    return status_ok();
}

status xlsx_open(const char *path, arena *a, sheet_book *out)
{
    xlsx *x = arena_alloc(a, sizeof *x);
    *x = (xlsx){.path = path, .arena = a, .chars = text_new(a)};
    TRY(xlsx_parts_read(path, a, &x->parts));
    *out = (sheet_book){.count = x->parts.count, .self = x, .rows = rows};
    memcpy(out->names, x->parts.names, sizeof out->names);
    return status_ok();
}
