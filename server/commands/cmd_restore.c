/* `risicolaag restore`: puts a backup back. */
#include "base/clock.h"
#include "data/manage/restore.h"
#include "server/commands/command.h"
#include "server/commands/store_open.h"

#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag restore BESTAND [--gemeente NIS [--force]] [--no-checksum] [--state MAP] [--store BESTAND]\n\n"
    "Zet een reservekopie ('risicolaag backup') terug: alles in de opslag wordt wat het toen was. Eerst wordt het bestand\n"
    "nagekeken (SHA-256, gaaf, versie) en de opslag zoals ze nu is apart bewaard, in de map reservekopie naast de opslag. De "
    "dienst\n"
    "mag blijven draaien: tot alles er is antwoordt ze uit de oude opslag, daarna uit de nieuwe. Wat na de kopie gewijzigd werd, "
    "is\n"
    "dan weg uit de opslag; het staat nog in het bestand dat apart bewaard werd.\n\n"
    "De servicesleutels blijven zoals ze zijn: een sleutel die u introk, gaat door terugzetten niet weer open.\n\n"
    "  --gemeente NIS   zet alleen de risicolocaties van deze gemeente terug, als een gewone wijziging die in het journaal komt: "
    "wat\n"
    "                   gelijk is blijft, wat anders is wordt gewijzigd, wat verdween komt terug onder zijn id, en wat erbij "
    "kwam wordt\n"
    "                   verwijderd. De rijen van voor en na staan als CSV in de map reservekopie. Niets anders verandert.\n"
    "                   Wat sinds de kopie uit het Omgevingsloket kwam, gaat ook weg en komt niet vanzelf terug: hoeveel dat er\n"
    "                   zijn, wordt gezegd.\n"
    "                   Ook wat uit het journaal verdween (historiek prune) komt terug; zijn versies tellen dan weer vanaf 1\n"
    "  --force          bij --gemeente: ook als iemand risicolocaties ervan vergrendeld houdt\n"
    "  --no-checksum    ook als risicolaag-….sha256 er niet bij ligt: dan is niet te zien of het bestand nog is wat het was.\n"
    "                   Ligt het er wel bij, dan moet het kloppen\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n\n"
    "In English: puts a backup in the place of the whole store, in one step, after checking it and keeping the store as it is "
    "now.\n"
    "The service may go on. Service keys are left as they are. With --gemeente only the rows of that gemeente, journalled.\n";

typedef struct restore_options {
    store_option store;
    const char *file, *nis_code;
    bool no_checksum, force;
} restore_options;

static void print_unchecked(const restore_options *o, bool unchecked)
{
    if (unchecked)
        printf("Let op: de SHA-256 van %s is niet nagekeken, want die ligt er niet bij.\n", o->file);
}

static void print_result(const restore_options *o, const restore_result *r)
{
    printf("Teruggezet uit %s: %lld risicolocaties, %lld percelen%s.\n", o->file, (long long)r->held.rows[COPY_RISICOLOCATIE],
           (long long)r->held.rows[COPY_PERCEEL], r->held.older ? " (bijgewerkt tot de versie van dit programma)" : "");
    print_unchecked(o, r->unchecked);
    if (r->aside)
        printf("De opslag zoals ze was, staat in %s.\n", r->aside);
}

static status print_gemeente(const restore_options *o, const import_result *r)
{
    const replace_result *n = &r->replaced;
    if (r->cause.code != ST_OK)
        return r->cause;
    if (r->errors > 0)
        return FAIL(BAD_INPUT, "restore", "niets teruggezet: %llu van %llu rijen van de kopie voldoen niet aan de regels van nu",
                    "nothing put back: %llu of %llu rows of the backup do not obey the rules of today",
                    (unsigned long long)r->refused, (unsigned long long)r->rows);
    printf("Gemeente %s teruggezet: %llu risicolocaties bleven zoals ze waren, %llu gewijzigd, %llu teruggekomen, %llu "
           "verwijderd.\n",
           o->nis_code, (unsigned long long)n->kept, (unsigned long long)n->changed, (unsigned long long)n->added,
           (unsigned long long)n->removed);
    if (n->removed_of_permits)
        printf(
            "Let op: van de verwijderde kwamen er %llu uit het Omgevingsloket, na de reservekopie; 'permits run' brengt ze niet "
            "terug.\n",
            (unsigned long long)n->removed_of_permits);
    command_tell_passed_locks(r->passed_locks);
    if (r->copy.before)
        printf("Hoe ze ervoor was, staat in %s.\n", r->copy.before);
    return r->after;
}

/* The connection ends before the work begins, which has one of its own. */
static status tell_frozen(const restore_options *o)
{
    writer *w = NULL;
    arena *own = arena_new();
    const status opened = store_open_to_write(&o->store, own, NULL, &w);
    arena_free(own);
    return opened;
}

static status restore_one(const restore_options *o, const restore_settings *settings, arena *a)
{
    import_result r;
    bool unchecked = false;
    TRY(tell_frozen(o));
    TRY(restore_gemeente(settings, o->nis_code, stderr, a, &r, &unchecked));
    print_unchecked(o, unchecked);
    return print_gemeente(o, &r);
}

static status restore_whole(const restore_options *o, const restore_settings *settings, arena *a)
{
    restore_result r;
    TRY(restore_all(settings, a, &r));
    print_result(o, &r);
    return status_ok();
}

static status run(const restore_options *o, arena *a)
{
    const char *store = NULL;
    TRY(store_option_path(&o->store, a, &store));
    const restore_settings settings = {.file = o->file,
                                       .store = store,
                                       .aside_folder = store_option_aside(store, a),
                                       .no_checksum = o->no_checksum,
                                       .force = o->force,
                                       .now = clock_wall()};
    return o->nis_code ? restore_one(o, &settings, a) : restore_whole(o, &settings, a);
}

int cmd_restore(int argc, char **argv)
{
    restore_options o = {0};
    const command_option known[] = {{.name = "gemeente", .text = &o.nis_code},
                                    {.name = "no-checksum", .flag = &o.no_checksum},
                                    {.name = "force", .flag = &o.force},
                                    STORE_OPTION_ROWS(o.store)};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 1}, NULL);
    if (read != OPTIONS_READ)
        return read;
    o.file = argv[optind];
    arena *a = arena_new();
    const status done = run(&o, a);
    arena_free(a);
    return done.code == ST_OK ? 0 : command_fail("restore", &done);
}
