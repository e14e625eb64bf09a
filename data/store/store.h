/* The seam to a store: one connection of one worker, for reading. Operations never see it: they hold rows (data/store/rows.h);
 * what they write goes through an edit (data/store/edit.h).
 *
 * A driver (store_driver.h), chosen by the location, does the work; today SpatiaLite through libsqlite3 (spatialite/). A driver
 * keeps its SQL, plans and indexes to itself: it is given a query in the layers' terms. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "data/model/catalog.h"
#include "data/model/feature.h"
#include "data/model/query.h"

typedef struct store store;
typedef struct store_cursor store_cursor;

typedef struct store_settings {
    const char *location; /* path of the file */
    int query_timeout_s;  /* a request's reading ends with ST_TIMEOUT after this time */
    int edit_timeout_s;   /* a request's edit takes no step, and reads nothing, after this time (edit.h); 0: no limit */
    /* How far, in metres, an area that a request writes may stick out of its gemeente: of its official contour, and of the box of
     * a schematic one (edit_border.h). */
    int border_m, schematic_border_m;
} store_settings;

/* Asked ten times a second while a statement runs: ST_OK to go on; ST_CLIENT_GONE when nobody waits for the answer any more,
 * ST_BUSY when others must go first, ST_NOT_PROCESSED when the edit that it is for is late (store_edit_late). */
typedef struct store_watch {
    void *context;
    status_code (*stop)(void *context);
} store_watch;

/* ST_BUSY: too much heavy work at once. */
MUST_USE status store_busy(void);
/* ST_NOT_PROCESSED: an edit kept others from writing for as long as it may (WijzigingDuurtTeLang). */
MUST_USE status store_edit_late(void);

/* Opens, checks that every layer's table and columns are there, and puts up the wall. Settings and catalog must outlive the
 * store. ST_BAD_INPUT when no driver knows such a location. */
MUST_USE status store_open(const store_settings *settings, const catalog *layers, store **out);
void store_close(store *s); /* NULL is fine */

/* Begins one consistent reading of the rows of these gemeenten; the time limit starts now. Ended by store_leave, also after a
 * failure later on. */
MUST_USE status store_enter(store *s, const char *const *gemeenten, size_t count, store_watch watch);
void store_leave(store *s);

/* For a reading that has begun, and of which nothing was read: from here on until it is left its layers, all of them with a
 * history (layer.h), are as they were at this moment: after the last change that was committed up to it. moment:
 * "YYYY-MM-DDThh:mm:ss.mmmZ"; NULL: now. *at: the moment that it is, which gives the same layers whenever it is asked for again.
 * ST_BAD_PARAM, locator peildatum, for one that is to come, or of which nothing is kept (any more); ST_UNAVAILABLE while somebody
 * commits a change that may be of before that moment, and does not end. After a failure nothing can be read. */
MUST_USE status store_look_back(store *s, const char *moment, arena *a, const char **at);

/* One state of a row, and who made it so: by role and organisation, never the person. Texts may be NULL where nothing is known
 * (any more), but for `what`. */
typedef struct row_version {
    int64_t number;           /* its property versie; of a layer without that, its place among those given, from 1 on */
    const char *from, *until; /* "YYYY-MM-DDThh:mm:ss.mmmZ"; until NULL: it is so now */
    const char *what;         /* toegevoegd, gewijzigd, geschrapt, hersteld; geladen: it came with a load, or was there before */
    const char *way, *roles, *organisation, *reason; /* way: verzoek, invoer, or begin (data/schema/008-boeking.sql) */
    bool hidden;
} row_version;
typedef struct row_versions {
    const row_version *items; /* the oldest first */
    size_t count;
    bool more; /* there are more than VERSIONS_MOST; these are the newest */
} row_versions;
enum { VERSIONS_MOST = 1000 };

/* For a reading that has begun: the states of the row with this id while it was of a gemeente of the scope; none when it never
 * was. ST_BAD_PARAM for a layer without a history. */
MUST_USE status store_versions(store *s, const layer *l, int64_t id, arena *a, row_versions *out);

/* A rubriek as a list of the law has it. Texts are NULL where the lists do not say it. */
typedef struct listed_rubriek {
    const char *list, *code, *note, *category, *vito_id, *vito_versie_id;
    const char *source; /* the page that states it */
    int64_t version;
    bool verified; /* somebody held it against that page */
} listed_rubriek;
typedef struct rubriek_list {
    const listed_rubriek *items; /* by list, code and version */
    size_t count;
    bool more; /* there are more than RUBRIEKEN_MOST */
} rubriek_list;
enum { RUBRIEKEN_MOST = 20000 };
typedef struct rubriek_choice {
    const char *list, *code; /* NULL: any */
    bool newest;             /* of each rubriek its newest version alone */
} rubriek_choice;

/* For a reading that has begun: the same for every scope. ST_BAD_PARAM by a store that has no such lists. */
MUST_USE status store_rubrieken(store *s, const rubriek_choice *which, arena *a, rubriek_list *out);

