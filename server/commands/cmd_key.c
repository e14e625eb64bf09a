/* `risicolaag key`: service keys, for GIS clients and integrators without OAuth. */
#include "auth/service_key.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "data/manage/csv_write.h"
#include "data/manage/key_ring.h"
#include "data/model/name_check.h"
#include "data/store/organisations.h"
#include "server/commands/command.h"
#include "server/commands/verbs.h"

#include <stdio.h>
#include <string.h>

enum { NAME_MOST = 100, GEMEENTEN_MOST = 400, DAYS_MOST = 3 * 366, DAY = 86400 };

static const char help[] =
    "Gebruik: risicolaag key create --name NAAM --rol ROL [--gemeente NIS[,NIS ...]] --expires DATUM\n"
    "         risicolaag key list\n"
    "         risicolaag key revoke ID\n\n"
    "Maakt sleutels voor programma's die niet via het toegangsbeheer kunnen aanmelden (QGIS, ArcGIS, FME, integratoren).\n"
    "Een sleutel gaat mee als wachtwoord (Basic) of in de header X-API-Key, nooit in een URL.\n\n"
    "create  toont de nieuwe sleutel op de standaarduitvoer. Ze wordt nergens bewaard: alleen haar SHA-256.\n"
    "list    toont de sleutels als CSV, met hun laatste gebruik.\n"
    "revoke  trekt een sleutel in. Dat geldt vanaf de volgende vraag.\n\n"
    "  --name NAAM      voor wie de sleutel is, zoals \"Geo-IT test\"\n"
    "  --rol ROL        raadpleger, beheerder, integrator, of vip (leest alle gemeenten)\n"
    "  --gemeente NIS   NIS-code van een gemeente; meer keren of met komma's\n"
    "  --expires DATUM  vanaf deze dag is de sleutel niet meer geldig, zoals 2027-01-01; hoogstens drie jaar\n"
    "  --keys BESTAND   het sleutelbestand (standaard: keys.sqlite in de map van --state)\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n";

typedef struct options {
    store_option store;
    const char *keys, *name, *role, *expires;
    text_list gemeenten;
} options;

static const char *key_path(const options *o, arena *a)
{
    return o->keys ? o->keys : arena_printf(a, "%s/keys.sqlite", store_option_state(&o->store));
}

static status check_name(const char *given)
{
    const char *name = given ? given : "";
    name_fault fault;
    if (!name_is_plain(slice_of(name), NAME_MOST, &fault))
        return FAIL(BAD_INPUT, "name", "--name %s%.0s (1 tot %d tekens)", "--name %.0s%s (1 to %d characters)", fault.nl,
                    fault.en, (int)NAME_MOST);
    if (strpbrk(name, ";\""))
        return FAIL(BAD_INPUT, "name", "--name bevat een puntkomma of een aanhalingsteken; haal het weg",
                    "--name contains a semicolon or a quote; remove it");
    return status_ok();
}

/* Dates as texts compare as dates do. */
static status check_expires(const char *date)
{
    char today[CALENDAR_DATE], last[CALENDAR_DATE];
    calendar_date(clock_wall() / DAY, today);
    calendar_date(clock_wall() / DAY + DAYS_MOST, last);
    if (date && calendar_is_date(date, strlen(date)) && strcmp(date, today) > 0 && strcmp(date, last) <= 0)
        return status_ok();
    return FAIL(BAD_INPUT, "expires", "--expires moet een datum na %s en tot en met %s zijn",
                "--expires must be a date after %s and up to %s", today, last);
}

/* Each must be a gemeente of today, or a former one that is part of one now: a typing mistake shows here and not at the
 * client. */
static status join_gemeenten(const options *o, arena *a, const char **out)
{
    text joined = text_new(a);
    const char *path = NULL;
    TRY(store_option_path(&o->store, a, &path));
    for (size_t i = 0; i < o->gemeenten.count; i++) {
        TRY(organisations_check_gemeente(path, o->gemeenten.items[i], a));
        text_addf(&joined, "%s%s", i ? "," : "", o->gemeenten.items[i]);
    }
    *out = joined.chars;
    return status_ok();
}

static status open_ring(const options *o, arena *a, key_ring **out)
{
    const char *beside = NULL;
    TRY(store_option_path(&o->store, a, &beside));
    return key_ring_open(key_path(o, a), beside, a, out);
}

static status create(verb_call *c)
{
    const options *o = c->options;
    char now[CALENDAR_TIME];
    key_ring *ring = NULL;
    new_key made;
    ring_key key = {.name = o->name, .role = o->role ? o->role : "", .expires = o->expires, .made_at = now};
    TRY(check_name(o->name));
    TRY(service_key_check_role(key.role, o->gemeenten.count));
    TRY(check_expires(o->expires));
    TRY(join_gemeenten(o, c->arena, &key.gemeenten));
    TRY(service_key_make(c->arena, &made));
    key.id = made.id;
    calendar_time(clock_wall(), now);
    TRY(store_option_prepare(&o->store));
    TRY(open_ring(o, c->arena, &ring));
    TRY(key_ring_add(ring, &key, made.hash));
    fprintf(stderr, "Sleutel %s voor %s. Bewaar ze nu: ze wordt niet nog eens getoond.\n", made.id, o->name);
    puts(made.text);
    return status_ok();
}

static status list(verb_call *c)
{
    const options *o = c->options;
    key_ring *ring = NULL;
    ring_keys keys;
    TRY(open_ring(o, c->arena, &ring));
    TRY(key_ring_list(ring, c->arena, &keys));
    puts("id;naam;rol;gemeenten;aangemaakt_op;vervalt_op;ingetrokken_op;laatst_gebruikt_op");
    for (size_t i = 0; i < keys.count; i++) {
        const ring_key *k = &keys.items[i];
        const slice fields[] = {slice_of(k->id),      slice_of(k->name),    slice_of(k->role),       slice_of(k->gemeenten),
                                slice_of(k->made_at), slice_of(k->expires), slice_of(k->revoked_at), slice_of(k->used_at)};
        csv_write_row(stdout, fields, sizeof fields / sizeof *fields, CSV_GUARDED, "\n");
    }
    return status_ok();
}

static status revoke(verb_call *c)
{
    const options *o = c->options;
    char now[CALENDAR_TIME];
    key_ring *ring = NULL;
    bool already = false;
    calendar_time(clock_wall(), now);
    TRY(open_ring(o, c->arena, &ring));
    TRY(key_ring_revoke(ring, c->word, now, &already));
    printf(already ? "Sleutel %s was al ingetrokken.\n" : "Sleutel %s is ingetrokken.\n", c->word);
    return status_ok();
}

static const verb items[] = {{"create", 0, create}, {"list", 0, list}, {"revoke", 1, revoke}};

int cmd_key(int argc, char **argv)
{
    const char *gemeenten[GEMEENTEN_MOST];
    options o = {.gemeenten.items = gemeenten};
    const command_option known[] = {{.name = "name", .text = &o.name},
                                    {.name = "rol", .text = &o.role},
                                    {.name = "gemeente", .list = &o.gemeenten, .most = GEMEENTEN_MOST},
                                    {.name = "expires", .text = &o.expires},
                                    {.name = "keys", .text = &o.keys},
                                    STORE_OPTION_ROWS(o.store)};
    const verbs v = VERBS_OF(help, known, items, &o, NULL);
    return verbs_run(argc, argv, &v);
}
