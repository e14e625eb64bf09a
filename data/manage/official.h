/* Official facts of gemeenten that the operator loads: contours from any file that GDAL reads, KBO numbers from a CSV. All or
 * nothing. */
#ifndef MANAGE_OFFICIAL_H
#define MANAGE_OFFICIAL_H

#include "data/store/writer.h"

typedef struct official_settings {
    const char *path;
    const char *layer, *nis_field, *naam_field, *capakey_field; /* NULL: found by their usual names */
    bool parcels;                                               /* the layer must have a capakey */
} official_settings;

typedef struct official_result {
    uint64_t gemeenten, renamed, reprojected;
    uint64_t invalid; /* contours taken although not valid: the border is what it is */
} official_result;

/* Puts the file's contours and names on the gemeenten of the store. ST_BAD_INPUT, and nothing changed, when a gemeente is
 * missing, unknown or duplicate, or when the file has no NIS code, no reference system, or no areas, or a name that is not plain
 * text (name_check.h). */
MUST_USE status official_load(const official_settings *settings, writer *w, arena *a, official_result *out);

typedef struct kbo_result {
    uint64_t loaded, left; /* left: gemeenten that still have no number, or a made-up one */
} kbo_result;

/* CSV with a header and two columns, nis and kbo (dots allowed). ST_BAD_INPUT with the line, and nothing changed: unknown or
 * duplicate gemeente, wrong check digits, a number that another gemeente has too (whoever holds it would see both). */
MUST_USE status official_load_kbo(const char *path, writer *w, arena *a, kbo_result *out);

#endif
