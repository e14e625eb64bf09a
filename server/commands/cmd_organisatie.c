/* `risicolaag organisatie`: which gemeenten an organisation stands for, and when. */
#include "base/calendar.h"
#include "base/clock.h"
#include "base/text.h"
#include "data/manage/csv_write.h"
#include "data/manage/organisation.h"
#include "server/commands/command.h"
#include "server/commands/verbs.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "Gebruik: risicolaag organisatie list [--organisatie CODE] [--gemeente NIS]\n"
    "         risicolaag organisatie add --organisatie CODE --gemeente NIS[,NIS ...] [--van DATUM] [--tot DATUM] [--bron TEKST]\n"
    "         risicolaag organisatie end --organisatie CODE [--gemeente NIS] [--tot DATUM]\n\n"
    "Zegt welke gemeenten een organisatie mag zien, naast het KBO-nummer van de gemeente zelf. Zo houdt een gemeente die\n"
    "samengevoegd is, toegang met haar oude KBO-nummer of haar oude NIS-code. Een wijziging geldt vanaf de volgende vraag.\n\n"
    "list  toont de koppelingen als CSV.\n"
    "add   maakt een koppeling met elke gemeente.\n"
    "end   beëindigt de koppelingen.\n"
    "Bij een fout verandert er niets.\n\n"
    "  --organisatie CODE  KBO-nummer zonder punten, OVO-code, of de NIS-code van vóór de samenvoeging\n"
    "  --gemeente NIS      NIS-code van een gemeente in de opslag\n"
    "  --van DATUM         eerste dag, zoals 2025-01-01 (standaard: vandaag)\n"
    "  --tot DATUM         laatste dag (standaard bij add: geen einde; bij end: gisteren)\n"
    "  --bron TEKST        wie dit zegt (standaard: beheerder)\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n";

typedef struct options {
    store_option store;
    organisation_link link;
    const char *gemeenten;
} options;

/* days: from today, in UTC as the store counts. */
static const char *day(arena *a, int days)
{
    char date[CALENDAR_DATE];
    calendar_date(clock_wall() / 86400 + days, date);
    return arena_strdup(a, date);
}

static bool is_wanted(const options *o, const organisation_link *l)
{
    return (!o->link.organisatie || strcmp(o->link.organisatie, l->organisatie) == 0) &&
           (!o->gemeenten || strcmp(o->gemeenten, l->nis_code) == 0);
}

static status list(verb_call *c)
{
    const options *o = c->options;
    organisation_links all;
    TRY(writer_links(c->writer, c->arena, &all));
    puts("organisatie;nis_code;naam;geldig_van;geldig_tot;bron");
    for (size_t i = 0; i < all.count; i++) {
        const organisation_link *l = &all.items[i];
        if (is_wanted(o, l))
            csv_write_row(stdout,
                          (slice[]){slice_of(l->organisatie), slice_of(l->nis_code), slice_of(l->naam), slice_of(l->geldig_van),
                                    slice_of(l->geldig_tot), slice_of(l->bron)},
                          6, CSV_GUARDED, "\n");
    }
    return status_ok();
}

static status add(verb_call *c)
{
    const options *o = c->options;
    const text_list gemeenten = text_items(c->arena, o->gemeenten ? o->gemeenten : "", ',');
    organisation_link link = o->link;
    if (!link.organisatie || gemeenten.count == 0)
        return FAIL(BAD_INPUT, "organisatie", "geef --organisatie en --gemeente; zie --help",
                    "give --organisatie and --gemeente; see --help");
    link.geldig_van = link.geldig_van ? link.geldig_van : day(c->arena, 0);
    link.bron = link.bron ? link.bron : "beheerder";
    TRY(writer_begin(c->writer));
    for (size_t i = 0; i < gemeenten.count; i++) {
        link.nis_code = gemeenten.items[i];
        TRY(organisation_add(c->writer, &link));
    }
    TRY(writer_commit(c->writer));
    printf("Organisatie %s staat nu voor %zu %s meer.\n", link.organisatie, gemeenten.count,
           gemeenten.count == 1 ? "gemeente" : "gemeenten");
    return status_ok();
}

static status end(verb_call *c)
{
    const options *o = c->options;
    int ended = 0;
    const char *last_day = o->link.geldig_tot ? o->link.geldig_tot : day(c->arena, -1);
    if (!o->link.organisatie)
        return FAIL(BAD_INPUT, "organisatie", "geef --organisatie; zie --help", "give --organisatie; see --help");
    TRY(writer_begin(c->writer));
    TRY(organisation_end(c->writer, o->link.organisatie, o->gemeenten, last_day, &ended));
    TRY(writer_commit(c->writer));
    printf("%d %s van organisatie %s: de laatste dag is %s.\n", ended, ended == 1 ? "koppeling" : "koppelingen",
           o->link.organisatie, last_day);
    return status_ok();
}

static const verb items[] = {{"list", 0, list}, {"add", 0, add}, {"end", 0, end}};

int cmd_organisatie(int argc, char **argv)
{
    options o = {0};
    const command_option known[] = {{.name = "organisatie", .text = &o.link.organisatie},
                                    {.name = "gemeente", .text = &o.gemeenten},
                                    {.name = "van", .text = &o.link.geldig_van},
                                    {.name = "tot", .text = &o.link.geldig_tot},
                                    {.name = "bron", .text = &o.link.bron},
                                    STORE_OPTION_ROWS(o.store)};
    const verbs v = VERBS_OF(help, known, items, &o, &o.store);
    return verbs_run(argc, argv, &v);
}
