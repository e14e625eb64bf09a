#include "auth/claims.h"

#include <string.h>

/* The roles that may read. Every other one grants nothing, whatever its organisations. */
static const char *const readers[] = {"raadpleger", "beheerder", "integrator"};

typedef struct organisations {
    arena *arena;
    const char *chosen; /* vo_orgcode, NULL when the user chose none */
    text_list list;
} organisations;

static status unknown_form(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization",
                "De rollen in het token hebben niet de vorm \"Rol:organisatie, organisatie\" met hoogstens %d organisaties.",
                "The roles in the token do not have the form \"Role:organisation, organisation\" with at most %d organisations.",
                (int)ORGANISATION_COUNT);
}

static const char *trimmed(arena *a, const char *chars, size_t length)
{
    for (; length && *chars == ' '; length--)
        chars++;
    while (length && chars[length - 1] == ' ')
        length--;
    return arena_strndup(a, chars, length);
}

static bool reads(const char *role)
{
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (text_equal_nocase(role, readers[i]))
            return true;
    return false;
}

/* A KBO number or an OVO code: letters and digits. */
static bool is_organisation(const char *key)
{
    const size_t length = strlen(key);
    return length > 0 && length <= ORGANISATION_LENGTH &&
           strspn(key, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == length;
}

static status add(organisations *found, const char *key)
{
    if (!is_organisation(key))
        return unknown_form();
    for (size_t i = 0; i < found->list.count; i++)
        if (strcmp(found->list.items[i], key) == 0)
            return status_ok();
    if (found->list.count == ORGANISATION_COUNT)
        return unknown_form();
    found->list.items[found->list.count++] = key;
    return status_ok();
}

static status add_role(organisations *found, const char *value)
{
    const char *colon = strchr(value, ':');
    const size_t length = colon ? (size_t)(colon - value) : strlen(value);
    if (!reads(trimmed(found->arena, value, length)))
        return status_ok();
    const char *keys = colon ? trimmed(found->arena, colon + 1, strlen(colon + 1)) : "";
    if (!*keys)
        return found->chosen ? add(found, found->chosen) : status_ok();
    const text_list parts = text_split(found->arena, keys, ',');
    for (size_t i = 0; i < parts.count; i++)
        TRY(add(found, trimmed(found->arena, parts.items[i], strlen(parts.items[i]))));
    return status_ok();
}

/* Two spellings of one name in a token are two answers to one question: refused like a double name. */
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

status claims_organisations(json_t *claims, const char *role_claim, arena *a, text_list *out)
{
    const json_t *roles = NULL;
    organisations found = {.arena = a, .list.items = arena_array(a, ORGANISATION_COUNT, sizeof(char *))};
    TRY(role_claim_of(claims, role_claim, &roles));
    TRY(chosen_organisation(claims, &found.chosen));
    if (json_is_string(roles))
        TRY(add_role(&found, json_string_value(roles)));
    else if (roles && !json_is_array(roles))
        return unknown_form();
    for (size_t i = 0; i < json_array_size(roles); i++) {
        const char *value = json_string_value(json_array_get(roles, i));
        if (!value)
            return unknown_form();
        TRY(add_role(&found, value));
    }
    *out = found.list;
    return status_ok();
}
