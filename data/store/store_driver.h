/* A store's driver: does the work behind store.h. A new one is a folder beside spatialite/, with its `store_driver_NAME`, and its
 * line in drivers.def.
 *
 * The wall is the driver's first duty: between enter and leave nothing can be read of a restricted layer but the rows of the
 * gemeenten that entered, whatever the query says; outside of that nothing at all. Then: one consistent reading from enter to
 * leave; the time limit and the watch asked within every step, and a reading that was stopped never becomes an answer; no text of
 * a client ever becomes SQL; no database text in an error.
 *
 * For writing, edit.c decides whose a row is, and a driver touches no row that is not `owner`'s. */
#ifndef STORE_STORE_DRIVER_H
#define STORE_STORE_DRIVER_H

#include "base/slice.h"
#include "data/store/edit.h"
#include "data/store/freeze.h"
#include "data/store/locks.h"
#include "data/store/store.h"

/* Who makes an edit, for the journal. "" or NULL: not known. */
typedef struct edit_booking {
    edit_origin origin;
    const char *roles, *organisation, *actor, *request;
    const char *emergency; /* why a caller wrote who may do so in an emergency alone; NULL: it was none */
} edit_booking;

/* One step of an edit, already allowed. */
typedef enum change_kind {
    CHANGE_INSERT,
    CHANGE_UPDATE,
    CHANGE_STRIKE,
    CHANGE_RESTORE,
    CHANGE_REMOVE, /* of a layer that keeps no versions: refused */
    CHANGE_KEEP_QUERIES,
    CHANGE_DROP_QUERY
} change_kind;

typedef struct change {
    change_kind kind;
    const edit_booking *by; /* the same one in every step, until the edit is over */
    union {
        struct {
            const edit_row *row;
            const char *owner; /* who owns the row before the change (for an insert: after it): no other row may be touched */
            /* The store sets those of these columns that the layer has: versie (1, then one more), aangemaakt_op, gewijzigd_op,
             * geschrapt_op, and whether the row is hidden. False: the row gives them. */
            bool audited;
        };
        struct {
            const char *organisation, *actor;
            const stored_definition *definitions; /* to keep; of the one to drop only the id counts */
            size_t definition_count;
        };
    };
} change;

/* The state of a row within the transaction. */
typedef struct row_state {
    const char *nis; /* of the gemeente that owns it; NULL: there is no such row */
    int64_t version; /* 0: its layer has none */
    bool hidden;
    const char *changed; /* its gewijzigd_op; NULL: its layer has none */
} row_state;

/* What the store's lists say of a rubriek; id 0: it is not in that list. */
typedef struct rubriek_facts {
    int64_t id;
    const char *omschrijving, *vlarebo_categorie, *vito_id, *vito_versie_id; /* NULL: not known */
} rubriek_facts;

/* Of a gemeente; size 0: it has none. */
typedef struct gemeente_contour {
    geometry shape; /* EPSG:31370 */
    bool official;  /* false: schematic */
} gemeente_contour;

/* What a risk location says now; all NULL when there is no such row. */
typedef struct row_texts {
    const char *startdatum, *einddatum, *rubriekenlijst, *rubriek, *gemeente_nis, *eigen_kenmerk, *kenmerk_van;
} row_texts;

/* A lock, live or ended; id NULL: there is none. */
typedef struct held_lock {
    const char *id, *caller, *actor; /* caller: rows_caller_of its holder; actor: as scope_actor */
    int64_t seconds, until;          /* how long it was taken for; its end, in seconds since 1970 */
} held_lock;

/* One thing that is asked of, or done to, the locks in an edit's transaction. */
typedef enum lock_step_kind {
    LOCK_FIND,        /* by its id, also when it has ended */
    LOCK_OF_ROW,      /* the live one on this row */
    LOCK_OF_GEMEENTE, /* count: the latest `until` of the live ones on risk locations of `nis`; 0: none */
    LOCK_COUNT,       /* count: the live ones of this caller and actor */
    LOCK_KEEP,        /* adds it, or gives the one with its id these seconds and this end */
    LOCK_ADD_ROW,     /* holds this row, in the place of one that has ended */
    LOCK_FREE_ROW,
    LOCK_FREE_ROWS, /* all of its rows */
    LOCK_FORGET,
    LOCK_SWEEP, /* those that ended LOCK_KEPT_SECONDS ago; of this caller and actor all ended ones but the last LOCKS_REMEMBERED
                 */
    LOCK_SWEEP_ROWS /* those of which the lock has ended */
} lock_step_kind;

typedef struct lock_step {
    lock_step_kind kind;
    held_lock lock;
    const char *table; /* of the row's layer */
    int64_t row;
    const char *nis;
    int64_t now; /* seconds since 1970 */
} lock_step;

typedef struct lock_found {
    held_lock lock;
    int64_t count;
} lock_found;

