/* The store as one caller may see it: the only door to read.
 *
 * rows_enter asks for a scope, and only auth/ can make one; no operation can get hold of a store. The restriction itself is
 * enforced by the database connection (wall.c), so that no query, whatever it says, reads another gemeente's row. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "auth/scope.h"
#include "data/model/query.h"
#include "data/store/store.h"

typedef struct rows rows;
typedef struct cursor cursor;
typedef struct tuples tuples;

/* One consistent reading for the length of the request; resetting the arena ends it. */
MUST_USE status rows_enter(store *s, const scope *who, store_watch watch, arena *a, rows **out);

/* Counts the seconds that it took to read the request towards its time limit. */
void rows_has_taken(rows *r, double seconds);

/* Before anything is read: the reading is of the layers as they were at this moment, NULL: now; *at: which that is
 * (store_look_back). One that has no history cannot be read any more: ST_BAD_PARAM, locator peildatum. */
MUST_USE status rows_look_back(rows *r, const char *moment, const char **at);

/* Every state of one feature (store_versions). */
MUST_USE status rows_versions(rows *r, const layer *l, int64_t id, row_versions *out);

/* The lists of rubrieken, the same for everybody (store_rubrieken). */
MUST_USE status rows_rubrieken(rows *r, const rubriek_choice *which, rubriek_list *out);

/* What changed in a layer, in pages (store_changes). */
MUST_USE status rows_changes(rows *r, const layer *l, const char *after, row_changes *out);

/* An opaque text that identifies this caller: the same text for the same gemeenten and organisations, and one for everybody
 * without a token. No caller can choose somebody else's. */
const char *rows_caller(const rows *r, arena *a);
const char *rows_caller_of(const scope *who, arena *a);

/* Where the caller's gemeenten lie (data/store/store.h). */
MUST_USE status rows_extent(rows *r, contour_extent *out);

/* How many rows match, whatever start and count say. ST_UNAUTHENTICATED for a restricted layer and an anonymous caller. */
MUST_USE status rows_count(rows *r, const query *q, int64_t *out);
MUST_USE status rows_select(rows *r, const query *q, cursor **out);

/* Counts and reads at once (store_small_page); ST_UNAUTHENTICATED likewise. What it gives is valid until it is called again. */
MUST_USE status rows_small_page(rows *r, const query *q, size_t most, store_page *out);
/* Iterates over some rows of the page as rows_select would give them. */
cursor *rows_over(rows *r, const store_page *p, size_t first, size_t count);

/* For a join (more than one source). */
MUST_USE status rows_tuples(rows *r, const query *q, tuples **out);
/* The id of each source's feature in the next tuple, NULL at the end or when reading failed (tuples_end tells). */
const int64_t *tuples_next(tuples *t);
/* The feature of source number `of` in the current tuple, with the properties that its source asks for. Only one feature of each
 * source can be held at a time. */
MUST_USE status tuples_feature(tuples *t, size_t of, const feature **out);
MUST_USE status tuples_end(const tuples *t);

/* The next feature, NULL at the end or when reading failed (cursor_end tells). Valid until the next call. */
const feature *cursor_next(cursor *c);
MUST_USE status cursor_end(const cursor *c);

#endif