/* One row that changed: as it is now, by its last change alone. */
typedef struct row_change {
    int64_t id;
    int64_t version;    /* its property versie; 0: its layer has none, or the row is gone */
    bool hidden, gone;  /* gone: out of the scope, to another gemeente or out of the layer */
    const char *moment; /* of that change, "YYYY-MM-DDThh:mm:ss.mmmZ" */
} row_change;
typedef struct row_changes {
    const row_change *items; /* in the order in which they were committed */
    size_t count;
    bool more;         /* there are more than CHANGES_MOST after these */
    const char *place; /* behind the last of them, to go on from; NULL: there never was any */
} row_changes;
enum { CHANGES_MOST = 1000 };

/* For a reading that has begun: the rows of a layer with a history that changed after a place; after NULL: all that are there,
 * and some that were. Who goes on from each place he is given misses none. A place is text that only store_changes makes and
 * reads, and says nothing of other gemeenten. ST_BAD_PARAM, locator na (BeginOpnieuw), for one that is not of this scope and this
 * store, or of before what was pruned. */
MUST_USE status store_changes(store *s, const layer *l, const char *after, arena *a, row_changes *out);

/* For a reading that has begun: counts the seconds that the request took before it towards the time limit. */
void store_has_taken(store *s, double seconds);

/* The extent of the contours of the scope's gemeenten in Lambert 72, minx, miny, maxx, maxy: of the contours that everybody may
 * see, whatever rows there are. */
enum { CONTOUR_SRID = 31370 };
typedef struct contour_extent {
    bool known; /* false: none of them has a contour */
    double box[4];
} contour_extent;
/* The extent of the scope that the store was entered for. */
MUST_USE status store_extent(store *s, contour_extent *out);

/* How many rows (or tuples, of several sources) match, whatever start and count say. */
MUST_USE status store_count(store *s, const query *q, arena *a, int64_t *out);

/* The page of a query with one source: its features with the properties asked for. NULLs sort last in both directions; ties are
 * ordered by id. Without sort keys the rows of a restricted layer come gemeente by gemeente and in each by id, all others by id.
 * The cursor lives in the arena and is closed with it. */
MUST_USE status store_select(store *s, const query *q, arena *a, store_cursor **out);

/* At most so many rows are kept by store_small_page, as long as they fit in so many bytes. */
enum { SMALL_PAGE_ROWS = 2048, SMALL_PAGE_BYTES = 3 * 1024 * 1024 };
typedef struct store_page {
    feature *features; /* in the order of the pages; valid until the store reads the next */
    size_t count;
    bool all; /* these are all the rows that match; false: the first of them, or, when the query gives them in no order, none */
} store_page;

/* Counts rows by keeping them: the first rows of a query with one source, at most `most`. Not for sorted queries: sorting whole
 * rows costs more than reading them twice. A driver that cannot do this gives none, and `all` is false. */
MUST_USE status store_small_page(store *s, const query *q, size_t most, arena *a, store_page *out);

/* For a join: the page of tuples, the id of each source in turn. Their features are read one by one, by store_features: so a
 * feature in many tuples need not be read for each, and no geometry is ever sorted. */
MUST_USE status store_tuples(store *s, const query *q, arena *a, store_cursor **out);
/* For store_find: features of this source, with the properties that it asks for. */
MUST_USE status store_features(store *s, const source *of, arena *a, store_cursor **out);

/* For a cursor of store_select. False at the end, or when it failed: store_cursor_end tells which. The feature is valid until the
 * next call. */
bool store_next(store_cursor *c, feature *out);
/* For a cursor of store_tuples: `count` ids. */
bool store_next_tuple(store_cursor *c, size_t count, int64_t *ids);
/* For a cursor of store_features: the one with this id. False: not there, or failed. Valid until the next call. */
bool store_find(store_cursor *c, int64_t id, feature *out);
MUST_USE status store_cursor_end(const store_cursor *c);

/* Not behind the wall: facts that the server itself needs. *nis: the gemeenten valid today of this organisation; of this NIS
 * code, also of one that has merged into it (merger.h); all. */
MUST_USE status store_gemeenten_of(store *s, const char *organisation, arena *a, text_list *nis);
MUST_USE status store_gemeenten_now(store *s, const char *known, arena *a, text_list *nis);
MUST_USE status store_gemeenten(store *s, arena *a, text_list *nis);
/* ST_BAD_INPUT, or NULL, when this NIS code has no KBO number. */
MUST_USE status store_kbo_of(store *s, const char *nis, arena *a, const char **kbo);
MUST_USE status store_organisation_of(store *s, const char *nis, arena *a, const char **kbo);
/* Stored queries of one organisation. *definition: NULL when it has none with this id. */
MUST_USE status store_stored_query(store *s, const char *organisation, const char *id, arena *a, const char **definition);
MUST_USE status store_stored_query_ids(store *s, const char *organisation, arena *a, text_list *ids); /* ascending */
/* Writing goes through edit.h alone. */

/* ST_UNAVAILABLE when the store does not answer. */
MUST_USE status store_alive(store *s);

#endif
