/* The seam to a store: one connection of one worker, read-only. Operations never see it: they hold rows (data/store/rows.h).
 *
 * A driver is one set of files store_NAME*.c; today SpatiaLite through libsqlite3. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "data/model/catalog.h"
#include "data/model/feature.h"
#include "data/store/dialect.h"
#include "data/store/plan.h"

typedef struct store store;
typedef struct store_cursor store_cursor;

typedef struct store_settings {
    const char *location; /* path of the file */
    int query_timeout_s;  /* a request's reading ends with ST_TIMEOUT after this time */
} store_settings;

/* Asked ten times a second while a statement runs: ST_OK to go on; ST_CLIENT_GONE when nobody waits for the answer any more, ST_BUSY when others must go
 * first. */
typedef struct store_watch {
    void *context;
    status_code (*stop)(void *context);
} store_watch;

/* ST_BUSY: too much heavy work at once. */
MUST_USE status store_busy(void);

/* Opens, checks that every layer's table and columns are there, and puts up the wall. Settings and catalog must outlive the store. */
MUST_USE status store_open(const store_settings *settings, const catalog *layers, store **out);
void store_close(store *s); /* NULL is fine */

/* Begins one consistent reading of the rows of these gemeenten; the time limit starts now. Ended by store_leave, also after a failure later on. */
MUST_USE status store_enter(store *s, const char *const *gemeenten, size_t count, store_watch watch);
void store_leave(store *s);

/* Of a reading that has begun: the request has taken so long already, before it could begin. */
void store_has_taken(store *s, double seconds);

const dialect *store_dialect(const store *s);

/* Whether every row of this layer is one that this caller may see: only known, and true, of a caller who sees every gemeente of today. */
bool store_is_whole(store *s, const layer *l);

/* Whether the visible rows of a box can be counted by the spatial index alone (relation "_spot"). */
bool store_counts_by_box(const store *s, const layer *l);

/* The extent of the contours of the scope's gemeenten in Lambert 72, minx, miny, maxx, maxy: of the contours that everybody may see, whatever rows there are. */
enum { CONTOUR_SRID = 31370 };
typedef struct contour_extent {
    bool known; /* false: none of them has a contour */
    double box[4];
} contour_extent;
MUST_USE status store_extent(store *s, contour_extent *out);

/* FEW_BYTES (few.h) of memory, kept for the next request. */
void *store_few_room(store *s);

MUST_USE status store_count(store *s, const plan *p, int64_t *out);

/* Where the row stands that has `start` rows before it, in a plan_count by gemeente that was counted in this reading: the gemeente, and the rows of it before that one.
 * False: not known, or no such row. */
typedef struct page_place {
    const char *nis; /* valid until the next count */
    int64_t before;
} page_place;
bool store_place(store *s, const plan *counting, int64_t start, page_place *out);

/* types: one per column after the id. The cursor lives in the arena and is closed with it. */
MUST_USE status store_select(store *s, const plan *p, const property *const *properties, size_t count, arena *a, store_cursor **out);
/* False at the end, or when it failed: store_cursor_end tells which. */
bool store_next(store_cursor *c, feature *out);
/* The next row of plan_tuples: `count` ids. */
bool store_next_tuple(store_cursor *c, size_t count, int64_t *ids);
/* Of a cursor over plan_feature: the feature with this id. False: not there, or failed. Valid until the next call. */
bool store_find(store_cursor *c, int64_t id, feature *out);
MUST_USE status store_cursor_end(const store_cursor *c);

/* Not behind the wall: facts that the server itself needs. *nis: the gemeenten valid today of this organisation; of this NIS code; all. */
MUST_USE status store_gemeenten_of(store *s, const char *organisation, arena *a, text_list *nis);
MUST_USE status store_gemeenten_now(store *s, const char *known, arena *a, text_list *nis);
MUST_USE status store_gemeenten(store *s, arena *a, text_list *nis);
/* NULL when this NIS code has no KBO number. */
MUST_USE status store_organisation_of(store *s, const char *nis, arena *a, const char **kbo);
MUST_USE status store_kbo_of(store *s, const char *nis, arena *a, const char **kbo);
/* Stored queries of one organisation. *definition: NULL when it has none of this id. */
MUST_USE status store_stored_query(store *s, const char *organisation, const char *id, arena *a, const char **definition);
MUST_USE status store_stored_query_ids(store *s, const char *organisation, arena *a, text_list *ids); /* ascending */
/* ST_UNAVAILABLE when the store does not answer. */
MUST_USE status store_alive(store *s);

#endif
