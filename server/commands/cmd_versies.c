/* `risicolaag versies`: every state that one feature has had, and who made it so. */
#include "data/manage/csv_write.h"
#include "data/manage/history.h"
#include "server/commands/command.h"
#include "server/commands/store_option.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "Gebruik: risicolaag versies OBJECT [--json] [--layers MAP] [--state MAP] [--store BESTAND]\n\n"
    "Toont elke toestand van een object (zoals risicolocatie.440210000001), de oudste eerst, als CSV: het nummer, van wanneer "
    "tot\n"
    "wanneer, wat er gebeurde, langs welke weg, met welke rol, voor welke organisatie, en waarom. Wie de persoon was, staat er\n"
    "niet bij. Zonder 'tot' is het de toestand van nu.\n\n"
    "  --json           als JSON: een lijst van objecten met dezelfde namen\n"
    "  --layers MAP     de map met de lagen (standaard: die van config.json in de map van --state, en anders die\n"
    "                   van het programma zelf)\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n";

typedef struct options {
    store_option store;
    const char *layers, *id;
    bool json;
} options;

static const char *const names[] = {"versie", "van", "tot", "wat", "weg", "rol", "organisatie", "reden", "geschrapt"};
enum { NAMES = sizeof names / sizeof *names };

static status read_versions(const options *o, arena *a, row_versions *out)
{
    const char *layers = o->layers, *path = NULL;
    if (!layers)
        TRY(store_option_layers(&o->store, a, &layers));
    TRY(store_option_path(&o->store, a, &path));
    return history_versions(path, layers, o->id, a, out);
}

/* In the order of the names; NULL: nothing is known, or there is none. */
static void texts_of(const row_version *v, arena *a, const char *texts[NAMES])
{
    const char *const all[NAMES] = {arena_printf(a, "%lld", (long long)v->number),
                                    v->from,
                                    v->until,
                                    v->what,
                                    v->way,
                                    v->roles,
                                    v->organisation,
                                    v->reason,
                                    v->hidden ? "1" : "0"};
    memcpy(texts, all, sizeof all);
}

static void write_csv(const row_versions *found, arena *a)
{
    slice cells[NAMES];
    for (size_t i = 0; i < NAMES; i++)
        cells[i] = slice_of(names[i]);
    csv_write_row(stdout, cells, NAMES, CSV_GUARDED, "\n");
    for (size_t at = 0; at < found->count; at++) {
        const char *texts[NAMES];
        texts_of(&found->items[at], a, texts);
        for (size_t i = 0; i < NAMES; i++)
            cells[i] = texts[i] ? slice_of(texts[i]) : (slice){0};
        csv_write_row(stdout, cells, NAMES, CSV_GUARDED, "\n");
    }
}

static void write_json(const row_versions *found, arena *a)
{
    json_t *list = json_array();
    for (size_t at = 0; at < found->count; at++) {
        const row_version *v = &found->items[at];
        const char *texts[NAMES];
        json_t *one = json_object();
        texts_of(v, a, texts);
        json_object_set_new(one, names[0], json_integer(v->number));
        for (size_t i = 1; i < NAMES - 1; i++)
            json_object_set_new(one, names[i], texts[i] ? json_string(texts[i]) : json_null());
        json_object_set_new(one, names[NAMES - 1], json_boolean(v->hidden));
        json_array_append_new(list, one);
    }
    json_dumpf(list, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(list);
}

static status run(const options *o, arena *a)
{
    row_versions found = {0};
    TRY(read_versions(o, a, &found));
    if (found.count == 0)
        return FAIL(NOT_FOUND, "object", "er is geen object %.60s, en er is ook geen vorige toestand van bewaard",
                    "there is no feature %.60s, and no earlier state of it is kept", o->id);
    if (found.more)
        fprintf(stderr, "Alleen de laatste %d toestanden.\n", (int)VERSIONS_MOST);
    o->json ? write_json(&found, a) : write_csv(&found, a);
    return status_ok();
}

int cmd_versies(int argc, char **argv)
{
    options o = {0};
    const command_option known[] = {
        {.name = "json", .flag = &o.json}, {.name = "layers", .text = &o.layers}, STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 1}, NULL);
    if (read != OPTIONS_READ)
        return read;
    o.id = argv[optind];
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("versies", &done);
}
