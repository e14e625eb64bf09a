#include "base/digits.h"
#include "data/manage/source/sheet_book.h"
#include "data/manage/source/zip_xml.h"

enum { TYPE_ROOM = 24, VALUE_ROOM = 64, NAME_ROOM = 128 };

/* A few bytes can ask for billions: blanks, cells and rows are repeated by a number. No spreadsheet has so many in one cell, and
 * a row of an import is never so large. */
enum { BLANKS_MOST = 65536, REPEATED_MOST = 64 * 1024 * 1024 };

typedef struct ods {
    const char *path;
    arena *arena;
    sheet_sink *to;
    text chars;           /* of the cell */
    text cells;           /* of the row: a repeated row gives them again */
    size_t skip;          /* depth inside what is no text of the cell: a remark */
    size_t wanted, sheet; /* of the sheets: which one, and where the reading is */
    uint64_t repeated;    /* bytes of rows given again */
    bool inside, in_text, blank, any;
    char type[TYPE_ROOM], value[VALUE_ROOM];
    int64_t repeat, row_repeat;
    size_t column, paragraphs;
    uint64_t row;
} ods;

/* What a row keeps of a cell, before its text. */
typedef struct kept_cell {
    size_t column, length;
    cell_kind kind;
} kept_cell;

/* §6.1.2: blanks together are one, and none at the start of a paragraph; text:s says how many more there are. */
static void add_collapsed(ods *o, const char *chars)
{
    for (; *chars; chars++) {
        const bool blank = *chars == ' ' || *chars == '\t' || *chars == '\n' || *chars == '\r';
        if (!blank)
            text_add_bytes(&o->chars, chars, 1);
        else if (!o->blank)
            text_add(&o->chars, " ");
        o->blank = blank;
    }
}

static status too_large(const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, "", "het blad zegt dat er %s%.0s; zo'n blad wordt niet gelezen",
                "the sheet says to have %.0s%s; it is not read", nl, en);
}

static void keep(ods *o, size_t column, slice chars, cell_kind kind)
{
    const kept_cell cell = {column, chars.length, kind};
    text_add_bytes(&o->cells, (const char *)&cell, sizeof cell);
    text_add_bytes(&o->cells, chars.at, chars.length);
    o->any = true;
}

static bool is_number(const ods *o)
{
    return strcmp(o->type, "float") == 0 || strcmp(o->type, "percentage") == 0 || strcmp(o->type, "currency") == 0 ||
           strcmp(o->type, "time") == 0;
}

static void keep_value(ods *o, size_t column)
{
    char digits[DIGITS_DECIMAL_ROOM];
    double number = 0;
    if (is_number(o) && text_to_double(o->value, &number))
        keep(o, column, (slice){digits, (size_t)(digits_decimal(digits, number) - digits)}, CELL_NUMBER);
    else if (is_number(o))
        keep(o, column, slice_of(*o->value ? o->value : "?"), CELL_NUMBER);
    else if (strcmp(o->type, "date") == 0)
        keep(o, column, *o->value ? (slice){o->value, strnlen(o->value, 10)} : slice_of("?"), CELL_DATE);
    else if (strcmp(o->type, "boolean") == 0)
        keep(o, column, slice_of(strcmp(o->value, "true") == 0 ? "ja" : "nee"), CELL_TEXT);
    else if (o->chars.length > 0)
        keep(o, column, (slice){o->chars.chars, o->chars.length}, CELL_TEXT);
}

/* A spreadsheet repeats an empty cell to the edge of the sheet; of others there are no more than columns that count. */
static status end_cell(ods *o)
{
    const bool empty = o->chars.length == 0 && (o->type[0] == '\0' || strcmp(o->type, "string") == 0);
    const int64_t most = empty ? 0 : o->repeat <= CSV_FIELDS_MAX ? o->repeat : CSV_FIELDS_MAX + 1;
    for (int64_t i = 0; i < most; i++) {
        keep_value(o, o->column + (size_t)i);
        if (o->cells.length > CSV_RECORD_MAX)
            return too_large("meer dan 16 MB in een rij staat", "more than 16 MB in a row");
    }
    o->column += (size_t)o->repeat;
    return status_ok();
}

static void begin_cell(ods *o, const zip_xml *x)
{
    static const char *const values[] = {"office:value", "office:date-value", "office:boolean-value", "office:time-value"};
    zip_xml_attribute(x, "office:value-type", o->type, sizeof o->type);
    o->value[0] = '\0';
    for (size_t i = 0; i < sizeof values / sizeof *values && !o->value[0]; i++)
        zip_xml_attribute(x, values[i], o->value, sizeof o->value);
    o->repeat = zip_xml_number(x, "table:number-columns-repeated", 1);
    o->repeat = o->repeat > SHEET_ROWS_MOST ? SHEET_ROWS_MOST : o->repeat;
    o->chars.length = o->paragraphs = 0;
}

static status give_row(ods *o)
{
    kept_cell cell;
    for (size_t at = 0; at < o->cells.length; at += sizeof cell + cell.length) {
        memcpy(&cell, o->cells.chars + at, sizeof cell);
        TRY(o->to->cell(o->to->context, cell.column, (slice){o->cells.chars + at + sizeof cell, cell.length}, cell.kind));
    }
    return o->to->row(o->to->context, o->row);
}

