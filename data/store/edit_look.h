/* The inside of an edit (edit.h): what has been found out about the properties of a row. In a load all rows of a layer have the
 * same properties, so the result is kept for the next row. */
#ifndef STORE_EDIT_LOOK_H
#define STORE_EDIT_LOOK_H

#include "data/model/rules.h"
#include "data/store/edit.h"

typedef struct row_look {
    const layer *layer; /* NULL: nothing yet */
    const property **properties;
    size_t count, room;
    int owner, version, ruled[RULED_COUNT]; /* index among the properties; -1: absent */

    /* The properties that are passed to the store: all of them, or in an audited edit those that it does not set itself; `from`:
     * their index in the row. */
    const property **passed;
    size_t *from, passed_count;
} row_look;

/* Whether the look was made of a row with this layer and these properties. */
bool edit_look_is_of(const row_look *look, const edit_row *row);

/* Fills in the look. audited: the store sets the row's version and times (edit.h). ST_BAD_PARAM for a property that is the id or
 * that occurs twice: *look is unchanged then. */
MUST_USE status edit_look_at(row_look *look, const edit_row *row, bool audited, arena *a);

/* The row as it is passed to the store; valid as long as the arena and the row. */
edit_row edit_look_passed(const row_look *look, const edit_row *row, arena *a);

/* The value at this index of the look; NULL: not given. */
static inline const value *edit_look_value(const edit_row *row, int place)
{
    return place < 0 ? NULL : &row->values[place];
}

#endif
