#include "data/manage/sample_row.h"

#include <stdio.h>
#include <string.h>

/* Many activities are old, and the new list is young: tenths of the rows per period. */
int64_t sample_start_day(random_source *r)
{
    static const struct {
        int from, to;
    } periods[10] = {{1860, 1949}, {1950, 1979}, {1950, 1979}, {1980, 1999}, {1980, 1999},
                     {1980, 1999}, {2000, 2015}, {2000, 2015}, {2015, 2024}, {2015, 2024}};
    const uint32_t k = random_below(r, 10);
    const int64_t first = calendar_day(periods[k].from, 1, 1), last = calendar_day(periods[k].to, 12, 31);
    return first + random_below(r, (uint32_t)(last - first));
}

sample_permit sample_make_permit(random_source *r, int64_t start, uint64_t serial)
{
    sample_permit p = {.start = start, .serial = serial, .within = random_below(r, 10000)};
    const bool recent = p.start >= calendar_day(2017, 2, 23); /* the Omgevingsloket opened for all that day */
    p.omv = random_chance(r, recent ? 850 : 100);
    p.iioa = p.omv ? random_chance(r, 900) : random_chance(r, 50);
    p.changed = p.omv && random_chance(r, 80);
    return p;
}

void sample_fill_permit(const sample_permit *p, sample_texts *t, risicolocatie_row *out)
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

void sample_fill_dates(random_source *r, const sample_permit *p, uint32_t ended, sample_texts *t, risicolocatie_row *out)
{
    const int64_t last = calendar_day(2025, 6, 30);
    calendar_date(p->start, t->start);
    out->startdatum = slice_of(t->start);
    const bool has_ended = random_chance(r, ended);
    calendar_date(p->start + random_below(r, (uint32_t)(last - p->start)), t->end);
    out->einddatum = slice_of(has_ended ? t->end : NULL);
}

/* When the record was made and changed: fixed times, never the clock. */
void sample_fill_audit(random_source *r, sample_texts *t, risicolocatie_row *out)
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

/* Drawn from nothing, so that all other values stay as they were before there were references. */
void sample_fill_reference(const known_gemeente *g, uint32_t number, sample_texts *t, risicolocatie_row *out)
{
    if (number % 8 != 3)
        return;
    snprintf(t->reference, sizeof t->reference, "RL-%05u", (unsigned)number);
    out->eigen_kenmerk = slice_of(t->reference);
    out->kenmerk_van = slice_of(g->kbo_nummer);
}

/* Digit by digit: snprintf took a fortieth of the time of a sample, which has four parcels for each risk location. */
void sample_capakey(const char *nis, char section, uint32_t number, char letter, char out[SAMPLE_CAPAKEY])
{
    memcpy(out, "00000A0000/00A000", SAMPLE_CAPAKEY);
    memcpy(out, nis, strnlen(nis, 5));
    out[5] = section;
    for (int i = 9; i > 5; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    out[13] = letter;
}

const char *sample_bron(random_source *r, const sample_permit *p)
{
    static const char *const before[] = {"migratie", "migratie", "migratie", "gemeente", "deskundige"};
    return p->omv && p->start >= calendar_day(2017, 2, 23) ? "omgevingsloket" : before[random_below(r, 5)];
}
