/* One line of the Omgevingsloket's daily delivery (docs/permits.md): what was decided about a permit. The line may come from
 * anyone: it is checked wholly before anything is done with it. */
#ifndef MANAGE_PERMIT_EVENT_H
#define MANAGE_PERMIT_EVENT_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PERMIT_LINE_MOST = 4 * 1024 * 1024, /* bytes of a line: a contour of 100,000 points */
    PERMIT_UUID_MOST = 64,
    PERMIT_IIOAS_MOST = 10000,
    PERMIT_PARCELS_MOST = 10000,  /* of an IIOA */
    PERMIT_RUBRIEKEN_MOST = 1000, /* of an IIOA */
    PERMIT_MONTHS = 6             /* after a grant in which a change counts (domain rule 4) */
};

/* What the Omgevingsloket calls a rubriek. */
typedef struct permit_rubriek {
    const char *vito_id, *vito_versie_id, *code; /* code: for people; NULL: not given */
} permit_rubriek;

/* An installation or activity of the project: where it is, and what. */
typedef struct permit_iioa {
    const char *iioa_nummer;
    const char *const *percelen; /* capakeys; none when it was drawn */
    size_t perceel_count;
    const char *geometrie; /* WKT, EPSG:31370; NULL: its parcels */
    const permit_rubriek *rubrieken;
    size_t rubriek_count;
} permit_iioa;

typedef enum permit_kind {
    PERMIT_GRANTED, /* also when only partly */
    PERMIT_CHANGED, /* changed or refused after appeal */
    PERMIT_NOTHING  /* refused at first, or a later version of what was asked: changes nothing here */
} permit_kind;

typedef struct permit_event {
    const char *uuid;
    permit_kind kind;
    const char *omv_nummer, *beslissing; /* beslissing: its word, for people */
    int64_t day;                         /* of the decision (base/calendar.h); PERMIT_NOTHING: 0 when it is not given */
    const permit_iioa *iioas;            /* of a grant */
    size_t iioa_count;
    const char *fault; /* the code of what is wrong with the line, when something is */
} permit_event;

/* ST_BAD_INPUT says what is wrong and where; the uuid and the number of the project are in *out all the same when they could be
 * read, so that the line can be found again. Texts live in the arena. */
MUST_USE status permit_event_read(slice line, arena *a, permit_event *out);

/* Whether a change on this day still counts for a grant on that one: not before it, and at most six months of the calendar
 * later (domain rule 4). */
bool permit_is_in_time(int64_t granted, int64_t changed);

#endif
