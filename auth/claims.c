#include "auth/claims.h"

#include <string.h>

typedef struct reader {
    arena *arena;
    const role_rules *rules;
    const char *chosen; /* vo_orgcode, NULL when the user chose none */
    right_list rights;
} reader;

static status unknown_form(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization",
                "De rollen in het token hebben niet de vorm \"Rol:organisatie, organisatie\" met hoogstens %d organisaties.",
                "The roles in the token do not have the form \"Role:organisation, organisation\" with at most %d organisations.",
                (int)RIGHT_COUNT);
}

static const char *trimmed(arena *a, const char *chars, size_t length)
{
    for (; length && *chars == ' '; length--)
        chars++;
    while (length && chars[length - 1] == ' ')
        length--;
    return arena_strndup(a, chars, length);
}

/* A KBO number or an OVO code: letters and digits. */
static bool is_organisation(const char *key)
{
    const size_t length = strlen(key);
    return length > 0 && length <= ORGANISATION_LENGTH &&
           strspn(key, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == length;
}

static bool same(const right *a, const role *which, const char *organisation)
{
    if (a->role != which || !a->organisation || !organisation)
        return a->role == which && a->organisation == organisation;
    return strcmp(a->organisation, organisation) == 0;
}

static status add(reader *r, const role *which, const char *organisation)
{
    for (size_t i = 0; i < r->rights.count; i++)
        if (same(&r->rights.items[i], which, organisation))
            return status_ok();
    if (r->rights.count == RIGHT_COUNT)
        return unknown_form();
    r->rights.items[r->rights.count++] = (right){.role = which, .organisation = organisation};
    return status_ok();
}

/* A local authority's own access manager hands out roles to its own staff: vip and ovam can be limited to the organisations that
 * they are meant for (token.all_for). */
static bool counts(const reader *r, const role *which, const char *organisation)
{
    const text_list *all_for = r->rules->all_for;
    if (!(which->capabilities & CAPABILITIES_ALL) || !all_for)
        return true;
    for (size_t i = 0; organisation && i < all_for->count; i++)
        if (text_equal_nocase(all_for->items[i], organisation))
            return true;
    return false;
}

static status add_organisation(reader *r, const role *which, const char *organisation)
{
    if (!is_organisation(organisation))
        return unknown_form();
    return counts(r, which, organisation) ? add(r, which, organisation) : status_ok();
}

/* A role without an organisation holds for the one that the user chose. A role over all gemeenten can also stand alone. */
static status add_alone(reader *r, const role *which)
{
    if (r->chosen)
        return add_organisation(r, which, r->chosen);
    return (which->capabilities & CAPABILITIES_ALL) && counts(r, which, NULL) ? add(r, which, NULL) : status_ok();
}

static status add_role(reader *r, const char *value)
{
    const char *colon = strchr(value, ':');
    const size_t length = colon ? (size_t)(colon - value) : strlen(value);
    const role *which = role_find(trimmed(r->arena, value, length));
    if (!which)
        return status_ok();
    const char *keys = colon ? trimmed(r->arena, colon + 1, strlen(colon + 1)) : "";
    if (!*keys)
        return add_alone(r, which);
    const text_list parts = text_split(r->arena, keys, ',');
    for (size_t i = 0; i < parts.count; i++)
        TRY(add_organisation(r, which, trimmed(r->arena, parts.items[i], strlen(parts.items[i]))));
    return status_ok();
}

/* A token with two spellings of one claim's name is ambiguous: refused like a duplicate name. */
static status role_claim_of(json_t *claims, const char *name, const json_t **out)
{
    const json_t *found = NULL;
    for (void *at = json_object_iter(claims); at; at = json_object_iter_next(claims, at)) {
        if (!text_equal_nocase(json_object_iter_key(at), name))
            continue;
        if (found)
            return unknown_form();
        found = json_object_iter_value(at);
    }
    *out = found;
    return status_ok();
}

static status chosen_organisation(const json_t *claims, const char **out)
{
    const json_t *value = json_object_get(claims, "vo_orgcode");
    if (value && !json_is_string(value))
        return unknown_form();
    *out = json_string_value(value);
    return status_ok();
}

status claims_rights(json_t *claims, const role_rules *rules, arena *a, right_list *out)
{
    const json_t *roles = NULL;
    reader r = {.arena = a, .rules = rules, .rights.items = arena_array(a, RIGHT_COUNT, sizeof(right))};
    TRY(role_claim_of(claims, rules->claim, &roles));
    TRY(chosen_organisation(claims, &r.chosen));
    if (json_is_string(roles))
        TRY(add_role(&r, json_string_value(roles)));
    else if (roles && !json_is_array(roles))
        return unknown_form();
    for (size_t i = 0; i < json_array_size(roles); i++) {
        const char *value = json_string_value(json_array_get(roles, i));
        if (!value)
            return unknown_form();
        TRY(add_role(&r, value));
    }
    *out = r.rights;
    out->chosen = r.chosen;
    return status_ok();
}

const char *claims_actor(const json_t *claims, arena *a)
{
    const char *subject = json_string_value(json_object_get(claims, "sub"));
    const size_t length = subject ? strlen(subject) : 0;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)subject[i] < 0x20 || subject[i] == 0x7F)
            return "";
    return length > 0 && length <= ACTOR_LENGTH ? arena_printf(a, "user:%s", subject) : "";
}
