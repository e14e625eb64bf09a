/* What differs between stores in the SQL that sql_plan.c writes. */
#ifndef STORE_DIALECT_H
#define STORE_DIALECT_H

#include <stddef.h>

enum { DIALECT_TAG = 32 };

/* A layer is read through one of these restricted relations. The tag is random per connection.
 *
 *  rl_<tag>_<table>        rows whose ids are known to be the caller's
 *  rl_<tag>_<table>_own    to find rows: goes through the caller's own rows and touches no other
 *  rl_<tag>_<table>_from   the same, of the gemeenten from plan.from on
 *  rl_<tag>_<table>_id     when ids are asked for: looks them up among the caller's own rows and touches no other
 *  rl_<tag>_<table>_box    when a box narrows the search: has the R-tree first (of a restricted layer: the caller's own entries
 *                          of it) and the columns box_minx, box_miny, box_maxx, box_maxy
 *  rl_<tag>_<table>_spot   the visible rows by the R-tree alone, when it knows which they are: id and the same four columns
 *                          (store_counts_by_box) */
typedef struct dialect {
    char tag[DIALECT_TAG + 1]; /* hexadecimal */
} dialect;

#endif
