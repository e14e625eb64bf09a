/* The operator's side of a store: making it, its facts (gemeenten, rubrieken, organisations), the sample. It is implemented with
 * SpatiaLite (spatialite/writer_*.c), but callers see no database. Only commands have a writer. What people write goes through
 * edit.h.
 *
 * A writer is one connection of one command. It lives in the arena and is closed with it; uncommitted changes are lost. Messages
 * are for the operator at the command line and may name the path that the operator gave. */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "data/model/geometry_build.h"
#include "data/store/freeze.h"

#include <stdint.h>

typedef struct writer writer;

/* Opens an existing store of exactly this program's schema version. ST_NOT_FOUND when there is none; ST_BAD_INPUT when the file
 * is something else, or a store older (says how to migrate) or newer than the program; ST_UNAVAILABLE when another program is
 * writing for longer than 10 s. */
MUST_USE status writer_open(const char *path, arena *a, writer **out);

/* Makes the store when there is none (base/beside.h) and brings an older one up to date. *migrations: how many were
 * applied (0: it was current).
 */
MUST_USE status writer_init(const char *path, arena *a, int *migrations, writer **out);

/* Starts a new store aside (path.nieuw) with journal and syncing off: quick, but useless when it fails, so writer_publish puts it
 * in place only at the end, after syncing. Any file at `path` is replaced then. */
MUST_USE status writer_build(const char *path, arena *a, writer **out);
MUST_USE status writer_publish(writer *w);

struct store;
/* The same connection as a store that can only be written, by an edit (edit.h). While a bulk edit is going on (from its first row
 * to its end) nobody else may use the writer, except for the functions below that say so. Its commit fills the spatial indexes,
 * makes statistics, and settles. */
struct store *writer_store(writer *w);

/* Before a bulk edit of perhaps hundreds of thousands of rows: into an empty table it then goes in many transactions, of which
 * nobody sees anything until the last, and others write in between. That one is refused (ST_UNAVAILABLE) when they wrote into the
 * same table, or any row. */
void writer_expect_many(writer *w, int64_t rows_to_a_transaction);

MUST_USE status writer_begin(writer *w); /* takes the write lock at once */
MUST_USE status writer_commit(writer *w);
void writer_settle(writer *w); /* after a large commit: moves the log into the store when no reader is in the way */
void writer_rollback(writer *w);

typedef enum writer_table { TABLE_GEMEENTE, TABLE_RISICOLOCATIE, TABLE_PERCEEL, TABLE_COUNT } writer_table;

/* Between these two, inside a transaction, rows are added to the table and no trigger fires, on any table; the end fills the
 * spatial indexes at once (packed when the table was empty). A table with a trigger that is not known here is an exception: all
 * its triggers fire for each row, which is slower. The end also has SQLite check the indexes: ST_BAD_INPUT when one is damaged.
 * On failure roll back: that also enables triggers again. */
MUST_USE status writer_bulk_begin(writer *w, writer_table table);
MUST_USE status writer_bulk_end(writer *w, writer_table table);
MUST_USE status writer_analyze(writer *w); /* statistics for the query planner, after much was loaded */

typedef struct gemeente_row {
    slice nis_code, naam, provincie, kbo_nummer;
    bool kbo_verzonnen;
    slice geldig_van;
    bool officieel; /* contour_bron */
    const geometry_build *contour;
} gemeente_row;

typedef struct rubriek_row {
    int64_t id; /* 0: the store gives one */
    slice lijst, code;
    int64_t versie;
    slice omschrijving, vlarebo_categorie, vito_id, vito_versie_id, bron;
    bool geverifieerd;
} rubriek_row;

typedef struct risicolocatie_row {
    int64_t id; /* from writer_next_id or the row's own */
    slice gemeente_nis, gemeente_naam;
    const rubriek_row *rubriek; /* its facts are copied into the row */
    slice omschrijving, bron, startdatum, einddatum, omv_nummer, iioa_nummer, wijziging_vergunning;
    bool geschrapt;
    slice geschrapt_op;
    bool has_area;
    double oppervlakte_m2;
    slice aangemaakt_op, gewijzigd_op;
    int64_t versie;
    slice eigen_kenmerk, kenmerk_van; /* whose reference it is; NULL when nobody said */
    const geometry_build *contour;
} risicolocatie_row;

