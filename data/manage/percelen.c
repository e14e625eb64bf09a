#include "data/manage/percelen.h"

#include "auth/scope_operator.h"
#include "base/text.h"
#include "data/manage/fingerprint.h"
#include "data/manage/import_job.h"
#include "data/manage/layer_rows.h"
#include "data/manage/official_source.h"
#include "data/manage/shape.h"
#include "data/model/capakey.h"
#include "data/model/merger.h"
#include "data/store/edit.h"

enum { ROWS_TO_A_TRANSACTION = 20000 };

/* The first parcel that a gemeente loses to another one. */
typedef struct lost_parcel {
    char capakey[CAPAKEY_LENGTH + 1]; /* empty: it loses none */
    uint64_t row;                     /* of the file, from 1 */
} lost_parcel;

typedef struct load {
    writer *writer;
    edit *edit; /* into a store without parcels; NULL: they are put among those that are there */
    arena *arena;
    known_facts known;
    bool *seen;        /* per gemeente */
    lost_parcel *lost; /* per gemeente */
    bool sure;
    id_set *keys; /* fingerprints of those that came before */
    shape contour;
    row_room *room;
    percelen_result result;
} load;

static status wrong_at(uint64_t row, const char *key, const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, "percelen", "niets geladen: perceel %llu van het bestand (capakey \"%.30s\") %s%.0s",
                "nothing loaded: parcel %llu of the file (capakey \"%.30s\") %.0s%s", (unsigned long long)row, key ? key : "", nl,
                en);
}

static status wrong(const load *l, const char *key, const char *nl, const char *en)
{
    return wrong_at(l->result.rows + 1, key, nl, en);
}

static known_gemeente *gemeente_of(load *l, const official_feature *f)
{
    const char *nis = f->nis ? f->nis : "";
    known_gemeente *g = record_gemeente(&l->known, nis, strlen(nis));
    const char *now = g ? NULL : merger_now(slice_of(nis), l->arena);
    return now ? record_gemeente(&l->known, now, strlen(now)) : g;
}

static status check_contour(const load *l, const char *key)
{
    rule_breach breach;
    if (!rule_place(l->contour.box, &breach))
        return wrong(l, key, breach.nl, breach.en);
    if (!shape_is_valid(&l->contour) && shape_crosses_often(&l->contour))
        return wrong(l, key, "heeft een contour die zichzelf te vaak kruist of raakt",
                     "has a contour that crosses or touches itself too often");
    return status_ok();
}

static status check(load *l, const official_feature *f, known_gemeente **out)
{
    const slice key = slice_of(f->capakey);
    if (!capakey_is(key))
        return wrong(l, f->capakey, "heeft geen capakey zoals 40613A0001/00A000", "has no capakey like 40613A0001/00A000");
    if (!(*out = gemeente_of(l, f)))
        return wrong(l, f->capakey, "heeft geen NIS-code van een gemeente in de opslag",
                     "has no NIS code of a gemeente of the store");
    const uint64_t print = (fingerprint_add_text(0, key) >> 2) + 1;
    if (id_set_add(l->keys, (int64_t)print, l->result.rows + 1))
        return wrong(l, f->capakey, "staat er meer dan een keer in", "is in it more than once");
    return check_contour(l, f->capakey);
}

/* In an empty store ids count from 1; later the store gives them. */
static status add(load *l, const perceel_row *row)
{
    int64_t id = 0;
    const edit_row given = perceel_edit_row(row, l->room);
    l->result.added++;
    return edit_insert(l->edit, &given, &id);
}

/* Whether that gemeente is in the file too is only known at its end. */
static void note_lost(load *l, const perceel_row *row, const char *former_nis)
{
    const known_gemeente *g = record_gemeente(&l->known, former_nis, strlen(former_nis));
    lost_parcel *lost = g ? &l->lost[g - l->known.gemeenten] : NULL;
    if (!lost || *lost->capakey)
        return;
    snprintf(lost->capakey, sizeof lost->capakey, "%.*s", (int)row->capakey.length, row->capakey.at);
    lost->row = l->result.rows;
}

static status put(load *l, const perceel_row *row)
{
    perceel_put done;
    TRY(writer_put_perceel(l->writer, row->capakey, row->gemeente_nis, row->contour, &done));
    l->result.added += done.what == PERCEEL_ADDED;
    l->result.changed += done.what == PERCEEL_CHANGED;
    if (*done.former_nis)
        note_lost(l, row, done.former_nis);
    return status_ok();
}

