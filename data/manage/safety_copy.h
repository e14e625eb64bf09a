/* What a gemeente had before something replaced its rows, and what it has after: as files that `import --replace --exact` takes
 * back. */
#ifndef MANAGE_SAFETY_COPY_H
#define MANAGE_SAFETY_COPY_H

#include "data/store/writer.h"

typedef struct safety_copy {
    const char *before, *after; /* paths, in the folder reservekopie beside the store; NULL: not written */
} safety_copy;

/* Writes what the gemeente has now. now: a moment, as calendar_time writes it. ST_BAD_INPUT when it cannot be written whole: then
 * nothing may be replaced. */
MUST_USE status safety_copy_before(writer *w, const char *store, const char *nis_code, const char *now, arena *a,
                                   safety_copy *out);

/* The same, after the commit, beside it. */
MUST_USE status safety_copy_after(writer *w, const char *store, const char *nis_code, arena *a, safety_copy *copy);

#endif
