#include "data/manage/replace.h"

#include "base/belgian_time.h"
#include "data/manage/layer_rows.h"
#include "data/manage/record_id.h"
#include "data/manage/replace_same.h"
#include "data/manage/shape.h"
#include "data/store/locks.h"
#include "data/store/permits.h"

#include <stdlib.h>

/* A row that the gemeente has, in the order of ids. */
typedef struct held_row {
    stored_row row;
    bool claimed;          /* a given row is this one */
    struct held_row *next; /* in its chain of rows that look alike */
} held_row;

typedef struct wanted_row {
    given_row given;
    held_row *held;         /* what it is now; NULL: it is not there */
    const stored_row *last; /* what it was before it was removed; NULL: it never was */
    bool same;
} wanted_row;

struct replacement {
    writer *writer;
    replace_settings settings;
    known_gemeente *gemeente;
    arena *arena;
    held_row *held;
    size_t held_count, held_room;
    wanted_row *wanted;
    size_t wanted_count, wanted_room;
    held_row **chains; /* of rows that nothing claims, by their fingerprint */
    size_t chain_mask;
    text room[2];
};

/* --- What there is --- */

static slice copy(arena *a, slice chars)
{
    return chars.at ? (slice){arena_strndup(a, chars.at, chars.length), chars.length} : chars;
}

static geometry copy_contour(arena *a, geometry from)
{
    uint8_t *bytes = arena_alloc(a, from.size + 1);
    if (from.size)
        memcpy(bytes, from.blob, from.size);
    return (geometry){bytes, from.size};
}

static stored_row copy_stored(arena *a, const stored_row *from)
{
    stored_row row = *from;
    slice *const texts[] = {&row.gemeente_nis,  &row.rubriek,       &row.rubriekenlijst, &row.omschrijving,
                            &row.bron,          &row.omv_nummer,    &row.iioa_nummer,    &row.startdatum,
                            &row.einddatum,     &row.aangemaakt_op, &row.geschrapt_op,   &row.wijziging_vergunning,
                            &row.eigen_kenmerk, &row.kenmerk_van};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = copy(a, *texts[i]);
    row.contour = copy_contour(a, from->contour);
    return row;
}

static status hold(void *context, const stored_row *row)
{
    replacement *r = context;
    if (r->held_count == r->held_room)
        r->held = arena_grow(r->arena, r->held, &r->held_room, r->held_count + 1, sizeof *r->held);
    r->held[r->held_count++] = (held_row){.row = copy_stored(r->arena, row)};
    return status_ok();
}

status replace_start(writer *w, const replace_settings *settings, arena *a, replacement **out)
{
    replacement *r = arena_alloc(a, sizeof *r);
    *r = (replacement){.writer = w, .settings = *settings, .arena = a, .room = {text_new(a), text_new(a)}};
    TRY(record_named_gemeente(settings->known, settings->nis_code, &r->gemeente));
    TRY(writer_each_risicolocatie(w, settings->nis_code, hold, r));
    *out = r;
    return status_ok();
}

/* --- What there is to be --- */

static given_row copy_given(const replacement *r, const risicolocatie_row *row)
{
    given_row given = {.row = *row, .without_reference = r->settings.without_reference};
    slice *const texts[] = {&given.row.omschrijving,  &given.row.bron,
                            &given.row.startdatum,    &given.row.einddatum,
                            &given.row.omv_nummer,    &given.row.iioa_nummer,
                            &given.row.geschrapt_op,  &given.row.aangemaakt_op,
                            &given.row.gewijzigd_op,  &given.row.wijziging_vergunning,
                            &given.row.eigen_kenmerk, &given.row.kenmerk_van};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = copy(r->arena, *texts[i]);
    uint8_t *bytes = arena_alloc(r->arena, shape_blob_size(row->contour));
    shape_to_blob(row->contour, ROWS_SRID, bytes);
    given.contour = (geometry){bytes, shape_blob_size(row->contour)};
    given.row.contour = NULL;
    return given;
}

static int by_id(const void *id, const void *held)
{
    const int64_t wanted = *(const int64_t *)id, there = ((const held_row *)held)->row.id;
    return wanted < there ? -1 : wanted > there;
}

static held_row *find_held(const replacement *r, int64_t id)
{
    return r->held_count ? bsearch(&id, r->held, r->held_count, sizeof *r->held, by_id) : NULL;
}

typedef struct last_state {
    arena *arena;
    stored_row *row;
} last_state;

