/* The stored queries that organisations keep in the store (WFS 2.0 (09-025r2) §14), as one caller may see them: the only way to
 * reach them. Keeping or dropping is an edit of its own (edit.h).
 *
 * Seen and run within the caller's organisations only. For everybody else a stored query does not exist: the same answer, the
 * same words, the same steps (auth/README.md, "Stored queries"). A definition is a text that this folder does not interpret. */
#ifndef STORE_STORED_QUERIES_H
#define STORE_STORED_QUERIES_H

#include "auth/scope.h"
#include "data/store/edit.h"

enum { STORED_ID_MOST = 200, STORED_DEFINITION_MOST = 64 * 1024, STORED_QUERIES_MOST = 100 /* per organisation */ };

typedef struct stored_queries stored_queries;

/* Opens nothing yet. Lives in the arena. NULL in place of the result is a collection that is always empty, for callers without a
 * store. */
stored_queries *stored_queries_of(store *s, const scope *who, arena *a);

/* *definition: NULL when there is none for this caller. When two of the caller's organisations use the same id, the one that the
 * user chose comes first, then the first in order. */
MUST_USE status stored_queries_find(const stored_queries *q, const char *id, arena *a, const char **definition);
/* Each once, ascending. */
MUST_USE status stored_queries_ids(const stored_queries *q, arena *a, text_list *out);

/* Whether the caller may keep and drop. ST_UNAUTHENTICATED without a token; ST_FORBIDDEN without a role for it, or with several
 * organisations and none chosen: the message says what to do. */
MUST_USE status stored_queries_check_keeper(const stored_queries *q);

/* All or none, for the caller's organisation that stored_queries_check_keeper found. ST_DUPLICATE_QUERY with the id as locator;
 * ST_NOT_PROCESSED over STORED_QUERIES_MOST, or when the store cannot be written; ST_UNAVAILABLE when somebody else is writing
 * for too long. The next request of any worker sees it. */
MUST_USE status stored_queries_keep(const stored_queries *q, const stored_definition *all, size_t count);
/* *found: false when the organisation has none with this id. */
MUST_USE status stored_queries_drop(const stored_queries *q, const char *id, bool *found);

#endif
