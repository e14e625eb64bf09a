/* Makes the risk locations of one gemeente exactly those that are given, and leaves alone what stays the same. For every command
 * that brings the whole of a gemeente: import --replace, gemeenten empty, a restored backup.
 *
 * A row that brings an id is that row of the gemeente; one without is a row of the gemeente with the same content, else a new
 * one. What is the same in all that the template has (data/manage/template.h) is not touched and gets no new version; what
 * differs is changed where it is, with its next version; what is not given is removed, and kept as it was in the journal. No id
 * of another gemeente, and none of a row that was removed, is given to a new row: only that same row comes back under it.
 *
 * Everything is held in memory: a gemeente has thousands of rows, not millions. */
#ifndef MANAGE_REPLACE_H
#define MANAGE_REPLACE_H

#include "data/store/writer.h"

struct edit;
typedef struct replacement replacement;

typedef struct replace_settings {
    const char *nis_code;
    const known_facts *known; /* as it is now; of the gemeente `next` counts on */
    bool without_reference;   /* the rows that are given do not say their eigen_kenmerk: each keeps what it has */
    bool revives;             /* a removed row comes back under its id also when it was something else last, or that was pruned */
} replace_settings;

typedef struct replace_result {
    uint64_t kept, changed, added, removed;
    uint64_t returned;           /* of those added: rows that were removed before */
    uint64_t removed_of_permits; /* of those removed: rows that the flow of permits made */
} replace_result;

typedef enum replace_verdict {
    REPLACE_FITS,
    REPLACE_FOREIGN_ID,   /* another gemeente's, or in its range */
    REPLACE_SPENT_ID,     /* of a row that was removed, and was something else */
    REPLACE_FORGOTTEN_ID, /* given once, and what its row was is no longer kept */
    REPLACE_REPEATED_ID,  /* another row that was given has it */
} replace_verdict;

/* Reads what the gemeente has. In an edit, so that it stays so; without one for a look only. */
MUST_USE status replace_start(writer *w, const replace_settings *settings, arena *a, replacement **out);

/* A row that it is to have, which has passed every check; copied. Its id is 0 when it brings none, and its aangemaakt_op,
 * gewijzigd_op and geschrapt_op are those for a new row. *out other than REPLACE_FITS: it was not taken. */
MUST_USE status replace_add(replacement *r, const risicolocatie_row *row, replace_verdict *out);

/* After the last row: decides what becomes of each. ST_NOT_PROCESSED when the gemeente's numbers are used up. */
MUST_USE status replace_plan(replacement *r, replace_result *out);

/* Whether somebody holds a lock on a row of this gemeente (data/store/locks.h), which its rows would be changed under:
 * ST_UNAVAILABLE says until when. passes: then the edit goes past all locks instead, and *passed is when the last ends, 0 for
 * none. Right after the edit began. */
MUST_USE status replace_check_locks(struct edit *e, const char *nis_code, bool passes, int64_t *passed);

/* Does it, through the door; the caller commits. reason: of the removals, for the journal. */
MUST_USE status replace_apply(replacement *r, struct edit *e, const char *reason);

#endif
