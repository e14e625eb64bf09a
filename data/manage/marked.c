#include "data/manage/marked.h"

#include "base/text.h"
#include "data/manage/csv_header.h"
#include "data/manage/csv_write.h"

#include <strings.h>

enum { OWN = 2 };
static const char *const own[OWN] = {"fout", "fout_kolom"};

typedef struct copy {
    const marked *from;
    row_source *source;
    row_record record;
    bool dropped[CSV_FIELDS_MAX + 1]; /* columns of an earlier marking */
    slice names[CSV_FIELDS_MAX + 1];
    size_t width;
    slice fields[CSV_FIELDS_MAX + 1], surplus[CSV_FIELDS_MAX + 1];
    bool wrong[CSV_FIELDS_MAX + 1];
    row_mark found[MARKS_OF_ROW];
    text fault, where;
    marked_row row;
} copy;

static slice value(const copy *c, size_t at)
{
    return at < c->record.count ? row_source_text(c->source, c->record.fields[at]) : slice_of("");
}

static bool is_own(slice name)
{
    return csv_is_name(name, own[0]) || csv_is_name(name, own[1]);
}

static status read_names(copy *c)
{
    TRY(row_source_names(c->source, c->from->names, c->from->name_count, &c->record));
    csv_drop_tail(&c->record, 1);
    c->width = c->record.count;
    for (size_t i = 0; i < c->width; i++) {
        const slice name = value(c, i);
        c->dropped[i] = is_own(name);
        c->names[i] = (slice){arena_strndup(c->from->arena, name.length ? name.at : "", name.length), name.length};
    }
    return status_ok();
}

/* The fields of the row as far as they are copied. */
static void gather(copy *c, const slice *fields, size_t marked_count)
{
    c->row.count = 0;
    for (size_t i = 0; i < c->width; i++) {
        if (c->dropped[i])
            continue;
        c->wrong[c->row.count] = false;
        for (size_t m = 0; m < marked_count; m++)
            c->wrong[c->row.count] = c->wrong[c->row.count] || c->found[m].column == i;
        c->fields[c->row.count++] = fields ? fields[i] : value(c, i);
    }
    c->row.fields = c->fields;
    c->row.wrong = c->wrong;
}

static void add_fault(copy *c, const row_mark *m)
{
    text_addf(&c->fault, "%s%s", c->fault.length ? " | " : "", m->reason);
    if (m->column >= c->width)
        return;
    text_add(&c->where, c->where.length ? " | " : "");
    text_add_bytes(&c->where, c->names[m->column].at, c->names[m->column].length);
}

static slice all_of(const text *t)
{
    return (slice){t->length ? t->chars : "", t->length};
}

static void gather_marks(copy *c, size_t count)
{
    c->fault.length = c->where.length = 0;
    for (size_t i = 0; i < count; i++)
        add_fault(c, &c->found[i]);
    c->row.fault = all_of(&c->fault);
    c->row.where = all_of(&c->where);
}

static void gather_surplus(copy *c)
{
    c->row.surplus_count = 0;
    for (size_t i = c->width; i < c->record.count; i++)
        c->surplus[c->row.surplus_count++] = value(c, i);
    c->row.surplus = c->surplus;
}

static status next_row(copy *c, uint64_t row, bool *more)
{
    TRY(row_source_next(c->source, &c->record, more));
    if (!*more)
        return status_ok();
    size_t count = 0;
    TRY(marks_of(c->from->marks, row, c->found, &count));
    gather(c, NULL, count);
    gather_marks(c, count);
    gather_surplus(c);
    c->row.number = row_source_number(c->source);
    return status_ok();
}

status marked_each(const marked *m, status (*row)(void *context, const marked_row *r), void *context)
{
    copy *c = arena_alloc(m->arena, sizeof *c);
    *c = (copy){.from = m, .fault = text_new(m->arena), .where = text_new(m->arena)};
    TRY(row_source_again(m->source, m->arena, &c->source));
    TRY(marks_first(m->marks));
    TRY(read_names(c));
    gather(c, c->names, 0);
    c->row.surplus = c->surplus;
    c->row.fault = slice_of(own[0]);
    c->row.where = slice_of(own[1]);
    TRY(row(context, &c->row));
    bool more = true;
    for (uint64_t at = 0; more; at++) {
        TRY(next_row(c, at, &more));
        if (more)
            TRY(row(context, &c->row));
    }
    return status_ok();
}

typedef struct csv_copy {
    FILE *to;
    slice *all; /* room for a whole row */
} csv_copy;

static status write_csv_row(void *context, const marked_row *r)
{
    csv_copy *c = context;
    memcpy(c->all, r->fields, r->count * sizeof *c->all);
    c->all[r->count] = r->fault;
    c->all[r->count + 1] = r->where;
    memcpy(c->all + r->count + OWN, r->surplus, r->surplus_count * sizeof *c->all);
    csv_write_row(c->to, c->all, r->count + OWN + r->surplus_count, CSV_GUARDED, "\r\n");
    return status_ok();
}

static bool ends_in_xlsx(const char *path)
{
    const size_t length = strlen(path);
    return length > 5 && strcasecmp(path + length - 5, ".xlsx") == 0;
}

status marked_write(const marked *m, const out_file *to)
{
    csv_copy c = {to->to, arena_array(m->arena, 2 * (size_t)CSV_FIELDS_MAX + OWN, sizeof *c.all)};
    if (ends_in_xlsx(to->path) && to->aside)
        return marked_write_xlsx(m, to->aside);
    fputs("\xEF\xBB\xBF", c.to);
    return marked_each(m, write_csv_row, &c);
}