static status keep_last(void *context, const stored_row *row)
{
    last_state *last = context;
    last->row = arena_alloc(last->arena, sizeof *last->row);
    *last->row = copy_stored(last->arena, row);
    return status_ok();
}

/* An id that the gemeente does not have now: another's, one of a row that was removed, or a new one. */
static status look_at_new_id(replacement *r, wanted_row *wanted, replace_verdict *out)
{
    const int64_t id = wanted->given.row.id;
    bool taken = false, was = false;
    last_state last = {r->arena, NULL};
    TRY(writer_has_risicolocatie(r->writer, id, &taken));
    TRY(writer_last_version(r->writer, r->settings.nis_code, id, keep_last, &last));
    if (!taken && !last.row)
        TRY(writer_was_id(r->writer, id, &was));
    const bool forgotten = r->settings.known->pruned && record_id_was_given(r->gemeente, id) && !last.row && !was;
    const bool returns = last.row && (r->settings.revives || replace_is_same(last.row, &wanted->given, r->room));
    wanted->last = last.row;
    *out = taken || (!returns && record_id_is_foreign(r->settings.known, r->gemeente, id)) ? REPLACE_FOREIGN_ID
           : returns || (forgotten && r->settings.revives)                                 ? REPLACE_FITS
           : last.row || was                                                               ? REPLACE_SPENT_ID
           : forgotten                                                                     ? REPLACE_FORGOTTEN_ID
                                                                                           : REPLACE_FITS;
    return status_ok();
}

static status look_at_id(replacement *r, wanted_row *wanted, replace_verdict *out)
{
    wanted->held = find_held(r, wanted->given.row.id);
    if (!wanted->held)
        return look_at_new_id(r, wanted, out);
    *out = wanted->held->claimed ? REPLACE_REPEATED_ID : REPLACE_FITS;
    wanted->held->claimed = true;
    wanted->same = replace_is_same(&wanted->held->row, &wanted->given, r->room);
    return status_ok();
}

status replace_add(replacement *r, const risicolocatie_row *row, replace_verdict *out)
{
    replace_verdict verdict = REPLACE_FITS;
    wanted_row wanted = {.given = copy_given(r, row)};
    if (row->id)
        TRY(look_at_id(r, &wanted, &verdict));
    if (row->id && verdict == REPLACE_FITS)
        record_id_keep_clear(r->gemeente, row->id);
    if (r->wanted_count == r->wanted_room)
        r->wanted = arena_grow(r->arena, r->wanted, &r->wanted_room, r->wanted_count + 1, sizeof *r->wanted);
    if (verdict == REPLACE_FITS)
        r->wanted[r->wanted_count++] = wanted;
    *out = verdict;
    return status_ok();
}

/* --- What becomes of each --- */

static held_row **chain_of(const replacement *r, uint64_t fingerprint)
{
    return &r->chains[fingerprint & r->chain_mask];
}

/* The lowest id comes first in its chain. */
static void chain_unclaimed(replacement *r)
{
    size_t size = 16;
    while (size < 2 * r->held_count)
        size *= 2;
    r->chain_mask = size - 1;
    r->chains = arena_array(r->arena, size, sizeof *r->chains);
    for (size_t i = r->held_count; i-- > 0;) {
        held_row *h = &r->held[i];
        held_row **chain = chain_of(r, replace_fingerprint_held(&h->row));
        h->next = *chain;
        if (!h->claimed)
            *chain = h;
    }
}

/* Takes it out of its chain: two rows that are the same are two of those that were the same. */
static held_row *claim_same(replacement *r, const given_row *given)
{
    for (held_row **at = chain_of(r, replace_fingerprint_given(given)); *at; at = &(*at)->next)
        if (replace_is_same(&(*at)->row, given, r->room)) {
            held_row *found = *at;
            *at = found->next;
            found->claimed = true;
            return found;
        }
    return NULL;
}

static status plan_row(replacement *r, wanted_row *wanted)
{
    risicolocatie_row *row = &wanted->given.row;
    if (row->id)
        return status_ok();
    wanted->held = claim_same(r, &wanted->given);
    wanted->same = wanted->held != NULL;
    if (wanted->held)
        row->id = wanted->held->row.id;
    else if (!record_id_next(r->gemeente, &row->id))
        return FAIL(NOT_PROCESSED, "id", "alle nummers van gemeente %s zijn op", "all numbers of gemeente %s are used up",
                    r->settings.nis_code);
    return status_ok();
}

