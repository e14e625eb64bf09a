/* The rules of every row, as the door asks them of one that comes in (data/model/rules.h). */
#include "data/store/spatialite/inspect.h"

#include "data/model/rules.h"

#include <stdio.h>
#include <string.h>

enum { NAME = 64, GEOMETRY_AT = RULED_GEOMETRY + 1, AREA_AT };

/* The id, then every property that has rules, in their order, the geometry last of them; then the area. */
static const char *all_rows(arena *a)
{
    const char *sql = "SELECT id";
    for (int p = 0; p < RULED_COUNT; p++)
        sql = arena_printf(a, "%s, %s", sql, rules_property((ruled_property)p));
    return arena_printf(a, "%s, oppervlakte_m2 FROM risicolocatie ORDER BY id", sql);
}

static void name_of(sqlite3_stmt *s, char out[NAME])
{
    snprintf(out, NAME, "risicolocatie.%lld", (long long)sqlite3_column_int64(s, 0));
}

static slice text_at(sqlite3_stmt *s, int at)
{
    const char *found = (const char *)sqlite3_column_text(s, at);
    return found ? (slice){found, (size_t)sqlite3_column_bytes(s, at)} : (slice){NULL, 0};
}

/* An invalid contour has none. */
static void check_area(inspector *i, sqlite3_stmt *s, const geometry_build *room, const char *name)
{
    if (sqlite3_column_type(s, AREA_AT) != SQLITE_NULL && !inspect_area_is(sqlite3_column_double(s, AREA_AT), room))
        inspect_found(i, "OppervlakteAnders", name, "oppervlakte_m2 is niet de oppervlakte van de contour",
                      "oppervlakte_m2 is not the area of the contour");
}

static void check_rules(inspector *i, sqlite3_stmt *s, geometry_build *room, const char *name)
{
    const geometry g = {sqlite3_column_blob(s, GEOMETRY_AT), (size_t)sqlite3_column_bytes(s, GEOMETRY_AT)};
    rule_breach breach;
    char nl[sizeof breach.nl + NAME], en[sizeof breach.en + NAME];
    ruled_record r = {.texts = {{NULL, 0}}};
    for (int p = 0; p < RULED_COUNT; p++)
        r.given[p] = true;
    for (int p = 0; p < RULED_TEXTS; p++)
        r.texts[p] = text_at(s, p + 1);
    if (!inspect_contour(g, room, r.box)) {
        inspect_unreadable(i, name);
        return;
    }
    check_area(i, s, room, name);
    if (rules_check(&r, &breach))
        return;
    snprintf(nl, sizeof nl, "%s %s", breach.property, breach.nl);
    snprintf(en, sizeof en, "%s %s", breach.property, breach.en);
    inspect_found(i, breach.code, name, nl, en);
}

static status look_at_rows(inspector *i, geometry_build *room)
{
    sqlite3_stmt *s = NULL;
    char name[NAME];
    int code = SQLITE_ROW;
    TRY(store_prepare(i->w, all_rows(i->w->arena), &s));
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        name_of(s, name);
        check_rules(i, s, room, name);
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? status_ok() : store_failed(i->w, "reading risk locations");
}

status inspect_rows(inspector *i)
{
    arena *a = arena_new();
    geometry_build room = geometry_build_new(a);
    status done = look_at_rows(i, &room);
    if (done.code == ST_OK)
        done = inspect_other_contours(i, &room);
    if (done.code == ST_OK)
        done = inspect_overlaps(i);
    arena_free(a);
    return done;
}
