/* Risk locations and parcels in the form that the door to write takes (data/store/edit.h): values beside properties. */
#ifndef MANAGE_LAYER_ROWS_H
#define MANAGE_LAYER_ROWS_H

#include "data/store/edit.h"
#include "data/store/writer.h"

enum { ROW_COLUMNS_MOST = 25, ROWS_SRID = 31370 };

/* Room for one row, used again for the next. */
typedef struct row_room {
    arena *arena; /* of the contour's bytes */
    value values[ROW_COLUMNS_MOST];
    uint8_t *blob;
    size_t blob_room;
} row_room;

typedef struct perceel_row {
    int64_t id;
    slice capakey, gemeente_nis;
    const geometry_build *contour;
} perceel_row;

/* The layer of the first, for steps that give fewer columns. */
const layer *layer_rows_risicolocatie(void);

/* Valid until the room is used again, or the row's own texts are freed. */
edit_row risicolocatie_edit_row(const risicolocatie_row *row, row_room *room);
/* The same, with a contour that the store has or is to have, as it keeps it; the row's own is not looked at. */
edit_row risicolocatie_edit_row_of(const risicolocatie_row *row, geometry contour, row_room *room);
/* No more than which one: for edit_strike, edit_restore and edit_remove. */
edit_row risicolocatie_edit_row_of_id(int64_t id);
edit_row perceel_edit_row(const perceel_row *row, row_room *room);

#endif
