#include "data/manage/csv_header.h"
#include "data/manage/source/convert.h"
#include "data/manage/source/sheet_book.h"

enum { NAMES_SHOWN = 8 };

typedef struct copying {
    const convert_request *request;
    spool_writer *to;
    sheet_sink *sink;
    size_t next, names; /* the column that comes next; cells that hold a name */
} copying;

/* --- Which sheet --- */

static status count_name(void *context, size_t column, slice chars, cell_kind kind)
{
    copying *c = context;
    (void)column, (void)kind;
    for (size_t i = 0; i < c->request->name_count; i++)
        c->names += csv_is_name(chars, c->request->names[i]);
    return status_ok();
}

static status only_one_row(void *context, uint64_t number)
{
    copying *c = context;
    (void)number;
    c->sink->enough = true;
    return status_ok();
}

static status list_sheets(const sheet_book *b, const char *wanted, arena *a)
{
    text names = text_new(a);
    for (size_t i = 0; i < b->count && i < NAMES_SHOWN; i++)
        text_addf(&names, "%s%.31s", i ? ", " : "", b->names[i]);
    return wanted ? FAIL(BAD_INPUT, "", "de werkmap heeft geen blad %.60s; ze heeft %s",
                         "the workbook has no sheet %.60s; it has %s", wanted, names.chars)
                  : FAIL(BAD_INPUT, "",
                         "geen blad van de werkmap heeft de namen van de kolommen in zijn eerste rij; noem het met --layer: %s",
                         "no sheet of the workbook has the names of the columns in its first row; name it with --layer: %s",
                         names.chars);
}

/* The one that is asked for; else the first whose first row names columns; else the only one. */
static status choose(const convert_request *r, const sheet_book *b, arena *a, size_t *out)
{
    for (size_t i = 0; i < b->count; i++) {
        sheet_sink sink = {.cell = count_name, .row = only_one_row};
        copying c = {.request = r, .sink = &sink};
        sink.context = &c;
        *out = i;
        if (r->layer && text_equal_nocase(b->names[i], r->layer))
            return status_ok();
        if (!r->layer)
            TRY(b->rows(b->self, i, &sink));
        if (c.names > 1)
            return status_ok();
    }
    return b->count == 1 && !r->layer ? status_ok() : list_sheets(b, r->layer, a);
}

/* --- Its rows --- */

static status copy_cell(void *context, size_t column, slice chars, cell_kind kind)
{
    copying *c = context;
    if (c->next == 0)
        spool_row(c->to, 0);
    while (c->next < column && c->next < CSV_FIELDS_MAX) {
        spool_field(c->to, slice_of(""), CELL_TEXT);
        c->next++;
    }
    spool_field(c->to, chars, kind);
    c->next = column + 1;
    return status_ok();
}

static status end_row(void *context, uint64_t number)
{
    copying *c = context;
    c->to->number = number;
    c->next = 0;
    return spool_row_end(c->to);
}

status convert_sheet(const convert_request *r, spool_writer *to, convert_said *said, arena *a)
{
    sheet_book book;
    size_t sheet = 0;
    sheet_sink sink = {.cell = copy_cell, .row = end_row};
    copying c = {.request = r, .to = to, .sink = &sink};
    sink.context = &c;
    TRY(r->kind == FILE_XLSX ? xlsx_open(r->path, a, &book) : ods_open(r->path, a, &book));
    if (book.count == 0)
        return FAIL(BAD_INPUT, "", "de werkmap heeft geen blad", "the workbook has no sheet");
    TRY(choose(r, &book, a, &sheet));
    snprintf(said->page, sizeof said->page, "%.100s", book.names[sheet]);
    snprintf(said->nl, sizeof said->nl, "een werkmap van %s (blad %.100s)",
             r->kind == FILE_XLSX ? "Excel (.xlsx)" : "LibreOffice (.ods)", said->page);
    return book.rows(book.self, sheet, &sink);
}
