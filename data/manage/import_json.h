/* The report of an import for software: the same lines as the CSV, and what became of the file. Its form is stable; names may be
 * added.
 *
 * {"versie": 1,
 *  "meldingen": [{"soort": "fout" or "waarschuwing", "regel": 12 (none: see import.h), "kolom": 34 (of a sheet "cel":
 * "Blad1!D7"), "veld": "startdatum", "waarde": as the CSV shows it, "reden": a Dutch sentence, "code": "DatumOngeldig"}, …],
 * "bestand": as it was named, "uitkomst": "geladen", "gecontroleerd" or "geweigerd", "gemeente": "44021" or null, "rijen": n,
 * "rijen_geweigerd": n, "hersteld": n, "fouten": n, "waarschuwingen": n (more than there are lines when a limit was given),
 * "vervanging": null or
 * {"gelijk": n, "gewijzigd": n, "toegevoegd": n, "teruggekomen": n (of those), "verwijderd": n, "ervoor": path of the safety copy
 * or null, "erna": the same}} */
#ifndef MANAGE_IMPORT_JSON_H
#define MANAGE_IMPORT_JSON_H

#include "data/manage/import.h"

/* report: a file with what import_file wrote to settings->report, and nothing before it. ST_INTERNAL when it cannot be written,
 * or is no such report. */
MUST_USE status import_json_write(FILE *to, FILE *report, const import_settings *settings, const import_result *r, arena *a);

#endif
