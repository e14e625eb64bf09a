/* A made-up town on the schematic map: streets, blocks between them, and parcels that fit together. What lies between the blocks
 * is public domain.
 *
 * The streets are a crooked grid: crossings are moved a little, and by a slower wave that neighbours share. A block is cut in two
 * rows of parcels that have the street before them and each other behind them. Neighbours share their corners to the centimetre,
 * so nothing overlaps. */
#ifndef MANAGE_SAMPLE_TOWN_H
#define MANAGE_SAMPLE_TOWN_H

#include "data/manage/contour.h"
#include "data/manage/random.h"
#include "data/manage/shape.h"

typedef enum sample_quarter { QUARTER_CENTRE, QUARTER_HOMES, QUARTER_WORKS } sample_quarter;

typedef struct sample_point {
    double x, y;
} sample_point;

/* A row of parcels along a street. Parcel i lies between cut i and cut i + 1. */
typedef struct sample_lots {
    sample_quarter quarter;
    uint32_t count;
    const sample_point *front; /* count + 1 */
    const sample_point *back;  /* the line that the row behind shares, with its cuts too */
    const uint32_t *cut;       /* count + 1: where in `back` */
    bool mirrored;             /* the parcel lies to the right of front, not to the left */
    double street;             /* metres of public domain before the row */
    char section;              /* of the capakey: a letter */
    uint32_t number;           /* of the capakey: 1 … 9999 */
} sample_lots;

typedef struct sample_town {
    sample_lots *rows;
    uint32_t row_count;
    uint64_t parcels;
} sample_town;

/* About `parcels` parcels (fewer when the contour is too small) in one to four places of the gemeente, each densest in its
 * middle. Seed: any number. */
sample_town sample_town_build(uint64_t seed, const contour *inside, double x, double y, uint32_t parcels, arena *a);

/* The parcels from … to - 1 of the row as one. */
void sample_town_draw(const sample_lots *row, uint32_t from, uint32_t to, shape *out);
/* A piece well inside one parcel; a piece of the street before the row. */
void sample_town_draw_part(random_source *r, const sample_lots *row, uint32_t parcel, shape *out);
void sample_town_draw_street(random_source *r, const sample_lots *row, shape *out);

#endif
