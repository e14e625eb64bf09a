/* Which gemeenten an organisation stands for. auth/ knows organisations (KBO numbers) only; the store answers through this seam.
 */
#ifndef AUTH_DIRECTORY_H
#define AUTH_DIRECTORY_H

#include "server/base/arena.h"
#include "server/base/status.h"
#include "server/base/text.h"

typedef struct directory {
    void *context;
    /* organisation: KBO number without dots (10 digits) or OVO code as the token gave it: 1 to 32 letters and digits. *nis: the
     * NIS codes valid today, an empty list when the organisation is no gemeente. Fails only when the store cannot answer. */
    MUST_USE status (*gemeenten_of)(void *context, const char *organisation, arena *a, text_list *nis);
} directory;

#endif
