/* A made-up store of any size, the same bytes of data for the same settings on every machine. */
#ifndef MANAGE_SAMPLE_H
#define MANAGE_SAMPLE_H

#include "data/store/writer.h"

enum { SAMPLE_FEATURES_MAX = 5000000 };

typedef struct sample_settings {
    uint32_t features; /* risicolocaties; every gemeente gets one at least when there are enough */
    uint64_t seed;
    bool awkward; /* shapes and texts that break careless software, for tests and measuring; else towns as on a map */
} sample_settings;

typedef struct sample_result {
    uint64_t risicolocaties, percelen, invalid;
} sample_result;

/* Builds the store aside and puts it at `path` when all is there; what was at `path` is replaced. Shows progress on a terminal.
 */
MUST_USE status sample_build(const char *path, const sample_settings *settings, arena *a, sample_result *out);

#endif
