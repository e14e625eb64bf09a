/* Ids of risk locations: each gemeente has a range of its own, and gives no number twice (data/schema/001-first.sql). */
#ifndef MANAGE_RECORD_ID_H
#define MANAGE_RECORD_ID_H

#include "data/store/writer.h"

/* The gemeente with this NIS code, NULL when the store has none. */
known_gemeente *record_gemeente(const known_facts *known, const char *nis, size_t length);
/* The same, for one that somebody names: ST_BAD_INPUT when there is none. */
MUST_USE status record_named_gemeente(const known_facts *known, const char *nis, known_gemeente **out);

/* Whether it lies in the range of another gemeente: it would look like that one's own, and collide with its next number. */
bool record_id_is_foreign(const known_facts *known, const known_gemeente *g, int64_t id);
/* Whether it lies below the next number of the gemeente, as the store had it: it was given once, or may have been. */
bool record_id_was_given(const known_gemeente *g, int64_t id);

/* An id in the gemeente's own range uses up its number. */
void record_id_keep_clear(known_gemeente *g, int64_t id);
/* The next new one; false when all numbers are used up. */
bool record_id_next(known_gemeente *g, int64_t *out);

#endif