/* A new row. ST_INTERNAL when the store refuses it (a key that is there already, a CHECK): the log says why. */
MUST_USE status writer_add_gemeente(writer *w, const gemeente_row *row);
MUST_USE status writer_add_rubriek(writer *w, const rubriek_row *row);
typedef enum put_outcome {
    PUT_ADDED,
    PUT_CHANGED,
    PUT_REFUSED /* another rubriek of the list has its VITO identifiers */
} put_outcome;

/* Adds the rubriek, or changes the one of the same list, code and version, also in the risk locations that have it. `id` of the
 * row is ignored. */
MUST_USE status writer_put_rubriek(writer *w, const rubriek_row *row, put_outcome *out);

/* A risk location as stored; valid until the call returns. */
typedef struct stored_row {
    int64_t id;
    slice gemeente_nis, rubriek, rubriekenlijst, omschrijving, bron, omv_nummer, iioa_nummer, startdatum, einddatum,
        wijziging_vergunning, eigen_kenmerk;
    bool geschrapt;
    geometry contour;
    slice aangemaakt_op, geschrapt_op, kenmerk_van;
    int64_t rubriek_id, versie;
} stored_row;

/* Every risk location, of one gemeente or of all (nis_code NULL), struck out ones too, by ascending id; all as of one moment.
 * Ends at the first failure. */
MUST_USE status writer_each_risicolocatie(writer *w, const char *nis_code, status (*take)(void *context, const stored_row *row),
                                          void *context);

/* As the row with this id of that gemeente was last, before it was changed or removed; takes nothing when no version of it is
 * kept. */
MUST_USE status writer_last_version(writer *w, const char *nis_code, int64_t id,
                                    status (*take)(void *context, const stored_row *row), void *context);
/* Whether a version is kept of a row with this id, of any gemeente. */
MUST_USE status writer_was_id(writer *w, int64_t id, bool *out);
/* The id of every removed row of which a version is kept. */
MUST_USE status writer_each_removed(writer *w, void (*take)(void *context, int64_t id), void *context);

/* What a writer must know about the store to check rows. Texts live in the arena given. */
typedef struct known_gemeente {
    const char *nis_code, *naam, *kbo_nummer; /* kbo_nummer NULL when unknown */
    bool kbo_verzonnen, officieel;
    int64_t next;  /* of id_reeks: the number that the next new record gets; a load counts on in it */
    int64_t taken; /* what it was when it was read: numbers below it were given once, or may have been */
    double box[4]; /* of the contour: minx, miny, maxx, maxy */
} known_gemeente;

typedef struct known_facts {
    known_gemeente *gemeenten; /* ascending NIS code */
    size_t gemeente_count;
    rubriek_row *rubrieken; /* ascending lijst, code, versie */
    size_t rubriek_count;
    bool pruned; /* versions were removed: of an id that is not there, nobody can tell whether it was */
} known_facts;

typedef enum perceel_outcome { PERCEEL_SAME, PERCEEL_CHANGED, PERCEEL_ADDED } perceel_outcome;

typedef struct perceel_put {
    perceel_outcome what;
    char former_nis[24]; /* of the gemeente that it was of until now; empty: of the same one, or of none */
} perceel_put;

/* Within a transaction, a list of parcels: begin, each parcel once, and the end, which removes what the list does not have of the
 * gemeenten that it speaks of. */
MUST_USE status writer_percelen_begin(writer *w);
MUST_USE status writer_put_perceel(writer *w, slice capakey, slice nis_code, const geometry_build *contour, perceel_put *out);
MUST_USE status writer_percelen_end(writer *w, int64_t *removed);
/* How many parcels each gemeente has, by ascending NIS code; the texts are valid in the call. */
MUST_USE status writer_each_perceel_count(writer *w,
                                          void (*take)(void *context, const char *nis_code, const char *naam, int64_t count),
                                          void *context);

/* What the store knows now; the texts live in the arena. */
MUST_USE status writer_facts(writer *w, arena *a, known_facts *out);

