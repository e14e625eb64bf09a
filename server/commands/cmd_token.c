/* `risicolaag token`: a demo key, and demo tokens signed with it. */
#include "auth/demo.h"
#include "auth/settings.h"
#include "base/clock.h"
#include "data/store/organisations.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIMIT = 400, HOURS_LIMIT = 24 * 31, WORD_LIMIT = 32 };

typedef struct options {
    store_option store;
    const char *config, *role;
    int64_t hours;
    bool make_key, help, force;
    text_list nis, kbo;
} options;

static const char help_text[] = "Gebruik: risicolaag token --make-key [--state MAP]\n"
                                "         risicolaag token --gemeente NIS [--gemeente NIS …] [opties]\n"
                                "\n"
                                "Maakt een sleutel om te proberen, of een token dat met die sleutel ondertekend is.\n"
                                "Het token komt op de standaarduitvoer, en niets anders.\n"
                                "\n"
                                "  --make-key          maakt MAP/keys/demo.jwk (geheim) en MAP/keys/jwks.json (openbaar);\n"
                                "                      een sleutel die er al is, blijft\n"
                                "  --gemeente NIS      NIS-code van een gemeente, zoals 44021; meer keren of met komma's\n"
                                "  --organisatie KBO   KBO-nummer zonder punten, zoals 0207509031; meer keren of met komma's\n"
                                "  --rol ROL           raadpleger (standaard), beheerder, integrator, vip of ovam\n"
                                "  --force             ook een rol die er niet is, om te zien wat de server dan doet\n"
                                "  --hours N           hoeveel uren het token geldig is: 1 tot 744 (standaard: 8)\n"
                                "  --state MAP         map met alle bestanden van de server (standaard: ./state)\n"
                                "  --store BESTAND     gegevens waarin het KBO-nummer van een gemeente staat\n"
                                "                      (standaard: die van MAP/config.json, anders MAP/store.sqlite)\n"
                                "  --config BESTAND    neemt uitgever en doelgroep uit dit configuratiebestand\n"
                                "                      (standaard: MAP/config.json, als dat er is)\n"
                                "  -h, --help          toont deze uitleg\n";

static bool is_word(const char *word, int (*allowed)(int))
{
    const size_t length = strlen(word);
    for (size_t i = 0; i < length; i++)
        if (!allowed((unsigned char)word[i]))
            return false;
    return length > 0 && length <= WORD_LIMIT;
}

static status add_all(const char *option, const char *values, size_t digits, arena *a, text_list *list)
{
    const text_list parts = text_items(a, values, ',');
    for (size_t i = 0; i < parts.count; i++) {
        const bool fits =
            digits ? strlen(parts.items[i]) == digits && is_word(parts.items[i], isdigit) : is_word(parts.items[i], isalnum);
        if (!fits || list->count == LIMIT)
            return FAIL(BAD_PARAM, option, "\"%s\" past niet bij --%s: zie --help.", "\"%s\" does not fit --%s: see --help.",
                        parts.items[i], option);
        list->items[list->count++] = parts.items[i];
    }
    return status_ok();
}

static status read_hours(const char *given, int64_t *hours)
{
    if (text_to_int64(given, hours) && *hours >= 1 && *hours <= HOURS_LIMIT)
        return status_ok();
    return FAIL(BAD_PARAM, "hours", "--hours moet een getal van 1 tot %d zijn, niet \"%s\".",
                "--hours must be a number from 1 to %d, not \"%s\".", (int)HOURS_LIMIT, given);
}

static status read_option(int letter, const char *word, arena *a, options *o)
{
    switch (letter) {
    case 's': o->store.state = optarg; break;
    case 'd': o->store.store = optarg; break;
    case 'c': o->config = optarg; break;
    case 'r': o->role = optarg; break;
    case 'm': o->make_key = true; break;
    case 'f': o->force = true; break;
    case 'h': o->help = true; break;
    case 'g': return add_all("gemeente", optarg, 5, a, &o->nis);
    case 'o': return add_all("organisatie", optarg, 0, a, &o->kbo);
    case 'u': return read_hours(optarg, &o->hours);
    default:
        return FAIL(BAD_PARAM, "", "Deze optie is onbekend of niet volledig: %s. Zie --help.",
                    "This option is unknown or incomplete: %s. See --help.", word);
    }
    return status_ok();
}

static status check_options(const options *o, int argc, char **argv)
{
    if (optind < argc)
        return FAIL(BAD_PARAM, "", "\"%s\" is geen optie: zie --help.", "\"%s\" is not an option: see --help.", argv[optind]);
    if (!is_word(o->role, isalpha))
        return FAIL(BAD_PARAM, "rol", "--rol moet één woord met letters zijn.", "--rol must be one word of letters.");
    if (!o->force)
        TRY(demo_check_role(o->role));
    if (!o->help && !o->make_key && o->nis.count + o->kbo.count == 0)
        return FAIL(BAD_PARAM, "gemeente", "Geef minstens één --gemeente of --organisatie, of --make-key.",
                    "Give at least one --gemeente or --organisatie, or --make-key.");
    return status_ok();
}