/* Every change of a row is booked, in the same transaction: a line with what was done, and why when the row says so; once for the
 * edit who did it, whichever way, and the moment of the commit. What the row was before is kept. Of a bulk one line for each
 * layer is enough. A request's change of a layer of which the store cannot keep what was before is refused.
 *
 * Members mean what the function of the same name in store.h says. */
typedef struct store_driver {
    const char *name;
    bool (*knows)(const char *location); /* whether this driver opens such a location; the first that says so does */

    status (*open)(const store_settings *settings, const catalog *layers, store **out);
    void (*close)(store *s);
    status (*alive)(store *s);

    status (*enter)(store *s, const char *const *gemeenten, size_t count, store_watch watch);
    void (*leave)(store *s);
    void (*has_taken)(store *s, double seconds);
    /* All of them, or all NULL: it keeps no past. */
    status (*look_back)(store *s, const char *moment, arena *a, const char **at);
    status (*versions)(store *s, const layer *l, int64_t id, arena *a, row_versions *out);
    status (*changes)(store *s, const layer *l, const char *after, arena *a, row_changes *out);
    status (*rubrieken)(store *s, const rubriek_choice *which, arena *a, rubriek_list *out); /* NULL: it has none */

    status (*count)(store *s, const query *q, arena *a, int64_t *out);
    status (*select)(store *s, const query *q, arena *a, store_cursor **out);
    status (*small_page)(store *s, const query *q, size_t most, arena *a, store_page *out); /* NULL: it cannot */
    status (*tuples)(store *s, const query *q, arena *a, store_cursor **out);
    status (*features)(store *s, const source *of, arena *a, store_cursor **out);
    status (*extent)(store *s, contour_extent *out);

    bool (*next)(store_cursor *c, feature *out);
    bool (*next_tuple)(store_cursor *c, size_t count, int64_t *ids);
    bool (*find)(store_cursor *c, int64_t id, feature *out);
    status (*cursor_end)(const store_cursor *c);

    status (*gemeenten_of)(store *s, const char *organisation, arena *a, text_list *nis);
    status (*gemeenten_now)(store *s, const char *known, arena *a, text_list *nis);
    status (*gemeenten)(store *s, arena *a, text_list *nis);
    status (*organisation_of)(store *s, const char *nis, arena *a, const char **kbo);
    status (*stored_query)(store *s, const char *organisation, const char *id, arena *a, const char **definition);
    status (*stored_query_ids)(store *s, const char *organisation, arena *a, text_list *ids);

    /* Writing: called by edit.c alone, which has checked the scope. All of them, or all NULL: then the store can only be read. */
    status (*begin)(store *s, bool bulk); /* one transaction, all or nothing; takes the write lock at once; may refuse a bulk */
    status (*frozen)(store *s, arena *a, store_freeze *out); /* NULL: it never is */
    status (*state)(store *s, const layer *l, int64_t id, arena *a, row_state *out);
    /* For the columns of a risk location that follow from others: the newest version of a rubriek in a list (or
     * the one with this id, when it is not 0), the name of a
     * gemeente
     * (*name stays as it is when there is none), and what the row with this id says now. Only a store with risk locations needs
     * them. */
    status (*rubriek)(store *s, slice list, slice code, int64_t id, arena *a, rubriek_facts *out);
    status (*gemeente_naam)(store *s, const char *nis, arena *a, const char **name);
    status (*texts)(store *s, int64_t id, arena *a, row_texts *out);
    /* The geometry that a row has now; size 0: there is no such row, or it has none. */
    status (*shape)(store *s, const layer *l, int64_t id, arena *a, geometry *out);
    /* Of a gemeente; and the NIS codes, ascending, of those whose contour's box (metres, EPSG:31370) meets this one. NULL, both:
     * the store knows no contours, and risk locations may lie anywhere. */
    status (*contour)(store *s, const char *nis, arena *a, gemeente_contour *out);
    status (*gemeenten_near)(store *s, const double box[4], arena *a, text_list *nis);
    /* The risk location of this gemeente with this reference of that organisation, struck off or not; 0: none. */
    status (*kenmerk)(store *s, const char *nis, slice kenmerk, slice van, int64_t *out);
    /* *out is as it was when nothing is found. NULL: the store keeps no locks. */
    status (*lock)(store *s, const lock_step *step, arena *a, lock_found *out);
    /* *out: for an insert the row's id; otherwise how many rows or stored queries were touched. */
    status (*apply)(store *s, const change *c, int64_t *out);
    status (*commit)(store *s);  /* the transaction is over, also when this failed: then nothing was kept */
    void (*roll_back)(store *s); /* nothing is kept */
} store_driver;

/* What a driver's own store and cursor begin with. */
struct store {
    const store_driver *driver;
    const store_settings *settings; /* set by store_open_by; NULL of a store that only commands write */
};
struct store_cursor {
    const store_driver *driver;
};

/* As store_open, with this driver. */
MUST_USE status store_open_by(const store_driver *driver, const store_settings *settings, const catalog *layers, store **out);

#endif
