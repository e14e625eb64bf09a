/* `risicolaag percelen`: the parcels of the cadastre, counted and loaded. */
#include "data/manage/csv_write.h"
#include "data/manage/percelen.h"
#include "server/commands/command.h"
#include "server/commands/verbs.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "Gebruik: risicolaag percelen list\n"
    "         risicolaag percelen load BESTAND [--layer NAAM] [--nis-field VELD] [--capakey-field VELD] [--yes]\n\n"
    "list  toont als CSV hoeveel percelen de opslag van elke gemeente heeft.\n"
    "load  laadt de administratieve percelen (GRB Adp) uit een bestand dat GDAL leest (Shapefile, GeoPackage, GeoJSON, GML ...). "
    "Van elke\n"
    "      gemeente die erin staat, worden de percelen die van het bestand; die van andere gemeenten blijven.\n"
    "      Zouden daarbij percelen verdwijnen, dan zegt het hoeveel en laadt het niets, tenzij met --yes.\n"
    "Bij een fout verandert er niets.\n\n"
    "  --layer NAAM          laag in het bestand (standaard: de eerste met een capakey)\n"
    "  --nis-field VELD      veld met de NIS-code (standaard: NISCODE, NIS_CODE, NIS ...)\n"
    "  --capakey-field VELD  veld met de perceelsleutel (standaard: CAPAKEY)\n"
    "  --yes                 load: laat ook verdwijnen wat er niet meer in staat\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n";

typedef struct percelen_options {
    store_option store;
    official_settings file;
    bool sure;
} percelen_options;

static void print_count(void *context, const char *nis_code, const char *naam, int64_t count)
{
    char number[24];
    (void)context;
    snprintf(number, sizeof number, "%lld", (long long)count);
    const slice fields[] = {slice_of(nis_code), slice_of(naam), slice_of(number)};
    csv_write_row(stdout, fields, sizeof fields / sizeof *fields, CSV_GUARDED, "\n");
}

static status list(verb_call *c)
{
    puts("nis_code;naam;percelen");
    return writer_each_perceel_count(c->writer, print_count, NULL);
}

static status load(verb_call *c)
{
    const percelen_options *o = c->options;
    official_settings file = o->file;
    percelen_result r;
    file.path = c->word;
    TRY(percelen_load(&file, o->sure, c->writer, c->arena, &r));
    printf("%llu percelen van %llu gemeenten gelezen%s: %llu toegevoegd, %llu gewijzigd, %llu verwijderd.\n",
           (unsigned long long)r.rows, (unsigned long long)r.gemeenten, r.reprojected ? " en omgezet naar Lambert 72" : "",
           (unsigned long long)r.added, (unsigned long long)r.changed, (unsigned long long)r.removed);
    return status_ok();
}

static const verb items[] = {{"list", 0, list}, {"load", 1, load}};

int cmd_percelen(int argc, char **argv)
{
    percelen_options o = {.file = {.parcels = true}};
    const command_option known[] = {{.name = "layer", .text = &o.file.layer},
                                    {.name = "nis-field", .text = &o.file.nis_field},
                                    {.name = "capakey-field", .text = &o.file.capakey_field},
                                    {.name = "yes", .flag = &o.sure},
                                    STORE_OPTION_ROWS(o.store)};
    const verbs v = VERBS_OF(help, known, items, &o, &o.store);
    return verbs_run(argc, argv, &v);
}