static status read_options(int argc, char **argv, arena *a, options *o)
{
    static const struct option known[] = {{"state", required_argument, NULL, 's'},
                                          {"store", required_argument, NULL, 'd'},
                                          {"config", required_argument, NULL, 'c'},
                                          {"force", no_argument, NULL, 'f'},
                                          {"rol", required_argument, NULL, 'r'},
                                          {"make-key", no_argument, NULL, 'm'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"gemeente", required_argument, NULL, 'g'},
                                          {"organisatie", required_argument, NULL, 'o'},
                                          {"hours", required_argument, NULL, 'u'},
                                          {NULL, 0, NULL, 0}};
    *o = (options){.role = "Raadpleger", .hours = 8};
    o->nis.items = arena_array(a, LIMIT, sizeof *o->nis.items);
    o->kbo.items = arena_array(a, LIMIT, sizeof *o->kbo.items);
    optind = 0; /* GNU: start afresh, whatever the dispatcher read */
    opterr = 0; /* our own message, in Dutch */
    for (;;) {
        const int at = optind ? optind : 1, letter = getopt_long(argc, argv, "h", known, NULL);
        if (letter < 0)
            break;
        TRY(read_option(letter, argv[at], a, o));
    }
    return check_options(o, argc, argv);
}

static status make_key(const options *o, arena *a)
{
    bool made = false;
    if (mkdir(store_option_state(&o->store), 0755) != 0 && errno != EEXIST)
        return FAIL(BAD_INPUT, "state", "De map \"%s\" kan niet gemaakt worden: %s.", "The folder \"%s\" cannot be made: %s.",
                    store_option_state(&o->store), strerror(errno));
    TRY(demo_keys_make(arena_printf(a, "%s/keys", store_option_state(&o->store)), a, &made));
    fprintf(stderr, made ? "De sleutel is gemaakt: %s/keys/demo.jwk\n" : "De sleutel was er al: %s/keys/demo.jwk\n",
            store_option_state(&o->store));
    return status_ok();
}

/* The organisations that were named, and those of the gemeenten that were named. */
static status named_organisations(const options *o, arena *a, text_list *out)
{
    const char *store_path = NULL;
    text_list all = {.items = arena_array(a, o->kbo.count + o->nis.count, sizeof *all.items)};
    for (size_t i = 0; i < o->kbo.count; i++)
        all.items[all.count++] = o->kbo.items[i];
    TRY(store_option_path(&o->store, a, &store_path));
    for (size_t i = 0; i < o->nis.count; i++)
        TRY(organisations_kbo_of(store_path, o->nis.items[i], a, &all.items[all.count++]));
    *out = all;
    return status_ok();
}

/* What the server of this state directory expects of a token; the demo's settings when there is no server yet. */
static status settings_for(const options *o, arena *a, token_settings *out)
{
    const char *config = o->config ? o->config : arena_printf(a, "%s/config.json", store_option_state(&o->store));
    token_settings found = {.issuer = DEMO_ISSUER, .audience = DEMO_AUDIENCE};
    if (o->config || access(config, F_OK) == 0)
        TRY(token_settings_read(config, a, &found));
    if (!found.issuer || !found.audience)
        return FAIL(BAD_INPUT, "token", "\"%s\" noemt geen uitgever en doelgroep (issuer, audience).",
                    "\"%s\" does not name an issuer and an audience.", config);
    *out = found;
    return status_ok();
}

static status print_token(const options *o, arena *a)
{
    token_settings settings;
    text_list organisations = {0};
    const char *compact = NULL;
    TRY(settings_for(o, a, &settings));
    TRY(named_organisations(o, a, &organisations));
    const demo_token t = {settings.issuer, settings.audience, settings.role_claim ? settings.role_claim : TOKEN_ROLE_CLAIM,
                          o->role,         organisations,     clock_wall(),
                          (int)o->hours};
    TRY(demo_token_sign(arena_printf(a, "%s/keys", store_option_state(&o->store)), &t, a, &compact));
    puts(compact);
    return status_ok();
}

static int run(int argc, char **argv, arena *a)
{
    options o;
    status s = read_options(argc, argv, a, &o);
    if (s.code != ST_OK) {
        (void)command_fail("token", &s);
        return 2;
    }
    if (o.help) {
        fputs(help_text, stdout);
        return 0;
    }
    if (o.make_key)
        s = make_key(&o, a);
    if (s.code == ST_OK && o.nis.count + o.kbo.count > 0)
        s = print_token(&o, a);
    return s.code == ST_OK ? 0 : command_fail("token", &s);
}

int cmd_token(int argc, char **argv)
{
    arena *a = arena_new();
    const int result = run(argc, argv, a);
    arena_free(a);
    return result;
}
