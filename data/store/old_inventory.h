/* The store's side of the migration of an old inventory, of rubrieken on parcels (data/manage/migrate.h): the lines of the file
 * are kept aside in the writer's own memory, the store says what is to become of each, and which record was made of which line
 * (data/schema/014-migratie.sql). The records themselves are written through edit.h, on writer_store of the same writer. */
#ifndef STORE_OLD_INVENTORY_H
#define STORE_OLD_INVENTORY_H

#include "base/text.h"
#include "data/store/writer.h"

/* A line as it was brought; empty values are NULL. */
typedef struct old_line {
    uint64_t number; /* in the file */
    slice capakey;
    slice nis_code; /* of a gemeente of the store, when the line names one */
    slice rubriek, lijst, bron, startdatum, einddatum, omv_nummer, iioa_nummer, omschrijving;
    const char *code; /* not NULL: what is wrong with it, a stable word; and in Dutch */
    const char *why;
} old_line;

/* Begins with no lines. Outside a transaction, as are all of these but old_inventory_note. */
MUST_USE status old_inventory_begin(writer *w);
MUST_USE status old_inventory_add(writer *w, const old_line *line);
/* After the last line: what is to become of each. again: what was made once and has been removed since is made once more. */
MUST_USE status old_inventory_sort(writer *w, bool again);

/* How many lines of a gemeente have which fate. */
typedef struct old_counts {
    int64_t make;    /* a record is to be made of it, or was in this run */
    int64_t made;    /* in an earlier run */
    int64_t removed; /* the same, but the record was removed since */
    int64_t twins;   /* as an earlier line: the same parcel, rubriek, start and source */
    int64_t nil;     /* without a rubriek, or with one that has no category */
    int64_t lost;    /* the store has no such parcel */
    int64_t shape;   /* the parcel's contour is not valid */
    int64_t wrong;   /* something is wrong with the line */
} old_counts;

typedef struct old_gemeente {
    const char *nis_code, *naam; /* both "" of lines of which nobody knows the gemeente */
    old_counts counts;
} old_gemeente;

typedef struct old_gemeenten {
    old_gemeente *items; /* by NIS code */
    size_t count;
} old_gemeenten;
/* Of every gemeente with a line, in the arena. */
MUST_USE status old_inventory_gemeenten(writer *w, arena *a, old_gemeenten *out);

/* A line on its way; valid until `take` returns. */
typedef struct old_found {
    old_line line;
    geometry contour; /* of its parcel; only of lines to be made */
    const char *fate; /* for people, one word or two; only of lines that are not */
} old_found;
/* Those of which a record is to be made, and the others but for those made before; in the order of the file. Ends at the first
 * failure of `take`. */
MUST_USE status old_inventory_each_to_make(writer *w, const char *nis_code, status (*take)(void *context, const old_found *one),
                                           void *context);
MUST_USE status old_inventory_each_to_tell(writer *w, const char *nis_code, status (*take)(void *context, const old_found *one),
                                           void *context);

/* In the edit that made it: the record of this line. */
MUST_USE status old_inventory_note(writer *w, const old_line *line, int64_t id);
/* The line cannot be made after all. */
MUST_USE status old_inventory_refuse(writer *w, uint64_t number, const char *code, const char *why);

/* Of a parcel that is not there, some that are: a blank between them, "" for none. */
typedef struct old_candidates {
    const char *same; /* with the same section and number and another exponent */
    const char *near; /* those whose numbers come just before and after it in the section */
} old_candidates;
/* In the arena. The capakey may have any form. */
MUST_USE status old_inventory_candidates(writer *w, slice capakey, arena *a, old_candidates *out);

#endif
