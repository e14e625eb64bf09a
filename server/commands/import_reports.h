/* Where `risicolaag import` tells what it found: on the screen, in a CSV file, as JSON. */
#ifndef COMMANDS_IMPORT_REPORTS_H
#define COMMANDS_IMPORT_REPORTS_H

#include "data/manage/import.h"
#include "data/manage/out_file.h"

typedef struct import_reports {
    const char *csv_path, *json_path; /* NULL: not asked for */
    out_file csv, json;
    FILE *to; /* what import_file writes to: with a JSON file, one without a name */
} import_reports;

/* Both paths were set; store and input are never written over (out_file.h). With a JSON file nothing but that and the CSV file
 * gets the lines: not the screen. */
MUST_USE status import_reports_open(import_reports *r, const char *store, const char *input, arena *a);

/* done: of the import; settings and result are looked at when it is ST_OK alone. Returns `done`, or why a file could not be
 * written; to be called once after import_reports_open. */
MUST_USE status import_reports_close(import_reports *r, const import_settings *settings, const import_result *result, arena *a,
                                     status done);

#endif
