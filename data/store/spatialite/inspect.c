#include "data/store/spatialite/inspect.h"

#include "base/db/database.h"
#include "data/store/spatialite/writer_ask.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_MS = 10000, TOLD = 400 };

const char *inspection_name(inspection_part part)
{
    static const char *const names[INSPECTION_PARTS] = {[INSPECT_FILE] = "bestand",  [INSPECT_REFERENCES] = "verwijzingen",
                                                        [INSPECT_SCHEMA] = "schema", [INSPECT_INDEXES] = "indexen",
                                                        [INSPECT_ROWS] = "regels",   [INSPECT_JOURNAL] = "journaal"};
    return names[part];
}

void inspect_found(inspector *i, const char *code, const char *what, const char *nl, const char *en)
{
    const inspection_fault f = {i->part, code, what, nl, en};
    i->result->all++;
    if (++i->result->faults[i->part] <= i->watch.most && i->watch.found)
        i->watch.found(i->watch.context, &f);
}

static const char *text_at(sqlite3_stmt *s, int column)
{
    const char *found = sqlite3_column_count(s) > column ? (const char *)sqlite3_column_text(s, column) : NULL;
    return found ? found : "";
}

/* One %s at most in a sentence of ours. */
static void fill_in(const char *sentence, const char *with, char out[TOLD])
{
    const char *mark = strstr(sentence, "%s");
    if (mark)
        snprintf(out, TOLD, "%.*s%s%s", (int)(mark - sentence), sentence, with, mark + 2);
    else
        snprintf(out, TOLD, "%s", sentence);
}

status inspect_rows_of(inspector *i, const inspection_query *q)
{
    sqlite3_stmt *s = NULL;
    char nl[TOLD], en[TOLD];
    int code = SQLITE_ROW;
    TRY(store_prepare(i->w, q->sql, &s));
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        fill_in(q->nl, text_at(s, 1), nl);
        fill_in(q->en, text_at(s, 1), en);
        inspect_found(i, q->code, text_at(s, 0), nl, en);
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? status_ok() : store_failed(i->w, q->code);
}

/* What is damaged may make a statement fail halfway: that is a fault too, and not the end. */
static bool is_damage(const writer *w)
{
    const int code = sqlite3_errcode(w->db) & 0xFF;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_IOERR;
}

/* Every line but "ok" is a fault. */
status inspect_file(inspector *i)
{
    sqlite3_stmt *s = NULL;
    int code = SQLITE_ROW;
    TRY(store_prepare(i->w, "PRAGMA integrity_check(1000)", &s));
    while ((code = sqlite3_step(s)) == SQLITE_ROW)
        if (strcmp(text_at(s, 0), "ok") != 0)
            inspect_found(i, "BestandBeschadigd", text_at(s, 0), "SQLite vindt het bestand niet gaaf",
                          "SQLite finds that the file is not whole");
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? status_ok() : store_failed(i->w, "integrity_check");
}

status inspect_references(inspector *i)
{
    static const inspection_query keys = {"VerwijzingStuk", "verwijst naar iets in %s dat er niet is",
                                          "refers to something in %s that is not there",
                                          "SELECT \"table\" || coalesce('.' || rowid, ''), parent FROM pragma_foreign_key_check"};
    static const inspection_query copies = {
        "RubriekKopieAnders", "zegt iets anders van de rubriek %s dan de lijst",
        "says something else of the rubriek %s than the list",
        "SELECT 'risicolocatie.' || t.id, t.rubriek FROM risicolocatie t JOIN rubriek r ON r.id = t.rubriek_id"
        " WHERE t.rubriek_omschrijving IS NOT r.omschrijving OR t.vlarebo_categorie IS NOT r.vlarebo_categorie"
        " OR t.vito_id IS NOT r.vito_id OR t.vito_versie_id IS NOT r.vito_versie_id"};
    TRY(inspect_rows_of(i, &keys));
    return inspect_rows_of(i, &copies);
}

/* --- All of it --- */

static status note_booking(sqlite3_stmt *row, void *context)
{
    inspection_result *to = context;
    to->boeking = sqlite3_column_int64(row, 0);
    snprintf(to->moment, sizeof to->moment, "%s", text_at(row, 1));
    return status_ok();
}

static status count_all(inspector *i)
{
    TRY(store_count_rows(i->w, "gemeente", &i->result->gemeenten));
    TRY(store_count_rows(i->w, "rubriek", &i->result->rubrieken));
    TRY(store_count_rows(i->w, "risicolocatie", &i->result->risicolocaties));
    TRY(store_count_rows(i->w, "perceel", &i->result->percelen));
    TRY(store_count_rows(i->w, "risicolocatie_versie", &i->result->versies));
    return writer_ask(i->w, "SELECT id, moment FROM boeking ORDER BY id DESC LIMIT 1", NULL, 0, note_booking, i->result);
}

static status look_at(inspector *i, inspection_part part)
{
    static status (*const parts[INSPECTION_PARTS])(inspector *) = {
        [INSPECT_FILE] = inspect_file,     [INSPECT_REFERENCES] = inspect_references,
        [INSPECT_SCHEMA] = inspect_schema, [INSPECT_INDEXES] = inspect_indexes,
        [INSPECT_ROWS] = inspect_rows,     [INSPECT_JOURNAL] = inspect_journal};
    i->part = part;
    const status done = parts[part](i);
    if (done.code != ST_OK && !is_damage(i->w))
        return done;
    if (done.code != ST_OK)
        inspect_found(i, "NietTeLezen", inspection_name(part), "kan niet verder nagekeken worden: het bestand is beschadigd",
                      "cannot be looked at any further: the file is damaged");
    if (i->watch.ended)
        i->watch.ended(i->watch.context, part, i->result->faults[part]);
    return status_ok();
}

static status look_at_all(inspector *i)
{
    for (int part = 0; part < INSPECTION_PARTS; part++)
        TRY(look_at(i, (inspection_part)part));
    const status counted = count_all(i);
    return counted.code == ST_OK || i->result->all > 0 ? status_ok() : counted;
}

/* What is worked out goes into files that SQLite removes, not into memory. */
static status begin(const char *path, arena *a, writer **out)
{
    int64_t version = 0;
    if (access(path, F_OK) != 0)
        return FAIL(NOT_FOUND, "store", "er is geen opslag %s", "there is no store %s", path);
    writer *w = writer_new(path, a);
    if (!database_open(path, (database_use){.busy_ms = BUSY_MS}, &w->db))
        return ALWAYS_FAILS(store_failed(w, "open"));
    TRY(store_exec(w, "PRAGMA temp_store = FILE; BEGIN"));
    TRY(store_pragma(w, "schema_version", &version)); /* the first reading fixes the moment */
    TRY(store_check_version(w));
    *out = w;
    return status_ok();
}

status inspection_run(const char *path, inspection_watch watch, inspection_result *out)
{
    arena *own = arena_new();
    inspection_result result = {.all = 0};
    inspector i = {.watch = watch, .result = &result};
    status done = begin(path, own, &i.w);
    if (done.code == ST_OK)
        done = look_at_all(&i);
    arena_free(own);
    if (done.code == ST_OK)
        *out = result;
    return done;
}
