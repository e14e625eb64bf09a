/* The inside of an edit (edit.h): the area that a request gives, as the store will keep it. Only of layers whose geometry is a
 * flat MultiSurface; any other geometry passes as it is. */
#ifndef STORE_EDIT_SHAPE_H
#define STORE_EDIT_SHAPE_H

#include "data/spatial/spatial.h"
#include "data/store/edit.h"

enum { EDIT_POINTS_MOST = 1000000 };

/* The area that the row gives; NULL when it gives none, or NULL. */
const value *edit_shape_value(const edit_row *row);

/* *out: the row with its area as a flat multipolygon, coordinates on whole millimetres. An update that gives the area that the
 * row has already, to the millimetre, gives none: clients send back all that they read, also an old contour that is not valid.
 * *flat: set when heights were left out. ST_BAD_PARAM for what is no area (GeometrieOngeldig), for none (GeometrieLeeg) and for
 * more than EDIT_POINTS_MOST points (GeometrieTeGroot). Lives in the arena. */
MUST_USE status edit_shape_take(store *s, const edit_row *row, arena *a, edit_row *out, bool *flat);

/* A copy of the row with this property and its value besides. Lives in the arena. */
edit_row edit_row_with(const edit_row *row, const property *more, value v, arena *a);

/* ST_BAD_PARAM with the place and what is wrong there, for an area that is not valid (GeometrieOngeldig). */
MUST_USE status edit_shape_check(spatial *s, const edit_row *row);

#endif
