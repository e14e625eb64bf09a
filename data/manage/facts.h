/* The facts that the program carries (data/facts/README.md), and putting them in a store. */
#ifndef MANAGE_FACTS_H
#define MANAGE_FACTS_H

#include "data/manage/contour.h"
#include "data/store/writer.h"

typedef struct fact_gemeente {
    const char *nis_code, *naam, *provincie, *geldig_van;
    contour_site site;
    contour contour; /* schematic */
} fact_gemeente;

typedef struct fact_list {
    fact_gemeente *gemeenten;
    size_t gemeente_count;
    rubriek_row *rubrieken; /* without id and VITO identifiers */
    size_t rubriek_count;
} fact_list;

/* The gemeenten with their computed contours (metres, x and y of EPSG:31370) and the rubrieken, from the lists that are built in.
 */
MUST_USE status facts_read(arena *a, fact_list *out);

typedef enum facts_kind {
    FACTS_REAL,    /* KBO numbers only where known, no VITO identifiers */
    FACTS_SAMPLE,  /* both made up, and letters of rubrieken too; labelled so */
    FACTS_AWKWARD, /* as FACTS_SAMPLE, without made-up letters */
} facts_kind;

/* Puts gemeenten (schematic contours), rubrieken and labels into an empty store, within the caller's transaction. */
MUST_USE status facts_store(const fact_list *facts, facts_kind kind, writer *w, arena *a);

#endif
