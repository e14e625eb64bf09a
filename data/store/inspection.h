/* Looks a whole store through, for the operator: the file, references, schema, spatial indexes, the rules of every row, and
 * whether the journal and the kept versions tell how the layer came to be what it is. Implemented with SpatiaLite
 * (spatialite/inspect*.c). Nothing is written; others go on reading and writing, and it is all of one moment. */
#ifndef STORE_INSPECTION_H
#define STORE_INSPECTION_H

#include "base/status.h"

#include <stdint.h>

typedef enum inspection_part {
    INSPECT_FILE,
    INSPECT_REFERENCES,
    INSPECT_SCHEMA,
    INSPECT_INDEXES,
    INSPECT_ROWS,
    INSPECT_JOURNAL,
    INSPECTION_PARTS
} inspection_part;

typedef struct inspection_fault {
    inspection_part part;
    const char *code;    /* stable, Dutch */
    const char *what;    /* the table, index or trigger; with the id of a row behind it when there is one: "risicolocatie.7" */
    const char *nl, *en; /* a sentence without a full stop, about `what` */
} inspection_fault;

/* Both may be NULL. Texts live until the call returns. */
typedef struct inspection_watch {
    void (*found)(void *context, const inspection_fault *f);
    void (*ended)(void *context, inspection_part part, uint64_t faults);
    void *context;
    uint64_t most; /* faults of one part that are told; the rest are counted */
} inspection_watch;

typedef struct inspection_result {
    uint64_t faults[INSPECTION_PARTS];
    uint64_t all;
    int64_t boeking; /* the last one; 0: none */
    char moment[32]; /* of that one */
    int64_t gemeenten, rubrieken, risicolocaties, percelen, versies;
} inspection_result;

/* The Dutch word for a part. */
const char *inspection_name(inspection_part part);

/* Fails when the store cannot be looked at (as writer_open does, data/store/writer.h), not when faults are found. */
MUST_USE status inspection_run(const char *path, inspection_watch watch, inspection_result *out);

#endif
