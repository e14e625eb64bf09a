#include "data/store/spatialite/overlaps.h"

#include "auth/digest.h"
#include "base/clock.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static const double square_mm = 1e6; /* to the square metre */

bool overlap_of(double common_m2, double parcel_m2, overlap *out)
{
    const double m2 = round(common_m2 * square_mm) / square_mm;
    if (!(m2 > 0))
        return false;
    *out = (overlap){m2, fmin(100, 100 * common_m2 / parcel_m2)};
    return true;
}

/* --- Computing --- */

static bool is_late(void *context)
{
    const double *until = context;
    return clock_ticks() > *until;
}

static bool never(void *context)
{
    (void)context;
    return false;
}

static spatial *begin(writer *w)
{
    if (!w->overlaps)
        w->overlaps = spatial_new();
    w->overlaps_until = clock_ticks() + OVERLAPS_CLIENT_S;
    spatial_begin(w->overlaps, (spatial_watch){&w->overlaps_until, w->for_clients ? is_late : never});
    return w->overlaps;
}

void overlaps_end(writer *w)
{
    spatial_free(w->overlaps);
    w->overlaps = NULL;
}

static status gave_up(const spatial *s)
{
    if (spatial_ended(s) == SPATIAL_STOPPED)
        return FAIL(NOT_PROCESSED, "",
                    "de contour ligt over zo veel percelen dat het rekenen te lang duurt: teken hem kleiner of met minder punten",
                    "the contour lies over so many parcels that computing takes too long: draw it smaller or with fewer points");
    return FAIL(INTERNAL, "", "de overlap van een risicolocatie met een perceel kon niet berekend worden",
                "the overlap of a risk location with a parcel could not be computed");
}

static status check_went_well(const spatial *s)
{
    return spatial_ended(s) == SPATIAL_WENT_WELL ? status_ok() : gave_up(s);
}

/* *found: whether they overlap. */
static status measure(const spatial *s, spatial_cover *cover, const overlap_side *parcel, overlap *out, bool *found)
{
    double common = 0, whole = 0;
    spatial_cover_measure(cover, parcel->shape, &common, &whole);
    *found = overlap_of(common, whole, out);
    return check_went_well(s);
}

/* NULL: it has no area at all, which is no failure. */
static status cover_of(spatial *s, const overlap_side *location, spatial_cover **out)
{
    *out = NULL;
    if (!spatial_cover_new(s, location->shape, out))
        *out = NULL;
    return check_went_well(s);
}

/* --- What lies near --- */

/* A row of id, NIS code, capakey or NULL, geometry. */
static overlap_side side_of(sqlite3_stmt *row)
{
    return (overlap_side){.id = sqlite3_column_int64(row, 0),
                          .nis = (const char *)sqlite3_column_text(row, 1),
                          .capakey = (const char *)sqlite3_column_text(row, 2),
                          .shape = {sqlite3_column_blob(row, 3), (size_t)sqlite3_column_bytes(row, 3)}};
}

typedef status (*take_side)(void *context, const overlap_side *side);

static status each(writer *w, sqlite3_stmt *s, take_side take, void *context)
{
    int code = SQLITE_ROW;
    status done = status_ok();
    while (done.code == ST_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
        const overlap_side side = side_of(s);
        done = take(context, &side);
    }
    if (done.code == ST_OK && code != SQLITE_DONE)
        done = store_failed(w, "looking for overlaps");
    sqlite3_reset(s);
    return done;
}

static status each_near(writer *w, writer_statement which, geometry of, take_side take, void *context)
{
    sqlite3_stmt *s = NULL;
    double box[4];
    if (!geometry_mbr(of, box))
        return status_ok();
    TRY(store_statement(w, which, &s));
    for (int i = 0; i < 4; i++)
        sqlite3_bind_double(s, i + 1, box[i]);
    return each(w, s, take, context);
}

typedef struct comparing {
    spatial *spatial;
    spatial_cover *cover;
    status (*take)(void *context, const overlap_side *parcel, const overlap *o);
    void *context;
} comparing;

static status compare(void *context, const overlap_side *parcel)
{
    const comparing *c = context;
    overlap o;
    bool found = false;
    TRY(measure(c->spatial, c->cover, parcel, &o, &found));
    return found ? c->take(c->context, parcel, &o) : status_ok();
}

