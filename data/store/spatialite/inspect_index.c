/* Spatial indexes: each sound in itself, and holding what its table does. */
#include "data/store/spatialite/inspect.h"

#include "data/model/geometry.h"
#include "data/store/spatialite/writer_ask.h"
#include "data/store/tenant_rtree.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME = 96, BOX_AT = 2, BOUNDS_MOST = 8, INDEX_AT = 6 };

/* A row of `sql` is the row's id and geometry, the bounds that it must have in the third and fourth dimension (NULL: there is no
 * such dimension), and those that it has in all of them, NULL when it is not in the index. */
typedef struct indexed {
    const char *index, *table;
    int dimensions;
    const char *sql;
} indexed;

#define TEXT_(number) #number
#define TEXT(number) TEXT_(number) ".0"
#define OWNER(t) t ".gemeente_nis * " TEXT(TENANT_RTREE_STEP)
#define HIDDEN(t) OWNER(t) " + " t ".geschrapt * " TEXT(TENANT_RTREE_HIDDEN)
#define BAND(low) low ", " low " + " TEXT(TENANT_RTREE_THICKNESS)
#define PLAIN(table)                                                                                      \
    {                                                                                                     \
        "idx_" table "_geometry", table, 2,                                                               \
            "SELECT t.id, t.geometry, NULL, NULL, NULL, NULL, x.xmin, x.xmax, x.ymin, x.ymax FROM " table \
            " t LEFT JOIN idx_" table "_geometry x ON x.pkid = t.id"                                      \
    }

static const indexed all[] = {
    PLAIN("gemeente"),
    PLAIN("risicolocatie"),
    PLAIN("perceel"),
    {"eigen_risicolocatie_geometry", "risicolocatie", 3,
     "SELECT t.id, t.geometry, " BAND(
         HIDDEN("t")) ", NULL, NULL, x.xmin, x.xmax, x.ymin, x.ymax, x.nismin, "
                      "x.nismax FROM risicolocatie t LEFT JOIN eigen_risicolocatie_geometry x ON x.pkid = t.id"},
    {"eigen_perceel_geometry", "perceel", 3,
     "SELECT t.id, t.geometry, " BAND(OWNER("t")) ", NULL, NULL, x.xmin, x.xmax, x.ymin, x.ymax, x.nismin, "
                                                  "x.nismax FROM perceel t LEFT JOIN eigen_perceel_geometry x ON x.pkid = t.id"},
    {"historiek_risicolocatie_geometry", "risicolocatie_versie", 4,
     "SELECT t.nr, t.geometry, " BAND(HIDDEN("t")) ", t.boeking, t.tot_boeking, x.xmin, x.xmax, x.ymin, x.ymax, "
                                                   "x.nismin, x.nismax, x.boeking, x.tot_boeking FROM risicolocatie_versie t "
                                                   "LEFT JOIN historiek_risicolocatie_geometry x ON x.nr "
                                                   "= t.nr"},
};

/* Bounds are kept in four bytes, rounded outward. */
static bool is_rounded(double kept, double exact, bool low)
{
    const double slack = fabs(exact) / 4194304.0; /* 2^22 */
    return low ? kept <= exact && kept >= exact - slack : kept >= exact && kept <= exact + slack;
}

/* In the order of the index: low, high of each dimension. */
static bool bounds_of(sqlite3_stmt *s, const indexed *x, double out[BOUNDS_MOST])
{
    double box[4];
    const geometry g = {sqlite3_column_blob(s, 1), (size_t)sqlite3_column_bytes(s, 1)};
    if (!g.blob || !geometry_mbr(g, box))
        return false;
    out[0] = box[0];
    out[1] = box[2];
    out[2] = box[1];
    out[3] = box[3];
    for (int b = 4; b < 2 * x->dimensions; b++)
        out[b] = sqlite3_column_double(s, BOX_AT + b - 4);
    return true;
}

static bool holds(sqlite3_stmt *s, const indexed *x)
{
    double exact[BOUNDS_MOST];
    if (!bounds_of(s, x, exact))
        return true; /* told among the rows */
    for (int b = 0; b < 2 * x->dimensions; b++)
        if (!is_rounded(sqlite3_column_double(s, INDEX_AT + b), exact[b], b % 2 == 0))
            return false;
    return true;
}

static void check_row(inspector *i, sqlite3_stmt *s, const indexed *x)
{
    char name[NAME];
    snprintf(name, sizeof name, "%s.%lld", x->table, (long long)sqlite3_column_int64(s, 0));
    if (sqlite3_column_type(s, INDEX_AT) == SQLITE_NULL)
        inspect_found(i, "IndexMist", name, "ontbreekt in een ruimtelijke index: filters vinden het niet",
                      "is missing from a spatial index: filters do not find it");
    else if (!holds(s, x))
        inspect_found(i, "IndexAnders", name, "ligt elders of is van een ander volgens een ruimtelijke index",
                      "lies elsewhere or is somebody else's in a spatial index");
}

static status check_rows(inspector *i, const indexed *x)
{
    sqlite3_stmt *s = NULL;
    int code = SQLITE_ROW;
    TRY(store_prepare(i->w, x->sql, &s));
    while ((code = sqlite3_step(s)) == SQLITE_ROW)
        check_row(i, s, x);
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? status_ok() : store_failed(i->w, "comparing a spatial index");
}

static status check_count(inspector *i, const indexed *x)
{
    int64_t rows = 0, entries = 0;
    TRY(store_count_rows(i->w, x->table, &rows));
    TRY(store_count_rows(i->w, x->index, &entries));
    if (entries > rows)
        inspect_found(i, "IndexTeVeel", x->index, "heeft meer rijen dan zijn tabel", "has more rows than its table");
    return status_ok();
}

static status check_sound(inspector *i, const char *index)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(i->w, "SELECT rtreecheck(?1)", &s));
    store_bind(s, 1, slice_of(index));
    const char *said = sqlite3_step(s) == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
    if (said && strcmp(said, "ok") != 0)
        inspect_found(i, "IndexBeschadigd", index, "is beschadigd", "is damaged");
    const status done = said ? status_ok() : store_failed(i->w, "checking a spatial index");
    sqlite3_finalize(s);
    return done;
}

/* One that is missing altogether was told with the schema. */
status inspect_indexes(inspector *i)
{
    for (size_t n = 0; n < sizeof all / sizeof *all; n++) {
        const slice name = slice_of(all[n].index);
        bool there = false;
        TRY(writer_is_there(i->w, "SELECT 1 FROM sqlite_master WHERE name = ?1", &name, 1, &there));
        if (!there)
            continue;
        TRY(check_sound(i, all[n].index));
        TRY(check_rows(i, &all[n]));
        TRY(check_count(i, &all[n]));
    }
    return status_ok();
}
