/* The question of a bodemattest: which risk locations a parcel overlaps (domain rule 19), as the store says now. */
#ifndef STORE_BODEMATTEST_H
#define STORE_BODEMATTEST_H

#include "data/store/writer.h"

/* A risk location that the parcel overlaps. */
typedef struct bodemattest_location {
    int64_t id;
    const char *gemeente_nis, *rubriek, *startdatum, *einddatum; /* einddatum NULL: it goes on */
    double overlap_m2, overlap_pct;                              /* pct: of the parcel */
} bodemattest_location;

typedef struct bodemattest {
    bool known; /* the store has this parcel */
    bodemattest_location *locations;
    size_t count; /* 0: it is no risicogrond */
} bodemattest;

/* What counts: an overlap of more than both. 0: every one. */
typedef struct bodemattest_threshold {
    double m2, pct;
} bodemattest_threshold;

/* Of one moment, by ascending id, of every gemeente; lives in the arena. */
MUST_USE status bodemattest_ask(writer *w, slice capakey, bodemattest_threshold above, arena *a, bodemattest *out);

#endif
