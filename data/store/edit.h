/* The only door to write what the store holds: rows of a layer, and stored queries. Beside rows.h, the only door to read.
 *
 * edit_enter asks for a scope, as rows_enter does, and every row is looked at: whose it is now and whose it would become must
 * both be gemeenten for which the caller holds CAPABILITY_WRITE_OWN. A row that the caller may not see is one that is not there:
 * same code, same words. With CAPABILITY_WRITE_ALL alone he may write in an emergency: he says why (edit_note_emergency), and the
 * journal and the log say that he did.
 *
 * In an edit of a request the store itself keeps a row's version and moments (versie, aangemaakt_op, gewijzigd_op, geschrapt_op)
 * and whether it is hidden: what a client says of them in an insert or an update is passed over, for clients send back all that
 * they read; but a `versie` must be the row's own. Of a risk location it also fills
 * in what follows from other properties: gemeente_naam, the list when none is given, and what the list says of the rubriek (the
 * newest version in it, unless the row has that rubriek already), its oppervlakte_m2, and its gemeente when it names none: the
 * one that it lies in (edit_border.h). Its area is kept flat, as a multipolygon, on whole millimetres (edit_shape.h); one that is
 * not valid is refused, and spatial_offer_repair (data/spatial/spatial_valid.h) says what it would be when repaired.
 *
 * Of each row that is changed the store keeps what it was, and books who changed it, when, which way and why; of a bulk only that
 * it was loaded.
 *
 * An edit is one transaction, in the order of the calls. The first step that fails ends it, and nothing of it is kept; so does
 * the arena when it is reset before edit_commit. A reading that is going on does not see it; the next one does. */
#ifndef STORE_EDIT_H
#define STORE_EDIT_H

#include "auth/scope.h"
#include "data/store/store.h"

typedef struct edit edit;

/* Which way a change comes in. */
typedef enum edit_origin {
    EDIT_ORIGIN_REQUEST,  /* somebody asks it of the service */
    EDIT_ORIGIN_IMPORT,   /* the operator loads a file: its rows may bring their own ids */
    EDIT_ORIGIN_PERMITS,  /* the Omgevingsloket decided something: as a request, but a row that was struck off is labelled too */
    EDIT_ORIGIN_MIGRATION /* an old inventory of parcels becomes risk locations (docs/migration.md): checked as a request's */
} edit_origin;

/* What is said of a row; the layer and the properties must stay as they are until the edit is over. */
typedef struct edit_row {
    const layer *layer;
    int64_t id; /* 0 in an insert: the store gives one */
    const property *const *properties;
    const value *values; /* one per property */
    size_t count;
    const char *reason; /* why it is changed, for the journal; NULL: nobody says */
    int64_t rubriek_id; /* which version of the rubriek it gives; 0: the newest in its list */
} edit_row;

typedef struct stored_definition {
    const char *id, *text;
} stored_definition;

/* Begins. ST_UNAUTHENTICATED for an anonymous caller; ST_NOT_PROCESSED when the store can only be read; ST_UNAVAILABLE when
 * somebody else writes for long; ST_FROZEN when the store is frozen (freeze.h) and this is not the operator's. */
MUST_USE status edit_enter(store *s, const scope *who, edit_origin origin, arena *a, edit **out);

/* As edit_enter, for many new rows, of one layer or a few: inserts alone, of which the store may write some later than it is
 * given them, so that a failure of one may be told by a later call. */
MUST_USE status edit_enter_bulk(store *s, const scope *who, edit_origin origin, arena *a, edit **out);

/* Whether a request's edit has kept others from writing for as long as it may (store_settings.edit_timeout_s). From then on every
 * step fails with ST_NOT_PROCESSED (WijzigingDuurtTeLang), and so should a reading that is made for it; what was done in time can
 * still be committed. Of any other edit never. */
bool edit_is_late(const edit *e);

/* The request that asks for the edit, for the journal: its X-Request-Id, which must stay until the edit is over. Before the first
 * step. */
void edit_note_request(edit *e, const char *id);

/* That this is an emergency, and why: for whoever may write in one alone (CAPABILITY_WRITE_ALL). The boeking gets the text when
 * it was needed, so not when the caller may write for these gemeenten anyway. It must stay until the edit is over. Before the
 * first step. */
