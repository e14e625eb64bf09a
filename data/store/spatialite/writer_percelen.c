/* Parcels put among those that are there: the same ones are left alone, and those that are not in the list go. Triggers fill the
 * indexes. */
#include "data/store/spatialite/overlaps.h"

#include <sqlite3.h>
#include <stdio.h>

status writer_percelen_begin(writer *w)
{
    return store_exec(
        w, "DROP TABLE IF EXISTS temp.gezien; CREATE TEMP TABLE gezien (capakey TEXT PRIMARY KEY, gemeente_nis TEXT NOT "
           "NULL) WITHOUT ROWID");
}

static status run(writer *w, writer_statement which, slice capakey, slice nis_code, const geometry_build *contour)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, which, &s));
    store_bind(s, 1, capakey);
    store_bind(s, 2, nis_code);
    if (contour)
        store_bind_shape(w, s, 3, contour);
    return store_step(w, s, "putting a parcel");
}

/* What it says: 0 there is none, 1 another contour, 2 the same; from 3 on it is of another gemeente, whose code is 3 less. */
enum { NO_PARCEL, OTHER_CONTOUR, SAME_PARCEL, OTHER_GEMEENTE };

static status compare(writer *w, slice capakey, slice nis_code, const geometry_build *contour, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, COMPARE_PERCEEL, &s));
    store_bind(s, 1, capakey);
    store_bind(s, 2, nis_code);
    store_bind_shape(w, s, 3, contour);
    *out = 0;
    return store_find_number(w, s, "looking for a parcel", out);
}

static status put(writer *w, writer_statement which, slice capakey, slice nis_code, const geometry_build *contour)
{
    sqlite3_stmt *s = NULL;
    int64_t id = 0;
    TRY(run(w, which, capakey, nis_code, contour));
    TRY(store_statement(w, ID_OF_PERCEEL, &s));
    store_bind(s, 1, capakey);
    TRY(store_find_number(w, s, "looking for a parcel", &id));
    return overlaps_of_parcel(w, id);
}

status writer_put_perceel(writer *w, slice capakey, slice nis_code, const geometry_build *contour, perceel_put *out)
{
    int64_t found = NO_PARCEL;
    *out = (perceel_put){PERCEEL_SAME, ""};
    TRY(compare(w, capakey, nis_code, contour, &found));
    if (found != SAME_PARCEL)
        TRY(put(w, found ? CHANGE_PERCEEL : ADD_PERCEEL, capakey, nis_code, contour));
    TRY(run(w, NOTE_PERCEEL, capakey, nis_code, NULL));
    out->what = found == NO_PARCEL ? PERCEEL_ADDED : found == SAME_PARCEL ? PERCEEL_SAME : PERCEEL_CHANGED;
    if (found >= OTHER_GEMEENTE)
        snprintf(out->former_nis, sizeof out->former_nis, "%05lld", (long long)(found - OTHER_GEMEENTE));
    return status_ok();
}

status writer_percelen_end(writer *w, int64_t *removed)
{
    TRY(store_exec(w, "DELETE FROM perceel WHERE gemeente_nis IN (SELECT DISTINCT gemeente_nis FROM gezien)"
                      " AND capakey NOT IN (SELECT capakey FROM gezien)"));
    *removed = sqlite3_changes(w->db);
    return store_exec(w, "DROP TABLE temp.gezien");
}

status writer_each_perceel_count(writer *w, void (*take)(void *context, const char *nis_code, const char *naam, int64_t count),
                                 void *context)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(
        w, "SELECT nis_code, naam, (SELECT count(*) FROM perceel WHERE gemeente_nis = nis_code) FROM gemeente ORDER BY 1", &s));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(s)) == SQLITE_ROW)
        take(context, (const char *)sqlite3_column_text(s, 0), (const char *)sqlite3_column_text(s, 1),
             sqlite3_column_int64(s, 2));
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? status_ok() : store_failed(w, "counting parcels");
}
