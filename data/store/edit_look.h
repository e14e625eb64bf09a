/* The inside of an edit (edit.h): what has been found out of the properties of a row. A load has the same ones in each row of a
 * layer, so it is kept for the next. */
#ifndef STORE_EDIT_LOOK_H
#define STORE_EDIT_LOOK_H

#include "data/model/rules.h"
#include "data/store/edit.h"

typedef struct row_look {
    const layer *layer; /* NULL: nothing yet */
    const property **properties;
    size_t count, room;
    int owner, version, ruled[RULED_COUNT]; /* where among them; -1: it is not */

    /* What goes on to the store: all of them, or in an audited edit those that it does not keep itself; `from`: where among them.
     */
    const property **passed;
    size_t *from, passed_count;
} row_look;

/* Whether this is what was found out of such a row. */
bool edit_look_is_of(const row_look *look, const edit_row *row);

/* Finds it out. audited: the store keeps the row's version and moments (edit.h). ST_BAD_PARAM for a property that is the id or
 * that occurs twice: *look is as it was. */
MUST_USE status edit_look_at(row_look *look, const edit_row *row, bool audited, arena *a);

/* The row as it goes on to the store, for as long as the arena and the row live. */
edit_row edit_look_passed(const row_look *look, const edit_row *row, arena *a);

/* The value at this place of the look; NULL: it is not given. */
static inline const value *edit_look_value(const edit_row *row, int place)
{
    return place < 0 ? NULL : &row->values[place];
}

#endif
