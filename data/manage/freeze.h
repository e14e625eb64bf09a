/* What the operator asks of a freeze (data/store/freeze.h). */
#ifndef MANAGE_FREEZE_H
#define MANAGE_FREEZE_H

#include "base/arena.h"
#include "data/store/freeze.h"

/* until: a day, whose begin in Belgium it is, or a moment with its zone; both as the operator typed them, NULL: not given. now:
 * seconds since 1970. ST_BAD_INPUT for what is neither, for one that has been or is more than FREEZE_SECONDS_MOST away, and for
 * words that are none (name_is_plain). The text lives in the arena. */
MUST_USE status freeze_read(const char *until, const char *words, int64_t now, arena *a, store_freeze *out);

#endif