static replace_result count(const replacement *r)
{
    replace_result c = {0};
    for (size_t i = 0; i < r->wanted_count; i++) {
        const wanted_row *w = &r->wanted[i];
        c.kept += w->same;
        c.changed += w->held && !w->same;
        c.added += !w->held;
        c.returned += !w->held && w->last;
    }
    for (size_t i = 0; i < r->held_count; i++)
        c.removed += !r->held[i].claimed;
    return c;
}

/* That flow does not make a record a second time. */
static status count_of_permits(const replacement *r, uint64_t *out)
{
    for (size_t i = 0; i < r->held_count; i++) {
        bool made = false;
        if (!r->held[i].claimed)
            TRY(permits_made(r->writer, r->held[i].row.id, &made));
        *out += made;
    }
    return status_ok();
}

status replace_plan(replacement *r, replace_result *out)
{
    chain_unclaimed(r);
    for (size_t i = 0; i < r->wanted_count; i++)
        TRY(plan_row(r, &r->wanted[i]));
    *out = count(r);
    return count_of_permits(r, &out->removed_of_permits);
}

/* --- Doing it --- */

/* The version of the rubriek that the row has, also when the list has a newer one: it is the same rubriek. */
static const rubriek_row *rubriek_of(const replacement *r, const stored_row *before, const rubriek_row *given)
{
    const known_facts *k = r->settings.known;
    if (!slice_equals(before->rubriek, given->code) || !slice_equals(before->rubriekenlijst, given->lijst))
        return given;
    for (size_t i = 0; i < k->rubriek_count; i++)
        if (k->rubrieken[i].id == before->rubriek_id)
            return &k->rubrieken[i];
    return given;
}

/* Whose the reference is stays so while it is the same. */
static void keep_reference(const given_row *given, const stored_row *before, risicolocatie_row *row)
{
    if (given->without_reference)
        row->eigen_kenmerk = before->eigen_kenmerk;
    if (slice_equals(row->eigen_kenmerk, before->eigen_kenmerk))
        row->kenmerk_van = before->kenmerk_van;
}

/* What a row keeps of what it was: when it was made, since when it is struck off, and whose its reference is. */
static risicolocatie_row going_on(const replacement *r, const wanted_row *wanted, const stored_row *before)
{
    risicolocatie_row row = wanted->given.row;
    row.versie = before->versie + 1;
    row.aangemaakt_op = before->aangemaakt_op;
    if (row.geschrapt && before->geschrapt)
        row.geschrapt_op = before->geschrapt_op;
    row.rubriek = rubriek_of(r, before, row.rubriek);
    keep_reference(&wanted->given, before, &row);
    return row;
}

static status put(const replacement *r, edit *e, const wanted_row *wanted, row_room *room)
{
    int64_t id = 0;
    const stored_row *before = wanted->held ? &wanted->held->row : wanted->last;
    const risicolocatie_row row = before ? going_on(r, wanted, before) : wanted->given.row;
    const edit_row given = risicolocatie_edit_row_of(&row, wanted->given.contour, room);
    return wanted->held ? edit_update(e, &given) : edit_insert(e, &given, &id);
}

static status remove_unclaimed(const replacement *r, edit *e, const char *reason)
{
    for (size_t i = 0; i < r->held_count; i++) {
        edit_row gone = risicolocatie_edit_row_of_id(r->held[i].row.id);
        gone.reason = reason;
        if (!r->held[i].claimed)
            TRY(edit_remove(e, &gone));
    }
    return status_ok();
}

status replace_apply(replacement *r, edit *e, const char *reason)
{
    row_room room = {.arena = r->arena};
    TRY(remove_unclaimed(r, e, reason));
    for (size_t i = 0; i < r->wanted_count; i++)
        if (!r->wanted[i].same)
            TRY(put(r, e, &r->wanted[i], &room));
    return status_ok();
}

status replace_check_locks(edit *e, const char *nis_code, bool passes, int64_t *passed)
{
    char until[BELGIAN_TIME];
    int64_t last = 0;
    TRY(locks_of_gemeente(e, nis_code, &last));
    belgian_time(last, until);
    if (last && !passes)
        return FAIL(
            UNAVAILABLE, "gemeente",
            "niets gewijzigd: iemand houdt risicolocaties van gemeente %s vergrendeld, tot %s (Belgische tijd); wacht tot dan, "
            "of gebruik --force",
            "nothing changed: somebody holds locks on risk locations of gemeente %s, until %s (Belgian time); wait until then, "
            "or use --force",
            nis_code, until);
    if (passes)
        edit_pass_locks(e);
    *passed = last;
    return status_ok();
}
