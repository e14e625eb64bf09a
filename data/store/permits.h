/* The store's side of the daily flow of permits (data/schema/012-vergunningen.sql): how far it is, which events it has seen,
 * which record came from which permit. The records themselves are written through edit.h, on writer_store of the same writer:
 * what is written here between edit_enter and edit_commit is kept or lost with them. */
#ifndef STORE_PERMITS_H
#define STORE_PERMITS_H

#include "base/text.h"
#include "data/store/writer.h"

/* From the begin of `begin` until the begin of `tot` everything has been taken in; both YYYY-MM-DD, NULL when the flow has not
 * begun. */
typedef struct permit_mark {
    const char *begin, *tot;
} permit_mark;
/* ST_OK when it has not begun, too. */
MUST_USE status permits_find_mark(writer *w, arena *a, permit_mark *out);
/* Where it begins; only the first call counts. And how far it is. */
MUST_USE status permits_begin(writer *w, const char *day);
MUST_USE status permits_set_mark(writer *w, const char *tot);

/* Whether this file was read with this content (its SHA-256), and that it was. */
MUST_USE status permits_is_read(writer *w, const char *delivery, const char *sum, bool *out);
MUST_USE status permits_note_read(writer *w, const char *delivery, const char *sum);

/* hurry: from now on a commit does not wait for the disk. When the power fails the last ones may be gone, in their order, and
 * the next run does them again; so the mark is set without hurry. Not within a transaction. */
MUST_USE status permits_hurry(writer *w, bool hurry);

typedef struct permit_note {
    const char *uuid, *omv_nummer; /* omv_nummer: NULL when it could not be read */
    bool waits;                    /* to be tried again; then `line` is kept */
    const char *outcome;           /* what it was taken for, one word: "vergund" and "gewijzigd" are asked for below */
    const char *day;               /* of the decision, YYYY-MM-DD; NULL: it does not matter */
    const char *delivery, *tot;    /* the file, and the day until which it goes */
    slice line;
} permit_note;

/* Whether it was seen before, also when it waits. */
MUST_USE status permits_is_known(writer *w, const char *uuid, bool *out);
MUST_USE status permits_note_event(writer *w, const permit_note *note);
/* Whether a grant of this project was taken in, by another event than this one. */
MUST_USE status permits_is_granted(writer *w, const char *omv_nummer, const char *uuid, bool *out);

/* Whether a change of it was decided on a day from `from` to `until`, both included. */
MUST_USE status permits_was_changed(writer *w, const char *omv_nummer, const char *from, const char *until, bool *out);

/* An event that waits; texts live in the arena. */
typedef struct permit_waiting {
    const char *uuid, *delivery, *tot;
    slice line;
    int64_t number; /* of the line in its delivery; 0: not known any more */
} permit_waiting;
/* The uuids of all that wait, in the order in which they came; and one of them. ST_NOT_FOUND when it no longer waits. */
MUST_USE status permits_waiting(writer *w, arena *a, text_list *uuids);
MUST_USE status permits_find_waiting(writer *w, const char *uuid, arena *a, permit_waiting *out);

/* The rubriek of the list with these identifiers; code NULL: there is none. */
typedef struct permit_known_rubriek {
    int64_t id;
    const char *code;
} permit_known_rubriek;
/* ST_OK when there is none too. */
MUST_USE status permits_rubriek(writer *w, const char *list, const char *vito_id, const char *vito_versie_id, arena *a,
                                permit_known_rubriek *out);

/* Where an installation is: a geometry of each gemeente. */
typedef struct permit_place {
    const char *nis;
    geometry shape; /* a multipolygon in EPSG:31370 */
} permit_place;
typedef struct permit_places {
    permit_place *items; /* by NIS code */
    size_t count;
    text_list missing; /* parcels that the store does not have */
} permit_places;
enum { PERMIT_PLACES_MOST = 20 };

/* The union of these parcels, by gemeente. */
MUST_USE status permits_places_of_parcels(writer *w, const char *const *capakeys, size_t count, arena *a, permit_places *out);
/* A drawn multipolygon, cut at the borders: the part in each gemeente that has an area. None: it lies in no gemeente. */
MUST_USE status permits_places_of_shape(writer *w, geometry drawn, arena *a, permit_places *out);
/* How far (metres) a drawn geometry is from these parcels; 0 when they meet, or when the store has none of them. */
MUST_USE status permits_distance(writer *w, geometry drawn, const char *const *capakeys, size_t count, arena *a, double *out);

