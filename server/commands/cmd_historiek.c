/* `risicolaag historiek`: how far back the store can tell how its layers were, and forgetting the rest. */
#include "base/belgian_time.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "data/store/writer.h"
#include "server/commands/command.h"
#include "server/commands/verbs.h"
#include "server/http/config_days.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "Gebruik: risicolaag historiek show [--state MAP] [--store BESTAND]\n"
    "         risicolaag historiek prune [--before DATUM | --days AANTAL] [--check] [--state MAP] [--store BESTAND]\n\n"
    "De opslag bewaart hoe elke risicolocatie was, en elke wijziging. Er gaat nooit iets weg, tenzij u 'prune' vraagt.\n\n"
    "show   zegt vanaf wanneer bewaard is hoe de lagen waren (peildatum), en hoeveel er bewaard is.\n"
    "prune  verwijdert hoe ze voor een dag waren. Vanaf het begin van die dag blijft alles te vragen, en de lagen van nu\n"
    "       veranderen niet. Wat weg is, komt niet terug: maak eerst een reservekopie. Anderen kunnen intussen verder werken.\n"
    "       Van een risicolocatie die voor die dag verwijderd werd, is dan niet meer bekend hoe ze was: haar id komt alleen nog\n"
    "       terug met 'risicolaag restore --gemeente', niet met een import.\n"
    "       Het bestand wordt niet kleiner; de ruimte wordt opnieuw gebruikt.\n\n"
    "  --before DATUM   tot deze dag, zoals 2026-03-01\n"
    "  --days AANTAL    tot zo veel dagen geleden; voor wie dit elke nacht laat doen\n"
    "                   Zonder --before en --days geldt \"history_days\" in config.json, in de map van --state; staat dat er "
    "niet,\n"
    "                   of is het 0, dan blijft alles\n"
    "  --check          zegt wat er weg zou gaan, en verwijdert niets\n" STORE_OPTION_HELP
    "  -h, --help       toont deze uitleg\n";

typedef struct options {
    store_option store;
    const char *before;
    int64_t days;
    bool check;
} options;

static status show(verb_call *c)
{
    history_extent h = {0};
    TRY(writer_history(c->writer, c->arena, &h));
    printf("Bewaard vanaf %s: %lld versies van risicolocaties, %lld boekingen met %lld regels.\n", h.since ? h.since : "nu",
           (long long)h.versions, (long long)h.bookings, (long long)h.lines);
    return status_ok();
}

/* How many days ago the history may begin, when no day was given; 0: it is kept whole. */
static status days_kept(const options *o, arena *a, int64_t *out)
{
    *out = o->days;
    return o->days || o->before ? status_ok() : store_option_history_days(&o->store, a, out);
}

/* Where the day begins in Belgium, as the journal writes moments. */
static status first_moment(const options *o, int64_t days, arena *a, const char **out)
{
    char seconds[CALENDAR_TIME];
    int64_t day = belgian_day(clock_wall()) - days;
    if (!o->before == !days)
        return FAIL(BAD_INPUT, "before", "geef --before of --days, een van de twee; zie --help",
                    "give --before or --days, one of the two; see --help");
    if (o->before && !(calendar_is_date(o->before, strlen(o->before)) && calendar_read(o->before, &day)))
        return FAIL(BAD_INPUT, "before", "--before moet een dag zijn zoals 2026-03-01, niet '%.40s'",
                    "--before must be a day such as 2026-03-01, not '%.40s'", o->before);
    calendar_time(belgian_midnight(day), seconds);
    *out = arena_printf(a, "%.19s.000Z", seconds);
    return status_ok();
}

static status prune_before(verb_call *c, const char *moment)
{
    const options *o = c->options;
    pruned p = {0};
    history_extent left = {0};
    if (o->check)
        TRY(writer_would_prune(c->writer, moment, &p));
    else
        TRY(writer_prune(c->writer, moment, &p));
    printf("%s: %lld versies van risicolocaties, %lld boekingen met %lld regels.\n", o->check ? "Zou weggaan" : "Verwijderd",
           (long long)p.versions, (long long)p.bookings, (long long)p.lines);
    TRY(writer_history(c->writer, c->arena, &left));
    printf("%s %s.\n", o->check ? "Nu is bewaard hoe de lagen waren vanaf" : "Hoe de lagen waren is nog te vragen vanaf",
           left.since ? left.since : "nu");
    return status_ok();
}

/* So many days ago there may have been nothing yet: every night until then that is no failure. */
static status has_older(verb_call *c, const char *moment, bool *out)
{
    const options *o = c->options;
    history_extent h = {0};
    TRY(writer_history(c->writer, c->arena, &h));
    *out = o->before || (h.since && strcmp(h.since, moment) < 0);
    return status_ok();
}

static status prune(verb_call *c)
{
    const options *o = c->options;
    const char *moment = NULL;
    int64_t days = 0;
    bool older = false;
    TRY(days_kept(o, c->arena, &days));
    if (!o->before && !days && store_option_has_settings(&o->store)) {
        printf("Er is niets verwijderd: config.json heeft geen \"history_days\", dus alles blijft bewaard.\n");
        return status_ok();
    }
    TRY(first_moment(o, days, c->arena, &moment));
    TRY(has_older(c, moment, &older));
    if (older)
        return prune_before(c, moment);
    printf("Er is niets verwijderd: van voor %s is niets bewaard.\n", moment);
    return status_ok();
}

static const verb items[] = {{"show", 0, show}, {"prune", 0, prune}};

int cmd_historiek(int argc, char **argv)
{
    options o = {0};
    const command_option known[] = {{.name = "before", .text = &o.before},
                                    {.name = "days", .number = &o.days, .least = 1, .most = CONFIG_DAYS_MOST},
                                    {.name = "check", .flag = &o.check},
                                    STORE_OPTION_ROWS(o.store)};
    const verbs v = VERBS_OF(help, known, items, &o, &o.store);
    return verbs_run(argc, argv, &v);
}