status overlaps_each(writer *w, const overlap_side *location,
                     status (*take)(void *context, const overlap_side *parcel, const overlap *o), void *context)
{
    comparing c = {.spatial = begin(w), .take = take, .context = context};
    TRY(cover_of(c.spatial, location, &c.cover));
    if (!c.cover)
        return status_ok();
    const status done = each_near(w, PARCELS_NEAR, location->shape, compare, &c);
    spatial_cover_free(c.cover);
    return done;
}

/* --- Keeping --- */

/* A pair has the same id whenever it is found again, and that tells nothing of how many pairs there are. 53 bits: exact in
 * JSON. */
static int64_t id_of(const overlap_side *location, const overlap_side *parcel)
{
    char pair[64];
    const int size = snprintf(pair, sizeof pair, "%s %lld", parcel->capakey, (long long)location->id);
    const digest d = digest_of(pair, (size_t)size);
    return (int64_t)(digest_number(&d) >> 11) | 1;
}

static status add(writer *w, const overlap_side *location, const overlap_side *parcel, const overlap *o)
{
    enum { STEP = 2 };
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, ADD_OVERLAP, &s));
    store_bind(s, 2, strcmp(location->nis, parcel->nis) == 0 ? slice_of(parcel->nis) : (slice){NULL, 0});
    store_bind(s, 3, slice_of(parcel->capakey));
    sqlite3_bind_int64(s, 4, location->id);
    sqlite3_bind_double(s, 5, o->m2);
    sqlite3_bind_double(s, 6, o->pct);
    /* Two pairs of millions may come to the same id: then the next that is free. */
    for (int64_t id = id_of(location, parcel), added = 0; !added; id += STEP) {
        sqlite3_bind_int64(s, 1, id);
        TRY(store_step(w, s, "adding an overlap"));
        added = sqlite3_changes(w->db);
    }
    return status_ok();
}

typedef struct keeping {
    writer *writer;
    const overlap_side *one;
} keeping;

static status keep_parcel(void *context, const overlap_side *parcel, const overlap *o)
{
    const keeping *k = context;
    return add(k->writer, k->one, parcel, o);
}

static status keep_location(void *context, const overlap_side *location)
{
    return overlaps_each(context, location, keep_parcel, &(keeping){context, location});
}

/* The same computation as from the other side, so the same figures. */
static status keep_of_parcel(void *context, const overlap_side *location)
{
    const keeping *k = context;
    spatial *s = begin(k->writer);
    spatial_cover *cover = NULL;
    overlap o;
    bool found = false;
    TRY(cover_of(s, location, &cover));
    const status done = cover ? measure(s, cover, k->one, &o, &found) : status_ok();
    spatial_cover_free(cover);
    TRY(done);
    return found ? add(k->writer, location, k->one, &o) : status_ok();
}

static status keep_parcel_near(void *context, const overlap_side *parcel)
{
    return each_near(context, LOCATIONS_NEAR, parcel->shape, keep_of_parcel, &(keeping){context, parcel});
}

static status run(writer *w, writer_statement which, int64_t id)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, which, &s));
    sqlite3_bind_int64(s, 1, id);
    return store_step(w, s, "dropping overlaps");
}

static status each_of(writer *w, writer_statement which, int64_t id, take_side take)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, which, &s));
    sqlite3_bind_int64(s, 1, id);
    return each(w, s, take, w);
}

status overlaps_of_location(writer *w, int64_t id)
{
    TRY(run(w, DROP_OVERLAPS_OF_LOCATION, id));
    return each_of(w, OVERLAP_LOCATION, id, keep_location);
}

status overlaps_of_parcel(writer *w, int64_t id)
{
    TRY(run(w, DROP_OVERLAPS_OF_PARCEL, id));
    return each_of(w, OVERLAP_PARCEL, id, keep_parcel_near);
}

/* Without parcels there is nothing to look for. */
static status has_parcels(writer *w, bool *out)
{
    sqlite3_stmt *s = NULL;
    int64_t found = 0;
    TRY(store_prepare(w, "SELECT EXISTS (SELECT 1 FROM perceel)", &s));
    const status done = store_find_number(w, s, "looking for parcels", &found);
    sqlite3_finalize(s);
    *out = found != 0;
    return done;
}

status overlaps_of_loaded(writer *w, int64_t booking)
{
    bool any = false;
    TRY(has_parcels(w, &any));
    return any ? each_of(w, OVERLAP_LOADED, booking, keep_location) : status_ok();
}

status overlaps_of_all(writer *w)
{
    TRY(store_exec(w, "DELETE FROM perceel_risicolocatie"));
    return overlaps_of_loaded(w, 0);
}
