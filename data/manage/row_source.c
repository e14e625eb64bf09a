#include "data/manage/row_source.h"

#include "data/manage/source/convert.h"

status row_source_open(const row_source_wanted *w, arena *a, row_source **out)
{
    file_kind kind = FILE_TEXT;
    TRY(file_kind_find(w->path, a, &kind));
    return kind == FILE_TEXT ? csv_source_open(w->path, a, out) : spool_source_open(w, kind, a, out);
}

const char *row_source_what(const row_source *s, arena *a)
{
    return s->driver->what(s->self, a);
}

void row_place_print(FILE *to, row_place place)
{
    if (place.line > 0)
        fprintf(to, "%llu", (unsigned long long)place.line);
    if (place.name)
        fprintf(to, ";%s", place.name);
    else
        fprintf(to, ";%llu", (unsigned long long)place.column);
}

status row_source_names(row_source *s, const char *const *names, size_t count, row_record *out)
{
    return s->driver->names(s->self, names, count, out);
}

status row_source_next(row_source *s, row_record *out, bool *more)
{
    return s->driver->next(s->self, out, more);
}

row_place row_source_place(const row_source *s, size_t index)
{
    return s->driver->place(s->self, index);
}

row_place row_source_where(const row_source *s)
{
    return s->driver->where(s->self);
}

cell_kind row_source_kind(const row_source *s, size_t index)
{
    return s->driver->kind(s->self, index);
}

uint64_t row_source_number(const row_source *s)
{
    return s->driver->number(s->self);
}

const char *row_source_noun(const row_source *s)
{
    return s->form.noun;
}

slice row_source_value(const row_source *s, slice field)
{
    return s->form.guarded ? csv_value(field) : slice_trim(field);
}

slice row_source_text(const row_source *s, slice field)
{
    return s->form.guarded ? csv_unguarded(field) : field;
}

bool row_source_is_map(const row_source *s)
{
    return s->form.map;
}

uint64_t row_source_done(const row_source *s)
{
    return s->driver->done(s->self);
}

uint64_t row_source_total(const row_source *s)
{
    return s->driver->total(s->self);
}

status row_source_again(const row_source *s, arena *a, row_source **out)
{
    return s->driver->again(s->self, a, out);
}

status row_source_cause(const row_source *s, row_place *where)
{
    return s->driver->cause(s->self, where);
}
