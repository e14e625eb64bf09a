/* The layer as it was: after some hundred random edits each moment gives what was there then, whatever is asked, and to each
 * caller what was his. */
#include "tests/unit/edit_fixture.h"

#include "data/store/rows.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 12, EDITS = 100, CALLERS = 2, QUESTIONS = 10, IDS = 3 };

typedef struct seen {
    const char *moment;
    const char *answers[CALLERS][QUESTIONS];
} seen;

typedef struct world {
    place *p;
    catalog layers;
    const layer *layer;
    const property **all;
    store *store;
    int64_t ids[ROWS];
    region box;
    double ring[8];
    arena *a; /* of the questions */
} world;

static world *new_world(place *p)
{
    world *w = arena_alloc(p->a, sizeof *w);
    *w = (world){.p = p, .a = p->a};
    assert_int_equal(catalog_read(SOURCES "/data/layers", p->a, &w->layers).code, ST_OK);
    w->layer = catalog_layer(&w->layers, "risicolocatie");
    w->all = arena_array(p->a, w->layer->property_count, sizeof *w->all);
    for (size_t i = 0; i < w->layer->property_count; i++)
        w->all[i] = &w->layer->properties[i];
    assert_int_equal(store_open(&p->settings, &w->layers, &w->store).code, ST_OK);
    memcpy(w->ring, (double[8]){99990, 199990, 100450, 199990, 100450, 201000, 99990, 201000}, sizeof w->ring);
    w->box = (region){.ring = w->ring, .count = 4, .mbr = {99990, 199990, 100450, 201000}};
    memcpy(w->box.inner, w->box.mbr, sizeof w->box.inner);
    return w;
}

/* --- Questions --- */

static const filter *kept(world *w, filter f)
{
    filter *copy = arena_alloc(w->a, sizeof *copy);
    *copy = f;
    return copy;
}

static const sort_key *by(world *w, const char *name, bool descending)
{
    sort_key *key = arena_alloc(w->a, sizeof *key);
    *key = (sort_key){.property = layer_property(w->layer, name), .descending = descending};
    return key;
}

static expression of(const world *w, const char *name, size_t from)
{
    const property *p = layer_property(w->layer, name);
    return (expression){.kind = EXPRESSION_PROPERTY, .type = p->type, .property = p, .source = from};
}

static const filter *in_box(world *w)
{
    return kept(w, (filter){.kind = FILTER_REGION, .left = of(w, "geometry", 0), .region = &w->box});
}

/* Two features of one note, or that meet. */
static query pairs(world *w, filter_kind kind)
{
    const source s = {.layer = w->layer, .properties = w->all, .property_count = w->layer->property_count};
    const char *name = kind == FILTER_COMPARE ? "omschrijving" : "geometry";
    return (query){.sources = {s, s},
                   .source_count = 2,
                   .count = 1000,
                   .where = kept(w, (filter){.kind = kind, .left = of(w, name, 0), .right = of(w, name, 1)})};
}

static query question(world *w, int which)
{
    query q = {.sources = {{.layer = w->layer, .properties = w->all, .property_count = w->layer->property_count}},
               .source_count = 1,
               .count = 1000};
    switch (which) {
    case 0: break;
    case 1: q.sources[0].hidden = HIDDEN_INCLUDED; break;
    case 2: q.sources[0].hidden = HIDDEN_ONLY; break;
    case 3: q.where = in_box(w); break;
    case 4:
        q.sort = by(w, "omschrijving", true);
        q.sort_count = 1;
        break;
    case 5:
        q.where = in_box(w);
        q.sort = by(w, "versie", false);
        q.sort_count = 1;
        break;
    case 6: q.where = kept(w, (filter){.kind = FILTER_IDS, .ids = w->ids, .id_count = IDS}); break;
    case 7:
        q.start = 2;
        q.count = 3;
        break;
    case 8: q = pairs(w, FILTER_COMPARE); break;
    default: q = pairs(w, FILTER_IN_BOX); break;
    }
    return q;
}

static void write_value(text *t, const property *p, const value *v)
{
    if (v->null)
        text_add(t, "-|");
    else if (p->type == VALUE_GEOMETRY)
        for (size_t i = 0; i < v->shape.size; i++)
            text_addf(t, "%02x", ((const unsigned char *)v->shape.blob)[i]);
    else if (p->type == VALUE_INTEGER || p->type == VALUE_BOOLEAN)
        text_addf(t, "%lld|", (long long)v->integer);
    else if (p->type == VALUE_DECIMAL)
        text_addf(t, "%.17g|", v->real);
    else
        text_addf(t, "%.*s|", (int)v->length, v->text);
}

static void write_feature(text *t, const source *s, const feature *f)
{
    text_addf(t, "%lld:", (long long)f->id);
    for (size_t i = 0; i < s->property_count; i++)
        if (!s->properties[i]->is_id)
            write_value(t, s->properties[i], &f->values[i]);
    text_add(t, "\n");
}

