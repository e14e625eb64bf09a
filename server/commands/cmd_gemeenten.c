#include "base/clock.h"
#include "data/manage/csv_write.h"
#include "data/manage/empty.h"
#include "data/manage/official.h"
#include "server/commands/command.h"
#include "server/commands/verbs.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "Gebruik: risicolaag gemeenten list\n"
    "         risicolaag gemeenten load BESTAND [--layer NAAM] [--nis-field VELD] [--naam-field VELD]\n"
    "         risicolaag gemeenten kbo BESTAND\n"
    "         risicolaag gemeenten empty NIS [--yes] [--force]\n\n"
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
    "  --yes              empty: verwijdert ze ook echt\n"
    "  --force            empty: ook als iemand er vergrendeld houdt\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n";

typedef struct gemeenten_options {
    store_option store;
    bool sure, force;
    official_settings file;
} gemeenten_options;

static status list(verb_call *c)
{
    known_facts known;
    TRY(writer_facts(c->writer, c->arena, &known));
    puts("nis_code;naam;kbo_nummer;kbo_verzonnen;contour");
    for (size_t i = 0; i < known.gemeente_count; i++) {
        const known_gemeente *g = &known.gemeenten[i];
        const slice fields[] = {slice_of(g->nis_code), slice_of(g->naam), slice_of(g->kbo_nummer),
                                slice_of(g->kbo_verzonnen ? "ja" : "nee"), slice_of(g->officieel ? "officieel" : "schematisch")};
        csv_write_row(stdout, fields, sizeof fields / sizeof *fields, CSV_GUARDED, "\n");
    }
    return status_ok();
}

static status load(verb_call *c)
{
    const gemeenten_options *o = c->options;
    official_settings file = o->file;
    official_result r;
    file.path = c->word;
    TRY(official_load(&file, c->writer, c->arena, &r));
    printf("%llu contouren geladen; %llu namen gewijzigd, %llu omgezet naar Lambert 72, %llu met een ongeldige contour.\n",
           (unsigned long long)r.gemeenten, (unsigned long long)r.renamed, (unsigned long long)r.reprojected,
           (unsigned long long)r.invalid);
    return status_ok();
}

static status kbo(verb_call *c)
{
    kbo_result r;
    TRY(official_load_kbo(c->word, c->writer, c->arena, &r));
    printf("%llu KBO-nummers geladen; %llu gemeenten zijn nog zonder echt nummer.\n", (unsigned long long)r.loaded,
           (unsigned long long)r.left);
    if (r.loaded == 0)
        printf(COMMAND_NO_ROWS);
    return status_ok();
}

static status empty(verb_call *c)
{
    const gemeenten_options *o = c->options;
    empty_settings settings = {.store = c->store, .nis_code = c->word, .sure = o->sure, .force = o->force, .now = clock_wall()};
    empty_result r;
    TRY(store_option_copy_days(&o->store, c->arena, &settings.copy_days));
    TRY(empty_gemeente(&settings, c->writer, c->arena, &r));
    command_tell_passed_locks(r.passed_locks);
    const unsigned long long rows = (unsigned long long)r.rows;
    if (rows > 0 && !o->sure)
        return FAIL(BAD_INPUT, "yes", "gemeente %s heeft %llu risicolocatie%s; om te verwijderen voegt u --yes toe",
                    "gemeente %s has %llu risk location%s; add --yes to remove", settings.nis_code, rows, rows == 1 ? "" : "s");
    printf("Gemeente %s: %llu risicolocatie%s verwijderd.\n", settings.nis_code, rows, rows == 1 ? "" : "s");
    if (r.copy.before)
        printf("Reservekopie: %s\n", r.copy.before);
    command_tell_removed(r.copy.removed);
    return status_ok();
}

static const verb items[] = {{"list", 0, list}, {"load", 1, load}, {"kbo", 1, kbo}, {"empty", 1, empty}};

int cmd_gemeenten(int argc, char **argv)
{
    gemeenten_options o = {0};
    const command_option known[] = {{.name = "layer", .text = &o.file.layer},
                                    {.name = "nis-field", .text = &o.file.nis_field},
                                    {.name = "naam-field", .text = &o.file.naam_field},
                                    {.name = "yes", .flag = &o.sure},
                                    {.name = "force", .flag = &o.force},
                                    STORE_OPTION_ROWS(o.store)};
    const verbs v = VERBS_OF(help, known, items, &o, &o.store);
    return verbs_run(argc, argv, &v);
}
