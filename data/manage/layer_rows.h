/* Risk locations and parcels in the form that the door to write takes (data/store/edit.h): values beside properties. */
#ifndef MANAGE_LAYER_ROWS_H
#define MANAGE_LAYER_ROWS_H

#include "data/store/edit.h"
#include "data/store/writer.h"

enum { ROW_COLUMNS_MOST = 25 };

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

/* Both are valid until the room is used again, or the row's own texts are freed. */
edit_row risicolocatie_edit_row(const risicolocatie_row *row, row_room *room);
edit_row perceel_edit_row(const perceel_row *row, row_room *room);

#endif