static void write_page(text *t, rows *r, const query *q)
{
    cursor *c = NULL;
    assert_int_equal(rows_select(r, q, &c).code, ST_OK);
    for (const feature *f = cursor_next(c); f; f = cursor_next(c))
        write_feature(t, &q->sources[0], f);
    assert_int_equal(cursor_end(c).code, ST_OK);
}

static void write_tuples(text *t, rows *r, const query *q)
{
    tuples *all = NULL;
    assert_int_equal(rows_tuples(r, q, &all).code, ST_OK);
    while (tuples_next(all))
        for (size_t of = 0; of < q->source_count; of++) {
            const feature *f = NULL;
            assert_int_equal(tuples_feature(all, of, &f).code, ST_OK);
            write_feature(t, &q->sources[of], f);
        }
    assert_int_equal(tuples_end(all).code, ST_OK);
}

/* The same rows read in one go, when they come in no order too. */
static void check_small_page(rows *r, const query *q, int64_t count, const char *page)
{
    store_page found = {0};
    text t = text_new(arena_new());
    assert_int_equal(rows_small_page(r, q, 1000, &found).code, ST_OK);
    assert_true(found.all);
    assert_int_equal(found.count, count);
    for (size_t i = 0; i < found.count; i++)
        write_feature(&t, &q->sources[0], &found.features[i]);
    assert_string_equal(t.chars, page);
    arena_free(t.arena);
}

static const char *answer_of(world *w, rows *r, int which)
{
    const query q = question(w, which);
    int64_t count = -1;
    text t = text_new(w->a);
    assert_int_equal(rows_count(r, &q, &count).code, ST_OK);
    text_addf(&t, "%lld\n", (long long)count);
    const size_t head = t.length;
    if (q.source_count > 1)
        write_tuples(&t, r, &q);
    else
        write_page(&t, r, &q);
    if (q.source_count == 1 && q.sort_count == 0 && q.start == 0)
        check_small_page(r, &q, count, t.chars + head);
    return t.chars;
}

/* As `who` sees the layer now, or at a moment. */
static rows *enter(const world *w, const scope *who, const char *moment, arena *a)
{
    rows *r = NULL;
    assert_int_equal(rows_enter(w->store, who, (store_watch){0}, a, &r).code, ST_OK);
    if (moment)
        assert_int_equal(rows_look_back(r, moment, &(const char *){NULL}).code, ST_OK);
    return r;
}

static const scope *caller(const place *p, int which)
{
    const char **nis = arena_array(p->a, 2, sizeof *nis);
    nis[0] = p->one->nis_code;
    nis[1] = p->two->nis_code;
    return scope_of_operator(nis, which == 0 ? 2 : 1, p->a);
}

static void look(world *w, const char *moment, seen *out)
{
    for (int i = 0; i < CALLERS; i++) {
        arena *a = arena_new();
        rows *r = enter(w, caller(w->p, i), moment, a);
        for (int q = 0; q < QUESTIONS; q++)
            out->answers[i][q] = answer_of(w, r, q);
        arena_free(a);
    }
}

/* --- Edits --- */

static void move(place *p, double x)
{
    shape_clear(&p->contour);
    shape_part(&p->contour);
    shape_ring_start(&p->contour);
    shape_point(&p->contour, x, 200000);
    shape_point(&p->contour, x + 40, 200000);
    shape_point(&p->contour, x, 200020);
    shape_ring_close(&p->contour);
}

static const char *last_moment(const place *p)
{
    return ask(p, "SELECT moment FROM boeking ORDER BY id DESC LIMIT 1");
}

/* The row may also go to the other gemeente. */
static void edit_somehow(world *w, int number)
{
    place *p = w->p;
    const int at = number < ROWS ? number : rand() % ROWS;
    const step what = number < ROWS ? INSERT : (step[]){UPDATE, UPDATE, UPDATE, STRIKE, RESTORE}[rand() % 5];
    risicolocatie_row row = new_row(p, rand() % 2 ? p->one : p->two, arena_printf(p->a, "nota %d", rand() % 5));
    move(p, 100000 + rand() % 20 * 30);
    row.id = number < ROWS ? 0 : w->ids[at];
    row.versie =
        strtol(ask(p, arena_printf(p->a, "SELECT versie FROM risicolocatie WHERE id = %lld", (long long)row.id)), NULL, 10);
    const status done = change_row(p, caller(p, 0), what, &row, number < ROWS ? &w->ids[at] : &(int64_t){0});
    if (done.code != ST_OK && done.code != ST_NOT_PROCESSED) /* a row that was struck off is not changed */
        fail_msg("%s", done.en);
}

