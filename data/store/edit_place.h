/* The inside of an edit (edit.h): where the row of a request lies, and whose it is. An import tells the same in its report, and
 * loads the row all the same. */
#ifndef STORE_EDIT_PLACE_H
#define STORE_EDIT_PLACE_H

#include "data/store/edit_inner.h"

/* *out: the row as it will be looked at: its area as edit_shape_take makes it, and instead of a gemeente that has merged the one
 * that it became (merger.h). Of an import the row itself. */
MUST_USE status edit_place_take(edit *e, const edit_row *row, edit_row *out);

/* Every rule of the row by itself, and whether its area is valid. */
MUST_USE status edit_place_check(edit *e, const row_look *look, const edit_row *row);

/* Gives a new risk location that names no gemeente the one that it lies in (edit_border_find). */
MUST_USE status edit_place_find_owner(edit *e, edit_row *row);

/* Whether it lies in this gemeente (edit_border_check). shape: what the row gives, or else has; NULL: nothing. */
MUST_USE status edit_place_border(edit *e, const edit_row *row, const char *nis, const geometry *shape);

/* The same of an update, when its area or its gemeente changes. owner: the gemeente that it gives, NULL when it gives none. */
MUST_USE status edit_place_check_new(edit *e, const edit_row *row, const value *owner, const row_state *now);

#endif
