/* What differs between stores in the SQL that sql_plan.c writes. */
#ifndef STORE_DIALECT_H
#define STORE_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

enum { DIALECT_TAG = 32 };
#define RELATION_PAST "_past"
#define RELATION_NOW "_now"
#define RELATION_THEN "_then"

/* A layer is read through one of these restricted relations. The tag is random per connection.
 *
 *  rl_<tag>_<table>        rows whose ids are known to be the caller's
 *  rl_<tag>_<table>_own    to find rows: goes through the caller's own rows and touches no other
 *  rl_<tag>_<table>_from   the same, of the gemeenten from plan.from on
 *  rl_<tag>_<table>_id     when ids are asked for: looks them up among the caller's own rows and touches no other
 *  rl_<tag>_<table>_box    when a box narrows the search: has the R-tree first (of a restricted layer: the caller's own entries
 *                          of it) and the columns box_minx, box_miny, box_maxx, box_maxy
 *  rl_<tag>_<table>_spot   the visible rows by the R-tree alone, when it knows which they are: id and the same four columns
 *                          (store_counts_by_box)
 *
 * How a layer was at the moment that the reading looks back to is read through relations with RELATION_PAST before the suffix:
 * _own, _from, _id and _box. Each is a UNION ALL of the rows that have not changed since and of the versions of those that have.
 * SQLite turns a query of one, and a join, into a query for each part, and merges them. It does so only when the query does not
 * aggregate and all that it is ordered by is in its result. So each part is a relation too, with RELATION_NOW or RELATION_THEN
 * behind the suffix: what is counted is counted in each. */
typedef enum past_part { PAST_WHOLE, PAST_NOW, PAST_THEN } past_part;

typedef struct dialect {
    char tag[DIALECT_TAG + 1]; /* hexadecimal */
    bool past;                 /* the plan is for the relations of the past */
    past_part part;            /* of them */
} dialect;

#endif
