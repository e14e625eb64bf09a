/* `risicolaag bodemattest`: which risk locations a parcel overlaps. */
#include "base/calendar.h"
#include "base/clock.h"
#include "data/manage/csv_write.h"
#include "data/model/capakey.h"
#include "data/store/bodemattest.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <getopt.h>
#include <stdio.h>

enum { EXIT_FROZEN = 3 };

static const char help[] =
    "Gebruik: risicolaag bodemattest CAPAKEY [--above-m2 GETAL] [--above-pct GETAL] [--state MAP] [--store BESTAND]\n\n"
    "Zegt of een perceel risicogrond is: of het overlapt met een risicolocatie, van welke gemeente ook. Een beëindigde "
    "activiteit "
    "telt mee,\n"
    "een geschrapte niet; randen die elkaar raken, tellen niet. De eerste regel zegt ook wanneer het gevraagd is; daarna komt "
    "als CSV\n"
    "elke risicolocatie, met hoeveel m² en hoeveel procent van het perceel ze gemeen hebben.\n"
    "Is de opslag bevroren ('risicolaag freeze'), dan komt er geen antwoord, maar de tekst van de beheerder.\n\n"
    "  --above-m2 GETAL   alleen wat meer dan zoveel m² overlapt telt (standaard 0)\n"
    "  --above-pct GETAL  alleen wat meer dan zoveel procent van het perceel overlapt telt (standaard 0)\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n\n"
    "In English: says whether a parcel overlaps a risk location, and how much. Uitgang / exit status: 0 answered, 1 it failed or "
    "there is no\n"
    "such parcel, 3 the store is frozen.\n";

typedef struct options {
    store_option store;
    const char *capakey;
    int64_t above_m2, above_pct;
} options;

static void print_location(const bodemattest_location *l)
{
    char id[40], m2[40], pct[40];
    snprintf(id, sizeof id, "risicolocatie.%lld", (long long)l->id);
    snprintf(m2, sizeof m2, "%.2f", l->overlap_m2);
    snprintf(pct, sizeof pct, "%.2f", l->overlap_pct);
    const slice fields[] = {slice_of(id),           slice_of(l->gemeente_nis),
                            slice_of(l->rubriek),   slice_of(l->startdatum),
                            slice_of(l->einddatum), slice_of(m2),
                            slice_of(pct)};
    csv_write_row(stdout, fields, sizeof fields / sizeof *fields, CSV_GUARDED, "\n");
}

static void print_answer(const char *capakey, const bodemattest *b, int64_t asked)
{
    char moment[CALENDAR_TIME];
    calendar_time(asked, moment);
    printf("Perceel %s is %srisicogrond: het overlapt met %zu risicolocatie%s (gevraagd op %s).\n", capakey,
           b->count ? "" : "geen ", b->count, b->count == 1 ? "" : "s", moment);
    puts("risicolocatie;gemeente_nis;rubriek;startdatum;einddatum;overlap_m2;overlap_pct");
    for (size_t i = 0; i < b->count; i++)
        print_location(&b->locations[i]);
}

static status check_known(const char *capakey, const bodemattest *b)
{
    return b->known ? status_ok()
                    : FAIL(NOT_FOUND, "capakey",
                           "het perceel %.30s staat niet in de opslag: laad de percelen met 'risicolaag percelen load'",
                           "the store has no parcel %.30s: load parcels with 'risicolaag percelen load'", capakey);
}

static status check_not_frozen(writer *w, int64_t now, arena *a)
{
    store_freeze f = {0};
    TRY(writer_frozen(w, a, &f));
    return freeze_check_answers(&f, now);
}

static status run(const options *o, arena *a)
{
    writer *w = NULL;
    bodemattest answer;
    const char *path = NULL;
    const int64_t now = clock_wall();
    if (!capakey_is(slice_of(o->capakey)))
        return FAIL(BAD_INPUT, "capakey", "'%.30s' is geen capakey zoals 40613A0001/00A000",
                    "'%.30s' is no capakey like 40613A0001/00A000", o->capakey);
    TRY(store_option_path(&o->store, a, &path));
    TRY(writer_open(path, a, &w));
    TRY(check_not_frozen(w, now, a));
    TRY(bodemattest_ask(w, slice_of(o->capakey), (bodemattest_threshold){(double)o->above_m2, (double)o->above_pct}, a, &answer));
    TRY(check_known(o->capakey, &answer));
    print_answer(o->capakey, &answer, now);
    return status_ok();
}

int cmd_bodemattest(int argc, char **argv)
{
    options o = {0};
    const command_option known[] = {{.name = "above-m2", .number = &o.above_m2, .most = 1000000000},
                                    {.name = "above-pct", .number = &o.above_pct, .most = 100},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 1}, NULL);
    if (read != OPTIONS_READ)
        return read;
    o.capakey = argv[optind];
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    if (done.code == ST_OK)
        return 0;
    const int failed = command_fail("bodemattest", &done);
    return done.code == ST_FROZEN ? EXIT_FROZEN : failed;
}
