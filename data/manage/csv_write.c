#include "data/manage/csv_write.h"

#include "base/formula.h"

static bool needs_quotes(slice field)
{
    for (size_t i = 0; i < field.length; i++)
        if (strchr(";\"\r\n\t,", field.at[i])) /* also true for a NUL */
            return true;
    return field.length > 0 && (field.at[0] == ' ' || field.at[field.length - 1] == ' ');
}

static void write_field(FILE *to, slice field, const char *guard)
{
    if (!needs_quotes(field)) {
        fputs(guard, to);
        fwrite(field.at ? field.at : "", 1, field.length, to);
        return;
    }
    fprintf(to, "\"%s", guard);
    for (size_t i = 0; i < field.length; i++) {
        if (field.at[i] == '"')
            fputc('"', to);
        fputc(field.at[i], to);
    }
    fputc('"', to);
}

void csv_write_row(FILE *to, const slice *fields, size_t count, csv_guard guard, const char *end)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            fputc(';', to);
        write_field(to, fields[i], guard == CSV_GUARDED && formula_begins(fields[i].at, fields[i].length) ? "'" : "");
    }
    fputs(end, to);
}
