/* PEILDATUM: the layers as they were. A day (its end in Belgium; of today: now) or a moment. */
#ifndef MODEL_PEILDATUM_H
#define MODEL_PEILDATUM_H

#include "base/arena.h"
#include "base/status.h"

#include <stdint.h>

/* What a client wrote, at this time (Unix time in milliseconds). *out: as store_look_back takes it; NULL: now. ST_BAD_PARAM for
 * what is no day and no moment, for a day with a zone, and for a day that is to come; a moment that is to come is refused by the
 * store, which knows how far its journal goes. */
MUST_USE status peildatum_moment(const char *given, int64_t now_ms, arena *a, const char **out);

/* "YYYY-MM-DDThh:mm:ss.mmmZ" */
const char *peildatum_text(int64_t ms, arena *a);
/* ST_BAD_PARAM, for what a client gave; now: how far he can ask. */
MUST_USE status peildatum_to_come(const char *given, const char *now);

#endif
