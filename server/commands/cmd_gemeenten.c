#include "base/clock.h"
#include "data/manage/csv_write.h"
#include "data/manage/empty.h"
#include "data/manage/official.h"
#include "server/commands/command.h"
#include "server/commands/store_open.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "Gebruik: risicolaag gemeenten list\n"
    "         risicolaag gemeenten load BESTAND [--layer NAAM] [--nis-field VELD] [--naam-field VELD]\n"
    "         risicolaag gemeenten kbo BESTAND\n"
    "         risicolaag gemeenten empty NIS [--yes]\n\n"
    "list  toont de gemeenten van de opslag als CSV. Voor een tekst die een rekenblad voor een formule zou nemen staat een "
    "apostrof;\n"
    "      load en kbo halen die er weer af.\n"
    "load  zet de officiële contouren en namen in de plaats van de schematische. BESTAND mag elk formaat zijn dat GDAL "
    "leest\n"
    "      (Shapefile, GeoPackage, GeoJSON, GML ...), zoals het Voorlopig Referentiebestand Gemeentegrenzen.\n"
    "kbo   laadt de ondernemingsnummers uit een CSV-bestand met de kolommen nis;kbo.\n"
    "empty verwijdert alle risicolocaties van de gemeente, ook de geschrapte: voor een gemeente die zich met eigen software\n"
    "      opnieuw vult. Wat er was, komt eerst in de map reservekopie naast de opslag; terugzetten kan met 'risicolaag import\n"
    "      KOPIE --gemeente NIS --replace --exact'. Zonder --yes zegt het alleen hoeveel het er zijn.\n"
    "Bij een fout verandert er niets.\n\n"
    "  --layer NAAM       laag in het bestand (standaard: de eerste met een NIS-code)\n"
    "  --nis-field VELD   veld met de NIS-code (standaard: NISCODE, NIS_CODE, NIS ...)\n"
    "  --naam-field VELD  veld met de naam (standaard: NAAM, NAME ...)\n"
    "  --yes              empty: verwijdert ze ook echt\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n";

typedef struct gemeenten_options {
    store_option store;
    const char *path; /* of the store */
    bool sure;
    official_settings file;
} gemeenten_options;

static status list(const gemeenten_options *o, writer *w, arena *a)
{
    known_facts known;
    (void)o;
    TRY(writer_facts(w, a, &known));
    puts("nis_code;naam;kbo_nummer;kbo_verzonnen;contour");
    for (size_t i = 0; i < known.gemeente_count; i++) {
        const known_gemeente *g = &known.gemeenten[i];
        const slice fields[] = {slice_of(g->nis_code), slice_of(g->naam), slice_of(g->kbo_nummer),
                                slice_of(g->kbo_verzonnen ? "ja" : "nee"), slice_of(g->officieel ? "officieel" : "schematisch")};
        csv_write_row(stdout, fields, sizeof fields / sizeof *fields, CSV_GUARDED, "\n");
    }
    return status_ok();
}

static status load(const gemeenten_options *o, writer *w, arena *a)
{
    official_result r;
    TRY(official_load(&o->file, w, a, &r));
    printf("%llu contouren geladen; %llu namen gewijzigd, %llu omgezet naar Lambert 72, %llu met een ongeldige contour.\n",
           (unsigned long long)r.gemeenten, (unsigned long long)r.renamed, (unsigned long long)r.reprojected,
           (unsigned long long)r.invalid);
    return status_ok();
}

static status kbo(const gemeenten_options *o, writer *w, arena *a)
{
    kbo_result r;
    TRY(official_load_kbo(o->file.path, w, a, &r));
    printf("%llu KBO-nummers geladen; %llu gemeenten zijn nog zonder echt nummer.\n", (unsigned long long)r.loaded,
           (unsigned long long)r.left);
    if (r.loaded == 0)
        printf(COMMAND_NO_ROWS);
    return status_ok();
}

static status empty(const gemeenten_options *o, writer *w, arena *a)
{
    const empty_settings settings = {.store = o->path, .nis_code = o->file.path, .sure = o->sure, .now = clock_wall()};
    empty_result r;
    TRY(empty_gemeente(&settings, w, a, &r));
    const unsigned long long rows = (unsigned long long)r.rows;
    if (rows > 0 && !o->sure)
        return FAIL(BAD_INPUT, "yes", "gemeente %s heeft %llu risicolocaties; om ze te verwijderen voegt u --yes toe",
                    "gemeente %s has %llu risk locations; add --yes to remove them", settings.nis_code, rows);
    printf("Gemeente %s: %llu risicolocaties verwijderd.\n", settings.nis_code, rows);
    if (r.copy.before)
        printf("Reservekopie: %s\n", r.copy.before);
    return status_ok();
}

static const struct verb {
    const char *name;
    int arguments; /* after the verb */
    status (*run)(const gemeenten_options *o, writer *w, arena *a);
} verbs[] = {{"list", 0, list}, {"load", 1, load}, {"kbo", 1, kbo}, {"empty", 1, empty}};

static const struct verb *find_verb(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (options_are(argc, argv, verbs[i].name, verbs[i].arguments))
            return &verbs[i];
    return NULL;
}

static status run(const struct verb *verb, gemeenten_options *o, arena *a)
{
    writer *w = NULL;
    TRY(store_open_to_write(&o->store, a, &o->path, &w));
    return verb->run(o, w, a);
}

int cmd_gemeenten(int argc, char **argv)
{
    gemeenten_options o = {0};
    const command_option known[] = {{.name = "layer", .text = &o.file.layer},
                                    {.name = "nis-field", .text = &o.file.nis_field},
                                    {.name = "naam-field", .text = &o.file.naam_field},
                                    {.name = "yes", .flag = &o.sure},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, WORDS_ANY}, NULL);
    if (read != OPTIONS_READ)
        return read;
    const struct verb *verb = find_verb(argc, argv);
    if (!verb)
        return options_wrong(help);
    o.file.path = verb->arguments ? argv[optind + 1] : NULL;
    arena *a = arena_new();
    const status done = run(verb, &o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("gemeenten", &done);
}
