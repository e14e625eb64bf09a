/* The awkward sample, for tests and measuring: shapes and texts that break careless software, all over the gemeente. */
#include "data/manage/sample_job.h"
#include "data/manage/sample_shape.h"

#include <stdlib.h>

enum { STREAM_ROW = 1, STREAM_PERMIT = 2, STREAM_GROUP = 3, STREAM_SHAPE = 4 };
enum { INVALID_PER_MILLE = 7, PARCEL_PER_MILLE = 850, ENDED_PER_MILLE = 300 };

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

/* In a third of the groups of three, all rows share the permit of the first. */
static uint32_t permit_leader(const sample_source *s, uint32_t number)
{
    random_source r = random_start(s->seed, s->first, ((uint64_t)number / 3) << 8 | STREAM_GROUP);
    return random_chance(&r, 333) ? number - number % 3 : number;
}

static sample_permit shared_permit(const sample_source *s, uint32_t number)
{
    const uint32_t leader = permit_leader(s, number);
    random_source r = random_start(s->seed, s->first, (uint64_t)leader << 8 | STREAM_PERMIT);
    const int64_t start = sample_start_day(&r);
    return sample_make_permit(&r, start, s->first + leader);
}

static void fill_row(const sample_source *s, uint32_t number, sample_texts *texts, risicolocatie_row *out)
{
    random_source r = random_start(s->seed, s->first, (uint64_t)number << 8 | STREAM_ROW);
    const sample_permit p = shared_permit(s, number);
    const bool old = p.start < calendar_day(2015, 6, 1);
    *out = (risicolocatie_row){.gemeente_nis = slice_of(s->gemeente->nis_code), .gemeente_naam = slice_of(s->gemeente->naam)};
    out->rubriek = old ? &s->old_list[random_below(&r, s->old_count)] : &s->new_list[random_below(&r, s->new_count)];
    const uint32_t note = random_below(&r, sizeof notes / sizeof *notes);
    out->omschrijving = slice_of(random_chance(&r, 400) ? notes[note] : NULL);
    out->bron = slice_of(sample_bron(&r, &p));
    sample_fill_permit(&p, texts, out);
    sample_fill_dates(&r, &p, ENDED_PER_MILLE, texts, out);
    sample_fill_audit(&r, texts, out);
    sample_fill_reference(s->gemeente, number + 1, texts, out);
}

static status add_parcel(sample_job *j, random_source *r, const char *nis, uint32_t number)
{
    char key[SAMPLE_CAPAKEY];
    if (!random_chance(r, PARCEL_PER_MILLE))
        return status_ok();
    sample_capakey(nis, (char)('A' + number / 9999 % 26), 1 + number % 9999U, (char)('A' + number / 9999 / 26 % 26), key);
    sample_draw_parcel(r, &j->place, &j->parcel);
    return sample_keep_perceel(j, key, nis);
}

static void draw(sample_job *j, random_source *r, const contour *inside, risicolocatie_row *row)
{
    const sample_place at = sample_find_place(r, inside);
    row->has_area = !random_chance(r, INVALID_PER_MILLE);
    if (row->has_area)
        sample_draw(r, &at, &j->place);
    else
        sample_draw_invalid(r, &at, &j->place);
    row->contour = &j->place;
    row->oppervlakte_m2 = shape_area_m2(&j->place);
    j->result.invalid += !row->has_area;
}

static status add_row(sample_job *j, const sample_source *s, size_t gemeente, uint32_t number)
{
    sample_texts texts;
    risicolocatie_row row;
    random_source r = random_start(j->settings->seed, s->first, (uint64_t)number << 8 | STREAM_SHAPE);
    fill_row(s, number, &texts, &row);
    row.id = writer_id((int64_t)strtol(s->gemeente->nis_code, NULL, 10), (int64_t)number + 1);
    draw(j, &r, &j->facts.gemeenten[gemeente].contour, &row);
    TRY(sample_keep_risicolocatie(j, &row));
    return add_parcel(j, &r, s->gemeente->nis_code, number);
}

status sample_add_awkward(sample_job *j, const sample_source *s, size_t gemeente)
{
    for (uint32_t k = 0; k < j->quota[gemeente]; k++) {
        TRY(add_row(j, s, gemeente, k));
        progress_show(&j->bar, j->result.risicolocaties, j->settings->features);
    }
    return status_ok();
}
