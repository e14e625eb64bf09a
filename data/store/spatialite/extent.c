/* Where a caller's gemeenten lie: the extent of their contours, which everybody may see (layer gemeente). No restricted layer is
 * read for it, so it reveals nothing about rows, not even whether there are any. Kept for the last caller: one with all gemeenten
 * needs 285 contours. */
#include "data/store/spatialite/connection.h"

#include <string.h>

static status prepare(spatialite *s)
{
    if (s->own[OWN_EXTENT])
        return status_ok();
    char *sql = sqlite3_mprintf("SELECT min(r.xmin), min(r.ymin), max(r.xmax), max(r.ymax) FROM temp.\"scope_%s\" c CROSS JOIN "
                                "main.gemeente g ON g.nis_code = c.nis "
                                "CROSS JOIN main.idx_gemeente_geometry r ON r.pkid = g.id",
                                s->dialect.tag);
    const bool done =
        sql && sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->own[OWN_EXTENT], NULL) == SQLITE_OK;
    sqlite3_free(sql);
    return done ? status_ok() : reading_failed(s, "prepare the extent");
}

static status read_extent(spatialite *s, contour_extent *out)
{
    TRY(prepare(s));
    sqlite3_stmt *statement = s->own[OWN_EXTENT];
    contour_extent found = {0};
    const int result = sqlite3_step(statement);
    found.known = result == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL;
    for (int i = 0; i < 4 && found.known; i++)
        found.box[i] = sqlite3_column_double(statement, i);
    sqlite3_reset(statement);
    if (result != SQLITE_ROW)
        return reading_failed(s, "read the extent");
    *out = found;
    return status_ok();
}

static status read_trusted(spatialite *s, contour_extent *out)
{
    s->trusted = true;
    const status done = read_extent(s, out);
    s->trusted = false;
    return done;
}

status spatialite_extent(spatialite *s, contour_extent *out)
{
    int64_t version = -1;
    TRY(read_data_version(s, &version));
    if (s->extent.version != version || !digest_equal(&s->extent.scope, &s->scope_key)) {
        kept_extent fresh = {.version = version, .scope = s->scope_key};
        TRY(read_trusted(s, &fresh.extent));
        s->extent = fresh;
    }
    *out = s->extent.extent;
    return status_ok();
}
