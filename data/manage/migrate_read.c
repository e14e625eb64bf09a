#include "data/manage/migrate_job.h"

#include "data/manage/column_map.h"
#include "data/manage/progress.h"
#include "data/manage/record_id.h"
#include "data/manage/spreadsheet_damage.h"
#include "data/model/capakey.h"
#include "data/model/merger.h"
#include "data/model/rules.h"

#include <string.h>
#include <strings.h>

/* Their names, and the field of the import's template that is the same: FIELD_COUNT for the one that it lacks. */
static const struct {
    const char *name;
    import_field field;
} columns[OLD_COLUMNS] = {[OLD_CAPAKEY] = {"capakey", FIELD_COUNT},
                          [OLD_RUBRIEK] = {"rubriek", FIELD_rubriek},
                          [OLD_STARTDATUM] = {"startdatum", FIELD_startdatum},
                          [OLD_BRON] = {"bron", FIELD_bron},
                          [OLD_EINDDATUM] = {"einddatum", FIELD_einddatum},
                          [OLD_OMV_NUMMER] = {"omv_nummer", FIELD_omv_nummer},
                          [OLD_IIOA_NUMMER] = {"iioa_nummer", FIELD_iioa_nummer},
                          [OLD_OMSCHRIJVING] = {"omschrijving", FIELD_omschrijving},
                          [OLD_GEMEENTE_NIS] = {"gemeente_nis", FIELD_gemeente_nis}};

/* --- The first row --- */

static old_column column_by_name(slice name)
{
    static const column_wish none = {0};
    import_field field = FIELD_COUNT;
    const slice key = slice_of(columns[OLD_CAPAKEY].name);
    if (name.length == key.length && strncasecmp(name.at, key.at, key.length) == 0)
        return OLD_CAPAKEY;
    if (column_find(&none, name, &field) == COLUMN_FIELD)
        for (int c = 0; c < OLD_COLUMNS; c++)
            if (columns[c].field == field)
                return (old_column)c;
    return OLD_COLUMNS;
}

static bool is_without(const migrate_job *j, int c)
{
    const text_list *without = j->settings->without;
    for (size_t i = 0; without && i < without->count; i++)
        if (strcmp(without->items[i], columns[c].name) == 0)
            return true;
    return j->theirs[c] && !*j->theirs[c];
}

/* As the caller called it, or else by its own name, unless he called another one so. */
static old_column column_of(const migrate_job *j, slice name)
{
    for (int c = 0; c < OLD_COLUMNS; c++)
        if (column_is_called(name, j->theirs[c]))
            return (old_column)c;
    const old_column own = column_by_name(name);
    return own < OLD_COLUMNS && j->theirs[own] ? OLD_COLUMNS : own;
}

static status place_column(migrate_job *j, size_t at, text *passed)
{
    const slice name = row_source_value(j->source, j->record.fields[at]);
    const old_column c = column_of(j, name);
    if (c == OLD_COLUMNS) {
        text_addf(passed, "%s%.*s", passed->length ? ", " : "", (int)name.length, name.at);
        return status_ok();
    }
    if (j->column[c] != CSV_FIELDS_MAX)
        return FAIL(BAD_INPUT, "kolom", "de kolom %s staat er twee keer", "the column %s is there twice", columns[c].name);
    j->column[c] = at;
    return status_ok();
}

/* Without these no line could become anything. */
static bool may_lack(old_column c)
{
    return c > OLD_STARTDATUM && c < OLD_COLUMNS;
}

static status check_without(const migrate_job *j)
{
    for (size_t i = 0; j->settings->without && i < j->settings->without->count; i++)
        if (!may_lack(column_by_name(slice_of(j->settings->without->items[i]))))
            return FAIL(BAD_INPUT, "without", "--without %.40s: dat is geen kolom die mag ontbreken",
                        "--without %.40s: that is no column that may be missing", j->settings->without->items[i]);
    return status_ok();
}

