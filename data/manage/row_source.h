/* Where an import reads its rows from: rows of texts under named columns, whatever the file's format.
 *
 * A row is a csv_record (csv.h): at most CSV_FIELDS_MAX fields, valid until the next row is read. The first row, with the names
 * of the columns, is read by row_source_names. A format is a row_source_driver; csv_source.c is the first.
 */
#ifndef MANAGE_ROW_SOURCE_H
#define MANAGE_ROW_SOURCE_H

#include "data/manage/csv.h"

#include <stdio.h>

typedef struct row_source row_source;
typedef csv_record row_record;

/* What a field was in its file: of a text file and a map file always a text; of a sheet what the spreadsheet made of it. */
typedef enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_FORMULA, CELL_ERROR, CELL_KINDS } cell_kind;

/* Where a person finds a field: `line` and `column` of a text file; or `line` is the row of a sheet, or the number of a feature,
 * and `name` says which cell or field of it. Line 0: of no row, but of the fields of a map file. */
typedef struct row_place {
    uint64_t line, column;
    const char *name; /* in the source's own memory, valid until the next place is asked; NULL: column counts */
} row_place;

/* Two fields of a CSV: 12;34, or 7;Blad1!D7, or ;rubriek. */
void row_place_print(FILE *to, row_place place);

/* What a format does; each gets `self`. */
typedef struct row_source_driver {
    cell_kind (*kind)(const void *self, size_t index);
    const char *(*what)(const void *self, arena *a);
    status (*names)(void *self, const char *const *names, size_t count, row_record *out);
    status (*next)(void *self, row_record *out, bool *more);
    row_place (*place)(const void *self, size_t index);
    row_place (*where)(const void *self);
    uint64_t (*number)(const void *self);
    uint64_t (*done)(const void *self), (*total)(const void *self);
    status (*again)(const void *self, arena *a, row_source **out);
    status (*cause)(const void *self, row_place *where);
} row_source_driver;

/* What its rows are. */
typedef struct row_form {
    const char *noun; /* what a row's number counts, Dutch: "regel", "rij", "object" */
    bool guarded;     /* its texts may have the guard of base/formula.h */
    bool map;         /* its rows are objects of a map: shapes of their own, in a reference system */
} row_form;

struct row_source {
    const row_source_driver *driver;
    row_form form;
    void *self;
};

typedef struct row_source_wanted {
    const char *path;
    const char *layer;        /* of a file that may have several layers or sheets; NULL: the only one */
    const char *const *names; /* those that the columns may have */
    size_t name_count;
} row_source_wanted;

/* Opens the file; closed with the arena. What it is decides its content, not its name. ST_NOT_FOUND or ST_BAD_INPUT when it
 * cannot be read, or is nothing that an import takes: the message says what it is and what would be right.
 *
 * What is no text is read to its end first, in another process: call it before there is a second thread. */
MUST_USE status row_source_open(const row_source_wanted *w, arena *a, row_source **out);

/* What the file is, in Dutch: "een GeoPackage (laag gebouwen; coördinaten: Lambert 72), 12 rijen". */
const char *row_source_what(const row_source *s, arena *a);

/* Reads the names of the columns, before the first row. names: those that it may hold. ST_BAD_INPUT: there are none, with the
 * remedy. */
MUST_USE status row_source_names(row_source *s, const char *const *names, size_t count, row_record *out);

/* *more false: the end. ST_BAD_INPUT: the file is broken there (row_source_where), and reading ends. */
MUST_USE status row_source_next(row_source *s, row_record *out, bool *more);

/* Field `index` of the row read last, or its end when it has fewer. */
row_place row_source_place(const row_source *s, size_t index);
row_place row_source_where(const row_source *s); /* of the failure */

/* Of field `index` of the row read last. */
cell_kind row_source_kind(const row_source *s, size_t index);

/* The number of the row read last: cheap, as row_source_place is not. What it counts is row_source_noun. */
uint64_t row_source_number(const row_source *s);
const char *row_source_noun(const row_source *s);
/* Whether its rows are objects of a map: then nobody wrote WKT, and no row holds names. */
bool row_source_is_map(const row_source *s);

/* What a person means by a field that is a name, a code or a number: without blanks around it, without a guard. */
slice row_source_value(const row_source *s, slice field);
/* A free text: only the guard is taken off. */
slice row_source_text(const row_source *s, slice field);

/* For a progress bar, in the same unit; total 0: not known. */
uint64_t row_source_done(const row_source *s);
uint64_t row_source_total(const row_source *s);

/* Another reading of the same rows from the start, also while this one goes on: its names first. ST_BAD_INPUT when the file can
 * be read only once (a pipe). */
MUST_USE status row_source_again(const row_source *s, arena *a, row_source **out);

/* Before the first refusal is told: ST_BAD_INPUT when the file as a whole has one fault that explains them all (its encoding),
 * and *where it shows. */
MUST_USE status row_source_cause(const row_source *s, row_place *where);

/* csv_source.c */
MUST_USE status csv_source_open(const char *path, arena *a, row_source **out);

#endif
