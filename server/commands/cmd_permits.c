/* `risicolaag permits`: the daily flow of the Omgevingsloket, its switch per gemeente, and what people must look at. */
#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "data/manage/csv_write.h"
#include "data/manage/permits/permits.h"
#include "data/store/permits.h"
#include "server/commands/command.h"
#include "server/commands/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Gebruik: risicolaag permits run --from MAP [--since DATUM]\n"
    "         risicolaag permits status\n"
    "         risicolaag permits switch [--gemeente NIS [--on | --off]]\n"
    "         risicolaag permits work | settle NUMMER\n"
    "         risicolaag permits list [--gemeente NIS] | seen ID\n\n"
    "run     verwerkt wat het Omgevingsloket sinds de laatste keer leverde: omv-VAN_TOT.jsonl (of .jsonl.gz) met zijn manifest.\n"
    "        Elke vergunde rubriek wordt een risicolocatie. Nog eens draaien verandert niets. Uitgang: 0 alles is verwerkt,\n"
    "        1 het ging mis, 3 er ontbreekt een levering, er zijn meer dan twee dagen achterstand, of de opslag is bevroren\n"
    "        (dan gaat het de volgende keer verder).\n"
    "status  zegt tot welke dag alles verwerkt is, en hoeveel er op de werklijst staat; uitgang zoals bij run.\n"
    "switch  toont of de integratie aan staat, per gemeente, of zet ze aan of uit. Uit: er komen geen nieuwe risicolocaties "
    "bij.\n"
    "        Wat beslist is terwijl ze uit stond, komt ook later niet.\n"
    "work    toont als CSV wat niet vanzelf ging: een onbekende rubriek, een perceel dat er niet is. Het wordt elke keer "
    "opnieuw\n"
    "        geprobeerd, tot het lukt of tot iemand met 'settle' zegt dat het afgehandeld is.\n"
    "list    toont als CSV de risicolocaties uit het Omgevingsloket die nog niemand nakeek, en die waarvan de vergunning "
    "wijzigde.\n"
    "seen    zegt dat een risicolocatie nagekeken is. Aan de risicolocatie zelf verandert niets.\n\n"
    "  --from MAP      de map met leveringen\n"
    "  --since DATUM   bij de eerste keer: de dag vanaf wanneer alles er moet zijn (standaard: die van de eerste levering)\n"
    "  --gemeente NIS  van deze gemeente alleen\n" STORE_OPTION_HELP "  -h, --help       toont deze uitleg\n";

enum { EXIT_BEHIND = 3 };

typedef struct options {
    store_option store;
    const char *from, *since, *gemeente;
    bool on, off;
} options;

/* --- run, status --- */

static int tell_stand(permit_mark mark, int64_t open)
{
    if (!mark.tot || strcmp(mark.begin, mark.tot) == 0) {
        printf("Er is nog niets verwerkt%s%s.\n", mark.tot ? "; alles moet er zijn vanaf " : "", mark.tot ? mark.tot : "");
        return EXIT_BEHIND;
    }
    const int64_t behind = permits_days_behind(mark.tot, clock_wall());
    printf("Alles van %s tot %s is verwerkt. Op de werklijst %s %lld %s.\n", mark.begin, mark.tot, open == 1 ? "staat" : "staan",
           (long long)open, open == 1 ? "zaak" : "zaken");
    if (behind > PERMITS_DAYS_MOST)
        printf("Let op: dat is %lld dagen geleden; er mogen er hoogstens %d tussen zitten.\n", (long long)behind,
               PERMITS_DAYS_MOST);
    return behind > PERMITS_DAYS_MOST ? EXIT_BEHIND : 0;
}

static status check_date(const char *date)
{
    if (!date || calendar_is_date(date, strlen(date)))
        return status_ok();
    return FAIL(BAD_INPUT, "since", "--since \"%.40s\" is geen datum: schrijf JJJJ-MM-DD",
                "--since \"%.40s\" is not a date: write YYYY-MM-DD", date);
}

static void tell_log(const permits_result *r)
{
    log_write(r->stopped.code == ST_OK ? "info" : "warn",
              "permits: until %s, %llu deliveries, %llu events, %llu added, %llu labelled, %lld open", r->tot ? r->tot : "-",
              (unsigned long long)r->deliveries, (unsigned long long)r->events, (unsigned long long)r->added,
              (unsigned long long)r->labelled, (long long)r->open);
}

static status run_flow(verb_call *c)
{
    const options *o = c->options;
    permits_result r = {.stopped = status_ok(), .unread = status_ok()};
    if (!o->from)
        return FAIL(BAD_INPUT, "from", "geef de map met leveringen: --from MAP",
                    "give the folder with deliveries: --from FOLDER");
    TRY(check_date(o->since));
    TRY(permits_run(&(permits_settings){o->from, o->since}, c->writer, c->arena, &r));
    printf("%llu %s verwerkt: %llu gebeurtenissen, %llu risicolocaties erbij, %llu met een gewijzigde vergunning.\n",
           (unsigned long long)r.deliveries, r.deliveries == 1 ? "levering" : "leveringen", (unsigned long long)r.events,
           (unsigned long long)r.added, (unsigned long long)r.labelled);
    c->exit_code = tell_stand((permit_mark){r.begin, r.tot}, r.open);
    if (r.unread.code != ST_OK)
        printf("Niet gelezen: %s.\n", r.unread.nl);
    if (r.stopped.code != ST_OK)
        printf("Niet verder: %s.\n", r.stopped.nl);
    tell_log(&r);
    c->exit_code = r.stopped.code == ST_OK ? c->exit_code : EXIT_BEHIND;
    return status_ok();
}

