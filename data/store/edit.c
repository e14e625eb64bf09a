#include "data/store/edit.h"

#include "base/clock.h"
#include "base/log.h"
#include "data/store/edit_check.h"
#include "data/store/edit_derive.h"
#include "data/store/edit_inner.h"
#include "data/store/edit_place.h"
#include "data/store/edit_shape.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static void roll_back(void *handle)
{
    edit *e = handle;
    if (e->open)
        e->store->driver->roll_back(e->store);
    e->open = false;
}

static status read_only(void)
{
    return FAIL(NOT_PROCESSED, "",
                "deze dienst kan niets bewaren: de opslag is hier alleen te lezen. Vraag het de beheerder van de dienst.",
                "this service cannot keep anything: its store can only be read here. Ask the operator of the service.");
}

/* All of them when none was chosen: in which of them somebody acted, nobody said. */
static const char *organisations_of(const scope *who, arena *a)
{
    const char *all = "";
    for (size_t i = 0; i < scope_organisation_count(who); i++)
        all = arena_printf(a, "%s%s%s", all, i ? "," : "", scope_organisation(who, i));
    return all;
}

static const char *organisation_of(const scope *who, arena *a)
{
    const char *chosen = NULL;
    return scope_home(who, &chosen) == SCOPE_HOME_ONE ? chosen : organisations_of(who, a);
}

static void note_who(edit *e)
{
    e->by.roles = scope_roles(e->who);
    e->by.organisation = organisation_of(e->who, e->arena);
    e->by.actor = scope_actor(e->who);
}

const edit_remark *edit_remark_of(const edit *e)
{
    static const edit_remark flat = {"HoogteWeggelaten", "de hoogten (z) van de contour zijn weggelaten: de kaartlaag is plat",
                                     "the heights (z) of the contour were left out: the layer is flat"};
    return e->flat ? &flat : NULL;
}

void edit_note_emergency(edit *e, const char *why)
{
    e->emergency = why;
}

void edit_note_request(edit *e, const char *id)
{
    e->by.request = id;
}

status edit_ended(edit *e, status done)
{
    if (done.code != ST_OK)
        roll_back(e);
    return done;
}

/* From when it has the lock: to wait for that keeps nobody from writing. */
static double end_of(const edit *e)
{
    const store_settings *s = e->store->settings;
    return e->by.origin == EDIT_ORIGIN_REQUEST && s && s->edit_timeout_s > 0 ? clock_ticks() + s->edit_timeout_s : 0;
}

/* Under the lock: whoever froze the store may begin at once with what nobody should disturb. What the operator does goes on. */
static status check_not_frozen(const edit *e)
{
    store_freeze f = {0};
    if (e->by.origin == EDIT_ORIGIN_IMPORT || e->by.origin == EDIT_ORIGIN_MIGRATION || !e->store->driver->frozen)
        return status_ok();
    TRY(e->store->driver->frozen(e->store, e->arena, &f));
    return freeze_check(&f, clock_wall());
}

static status enter(store *s, const edit *how, arena *a, edit **out)
{
    if (scope_is_anonymous(how->who))
        return FAIL(UNAUTHENTICATED, "", "om iets te wijzigen moet u zich aanmelden: stuur een token (Bearer of Basic)",
                    "to change anything you must log in: send a token (Bearer or Basic)");
    if (!s->driver->begin)
        return read_only();
    TRY(s->driver->begin(s, how->bulk));
    edit *e = arena_alloc(a, sizeof *e);
    *e = *how;
    e->store = s;
    e->arena = a;
    e->until = end_of(e);
    note_who(e);
    e->open = true;
    arena_defer(a, roll_back, e);
    TRY(edit_ended(e, check_not_frozen(e)));
    *out = e;
    return status_ok();
}

status edit_enter(store *s, const scope *who, edit_origin origin, arena *a, edit **out)
{
    return enter(s, &(edit){.who = who, .by = {.origin = origin}}, a, out);
}

status edit_enter_bulk(store *s, const scope *who, edit_origin origin, arena *a, edit **out)
{
    return enter(s, &(edit){.who = who, .by = {.origin = origin}, .bulk = true}, a, out);
}

static status check_not_bulk(const edit *e)
{
    return e->bulk ? FAIL(INTERNAL, "", "bij het laden in bulk kunnen alleen objecten toegevoegd worden",
                          "a bulk load can only add features")
                   : status_ok();
}

status edit_check_open(const edit *e)
{
    return e->open ? status_ok() : FAIL(INTERNAL, "", "deze wijziging is al afgesloten", "this edit has ended already");
}

bool edit_is_late(const edit *e)
{
    return e->until > 0 && clock_ticks() > e->until;
}

