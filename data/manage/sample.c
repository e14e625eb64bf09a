#include "data/manage/sample.h"

#include "data/manage/facts.h"
#include "data/manage/progress.h"
#include "data/manage/sample_row.h"
#include "data/manage/sample_shape.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STREAM_SHAPE = 4, INVALID_PER_MILLE = 7, PARCEL_PER_MILLE = 850 };

typedef struct job {
    const sample_settings *settings;
    writer *writer;
    arena *arena;
    known_facts known;
    fact_list facts;
    uint32_t *quota; /* rows per gemeente */
    shape place, parcel;
    progress bar;
    sample_result result;
} job;

typedef struct share {
    double fraction;
    size_t index;
} share;

static int by_fraction(const void *one, const void *other)
{
    const share *a = one, *b = other;
    if (a->fraction != b->fraction)
        return a->fraction > b->fraction ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* One each when there are enough, the rest by area (largest remainder). With fewer rows than gemeenten the largest ones get them.
 */
static void share_out(job *j)
{
    const size_t n = j->facts.gemeente_count;
    const uint32_t all = j->settings->features, each = all >= n ? 1 : 0;
    share *rest = arena_array(j->arena, n, sizeof *rest);
    double area = 0;
    for (size_t i = 0; i < n; i++)
        area += j->facts.gemeenten[i].site.area_m2;
    uint32_t left = all;
    for (size_t i = 0; i < n; i++) {
        const double exact = (double)(all - each * (uint32_t)n) * (j->facts.gemeenten[i].site.area_m2 / area);
        j->quota[i] = each + (uint32_t)exact;
        left -= j->quota[i];
        rest[i] = (share){exact - floor(exact), i};
    }
    qsort(rest, n, sizeof *rest, by_fraction);
    for (size_t i = 0; n > 0 && i < left; i++)
        j->quota[rest[i % n].index]++;
}

static void capakey(const char *nis, uint32_t number, char out[32])
{
    snprintf(out, 32, "%.5s%c%04u/00%c000", nis, (char)('A' + number / 9999 % 26), 1 + number % 9999U,
             (char)('A' + number / 9999 / 26 % 26));
}

static status add_parcel(job *j, random_source *r, const char *nis, uint32_t number)
{
    char key[32];
    if (!random_chance(r, PARCEL_PER_MILLE))
        return status_ok();
    capakey(nis, number, key);
    sample_draw_parcel(r, &j->place, &j->parcel);
    j->result.percelen++;
    return writer_add_perceel(j->writer, &(perceel_row){slice_of(key), slice_of(nis), &j->parcel});
}

static void draw(job *j, random_source *r, const contour *inside, risicolocatie_row *row)
{
    const sample_place at = sample_find_place(r, inside);
    row->has_area = !random_chance(r, INVALID_PER_MILLE);
    if (row->has_area)
        sample_draw(r, &at, &j->place);
    else
        sample_draw_invalid(r, &at, &j->place);
    row->contour = &j->place;
    row->oppervlakte_m2 = floor(shape_area(&j->place) * 100 + 0.5) / 100;
    j->result.invalid += !row->has_area;
}

static status add_row(job *j, const sample_source *s, size_t gemeente, uint32_t number)
{
    sample_texts texts;
    risicolocatie_row row;
    random_source r = random_start(j->settings->seed, s->first, (uint64_t)number << 8 | STREAM_SHAPE);
    sample_fill_row(s, number, &texts, &row);
    row.id = writer_id((int64_t)strtol(s->gemeente->nis_code, NULL, 10), (int64_t)number + 1);
    draw(j, &r, &j->facts.gemeenten[gemeente].contour, &row);
    j->result.risicolocaties++;
    TRY(writer_add_risicolocatie(j->writer, &row));
    return add_parcel(j, &r, s->gemeente->nis_code, number);
}

/* The store gives rubrieken in the order of their list. */
static void split_lists(const job *j, sample_source *s)
{
    s->old_list = j->known.rubrieken;
    while (s->old_count < j->known.rubriek_count && slice_is(j->known.rubrieken[s->old_count].lijst, "VLAREBO_BIJLAGE_I"))
        s->old_count++;
    s->new_list = j->known.rubrieken + s->old_count;
    s->new_count = (uint32_t)j->known.rubriek_count - s->old_count;
}

static status add_gemeente_rows(job *j, sample_source *s, size_t gemeente)
{
    s->gemeente = &j->known.gemeenten[gemeente];
    for (uint32_t k = 0; k < j->quota[gemeente]; k++) {
        TRY(add_row(j, s, gemeente, k));
        progress_show(&j->bar, j->result.risicolocaties, j->settings->features);
    }
    s->first += j->quota[gemeente];
    return writer_set_next(j->writer, s->gemeente->nis_code, (int64_t)j->quota[gemeente] + 1);
}

static status add_rows(job *j)
{
    sample_source s = {.seed = j->settings->seed};
    split_lists(j, &s);
    TRY(writer_bulk_begin(j->writer, TABLE_RISICOLOCATIE));
    TRY(writer_bulk_begin(j->writer, TABLE_PERCEEL));
    for (size_t i = 0; i < j->known.gemeente_count; i++)
        TRY(add_gemeente_rows(j, &s, i));
    TRY(writer_bulk_end(j->writer, TABLE_RISICOLOCATIE));
    return writer_bulk_end(j->writer, TABLE_PERCEEL);
}

/* Contours and quotas are kept by the facts' order; rows are told about the store's. */
static status same_order(const job *j)
{
    bool same = j->known.gemeente_count == j->facts.gemeente_count;
    for (size_t i = 0; same && i < j->known.gemeente_count; i++)
        same = strcmp(j->known.gemeenten[i].nis_code, j->facts.gemeenten[i].nis_code) == 0;
    return same ? status_ok()
                : FAIL(INTERNAL, "facts", "de meegeleverde gemeenten staan niet in volgorde",
                       "the gemeenten that the program carries are out of order");
}

static status fill(job *j)
{
    TRY(writer_begin(j->writer));
    TRY(facts_store(&j->facts, FACTS_SAMPLE, j->writer, j->arena));
    TRY(writer_facts(j->writer, j->arena, &j->known));
    TRY(same_order(j));
    TRY(writer_set_kenmerk(j->writer, "inhoud",
                           arena_printf(j->arena, "voorbeeld, verzonnen: --features %u --seed %llu", j->settings->features,
                                        (unsigned long long)j->settings->seed)));
    TRY(add_rows(j));
    TRY(writer_analyze(j->writer));
    return writer_commit(j->writer);
}

status sample_build(const char *path, const sample_settings *settings, arena *a, sample_result *out)
{
    job j = {.settings = settings,
             .arena = a,
             .place = shape_new(a),
             .parcel = shape_new(a),
             .bar = progress_start("Voorbeeld maken")};
    TRY(facts_read(a, &j.facts));
    j.quota = arena_array(a, j.facts.gemeente_count, sizeof *j.quota);
    share_out(&j);
    TRY(writer_build(path, a, &j.writer));
    const status done = fill(&j);
    progress_end(&j.bar);
    TRY(done);
    TRY(writer_publish(j.writer));
    *out = j.result;
    return status_ok();
}