/* Of a gemeente that is not in the file, nothing changes. */
static status check_lost(const load *l)
{
    char nl[120], en[120];
    for (size_t i = 0; i < l->known.gemeente_count; i++) {
        if (l->seen[i] || !*l->lost[i].capakey)
            continue;
        snprintf(nl, sizeof nl, "is in de opslag van gemeente %.12s, die niet in het bestand staat",
                 l->known.gemeenten[i].nis_code);
        snprintf(en, sizeof en, "is of gemeente %.12s in the store, which is not in the file", l->known.gemeenten[i].nis_code);
        return wrong_at(l->lost[i].row, l->lost[i].capakey, nl, en);
    }
    return status_ok();
}

static status check_removed(const load *l)
{
    if (l->result.removed == 0 || l->sure)
        return status_ok();
    return FAIL(BAD_INPUT, "yes",
                "niets geladen: %llu percelen van de gemeenten in het bestand staan er niet in en zouden verdwijnen; klopt dat, "
                "voeg dan --yes toe",
                "nothing loaded: %llu parcels of the gemeenten in the file are not in it and would be removed; if that is right "
                "add --yes",
                (unsigned long long)l->result.removed);
}

static status take(load *l, const official_feature *f)
{
    known_gemeente *g = l->known.gemeenten;
    TRY(check(l, f, &g));
    bool *seen = &l->seen[g - l->known.gemeenten];
    l->result.gemeenten += !*seen;
    *seen = true;
    const perceel_row row = {(int64_t)++l->result.rows, slice_of(f->capakey), slice_of(g->nis_code), &l->contour};
    return l->edit ? add(l, &row) : put(l, &row);
}

/* Texts of a feature are gone with the next: a file has millions. */
static status take_all(load *l, official_source *from)
{
    official_feature f;
    arena *own = arena_new();
    status done = status_ok();
    for (bool more = true; more && done.code == ST_OK;) {
        arena_reset(own);
        done = official_next(from, own, &f, &l->contour, &more);
        if (done.code == ST_OK && more)
            done = take(l, &f);
    }
    arena_free(own);
    TRY(done);
    return l->result.rows ? status_ok()
                          : FAIL(BAD_INPUT, "percelen", "niets geladen: het bestand heeft geen percelen",
                                 "nothing loaded: the file has no parcels");
}

static status load_into_empty(load *l, official_source *from)
{
    const char **nis = arena_array(l->arena, l->known.gemeente_count + 1, sizeof *nis);
    for (size_t i = 0; i < l->known.gemeente_count; i++)
        nis[i] = l->known.gemeenten[i].nis_code;
    writer_expect_many(l->writer, ROWS_TO_A_TRANSACTION);
    TRY(edit_enter_bulk(writer_store(l->writer), scope_of_operator(nis, l->known.gemeente_count, l->arena), EDIT_ORIGIN_IMPORT,
                        l->arena, &l->edit));
    const status done = take_all(l, from);
    if (done.code != ST_OK)
        edit_abandon(l->edit);
    TRY(done);
    return edit_commit(l->edit);
}

static status put_all(load *l, official_source *from)
{
    int64_t removed = 0;
    TRY(writer_percelen_begin(l->writer));
    TRY(take_all(l, from));
    TRY(check_lost(l));
    TRY(writer_percelen_end(l->writer, &removed));
    l->result.removed = (uint64_t)removed;
    TRY(check_removed(l));
    return writer_commit(l->writer);
}

static status load_among_others(load *l, official_source *from)
{
    TRY(writer_begin(l->writer));
    const status done = put_all(l, from);
    if (done.code != ST_OK)
        writer_rollback(l->writer);
    else
        writer_settle(l->writer);
    return done;
}

status percelen_load(const official_settings *settings, bool sure, writer *w, arena *a, percelen_result *out)
{
    official_source *from = NULL;
    int64_t there = 0;
    row_room room = {.arena = a};
    load l = {.writer = w, .arena = a, .keys = id_set_new(a), .contour = shape_new(a), .room = &room, .sure = sure};
    TRY(official_open(settings, a, &from));
    TRY(writer_facts(w, a, &l.known));
    l.seen = arena_array(a, l.known.gemeente_count + 1, sizeof *l.seen);
    l.lost = arena_array(a, l.known.gemeente_count + 1, sizeof *l.lost);
    TRY(writer_count(w, TABLE_PERCEEL, &there));
    TRY(there ? load_among_others(&l, from) : load_into_empty(&l, from));
    l.result.reprojected = official_reprojects(from);
    *out = l.result;
    return status_ok();
}
