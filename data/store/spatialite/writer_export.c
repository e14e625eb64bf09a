/* What the store holds, read for an export. */
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>

static slice column(sqlite3_stmt *s, int at)
{
    const char *found = (const char *)sqlite3_column_text(s, at);
    return (slice){found, (size_t)sqlite3_column_bytes(s, at)};
}

#define COLUMNS                                                                                                      \
    "id, gemeente_nis, rubriek, rubriekenlijst, omschrijving, bron, omv_nummer, iioa_nummer, startdatum, einddatum," \
    " wijziging_vergunning, geschrapt, geometry, eigen_kenmerk FROM risicolocatie"

static stored_row read_row(sqlite3_stmt *s)
{
    stored_row row = {.id = sqlite3_column_int64(s, 0), .geschrapt = sqlite3_column_int(s, 11) != 0};
    slice *const texts[] = {
        &row.gemeente_nis, &row.rubriek,     &row.rubriekenlijst, &row.omschrijving, &row.bron,
        &row.omv_nummer,   &row.iioa_nummer, &row.startdatum,     &row.einddatum,    &row.wijziging_vergunning};
    for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
        *texts[i] = column(s, i + 1);
    row.eigen_kenmerk = column(s, 13);
    row.contour.blob = sqlite3_column_blob(s, 12);
    row.contour.size = (size_t)sqlite3_column_bytes(s, 12);
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
    TRY(store_prepare(w, nis_code ? "SELECT " COLUMNS " WHERE gemeente_nis = ?1 ORDER BY id" : "SELECT " COLUMNS " ORDER BY id",
                      &s));
    if (nis_code)
        store_bind(s, 1, slice_of(nis_code));
    const status done = step_all(w, s, take, context);
    sqlite3_finalize(s);
    return done;
}
