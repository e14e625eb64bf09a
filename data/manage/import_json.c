#include "data/manage/import_json.h"

#include "base/json.h"
#include "data/manage/csv.h"

enum { LINE, COLUMN, FIELD, VALUE, REASON, CODE, FIELDS };

static json_t *text_of(slice chars)
{
    return json_stringn(chars.at ? chars.at : "", chars.length);
}

/* 12 as a number; the name of a cell or a field as it is. */
static void put_place(json_t *finding, slice line, slice column)
{
    char digits[24] = "";
    int64_t number = 0;
    memcpy(digits, column.at, column.length < sizeof digits ? column.length : 0);
    const bool counts = text_to_int64(digits, &number);
    json_object_set_new(finding, counts ? "kolom" : "cel", counts ? json_integer(number) : text_of(column));
    memset(digits, 0, sizeof digits);
    memcpy(digits, line.at, line.length < sizeof digits ? line.length : 0);
    if (text_to_int64(digits, &number))
        json_object_set_new(finding, "regel", json_integer(number));
}

static slice without(slice reason, const char *mark, bool *had)
{
    const size_t n = strlen(mark);
    *had = reason.length >= n && memcmp(reason.at, mark, n) == 0;
    return *had ? (slice){reason.at + n, reason.length - n} : reason;
}

static json_t *finding_of(const csv_record *line)
{
    bool warns = false;
    const slice reason = without(line->fields[REASON], "waarschuwing: ", &warns);
    json_t *finding = json_object();
    json_object_set_new(finding, "soort", json_string(warns ? "waarschuwing" : "fout"));
    put_place(finding, line->fields[LINE], line->fields[COLUMN]);
    json_object_set_new(finding, "veld", text_of(line->fields[FIELD]));
    json_object_set_new(finding, "waarde", text_of(csv_unguarded(line->fields[VALUE])));
    json_object_set_new(finding, "reden", text_of(reason));
    json_object_set_new(finding, "code", text_of(line->fields[CODE]));
    return finding;
}

static json_t *replaced_of(const import_result *r)
{
    const replace_result *n = &r->replaced;
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:s?, s:s?}", "gelijk", (json_int_t)n->kept, "gewijzigd", (json_int_t)n->changed,
                     "toegevoegd", (json_int_t)n->added, "teruggekomen", (json_int_t)n->returned, "verwijderd",
                     (json_int_t)n->removed, "ervoor", r->copy.before, "erna", r->copy.after);
}

static json_t *outcome_of(const import_settings *s, const import_result *r)
{
    const char *word = r->errors ? "geweigerd" : s->check ? "gecontroleerd" : "geladen";
    return json_pack("{s:o, s:s, s:s?, s:I, s:I, s:I, s:I, s:I, s:o}", "bestand", text_of(slice_of(s->path)), "uitkomst", word,
                     "gemeente", s->nis_code, "rijen", (json_int_t)r->rows, "rijen_geweigerd", (json_int_t)r->refused, "hersteld",
                     (json_int_t)r->repaired, "fouten", (json_int_t)r->errors, "waarschuwingen", (json_int_t)r->warnings,
                     "vervanging", s->replace && !r->errors ? replaced_of(r) : json_null());
}

static status put(FILE *to, const char *before, json_t *what, size_t flags)
{
    fputs(before, to);
    const bool done = what && json_dumpf(what, to, flags) == 0;
    json_decref(what);
    return done ? status_ok()
                : FAIL(INTERNAL, "report-json", "het verslag kan niet als JSON geschreven worden",
                       "the report cannot be written as JSON");
}

/* One after the other: there may be one for every row. */
static status put_findings(FILE *to, FILE *report, arena *a)
{
    csv_reader *reader = NULL;
    csv_record *line = arena_alloc(a, sizeof *line);
    bool more = false, first = true;
    TRY(csv_open_own(report, a, &reader));
    TRY(csv_next(reader, line, &more)); /* the names of the columns; without a finding there are none */
    while (more) {
        TRY(csv_next(reader, line, &more));
        if (more && line->count == FIELDS)
            TRY(put(to, first ? "\n" : ",\n", finding_of(line), JSON_COMPACT));
        first = false;
    }
    return status_ok();
}

status import_json_write(FILE *to, FILE *report, const import_settings *settings, const import_result *r, arena *a)
{
    fputs("{\"versie\": 1, \"meldingen\": [", to);
    TRY(put_findings(to, report, a));
    TRY(put(to, "],\n", outcome_of(settings, r), JSON_EMBED));
    fputs("}\n", to);
    return status_ok();
}
