#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>
#include <stdlib.h>

/* clang-format off */
static const char *const texts[STATEMENT_COUNT] = {
    /* NOLINTNEXTLINE(bugprone-suspicious-missing-comma): most texts go on on a next line */
    [ADD_GEMEENTE] = "INSERT INTO gemeente (id, nis_code, naam, provincie, kbo_nummer, kbo_verzonnen, geldig_van, contour_bron, geometry)"
                     " VALUES (CAST(?1 AS INTEGER), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [ADD_REEKS] = "INSERT INTO id_reeks (gemeente_nis) VALUES (?1)",
    [ADD_RUBRIEK] = "INSERT INTO rubriek (id, lijst, code, versie, omschrijving, vlarebo_categorie, vito_id, vito_versie_id, geverifieerd, bron)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [FIND_RUBRIEK] = "SELECT id FROM rubriek WHERE lijst = ?1 AND code = ?2 AND versie = ?3",
    [CHANGE_RUBRIEK] = "UPDATE rubriek SET lijst = ?2, code = ?3, versie = ?4, omschrijving = ?5, vlarebo_categorie = ?6, vito_id = ?7, vito_versie_id = ?8,"
                       " geverifieerd = ?9, bron = ?10 WHERE id = ?1",
    [HAS_RISICOLOCATIE] = "SELECT 1 FROM risicolocatie WHERE id = ?1",
    /* The index has each side rounded outward, by less than a metre. */
    [FIND_TWIN] = "SELECT t.id FROM idx_risicolocatie_geometry r CROSS JOIN risicolocatie t ON t.id = r.pkid"
                  " WHERE r.xmin BETWEEN ?1 - 1 AND ?1 AND r.ymin BETWEEN ?2 - 1 AND ?2 AND r.xmax BETWEEN ?3 AND ?3 + 1 AND r.ymax BETWEEN ?4 AND ?4 + 1"
                  " AND t.gemeente_nis = ?5 AND t.rubriek_id = ?6 AND t.startdatum = ?7 AND t.geschrapt = ?8 AND t.geometry = ?9 LIMIT 1",
    [WAS_ID] = "SELECT 1 FROM gemeente g CROSS JOIN risicolocatie_versie v ON v.gemeente_nis = g.nis_code AND v.id = ?1 LIMIT 1",
    [COMPARE_PERCEEL] = "SELECT CASE WHEN gemeente_nis = ?2 THEN 1 + (geometry = ?3) ELSE 3 + CAST(gemeente_nis AS INTEGER) END"
                        " FROM perceel WHERE capakey = ?1",
    [ADD_PERCEEL] = "INSERT INTO perceel (capakey, gemeente_nis, geometry) VALUES (?1, ?2, ?3)",
    [CHANGE_PERCEEL] = "UPDATE perceel SET gemeente_nis = ?2, geometry = ?3 WHERE capakey = ?1",
    [ID_OF_PERCEEL] = "SELECT id FROM perceel WHERE capakey = ?1",
    [NOTE_PERCEEL] = "INSERT INTO temp.gezien VALUES (?1, ?2)",
    [USE_NUMBERS] = "UPDATE id_reeks SET volgend = max(volgend, ?2) WHERE gemeente_nis = ?1",
    [TAKE_NUMBER] = "UPDATE id_reeks SET volgend = volgend + 1 WHERE gemeente_nis = ?1 AND volgend < 10000000 RETURNING volgend - 1",
    [SET_CONTOUR] = "UPDATE gemeente SET naam = coalesce(?2, naam), contour_bron = 'officieel', geometry = ?3 WHERE nis_code = ?1",
    [SET_KBO] = "UPDATE gemeente SET kbo_nummer = ?2, kbo_verzonnen = ?3 WHERE nis_code = ?1",
    [NEWEST_RUBRIEK] = "SELECT id, omschrijving, vlarebo_categorie, vito_id, vito_versie_id FROM rubriek WHERE lijst = ?1 AND code = ?2 AND (?3 = 0 OR id = ?3) ORDER BY versie DESC LIMIT 1",
    [NAME_OF_GEMEENTE] = "SELECT naam FROM gemeente WHERE nis_code = ?1",
    [TEXTS_NOW] = "SELECT startdatum, einddatum, rubriekenlijst, rubriek, gemeente_nis, eigen_kenmerk, kenmerk_van FROM risicolocatie WHERE id = ?1",
    [CONTOUR_OF_GEMEENTE] = "SELECT contour_bron = 'officieel', geometry FROM gemeente WHERE nis_code = ?1",
    [GEMEENTEN_NEAR] = "SELECT g.nis_code FROM idx_gemeente_geometry r CROSS JOIN gemeente g ON g.id = r.pkid"
                       " WHERE r.xmax >= ?1 AND r.ymax >= ?2 AND r.xmin <= ?3 AND r.ymin <= ?4 ORDER BY g.nis_code",
    [HAS_NUMBER] = "SELECT EXISTS (SELECT 1 FROM risicolocatie WHERE id = ?1) OR EXISTS (SELECT 1 FROM risicolocatie_versie WHERE gemeente_nis = ?2 AND id = ?1)",
    [FIND_KENMERK] = "SELECT id FROM risicolocatie WHERE gemeente_nis = ?1 AND eigen_kenmerk = ?2 AND kenmerk_van = ?3",
    /* Of locks: ?1 its id, ?2 beller, ?3 wie, ?4 duur, ?5 tot, ?6 tabel, ?7 object, ?8 a NIS code, ?9 now (edit_locks.c). */
    [FIND_LOCK] = "SELECT id, beller, wie, duur, tot FROM slot WHERE id = ?1",
    [LOCK_ON_ROW] = "SELECT s.id, s.beller, s.wie, s.duur, s.tot FROM slot_object o CROSS JOIN slot s ON s.id = o.slot WHERE o.tabel = ?6 AND o.object = ?7 AND s.tot > ?9",
    [LAST_LOCK_OF_GEMEENTE] = "SELECT coalesce(max(s.tot), 0) FROM slot s CROSS JOIN slot_object o ON o.slot = s.id CROSS JOIN risicolocatie r ON r.id = o.object"
                              " WHERE s.tot > ?9 AND o.tabel = 'risicolocatie' AND r.gemeente_nis = ?8",
    [COUNT_LOCKS] = "SELECT count(*) FROM slot WHERE beller = ?2 AND wie = ?3 AND tot > ?9",
    [KEEP_LOCK] = "INSERT INTO slot (id, beller, wie, duur, tot) VALUES (?1, ?2, ?3, ?4, ?5)"
                  " ON CONFLICT (id) DO UPDATE SET duur = excluded.duur, tot = excluded.tot",
    [ADD_LOCKED_ROW] = "INSERT INTO slot_object (tabel, object, slot) VALUES (?6, ?7, ?1) ON CONFLICT (tabel, object) DO UPDATE SET slot = excluded.slot",
    [FREE_LOCKED_ROW] = "DELETE FROM slot_object WHERE tabel = ?6 AND object = ?7 AND slot = ?1",
    [FREE_LOCKED_ROWS] = "DELETE FROM slot_object WHERE slot = ?1",
    [FORGET_LOCK] = "DELETE FROM slot WHERE id = ?1",
    [SWEEP_LOCKS] = "DELETE FROM slot WHERE tot <= ?9 - ?11 OR id IN (SELECT id FROM slot WHERE beller = ?2 AND wie = ?3 AND tot <= ?9"
                    " ORDER BY tot DESC LIMIT -1 OFFSET ?10)",
    [SWEEP_LOCKED_ROWS] = "DELETE FROM slot_object WHERE slot IN (SELECT id FROM slot WHERE tot <= ?9)",
    [NEXT_BOOKING] = "SELECT max(id) + 1 FROM boeking",
    [HAS_HISTORY] = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1 || '_versie'",
    [COLUMNS_OF] = "SELECT group_concat('\"' || replace(name, '\"', '\"\"') || '\"') FROM pragma_table_info(?1)",
    [ADD_LINE] = "INSERT INTO boeking_regel (boeking, nr, wat, tabel, object, gemeente_nis, aantal, reden) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [FIND_PSEUDONYM] = "SELECT id FROM pseudoniem WHERE persoon = ?1",
    [ADD_PSEUDONYM] = "INSERT INTO pseudoniem (persoon) VALUES (?1)",
    [CLOCK_BACK] = "SELECT CAST(round((julianday(moment) - julianday('now')) * 86400000) AS INTEGER) FROM boeking ORDER BY id DESC LIMIT 1",
    [ADD_BOOKING] = "INSERT INTO boeking (id, weg, rol, organisatie, pseudoniem, verzoek, nood, moment) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                    " max(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', moment, '+0.002 seconds') FROM boeking ORDER BY id DESC LIMIT 1)))",
    [OVERLAP_LOCATION] = "SELECT id, gemeente_nis, NULL, geometry FROM risicolocatie WHERE id = ?1 AND geschrapt = 0",
    [OVERLAP_PARCEL] = "SELECT id, gemeente_nis, capakey, geometry FROM perceel WHERE id = ?1",
    [OVERLAP_LOADED] = "SELECT id, gemeente_nis, NULL, geometry FROM risicolocatie WHERE geschrapt = 0 AND (?1 = 0 OR boeking = ?1) ORDER BY id",
    [PARCELS_NEAR] = "SELECT t.id, t.gemeente_nis, t.capakey, t.geometry FROM idx_perceel_geometry r CROSS JOIN perceel t ON t.id = r.pkid"
                     " WHERE r.xmax >= ?1 AND r.ymax >= ?2 AND r.xmin <= ?3 AND r.ymin <= ?4",
    [LOCATIONS_NEAR] = "SELECT t.id, t.gemeente_nis, NULL, t.geometry FROM idx_risicolocatie_geometry r CROSS JOIN risicolocatie t ON t.id = r.pkid"
                       " WHERE r.xmax >= ?1 AND r.ymax >= ?2 AND r.xmin <= ?3 AND r.ymin <= ?4 AND t.geschrapt = 0",
    [DROP_OVERLAPS_OF_LOCATION] = "DELETE FROM perceel_risicolocatie WHERE locatie = ?1",
    [DROP_OVERLAPS_OF_PARCEL] = "DELETE FROM perceel_risicolocatie WHERE capakey = (SELECT capakey FROM perceel WHERE id = ?1)",
    [ADD_OVERLAP] = "INSERT INTO perceel_risicolocatie (id, gemeente_nis, capakey, locatie, risicolocatie, overlap_m2, overlap_pct)"
                    " VALUES (?1, ?2, ?3, ?4, 'risicolocatie.' || ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING",
    [FROZEN_UNTIL] = "SELECT strftime('%s', u.waarde), t.waarde FROM kenmerk u JOIN kenmerk t ON t.naam = 'bevroren_tekst' WHERE u.naam = 'bevroren_tot'",
    [SET_KENMERK] = "INSERT INTO kenmerk (naam, waarde) VALUES (?1, ?2) ON CONFLICT (naam) DO UPDATE SET waarde = excluded.waarde",
};
/* clang-format on */

status store_statement(writer *w, writer_statement which, sqlite3_stmt **out)
{
    if (!w->statements[which])
        TRY(store_prepare(w, texts[which], &w->statements[which]));
    *out = w->statements[which];
    return status_ok();
}

status store_step(writer *w, sqlite3_stmt *s, const char *doing)
{
    const int code = sqlite3_step(s);
    const status done = code == SQLITE_DONE || code == SQLITE_ROW ? status_ok() : store_failed(w, doing);
    sqlite3_reset(s);
    return done;
}

const char *store_text(sqlite3_stmt *s, int at, arena *a)
{
    if (sqlite3_column_type(s, at) == SQLITE_NULL)
        return NULL;
    const char *found = (const char *)sqlite3_column_text(s, at);
    if (!found)
        abort();
    return arena_strndup(a, found, (size_t)sqlite3_column_bytes(s, at));
}

status store_find_number(writer *w, sqlite3_stmt *s, const char *doing, int64_t *out)
{
    const int code = sqlite3_step(s);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(s, 0);
    const status done = code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : store_failed(w, doing);
    sqlite3_reset(s);
    return done;
}

void store_bind(sqlite3_stmt *s, int at, slice chars)
{
    if (chars.at)
        sqlite3_bind_text(s, at, chars.at, (int)chars.length, SQLITE_STATIC);
    else
        sqlite3_bind_null(s, at);
}

/* The blob's buffer belongs to the writer and is used again for every row: SQLite copies it into the page before the next one is
 * made. */
void store_bind_shape(writer *w, sqlite3_stmt *s, int at, const geometry_build *contour)
{
    const size_t size = geometry_build_size(contour, CLASS_MULTIPOLYGON);
    if (size > w->blob_room) {
        sqlite3_free(w->blob);
        w->blob = sqlite3_malloc64(size * 2);
        w->blob_room = size * 2;
        if (!w->blob)
            abort(); /* the vertex limit of every reader bounds this; see arena.h */
    }
    geometry_build_write(contour, CLASS_MULTIPOLYGON, SRID_STORE, w->blob);
    sqlite3_bind_blob(s, at, w->blob, (int)size, SQLITE_STATIC);
}

status writer_add_gemeente(writer *w, const gemeente_row *row)
{
    sqlite3_stmt *s = NULL, *reeks = NULL;
    TRY(store_statement(w, ADD_GEMEENTE, &s));
    TRY(store_statement(w, ADD_REEKS, &reeks));
    store_bind(s, 1, row->nis_code);
    store_bind(s, 2, row->naam);
    store_bind(s, 3, row->provincie);
    store_bind(s, 4, row->kbo_nummer);
    sqlite3_bind_int(s, 5, row->kbo_verzonnen);
    store_bind(s, 6, row->geldig_van);
    store_bind(s, 7, slice_of(row->officieel ? "officieel" : "schematisch"));
    store_bind_shape(w, s, 8, row->contour);
    TRY(store_step(w, s, "adding a gemeente"));
    store_bulk_note(w, TABLE_GEMEENTE, sqlite3_last_insert_rowid(w->db), (slice){0}, false, row->contour->box);
    store_bind(reeks, 1, row->nis_code);
    return store_step(w, reeks, "adding a number series");
}

static void bind_whole_rubriek(sqlite3_stmt *s, int64_t id, const rubriek_row *row)
{
    if (id)
        sqlite3_bind_int64(s, 1, id);
    else
        sqlite3_bind_null(s, 1);
    store_bind(s, 2, row->lijst);
    store_bind(s, 3, row->code);
    sqlite3_bind_int64(s, 4, row->versie);
    store_bind(s, 5, row->omschrijving);
    store_bind(s, 6, row->vlarebo_categorie);
    store_bind(s, 7, row->vito_id);
    store_bind(s, 8, row->vito_versie_id);
    sqlite3_bind_int(s, 9, row->geverifieerd);
    store_bind(s, 10, row->bron);
}

status writer_add_rubriek(writer *w, const rubriek_row *row)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, ADD_RUBRIEK, &s));
    bind_whole_rubriek(s, row->id, row);
    return store_step(w, s, "adding a rubriek");
}

