/* From a query to SQL and values. Pure: no store, no scope. No text of a client ever becomes SQL text: names come from the layer
 * file, values are bound. */
#ifndef SPATIALITE_SQL_PLAN_H
#define SPATIALITE_SQL_PLAN_H

#include "base/arena.h"
#include "data/model/query.h"
#include "data/store/spatialite/dialect.h"

typedef struct bound {
    enum { BOUND_INTEGER, BOUND_REAL, BOUND_TEXT, BOUND_BYTES } kind;
    int64_t integer;
    double real;
    const void *bytes; /* lives as long as the query */
    size_t size;
} bound;

typedef struct sql_plan {
    const char *sql;
    const bound *values;
    size_t value_count;
    bool by_gemeente; /* of sql_plan_count: a row per gemeente, with its NIS code and its count */
    const char *from; /* of sql_plan_select: the gemeente to begin with, in the order of their NIS codes; NULL: the first */
} sql_plan;

/* What the connection knows besides the query and can make the reading shorter. Only `dialect` must be given. The rest is about
 * the first source. */
typedef struct sql_plan_view {
    const dialect *dialect;
    bool counted_by_box; /* the visible rows of a box can be counted without looking at each (relation "_spot") */
    bool sees_all;       /* every row of the layer is the caller's, so it may be looked up by its id alone */
    const char *from; /* the rows of gemeenten before this one (NIS code) do not count as rows to skip; NULL: all do. Only where
                         sql_plan_is_in_own_order */
} sql_plan_view;

/* For a query with one source. Columns: the id, then the source's properties. NULLs sort last in both directions; ties are
 * ordered by id. Without sort keys the rows of a restricted layer come gemeente by gemeente and in each by id (of the visible
 * rows or of the hidden ones), all others by id. */
sql_plan sql_plan_select(const query *q, const sql_plan_view *v, arena *a);

/* The first `most` rows in one reading, which only pays when they are few; columns as in sql_plan_select. *ordered: whether they
 * come in the order of sql_plan_select; otherwise in no order. Only for queries without sort keys. */
sql_plan sql_plan_small_page(const query *q, size_t most, const sql_plan_view *v, arena *a, bool *ordered);

/* For a join: the page of tuples, a column with the id of each source. Their features are read one by one, by sql_plan_feature:
 * so a feature in many tuples need not be read for each, and no geometry is ever sorted. */
sql_plan sql_plan_tuples(const query *q, const sql_plan_view *v, arena *a);

/* One feature of this source; columns as in sql_plan_select. Its id is the only value, and must be bound. */
sql_plan sql_plan_feature(const source *of, const sql_plan_view *v, arena *a);

/* Whether the rows come in the caller's own order, gemeente by gemeente: then a page may begin with any of them
 * (sql_plan_view.from). */
bool sql_plan_is_in_own_order(const query *q);

/* Whether the rows of this source are found by the ids that the query names. */
bool sql_plan_is_by_id(const query *q, size_t of);

/* How many rows match (after q->after), whatever start and count say: one row with the number, or one per gemeente
 * (plan.by_gemeente). */
sql_plan sql_plan_count(const query *q, const sql_plan_view *v, arena *a);

#endif
