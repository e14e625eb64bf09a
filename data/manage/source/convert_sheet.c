#include "data/manage/csv_header.h"
#include "data/manage/source/convert.h"
#include "data/manage/source/sheet_book.h"

enum { NAMES_SHOWN = 8, NAME_SHOWN = 31 };

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

static status no_sheet(const sheet_book *b, const char *wanted, arena *a)
{
    text names = text_new(a);
    for (size_t i = 0; i < b->count && i < NAMES_SHOWN; i++)
        text_addf(&names, "%s%.*s", i ? ", " : "", NAME_SHOWN, b->names[i]);
    return wanted ? FAIL(BAD_INPUT, "", "de werkmap heeft geen blad %.60s; ze heeft %s",
                         "the workbook has no sheet %.60s; it has %s", wanted, names.chars)
                  : FAIL(BAD_INPUT, "",
                         "geen blad van de werkmap heeft de namen van de kolommen in zijn eerste rij; noem het met --layer: %s",
                         "no sheet of the workbook has the names of the columns in its first row; name it with --layer: %s",
                         names.chars);
}

static status choose_named(const sheet_book *b, const char *wanted, arena *a, size_t *out)
{
    for (size_t i = 0; i < b->count; i++)
        if (text_equal_nocase(b->names[i], wanted)) {
            *out = i;
            return status_ok();
        }
    return no_sheet(b, wanted, a);
}

/* Whether its first row names columns. */
static status looks_right(const convert_request *r, const sheet_book *b, size_t sheet, bool *out)
{
    sheet_sink sink = {.cell = count_name, .row = only_one_row};
    copying c = {.request = r, .sink = &sink};
    sink.context = &c;
    TRY(b->rows(b->self, sheet, &sink));
    *out = c.names > 1;
    return status_ok();
}

/* The one whose first row names columns; else the only one. Of two nobody can guess which is meant: of the one that is not read a
 * replacement would remove the rows. */
static status choose(const convert_request *r, const sheet_book *b, arena *a, size_t *out)
{
    text names = text_new(a);
    size_t fitting = 0;
    if (r->layer)
        return choose_named(b, r->layer, a, out);
    for (size_t i = 0; i < b->count && b->count > 1; i++) {
        bool fits = false;
        TRY(looks_right(r, b, i, &fits));
        if (fits && fitting < NAMES_SHOWN)
            text_addf(&names, "%s%.*s", fitting ? ", " : "", NAME_SHOWN, b->names[i]);
        *out = fits ? i : *out;
        fitting += fits;
    }
    if (fitting > 1)
        return FAIL(BAD_INPUT, "", "de werkmap heeft %zu bladen met de namen van de kolommen; noem het juiste met --layer: %s",
                    "the workbook has %zu sheets with the names of the columns; name the right one with --layer: %s", fitting,
                    names.chars);
    return fitting == 1 || b->count == 1 ? status_ok() : no_sheet(b, NULL, a);
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