/* *out 0: there is none. */
static status find_rubriek(writer *w, const rubriek_row *row, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, FIND_RUBRIEK, &s));
    store_bind(s, 1, row->lijst);
    store_bind(s, 2, row->code);
    sqlite3_bind_int64(s, 3, row->versie);
    *out = 0;
    return store_find_number(w, s, "looking for a rubriek", out);
}

/* Its key was looked up, so a refusal means that another rubriek already has the VITO identifiers. */
status writer_put_rubriek(writer *w, const rubriek_row *row, put_outcome *out)
{
    sqlite3_stmt *s = NULL;
    int64_t id = 0;
    TRY(find_rubriek(w, row, &id));
    TRY(store_statement(w, id ? CHANGE_RUBRIEK : ADD_RUBRIEK, &s));
    bind_whole_rubriek(s, id, row);
    const int code = sqlite3_step(s) & 0xFF;
    const status done = code == SQLITE_DONE || code == SQLITE_CONSTRAINT ? status_ok() : store_failed(w, "putting a rubriek");
    sqlite3_reset(s);
    TRY(done);
    *out = code == SQLITE_CONSTRAINT ? PUT_REFUSED : id ? PUT_CHANGED : PUT_ADDED;
    return status_ok();
}

int64_t writer_id(int64_t nis, int64_t number)
{
    return nis * ID_PER_GEMEENTE + number;
}
