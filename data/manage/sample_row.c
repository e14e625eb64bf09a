#include "data/manage/sample_row.h"

#include <stdio.h>

enum { STREAM_ROW = 1, STREAM_PERMIT = 2, STREAM_GROUP = 3 };

/* What breaks careless software: markup, quotes, characters beyond ASCII, newlines, what a spreadsheet takes for a formula, the
 * CSV separator. */
static const char *const notes[] = {
    "Dossier overgenomen uit de gemeentelijke inventaris.",
    "Voormalige smederij & carrosseriebedrijf",
    "Tankstation; 2 ondergrondse tanks; gesaneerd in 1998",
    "Opslag < 20 m³ en > 5 m³ volgens de aangifte",
    "Bedrijf \"De Zwaan\" — zie ook 't Veldeken",
    "Temperatuur van de oven: 850 °C",
    "=1+1",
    "=HYPERLINK(\"http://example.invalid\")",
    "+32 000 00 00 00",
    "@terrein",
    "-",
    "Eerste regel\nTweede regel",
    "Eerste regel\r\nTweede regel; met puntkomma",
    "🏭 fabriek, ⚠️ let op",
    "Łódź, naïve café, 日本",
    "'; DROP TABLE risicolocatie; --",
    "<script>alert(1)</script> ]]> &amp;",
    "100 % of 5_0 \\ 2",
    "  blanco's vooraan en achteraan  ",
    /* clang-format off */
    "Zeer lange nota, langer dan een kolom van een tabel laat zien. Zeer lange nota, langer dan een kolom van een tabel laat zien. Zeer lange nota, langer dan een kolom van een tabel laat zien. Zeer lange nota, langer dan een kolom van een tabel laat zien.",
    /* clang-format on */
    "Kadastraal perceel deels op openbaar domein",
    "Contour volgt het deskundigenverslag",
    "Activiteit gestopt; bodemonderzoek uitgevoerd",
};

/* Many activities are old, and the new list is young: tenths of the rows per period. */
static int64_t start_day(random_source *r)
{
    static const struct {
        int from, to;
    } periods[10] = {{1860, 1949}, {1950, 1979}, {1950, 1979}, {1980, 1999}, {1980, 1999},
                     {1980, 1999}, {2000, 2015}, {2000, 2015}, {2015, 2024}, {2015, 2024}};
    const uint32_t k = random_below(r, 10);
    const int64_t first = calendar_day(periods[k].from, 1, 1), last = calendar_day(periods[k].to, 12, 31);
    return first + random_below(r, (uint32_t)(last - first));
}

typedef struct permit {
    int64_t start;
    bool omv, iioa, changed;
    uint64_t serial;
    uint32_t within;
} permit;

/* In a third of the groups of three, all rows share the permit of the first. */
static uint32_t permit_leader(const sample_source *s, uint32_t number)
{
    random_source r = random_start(s->seed, s->first, ((uint64_t)number / 3) << 8 | STREAM_GROUP);
    return random_chance(&r, 333) ? number - number % 3 : number;
}

static permit make_permit(const sample_source *s, uint32_t leader)
{
    random_source r = random_start(s->seed, s->first, (uint64_t)leader << 8 | STREAM_PERMIT);
    permit p = {.start = start_day(&r), .serial = s->first + leader, .within = random_below(&r, 10000)};
    const bool recent = p.start >= calendar_day(2017, 2, 23); /* the Omgevingsloket opened for all that day */
    p.omv = random_chance(&r, recent ? 850 : 100);
    p.iioa = p.omv ? random_chance(&r, 900) : random_chance(&r, 50);
    p.changed = p.omv && random_chance(&r, 80);
    return p;
}

static void fill_permit(const permit *p, sample_texts *t, risicolocatie_row *out)
{
    char day[CALENDAR_DATE];
    const int64_t omv_start = calendar_day(2017, 2, 23);
    calendar_date(p->start < omv_start ? omv_start + (int64_t)(p->serial % 2800) : p->start, day);
    snprintf(t->omv, sizeof t->omv, "OMV_%.4s%06u", day, (unsigned)(p->serial % 1000000));
    snprintf(t->iioa, sizeof t->iioa, "%.4s%.2s%.2s-%04u", day, day + 5, day + 8, p->within % 10000U);
    out->omv_nummer = slice_of(p->omv ? t->omv : NULL);
    out->iioa_nummer = slice_of(p->iioa ? t->iioa : NULL);
    out->wijziging_vergunning = slice_of(p->changed ? "JA" : "NEE");
}

static void fill_dates(random_source *r, const permit *p, sample_texts *t, risicolocatie_row *out)
{
    const int64_t last = calendar_day(2025, 6, 30);
    calendar_date(p->start, t->start);
    out->startdatum = slice_of(t->start);
    const bool ended = random_chance(r, 300);
    calendar_date(p->start + random_below(r, (uint32_t)(last - p->start)), t->end);
    out->einddatum = slice_of(ended ? t->end : NULL);
}

/* When the record was made and changed: fixed moments, never the clock. */
static void fill_audit(random_source *r, sample_texts *t, risicolocatie_row *out)
{
    const int64_t created = calendar_day(2024, 1, 1) * 86400 + random_below(r, 366 * 86400);
    const bool changed = random_chance(r, 350);
    const int64_t last = created + (changed ? random_below(r, 200 * 86400) : 0);
    calendar_time(created, t->created);
    calendar_time(last, t->changed);
    calendar_time(last, t->struck);
    out->aangemaakt_op = slice_of(t->created);
    out->gewijzigd_op = slice_of(t->changed);
    out->geschrapt = random_chance(r, 20);
    out->geschrapt_op = slice_of(out->geschrapt && random_chance(r, 950) ? t->struck : NULL);
    out->versie = changed || out->geschrapt ? 2 + random_below(r, 4) : 1;
}

static const char *source_of(random_source *r, const permit *p)
{
    static const char *const before[] = {"migratie", "migratie", "migratie", "gemeente", "deskundige"};
    return p->omv && p->start >= calendar_day(2017, 2, 23) ? "omgevingsloket" : before[random_below(r, 5)];
}

void sample_fill_row(const sample_source *s, uint32_t number, sample_texts *texts, risicolocatie_row *out)
{
    random_source r = random_start(s->seed, s->first, (uint64_t)number << 8 | STREAM_ROW);
    const permit p = make_permit(s, permit_leader(s, number));
    const bool old = p.start < calendar_day(2015, 6, 1);
    *out = (risicolocatie_row){.gemeente_nis = slice_of(s->gemeente->nis_code), .gemeente_naam = slice_of(s->gemeente->naam)};
    out->rubriek = old ? &s->old_list[random_below(&r, s->old_count)] : &s->new_list[random_below(&r, s->new_count)];
    const uint32_t note = random_below(&r, sizeof notes / sizeof *notes);
    out->omschrijving = slice_of(random_chance(&r, 400) ? notes[note] : NULL);
    out->bron = slice_of(source_of(&r, &p));
    fill_permit(&p, texts, out);
    fill_dates(&r, &p, texts, out);
    fill_audit(&r, texts, out);
}