static status tell_status(verb_call *c)
{
    permit_mark mark;
    int64_t open = 0;
    TRY(permits_find_mark(c->writer, c->arena, &mark));
    TRY(permits_count_open(c->writer, &open));
    c->exit_code = tell_stand(mark, open);
    return status_ok();
}

/* --- switch --- */

static status show_switch(void *context, const permit_switch *s)
{
    (void)context;
    csv_write_row(
        stdout,
        (slice[]){slice_of(s->nis), slice_of(s->naam), slice_of(s->on ? "aan" : "uit"), slice_of(s->since), slice_of(s->who)}, 5,
        CSV_GUARDED, "\n");
    return status_ok();
}

static status check_gemeente(const options *o, writer *w)
{
    bool there = false;
    if (!o->gemeente)
        return status_ok();
    TRY(writer_has_gemeente(w, o->gemeente, &there));
    return there ? status_ok()
                 : FAIL(BAD_INPUT, "gemeente", "gemeente %.20s is er niet: geef een NIS-code van 'risicolaag gemeenten list'",
                        "there is no gemeente %.20s: give an NIS code of 'risicolaag gemeenten list'", o->gemeente);
}

static status set_switch(const options *o, writer *w)
{
    if (!o->gemeente || (o->on && o->off))
        return FAIL(BAD_INPUT, "gemeente", "geef --gemeente NIS en --on of --off", "give --gemeente NIS and --on or --off");
    TRY(writer_begin(w));
    TRY(permits_switch(w, o->gemeente, o->on, clock_wall(), "beheerder"));
    TRY(writer_commit(w));
    printf("De integratie van %s staat nu %s.\n", o->gemeente, o->on ? "aan" : "uit");
    return status_ok();
}

static status run_switch(verb_call *c)
{
    const options *o = c->options;
    TRY(check_gemeente(o, c->writer));
    if (o->on || o->off)
        return set_switch(o, c->writer);
    puts("nis_code;naam;integratie;sinds;door");
    return permits_each_switch(c->writer, o->gemeente, show_switch, NULL);
}

/* --- What people must look at --- */

static status show_open(void *context, const permit_open *p)
{
    char number[24];
    (void)context;
    snprintf(number, sizeof number, "%lld", (long long)p->number);
    csv_write_row(stdout,
                  (slice[]){slice_of(number), slice_of(p->since), slice_of(p->code), slice_of(p->omv_nummer),
                            slice_of(p->iioa_nummer), slice_of(p->text), slice_of(p->delivery)},
                  7, CSV_GUARDED, "\n");
    return status_ok();
}

static status run_work(verb_call *c)
{
    puts("nummer;sinds;code;omv_nummer;iioa_nummer;uitleg;levering");
    return permits_each_open(c->writer, show_open, NULL);
}

static status read_number(const char *word, const char *prefix, int64_t *out)
{
    const size_t n = strlen(prefix);
    if (word && text_to_int64(strncmp(word, prefix, n) == 0 ? word + n : word, out) && *out > 0)
        return status_ok();
    return FAIL(BAD_INPUT, "nummer", "geef het nummer uit de lijst", "give the number from the list");
}

static status run_settle(verb_call *c)
{
    int64_t number = 0;
    TRY(read_number(c->word, "", &number));
    TRY(writer_begin(c->writer));
    TRY(permits_close(c->writer, number, "beheerder"));
    TRY(writer_commit(c->writer));
    printf("Nummer %lld is afgehandeld.\n", (long long)number);
    return status_ok();
}

static status show_unseen(void *context, const permit_unseen *u)
{
    char id[40];
    (void)context;
    snprintf(id, sizeof id, "risicolocatie.%lld", (long long)u->id);
    csv_write_row(stdout,
                  (slice[]){slice_of(id), slice_of(u->nis), slice_of(u->rubriek), slice_of(u->omv_nummer),
                            slice_of(u->iioa_nummer), slice_of(u->startdatum), slice_of(u->changed ? "JA" : "NEE"),
                            slice_of(u->twin ? "JA" : "NEE"), slice_of(u->outside ? "JA" : "NEE")},
                  9, CSV_GUARDED, "\n");
    return status_ok();
}

static status run_list(verb_call *c)
{
    const options *o = c->options;
    TRY(check_gemeente(o, c->writer));
    puts("id;gemeente_nis;rubriek;omv_nummer;iioa_nummer;startdatum;wijziging_vergunning;mogelijk_dubbel;buiten_gemeente");
    return permits_each_unseen(c->writer, o->gemeente, show_unseen, NULL);
}

static status run_seen(verb_call *c)
{
    int64_t id = 0;
    TRY(read_number(c->word, "risicolocatie.", &id));
    TRY(writer_begin(c->writer));
    TRY(permits_mark_seen(c->writer, id, "beheerder"));
    TRY(writer_commit(c->writer));
    printf("risicolocatie.%lld is nagekeken.\n", (long long)id);
    return status_ok();
}

/* --- Which --- */

static const verb items[] = {{"run", 0, run_flow},  {"status", 0, tell_status}, {"switch", 0, run_switch},
                             {"work", 0, run_work}, {"settle", 1, run_settle},  {"list", 0, run_list},
                             {"seen", 1, run_seen}};

int cmd_permits(int argc, char **argv)
{
    options o = {0};
    const command_option known[] = {{.name = "from", .text = &o.from},         {.name = "since", .text = &o.since},
                                    {.name = "gemeente", .text = &o.gemeente}, {.name = "on", .flag = &o.on},
                                    {.name = "off", .flag = &o.off},           STORE_OPTION_ROWS(o.store)};
    const verbs v = VERBS_OF(help, known, items, &o, &o.store);
    return verbs_run(argc, argv, &v);
}
