/* The caller's own entries of a tenant index (data/store/tenant_rtree.h). SQLite asks about every node before it descends into it
 * (https://sqlite.org/rtree.html §4): one that holds nothing of the caller's gemeenten is skipped, so that the work of a query
 * never depends on the rows of others, whatever box it asks for. */
#include "data/store/spatialite/connection.h"
#include "data/store/tenant_rtree.h"

#include <stdlib.h>

/* The index of the first code that is not below `low`; count when there is none. */
static size_t first_from(const tenant_rows *o, double low)
{
    size_t from = 0, to = o->count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (o->codes[middle] < low)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Whether one of the caller's codes lies between these two. A gemeente's code is that of its visible rows, where its range
 * begins. */
static int look(sqlite3_rtree_query_info *info, double low, double high)
{
    const tenant_rows *o = info->pContext;
    if (info->nCoord < TENANT_RTREE_BOUNDS) /* that of versions has one dimension more */
        return SQLITE_ERROR;
    const size_t at = first_from(o, low);
    info->eWithin = at < o->count && o->codes[at] <= high ? PARTLY_WITHIN : NOT_WITHIN;
    info->rScore = info->iLevel; /* deepest first: keeps the fewest nodes in memory */
    return SQLITE_OK;
}

static int is_own(sqlite3_rtree_query_info *info)
{
    return look(info, info->aCoord[TENANT_RTREE_LOW] - TENANT_RTREE_HIDDEN, info->aCoord[TENANT_RTREE_HIGH]);
}

static int is_own_and_visible(sqlite3_rtree_query_info *info)
{
    return look(info, info->aCoord[TENANT_RTREE_LOW], info->aCoord[TENANT_RTREE_HIGH]);
}

bool tenant_rows_register(sqlite3 *db, tenant_rows *o, tenant_rows *past)
{
    return sqlite3_rtree_query_callback(db, TENANT_ROWS, is_own, o, NULL) == SQLITE_OK &&
           sqlite3_rtree_query_callback(db, TENANT_VISIBLE_ROWS, is_own_and_visible, o, NULL) == SQLITE_OK &&
           sqlite3_rtree_query_callback(db, PAST_ROWS, is_own, past, NULL) == SQLITE_OK;
}

static int by_number(const void *one, const void *other)
{
    const double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

void tenant_rows_set(tenant_rows *o, const char *const *gemeenten, size_t count)
{
    if (count > o->room) {
        free(o->codes);
        o->room = count;
        o->codes = calloc(o->room, sizeof *o->codes);
        if (!o->codes)
            abort(); /* as arena_alloc does */
    }
    for (size_t i = 0; i < count; i++)
        o->codes[i] = strtod(gemeenten[i], NULL) * TENANT_RTREE_STEP;
    o->count = count;
    if (count > 1)
        qsort(o->codes, count, sizeof *o->codes, by_number);
}

void tenant_rows_free(tenant_rows *o)
{
    free(o->codes);
}
