/* What of the flow of permits is to be done or looked at, for people (data/store/permits.h). */
#include "data/store/permits.h"

#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>

#define NOW "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"

static const char *text_at(sqlite3_stmt *row, int at)
{
    return (const char *)sqlite3_column_text(row, at);
}

/* --- The work list --- */

typedef struct open_taker {
    status (*take)(void *context, const permit_open *one);
    void *context;
} open_taker;

static status take_open(sqlite3_stmt *row, void *context)
{
    const open_taker *t = context;
    return t->take(t->context, &(permit_open){sqlite3_column_int64(row, 0), text_at(row, 1), text_at(row, 2), text_at(row, 3),
                                              text_at(row, 4), text_at(row, 5), text_at(row, 6)});
}

status permits_each_open(writer *w, status (*take)(void *context, const permit_open *one), void *context)
{
    return writer_ask(w,
                      "SELECT nr, sinds, code, omv_nummer, nullif(iioa_nummer, ''), uitleg, levering FROM vergunning_werklijst"
                      " JOIN vergunning_gebeurtenis ON uuid = gebeurtenis WHERE opgelost_op IS NULL ORDER BY nr",
                      NULL, 0, take_open, &(open_taker){take, context});
}

status permits_count_open(writer *w, int64_t *out)
{
    return writer_ask_number(w, "SELECT count(*) FROM vergunning_werklijst WHERE opgelost_op IS NULL", NULL, 0, out);
}

status permits_close(writer *w, int64_t number, const char *who)
{
    char nr[WRITER_NUMBER_ROOM];
    const slice values[] = {writer_number(number, nr), slice_of(who)};
    bool closed = false;
    TRY(writer_is_there(w,
                        "UPDATE vergunning_werklijst SET opgelost_op = " NOW
                        ", opgelost_door = ?2 WHERE nr = ?1 AND opgelost_op IS NULL"
                        " RETURNING 1",
                        values, 2, &closed));
    if (!closed)
        return FAIL(NOT_FOUND, "nr", "op de werklijst staat geen open nummer %lld", "the work list has no open number %lld",
                    (long long)number);
    return writer_run(
        w,
        "UPDATE vergunning_gebeurtenis SET toestand = 'klaar', regel = NULL WHERE toestand = 'wacht'"
        " AND uuid = (SELECT gebeurtenis FROM vergunning_werklijst WHERE nr = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM vergunning_werklijst w WHERE w.gebeurtenis = uuid AND w.opgelost_op IS NULL)",
        values, 1);
}

/* --- Records that nobody has looked at --- */

typedef struct unseen_taker {
    status (*take)(void *context, const permit_unseen *one);
    void *context;
} unseen_taker;

static status take_unseen(sqlite3_stmt *row, void *context)
{
    const unseen_taker *t = context;
    return t->take(t->context, &(permit_unseen){sqlite3_column_int64(row, 0), text_at(row, 1), text_at(row, 2), text_at(row, 3),
                                                text_at(row, 4), text_at(row, 5), sqlite3_column_int(row, 6) != 0,
                                                sqlite3_column_int(row, 7) != 0, sqlite3_column_int(row, 8) != 0});
}

status permits_each_unseen(writer *w, const char *nis, status (*take)(void *context, const permit_unseen *one), void *context)
{
    const slice values[] = {slice_of(nis)};
    return writer_ask(
        w,
        "SELECT r.id, r.gemeente_nis, r.rubriek, r.omv_nummer, r.iioa_nummer, r.startdatum, r.wijziging_vergunning = 'JA',"
        " EXISTS (SELECT 1 FROM risicolocatie t WHERE t.gemeente_nis = r.gemeente_nis AND t.id <> r.id AND t.geschrapt = 0"
        " AND t.rubriek = r.rubriek AND MbrIntersects(t.geometry, r.geometry) AND ST_Overlaps(t.geometry, r.geometry)"
        " + ST_Equals(t.geometry, r.geometry) + ST_Within(t.geometry, r.geometry) + ST_Contains(t.geometry, r.geometry) > 0),"
        " coalesce(ST_Intersects(g.geometry, r.geometry), 0) = 0"
        " FROM (SELECT DISTINCT risicolocatie FROM vergunning_rij) v JOIN risicolocatie r ON r.id = v.risicolocatie"
        " JOIN gemeente g ON g.nis_code = r.gemeente_nis LEFT JOIN nazicht n ON n.risicolocatie = r.id"
        " WHERE (?1 IS NULL OR r.gemeente_nis = ?1) AND (n.wijziging IS NULL OR n.wijziging <> r.wijziging_vergunning) ORDER BY "
        "r.id",
        values, 1, take_unseen, &(unseen_taker){take, context});
}

status permits_mark_seen(writer *w, int64_t id, const char *who)
{
    char number[WRITER_NUMBER_ROOM];
    const slice values[] = {writer_number(id, number), slice_of(who)};
    bool marked = false;
    TRY(writer_is_there(
        w,
        "INSERT INTO nazicht (risicolocatie, wijziging, op, wie) SELECT id, wijziging_vergunning, " NOW ", ?2 FROM risicolocatie"
        " WHERE id = ?1 AND EXISTS (SELECT 1 FROM vergunning_rij WHERE risicolocatie = ?1)"
        " ON CONFLICT (risicolocatie) DO UPDATE SET wijziging = excluded.wijziging, op = excluded.op, wie = excluded.wie"
        " RETURNING 1",
        values, 2, &marked));
    return marked ? status_ok()
                  : FAIL(NOT_FOUND, "id", "risicolocatie.%lld is er niet, of komt niet van het Omgevingsloket",
                         "risicolocatie.%lld is not there, or does not come from the Omgevingsloket", (long long)id);
}

/* --- Switches --- */

typedef struct switch_taker {
    status (*take)(void *context, const permit_switch *one);
    void *context;
} switch_taker;

static status take_switch(sqlite3_stmt *row, void *context)
{
    const switch_taker *t = context;
    return t->take(t->context, &(permit_switch){text_at(row, 0), text_at(row, 1), text_at(row, 3), text_at(row, 4),
                                                sqlite3_column_int(row, 2) != 0});
}

status permits_each_switch(writer *w, const char *nis, status (*take)(void *context, const permit_switch *one), void *context)
{
    const slice values[] = {slice_of(nis)};
    return writer_ask(
        w,
        "SELECT nis_code, naam, coalesce(s.aan, 1), s.vanaf, s.wie FROM gemeente LEFT JOIN integratie_stand s"
        " ON s.gemeente_nis = nis_code AND s.vanaf = (SELECT max(vanaf) FROM integratie_stand WHERE gemeente_nis = nis_code)"
        " WHERE ?1 IS NULL OR nis_code = ?1 ORDER BY nis_code",
        values, 1, take_switch, &(switch_taker){take, context});
}
