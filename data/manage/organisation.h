/* Links between organisations and gemeenten (table organisatie_gemeente), for the operator: mergers, and bodies that speak for
 * several gemeenten. */
#ifndef MANAGE_ORGANISATION_H
#define MANAGE_ORGANISATION_H

#include "data/store/writer.h"

/* Adds one link. ST_BAD_INPUT, with the value that is wrong: no KBO number, no such gemeente, no such date, the days overlap with
 * a link that is there. Inside a transaction of the caller's. */
MUST_USE status organisation_add(writer *w, const organisation_link *link);

/* Ends the links of this organisation (nis_code NULL: all of them) after that day; one that begins later never was and goes.
 * *ended: how many. */
MUST_USE status organisation_end(writer *w, const char *organisatie, const char *nis_code, const char *last_day, int *ended);

#endif
