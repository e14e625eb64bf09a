#include "data/manage/csv_form.h"
#include "data/manage/import_job.h"

#include <stdarg.h>

enum { SHOWN_CHARACTERS = 60, REASON_MAX = 400 };

static const char head[] = "regel;kolom;veld;waarde;reden\n";

/* A quoted CSV field; bytes that are no UTF-8 become question marks, so that the report always opens. */
static void write_quoted(FILE *to, const char *chars, size_t length)
{
    const bool readable = text_is_utf8(chars, length);
    fputc('"', to);
    for (size_t i = 0; i < length; i++) {
        if (chars[i] == '"')
            fputc('"', to);
        fputc(readable || ((unsigned char)chars[i] < 0x80 && chars[i]) ? chars[i] : '?', to);
    }
    fputc('"', to);
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

static void write_line(import_job *j, csv_place place, const char *field, slice value, const char *reason)
{
    FILE *to = j->settings->report;
    bool shorter = false;
    char shown[SHOWN_CHARACTERS * 4 + 8];
    const slice start = cut(value, &shorter);
    snprintf(shown, sizeof shown, "%.*s%s", (int)start.length, start.length ? start.at : "", shorter ? "…" : "");
    fprintf(to, "%llu;%llu;%s;", (unsigned long long)place.line, (unsigned long long)place.column, field);
    write_quoted(to, shown, strlen(shown));
    fputc(';', to);
    write_quoted(to, reason, strlen(reason));
    fputc('\n', to);
}

void import_stop(import_job *j, csv_place place, const status *cause)
{
    j->result.cause = *cause;
    j->result.errors = 1;
    j->row_refused = true;
    j->stopped = true;
    fputs(head, j->settings->report);
    write_line(j, place, "", slice_of(""), cause->nl);
}

/* Before the first mistake is told: are all of them one? A file in the encoding of Windows has a mistake in every other row. */
static void seek_cause(import_job *j)
{
    uint64_t line = 0;
    unsigned char byte = 0;
    if (j->result.errors > 0 || csv_bytes_total(j->csv) == 0 || !csv_find_bad_byte(j->settings->path, &line, &byte))
        return;
    const status cause =
        FAIL(BAD_INPUT, "", "het bestand is geen UTF-8 (byte %02X op regel %llu); bewaar het als \"CSV UTF-8\"",
             "the file is no UTF-8 (byte %02X on line %llu); save it as \"CSV UTF-8\"", byte, (unsigned long long)line);
    import_stop(j, (csv_place){line, 1}, &cause);
}

__attribute__((format(printf, 5, 0))) static void refuse(import_job *j, csv_place place, const char *field, slice value,
                                                         const char *format, va_list args)
{
    char reason[REASON_MAX];
    j->row_refused = true;
    seek_cause(j);
    if (j->stopped)
        return;
    if (j->result.errors == 0)
        fputs(head, j->settings->report);
    if (j->result.errors++ >= j->settings->errors)
        return;
    vsnprintf(reason, sizeof reason, format, args);
    write_line(j, place, field, value, reason);
}

void import_refuse_at(import_job *j, csv_place place, const char *field, slice value, const char *reason, ...)
{
    va_list args;
    va_start(args, reason);
    refuse(j, place, field, value, reason, args);
    va_end(args);
}

void import_refuse(import_job *j, import_field field, const char *reason, ...)
{
    va_list args;
    va_start(args, reason);
    refuse(j, csv_field_place(j->csv, j->column[field]), import_field_names[field], j->record.fields[j->column[field]], reason,
           args);
    va_end(args);
}
