/* Links between organisations and gemeenten (table organisatie_gemeente), for the operator: mergers, and bodies that act for
 * several gemeenten. */
#ifndef MANAGE_ORGANISATION_H
#define MANAGE_ORGANISATION_H

#include "data/store/writer.h"

/* Adds one link. ST_BAD_INPUT, with the value that is wrong: not a KBO number, no such gemeente, no such date, the days overlap
 * with an existing link. Must be called inside a transaction. */
MUST_USE status organisation_add(writer *w, const organisation_link *link);

/* Ends the links of this organisation (nis_code NULL: all of them) after that day; a link that begins later never took effect and
 * is deleted. *ended: how many. */
MUST_USE status organisation_end(writer *w, const char *organisatie, const char *nis_code, const char *last_day, int *ended);

#endif
