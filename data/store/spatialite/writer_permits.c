/* How far the flow of permits is, and what it has seen (data/store/permits.h). */
#include "data/store/permits.h"

#include "base/calendar.h"
#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>

#define NOW "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
#define COUNT_OF(values) (sizeof(values) / sizeof *(values))

/* --- How far --- */

typedef struct mark_room {
    arena *arena;
    permit_mark *out;
} mark_room;

static status note_mark(sqlite3_stmt *row, void *context)
{
    const mark_room *to = context;
    *to->out = (permit_mark){store_text(row, 0, to->arena), store_text(row, 1, to->arena)};
    return status_ok();
}

status permits_find_mark(writer *w, arena *a, permit_mark *out)
{
    *out = (permit_mark){0};
    return writer_ask(w, "SELECT begin, tot FROM vergunning_stand", NULL, 0, note_mark, &(mark_room){a, out});
}

status permits_begin(writer *w, const char *day)
{
    const slice values[] = {slice_of(day)};
    return writer_run(
        w, "INSERT INTO vergunning_stand (id, begin, tot, gelopen_op) VALUES (1, ?1, ?1, " NOW ") ON CONFLICT (id) DO NOTHING",
        values, COUNT_OF(values));
}

status permits_set_mark(writer *w, const char *tot)
{
    const slice values[] = {slice_of(tot)};
    return writer_run(w, "UPDATE vergunning_stand SET tot = ?1, gelopen_op = " NOW, values, COUNT_OF(values));
}

status permits_is_read(writer *w, const char *delivery, const char *sum, bool *out)
{
    const slice values[] = {slice_of(delivery), slice_of(sum)};
    return writer_is_there(w, "SELECT 1 FROM vergunning_levering WHERE naam = ?1 AND som = ?2", values, COUNT_OF(values), out);
}

status permits_note_read(writer *w, const char *delivery, const char *sum)
{
    const slice values[] = {slice_of(delivery), slice_of(sum)};
    return writer_run(
        w, "INSERT INTO vergunning_levering (naam, som, gelezen_op) VALUES (?1, ?2, " NOW ") ON CONFLICT (naam, som) DO NOTHING",
        values, COUNT_OF(values));
}

