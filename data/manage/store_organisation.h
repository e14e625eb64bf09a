/* The links' SQL, for data/manage/organisation.c alone. */
#ifndef MANAGE_STORE_ORGANISATION_H
#define MANAGE_STORE_ORGANISATION_H

#include "data/manage/organisation.h"

/* Whether the store knows a gemeente with this NIS code, of any time. */
MUST_USE status store_has_gemeente(writer *w, const char *nis_code, bool *out);
/* Whether the same link holds on some day of this one. */
MUST_USE status store_link_overlaps(writer *w, const organisation_link *link, bool *out);
MUST_USE status store_add_link(writer *w, const organisation_link *link);
MUST_USE status store_end_links(writer *w, const char *organisatie, const char *nis_code, const char *last_day, int *ended);

#endif
