#include "auth/rights.h"

#include "auth/scope_make.h"
#include "base/log.h"

#include <string.h>

/* Grants as they are found; grows by one whole answer of the directory at a time. */
typedef struct collector {
    const directory *directory;
    arena *arena;
    grant_list grants;
    size_t room;
    const char *chosen;
    member_list members;
    size_t member_room;
} collector;

/* The store's own error text goes to the log, not to the client. */
static status no_directory(const status *reason)
{
    log_write("error", "the gemeenten of an organisation cannot be had: %s", reason->en);
    return FAIL(UNAVAILABLE, "", "De rechten van uw organisatie kunnen nu niet nagekeken worden. Probeer het straks opnieuw.",
                "The rights of your organisation cannot be checked now. Try again later.");
}

static void collect(collector *c, text_list gemeenten, unsigned capabilities)
{
    const size_t least = c->grants.count + gemeenten.count;
    if (least > c->room)
        c->grants.items = arena_grow(c->arena, c->grants.items, &c->room, least, sizeof *c->grants.items);
    for (size_t i = 0; i < gemeenten.count; i++)
        c->grants.items[c->grants.count++] = (grant){gemeenten.items[i], capabilities};
}

static void add_member(collector *c, const char *organisation, const role *held)
{
    if (c->members.count == c->member_room)
        c->members.items = arena_grow(c->arena, c->members.items, &c->member_room, 0, sizeof *c->members.items);
    const bool chosen = c->chosen && strcmp(c->chosen, organisation) == 0;
    c->members.items[c->members.count++] =
        (member){arena_strdup(c->arena, organisation), held->capabilities & CAPABILITIES_MEMBER, chosen};
}

/* A service key is bound to gemeenten: it belongs to the organisation of each, as the gemeente's own staff does. */
static status collect_organisations(collector *c, text_list gemeenten, const role *held)
{
    const directory *d = c->directory;
    for (size_t i = 0; i < gemeenten.count; i++) {
        const char *organisation = NULL;
        const status asked = d->organisation_of(d->context, gemeenten.items[i], c->arena, &organisation);
        if (asked.code != ST_OK)
            return no_directory(&asked);
        if (organisation)
            add_member(c, organisation, held);
    }
    return status_ok();
}

static status collect_own(collector *c, const right *r)
{
    const directory *d = c->directory;
    const unsigned own = r->role->capabilities & CAPABILITIES_OWN;
    text_list gemeenten = {0};
    status asked = status_ok();
    if (r->organisation)
        add_member(c, r->organisation, r->role);
    if (!own)
        return asked;
    if (r->organisation)
        asked = d->gemeenten_of(d->context, r->organisation, c->arena, &gemeenten);
    else if (r->gemeente)
        asked = d->gemeenten_now(d->context, r->gemeente, c->arena, &gemeenten);
    if (asked.code != ST_OK)
        return no_directory(&asked);
    collect(c, gemeenten, own);
    return r->gemeente ? collect_organisations(c, gemeenten, r->role) : status_ok();
}

static unsigned for_all(const right_list *rights)
{
    unsigned found = 0;
    for (size_t i = 0; i < rights->count; i++)
        found |= rights->items[i].role->capabilities & CAPABILITIES_ALL;
    return found;
}

static status collect_all(collector *c, unsigned capabilities)
{
    text_list gemeenten = {0};
    if (!capabilities)
        return status_ok();
    const status asked = c->directory->all(c->directory->context, c->arena, &gemeenten);
    if (asked.code != ST_OK)
        return no_directory(&asked);
    collect(c, gemeenten, capabilities);
    return status_ok();
}

static status no_gemeente(void)
{
    return FAIL(FORBIDDEN, "Authorization",
                "Uw token of sleutel is geldig, maar geeft geen enkele gemeente. Vraag uw toegangsbeheerder de rol Raadpleger "
                "voor uw gemeente.",
                "Your token or key is valid but names no municipality. Ask your access manager for the role Raadpleger for your "
                "municipality.");
}

static bool is_held_before(const right_list *rights, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (rights->items[i].role == rights->items[index].role)
            return true;
    return false;
}

static const char *roles_of(const right_list *rights, arena *a)
{
    text roles = text_new(a);
    for (size_t i = 0; i < rights->count; i++)
        if (!is_held_before(rights, i))
            text_addf(&roles, "%s%s", roles.length ? "," : "", rights->items[i].role->name);
    return roles.chars;
}

status rights_scope(const right_list *rights, const char *actor, const directory *d, arena *a, const scope **out)
{
    collector c = {.directory = d, .arena = a, .chosen = rights->chosen};
    for (size_t i = 0; i < rights->count; i++)
        TRY(collect_own(&c, &rights->items[i]));
    TRY(collect_all(&c, for_all(rights)));
    if (c.grants.count == 0)
        return no_gemeente();
    *out = scope_make(c.grants, c.members, (scope_names){actor, roles_of(rights, a)}, a);
    return status_ok();
}
