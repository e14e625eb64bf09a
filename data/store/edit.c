#include "data/store/edit.h"

#include "data/model/rules.h"
#include "data/store/store_driver.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What has been found out of the properties of a row: a load has the same ones in each row of a layer. */
typedef struct row_look {
    const layer *layer; /* NULL: nothing yet */
    const property **properties;
    size_t count, room;
    int owner, ruled[RULED_COUNT]; /* where among them; -1: it is not */
} row_look;

enum { NIS_ROOM = 8 };

enum { LOOKS = 3 };

struct edit {
    store *store;
    const scope *who;
    arena *arena;
    edit_origin origin;
    bool bulk;
    bool open; /* there is a transaction of this edit's */
    row_look looks[LOOKS];
    size_t next_look;   /* where the next one goes, in the place of the oldest */
    char may[NIS_ROOM]; /* the gemeente of the last row, if he may write for it: a load has thousands of rows of each */
};

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
    e->open = true;
    arena_defer(a, roll_back, e);
    *out = e;
    return status_ok();
}

status edit_enter(store *s, const scope *who, edit_origin origin, arena *a, edit **out)
{
    return enter(s, &(edit){.who = who, .origin = origin}, a, out);
}

status edit_enter_bulk(store *s, const scope *who, edit_origin origin, arena *a, edit **out)
{
    return enter(s, &(edit){.who = who, .origin = origin, .bulk = true}, a, out);
}

/* What failed takes the whole edit with it: the lock is free before anybody tells the caller. */
static status ended(edit *e, status done)
{
    if (done.code != ST_OK)
        roll_back(e);
    return done;
}

static status check_not_bulk(const edit *e)
{
    return e->bulk ? FAIL(INTERNAL, "", "bij het laden in bulk kunnen alleen objecten toegevoegd worden",
                          "a bulk load can only add features")
                   : status_ok();
}

static status check_open(const edit *e)
{
    return e->open ? status_ok() : FAIL(INTERNAL, "", "deze wijziging is al afgesloten", "this edit has ended already");
}

static status apply(const edit *e, const change *c, int64_t *out)
{
    return e->store->driver->apply(e->store, c, out);
}

static bool may_see(const edit *e, const char *nis)
{
    return scope_may(e->who, CAPABILITY_READ_OWN, nis) || scope_may(e->who, CAPABILITY_READ_ALL, nis);
}

/* The same words whether there is such a gemeente or not. */
static status check_may_write(edit *e, const char *nis)
{
    if (*nis && strcmp(e->may, nis) == 0)
        return status_ok();
    if (scope_may(e->who, CAPABILITY_WRITE_OWN, nis)) {
        snprintf(e->may, sizeof e->may, "%s", strlen(nis) < sizeof e->may ? nis : "");
        return status_ok();
    }
    return FAIL(FORBIDDEN, "Authorization", "u mag niet schrijven voor gemeente %.20s: vraag dat aan uw toegangsbeheerder",
                "you may not write for gemeente %.20s: ask your access manager for it", nis);
}

/* A row of a public layer is nobody's, so nobody may write it. Requests write layers that say so alone: of another the store may
 * refuse a row for a key that somebody else has, which nobody may be told. */
static status check_layer(const edit *e, const layer *l)
{
    const bool may_be_changed = l->restrict_column && (l->editable || e->origin != EDIT_ORIGIN_REQUEST);
    return may_be_changed ? status_ok()
                          : FAIL(FORBIDDEN, "Authorization", "de laag %s kan niemand hier wijzigen",
                                 "nobody can change the layer %s here", l->name);
}

/* --- What a row says of which columns. SQL knows no case in their names, so we do not either --- */

static bool is_column(const property *p, const char *column)
{
    return strcasecmp(p->column, column) == 0;
}

/* The id stands beside the values, and is never one of them. */
static status check_is_no_id(const edit_row *row, const property *p)
{
    return p->is_id || is_column(p, row->layer->id_column)
               ? FAIL(BAD_PARAM, p->name, "het id van een object kan niet gewijzigd worden",
                      "the id of a feature cannot be changed")
               : status_ok();
}

/* Of two values for one column SQL keeps one, and which one is not ours to choose: the one that was not looked at, maybe. */
static status check_is_said_once(const edit_row *row, size_t of)
{
    for (size_t i = 0; i < of; i++)
        if (is_column(row->properties[i], row->properties[of]->column))
            return FAIL(BAD_PARAM, row->properties[of]->name, "deze eigenschap komt meer dan eens voor",
                        "this property occurs more than once");
    return status_ok();
}

static status check_properties(const edit_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        TRY(check_is_no_id(row, row->properties[i]));
        TRY(check_is_said_once(row, i));
    }
    return status_ok();
}

static bool is_of(const row_look *look, const edit_row *row)
{
    return look->layer == row->layer && look->count == row->count &&
           (row->count == 0 || memcmp(look->properties, row->properties, row->count * sizeof *row->properties) == 0);
}

/* A copy: the caller's list may be another one at the same place next time. */
static void keep_properties(row_look *look, const edit_row *row, arena *a)
{
    if (look->room < row->count) {
        look->room = row->count;
        look->properties = arena_array(a, look->room, sizeof *look->properties);
    }
    for (size_t i = 0; i < row->count; i++)
        look->properties[i] = row->properties[i];
    look->layer = row->layer;
    look->count = row->count;
}

static void look_at(row_look *look, const edit_row *row, int at)
{
    const property *p = row->properties[at];
    ruled_property of = RULED_COUNT;
    if (is_column(p, row->layer->restrict_column))
        look->owner = at;
    if (rules_find_property(p->column, &of))
        look->ruled[of] = at;
}

