/* One block of a made-up town: four corners, cut into two rows of parcels. */
#ifndef MANAGE_SAMPLE_BLOCK_H
#define MANAGE_SAMPLE_BLOCK_H

#include "data/manage/sample_town.h"

typedef struct sample_corners {
    sample_point at[4]; /* counterclockwise */
} sample_corners;

/* The block between the middles of its streets, without the streets. half: of each street in metres, that of side i (corner i to
 * i + 1). */
sample_corners sample_without_streets(const sample_corners *whole, const double half[4]);

/* Two rows, all but street, section and number. Parcels of 200 to 5,000 m². */
void sample_block_build(random_source *r, const sample_corners *c, sample_quarter quarter, arena *a, sample_lots out[2]);

#endif
