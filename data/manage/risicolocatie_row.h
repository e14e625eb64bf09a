/* A risk location as the door to write takes it (data/store/edit.h): values beside properties. */
#ifndef MANAGE_RISICOLOCATIE_ROW_H
#define MANAGE_RISICOLOCATIE_ROW_H

#include "data/store/edit.h"
#include "data/store/writer.h"

enum { RISICOLOCATIE_COLUMNS = 23 };

/* Room for one row, used again for the next. */
typedef struct row_room {
    arena *arena; /* of the contour's bytes */
    value values[RISICOLOCATIE_COLUMNS];
    uint8_t *blob;
    size_t blob_room;
} row_room;

/* Valid until the room is used again, or the row's own texts go. */
edit_row risicolocatie_edit_row(const risicolocatie_row *row, row_room *room);

#endif
