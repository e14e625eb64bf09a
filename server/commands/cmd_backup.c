/* `risicolaag backup`: a checked copy of the store and of the service keys, and the old ones removed. */
#include "base/clock.h"
#include "data/manage/backup.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag backup [--to MAP] [--keep D/W/M] [--keys BESTAND] [--state MAP] [--store BESTAND]\n\n"
    "Maakt een reservekopie van de opslag, terwijl de dienst gewoon verder werkt: de risicolocaties, het journaal en alle "
    "vorige\n"
    "versies, de lijsten, organisaties en bewaarde vragen, van een enkel ogenblik. De kopie wordt weer geopend, nagekeken en\n"
    "geteld, en pas dan krijgt ze haar naam: risicolaag-JJJJMMDD-UUMMSS.sqlite (UTC). Ernaast komen risicolaag-….keys.sqlite "
    "(de\n"
    "servicesleutels, als die er zijn) en risicolaag-….sha256 ('sha256sum -c' kijkt ze na). Terugzetten: 'risicolaag "
    "restore'.\n\n"
    "In de kopie staan ook persoonsgegevens (wie iets wijzigde) en de afdruk van elke sleutel: bewaar ze zoals de opslag zelf.\n"
    "Niet in de kopie: config.json, de map keys (sleutels om tokens na te kijken) en de logbestanden. Bewaar die zelf.\n\n"
    "  --to MAP         waar de kopie komt; de map moet er al zijn (standaard: de map reservekopie naast de opslag)\n"
    "  --keep D/W/M     hoeveel er blijven: de nieuwste van elk van de laatste D dagen, W weken en M maanden waarvan er een is\n"
    "                   (standaard: 7/4/12). De nieuwste blijft altijd, en wat dit programma niet maakte ook\n"
    "  --keys BESTAND   het sleutelbestand; het moet er zijn (standaard: keys.sqlite in de map van --state, als dat er "
    "is)\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n\n"
    "In English: makes a copy of the store of one moment, checked and counted, with a SHA-256 beside it, while the service goes "
    "on;\n"
    "and removes the old ones. Persons and the hashes of keys are in it, config.json and the folder keys are not.\n";

typedef struct backup_options {
    store_option store;
    const char *to, *keep, *keys;
} backup_options;

static void print_result(const backup_result *r)
{
    printf("Reservekopie gemaakt en nagekeken: %s (%lld risicolocaties, %lld vorige versies, %lld percelen, %.1f MB%s).\n",
           r->path, (long long)r->held.rows[COPY_RISICOLOCATIE],
           (long long)(r->held.rows[COPY_VERSIE] > 0 ? r->held.rows[COPY_VERSIE] : 0), (long long)r->held.rows[COPY_PERCEEL],
           (double)r->held.bytes / 1e6, r->has_keys ? "; met de servicesleutels" : "");
    command_tell_removed(r->removed);
}

/* The copy is there, but whoever looks after the machine must know. */
static status check_clock(const backup_result *r)
{
    return r->not_removed
               ? FAIL(
                     BAD_INPUT, "clock",
                     "de kopie is gemaakt, maar er is niets opgeruimd: er is een reservekopie van na dit ogenblik. Zet de klok "
                     "goed, "
                     "of haal die kopie weg",
                     "the copy was made, but nothing was removed: there is a backup of after this moment. Set the clock, or take "
                     "that backup away")
               : status_ok();
}

static status run(const backup_options *o, backup_keep keep, arena *a)
{
    const char *store = NULL;
    backup_result r;
    TRY(store_option_path(&o->store, a, &store));
    const char *keys = o->keys ? o->keys : arena_printf(a, "%s/keys.sqlite", store_option_state(&o->store));
    const backup_settings settings = {.store = store,
                                      .keys = keys,
                                      .keys_named = o->keys != NULL,
                                      .folder = o->to ? o->to : store_option_aside(store, a),
                                      .make_folder = !o->to,
                                      .keep = keep,
                                      .now = clock_wall()};
    TRY(backup_make(&settings, a, &r));
    print_result(&r);
    return check_clock(&r);
}

int cmd_backup(int argc, char **argv)
{
    backup_options o = {.keep = "7/4/12"};
    backup_keep keep;
    const command_option known[] = {{.name = "to", .text = &o.to},
                                    {.name = "keep", .text = &o.keep},
                                    {.name = "keys", .text = &o.keys},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    if (!backup_keep_read(o.keep, &keep))
        return options_wrong(help);
    arena *a = arena_new();
    const status done = run(&o, keep, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("backup", &done);
}