void edit_note_emergency(edit *e, const char *why);

typedef struct edit_remark {
    const char *code, *nl, *en;
} edit_remark;

/* What was kept otherwise than it was given, for the answer; NULL: nothing. Valid as long as the program. */
const edit_remark *edit_remark_of(const edit *e);

/* Who says what a property of a row is, in an edit of a request: the client alone, the store where the client is silent, or the
 * store alone, which passes over what a client says of it. */
typedef enum edit_filler { EDIT_FILLED_BY_CLIENT, EDIT_FILLED_WHEN_SILENT, EDIT_FILLED_BY_STORE } edit_filler;
/* Of a property of the layer. */
edit_filler edit_filler_of(const layer *l, const property *p);

/* How a row is within the edit. */
typedef struct edit_seen {
    int64_t version;     /* its property versie; 0: its layer has none */
    const char *changed; /* its gewijzigd_op, "YYYY-MM-DDThh:mm:ssZ"; NULL: its layer has none */
    bool hidden;
} edit_seen;

/* For who judges a row before it is changed: nobody else changes it until the edit is over. ST_NOT_FOUND and ST_FORBIDDEN as for
 * edit_update; only the row's layer, id and reason are looked at. Lives in the arena. */
MUST_USE status edit_see(edit *e, const edit_row *row, edit_seen *out);

/* A new row. ST_FORBIDDEN without the right to write for its gemeente, and by a request for a layer that is not editable
 * (layer.h), and in an emergency that is not said to be one (NoodOntbreekt); ST_BAD_PARAM, the property as locator, when it names
 * none, or when a rule of the record is broken (data/model/rules.h), and in every step for a reason that is no text or a long
 * one. A request brings no id. */
MUST_USE status edit_insert(edit *e, const edit_row *row, int64_t *id);

/* Puts these values in the place of those of the row with this id; other properties stay. A request's
 * values are checked together with those that the row keeps; of an import only what is given. ST_NOT_FOUND when the caller sees
 * no such row; ST_FORBIDDEN when he may not write for its gemeente, or for the one that it would get; ST_MISSING_PARAM, or
 * ST_NO_LOCK when the edit holds a lock, lockId as locator, when another lock holds the row (locks.h; Vergrendeld). By a request
 * ST_NOT_PROCESSED when it gives another `versie` than the row has (VersieVerouderd), and for a row that was struck off
 * (AlGeschrapt). */
MUST_USE status edit_update(edit *e, const edit_row *row);

/* Strikes a row off: it stays, hidden (layer.h); and undoes that. Of a row that is so already nothing changes. ST_NOT_FOUND,
 * ST_FORBIDDEN and what a lock gives as for edit_update; only the row's layer, id and reason are looked at. ST_NOT_PROCESSED for
 * a layer that hides nothing. */
MUST_USE status edit_strike(edit *e, const edit_row *row);
MUST_USE status edit_restore(edit *e, const edit_row *row);

/* Takes a row out of its layer for good: what it was is kept in the journal alone, and its id never comes back for another one.
 * Only the row's layer, id and reason are looked at. ST_NOT_FOUND, ST_FORBIDDEN and what a lock gives as for edit_update;
 * ST_FORBIDDEN too in an edit of a request (rows are struck off there) and without CAPABILITY_REMOVE; ST_NOT_PROCESSED for a
 * layer of which the store cannot keep what was. */
MUST_USE status edit_remove(edit *e, const edit_row *row);

/* The organisation for which this caller keeps stored queries. ST_UNAUTHENTICATED without a token (who may be NULL);
 * ST_FORBIDDEN without a role for it, or with several organisations and none chosen: the message says what to do. */
MUST_USE status edit_keeper(const scope *who, const char **organisation);
/* For that organisation. ST_DUPLICATE_QUERY with the id as locator; ST_NOT_PROCESSED over STORED_QUERIES_MOST. */
MUST_USE status edit_keep_queries(edit *e, const stored_definition *all, size_t count);
/* *found: false when the organisation has none of this id. */
MUST_USE status edit_drop_query(edit *e, const char *id, bool *found);

/* Keeps it all, and ends the edit; when this fails nothing is kept. */
MUST_USE status edit_commit(edit *e);

/* Keeps nothing, and ends the edit now rather than with the arena. */
void edit_abandon(edit *e);

#endif
