/* The rules of every row, as the door asks them of one that comes in (data/model/rules.h). */
#include "data/store/spatialite/inspect.h"

#include "data/model/geometry.h"
#include "data/model/rules.h"

#include <stdio.h>
#include <string.h>

enum { NAME = 64 };

/* The id, then every property that has rules, in their order: the geometry last. */
static const char *all_rows(arena *a)
{
    const char *sql = "SELECT id";
    for (int p = 0; p < RULED_COUNT; p++)
        sql = arena_printf(a, "%s, %s", sql, rules_property((ruled_property)p));
    return arena_printf(a, "%s FROM risicolocatie ORDER BY id", sql);
}

static void name_of(sqlite3_stmt *s, char out[NAME])
{
    snprintf(out, NAME, "risicolocatie.%lld", (long long)sqlite3_column_int64(s, 0));
}

static bool read_contour(sqlite3_stmt *s, double box[4])
{
    geometry_class kind = CLASS_POINT;
    const geometry g = {sqlite3_column_blob(s, RULED_GEOMETRY + 1), (size_t)sqlite3_column_bytes(s, RULED_GEOMETRY + 1)};
    return g.blob && geometry_whole(g, &kind) && kind == CLASS_MULTIPOLYGON && geometry_points(g) > 0 && geometry_mbr(g, box);
}

static slice text_at(sqlite3_stmt *s, int at)
{
    const char *found = (const char *)sqlite3_column_text(s, at);
    return found ? (slice){found, (size_t)sqlite3_column_bytes(s, at)} : (slice){NULL, 0};
}

static void check_rules(inspector *i, sqlite3_stmt *s, const char *name)
{
    rule_breach breach;
    char nl[sizeof breach.nl + NAME], en[sizeof breach.en + NAME];
    ruled_record r = {.texts = {{NULL, 0}}};
    for (int p = 0; p < RULED_COUNT; p++)
        r.given[p] = true;
    for (int p = 0; p < RULED_TEXTS; p++)
        r.texts[p] = text_at(s, p + 1);
    if (!read_contour(s, r.box)) {
        inspect_found(i, "GeometrieOnleesbaar", name, "heeft geen contour die te lezen is", "has no contour that can be read");
        return;
    }
    if (rules_check(&r, &breach))
        return;
    snprintf(nl, sizeof nl, "%s %s", breach.property, breach.nl);
    snprintf(en, sizeof en, "%s %s", breach.property, breach.en);
    inspect_found(i, breach.code, name, nl, en);
}

status inspect_rows(inspector *i)
{
    sqlite3_stmt *s = NULL;
    char name[NAME];
    int code = SQLITE_ROW;
    TRY(store_prepare(i->w, all_rows(i->w->arena), &s));
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        name_of(s, name);
        check_rules(i, s, name);
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? status_ok() : store_failed(i->w, "reading risk locations");
}
