/* The usual sample: towns with parcels, and risk locations on them as in reality. A site is one installation: its rubrieken are
 * risk locations with the same contour and the same permit (one rubriek on one parcel is one risk location). */
#include "base/text.h"
#include "data/manage/sample_activity.h"
#include "data/manage/sample_job.h"
#include "data/manage/sample_town.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    STREAM_TOWN = 16,
    STREAM_SITES = 17,
    PARCELS_PER_FEATURE = 4,
    TRIES = 60,
    NOTED_PER_MILLE = 700,
    STREET_PER_MILLE = 90,
    NOTE_MAX = 200
};

typedef struct site_maker {
    sample_job *job;
    const sample_source *source;
    sample_town town;
    bool **taken; /* per row, per parcel: a site is there already */
    random_source random;
    uint32_t made; /* rows */
} site_maker;

typedef struct site {
    const sample_activity *activity;
    const sample_lots *row; /* the place */
    uint32_t parcel;
    sample_permit permit;
    const rubriek_row *rubrieken[ACTIVITY_CODES];
    uint32_t count;
    const char *remark;
} site;

static status add_parcels(sample_job *j, const char *nis, const sample_town *town)
{
    for (uint32_t i = 0; i < town->row_count; i++)
        for (uint32_t k = 0; k < town->rows[i].count; k++) {
            char key[SAMPLE_CAPAKEY];
            const sample_lots *row = &town->rows[i];
            sample_capakey(nis, row->section, row->number % 10000U, (char)('A' + k % 26), key);
            shape_clear(&j->parcel);
            sample_town_draw(row, k, k + 1, &j->parcel);
            TRY(sample_keep_perceel(j, key, nis));
        }
    return status_ok();
}

/* --- Where --- */

/* Trading estates are full of them, the centre has many, and among houses there are few. */
static uint32_t density(sample_quarter quarter)
{
    static const uint32_t per_mille[] = {[QUARTER_CENTRE] = 350, [QUARTER_HOMES] = 90, [QUARTER_WORKS] = 900};
    return per_mille[quarter];
}

/* A free parcel; a taken one when none is found soon (a new installation where there was one before is nothing strange). */
static void find_place(site_maker *m, site *s)
{
    for (int tries = 0; tries < TRIES; tries++) {
        const uint32_t row = random_below(&m->random, m->town.row_count);
        s->row = &m->town.rows[row];
        s->parcel = random_below(&m->random, s->row->count);
        if (!random_chance(&m->random, density(s->row->quarter)) || m->taken[row][s->parcel])
            continue;
        m->taken[row][s->parcel] = true;
        return;
    }
}

static bool fits(const sample_activity *a, sample_quarter quarter, bool street)
{
    return street ? a->in_street : quarter == QUARTER_WORKS ? a->in_works : a->in_town;
}

static const sample_activity *choose_activity(random_source *r, sample_quarter quarter, bool street)
{
    uint32_t all = 0;
    for (size_t i = 0; i < sample_activity_count; i++)
        all += fits(&sample_activities[i], quarter, street) ? sample_activities[i].weight : 0;
    uint32_t left = random_below(r, all);
    size_t i = 0;
    for (; i + 1 < sample_activity_count; i++) {
        const uint32_t weight = fits(&sample_activities[i], quarter, street) ? sample_activities[i].weight : 0;
        if (left < weight)
            break;
        left -= weight;
    }
    return &sample_activities[i];
}

/* Neighbours that are taken too, at most three more. */
static uint32_t neighbours(site_maker *m, const site *s)
{
    uint32_t to = s->parcel + 1;
    const size_t row = (size_t)(s->row - m->town.rows);
    while (to < s->row->count && to < s->parcel + 4 && !m->taken[row][to] && random_chance(&m->random, 650))
        m->taken[row][to++] = true;
    return to;
}

/* A parcel, several, a part of one, or public domain. */
static void draw(site_maker *m, const site *s)
{
    shape *out = &m->job->place;
    const uint32_t kind = random_below(&m->random, 1000);
    shape_clear(out);
    if (s->activity->in_street)
        sample_town_draw_street(&m->random, s->row, out);
    else if (kind < 620)
        sample_town_draw(s->row, s->parcel, s->parcel + 1, out);
    else if (kind < 800)
        sample_town_draw(s->row, s->parcel, neighbours(m, s), out);
    else
        sample_town_draw_part(&m->random, s->row, s->parcel, out);
}

/* --- What --- */

static const rubriek_row *find_rubriek(const rubriek_row *list, uint32_t count, const char *code)
{
    for (uint32_t i = 0; i < count; i++)
        if (slice_is(list[i].code, code))
            return &list[i];
    return NULL;
}

/* The activity's rubrieken in the list of that day: the first is there always, each other one about half the time. */
static void choose_rubrieken(site_maker *m, site *s)
{
    const bool old = s->permit.start < calendar_day(2015, 6, 1);
    const rubriek_row *list = old ? m->source->old_list : m->source->new_list;
    const uint32_t length = old ? m->source->old_count : m->source->new_count;
    for (int i = 0; i < ACTIVITY_CODES && s->activity->codes[i]; i++) {
        const rubriek_row *found = find_rubriek(list, length, s->activity->codes[i]);
        if (found && (s->count == 0 || random_chance(&m->random, 550)))
            s->rubrieken[s->count++] = found;
    }
    if (s->count == 0)
        s->rubrieken[s->count++] = &list[random_below(&m->random, length)];
}

