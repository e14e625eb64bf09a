/* Which gemeenten an organisation stands for. auth/ knows organisations (KBO numbers) only; the store answers through this seam.
 */
#ifndef AUTH_DIRECTORY_H
#define AUTH_DIRECTORY_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* Each gives NIS codes valid today, in any order, perhaps with duplicates, and fails only when the store cannot answer. */
typedef struct directory {
    void *context;
    /* organisation: KBO number without dots (10 digits) or OVO code as the token gave it: 1 to 32 letters and digits. *nis: an
     * empty list when the organisation is not a gemeente. */
    MUST_USE status (*gemeenten_of)(void *context, const char *organisation, arena *a, text_list *nis);
    /* known: an NIS code of today or from before a merger. *nis: the gemeenten of today that it is, or became part of. */
    MUST_USE status (*gemeenten_now)(void *context, const char *known, arena *a, text_list *nis);
    /* The KBO number of a gemeente of today; *organisation: NULL when the store knows none. */
    MUST_USE status (*organisation_of)(void *context, const char *nis, arena *a, const char **organisation);
    /* Every gemeente of today. */
    MUST_USE status (*all)(void *context, arena *a, text_list *nis);
} directory;

#endif
