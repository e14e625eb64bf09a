/* What parcels and risk locations have in common (domain rule 19), kept in perceel_risicolocatie: a row for each pair of which
 * the interiors overlap. One that is struck off has none; one whose activity ended does.
 *
 * Within the transaction that changed a side of it. Costs what lies near: both sides are found by their spatial index. An edit of
 * the service that would compute for longer than OVERLAPS_CLIENT_S is refused. */
#ifndef SPATIALITE_OVERLAPS_H
#define SPATIALITE_OVERLAPS_H

#include "data/spatial/spatial_cover.h"
#include "data/store/spatialite/writer_connection.h"

enum { OVERLAPS_CLIENT_S = 3 /* whoever waits for the write lock waits longer (edit_connection.c) */ };

/* Of one risk location, also when it was struck off or removed; of one parcel. */
MUST_USE status overlaps_of_location(writer *w, int64_t id);
MUST_USE status overlaps_of_parcel(writer *w, int64_t id);
/* Of the risk locations that this boeking loaded, which had none yet; and of all, anew. */
MUST_USE status overlaps_of_loaded(writer *w, int64_t booking);
MUST_USE status overlaps_of_all(writer *w);

/* A risk location and a parcel, with the gemeente of each. */
typedef struct overlap_side {
    int64_t id;
    const char *nis, *capakey; /* capakey: of a parcel */
    geometry shape;
} overlap_side;

typedef struct overlap {
    double m2, pct; /* pct: of the parcel, above 0 and at most 100 */
} overlap;

/* Every parcel that this risk location overlaps. Valid until `take` returns; ends at its first failure. */
MUST_USE status overlaps_each(writer *w, const overlap_side *location,
                              status (*take)(void *context, const overlap_side *parcel, const overlap *o), void *context);

/* Whether they have interior in common; m2 and pct are set when they do. Rounded to the square millimetre: less than one is what
 * computing with touching edges leaves. */
bool overlap_of(double common_m2, double parcel_m2, overlap *out);

void overlaps_end(writer *w); /* frees what was used; when the writer closes */

#endif
