#include "auth/rights.h"

#include "auth/scope_make.h"
#include "server/base/log.h"

/* Grants as they are found; grows by whole answers of the directory. */
typedef struct collector {
    const directory *directory;
    arena *arena;
    grant_list grants;
    size_t room;
} collector;

/* The store's own words go to the log, not to the client. */
static status no_directory(const status *reason)
{
    log_write("error", "the gemeenten of an organisation cannot be had: %s", reason->en);
    return FAIL(UNAVAILABLE, "", "De rechten van uw organisatie kunnen nu niet nagekeken worden. Probeer het straks opnieuw.",
                "The rights of your organisation cannot be looked up now. Try again later.");
}

static void make_room(collector *c, size_t more)
{
    if (c->grants.count + more <= c->room)
        return;
    c->room = 2 * (c->grants.count + more);
    grant *items = arena_array(c->arena, c->room, sizeof *items);
    for (size_t i = 0; i < c->grants.count; i++)
        items[i] = c->grants.items[i];
    c->grants.items = items;
}

static void collect(collector *c, text_list gemeenten, unsigned capabilities)
{
    make_room(c, gemeenten.count);
    for (size_t i = 0; i < gemeenten.count; i++)
        c->grants.items[c->grants.count++] = (grant){gemeenten.items[i], capabilities};
}

static status collect_own(collector *c, const right *r)
{
    const directory *d = c->directory;
    const unsigned own = r->role->capabilities & CAPABILITIES_OWN;
    text_list gemeenten = {0};
    status asked = status_ok();
    if (!own)
        return asked;
    if (r->organisation)
        asked = d->gemeenten_of(d->context, r->organisation, c->arena, &gemeenten);
    else if (r->gemeente)
        asked = d->gemeenten_now(d->context, r->gemeente, c->arena, &gemeenten);
    if (asked.code != ST_OK)
        return no_directory(&asked);
    collect(c, gemeenten, own);
    return status_ok();
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

status rights_scope(const right_list *rights, const char *actor, const directory *d, arena *a, const scope **out)
{
    collector c = {.directory = d, .arena = a};
    for (size_t i = 0; i < rights->count; i++)
        TRY(collect_own(&c, &rights->items[i]));
    TRY(collect_all(&c, for_all(rights)));
    if (c.grants.count == 0)
        return no_gemeente();
    *out = scope_make(c.grants, actor, a);
    return status_ok();
}
