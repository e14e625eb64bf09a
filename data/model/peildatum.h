/* PEILDATUM: the layers as they were. A day (its end in Belgium; of today: now) or a moment. */
#ifndef MODEL_PEILDATUM_H
#define MODEL_PEILDATUM_H

#include "base/arena.h"
#include "base/status.h"

#include <stdint.h>

/* What a client wrote, at this time (Unix time in milliseconds). *out: as store_look_back takes it; NULL: the layers as they are
 * now. ST_BAD_PARAM for what is no day and no moment, and for one that is to come. */
MUST_USE status peildatum_moment(const char *given, int64_t now_ms, arena *a, const char **out);

#endif