static status find_missing(const migrate_job *j)
{
    for (int c = 0; c < OLD_COLUMNS; c++) {
        const char *name = columns[c].name, *theirs = j->theirs[c];
        if (j->column[c] != CSV_FIELDS_MAX || (may_lack((old_column)c) && is_without(j, c)))
            continue;
        if (theirs && *theirs)
            return FAIL(BAD_INPUT, "columns", "de kolom %.60s van --columns staat niet in het bestand",
                        "the column %.60s of --columns is not in the file", theirs);
        if (c == OLD_GEMEENTE_NIS)
            continue;
        return may_lack((old_column)c)
                   ? FAIL(BAD_INPUT, "kolom", "de kolom %s ontbreekt in de eerste rij; is die er niet, zeg dat dan met --without",
                          "the first row lacks the column %s; say --without when there is none", name)
                   : FAIL(BAD_INPUT, "kolom", "de kolom %s ontbreekt in de eerste rij", "the first row lacks the column %s",
                          name);
    }
    return status_ok();
}

/* Its own name, or else that of the caller, is in the first row. */
static const char *const *column_names_of(const migrate_job *j)
{
    const char **names = arena_array(j->arena, OLD_COLUMNS, sizeof *names);
    for (int c = 0; c < OLD_COLUMNS; c++)
        names[c] = j->theirs[c] && *j->theirs[c] ? j->theirs[c] : columns[c].name;
    return names;
}

static status read_wishes(migrate_job *j)
{
    const char *names[OLD_COLUMNS];
    for (int c = 0; c < OLD_COLUMNS; c++)
        names[c] = columns[c].name;
    const column_fields old = {names, OLD_COLUMNS, "een oude inventaris", "an old inventory"};
    return column_wishes(j->settings->columns, &old, j->arena, j->theirs);
}

static status read_names(migrate_job *j)
{
    text passed = text_new(j->arena);
    for (int c = 0; c < OLD_COLUMNS; c++)
        j->column[c] = CSV_FIELDS_MAX;
    TRY(row_source_names(j->source, column_names_of(j), OLD_COLUMNS, &j->record));
    csv_drop_tail(&j->record, 1);
    j->width = j->record.count;
    for (size_t i = 0; i < j->width; i++)
        TRY(place_column(j, i, &passed));
    TRY(check_without(j));
    TRY(find_missing(j));
    if (passed.length)
        fprintf(j->settings->say, "Niet gelezen: %s.\n", text_whole(passed.chars, passed.length, j->arena));
    return status_ok();
}

/* --- A row --- */

/* A line with what was found of it. */
typedef struct reading {
    migrate_job *job;
    old_line line;
    rule_breach breach;
    char reason[DAMAGE_REASON];
} reading;

static slice field_of(const migrate_job *j, old_column c)
{
    return j->column[c] == CSV_FIELDS_MAX ? (slice){NULL, 0} : j->record.fields[j->column[c]];
}

static slice value_of(const migrate_job *j, old_column c)
{
    return j->column[c] == CSV_FIELDS_MAX ? (slice){NULL, 0} : slice_or_null(row_source_value(j->source, field_of(j, c)));
}

/* The first thing that is wrong is told. */
static void note_wrong(reading *r, const char *code, const char *why)
{
    if (r->line.code)
        return;
    r->line.code = code;
    r->line.why = why;
}

static void hold(reading *r, old_column c, bool holds)
{
    if (holds || r->line.code)
        return;
    const bool spoilt = damage_of_text(columns[c].field, value_of(r->job, c), r->reason);
    note_wrong(r, spoilt ? "WaardeBeschadigd" : r->breach.code,
               arena_printf(r->job->arena, "%s %s", columns[c].name, spoilt ? r->reason : r->breach.nl));
}

/* Only sheets and map files have cells that are no texts. */
static void check_cells(reading *r)
{
    for (int c = 0; c < OLD_COLUMNS && !r->line.code; c++) {
        const size_t at = r->job->column[c];
        const cell_kind kind = at == CSV_FIELDS_MAX ? CELL_TEXT : row_source_kind(r->job->source, at);
        if (columns[c].field != FIELD_COUNT && kind != CELL_TEXT &&
            damage_of_cell(columns[c].field, value_of(r->job, (old_column)c), kind, r->reason))
            note_wrong(r, "WaardeBeschadigd", arena_printf(r->job->arena, "%s: %s", columns[c].name, r->reason));
    }
}

/* As it is today. */
static void read_gemeente(reading *r)
{
    migrate_job *j = r->job;
    const slice given = value_of(j, OLD_GEMEENTE_NIS);
    const known_gemeente *g = record_gemeente(&j->known, given.at, given.length);
    const char *now = g ? NULL : merger_now(given, j->arena);
    if (now)
        g = record_gemeente(&j->known, now, strlen(now));
    if (g)
        r->line.nis_code = slice_of(g->nis_code);
    if (given.length && !g)
        note_wrong(r, "GemeenteOnbekend", "deze NIS-code is geen gemeente in de opslag");
}

