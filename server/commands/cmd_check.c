/* `risicolaag check`: looks the whole store through. */
#include "data/store/inspection.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <jansson.h>
#include <stdio.h>

enum { SHOWN = 20, SHOWN_IN_JSON = 1000 };

static const char help[] =
    "Gebruik: risicolaag check [--json] [--state MAP] [--store BESTAND]\n\n"
    "Kijkt de hele opslag na, van een enkel ogenblik, terwijl de dienst gewoon verder werkt. Er wordt niets gewijzigd.\n"
    "  bestand       of SQLite het bestand gaaf vindt\n"
    "  verwijzingen  of er niets verwijst naar wat er niet is\n"
    "  schema        of tabellen, indexen en triggers zijn zoals dit programma ze maakt, en het stelsel Lambert 72 is\n"
    "  indexen       of de ruimtelijke indexen gaaf zijn en precies de rijen bevatten\n"
    "  regels        of elke risicolocatie aan de regels voldoet, met de oppervlakte van haar contour, en elke contour te\n"
    "                lezen is, ook van gemeenten, percelen en vorige versies\n"
    "  journaal      of boekingen en bewaarde versies samen vertellen hoe elke rij geworden is zoals ze is, en of elke\n"
    "                reeks van nummers verder is dan wat ze gaf\n"
    "Eindigt met 0 als alles in orde is, en anders met 1. Elke fout heeft een vaste code, en noemt de rij.\n\n"
    "  --json           schrijft het verslag als JSON, met ten hoogste 1000 fouten van elk onderdeel\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n\n"
    "In English: looks the whole store through, as of one moment, while the service goes on: the file, references, schema, "
    "spatial\n"
    "indexes, the rules of every row, and whether the journal tells how each row came to be. Ends with 0 when all is well.\n";

/* --- As text --- */

static void tell(void *context, const inspection_fault *f)
{
    (void)context;
    printf("  %s: %s %s\n", f->code, f->what, f->nl);
}

static void tell_end(void *context, inspection_part part, uint64_t faults)
{
    (void)context;
    if (faults == 0)
        printf("%-12s  in orde\n", inspection_name(part));
    else if (faults <= SHOWN)
        printf("%-12s  %llu fout%s, hierboven\n", inspection_name(part), (unsigned long long)faults, faults == 1 ? "" : "en");
    else
        printf("%-12s  %llu fouten, waarvan %d hierboven; met --json ziet u er meer\n", inspection_name(part),
               (unsigned long long)faults, SHOWN);
    fflush(stdout);
}

static void tell_all(const inspection_result *r)
{
    printf(
        "\n%lld gemeenten, %lld rubrieken, %lld risicolocaties, %lld percelen, %lld vorige versies; de laatste boeking is %lld "
        "(%s).\n",
        (long long)r->gemeenten, (long long)r->rubrieken, (long long)r->risicolocaties, (long long)r->percelen,
        (long long)r->versies, (long long)r->boeking, r->moment);
    if (r->all == 0)
        printf("Alles is in orde.\n");
    else
        printf("%llu fout%s. Zet een reservekopie terug met 'risicolaag restore', of vraag hulp met dit verslag.\n",
               (unsigned long long)r->all, r->all == 1 ? "" : "en");
}

/* --- As JSON --- */

/* What SQLite says of a damaged file need not be UTF-8: jansson gives no string for that, and then there is none. */
static void note(void *context, const inspection_fault *f)
{
    json_t *what = json_string(f->what);
    json_array_append_new(context, json_pack("{s:s,s:s,s:o,s:s,s:s}", "part", inspection_name(f->part), "code", f->code, "what",
                                             what ? what : json_null(), "nl", f->nl, "en", f->en));
}

static json_t *parts_of(const inspection_result *r)
{
    json_t *parts = json_object();
    for (int p = 0; p < INSPECTION_PARTS; p++)
        json_object_set_new(parts, inspection_name((inspection_part)p), json_integer((json_int_t)r->faults[p]));
    return parts;
}

static bool write_json(const inspection_result *r, json_t *faults)
{
    json_t *report =
        json_pack("{s:b,s:I,s:o,s:{s:I,s:I,s:I,s:I,s:I},s:{s:I,s:s},s:O}", "ok", r->all == 0, "faults", (json_int_t)r->all,
                  "parts", parts_of(r), "rows", "gemeente", (json_int_t)r->gemeenten, "rubriek", (json_int_t)r->rubrieken,
                  "risicolocatie", (json_int_t)r->risicolocaties, "perceel", (json_int_t)r->percelen, "risicolocatie_versie",
                  (json_int_t)r->versies, "boeking", "id", (json_int_t)r->boeking, "moment", r->moment, "found", faults);
    const bool written = report && json_dumpf(report, stdout, JSON_INDENT(2)) == 0 && putchar('\n') == '\n';
    json_decref(report);
    return written;
}

static status look_for_json(const char *path, inspection_result *r)
{
    json_t *faults = json_array();
    const status done = inspection_run(path, (inspection_watch){.found = note, .context = faults, .most = SHOWN_IN_JSON}, r);
    const bool written = done.code == ST_OK && write_json(r, faults);
    json_decref(faults);
    TRY(done);
    return written ? status_ok()
                   : FAIL(INTERNAL, "json", "het verslag kan niet geschreven worden", "the report cannot be written");
}

static status look(const store_option *o, bool json, arena *a, inspection_result *r)
{
    const char *path = NULL;
    TRY(store_option_path(o, a, &path));
    if (json)
        return look_for_json(path, r);
    TRY(inspection_run(path, (inspection_watch){.found = tell, .ended = tell_end, .most = SHOWN}, r));
    tell_all(r);
    return status_ok();
}

int cmd_check(int argc, char **argv)
{
    store_option o = {0};
    bool json = false;
    inspection_result r = {.all = 0};
    const command_option known[] = {{.name = "json", .flag = &json}, STORE_OPTION_ROWS(o)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    arena *a = arena_new();
    const status done = look(&o, json, a, &r);
    arena_free(a);
    if (done.code != ST_OK)
        return command_fail("check", &done);
    return r.all == 0 ? 0 : 1;
}
