/* Which organisation acts for which gemeente. */
#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>

status writer_has_gemeente(writer *w, const char *nis_code, bool *out)
{
    const slice nis = slice_of(nis_code);
    return writer_is_there(w, "SELECT 1 FROM gemeente WHERE nis_code = ?1", &nis, 1, out);
}

status writer_link_overlaps(writer *w, const organisation_link *link, bool *out)
{
    const slice values[] = {slice_of(link->organisatie), slice_of(link->nis_code), slice_of(link->geldig_van),
                            slice_of(link->geldig_tot)};
    return writer_is_there(w,
                           "SELECT 1 FROM organisatie_gemeente WHERE organisatie = ?1 AND nis_code = ?2"
                           " AND (?4 IS NULL OR geldig_van <= ?4) AND (geldig_tot IS NULL OR geldig_tot >= ?3)",
                           values, 4, out);
}

status writer_add_link(writer *w, const organisation_link *link)
{
    const slice values[] = {slice_of(link->organisatie), slice_of(link->nis_code), slice_of(link->geldig_van),
                            slice_of(link->geldig_tot), slice_of(link->bron)};
    return writer_run(
        w, "INSERT INTO organisatie_gemeente (organisatie, nis_code, geldig_van, geldig_tot, bron) VALUES (?1, ?2, ?3, ?4, ?5)",
        values, 5);
}

status writer_end_links(writer *w, const char *organisatie, const char *nis_code, const char *last_day, int *ended)
{
    const slice values[] = {slice_of(organisatie), slice_of(nis_code), slice_of(last_day)};
    TRY(writer_run(
        w, "DELETE FROM organisatie_gemeente WHERE organisatie = ?1 AND (?2 IS NULL OR nis_code = ?2) AND geldig_van > ?3",
        values, 3));
    const int removed = sqlite3_changes(w->db);
    TRY(writer_run(w,
                   "UPDATE organisatie_gemeente SET geldig_tot = ?3 WHERE organisatie = ?1 AND (?2 IS NULL OR nis_code = ?2)"
                   " AND (geldig_tot IS NULL OR geldig_tot > ?3)",
                   values, 3));
    *ended = removed + sqlite3_changes(w->db);
    return status_ok();
}

status writer_links(writer *w, arena *a, organisation_links *out)
{
    sqlite3_stmt *s = NULL;
    int64_t rows = 0;
    TRY(store_count_rows(w, "organisatie_gemeente", &rows));
    const size_t most = (size_t)rows;
    TRY(store_prepare(w,
                      "SELECT organisatie, l.nis_code, naam, l.geldig_van, l.geldig_tot, bron FROM organisatie_gemeente l"
                      " JOIN gemeente g ON g.nis_code = l.nis_code ORDER BY organisatie, l.nis_code, l.geldig_van",
                      &s));
    organisation_links list = {.items = arena_array(a, most + 1, sizeof *list.items)};
    while (list.count < most && sqlite3_step(s) == SQLITE_ROW)
        list.items[list.count++] = (organisation_link){store_text(s, 0, a), store_text(s, 1, a), store_text(s, 2, a),
                                                       store_text(s, 3, a), store_text(s, 4, a), store_text(s, 5, a)};
    const bool whole = list.count == most || sqlite3_errcode(w->db) == SQLITE_DONE;
    sqlite3_finalize(s);
    *out = list;
    return whole ? status_ok() : store_failed(w, "listing organisations");
}
