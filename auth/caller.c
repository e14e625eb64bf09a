#include "auth/caller.h"

#include "auth/address.h"
#include "base/hash.h"

static caller anonymous_at(const char *address)
{
    char name[ADDRESS_NAME];
    address_name(address, name);
    return (caller){.anonymous = true, .part = HASH_BASIS, .self = hash_text(HASH_BASIS, name)};
}

/* The order does not count: a user who chooses another of their organisations stays the same caller. */
static uint64_t organisations_part(const scope *who)
{
    uint64_t part = 0;
    for (size_t i = 0; i < scope_organisation_count(who); i++)
        part += hash_text(HASH_BASIS, scope_organisation(who, i));
    return part;
}

/* A credential without an organisation (a key for all gemeenten) has a part of its own; when it names nobody either, it is
 * identified by what it may see. */
static uint64_t part_of(const scope *who)
{
    if (scope_organisation_count(who))
        return organisations_part(who);
    uint64_t part = hash_text(HASH_BASIS, scope_actor(who));
    for (size_t i = 0; !*scope_actor(who) && i < scope_gemeente_count(who); i++)
        part = hash_text(part, scope_gemeente(who, i));
    return part;
}

caller caller_of(const scope *who, const char *address)
{
    if (scope_is_anonymous(who))
        return anonymous_at(address);
    const uint64_t part = part_of(who);
    return (caller){.part = part, .self = hash_text(part, scope_actor(who))};
}
