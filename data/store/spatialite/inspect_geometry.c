/* Contours of every table: bytes that can be read, and an extent that is theirs. */
#include "data/store/spatialite/inspect.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME = 64 };
static const double box_slack_m = 1e-6, area_slack_m2 = 0.011;

bool inspect_contour(geometry g, geometry_build *room, double box[4])
{
    geometry_class kind = CLASS_POINT;
    double at[2];
    if (!g.blob || !geometry_whole(g, &kind) || kind != CLASS_MULTIPOLYGON || geometry_surface(g, 0, room, at) != SURFACE_FINE ||
        !geometry_mbr(g, box))
        return false;
    for (int i = 0; i < 4; i++)
        if (!(fabs(box[i] - room->box[i]) <= box_slack_m))
            return false;
    return true;
}

bool inspect_area_is(double area_m2, const geometry_build *room)
{
    return fabs(area_m2 - geometry_build_area_m2(room)) <= area_slack_m2;
}

void inspect_unreadable(inspector *i, const char *name)
{
    inspect_found(i, "GeometrieOnleesbaar", name, "heeft geen contour die te lezen is", "has no contour that can be read");
}

static status look_at_table(inspector *i, const char *table, const char *sql, geometry_build *room)
{
    sqlite3_stmt *s = NULL;
    char name[NAME];
    double box[4];
    int code = SQLITE_ROW;
    TRY(store_prepare(i->w, sql, &s));
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        const geometry g = {sqlite3_column_blob(s, 1), (size_t)sqlite3_column_bytes(s, 1)};
        snprintf(name, sizeof name, "%s.%lld", table, (long long)sqlite3_column_int64(s, 0));
        if (!inspect_contour(g, room, box))
            inspect_unreadable(i, name);
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? status_ok() : store_failed(i->w, "reading contours");
}

/* Those of risicolocatie are looked at with the rules of its rows. */
status inspect_other_contours(inspector *i, geometry_build *room)
{
    TRY(look_at_table(i, "gemeente", "SELECT id, geometry FROM gemeente", room));
    TRY(look_at_table(i, "perceel", "SELECT id, geometry FROM perceel", room));
    return look_at_table(i, "risicolocatie_versie", "SELECT nr, geometry FROM risicolocatie_versie", room);
}
