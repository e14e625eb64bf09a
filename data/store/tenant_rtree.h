/* The layout of a tenant index: the spatial index of a restricted layer that also knows whose a row is and whether it is hidden.
 *
 * It is an R-tree with a third dimension: NIS code * STEP, plus HIDDEN for a hidden row, THICKNESS thick. A step is far larger
 * than coordinates in metres, so that the R-tree splits by gemeente first; all of it is exact in the R-tree's 4-byte floats.
 *
 * The migrations in data/schema (004, 007) create it, with triggers that maintain it; a released migration never changes, so the
 * same numbers are written there too, and tests/unit/store_manage.c and store_bulk.c compare the two row by row. The code that
 * reads it (data/store/spatialite) and the code that fills it (data/manage) take them from here. */
#ifndef STORE_TENANT_RTREE_H
#define STORE_TENANT_RTREE_H

#define TENANT_RTREE_STEP 1048576
#define TENANT_RTREE_HIDDEN 524288
#define TENANT_RTREE_THICKNESS 16384

/* Its name is this with "table_column" behind it; its columns in their order, metres of EPSG:31370 in the first four bounds. */
#define TENANT_RTREE "eigen_"
#define TENANT_RTREE_COLUMNS "pkid, xmin, xmax, ymin, ymax, nismin, nismax"
enum { TENANT_RTREE_DIMENSIONS = 3, TENANT_RTREE_BOUNDS = 2 * TENANT_RTREE_DIMENSIONS, TENANT_RTREE_LOW = 4, TENANT_RTREE_HIGH };

/* The trigger that fills it at an INSERT is called TENANT_RTREE "table" TENANT_RTREE_FILLS. When it knows hidden rows, its text
 * holds this, with the column that hides a row in place of the format (%q of sqlite3_mprintf). */
#define TENANT_RTREE_FILLS "_erbij"
#define TENANT_RTREE_SQL_(step, hidden) "* " #step ".0 + NEW.%q * " #hidden ".0"
#define TENANT_RTREE_SQL(step, hidden) TENANT_RTREE_SQL_(step, hidden)
#define TENANT_RTREE_KNOWS_HIDDEN TENANT_RTREE_SQL(TENANT_RTREE_STEP, TENANT_RTREE_HIDDEN)

#endif
