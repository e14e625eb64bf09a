/* meets_ring(geometry, ring), like_matches(text, pattern), fold(text), spatial_holds(geometry, literal, operation, distance);
 * of joins spatial_pair(geometry, geometry, operation, distance), meets_box(geometry, geometry) and box_edge(geometry, which, further).
 * A NULL or unusable geometry or text makes every predicate false, and has no edge (NULL). The functions that
 * filters call are in store_functions.c. */
#include "data/store_spatialite_functions.h"

#include "data/store_spatialite.h"

#include "data/fold.h"
#include "data/geometry.h"
#include "data/like.h"
#include "data/store_functions.h"

#include <math.h>
#include <stdlib.h>

/* match: SQLite's name for the operator in front of OWN_ROWS. */
const char *const store_functions[] = {"count", "match",         OWN_ROWS,       OWN_VISIBLE_ROWS, "meets_ring", "like_matches",
                                       "fold",  "spatial_holds", "spatial_pair", "meets_box",      "box_edge",   NULL};

static geometry argument_geometry(sqlite3_value *argument)
{
    return (geometry){sqlite3_value_blob(argument), (size_t)sqlite3_value_bytes(argument)};
}

static void meets_ring(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    const geometry g = argument_geometry(arguments[0]);
    const double *ring = sqlite3_value_blob(arguments[1]);
    const size_t points = (size_t)sqlite3_value_bytes(arguments[1]) / (2 * sizeof *ring);
    sqlite3_result_int(context, g.blob && ring && geometry_meets_ring(g, ring, points));
}

static void like(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    const char *chars = (const char *)sqlite3_value_text(arguments[0]);
    const void *pattern = sqlite3_value_blob(arguments[1]);
    bool matches = false;
    if (like_matches_bytes(pattern, (size_t)sqlite3_value_bytes(arguments[1]), chars, &matches))
        sqlite3_result_int(context, matches);
    else
        sqlite3_result_error_nomem(context);
}

static void fold(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    const char *chars = (const char *)sqlite3_value_text(arguments[0]);
    char *folded = chars ? fold_case_malloc(chars) : NULL;
    if (folded)
        sqlite3_result_text(context, folded, -1, free);
}

static void free_literal(void *literal)
{
    spatial_literal_free(literal);
}

/* The prepared literal stays with the statement: it is made once, not once per row. */
static const spatial_literal *prepared(sqlite3_context *context, spatial *s, sqlite3_value *argument)
{
    spatial_literal *literal = sqlite3_get_auxdata(context, 1);
    if (literal)
        return literal;
    if (!spatial_literal_new(s, argument_geometry(argument), &literal))
        return NULL;
    sqlite3_set_auxdata(context, 1, literal, free_literal);
    return sqlite3_get_auxdata(context, 1); /* NULL when there was no memory: SQLite has freed it */
}

static void spatial_predicate(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    spatial *s = sqlite3_user_data(context);
    const geometry row = argument_geometry(arguments[0]);
    const spatial_literal *literal = row.blob ? prepared(context, s, arguments[1]) : NULL;
    const spatial_operator how = (spatial_operator)sqlite3_value_int(arguments[2]);
    const bool holds = literal && spatial_holds(s, how, row, literal, sqlite3_value_double(arguments[3]));
    if (spatial_ended(s) == SPATIAL_WENT_WELL)
        sqlite3_result_int(context, holds);
    else
        sqlite3_result_error_code(context, SQLITE_INTERRUPT);
}

static void spatial_pair(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    spatial *s = sqlite3_user_data(context);
    const geometry left = argument_geometry(arguments[0]), right = argument_geometry(arguments[1]);
    const spatial_operator how = (spatial_operator)sqlite3_value_int(arguments[2]);
    sqlite3_result_int(context, left.blob && right.blob && spatial_pair_holds(s, how, left, right, sqlite3_value_double(arguments[3])));
}

/* The extent as a ring (FES 2.0 §7.8.3.2: a BBOX is a box). */
static void meets_box(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    double box[4];
    const geometry one = argument_geometry(arguments[0]), other = argument_geometry(arguments[1]);
    if (!one.blob || !other.blob || !geometry_mbr(other, box)) {
        sqlite3_result_int(context, 0);
        return;
    }
    const double ring[] = {box[0], box[1], box[2], box[1], box[2], box[3], box[0], box[3]};
    sqlite3_result_int(context, geometry_meets_ring(one, ring, 4));
}

/* An edge of the extent (0…3: minx, miny, maxx, maxy), moved outwards; somewhat further than asked, so that rounding loses nothing that the predicate
 * itself would take. */
static void box_edge(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    (void)count;
    double box[4];
    const geometry g = argument_geometry(arguments[0]);
    const int which = sqlite3_value_int(arguments[1]);
    const double further = sqlite3_value_double(arguments[2]);
    if (!g.blob || which < 0 || which > 3 || !geometry_mbr(g, box))
        return;
    const double more = further > 0 ? further + (further + fabs(box[which])) * 1e-12 : 0;
    sqlite3_result_double(context, which < 2 ? box[which] - more : box[which] + more);
}

bool store_functions_register(sqlite3 *db, spatial *s)
{
    static const struct {
        const char *name;
        int arguments;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {{"meets_ring", 2, meets_ring}, {"like_matches", 2, like}, {"fold", 1, fold}, {"spatial_holds", 4, spatial_predicate},
                    {"spatial_pair", 4, spatial_pair}, {"meets_box", 2, meets_box}, {"box_edge", 3, box_edge}};
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (sqlite3_create_function(db, functions[i].name, functions[i].arguments, flags, s, functions[i].call, NULL, NULL) != SQLITE_OK)
            return false;
    return store_filter_functions_register(db, s);
}
