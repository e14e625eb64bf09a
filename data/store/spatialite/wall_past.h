/* The part of the wall that is about how rows were (wall_past.c); for wall.c alone. */
#ifndef SPATIALITE_WALL_PAST_H
#define SPATIALITE_WALL_PAST_H

#include "data/store/spatialite/connection.h"

/* Runs one statement of ours and frees it; false when it failed, or when there was no memory for it (NULL). */
MUST_USE bool wall_run(spatialite *s, char *sql);

/* As tenant_ids_index, with an index on exactly these columns ("a,b") of the table. */
MUST_USE char *wall_index_on(spatialite *s, const char *table, const char *columns);

/* The table of the gemeenten whose rows a caller sees in the past, beside that of the scope. */
MUST_USE bool wall_past_make_scope(spatialite *s);

/* The relations of the past (dialect.h) of a layer that has one; of any other nothing. */
MUST_USE bool wall_past_make_views(spatialite *s, const layer *l);

/* What follows the table's name in those of the relations of one kind: the whole, and its two parts. */
#define WALL_PAST_RELATIONS(suffix) RELATION_PAST suffix, RELATION_PAST suffix RELATION_NOW, RELATION_PAST suffix RELATION_THEN

/* Of the name of a relation of this layer, what follows the table's: whether it is one of the past. */
bool wall_past_is(const char *suffix);

/* Whether a relation of this layer's past may read that table of the file, besides those that every relation may. */
bool wall_past_may_read(const layer *l, const char *table);

/* The name of that table of gemeenten, without its tag; what stands behind the name of a table of the file in that of its
 * versions, and before "table_column" in the name of their R-tree (data/schema/008-boeking.sql). */
#define PAST_SCOPE "then_"
#define PAST_VERSIONS "_versie"
#define PAST_RTREE "historiek_"

#endif
