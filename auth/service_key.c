#include "auth/service_key.h"

#include "auth/digest.h"
#include "auth/service_key_inside.h"
#include "base/hex.h"
#include "base/log.h"

#include <cjose/base64.h>
#include <stdlib.h>
#include <string.h>

#define HEXADECIMAL "0123456789abcdef"
#define BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

bool service_key_seems(const char *presented)
{
    return strncmp(presented, SERVICE_KEY_PREFIX, strlen(SERVICE_KEY_PREFIX)) == 0;
}

static void free_chars(void *chars)
{
    free(chars);
}

static const char *base64url(const unsigned char *data, size_t size, arena *a)
{
    char *encoded = NULL;
    size_t length = 0;
    if (!cjose_base64url_encode(data, size, &encoded, &length, NULL))
        abort(); /* only without memory: see arena.h */
    arena_defer(a, free_chars, encoded);
    return encoded;
}

/* SHA-256 without salt or stretching is enough here: those slow down guessing passwords that people choose, but the secret is 256
 * random bits, which nobody guesses at any speed (NIST SP 800-63B §5.1.2.2 asks for neither above 112 bits). */
status service_key_make(arena *a, new_key *out)
{
    char id[SERVICE_KEY_ID + 1];
    unsigned char secret[32];
    if (!random_hex(id, SERVICE_KEY_ID) || !random_bytes(secret, sizeof secret))
        return FAIL(INTERNAL, "", "Het systeem gaf geen toevalsgetal.", "The system gave no random number.");
    new_key made = {.id = arena_strdup(a, id)};
    made.text = arena_printf(a, SERVICE_KEY_PREFIX "%s_%s", id, base64url(secret, sizeof secret, a));
    const digest hash = digest_of(made.text, strlen(made.text));
    memcpy(made.hash, hash.bytes, sizeof made.hash);
    *out = made;
    return status_ok();
}

status service_key_check_role(const char *name, size_t gemeenten)
{
    const role *found = role_find(name);
    if (!found || !found->for_keys)
        return FAIL(
            BAD_INPUT, "rol",
            "\"%.40s\" is geen rol voor een sleutel: kies raadpleger, beheerder, integrator of vip (ovam is een rol voor "
            "personen)",
            "\"%.40s\" is not a role for a key: choose raadpleger, beheerder, integrator or vip (ovam is a role for persons)",
            name);
    const bool all = (found->capabilities & CAPABILITIES_ALL) != 0;
    if (all && gemeenten)
        return FAIL(BAD_INPUT, "gemeente", "de rol %s geldt voor alle gemeenten: laat --gemeente weg",
                    "the role %s holds for all gemeenten: leave --gemeente out", found->name);
    if (!all && !gemeenten)
        return FAIL(BAD_INPUT, "gemeente", "de rol %s geldt per gemeente: geef minstens één --gemeente",
                    "the role %s holds per gemeente: give at least one --gemeente", found->name);
    return status_ok();
}

/* rlk_0123456789_… : *id is NULL for anything else. */
static const char *id_in(const char *key, arena *a)
{
    const char *id = key + strlen(SERVICE_KEY_PREFIX);
    const bool fits = service_key_seems(key) && strlen(key) == SERVICE_KEY_LENGTH && strspn(id, HEXADECIMAL) == SERVICE_KEY_ID &&
                      id[SERVICE_KEY_ID] == '_' && strspn(id + SERVICE_KEY_ID + 1, BASE64URL) == SERVICE_KEY_SECRET;
    return fits ? arena_strndup(a, id, SERVICE_KEY_ID) : NULL;
}

static status wrong_key(void)
{
    return FAIL(UNAUTHENTICATED, "Authorization", "Deze sleutel bestaat niet. Kopieer ze in haar geheel, of vraag een nieuwe.",
                "There is no such key. Copy it whole, or ask for a new one.");
}

static status too_many(void)
{
    return FAIL(TOO_MANY, "Authorization",
                "Deze sleutel bestaat niet, en van dit adres kwamen al veel verkeerde sleutels. Kopieer ze in haar geheel, of "
                "vraag een nieuwe.",
                "There is no such key, and many wrong keys came from this address before. Copy it whole, or ask for a new one.");
}

/* Only failed attempts are refused, because colleagues with a good key may share an address with somebody who guesses. That does
 * not help guessing: a good key is 256 bits. An attempt costs one look in a small file, as a good key does. */
static status failed(const key_check *c, const char *address, int64_t now)
{
    const unsigned before = limiter_counted(c->limiter, LIMITED_WRONG_KEY, address, now);
    if (before >= KEY_FAILURES)
        return too_many();
    limiter_count(c->limiter, LIMITED_WRONG_KEY, address, now);
    if (before + 1 == KEY_FAILURES)
        log_write("error", "%d attempts with a wrong service key from one address within %d s", (int)KEY_FAILURES,
                  (int)LIMITER_WINDOW);
    return wrong_key();
}

static bool fits(const key_record *record, const char *key)
{
    const digest given = digest_of(key, strlen(key));
    digest kept = {{0}};
    if (record)
        memcpy(kept.bytes, record->hash, sizeof kept.bytes);
    return digest_equal(&given, &kept) && record;
}

static status check_state(const key_record *record, const clock_reading *now)
{
    if (record->revoked)
        return FAIL(UNAUTHENTICATED, "Authorization", "Deze sleutel is ingetrokken. Vraag een nieuwe.",
                    "This key has been revoked. Ask for a new one.");
    if (record->expires <= now->wall)
        return FAIL(UNAUTHENTICATED, "Authorization", "Deze sleutel is verlopen. Vraag een nieuwe.",
                    "This key has expired. Ask for a new one.");
    return status_ok();
}

/* A role that a newer program gave, or that has been removed since, gives nothing. */
static right_list rights_of(const key_record *record, arena *a)
{
    const role *held = role_find(record->role);
    right_list rights = {.items = arena_array(a, record->gemeenten.count + 1, sizeof(right))};
    if (!held || !held->for_keys)
        return rights;
    for (size_t i = 0; i < record->gemeenten.count; i++)
        rights.items[rights.count++] = (right){.role = held, .gemeente = record->gemeenten.items[i]};
    if (held->capabilities & CAPABILITIES_ALL)
        rights.items[rights.count++] = (right){.role = held};
    return rights;
}

status service_key_rights(const key_check *check, const char *key, const char *address, const clock_reading *now, arena *a,
                          right_list *rights, const char **id)
{
    const char *named = id_in(key, a);
    const key_record *record = NULL;
    if (named && check->book)
        TRY(check->book->find(check->book->context, named, a, &record));
    if (!fits(record, key))
        return failed(check, address, now->steady);
    TRY(check_state(record, now));
    check->book->note_use(check->book->context, named, now->wall);
    *rights = rights_of(record, a);
    *id = named;
    return status_ok();
}