/* Whether the integration of a gemeente was on at a moment (seconds since 1970). */
MUST_USE status permits_is_on(writer *w, const char *nis, int64_t moment, bool *out);
/* From `moment` on; who: for people. ST_BAD_PARAM when it was switched at that second or later already. */
MUST_USE status permits_switch(writer *w, const char *nis, bool on, int64_t moment, const char *who);

/* The natural key of a record that the flow makes. */
typedef struct permit_key {
    const char *omv_nummer, *iioa_nummer, *vito_id, *vito_versie_id, *nis;
} permit_key;
/* Whether the flow made this record. */
MUST_USE status permits_made(writer *w, int64_t risicolocatie, bool *out);

/* Whether there ever was such a record, also when it was removed since; and that it is this one. granted: the day,
 * YYYY-MM-DD. */
MUST_USE status permits_has_row(writer *w, const permit_key *key, bool *out);
MUST_USE status permits_note_row(writer *w, const permit_key *key, int64_t id, const char *granted);

/* The records that still are of a project. */
typedef struct permit_row {
    int64_t id;
    const char *nis, *granted; /* granted: the day, YYYY-MM-DD */
    bool changed;              /* wijziging_vergunning is JA */
} permit_row;
typedef struct permit_rows {
    permit_row *items;
    size_t count;
} permit_rows;
/* *known: there ever was a grant of it. */
MUST_USE status permits_rows_of(writer *w, const char *omv_nummer, arena *a, permit_rows *out, bool *known);

/* Something that a person must look at. */
typedef struct permit_problem {
    const char *uuid, *iioa_nummer, *code, *what, *text; /* iioa_nummer, what: "" for none */
} permit_problem;
/* *run: greater than that of every earlier try. A problem that is still there keeps the date since when; permits_settle says of
 * all others of the event that they are solved. */
MUST_USE status permits_next_run(writer *w, int64_t *run);
MUST_USE status permits_note_problem(writer *w, const permit_problem *p, int64_t run);
MUST_USE status permits_settle(writer *w, const char *uuid, int64_t run);

/* What is still to be done or looked at, for people; texts are valid until `take` returns, NULL for what is not known. */
typedef struct permit_open {
    int64_t number;
    const char *since, *code, *omv_nummer, *iioa_nummer, *text, *delivery;
} permit_open;
/* All of them, by number, until `take` fails; and how many there are. */
MUST_USE status permits_each_open(writer *w, status (*take)(void *context, const permit_open *one), void *context);
MUST_USE status permits_count_open(writer *w, int64_t *out);
/* A person says that it is settled. The event is not tried again when nothing else of it is open. ST_NOT_FOUND: it is not
 * open. */
MUST_USE status permits_close(writer *w, int64_t number, const char *who);

/* A record that the flow made and nobody has looked at since. */
typedef struct permit_unseen {
    int64_t id;
    const char *nis, *rubriek, *omv_nummer, *iioa_nummer, *startdatum;
    bool changed, twin, outside; /* its permit was changed; another record has the same rubriek in the same place; it lies
                                    outside its gemeente */
} permit_unseen;
/* nis: of one gemeente; NULL: of all. */
MUST_USE status permits_each_unseen(writer *w, const char *nis, status (*take)(void *context, const permit_unseen *one),
                                    void *context);
/* Somebody looked at it. ST_NOT_FOUND: the flow made no such record. */
MUST_USE status permits_mark_seen(writer *w, int64_t id, const char *who);

/* The switches of every gemeente, or of one. */
typedef struct permit_switch {
    const char *nis, *naam, *since, *who; /* since, who: NULL when it was never switched */
    bool on;
} permit_switch;
/* By NIS code, until `take` fails. nis: of one gemeente; NULL: of all. */
MUST_USE status permits_each_switch(writer *w, const char *nis, status (*take)(void *context, const permit_switch *one),
                                    void *context);

#endif