status edit_check_going(const edit *e)
{
    TRY(edit_check_open(e));
    return edit_is_late(e) ? store_edit_late() : status_ok();
}

static status apply(const edit *e, const change *c, int64_t *out)
{
    return e->store->driver->apply(e->store, c, out);
}

static bool may_see(const edit *e, const char *nis)
{
    return scope_may(e->who, CAPABILITY_READ_OWN, nis) || scope_may(e->who, CAPABILITY_READ_ALL, nis);
}

static status no_emergency(const char *nis)
{
    return FAIL(FORBIDDEN, "Authorization",
                "u mag voor gemeente %.20s alleen in nood schrijven: zeg dat dit een noodingreep is, en waarom (NoodOntbreekt)",
                "you may write for gemeente %.20s in an emergency only: say that this is one, and why (NoodOntbreekt)", nis);
}

/* From here on the edit is booked as one. */
static status check_emergency(edit *e, const char *nis)
{
    if (!e->emergency || slice_trim(slice_of(e->emergency)).length == 0)
        return no_emergency(nis);
    TRY(edit_check_text("nood", e->emergency));
    e->by.emergency = e->emergency;
    return status_ok();
}

/* The same words whether there is such a gemeente or not. */
static status check_may_write(edit *e, const char *nis)
{
    if (*nis && strcmp(e->may, nis) == 0)
        return status_ok();
    const bool own = scope_may(e->who, CAPABILITY_WRITE_OWN, nis);
    if (own || scope_may(e->who, CAPABILITY_WRITE_ALL, nis)) {
        TRY(own ? status_ok() : check_emergency(e, nis));
        snprintf(e->may, sizeof e->may, "%s", strlen(nis) < sizeof e->may ? nis : "");
        return status_ok();
    }
    return FAIL(FORBIDDEN, "Authorization",
                "u mag niet schrijven voor gemeente %.20s: vraag dat aan uw toegangsbeheerder (GeenSchrijfrecht)",
                "you may not write for gemeente %.20s: ask your access manager for it (GeenSchrijfrecht)", nis);
}

/* A row of a public layer is nobody's, so nobody may write it. Requests write layers that say so alone: of another the store may
 * refuse a row for a key that somebody else has, which nobody may be told. */
static status check_layer(const edit *e, const layer *l)
{
    const bool may_be_changed = l->restrict_column && (l->editable || e->by.origin != EDIT_ORIGIN_REQUEST);
    return may_be_changed ? status_ok()
                          : FAIL(FORBIDDEN, "Authorization", "de laag %s kan niemand hier wijzigen",
                                 "nobody can change the layer %s here", l->name);
}

static status look_up(edit *e, const edit_row *row, const row_look **out)
{
    for (size_t i = 0; i < EDIT_LOOKS; i++)
        if (edit_look_is_of(&e->looks[i], row)) {
            *out = &e->looks[i];
            return status_ok();
        }
    row_look *look = &e->looks[e->next_look];
    TRY(edit_look_at(look, row, edit_is_audited(e), e->arena));
    e->next_look = (e->next_look + 1) % EDIT_LOOKS;
    *out = look;
    return status_ok();
}

/* The value that says whose the row becomes; NULL: none is given. */
static const value *given_owner(const row_look *look, const edit_row *row)
{
    return edit_look_value(row, look->owner);
}

static status check_given_owner(edit *e, const row_look *look, const edit_row *row)
{
    const value *owner = given_owner(look, row);
    const bool is_code = owner && !owner->null && row->properties[look->owner]->type == VALUE_STRING;
    if (!is_code || strlen(owner->text) != owner->length)
        return FAIL(BAD_PARAM, row->layer->restrict_column, "noem de gemeente (NIS-code) waar dit object bij hoort",
                    "name the gemeente (NIS code) that this feature belongs to");
    return check_may_write(e, owner->text);
}

/* The row as it goes on to the store. An import brings every column itself. */
static status make_passed(edit *e, const row_look *look, const edit_row *row, edit_row *out)
{
    const value *owner = given_owner(look, row);
    const edit_row passed = edit_look_passed(look, row, e->arena);
    if (edit_is_audited(e))
        return edit_derive(e->store, &passed, owner ? owner->text : NULL, e->by.organisation, e->arena, out);
    *out = passed;
    return status_ok();
}

/* Whose the new row is, and whether the caller may write for that one. */
static status settle_owner(edit *e, const row_look **look, edit_row *row)
{
    if (given_owner(*look, row))
        TRY(check_given_owner(e, *look, row));
    TRY(edit_place_check(e, *look, row));
    if (!given_owner(*look, row)) {
        TRY(edit_place_find_owner(e, row));
        TRY(look_up(e, row, look));
        TRY(check_given_owner(e, *look, row));
    }
    const value *shape = edit_shape_value(row);
    return edit_place_border(e, row, given_owner(*look, row)->text, shape ? &shape->shape : NULL);
}