static status look_up(edit *e, const edit_row *row, const row_look **out)
{
    for (size_t i = 0; i < LOOKS; i++)
        if (is_of(&e->looks[i], row)) {
            *out = &e->looks[i];
            return status_ok();
        }
    TRY(check_properties(row));
    row_look *look = &e->looks[e->next_look];
    e->next_look = (e->next_look + 1) % LOOKS;
    look->owner = -1;
    memset(look->ruled, -1, sizeof look->ruled);
    for (size_t i = 0; i < row->count; i++)
        look_at(look, row, (int)i);
    keep_properties(look, row, e->arena);
    *out = look;
    return status_ok();
}

/* The value that says whose the row becomes; NULL: none is given. */
static const value *given_owner(const row_look *look, const edit_row *row)
{
    return look->owner < 0 ? NULL : &row->values[look->owner];
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

static ruled_record record_of(const row_look *look, const edit_row *row)
{
    ruled_record r = {0};
    for (int i = 0; i < RULED_COUNT; i++) {
        const value *v = look->ruled[i] < 0 ? NULL : &row->values[look->ruled[i]];
        r.given[i] = v && (i != RULED_GEOMETRY || (!v->null && geometry_mbr(v->shape, r.box)));
        if (v && i != RULED_GEOMETRY && !v->null)
            r.texts[i] = (slice){v->text, v->length};
    }
    return r;
}

static status check_rules(const row_look *look, const edit_row *row)
{
    rule_breach breach;
    if (strcasecmp(row->layer->table, "risicolocatie") != 0)
        return status_ok();
    const ruled_record r = record_of(look, row);
    return rules_check(&r, &breach)
               ? status_ok()
               : FAIL(BAD_PARAM, breach.property, "%s%.0s (%s)", "%.0s%s (%s)", breach.nl, breach.en, breach.code);
}

static status insert(edit *e, const edit_row *row, int64_t *id)
{
    const row_look *look = NULL;
    TRY(check_open(e));
    TRY(check_layer(e, row->layer));
    TRY(look_up(e, row, &look));
    TRY(check_given_owner(e, look, row));
    if (row->id != 0 && e->origin != EDIT_ORIGIN_IMPORT)
        return FAIL(BAD_PARAM, "id", "een nieuw object krijgt zijn id van de dienst: laat het weg",
                    "a new feature gets its id from the service: leave it out");
    TRY(check_rules(look, row));
    return apply(e, &(change){.kind = CHANGE_INSERT, .row = row, .owner = given_owner(look, row)->text}, id);
}

status edit_insert(edit *e, const edit_row *row, int64_t *id)
{
    return ended(e, insert(e, row, id));
}

static status not_there(const edit_row *row)
{
    return FAIL(NOT_FOUND, "", "er is geen object %s.%lld", "there is no feature %s.%lld", row->layer->name, (long long)row->id);
}

/* Whose the row is: one that the caller sees and may write. What another gemeente has is, to him, not there. */
static status find_owner(edit *e, const edit_row *row, const char **owner)
{
    const char *nis = NULL;
    TRY(check_open(e));
    TRY(check_not_bulk(e));
    TRY(check_layer(e, row->layer));
    TRY(e->store->driver->owner(e->store, row->layer, row->id, e->arena, &nis));
    if (!nis || !may_see(e, nis))
        return not_there(row);
    TRY(check_may_write(e, nis));
    *owner = nis;
    return status_ok();
}

/* Read under the write lock, so it cannot be another's by now; a driver that finds none all the same touches none. */
static status apply_to_row(const edit *e, change_kind kind, const edit_row *row, const char *owner)
{
    int64_t touched = 0;
    TRY(apply(e, &(change){.kind = kind, .row = row, .owner = owner}, &touched));
    return touched == 1 ? status_ok() : not_there(row);
}

static status update(edit *e, const edit_row *row)
{
    const row_look *look = NULL;
    const char *owner = NULL;
    TRY(find_owner(e, row, &owner));
    TRY(look_up(e, row, &look));
    if (given_owner(look, row))
        TRY(check_given_owner(e, look, row));
    TRY(check_rules(look, row));
    return row->count ? apply_to_row(e, CHANGE_UPDATE, row, owner) : status_ok();
}

status edit_update(edit *e, const edit_row *row)
{
    return ended(e, update(e, row));
}

static status strike(edit *e, const edit_row *row)
{
    const char *owner = NULL;
    TRY(find_owner(e, row, &owner));
    if (!row->layer->hide_column)
        return FAIL(NOT_PROCESSED, "", "objecten van de laag %s kunnen niet geschrapt worden",
                    "features of the layer %s cannot be struck off", row->layer->name);
    return apply_to_row(e, CHANGE_STRIKE, row, owner);
}

status edit_strike(edit *e, const edit_row *row)
{
    return ended(e, strike(e, row));
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
    TRY(check_open(e));
    TRY(check_not_bulk(e));
    TRY(edit_keeper(e->who, &organisation));
    const change c = {
        .kind = kind, .organisation = organisation, .actor = scope_actor(e->who), .definitions = all, .definition_count = count};
    return apply(e, &c, touched);
}

status edit_keep_queries(edit *e, const stored_definition *all, size_t count)
{
    int64_t kept = 0;
    return ended(e, apply_queries(e, CHANGE_KEEP_QUERIES, all, count, &kept));
}

status edit_drop_query(edit *e, const char *id, bool *found)
{
    int64_t dropped = 0;
    TRY(ended(e, apply_queries(e, CHANGE_DROP_QUERY, &(stored_definition){.id = id}, 1, &dropped)));
    *found = dropped > 0;
    return status_ok();
}

void edit_abandon(edit *e)
{
    roll_back(e);
}

status edit_commit(edit *e)
{
    TRY(check_open(e));
    e->open = false;
    return e->store->driver->commit(e->store);
}
