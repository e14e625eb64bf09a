/* Gemeenten that have merged: what an old NIS code is now (data/facts/fusies.csv). Whoever has one in a token, a key, a file or a
 * permit means the gemeente that it became. */
#ifndef MODEL_MERGER_H
#define MODEL_MERGER_H

#include "base/arena.h"
#include "base/slice.h"

/* The NIS code that this one became, in the arena; NULL for a code that has not ended. A store that still holds the old code, of
 * before the merger, is asked for that first. */
const char *merger_now(slice nis, arena *a);

#endif
