#include "base/formula.h"
#include "base/text.h"
#include "data/manage/marked.h"

#include <xlsxwriter.h>

enum { WIDTH = 16, FAULT_WIDTH = 60, ROWS_MOST = 1048576 };

typedef struct book {
    lxw_workbook *workbook;
    lxw_worksheet *rows;
    lxw_format *plain, *red, *head;
    arena *arena;
    lxw_row_t row;
} book;

/* What a clerk needs to know, in the order in which it is done. */
static const char *const words[] = {
    "Dit bestand kon niet geladen worden: in sommige rijen staat een fout.",
    "",
    "1. Kijk op het blad Rijen. Het zijn uw rijen, in uw volgorde. Een rode cel is fout.",
    "2. De kolom fout zegt wat er mis is, en fout_kolom in welke kolom. Filter op fout om alleen de foute rijen te zien.",
    "3. Verbeter de rode cellen. U mag de kolommen fout en fout_kolom laten staan.",
    "4. Bewaar het bestand en laad het opnieuw met 'risicolaag import BESTAND'.",
    "",
    "Alles of niets: zolang er een fout is, verandert er niets.",
    "Alle cellen zijn tekst: zo maakt Excel van 3.4 geen datum, en blijft 1860-05-01 wat het is. Verander de opmaak niet.",
    "Schrijf een datum als JJJJ-MM-DD, zoals 1987-03-02.",
};

static status could_not(lxw_error why, uint64_t number)
{
    if (why == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
        return FAIL(BAD_INPUT, "marked", "een tekst van rij %llu past niet in een cel van Excel (32767 tekens); kies een .csv",
                    "a text of row %llu does not fit in a cell of Excel (32767 characters); choose a .csv",
                    (unsigned long long)number);
    return FAIL(BAD_INPUT, "marked", "het Excel-bestand kan niet geschreven worden (%s)%.0llu",
                "the Excel file cannot be written (%s)%.0llu", lxw_strerror(why), (unsigned long long)number);
}

/* ECMA-376 §22.9.2.19: what looks like an escape is written as one of its own first sign. libxlsxwriter escapes control
 * characters alone. */
static const char *escaped(const book *b, const char *chars)
{
    text t = text_new(b->arena);
    const char *from = chars;
    for (const char *c = strstr(chars, "_x"); c; c = strstr(c + 1, "_x")) {
        if (strspn(c + 2, "0123456789abcdefABCDEF") < 4 || c[6] != '_')
            continue;
        text_add_bytes(&t, from, (size_t)(c - from));
        text_add(&t, "_x005F");
        from = c;
    }
    if (t.length == 0)
        return chars;
    text_add(&t, from);
    return t.chars;
}

/* A text that looks guarded gets one more, as in CSV: the import takes one off. Any other text is no formula in a cell. */
static const char *cell_text(const book *b, slice value)
{
    const char *guard = formula_is_guarded(value.at, value.length) ? "'" : "";
    const char *chars = arena_printf(b->arena, "%s%.*s", guard, (int)value.length, value.at);
    return escaped(b, text_whole(chars, strlen(chars), b->arena));
}

static status put(const book *b, lxw_col_t column, slice value, lxw_format *format, uint64_t number)
{
    const lxw_error put = value.length ? worksheet_write_string(b->rows, b->row, column, cell_text(b, value), format)
                                       : worksheet_write_blank(b->rows, b->row, column, format);
    return put == LXW_NO_ERROR ? status_ok() : could_not(put, number);
}

static void begin_rows(book *b, size_t count)
{
    const lxw_col_t last = (lxw_col_t)(count - 1);
    worksheet_set_column(b->rows, 0, last, WIDTH, b->plain);
    worksheet_set_column(b->rows, (lxw_col_t)(last + 1), (lxw_col_t)(last + 2), FAULT_WIDTH, b->plain);
    worksheet_freeze_panes(b->rows, 1, 0);
}

static status write_row(void *context, const marked_row *r)
{
    book *b = context;
    const bool head = b->row == 0;
    lxw_col_t column = 0;
    if (b->row == ROWS_MOST)
        return FAIL(BAD_INPUT, "marked", "een blad van Excel heeft hoogstens %d rijen; kies een .csv",
                    "a sheet of Excel has at most %d rows; choose a .csv", ROWS_MOST);
    if (head)
        begin_rows(b, r->count);
    for (size_t i = 0; i < r->count; i++)
        TRY(put(b, column++, r->fields[i], head ? b->head : r->wrong[i] ? b->red : b->plain, r->number));
    TRY(put(b, column++, r->fault, head ? b->head : r->fault.length ? b->red : b->plain, r->number));
    TRY(put(b, column++, r->where, head ? b->head : b->plain, r->number));
    for (size_t i = 0; i < r->surplus_count; i++)
        TRY(put(b, column++, r->surplus[i], b->red, r->number));
    b->row++;
    arena_reset(b->arena);
    return status_ok();
}

static lxw_format *text_format(lxw_workbook *w)
{
    lxw_format *f = workbook_add_format(w);
    if (f)
        format_set_num_format(f, "@");
    return f;
}

static bool make_formats(book *b)
{
    b->plain = text_format(b->workbook);
    b->red = text_format(b->workbook);
    b->head = text_format(b->workbook);
    if (!b->plain || !b->red || !b->head)
        return false;
    format_set_bg_color(b->red, 0xFFC7CE);
    format_set_font_color(b->red, 0x9C0006);
    format_set_bold(b->head);
    return true;
}

static status fill(book *b, const marked *m)
{
    lxw_worksheet *first = workbook_add_worksheet(b->workbook, "Uitleg");
    b->rows = workbook_add_worksheet(b->workbook, "Rijen");
    if (!first || !b->rows || !make_formats(b))
        return could_not(LXW_ERROR_MEMORY_MALLOC_FAILED, 0);
    worksheet_set_column(first, 0, 0, 2 * FAULT_WIDTH, NULL);
    for (lxw_row_t i = 0; i < sizeof words / sizeof *words; i++)
        worksheet_write_string(first, i, 0, words[i], i == 0 ? b->head : NULL);
    return marked_each(m, write_row, b);
}

status marked_write_xlsx(const marked *m, const char *path)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_TRUE};
    book b = {.workbook = workbook_new_opt(path, &options), .arena = arena_new()};
    status done = b.workbook ? fill(&b, m) : could_not(LXW_ERROR_MEMORY_MALLOC_FAILED, 0);
    const lxw_error closed = b.workbook ? workbook_close(b.workbook) : LXW_NO_ERROR;
    if (done.code == ST_OK && closed != LXW_NO_ERROR)
        done = could_not(closed, 0);
    arena_free(b.arena);
    return done;
}
