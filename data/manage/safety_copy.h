/* What a gemeente had before something replaced its rows, and what it has after: as files that `import --replace --exact` takes
 * back. */
#ifndef MANAGE_SAFETY_COPY_H
#define MANAGE_SAFETY_COPY_H

#include "data/store/writer.h"

typedef struct safety_copy {
    const char *before, *after; /* paths, in the folder reservekopie beside the store; NULL: not written */
    int removed;                /* older copies, by safety_copy_remove_old */
} safety_copy;

/* Writes what the gemeente has now. now: a moment, as calendar_time writes it. ST_BAD_INPUT when it cannot be written whole: then
 * nothing may be replaced. */
MUST_USE status safety_copy_before(writer *w, const char *store, const char *nis_code, const char *now, arena *a,
                                   safety_copy *out);

/* The same, after the commit, beside it. */
MUST_USE status safety_copy_after(writer *w, const char *store, const char *nis_code, arena *a, safety_copy *copy);

/* Removes the copies of this gemeente that are of more than so many days before now; days 0: none, and none when there is one of
 * after now, for then the clock is wrong. Only names that this program gives. After the gemeente's new copy was made, so that the
 * newest always stays. What cannot be removed stays; all of it when the folder cannot be read to its end. Returns how many files
 * went. */
int safety_copy_remove_old(const char *store, const char *nis_code, int64_t now, int64_t days, arena *a);

#endif
