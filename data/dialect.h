/* What differs between stores in the SQL that plan.c writes. */
#ifndef DATA_DIALECT_H
#define DATA_DIALECT_H

#include <stddef.h>

enum { DIALECT_TAG = 32 };

/* A layer is read through one of four restricted relations: "rl_<tag>_<table>" for rows whose ids are known to be the caller's; to find rows, the same
 * name with "_own", which goes through the caller's own rows and touches no other; when ids are asked for, with "_id", which looks them up among the caller's own rows and touches no other; when a box narrows the search, with "_box", which has the R-tree first (of
 * a restricted layer: the caller's own entries of it) and the columns box_minx, box_miny, box_maxx, box_maxy. The tag is random per connection. */
typedef struct dialect {
    char tag[DIALECT_TAG + 1]; /* hexadecimal */
} dialect;

#endif
