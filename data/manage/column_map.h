/* Which column of a file is which field of the template: by the caller's own words, by its name, or by a name that a map program
 * or a spreadsheet has made of it. */
#ifndef MANAGE_COLUMN_MAP_H
#define MANAGE_COLUMN_MAP_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "data/manage/template.h"

/* What the caller said: for each field the name of its column, "" for a field that the file does not have, NULL for nothing. */
typedef struct column_wish {
    const char *theirs[FIELD_COUNT];
    bool ignore_others; /* columns that are nobody's are passed over */
} column_wish;

/* "rubriek=RUBR,startdatum=START,id=": blanks around names do not count. chars: NULL for no wish. ST_BAD_INPUT: which part is no
 * field of the template, or comes twice. */
MUST_USE status column_wish_read(const char *chars, bool ignore_others, arena *a, column_wish *out);

/* The fields of another kind of file, and what the file is called in a sentence. */
typedef struct column_fields {
    const char *const *names;
    size_t count;
    const char *nl, *en;
} column_fields;

/* The same for these fields; theirs: one for each, all NULL before. */
MUST_USE status column_wishes(const char *chars, const column_fields *of, arena *a, const char **theirs);

/* Whether a column with this name is the one that the caller called so: with capitals and blanks as column_find takes them. */
bool column_is_called(slice name, const char *theirs);

/* COLUMN_KNOWN: a column of ours that an import does not take (a name that follows from a code, a moment, the marks of
 * --marked). */
typedef enum column_use { COLUMN_FIELD, COLUMN_KNOWN, COLUMN_UNKNOWN } column_use;

/* A name is the same with other capitals, accents, or blanks and dashes for underscores, and cut to ten characters as a shapefile
 * cuts it. *field is set for COLUMN_FIELD alone. */
column_use column_find(const column_wish *w, slice name, import_field *field);

/* All names that a first row may have, the caller's too; in the arena. */
const char *const *column_names(const column_wish *w, arena *a, size_t *count);

#endif