/* Whether the store had this id before the current load, if there is one (the loader knows its own ids); also allowed during a
 * bulk edit. */
MUST_USE status writer_has_risicolocatie(writer *w, int64_t id, bool *out);
/* A row that the store had before the load, with the same gemeente, rubriek, start and contour, and struck out or not as this
 * one; also allowed during a bulk edit. *out is unchanged when there is none. */
MUST_USE status writer_find_twin(writer *w, const risicolocatie_row *row, int64_t *out);
MUST_USE status writer_count(writer *w, writer_table table, int64_t *out);

/* id = NIS code * 10^7 + number (1 … 9,999,999 per gemeente, never reused). */
enum {
    ID_PER_GEMEENTE = 10000000,
    ID_BY_HAND = 9000000 /* a row that brings a number from here on uses up none but that one */
};
/* nis: the code as a number. */
int64_t writer_id(int64_t nis, int64_t number);

/* Replaces the contour and name of a known gemeente. */
MUST_USE status writer_set_contour(writer *w, const char *nis_code, slice naam, const geometry_build *contour);
MUST_USE status writer_set_kbo(writer *w, const char *nis_code, const char *kbo, bool verzonnen);
MUST_USE status writer_set_kenmerk(writer *w, const char *naam, const char *waarde);

/* Freezes the store until then, whether it was frozen or not; and ends that. Each within a transaction. */
MUST_USE status writer_freeze(writer *w, const store_freeze *f);
MUST_USE status writer_thaw(writer *w);
/* As it was frozen last, also when that is over; until 0: not, or thawed. */
MUST_USE status writer_frozen(writer *w, arena *a, store_freeze *out);

/* What the store holds, for writer_is_sample and for people: a sample of so many risk locations, with these other options. */
MUST_USE status writer_mark_sample(writer *w, uint32_t features, const char *others);
MUST_USE status writer_mark_imported(writer *w); /* in a bulk edit: with its commit */
/* Whether everything in the store was made up: a sample into which nothing was imported, with no other layer beside it. Changes
 * to the sample's own rows are not noticed. */
MUST_USE status writer_is_sample(writer *w, bool *out);

typedef struct organisation_link {
    const char *organisatie; /* KBO number without dots, OVO code, or an old NIS code */
    const char *nis_code, *naam;
    const char *geldig_van, *geldig_tot; /* geldig_tot: the last day, NULL for no end */
    const char *bron;
} organisation_link;

typedef struct organisation_links {
    organisation_link *items;
    size_t count;
} organisation_links;

/* All links, by organisation, gemeente and date. naam is filled in. */
MUST_USE status writer_links(writer *w, arena *a, organisation_links *out);
MUST_USE status writer_has_gemeente(writer *w, const char *nis_code, bool *out);
/* Whether the same link holds on some day of this one. */
MUST_USE status writer_link_overlaps(writer *w, const organisation_link *link, bool *out);
MUST_USE status writer_add_link(writer *w, const organisation_link *link);
/* Ends the links of this organisation (nis_code NULL: all of them) after that day; links that begin later are deleted. */
MUST_USE status writer_end_links(writer *w, const char *organisatie, const char *nis_code, const char *last_day, int *ended);

/* What the store keeps of how its layers were. */
typedef struct history_extent {
    const char *since; /* the first moment that can be told of: "YYYY-MM-DDThh:mm:ss.mmmZ" */
    int64_t versions, bookings, lines;
} history_extent;
/* Of now. */
MUST_USE status writer_history(writer *w, arena *a, history_extent *out);

typedef struct pruned {
    int64_t versions, bookings, lines;
} pruned;

/* What pruning before this moment, in the same form, would remove; and does. Versions that ended by then go, and then the
 * boekingen before it that neither a row nor a version points to, with their lines. It is done in steps, each a transaction of
 * its own, so that others may write in between; the first makes the limit, so that whatever stops it, the next call goes on.
 * Nothing of before an earlier limit comes back: with an earlier moment it goes on with that limit. ST_BAD_INPUT when the moment
 * is to come, or before all that is kept. */
MUST_USE status writer_would_prune(writer *w, const char *moment, pruned *out);
MUST_USE status writer_prune(writer *w, const char *moment, pruned *out);

#endif
