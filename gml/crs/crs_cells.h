/* Fast transformation of coordinates that are written out: the plane is divided into squares, and each uses a quadratic in x and
 * y that was checked against the exact transformation. */
#ifndef CRS_CRS_CELLS_H
#define CRS_CRS_CELLS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct crs_cells crs_cells;

/* Transforms x, y pairs in place, exactly. */
typedef void (*crs_exactly)(void *context, double *xy, size_t count);

/* The source system is in metres. unit: a metre in the target's units (1, or the corresponding part of a degree). */
crs_cells *crs_cells_new(crs_exactly exactly, void *context, double unit);
void crs_cells_free(crs_cells *c); /* NULL is fine */

/* In place; to within 0.01 mm of the exact transformation. */
void crs_cells_transform(crs_cells *c, double *xy, size_t count);

#endif