static void each_moment_gives_what_was_there_then(void **state)
{
    place *p = *state;
    world *w = new_world(p);
    seen all[EDITS + 1], then;
    size_t count = 0;
    srand(16);
    for (int i = 0; i < EDITS; i++) {
        edit_somehow(w, i);
        const char *moment = last_moment(p);
        count -= count > 0 && strcmp(all[count - 1].moment, moment) == 0;
        all[count] = (seen){.moment = moment};
        look(w, NULL, &all[count++]);
    }
    assert_true(count > EDITS / 2);
    for (size_t i = 0; i < count; i++) {
        look(w, all[i].moment, &then);
        for (int c = 0; c < CALLERS; c++)
            for (int q = 0; q < QUESTIONS; q++)
                if (strcmp(then.answers[c][q], all[i].answers[c][q]) != 0)
                    fail_msg("at %s (%zu of %zu) caller %d, question %d: it was\n%s\nnow it is said that it was\n%s",
                             all[i].moment, i, count, c, q, all[i].answers[c][q], then.answers[c][q]);
    }
    store_close(w->store);
}

/* --- States of one row --- */

/* Each ends where the next one begins. */
static const char *told(const world *w, int who, int64_t id)
{
    arena *a = arena_new();
    row_versions all = {0};
    text t = text_new(w->p->a);
    assert_int_equal(rows_versions(enter(w, caller(w->p, who), NULL, a), w->layer, id, &all).code, ST_OK);
    for (size_t i = 0; i < all.count; i++) {
        const row_version *v = &all.items[i];
        text_addf(&t, "%lld %s %s %s%s%s; ", (long long)v->number, v->what, v->way, v->reason ? v->reason : "-",
                  v->hidden ? " hidden" : "", v->until ? "" : " now");
        if (i + 1 < all.count)
            assert_string_equal(v->until, all.items[i + 1].from);
    }
    arena_free(a);
    return t.chars;
}

static int64_t changed(world *w, step what, int64_t id, const known_gemeente *g, const char *reason)
{
    place *p = w->p;
    edit *e = NULL;
    risicolocatie_row row = new_row(p, g, "een");
    row.id = id;
    row.versie = strtol(ask(p, arena_printf(p->a, "SELECT versie FROM risicolocatie WHERE id = %lld", (long long)id)), NULL, 10);
    assert_int_equal(edit_enter(p->store, caller(p, 0), EDIT_ORIGIN_REQUEST, p->a, &e).code, ST_OK);
    assert_int_equal(take_step(p, e, what, &row, reason, what == INSERT ? &id : &(int64_t){0}).code, ST_OK);
    assert_int_equal(edit_commit(e).code, ST_OK);
    return id;
}

static void every_state_of_a_row_is_told_with_who_and_why(void **state)
{
    place *p = *state;
    world *w = new_world(p);
    const int64_t id = changed(w, INSERT, 0, p->one, "nieuw");
    changed(w, UPDATE, id, p->one, NULL);
    changed(w, STRIKE, id, p->one, "nooit gebeurd");
    changed(w, RESTORE, id, p->one, "toch wel");
    assert_string_equal(told(w, 0, id),
                        "1 toegevoegd verzoek nieuw; 2 gewijzigd verzoek -; 3 geschrapt verzoek nooit gebeurd hidden; 4 "
                        "hersteld verzoek toch wel now; ");
    assert_string_equal(told(w, 0, id + 1), "");
    store_close(w->store);
}

/* The row goes from one to two, and on: each gemeente is told of its own time with it. */
static void states_are_told_to_the_gemeente_that_had_the_row_then(void **state)
{
    place *p = *state;
    world *w = new_world(p);
    const int64_t id = changed(w, INSERT, 0, p->one, "van een");
    changed(w, UPDATE, id, p->two, "naar twee");
    changed(w, UPDATE, id, p->two, "door twee");
    assert_string_equal(told(w, 0, id),
                        "1 toegevoegd verzoek van een; 2 gewijzigd verzoek naar twee; 3 gewijzigd verzoek door twee now; ");
    assert_string_equal(told(w, 1, id), "1 toegevoegd verzoek van een; ");
    store_close(w->store);
}

static void a_layer_without_a_history_has_no_states(void **state)
{
    place *p = *state;
    world *w = new_world(p);
    arena *a = arena_new();
    row_versions found = {0};
    const layer *parcels = catalog_layer(&w->layers, "perceel");
    assert_int_equal(rows_versions(enter(w, caller(p, 0), NULL, a), parcels, 1, &found).code, ST_BAD_PARAM);
    arena_free(a);
    store_close(w->store);
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(each_moment_gives_what_was_there_then),
        WITH_PLACE(every_state_of_a_row_is_told_with_who_and_why),
        WITH_PLACE(states_are_told_to_the_gemeente_that_had_the_row_then),
        WITH_PLACE(a_layer_without_a_history_has_no_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
