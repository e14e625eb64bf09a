/* What parcels and risk locations have in common: computed again, and compared with what is kept. */
#include "data/store/spatialite/inspect.h"

#include "data/store/spatialite/overlaps.h"

#include <math.h>
#include <stdio.h>

enum { NAME = 96 };
static const double slack_m2 = 1e-4, slack_pct = 1e-6; /* another GEOS may round otherwise */

typedef struct recount {
    inspector *inspector;
    sqlite3_stmt *kept; /* ?1 the risk location, ?2 the capakey */
    const overlap_side *location;
    int64_t found;
} recount;

static bool is_kept(sqlite3_stmt *kept, const overlap *o)
{
    return fabs(sqlite3_column_double(kept, 0) - o->m2) <= slack_m2 && fabs(sqlite3_column_double(kept, 1) - o->pct) <= slack_pct;
}

/* Less than the slack may be there or not. */
static status compare(void *context, const overlap_side *parcel, const overlap *o)
{
    recount *c = context;
    char name[NAME];
    sqlite3_bind_int64(c->kept, 1, c->location->id);
    store_bind(c->kept, 2, slice_of(parcel->capakey));
    const int code = sqlite3_step(c->kept);
    c->found += code == SQLITE_ROW;
    snprintf(name, sizeof name, "risicolocatie.%lld %s", (long long)c->location->id, parcel->capakey);
    if (code == SQLITE_DONE && o->m2 > slack_m2)
        inspect_found(c->inspector, "OverlapMist", name, "overlappen, maar dat is niet bewaard", "overlap, which is not kept");
    else if (code == SQLITE_ROW && !is_kept(c->kept, o))
        inspect_found(c->inspector, "OverlapAnders", name, "overlappen anders dan bewaard is",
                      "overlap otherwise than what is kept");
    const status done =
        code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : store_failed(c->inspector->w, "reading overlaps");
    sqlite3_reset(c->kept);
    return done;
}

/* Those that are kept and not found any more. */
static status check_none_over(recount *c, sqlite3_stmt *count)
{
    char name[NAME];
    int64_t kept = 0;
    sqlite3_bind_int64(count, 1, c->location->id);
    TRY(store_find_number(c->inspector->w, count, "counting overlaps", &kept));
    snprintf(name, sizeof name, "risicolocatie.%lld", (long long)c->location->id);
    if (kept > c->found)
        inspect_found(c->inspector, "OverlapTeVeel", name, "overlapt met minder percelen dan bewaard is",
                      "overlaps fewer parcels than what is kept");
    return status_ok();
}

static status look_at(recount *c, sqlite3_stmt *rows, sqlite3_stmt *count)
{
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        const overlap_side location = {.id = sqlite3_column_int64(rows, 0),
                                       .shape = {sqlite3_column_blob(rows, 1), (size_t)sqlite3_column_bytes(rows, 1)}};
        c->location = &location;
        c->found = 0;
        TRY(overlaps_each(c->inspector->w, &location, compare, c));
        TRY(check_none_over(c, count));
    }
    return code == SQLITE_DONE ? status_ok() : store_failed(c->inspector->w, "reading risk locations");
}

static status compare_all(inspector *i)
{
    sqlite3_stmt *rows = NULL, *count = NULL;
    recount c = {.inspector = i};
    status done = store_prepare(
        i->w, "SELECT overlap_m2, overlap_pct FROM perceel_risicolocatie WHERE locatie = ?1 AND capakey = ?2", &c.kept);
    if (done.code == ST_OK)
        done = store_prepare(i->w, "SELECT count(*) FROM perceel_risicolocatie WHERE locatie = ?1", &count);
    if (done.code == ST_OK)
        done = store_prepare(i->w, "SELECT id, geometry FROM risicolocatie WHERE geschrapt = 0 ORDER BY id", &rows);
    if (done.code == ST_OK)
        done = look_at(&c, rows, count);
    sqlite3_finalize(rows);
    sqlite3_finalize(count);
    sqlite3_finalize(c.kept);
    return done;
}

status inspect_overlaps(inspector *i)
{
    static const inspection_query struck = {"OverlapTeVeel", "is geschrapt en telt niet, maar overlapt volgens de opslag met %s",
                                            "was struck off and does not count, but overlaps %s in the store",
                                            "SELECT r.risicolocatie, r.capakey FROM perceel_risicolocatie r JOIN risicolocatie t "
                                            "ON t.id = r.locatie WHERE t.geschrapt = 1"};
    static const inspection_query owner = {
        "OverlapEigenaar", "is van een andere gemeente dan de opslag van de overlap met %s zegt",
        "is of another gemeente than the store says of its overlap with %s",
        "SELECT r.risicolocatie, r.capakey FROM perceel_risicolocatie r JOIN risicolocatie t ON t.id = r.locatie"
        " JOIN perceel p ON p.capakey = r.capakey WHERE r.gemeente_nis IS NOT iif(p.gemeente_nis = t.gemeente_nis, "
        "p.gemeente_nis, NULL)"};
    TRY(inspect_rows_of(i, &struck));
    TRY(inspect_rows_of(i, &owner));
    return compare_all(i);
}
