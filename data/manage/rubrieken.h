/* The table of rubrieken as CSV, for operators: what the law lists, with the letters and identifiers that belong to it. */
#ifndef MANAGE_RUBRIEKEN_H
#define MANAGE_RUBRIEKEN_H

#include "data/store/writer.h"

#include <stdio.h>

typedef struct rubrieken_result {
    uint64_t added, changed; /* changed: existing ones, also when the file has the same values */
} rubrieken_result;

/* All rubrieken of the store, with a header, in the form that rubrieken_load reads. */
MUST_USE status rubrieken_list(writer *w, arena *a, FILE *to);

/* CSV (csv.h) with exactly the columns of rubrieken_list, in any order. A rubriek is identified by list, code and version: one
 * that the store has is changed, also in the risk locations that have it; another one is added; nothing is removed. ST_BAD_INPUT
 * with the line, and nothing changed, when a value is wrong. */
MUST_USE status rubrieken_load(const char *path, writer *w, arena *a, rubrieken_result *out);

#endif
