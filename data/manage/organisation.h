/* Links between organisations and gemeenten (table organisatie_gemeente), for the operator: mergers, and bodies that speak for
 * several gemeenten. */
#ifndef MANAGE_ORGANISATION_H
#define MANAGE_ORGANISATION_H

#include "data/manage/writer.h"

typedef struct organisation_link {
    const char *organisatie; /* KBO number without dots, OVO code, or an old NIS code */
    const char *nis_code, *naam;
    const char *geldig_van, *geldig_tot; /* geldig_tot: the last day, NULL for no end */
    const char *bron;
} organisation_link;

typedef struct organisation_links {
    organisation_link *items;
    size_t count;
} organisation_links;

/* All links, by organisation, gemeente and date. naam is filled in. */
MUST_USE status organisation_list(writer *w, arena *a, organisation_links *out);

/* Adds one link. ST_BAD_INPUT, with the value that is wrong: no KBO number, no such gemeente, no such date, the days overlap with
 * a link that is there. Inside a transaction of the caller's. */
MUST_USE status organisation_add(writer *w, const organisation_link *link);

/* Ends the links of this organisation (nis_code NULL: all of them) after that day; one that begins later never was and goes.
 * *ended: how many. */
MUST_USE status organisation_end(writer *w, const char *organisatie, const char *nis_code, const char *last_day, int *ended);

#endif