static status insert(edit *e, const edit_row *given, int64_t *id)
{
    const row_look *look = NULL;
    edit_row row, passed;
    TRY(edit_check_going(e));
    TRY(check_layer(e, given->layer));
    TRY(edit_check_reason(given));
    if (given->id != 0 && e->by.origin != EDIT_ORIGIN_IMPORT)
        return FAIL(BAD_PARAM, "id", "een nieuw object krijgt zijn id van de dienst: laat het weg",
                    "a new feature gets its id from the service: leave it out");
    TRY(edit_place_take(e, given, &row));
    TRY(look_up(e, &row, &look));
    TRY(settle_owner(e, &look, &row));
    TRY(make_passed(e, look, &row, &passed));
    const change c = {.kind = CHANGE_INSERT,
                      .by = &e->by,
                      .row = &passed,
                      .owner = given_owner(look, &row)->text,
                      .audited = edit_is_audited(e)};
    return apply(e, &c, id);
}

status edit_insert(edit *e, const edit_row *row, int64_t *id)
{
    return edit_ended(e, insert(e, row, id));
}

static status not_there(const edit_row *row)
{
    return FAIL(NOT_FOUND, "", "er is geen object %s.%lld", "there is no feature %s.%lld", row->layer->name, (long long)row->id);
}

/* The row as it is: one that the caller sees and may write. What another gemeente has is, to him, not there. */
static status find_row(edit *e, const edit_row *row, row_state *out)
{
    row_state found = {0};
    TRY(edit_check_going(e));
    TRY(check_not_bulk(e));
    TRY(check_layer(e, row->layer));
    TRY(edit_check_reason(row));
    TRY(e->store->driver->state(e->store, row->layer, row->id, e->arena, &found));
    if (!found.nis || !may_see(e, found.nis))
        return not_there(row);
    TRY(check_may_write(e, found.nis));
    TRY(edit_check_lock(e, row));
    *out = found;
    return status_ok();
}

static status see(edit *e, const edit_row *row, edit_seen *out)
{
    row_state now;
    TRY(find_row(e, row, &now));
    *out = (edit_seen){.version = now.version, .changed = now.changed, .hidden = now.hidden};
    return status_ok();
}

status edit_see(edit *e, const edit_row *row, edit_seen *out)
{
    return edit_ended(e, see(e, row, out));
}

static status apply_to_row(const edit *e, const change *c)
{
    int64_t touched = 0;
    TRY(apply(e, c, &touched));
    return touched == 1 ? status_ok() : not_there(c->row);
}

/* Who brings the version that he read must have read the last one: else somebody changed the row in the meantime, and that would
 * be lost without a word. */
static status check_version(const edit *e, const row_look *look, const edit_row *row, const row_state *now)
{
    const value *given = edit_look_value(row, look->version);
    if (!edit_is_audited(e) || !given || given->null || given->integer == now->version)
        return status_ok();
    return FAIL(NOT_PROCESSED, "versie",
                "het object %s.%lld heeft nu versie %lld, niet %lld: vraag het opnieuw op en wijzig dat (VersieVerouderd)",
                "the feature %s.%lld has version %lld now, not %lld: get it again and change that (VersieVerouderd)",
                row->layer->name, (long long)row->id, (long long)now->version, (long long)given->integer);
}

static status check_not_struck(const edit *e, const edit_row *row, const row_state *now)
{
    return e->by.origin == EDIT_ORIGIN_REQUEST && now->hidden
               ? FAIL(NOT_PROCESSED, "",
                      "het object %s.%lld is geschrapt: maak dat eerst ongedaan, en wijzig het dan (AlGeschrapt)",
                      "the feature %s.%lld was struck off: undo that first, and change it then (AlGeschrapt)", row->layer->name,
                      (long long)row->id)
               : status_ok();
}

static status update(edit *e, const edit_row *given)
{
    const row_look *look = NULL;
    row_state now;
    edit_row row, passed;
    TRY(find_row(e, given, &now));
    TRY(edit_place_take(e, given, &row));
    TRY(look_up(e, &row, &look));
    if (given_owner(look, &row))
        TRY(check_given_owner(e, look, &row));
    TRY(check_version(e, look, &row, &now));
    TRY(check_not_struck(e, &row, &now));
    TRY(edit_place_check(e, look, &row));
    TRY(edit_place_check_new(e, &row, given_owner(look, &row), &now));
    TRY(make_passed(e, look, &row, &passed));
    const change c = {.kind = CHANGE_UPDATE, .by = &e->by, .row = &passed, .owner = now.nis, .audited = edit_is_audited(e)};
    return passed.count ? apply_to_row(e, &c) : status_ok();
}

