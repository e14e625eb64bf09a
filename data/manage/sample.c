#include "data/manage/sample.h"

#include "auth/scope_operator.h"
#include "data/manage/sample_job.h"

#include <math.h>
#include <stdlib.h>

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
static void share_out(sample_job *j)
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

/* The store gives rubrieken in the order of their list. */
static void split_lists(const sample_job *j, sample_source *s)
{
    s->old_list = j->known.rubrieken;
    while (s->old_count < j->known.rubriek_count && slice_is(j->known.rubrieken[s->old_count].lijst, "VLAREBO_BIJLAGE_I"))
        s->old_count++;
    s->new_list = j->known.rubrieken + s->old_count;
    s->new_count = (uint32_t)j->known.rubriek_count - s->old_count;
}

static status add_gemeente_rows(sample_job *j, sample_source *s, size_t gemeente)
{
    s->gemeente = &j->known.gemeenten[gemeente];
    TRY(j->settings->awkward ? sample_add_awkward(j, s, gemeente) : sample_add_town(j, s, gemeente));
    s->first += j->quota[gemeente];
    return status_ok();
}

static status enter(sample_job *j)
{
    const char **nis = arena_array(j->arena, j->known.gemeente_count + 1, sizeof *nis);
    for (size_t i = 0; i < j->known.gemeente_count; i++)
        nis[i] = j->known.gemeenten[i].nis_code;
    return edit_enter_bulk(writer_store(j->writer), scope_of_operator(nis, j->known.gemeente_count, j->arena), EDIT_ORIGIN_IMPORT,
                           j->arena, &j->edit);
}

static status add_rows(sample_job *j)
{
    sample_source s = {.seed = j->settings->seed};
    split_lists(j, &s);
    TRY(enter(j));
    for (size_t i = 0; i < j->known.gemeente_count; i++)
        TRY(add_gemeente_rows(j, &s, i));
    return edit_commit(j->edit);
}

status sample_keep_risicolocatie(sample_job *j, const risicolocatie_row *row)
{
    int64_t id = 0;
    const edit_row given = risicolocatie_edit_row(row, &j->room);
    j->result.risicolocaties++;
    return edit_insert(j->edit, &given, &id);
}

status sample_keep_perceel(sample_job *j, const char *capakey, const char *nis)
{
    int64_t id = 0;
    const perceel_row row = {(int64_t)++j->result.percelen, slice_of(capakey), slice_of(nis), &j->parcel};
    const edit_row given = perceel_edit_row(&row, &j->room);
    return edit_insert(j->edit, &given, &id);
}

/* Contours and quotas are in the order of the facts, rows use the store's order: they must be equal. */
static status same_order(const sample_job *j)
{
    bool same = j->known.gemeente_count == j->facts.gemeente_count;
    for (size_t i = 0; same && i < j->known.gemeente_count; i++)
        same = strcmp(j->known.gemeenten[i].nis_code, j->facts.gemeenten[i].nis_code) == 0;
    return same ? status_ok()
                : FAIL(INTERNAL, "facts", "de meegeleverde gemeenten staan niet in volgorde",
                       "the gemeenten that the program carries are out of order");
}

/* What the rows refer to. */
static status store_facts(sample_job *j)
{
    TRY(writer_begin(j->writer));
    TRY(facts_store(&j->facts, j->settings->awkward ? FACTS_AWKWARD : FACTS_SAMPLE, j->writer, j->arena));
    TRY(writer_facts(j->writer, j->arena, &j->known));
    TRY(same_order(j));
    TRY(writer_mark_sample(j->writer, j->settings->features,
                           arena_printf(j->arena, " --seed %llu%s", (unsigned long long)j->settings->seed,
                                        j->settings->awkward ? " --awkward" : "")));
    return writer_commit(j->writer);
}

status sample_build(const char *path, const sample_settings *settings, arena *a, sample_result *out)
{
    sample_job j = {.settings = settings,
                    .arena = a,
                    .place = shape_new(a),
                    .parcel = shape_new(a),
                    .room = {.arena = a},
                    .bar = progress_start("Voorbeeld maken")};
    TRY(facts_read(a, &j.facts));
    j.quota = arena_array(a, j.facts.gemeente_count, sizeof *j.quota);
    share_out(&j);
    TRY(writer_build(path, a, &j.writer));
    TRY(store_facts(&j));
    const status done = add_rows(&j);
    progress_end(&j.bar);
    TRY(done);
    TRY(writer_publish(j.writer));
    *out = j.result;
    return status_ok();
}
