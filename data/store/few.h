/* An answer that is small is read once: its rows are counted by keeping them. Reading them twice, once to count and once to write, costs twice. */
#ifndef STORE_FEW_H
#define STORE_FEW_H

#include "data/model/feature.h"
#include "data/model/query.h"
#include "data/store/store.h"

enum { FEW_ROWS = 2048, FEW_BYTES = 3 * 1024 * 1024 };

typedef struct few {
    feature *features; /* in the order of the pages; valid until the store reads the next few */
    size_t count;
    bool all; /* these are all the rows that match; false: the first of them, or, when the query gives them in no order, none */
} few;

/* At most `most` rows, or as many as there is room for (FEW_ROWS, FEW_BYTES). Not for joins, nor for sorted queries: sorting whole rows costs more than
 * reading them twice. */
MUST_USE status few_read(store *s, const query *q, size_t most, arena *a, few *out);

#endif