static status end_row(ods *o)
{
    if (!o->any) {
        o->row += (uint64_t)o->row_repeat;
        return status_ok();
    }
    o->repeated += (uint64_t)(o->row_repeat - (o->row_repeat > 0)) * o->cells.length;
    if (o->repeated > REPEATED_MOST)
        return too_large("dezelfde rij heel vaak achter elkaar staat", "the same row very many times");
    for (int64_t i = 0; i < o->row_repeat && !o->to->enough; i++) {
        if (++o->row > SHEET_ROWS_MOST)
            return FAIL(BAD_INPUT, "", "het blad heeft meer dan %d rijen", "the sheet has more than %d rows", SHEET_ROWS_MOST);
        TRY(give_row(o));
    }
    return status_ok();
}

static void begin_row(ods *o, const zip_xml *x)
{
    o->row_repeat = zip_xml_number(x, "table:number-rows-repeated", 1);
    o->row_repeat = o->row_repeat > SHEET_ROWS_MOST ? SHEET_ROWS_MOST : o->row_repeat;
    o->column = o->cells.length = 0;
    o->any = false;
}

static status add_blanks(ods *o, int64_t count)
{
    if (count > BLANKS_MOST)
        return too_large("heel veel spaties achter elkaar in een cel staan", "very many blanks in one cell");
    for (; count > 0; count--)
        text_add(&o->chars, " ");
    o->blank = true;
    return status_ok();
}

static status take_text_element(ods *o, const zip_xml *x, bool opens)
{
    if (zip_xml_is(x, "p")) {
        if (opens && o->paragraphs++ > 0)
            text_add(&o->chars, "\n");
        o->in_text = opens;
        o->blank = true;
    } else if (opens && zip_xml_is(x, "s")) {
        TRY(add_blanks(o, zip_xml_number(x, "text:c", 1)));
    } else if (opens && (zip_xml_is(x, "tab") || zip_xml_is(x, "line-break"))) {
        text_add(&o->chars, zip_xml_is(x, "tab") ? "\t" : "\n");
        o->blank = true;
    }
    return o->chars.length <= CSV_RECORD_MAX ? status_ok()
                                             : too_large("meer dan 16 MB in een cel staat", "more than 16 MB in a cell");
}

static status take_element(ods *o, const zip_xml *x, bool opens)
{
    if (o->skip > 0 || zip_xml_is(x, "annotation")) {
        o->skip += opens ? 1 : 0;
        o->skip -= opens ? 0 : 1;
    } else if (zip_xml_is(x, "table-cell") || zip_xml_is(x, "covered-table-cell")) {
        if (!opens)
            return end_cell(o);
        begin_cell(o, x);
    } else if (zip_xml_is(x, "table-row")) {
        if (!opens)
            return end_row(o);
        begin_row(o, x);
    } else {
        return take_text_element(o, x, opens);
    }
    return status_ok();
}

static status take(ods *o, const zip_xml *x, xml_event e)
{
    if (e == XML_EVENT_TEXT) {
        if (o->inside && o->in_text && o->skip == 0)
            add_collapsed(o, zip_xml_text(x));
        return status_ok();
    }
    if (zip_xml_is(x, "table")) {
        o->inside = e == XML_EVENT_OPEN && o->sheet == o->wanted;
        o->sheet += e == XML_EVENT_OPEN;
        return status_ok();
    }
    return o->inside ? take_element(o, x, e == XML_EVENT_OPEN) : status_ok();
}

static status rows(void *self, size_t sheet, sheet_sink *to)
{
    ods *o = self;
    zip_xml x;
    xml_event e = XML_EVENT_OPEN;
    TRY(zip_xml_open(o->path, "content.xml", o->arena, &x));
    *o = (ods){.path = o->path, .arena = o->arena, .to = to, .chars = o->chars, .cells = o->cells, .wanted = sheet};
    while (e != XML_EVENT_END && !to->enough) {
        TRY(zip_xml_next(&x, &e));
        if (e != XML_EVENT_END)
            TRY(take(o, &x, e));
    }
    zip_xml_close(&x);
    return status_ok();
}

status ods_open(const char *path, arena *a, sheet_book *out)
{
    zip_xml x;
    xml_event e = XML_EVENT_OPEN;
    char name[NAME_ROOM];
    ods *o = arena_alloc(a, sizeof *o);
    *o = (ods){.path = path, .arena = a, .chars = text_new(a), .cells = text_new(a)};
    *out = (sheet_book){.self = o, .rows = rows};
    TRY(zip_xml_open(path, "content.xml", a, &x));
    while (e != XML_EVENT_END && out->count < SHEETS_MOST) {
        TRY(zip_xml_next(&x, &e));
        if (e == XML_EVENT_OPEN && zip_xml_is(&x, "table"))
            out->names[out->count++] = arena_strdup(a, zip_xml_attribute(&x, "table:name", name, sizeof name));
    }
    zip_xml_close(&x);
    return status_ok();
}
