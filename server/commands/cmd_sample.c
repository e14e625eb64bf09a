#include "base/clock.h"
#include "base/text.h"
#include "data/manage/sample.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <stdio.h>
#include <unistd.h>

static const char help[] =
    "Gebruik: risicolaag sample [--features N] [--seed S] [--awkward] [--force] [--state MAP] [--store BESTAND]\n"
    "         risicolaag sample --check [--state MAP] [--store BESTAND]\n\n"
    "Maakt een opslag met verzonnen risicolocaties en percelen, om mee te oefenen en te meten: schematische dorpen en\n"
    "steden met straten, percelen en bedrijven. Dezelfde N en S geven altijd dezelfde gegevens.\n\n"
    "  --features N     aantal risicolocaties (standaard: 20000)\n"
    "  --seed S         begin van de toevalsreeks (standaard: 1)\n"
    "  --awkward        om te testen: lastige teksten (markeringen, formules, emoji) en lastige of ongeldige contouren\n"
    "  --force          vervangt een opslag die er al is; alles wat erin staat gaat verloren\n"
    "  --check          maakt niets; eindigt met 0 als de opslag alleen verzonnen risicolocaties bevat, en anders met 1\n"
    "  --state MAP      map met alle bestanden van het programma (standaard: ./state)\n"
    "  --store BESTAND  de opslag die gemaakt wordt (standaard: store.sqlite in die map)\n"
    "  -h, --help       toont deze uitleg\n";

typedef struct sample_options {
    store_option store;
    int64_t features, seed;
    bool force, awkward, check;
} sample_options;

static status sample(const sample_options *o, arena *a)
{
    const char *path = store_option_new_path(&o->store, a);
    sample_result made;
    TRY(store_option_prepare(&o->store));
    if (!o->force && access(path, F_OK) == 0)
        return FAIL(BAD_INPUT, "store", "er is al een opslag %s; met --force vervangt u ze",
                    "there is a store %s already; --force replaces it", path);
    const double from = clock_steady();
    TRY(sample_build(path, &(sample_settings){(uint32_t)o->features, (uint64_t)o->seed, o->awkward}, a, &made));
    const double to = clock_steady();
    printf("%llu verzonnen risicolocaties", (unsigned long long)made.risicolocaties);
    if (made.invalid)
        printf(" (%llu met een ongeldige contour, met opzet)", (unsigned long long)made.invalid);
    printf(" en %llu percelen in %s, in %.1f s.\n", (unsigned long long)made.percelen, path, to - from);
    return status_ok();
}

static status check(const sample_options *o, arena *a)
{
    const char *path = store_option_new_path(&o->store, a);
    writer *w = NULL;
    bool made_up = false;
    TRY(writer_open(path, a, &w));
    TRY(writer_is_sample(w, &made_up));
    return made_up ? status_ok()
                   : FAIL(BAD_INPUT, "store", "%s bevat meer dan verzonnen risicolocaties",
                          "%s contains more than made-up risk locations", path);
}

int cmd_sample(int argc, char **argv)
{
    sample_options o = {.features = 20000, .seed = 1};
    const command_option known[] = {{.name = "features", .number = &o.features, .most = SAMPLE_FEATURES_MAX},
                                    {.name = "seed", .number = &o.seed, .most = INT64_MAX},
                                    {.name = "awkward", .flag = &o.awkward},
                                    {.name = "force", .flag = &o.force},
                                    {.name = "check", .flag = &o.check},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    arena *a = arena_new();
    const status done = o.check ? check(&o, a) : sample(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("sample", &done);
}
