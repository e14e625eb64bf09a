/* The rules of a risk location that can be checked on the record alone, each with a code that clients may rely on. Every write
 * applies them to every record (data/store/edit.h); the import applies them one by one, to report where in the file the error is.
 *
 * Whether a gemeente or a rubriek exists is checked by the store, not here. */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include "base/slice.h"

#include <stdbool.h>

#define LIST_BEFORE_2015 "VLAREBO_BIJLAGE_I" /* for a start before RULES_NEW_LIST_FROM */
#define LIST_FROM_2015 "VLAREM_KOLOM_8"
#define RULES_NEW_LIST_FROM "2015-06-01"

enum { RULES_NOTE_MOST = 65536 /* bytes of an omschrijving */, RULES_KENMERK_MOST = 100 /* characters of an eigen_kenmerk */ };

/* What is wrong with a value: to be read after the name of the property. */
typedef struct rule_breach {
    const char *code; /* stable, Dutch */
    const char *property;
    char nl[256], en[256];
} rule_breach;

/* Each is true when all is well, and leaves *out alone. An absent value is an empty slice. */
bool rule_startdatum(slice startdatum, rule_breach *out);
/* startdatum: a date that exists; empty when it is not known. */
bool rule_einddatum(slice startdatum, slice einddatum, rule_breach *out);
bool rule_rubriekenlijst(slice startdatum, slice lijst, rule_breach *out);
/* The list that goes with this start; the present one for no date. */
const char *rule_list_of(slice startdatum);
bool rule_bron(slice bron, rule_breach *out);
bool rule_omv_nummer(slice number, rule_breach *out);
bool rule_iioa_nummer(slice number, rule_breach *out);
bool rule_omschrijving(slice note, rule_breach *out);
bool rule_eigen_kenmerk(slice reference, rule_breach *out);
/* minx, miny, maxx, maxy of the contour in EPSG:31370: it must lie in Flanders. Names the mix-up when it looks like one. */
bool rule_place(const double box[4], rule_breach *out);

/* The properties that have rules. */
typedef enum ruled_property {
    RULED_STARTDATUM,
    RULED_EINDDATUM,
    RULED_RUBRIEKENLIJST,
    RULED_BRON,
    RULED_OMV_NUMMER,
    RULED_IIOA_NUMMER,
    RULED_OMSCHRIJVING,
    RULED_EIGEN_KENMERK,
    RULED_TEXTS,
    RULED_GEOMETRY = RULED_TEXTS,
    RULED_COUNT
} ruled_property;

/* By the name of its column, in any case. False: it has no rules. */
bool rules_find_property(const char *column, ruled_property *out);
/* The name of its column. */
const char *rules_property(ruled_property which);

typedef struct ruled_record {
    bool given[RULED_COUNT]; /* of a change: a value that is not given stays as it is, and was checked before */
    slice texts[RULED_TEXTS];
    double box[4];
} ruled_record;

/* Checks every rule for the values that are given, and two values against each other when both are; *out is the first breach. */
bool rules_check(const ruled_record *r, rule_breach *out);

#endif
