#include "data/store/rows.h"

#include "auth/digest.h"
#include "base/hex.h"

struct rows {
    store *store;
    const scope *who;
    arena *arena;
    bool dated; /* asked for the layers of a moment */
};

struct cursor {
    store_cursor *inner; /* NULL: the rows have been read already */
    feature feature;
    const feature *at, *end;
};

struct tuples {
    rows *rows;
    const query *query;
    store_cursor *inner;
    store_cursor *features[SOURCES_MOST]; /* NULL: not asked for yet */
    int64_t ids[SOURCES_MOST];
    feature found[SOURCES_MOST];
};

static void leave(void *handle)
{
    store_leave(handle);
}

status rows_enter(store *s, const scope *who, store_watch watch, arena *a, rows **out)
{
    size_t count = 0;
    const char **gemeenten = arena_array(a, scope_gemeente_count(who) + 1, sizeof *gemeenten);
    for (size_t i = 0; i < scope_gemeente_count(who); i++)
        if (scope_reads(who, i))
            gemeenten[count++] = scope_gemeente(who, i);
    TRY(store_enter(s, gemeenten, count, watch));
    arena_defer(a, leave, s);
    rows *r = arena_alloc(a, sizeof *r);
    *r = (rows){.store = s, .who = who, .arena = a};
    *out = r;
    return status_ok();
}

void rows_has_taken(rows *r, double seconds)
{
    store_has_taken(r->store, seconds);
}

status rows_look_back(rows *r, const char *moment, const char **at)
{
    TRY(store_look_back(r->store, moment, r->arena, at));
    r->dated = true;
    return status_ok();
}

/* The organisations count too, because stored queries differ between them. Names hold no line ends (auth/claims.c). */
const char *rows_caller_of(const scope *who, arena *a)
{
    text joined = text_new(a);
    for (size_t i = 0; i < scope_gemeente_count(who); i++)
        text_addf(&joined, "%s,", scope_gemeente(who, i));
    for (size_t i = 0; i < scope_organisation_count(who); i++)
        text_addf(&joined, "\n%s", scope_organisation(who, i));
    const digest d = digest_of(joined.chars, joined.length);
    char *hex = arena_alloc(a, 2 * DIGEST_SIZE + 1);
    hex_write(d.bytes, DIGEST_SIZE, hex);
    return hex;
}

const char *rows_caller(const rows *r, arena *a)
{
    return rows_caller_of(r->who, a);
}

status rows_extent(rows *r, contour_extent *out)
{
    return store_extent(r->store, out);
}

/* Without this the wall would answer with no rows at all, while the caller needs to be told to log in. */
static status check_caller(const rows *r, const layer *l)
{
    if (l->restrict_column && scope_is_anonymous(r->who))
        return FAIL(UNAUTHENTICATED, "", "voor de laag %s moet u zich aanmelden: stuur een token (Bearer of Basic)",
                    "the layer %s needs a login: send a token (Bearer or Basic)", l->name);
    if (r->dated && !l->history)
        return FAIL(BAD_PARAM, "peildatum",
                    "van de laag %s is niet bewaard hoe ze vroeger was: vraag die laag apart, zonder peildatum",
                    "how the layer %s was is not kept: ask for that layer on its own, without peildatum", l->name);
    return status_ok();
}

static status check_query(const rows *r, const query *q)
{
    for (size_t i = 0; i < q->source_count; i++)
        TRY(check_caller(r, q->sources[i].layer));
    return status_ok();
}

status rows_versions(rows *r, const layer *l, int64_t id, row_versions *out)
{
    TRY(check_caller(r, l));
    return store_versions(r->store, l, id, r->arena, out);
}

status rows_rubrieken(rows *r, const rubriek_choice *which, rubriek_list *out)
{
    return store_rubrieken(r->store, which, r->arena, out);
}

status rows_changes(rows *r, const layer *l, const char *after, row_changes *out)
{
    TRY(check_caller(r, l));
    return store_changes(r->store, l, after, r->arena, out);
}

status rows_count(rows *r, const query *q, int64_t *out)
{
    TRY(check_query(r, q));
    return store_count(r->store, q, r->arena, out);
}

status rows_select(rows *r, const query *q, cursor **out)
{
    TRY(check_query(r, q));
    cursor *c = arena_alloc(r->arena, sizeof *c);
    TRY(store_select(r->store, q, r->arena, &c->inner));
    *out = c;
    return status_ok();
}

status rows_small_page(rows *r, const query *q, size_t most, store_page *out)
{
    TRY(check_query(r, q));
    return store_small_page(r->store, q, most, r->arena, out);
}

cursor *rows_over(rows *r, const store_page *p, size_t first, size_t count)
{
    cursor *c = arena_alloc(r->arena, sizeof *c);
    *c = (cursor){.at = p->features + first, .end = p->features + first + count};
    return c;
}

status rows_tuples(rows *r, const query *q, tuples **out)
{
    TRY(check_query(r, q));
    tuples *t = arena_alloc(r->arena, sizeof *t);
    *t = (tuples){.rows = r, .query = q};
    TRY(store_tuples(r->store, q, r->arena, &t->inner));
    *out = t;
    return status_ok();
}

const int64_t *tuples_next(tuples *t)
{
    return store_next_tuple(t->inner, t->query->source_count, t->ids) ? t->ids : NULL;
}

status tuples_feature(tuples *t, size_t of, const feature **out)
{
    if (!t->features[of])
        TRY(store_features(t->rows->store, &t->query->sources[of], t->rows->arena, &t->features[of]));
    if (!store_find(t->features[of], t->ids[of], &t->found[of])) {
        TRY(store_cursor_end(t->features[of]));
        return FAIL(INTERNAL, "", "een object is tijdens de vraag verdwenen",
                    "a feature has disappeared during the request"); /* one consistent reading: cannot happen */
    }
    *out = &t->found[of];
    return status_ok();
}

status tuples_end(const tuples *t)
{
    return store_cursor_end(t->inner);
}

const feature *cursor_next(cursor *c)
{
    if (!c->inner)
        return c->at < c->end ? c->at++ : NULL;
    return store_next(c->inner, &c->feature) ? &c->feature : NULL;
}

status cursor_end(const cursor *c)
{
    return c->inner ? store_cursor_end(c->inner) : status_ok();
}
