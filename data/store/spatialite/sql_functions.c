/* meets_ring(geometry, ring), like_matches(text, pattern), fold(text), spatial_holds(geometry, literal, operation, distance); for
 * joins spatial_pair(geometry, geometry, operation, distance), meets_box(geometry, geometry) and box_edge(geometry, which,
 * further). A NULL or unusable geometry or text makes every predicate false, and has no edge (NULL). The functions that filters
 * call are in filter_functions.c. */
#include "data/store/spatialite/sql_functions.h"

#include "data/store/spatialite/connection.h"

#include "data/model/case_fold.h"
#include "data/model/geometry.h"
#include "data/model/like.h"
#include "data/spatial/ring.h"
#include "data/store/spatialite/filter_functions.h"
#include "data/store/spatialite/sql_function.h"

#include <math.h>
#include <stdlib.h>

/* match: SQLite's name for the operator in front of TENANT_ROWS. */
const char *const store_functions[] = {"count",        "sum",        "match",        TENANT_ROWS, TENANT_VISIBLE_ROWS,
                                       PAST_ROWS,      "meets_ring", "like_matches", "fold",      "spatial_holds",
                                       "spatial_pair", "meets_box",  "box_edge",     NULL};

static bool may_go_on(void *s)
{
    return spatial_may_go_on(s);
}

static void free_ring(void *sorted)
{
    ring_free(sorted);
}

/* Stays with the statement, as a literal does. */
static const ring *sorted_ring(sqlite3_context *context, const double *xy, size_t count)
{
    if (!sqlite3_get_auxdata(context, 1))
        sqlite3_set_auxdata(context, 1, ring_new(xy, count), free_ring);
    const ring *sorted = sqlite3_get_auxdata(context, 1);
    if (!sorted)
        sql_function_no_memory(context); /* SQLite has freed it */
    return sorted;
}

static void meets_ring(spatial *s, sqlite3_context *context, sqlite3_value **arguments)
{
    const geometry g = sql_function_geometry(context, arguments[0]);
    size_t size = 0;
    const double *xy = sql_function_bytes(context, arguments[1], &size);
    const size_t count = size / (2 * sizeof *xy);
    const ring *sorted = g.blob && xy && count > RING_FEW ? sorted_ring(context, xy, count) : NULL;
    const bool meets =
        sorted ? ring_meets(sorted, g, (ring_watch){s, may_go_on}) : g.blob && xy && geometry_meets_ring(g, xy, count);
    sqlite3_result_int(context, meets);
}

static void like(spatial *s, sqlite3_context *context, sqlite3_value **arguments)
{
    (void)s;
    const bool is_text = sqlite3_value_type(arguments[0]) != SQLITE_NULL;
    const char *chars = is_text ? sql_function_text(context, arguments[0]) : NULL;
    size_t size = 0;
    const void *pattern = sql_function_bytes(context, arguments[1], &size);
    bool matches = false;
    if (like_matches_bytes(pattern, size, chars, &matches))
        sqlite3_result_int(context, matches);
    else
        sql_function_no_memory(context);
}

static void fold(spatial *s, sqlite3_context *context, sqlite3_value **arguments)
{
    (void)s;
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL)
        return;
    char *folded = case_fold_malloc(sql_function_text(context, arguments[0]));
    if (folded)
        sqlite3_result_text(context, folded, -1, free);
    else
        sql_function_no_memory(context);
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
    if (!spatial_literal_new(s, sql_function_geometry(context, argument), &literal))
        return NULL;
    sqlite3_set_auxdata(context, 1, literal, free_literal);
    literal = sqlite3_get_auxdata(context, 1);
    if (!literal)
        sql_function_no_memory(context); /* SQLite has freed it */
    return literal;
}

static void spatial_predicate(spatial *s, sqlite3_context *context, sqlite3_value **arguments)
{
    const geometry row = sql_function_geometry(context, arguments[0]);
    const spatial_literal *literal = row.blob ? prepared(context, s, arguments[1]) : NULL;
    const spatial_operator how = (spatial_operator)sqlite3_value_int(arguments[2]);
    sqlite3_result_int(context, literal && spatial_holds(s, how, row, literal, sqlite3_value_double(arguments[3])));
}

static void spatial_pair(spatial *s, sqlite3_context *context, sqlite3_value **arguments)
{
    const geometry left = sql_function_geometry(context, arguments[0]), right = sql_function_geometry(context, arguments[1]);
    const spatial_operator how = (spatial_operator)sqlite3_value_int(arguments[2]);
    sqlite3_result_int(context,
                       left.blob && right.blob && spatial_pair_holds(s, how, left, right, sqlite3_value_double(arguments[3])));
}

/* The extent as a ring (FES 2.0 §7.8.3.2: a BBOX is a box). */
static void meets_box(spatial *s, sqlite3_context *context, sqlite3_value **arguments)
{
    (void)s;
    double box[4];
    const geometry one = sql_function_geometry(context, arguments[0]), other = sql_function_geometry(context, arguments[1]);
    if (!one.blob || !other.blob || !geometry_mbr(other, box)) {
        sqlite3_result_int(context, 0);
        return;
    }
    const double corners[] = {box[0], box[1], box[2], box[1], box[2], box[3], box[0], box[3]};
    sqlite3_result_int(context, geometry_meets_ring(one, corners, 4));
}

/* An edge of the extent (0…3: minx, miny, maxx, maxy), moved outwards, a little further than asked, so that rounding loses
 * nothing that the predicate itself would accept. */
static void box_edge(spatial *s, sqlite3_context *context, sqlite3_value **arguments)
{
    (void)s;
    double box[4];
    const geometry g = sql_function_geometry(context, arguments[0]);
    const int which = sqlite3_value_int(arguments[1]);
    const double further = sqlite3_value_double(arguments[2]);
    if (!g.blob || which < 0 || which > 3 || !geometry_mbr(g, box))
        return;
    const double more = further > 0 ? further + (further + fabs(box[which])) * 1e-12 : 0;
    sqlite3_result_double(context, which < 2 ? box[which] - more : box[which] + more);
}

bool store_functions_register(sqlite3 *db, spatial *s)
{
    static const sql_function functions[] = {{"meets_ring", meets_ring, 2, false},
                                             {"like_matches", like, 2, false},
                                             {"fold", fold, 1, false},
                                             {"spatial_holds", spatial_predicate, 4, false},
                                             {"spatial_pair", spatial_pair, 4, false},
                                             {"meets_box", meets_box, 2, false},
                                             {"box_edge", box_edge, 3, false}};
    bool done = true;
    for (size_t i = 0; i < sizeof functions / sizeof *functions && done; i++)
        done = sql_function_register(db, s, &functions[i]);
    return done && store_filter_functions_register(db, s);
}