status permits_hurry(writer *w, bool hurry)
{
    return store_exec(w, hurry ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
}

/* --- Events --- */

status permits_is_known(writer *w, const char *uuid, bool *out)
{
    const slice values[] = {slice_of(uuid)};
    return writer_is_there(w, "SELECT 1 FROM vergunning_gebeurtenis WHERE uuid = ?1", values, COUNT_OF(values), out);
}

status permits_note_event(writer *w, const permit_note *note)
{
    const slice values[] = {slice_of(note->uuid),
                            slice_of(note->omv_nummer),
                            slice_of(note->waits ? "wacht" : "klaar"),
                            slice_of(note->outcome),
                            slice_of(note->delivery),
                            slice_of(note->tot),
                            note->waits ? note->line : (slice){NULL, 0},
                            slice_of(note->day)};
    return writer_run(
        w,
        "INSERT INTO vergunning_gebeurtenis (uuid, omv_nummer, toestand, uitkomst, levering, tot, regel, beslist, gezien_op)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, " NOW ")"
        " ON CONFLICT (uuid) DO UPDATE SET toestand = excluded.toestand, uitkomst = excluded.uitkomst, regel = excluded.regel,"
        " beslist = excluded.beslist",
        values, COUNT_OF(values));
}

status permits_is_granted(writer *w, const char *omv_nummer, const char *uuid, bool *out)
{
    const slice values[] = {slice_of(omv_nummer), slice_of(uuid)};
    return writer_is_there(
        w, "SELECT 1 FROM vergunning_gebeurtenis WHERE omv_nummer = ?1 AND uitkomst = 'vergund' AND uuid <> ?2 LIMIT 1", values,
        COUNT_OF(values), out);
}

status permits_was_changed(writer *w, const char *omv_nummer, const char *from, const char *until, bool *out)
{
    const slice values[] = {slice_of(omv_nummer), slice_of(from), slice_of(until)};
    return writer_is_there(
        w,
        "SELECT 1 FROM vergunning_gebeurtenis WHERE omv_nummer = ?1 AND uitkomst = 'gewijzigd' AND beslist BETWEEN ?2 AND ?3"
        " LIMIT 1",
        values, COUNT_OF(values), out);
}

status permits_waiting(writer *w, arena *a, text_list *uuids)
{
    return writer_ask_texts(w, "SELECT uuid FROM vergunning_gebeurtenis WHERE toestand = 'wacht' ORDER BY rowid", NULL, 0, a,
                            uuids);
}

typedef struct waiting_room {
    arena *arena;
    permit_waiting *out;
    bool found;
} waiting_room;

static status note_waiting(sqlite3_stmt *row, void *context)
{
    waiting_room *to = context;
    *to->out = (permit_waiting){
        .uuid = store_text(row, 0, to->arena), .delivery = store_text(row, 1, to->arena), .tot = store_text(row, 2, to->arena)};
    const char *line = store_text(row, 3, to->arena);
    to->out->line = (slice){line, (size_t)sqlite3_column_bytes(row, 3)};
    to->found = true;
    return status_ok();
}

status permits_find_waiting(writer *w, const char *uuid, arena *a, permit_waiting *out)
{
    const slice values[] = {slice_of(uuid)};
    waiting_room to = {.arena = a, .out = out};
    TRY(writer_ask(w, "SELECT uuid, levering, tot, regel FROM vergunning_gebeurtenis WHERE uuid = ?1 AND toestand = 'wacht'",
                   values, COUNT_OF(values), note_waiting, &to));
    return to.found ? status_ok() : FAIL(NOT_FOUND, "", "deze gebeurtenis wacht niet", "this event does not wait");
}

typedef struct rubriek_room {
    arena *arena;
    permit_known_rubriek *out;
} rubriek_room;

static status note_rubriek(sqlite3_stmt *row, void *context)
{
    const rubriek_room *to = context;
    *to->out = (permit_known_rubriek){sqlite3_column_int64(row, 0), store_text(row, 1, to->arena)};
    return status_ok();
}

status permits_rubriek(writer *w, const char *list, const char *vito_id, const char *vito_versie_id, arena *a,
                       permit_known_rubriek *out)
{
    const slice values[] = {slice_of(list), slice_of(vito_id), slice_of(vito_versie_id)};
    *out = (permit_known_rubriek){0};
    return writer_ask(w, "SELECT id, code FROM rubriek WHERE lijst = ?1 AND vito_id = ?2 AND vito_versie_id = ?3", values,
                      COUNT_OF(values), note_rubriek, &(rubriek_room){a, out});
}

/* --- The switch of a gemeente --- */

static slice moment_of(int64_t seconds, char out[CALENDAR_TIME])
{
    calendar_time(seconds, out);
    return slice_of(out);
}

/* It was on at first (domain rule 9). */
status permits_is_on(writer *w, const char *nis, int64_t moment, bool *out)
{
    char when[CALENDAR_TIME];
    const slice values[] = {slice_of(nis), moment_of(moment, when)};
    bool off = false;
    TRY(writer_is_there(
        w,
        "SELECT 1 FROM (SELECT aan FROM integratie_stand WHERE gemeente_nis = ?1 AND vanaf <= ?2 ORDER BY vanaf DESC LIMIT 1)"
        " WHERE aan = 0",
        values, COUNT_OF(values), &off));
    *out = !off;
    return status_ok();
}

status permits_switch(writer *w, const char *nis, bool on, int64_t moment, const char *who)
{
    char when[CALENDAR_TIME];
    bool later = false;
    const slice values[] = {slice_of(nis), moment_of(moment, when), slice_of(on ? "1" : "0"), slice_of(who)};
    TRY(writer_is_there(w, "SELECT 1 FROM integratie_stand WHERE gemeente_nis = ?1 AND vanaf >= ?2", values, 2, &later));
    if (later)
        return FAIL(BAD_PARAM, "gemeente",
                    "de integratie van %s is op dit moment of later al omgezet: probeer het over een seconde opnieuw",
                    "the integration of %s was switched at this moment or later already: try again in a second", nis);
    TRY(writer_run(w, "INSERT INTO integratie_stand (gemeente_nis, vanaf, aan, wie) VALUES (?1, ?2, ?3, ?4)", values,
                   COUNT_OF(values)));
    const slice now[] = {slice_of(nis), slice_of(on ? "1" : "0")};
    return writer_run(w, "UPDATE gemeente SET integratie_omgv = ?2 WHERE nis_code = ?1", now, COUNT_OF(now));
}

/* --- Records --- */

status permits_has_row(writer *w, const permit_key *key, bool *out)
{
    const slice values[] = {slice_of(key->omv_nummer), slice_of(key->iioa_nummer), slice_of(key->vito_id),
                            slice_of(key->vito_versie_id), slice_of(key->nis)};
    return writer_is_there(
        w,
        "SELECT 1 FROM vergunning_rij WHERE omv_nummer = ?1 AND iioa_nummer = ?2 AND vito_id = ?3 AND vito_versie_id = ?4"
        " AND gemeente_nis = ?5",
        values, COUNT_OF(values), out);
}

status permits_note_row(writer *w, const permit_key *key, int64_t id, const char *granted)
{
    char number[WRITER_NUMBER_ROOM];
    const slice values[] = {
        slice_of(key->omv_nummer), slice_of(key->iioa_nummer), slice_of(key->vito_id), slice_of(key->vito_versie_id),
        slice_of(key->nis),        writer_number(id, number),  slice_of(granted)};
    return writer_run(
        w,
        "INSERT INTO vergunning_rij (omv_nummer, iioa_nummer, vito_id, vito_versie_id, gemeente_nis, risicolocatie, toegekend)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        values, COUNT_OF(values));
}

typedef struct rows_room {
    arena *arena;
    permit_rows rows;
    size_t room;
} rows_room;

static status add_row(sqlite3_stmt *row, void *context)
{
    rows_room *to = context;
    if (to->rows.count == to->room)
        to->rows.items = arena_grow(to->arena, to->rows.items, &to->room, to->rows.count + 1, sizeof *to->rows.items);
    to->rows.items[to->rows.count++] = (permit_row){sqlite3_column_int64(row, 0), store_text(row, 1, to->arena),
                                                    store_text(row, 2, to->arena), sqlite3_column_int(row, 3) != 0};
    return status_ok();
}

status permits_made(writer *w, int64_t risicolocatie, bool *out)
{
    char number[WRITER_NUMBER_ROOM];
    const slice values[] = {writer_number(risicolocatie, number)};
    return writer_is_there(w, "SELECT 1 FROM vergunning_rij WHERE risicolocatie = CAST(?1 AS INTEGER) LIMIT 1", values,
                           COUNT_OF(values), out);
}

status permits_rows_of(writer *w, const char *omv_nummer, arena *a, permit_rows *out, bool *known)
{
    const slice values[] = {slice_of(omv_nummer)};
    rows_room found = {.arena = a};
    TRY(permits_is_granted(w, omv_nummer, "", known));
    TRY(writer_ask(w,
                   "SELECT r.id, r.gemeente_nis, v.toegekend, r.wijziging_vergunning = 'JA' FROM vergunning_rij v"
                   " JOIN risicolocatie r ON r.id = v.risicolocatie WHERE v.omv_nummer = ?1 ORDER BY r.id",
                   values, COUNT_OF(values), add_row, &found));
    *out = found.rows;
    return status_ok();
}

/* --- What a person must look at --- */

status permits_next_run(writer *w, int64_t *out)
{
    return writer_ask_number(w, "SELECT coalesce(max(loop), 0) + 1 FROM vergunning_werklijst", NULL, 0, out);
}

status permits_note_problem(writer *w, const permit_problem *p, int64_t try)
{
    char number[WRITER_NUMBER_ROOM];
    const slice values[] = {slice_of(p->uuid), slice_of(p->iioa_nummer), slice_of(p->code),
                            slice_of(p->what), slice_of(p->text),        writer_number(try, number)};
    return writer_run(w,
                      "INSERT INTO vergunning_werklijst (gebeurtenis, iioa_nummer, code, wat, uitleg, sinds, loop)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, " NOW ", ?6)"
                      " ON CONFLICT (gebeurtenis, iioa_nummer, code, wat) DO UPDATE SET loop = excluded.loop,"
                      " opgelost_op = iif(opgelost_door IS NULL, NULL, opgelost_op)",
                      values, COUNT_OF(values));
}

status permits_settle(writer *w, const char *uuid, int64_t try)
{
    char number[WRITER_NUMBER_ROOM];
    const slice values[] = {slice_of(uuid), writer_number(try, number)};
    return writer_run(
        w, "UPDATE vergunning_werklijst SET opgelost_op = " NOW " WHERE gebeurtenis = ?1 AND loop < ?2 AND opgelost_op IS NULL",
        values, COUNT_OF(values));
}