static const char *choose_remark(random_source *r)
{
    static const char *const remarks[] = {"",
                                          "",
                                          "",
                                          ". Overgenomen uit de gemeentelijke inventaris",
                                          ". Contour volgt het kadastraal perceel",
                                          ". Bodemonderzoek uitgevoerd",
                                          ". Volgens het deskundigenverslag",
                                          ". Dossier in het stadsarchief",
                                          ". Sanering afgerond",
                                          ". Zie ook de milieuvergunning op naam van de vorige eigenaar"};
    return remarks[random_below(r, sizeof remarks / sizeof *remarks)];
}

static int64_t choose_start(random_source *r, const sample_activity *a)
{
    const int64_t first = calendar_day(a->first, 1, 1), last = calendar_day(a->last, 12, 31);
    return first + random_below(r, (uint32_t)(last - first));
}

static site make_site(site_maker *m)
{
    site s = {0};
    find_place(m, &s);
    s.activity = choose_activity(&m->random, s.row->quarter, random_chance(&m->random, STREET_PER_MILLE));
    const int64_t start = choose_start(&m->random, s.activity);
    s.permit = sample_make_permit(&m->random, start, m->source->first + m->made);
    choose_rubrieken(m, &s);
    draw(m, &s);
    s.remark = choose_remark(&m->random);
    return s;
}

/* --- Rows --- */

static status add_row(site_maker *m, const site *s, const rubriek_row *rubriek, const char *note)
{
    sample_texts texts;
    const known_gemeente *g = m->source->gemeente;
    risicolocatie_row row = {.gemeente_nis = slice_of(g->nis_code), .gemeente_naam = slice_of(g->naam), .rubriek = rubriek};
    row.id = writer_id((int64_t)strtol(g->nis_code, NULL, 10), (int64_t)m->made + 1);
    row.omschrijving = slice_of(note);
    row.bron = slice_of(sample_bron(&m->random, &s->permit));
    sample_fill_permit(&s->permit, &texts, &row);
    sample_fill_dates(&m->random, &s->permit, s->activity->ended, &texts, &row);
    sample_fill_audit(&m->random, &texts, &row);
    sample_fill_reference(g, m->made + 1, &texts, &row);
    row.has_area = true;
    row.contour = &m->job->place;
    row.oppervlakte_m2 = shape_area_m2(row.contour);
    m->made++;
    return sample_keep_risicolocatie(m->job, &row);
}

static status add_site(site_maker *m, uint32_t room)
{
    char note[NOTE_MAX];
    const site s = make_site(m);
    snprintf(note, sizeof note, "%s%s.", s.activity->notes[random_below(&m->random, ACTIVITY_NOTES)], s.remark);
    const bool noted = random_chance(&m->random, NOTED_PER_MILLE);
    for (uint32_t i = 0; i < s.count && i < room; i++)
        TRY(add_row(m, &s, s.rubrieken[i], noted ? note : NULL));
    return status_ok();
}

static status add_sites(site_maker *m, uint32_t quota, arena *a)
{
    m->taken = arena_array(a, m->town.row_count, sizeof *m->taken);
    for (uint32_t i = 0; i < m->town.row_count; i++)
        m->taken[i] = arena_array(a, m->town.rows[i].count, sizeof **m->taken);
    while (m->made < quota) {
        TRY(add_site(m, quota - m->made));
        progress_show(&m->job->bar, m->job->result.risicolocaties, m->job->settings->features);
    }
    return status_ok();
}

static status fill_gemeente(sample_job *j, const sample_source *s, size_t gemeente, arena *a)
{
    const uint32_t quota = j->quota[gemeente];
    const fact_gemeente *g = &j->facts.gemeenten[gemeente];
    const uint64_t seed = s->seed ^ (uint64_t)strtol(g->nis_code, NULL, 10) << 32;
    site_maker m = {.job = j, .source = s, .random = random_start(seed, STREAM_SITES, 0)};
    m.town = sample_town_build(seed, &g->contour, g->site.x, g->site.y, quota * PARCELS_PER_FEATURE + 8, a);
    if (m.town.row_count == 0)
        return FAIL(INTERNAL, "sample", "gemeente %s is te klein voor een dorp", "gemeente %s is too small for a village",
                    g->nis_code);
    TRY(add_parcels(j, g->nis_code, &m.town));
    return add_sites(&m, quota, a);
}

/* A town's memory is freed when its rows are written. */
status sample_add_town(sample_job *j, const sample_source *s, size_t gemeente)
{
    if (j->quota[gemeente] == 0)
        return status_ok();
    arena *a = arena_new();
    const status done = fill_gemeente(j, s, gemeente, a);
    arena_free(a);
    return done;
}