status edit_update(edit *e, const edit_row *row)
{
    return edit_ended(e, update(e, row));
}

/* Of a row that is so already nothing changes, its version neither. */
static status put_hidden(edit *e, const edit_row *row, bool hidden)
{
    row_state now;
    TRY(find_row(e, row, &now));
    if (!row->layer->hide_column)
        return FAIL(NOT_PROCESSED, "", "objecten van de laag %s kunnen niet geschrapt worden",
                    "features of the layer %s cannot be struck off", row->layer->name);
    if (now.hidden == hidden)
        return status_ok();
    const change c = {
        .kind = hidden ? CHANGE_STRIKE : CHANGE_RESTORE, .by = &e->by, .row = row, .owner = now.nis, .audited = true};
    return apply_to_row(e, &c);
}

status edit_strike(edit *e, const edit_row *row)
{
    return edit_ended(e, put_hidden(e, row, true));
}

status edit_restore(edit *e, const edit_row *row)
{
    return edit_ended(e, put_hidden(e, row, false));
}

/* Whoever asks it of the service strikes off: the row stays, and that can be undone. */
static status check_may_remove(const edit *e, const char *nis)
{
    if (e->by.origin == EDIT_ORIGIN_IMPORT && scope_may(e->who, CAPABILITY_REMOVE, nis))
        return status_ok();
    return FAIL(FORBIDDEN, "Authorization", "een object kan hier niet verwijderd worden: schrap het",
                "a feature cannot be removed here: strike it off");
}

static status remove_row(edit *e, const edit_row *row)
{
    row_state now;
    TRY(find_row(e, row, &now));
    TRY(check_may_remove(e, now.nis));
    const change c = {.kind = CHANGE_REMOVE, .by = &e->by, .row = row, .owner = now.nis};
    return apply_to_row(e, &c);
}

status edit_remove(edit *e, const edit_row *row)
{
    return edit_ended(e, remove_row(e, row));
}

static status no_role(void)
{
    return FAIL(
        FORBIDDEN, "Authorization",
        "om een vraag te bewaren of te verwijderen is de rol Beheerder of Integrator nodig voor uw organisatie: vraag die aan uw "
        "toegangsbeheerder",
        "to keep or drop a query takes the role Beheerder or Integrator for your organisation: ask your access manager for it");
}

static status several(void)
{
    return FAIL(
        FORBIDDEN, "Authorization",
        "u hebt deze rol voor meer dan een organisatie: kies er een bij het aanmelden, of gebruik een sleutel voor een gemeente",
        "you hold this role for more than one organisation: choose one when you log in, or use a key for one municipality");
}

status edit_keeper(const scope *who, const char **organisation)
{
    if (!who || scope_is_anonymous(who))
        return FAIL(UNAUTHENTICATED, "",
                    "om een vraag te bewaren of te verwijderen moet u zich aanmelden: stuur een token (Bearer of Basic)",
                    "to keep or drop a query you must log in: send a token (Bearer or Basic)");
    switch (scope_home(who, organisation)) {
    case SCOPE_HOME_ONE: return status_ok();
    case SCOPE_HOME_SEVERAL: return several();
    case SCOPE_HOME_NONE: break;
    }
    return no_role();
}

static status apply_queries(const edit *e, change_kind kind, const stored_definition *all, size_t count, int64_t *touched)
{
    const char *organisation = NULL;
    TRY(edit_check_going(e));
    TRY(check_not_bulk(e));
    TRY(edit_keeper(e->who, &organisation));
    const change c = {.kind = kind,
                      .by = &e->by,
                      .organisation = organisation,
                      .actor = scope_actor(e->who),
                      .definitions = all,
                      .definition_count = count};
    return apply(e, &c, touched);
}

status edit_keep_queries(edit *e, const stored_definition *all, size_t count)
{
    int64_t kept = 0;
    return edit_ended(e, apply_queries(e, CHANGE_KEEP_QUERIES, all, count, &kept));
}

status edit_drop_query(edit *e, const char *id, bool *found)
{
    int64_t dropped = 0;
    TRY(edit_ended(e, apply_queries(e, CHANGE_DROP_QUERY, &(stored_definition){.id = id}, 1, &dropped)));
    *found = dropped > 0;
    return status_ok();
}

void edit_abandon(edit *e)
{
    roll_back(e);
}

status edit_commit(edit *e)
{
    TRY(edit_check_open(e));
    e->open = false;
    TRY(e->store->driver->commit(e->store));
    if (e->by.emergency)
        log_write("warn", "an edit was made in an emergency: roles %s, organisation %s, request %s; the journal says why",
                  e->by.roles, e->by.organisation, e->by.request ? e->by.request : "-");
    return status_ok();
}
