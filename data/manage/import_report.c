#include "base/formula.h"
#include "data/manage/import_job.h"
#include "data/manage/out_file.h"
#include "data/manage/spreadsheet_damage.h"
#include "data/model/name_check.h"

#include <stdarg.h>

enum { SHOWN_CHARACTERS = 60, REASON_MAX = 400 };

static const char head[] = "regel;kolom;veld;waarde;reden;code\n";

/* Writes one character so that it is visible and harmless; control characters as the pictures of Unicode's block U+2400. Returns
 * its length. */
static size_t write_character(FILE *to, const char *c, size_t length)
{
    const unsigned char byte = (unsigned char)*c;
    if (byte < 0x20 || byte == 0x7F) {
        fprintf(to, "\xE2\x90%c", byte == 0x7F ? 0xA1 : 0x80 + byte);
        return 1;
    }
    size_t n = 1;
    while (byte >= 0xC0 && n < length && ((unsigned char)c[n] & 0xC0U) == 0x80U)
        n++;
    if (!text_is_utf8(c, n) || character_is_hidden(c, n))
        fputc('?', to);
    else
        fwrite(c, 1, n, to);
    if (byte == '"')
        fputc('"', to);
    return n;
}

/* A quoted CSV field. The report can always be opened: bytes that are not UTF-8 become question marks. */
static void write_quoted(FILE *to, slice value, bool shorter)
{
    fputs(formula_begins(value.at, value.length) ? "\"'" : "\"", to);
    for (size_t i = 0; i < value.length;)
        i += write_character(to, value.at + i, value.length - i);
    fputs(shorter ? "…\"" : "\"", to);
}

static slice cut(slice value, bool *shorter)
{
    size_t i = 0;
    for (int n = 0; i < value.length; i++) {
        n += ((unsigned char)value.at[i] & 0xC0U) != 0x80U;
        if (n > SHOWN_CHARACTERS)
            break;
    }
    *shorter = i < value.length;
    return (slice){value.at, i};
}

static void write_line(FILE *to, row_place place, const char *field, slice value, const char *code, const char *reason)
{
    bool shorter = false;
    const slice start = cut(value, &shorter);
    row_place_print(to, place);
    fprintf(to, ";%s;", field);
    write_quoted(to, start, shorter);
    fputc(';', to);
    write_quoted(to, slice_of(reason), false);
    fprintf(to, ";%s\n", code);
}

void import_stop(import_job *j, row_place place, const status *cause)
{
    j->result.cause = *cause;
    j->result.errors = 1;
    j->row_refused = true;
    j->stopped = true;
    fputs(head, j->settings->report);
    write_line(j->settings->report, place, "", slice_of(""), "BestandOngeldig", cause->nl);
}

/* Before the first error is reported: do they all have one cause? */
static void seek_cause(import_job *j)
{
    row_place place = {1, 1, NULL};
    const status cause = j->result.errors == 0 ? row_source_cause(j->source, &place) : status_ok();
    if (cause.code != ST_OK)
        import_stop(j, place, &cause);
}

static size_t column_of(const import_job *j, const char *field)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        if (strcmp(import_field_names[f], field) == 0)
            return j->column[f] == CSV_FIELDS_MAX ? SIZE_MAX : j->column[f];
    return SIZE_MAX;
}

static void mark_row(import_job *j, const char *field, const char *reason)
{
    if (j->settings->mark && j->in_rows)
        marks_add(j->copy.marks, j->result.rows, column_of(j, field), reason);
}

__attribute__((format(printf, 6, 0))) static void refuse(import_job *j, row_place place, const char *field, slice value,
                                                         const char *code, const char *format, va_list args)
{
    char reason[REASON_MAX];
    j->row_refused = true;
    seek_cause(j);
    if (j->stopped)
        return;
    vsnprintf(reason, sizeof reason, format, args);
    mark_row(j, field, reason);
    if (j->result.errors == 0)
        fputs(head, j->settings->report);
    if (j->result.errors++ >= j->settings->errors)
        return;
    write_line(j->settings->report, place, field, value, code, reason);
}

void import_refuse_at(import_job *j, row_place place, const char *field, slice value, const char *code, const char *reason, ...)
{
    va_list args;
    va_start(args, reason);
    refuse(j, place, field, value, code, reason, args);
    va_end(args);
}

/* The reason of a rule says what is wrong; what a spreadsheet did says why, and how to mend it. */
void import_refuse(import_job *j, import_field field, const char *code, const char *reason, ...)
{
    va_list args;
    char damage[DAMAGE_REASON];
    if (damage_of_text(field, import_value(j, field), damage)) {
        import_refuse_at(j, row_source_place(j->source, j->column[field]), import_field_names[field],
                         j->record.fields[j->column[field]], "WaardeBeschadigd", "%s", damage);
        return;
    }
    va_start(args, reason);
    refuse(j, row_source_place(j->source, j->column[field]), import_field_names[field], j->record.fields[j->column[field]], code,
           reason, args);
    va_end(args);
}

static void close_warned(void *file)
{
    fclose(file);
}

/* Warnings are kept on disk until the end of the file is reached: there may be one for every row. */
static FILE *warned(import_job *j)
{
    if (!j->warned && (j->warned = tmpfile()) != NULL)
        arena_defer(j->arena, close_warned, j->warned);
    return j->warned;
}

void import_warn(import_job *j, import_field field, const char *code, const char *reason, ...)
{
    static const char sign[] = "waarschuwing: ";
    char full[REASON_MAX + sizeof sign];
    va_list args;
    if (j->result.errors > 0 || j->result.warnings++ >= j->settings->warnings || !warned(j))
        return;
    va_start(args, reason);
    memcpy(full, sign, sizeof sign);
    vsnprintf(full + sizeof sign - 1, REASON_MAX, reason, args);
    va_end(args);
    write_line(j->warned, row_source_place(j->source, j->column[field]), import_field_names[field],
               j->record.fields[j->column[field]], code, full);
}

void import_tell_warnings(import_job *j)
{
    if (j->result.errors > 0 || !j->warned)
        return;
    fputs(head, j->settings->report);
    out_file_copy(j->warned, j->settings->report);
    if (ferror(j->warned))
        fputs("niet alle waarschuwingen konden bewaard worden; er zijn er meer dan hierboven staan\n", j->settings->report);
}