static void read_values(reading *r)
{
    const migrate_job *j = r->job;
    old_line *l = &r->line;
    const slice bron = value_of(j, OLD_BRON);
    l->capakey = value_of(j, OLD_CAPAKEY);
    l->rubriek = value_of(j, OLD_RUBRIEK);
    l->startdatum = value_of(j, OLD_STARTDATUM);
    l->einddatum = value_of(j, OLD_EINDDATUM);
    l->bron = bron.length ? bron : slice_of("migratie");
    l->omv_nummer = value_of(j, OLD_OMV_NUMMER);
    l->iioa_nummer = value_of(j, OLD_IIOA_NUMMER);
    l->lijst = slice_of(rule_list_of(l->startdatum));
    if (j->column[OLD_OMSCHRIJVING] != CSV_FIELDS_MAX)
        l->omschrijving = slice_or_null(row_source_text(j->source, field_of(j, OLD_OMSCHRIJVING)));
}

static void check_values(reading *r)
{
    const old_line *l = &r->line;
    const bool starts = rule_startdatum(l->startdatum, &r->breach);
    hold(r, OLD_STARTDATUM, starts);
    hold(r, OLD_EINDDATUM, rule_einddatum(starts ? l->startdatum : (slice){NULL, 0}, l->einddatum, &r->breach));
    hold(r, OLD_BRON, rule_bron(l->bron, &r->breach));
    hold(r, OLD_OMV_NUMMER, rule_omv_nummer(l->omv_nummer, &r->breach));
    hold(r, OLD_IIOA_NUMMER, rule_iioa_nummer(l->iioa_nummer, &r->breach));
    hold(r, OLD_OMSCHRIJVING, rule_omschrijving(l->omschrijving, &r->breach));
    if (!capakey_is(l->capakey))
        note_wrong(r, "CapakeyOngeldig", "de capakey ontbreekt, of ziet er niet uit zoals 40613A0001/00A000");
}

/* At the first line that is wrong: a file in another encoding is wrong as a whole, and its lines are not to be listed one by one.
 */
static status look_for_cause(migrate_job *j, const old_line *l)
{
    row_place where;
    if (j->cause_asked || (!l->code && text_is_utf8(l->rubriek.at, l->rubriek.length)))
        return status_ok();
    j->cause_asked = true;
    return row_source_cause(j->source, &where);
}

static status take_row(migrate_job *j)
{
    reading r = {.job = j, .line = {.number = row_source_number(j->source)}};
    csv_drop_tail(&j->record, j->width);
    if (j->record.count != j->width)
        return FAIL(BAD_INPUT, "rij", "%s %llu heeft %zu velden, de eerste rij noemt er %zu",
                    "%s %llu has %zu fields, the first row %zu", row_source_noun(j->source), (unsigned long long)r.line.number,
                    j->record.count, j->width);
    check_cells(&r);
    read_gemeente(&r);
    read_values(&r);
    check_values(&r);
    TRY(look_for_cause(j, &r.line));
    return old_inventory_add(j->writer, &r.line);
}

/* --- The file --- */

/* What is written of a row is gone with the next: a file has hundreds of thousands. */
static status take_rows(migrate_job *j)
{
    arena *whole = j->arena, *own = arena_new();
    progress bar = progress_start("Lezen");
    status done = status_ok();
    for (bool more = true; more && done.code == ST_OK;) {
        arena_reset(own);
        j->arena = own;
        done = row_source_next(j->source, &j->record, &more);
        if (done.code == ST_OK && more) {
            done = take_row(j);
            j->result.lines++;
            progress_show(&bar, row_source_done(j->source), row_source_total(j->source));
        }
    }
    j->arena = whole;
    arena_free(own);
    progress_end(&bar);
    return done;
}

status migrate_read(migrate_job *j)
{
    TRY(read_wishes(j));
    const row_source_wanted wanted = {j->settings->path, j->settings->layer, column_names_of(j), OLD_COLUMNS};
    TRY(row_source_open(&wanted, j->arena, &j->source));
    fprintf(j->settings->say, "Dit is %s.\n", row_source_what(j->source, j->arena));
    TRY(read_names(j));
    TRY(old_inventory_begin(j->writer));
    TRY(take_rows(j));
    return old_inventory_sort(j->writer, j->settings->again);
}
