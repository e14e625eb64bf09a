/* The parcels of the cadastre (GRB Adp), which the operator loads from any file that GDAL reads. */
#ifndef MANAGE_PERCELEN_H
#define MANAGE_PERCELEN_H

#include "data/manage/official.h"

typedef struct percelen_result {
    uint64_t rows, gemeenten; /* of the file */
    uint64_t added, changed, removed;
    bool reprojected;
} percelen_result;

/* Of every gemeente that has a parcel in the file, its parcels become those of the file; those of others stay. A parcel that is
 * the same is not touched, and keeps its id. ST_BAD_INPUT, and nothing changed: a parcel without a known gemeente, without a
 * capakey as the cadastre writes it, with one that another has too, one that is of a gemeente of which the file says nothing, or
 * outside Flanders; no parcel at all; some that would be removed, unless `sure`; and what official_load says of files. */
MUST_USE status percelen_load(const official_settings *settings, bool sure, writer *w, arena *a, percelen_result *out);

#endif
