/* Risk locations of the store, read for a command that writes them out or compares them; and those that are not there any more.
 */
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>

#define COLUMNS                                                                                                                \
    "id, gemeente_nis, rubriek, rubriekenlijst, omschrijving, bron, omv_nummer, iioa_nummer, startdatum, einddatum,"           \
    " wijziging_vergunning, geschrapt, geometry, eigen_kenmerk, kenmerk_van, aangemaakt_op, geschrapt_op, rubriek_id, versie " \
    "FROM "

enum { GESCHRAPT = 11, GEOMETRY = 12, EIGEN_KENMERK, KENMERK_VAN, AANGEMAAKT_OP, GESCHRAPT_OP, RUBRIEK_ID, VERSIE };

static slice column(sqlite3_stmt *s, int at)
{
    const char *found = (const char *)sqlite3_column_text(s, at);
    return (slice){found, (size_t)sqlite3_column_bytes(s, at)};
}

static stored_row read_row(sqlite3_stmt *s)
{
    stored_row row = {.id = sqlite3_column_int64(s, 0), .geschrapt = sqlite3_column_int(s, GESCHRAPT) != 0};
    slice *const texts[] = {
        &row.gemeente_nis, &row.rubriek,     &row.rubriekenlijst, &row.omschrijving, &row.bron,
        &row.omv_nummer,   &row.iioa_nummer, &row.startdatum,     &row.einddatum,    &row.wijziging_vergunning};
    for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
        *texts[i] = column(s, i + 1);
    row.contour.blob = sqlite3_column_blob(s, GEOMETRY);
    row.contour.size = (size_t)sqlite3_column_bytes(s, GEOMETRY);
    row.eigen_kenmerk = column(s, EIGEN_KENMERK);
    row.kenmerk_van = column(s, KENMERK_VAN);
    row.aangemaakt_op = column(s, AANGEMAAKT_OP);
    row.geschrapt_op = column(s, GESCHRAPT_OP);
    row.rubriek_id = sqlite3_column_int64(s, RUBRIEK_ID);
    row.versie = sqlite3_column_int64(s, VERSIE);
    return row;
}

static status step_all(writer *w, sqlite3_stmt *s, status (*take)(void *context, const stored_row *row), void *context)
{
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        const stored_row row = read_row(s);
        TRY(take(context, &row));
    }
    return code == SQLITE_DONE ? status_ok() : store_failed(w, "reading risk locations");
}

status writer_each_risicolocatie(writer *w, const char *nis_code, status (*take)(void *context, const stored_row *row),
                                 void *context)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w,
                      nis_code ? "SELECT " COLUMNS "risicolocatie WHERE gemeente_nis = ?1 ORDER BY id"
                               : "SELECT " COLUMNS "risicolocatie ORDER BY id",
                      &s));
    if (nis_code)
        store_bind(s, 1, slice_of(nis_code));
    const status done = step_all(w, s, take, context);
    sqlite3_finalize(s);
    return done;
}

status writer_last_version(writer *w, const char *nis_code, int64_t id, status (*take)(void *context, const stored_row *row),
                           void *context)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(
        w, "SELECT " COLUMNS "risicolocatie_versie WHERE gemeente_nis = ?1 AND id = ?2 ORDER BY tot_boeking DESC LIMIT 1", &s));
    store_bind(s, 1, slice_of(nis_code));
    sqlite3_bind_int64(s, 2, id);
    const status done = step_all(w, s, take, context);
    sqlite3_finalize(s);
    return done;
}

/* The index of versions begins with the gemeente. */
status writer_was_id(writer *w, int64_t id, bool *out)
{
    sqlite3_stmt *s = NULL;
    int64_t found = 0;
    TRY(store_statement(w, WAS_ID, &s));
    sqlite3_bind_int64(s, 1, id);
    TRY(store_find_number(w, s, "looking for a removed row", &found));
    *out = found != 0;
    return status_ok();
}

status writer_each_removed(writer *w, void (*take)(void *context, int64_t id), void *context)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w,
                      "SELECT DISTINCT id FROM risicolocatie_versie v WHERE NOT EXISTS (SELECT 1 FROM risicolocatie r"
                      " WHERE r.id = v.id)",
                      &s));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(s)) == SQLITE_ROW)
        take(context, sqlite3_column_int64(s, 0));
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? status_ok() : store_failed(w, "reading removed rows");
}
