/* The SpatiaLite driver: makes a plan of a query, using what this connection knows about the caller, and runs it. */
#include "data/store/spatialite/connection.h"
#include "data/store/spatialite/edit_connection.h"

#include <string.h>

/* Whether it is the path of a file: "postgresql://…" is not. */
static bool knows(const char *location)
{
    return strstr(location, "://") == NULL;
}

static status open_store(const store_settings *settings, const catalog *layers, store **out)
{
    spatialite *s = NULL;
    TRY(spatialite_open(settings, layers, &s));
    *out = &s->common;
    return status_ok();
}

static void close_store(store *s)
{
    spatialite_close(spatialite_of(s));
}

static status alive(store *s)
{
    return spatialite_alive(spatialite_of(s));
}

static status enter(store *s, const char *const *gemeenten, size_t count, store_watch watch)
{
    return spatialite_enter(spatialite_of(s), gemeenten, count, watch);
}

static void leave(store *s)
{
    spatialite_leave(spatialite_of(s));
}

static void has_taken(store *s, double seconds)
{
    spatialite_has_taken(spatialite_of(s), seconds);
}

/* What is known about this caller and layer, for the plan. */
static sql_plan_view view_of(spatialite *s, const query *q)
{
    const layer *l = q->sources[0].layer;
    if (s->dialect.past)
        return (sql_plan_view){.dialect = &s->dialect};
    return (sql_plan_view){&s->dialect, spatialite_counts_by_box(s, l), sql_plan_is_by_id(q, 0) && spatialite_sees_all(s, l),
                           NULL};
}

static status count(store *s, const query *q, arena *a, int64_t *out)
{
    const sql_plan_view v = view_of(spatialite_of(s), q);
    const sql_plan p = sql_plan_count(q, &v, a);
    return spatialite_count(spatialite_of(s), &p, out);
}

/* The query, beginning with the gemeente in which the page begins when that is known from counting. */
static query begun(spatialite *s, const query *q, sql_plan_view *v, arena *a)
{
    const sql_plan_view first = {.dialect = &s->dialect};
    query from = *q;
    page_place at;
    if (q->start == 0 || !sql_plan_is_in_own_order(q))
        return from;
    const sql_plan counting = sql_plan_count(q, &first, a);
    if (!spatialite_place(s, &counting, q->start, &at))
        return from;
    v->from = at.nis;
    from.start = at.before;
    return from;
}

static status open_cursor(store *s, const sql_plan *p, const source *of, arena *a, store_cursor **out)
{
    spatialite_cursor *c = NULL;
    TRY(spatialite_select(spatialite_of(s), p, of ? of->properties : NULL, of ? of->property_count : 0, a, &c));
    *out = (store_cursor *)c; /* its first member */
    return status_ok();
}

static status select_page(store *s, const query *q, arena *a, store_cursor **out)
{
    sql_plan_view v = view_of(spatialite_of(s), q);
    const query from = begun(spatialite_of(s), q, &v, a);
    const sql_plan p = sql_plan_select(&from, &v, a);
    return open_cursor(s, &p, &q->sources[0], a, out);
}

static status small_page(store *s, const query *q, size_t most, arena *a, store_page *out)
{
    const sql_plan_view v = view_of(spatialite_of(s), q);
    return small_page_read(spatialite_of(s), q, &v, most, a, out);
}

static status tuples(store *s, const query *q, arena *a, store_cursor **out)
{
    const sql_plan p = sql_plan_tuples(q, &(sql_plan_view){.dialect = &spatialite_of(s)->dialect}, a);
    return open_cursor(s, &p, NULL, a, out);
}

static status features(store *s, const source *of, arena *a, store_cursor **out)
{
    const sql_plan p = sql_plan_feature(of, &(sql_plan_view){.dialect = &spatialite_of(s)->dialect}, a);
    return open_cursor(s, &p, of, a, out);
}

static status look_back(store *s, const char *moment, arena *a, const char **at)
{
    return spatialite_look_back(spatialite_of(s), moment, a, at);
}

static status versions(store *s, const layer *l, int64_t id, arena *a, row_versions *out)
{
    return versions_read(spatialite_of(s), l, id, a, out);
}

static status changes(store *s, const layer *l, const char *after, arena *a, row_changes *out)
{
    return changes_read(spatialite_of(s), l, after, a, out);
}

static status rubrieken(store *s, const rubriek_choice *which, arena *a, rubriek_list *out)
{
    return rubrieken_read(spatialite_of(s), which, a, out);
}

static status extent(store *s, contour_extent *out)
{
    return spatialite_extent(spatialite_of(s), out);
}

static bool next(store_cursor *c, feature *out)
{
    return spatialite_next((spatialite_cursor *)c, out);
}

static bool next_tuple(store_cursor *c, size_t n, int64_t *ids)
{
    return spatialite_next_tuple((spatialite_cursor *)c, n, ids);
}

static bool find(store_cursor *c, int64_t id, feature *out)
{
    return spatialite_find((spatialite_cursor *)c, id, out);
}

static status cursor_end(const store_cursor *c)
{
    return spatialite_cursor_end((const spatialite_cursor *)c);
}

/* Only a command may fill an index in bulk (edit_writer.c). */
static status begin(store *s, bool bulk)
{
    if (bulk)
        return FAIL(NOT_PROCESSED, "", "in deze opslag kan niet in bulk geladen worden", "this store cannot load rows in bulk");
    spatialite *own = spatialite_of(s);
    if (own->editing)
        return FAIL(INTERNAL, "", "er loopt al een wijziging", "an edit is going on already");
    TRY(edit_connection_begin(own->settings->location, &own->edit));
    own->editing = true;
    return status_ok();
}

static status frozen(store *s, arena *a, store_freeze *out)
{
    return writer_frozen(spatialite_of(s)->edit, a, out);
}

static status state(store *s, const layer *l, int64_t id, arena *a, row_state *out)
{
    return edit_rows_state(spatialite_of(s)->edit, l, id, a, out);
}

static status lock(store *s, const lock_step *step, arena *a, lock_found *out)
{
    return edit_locks_step(spatialite_of(s)->edit, step, a, out);
}

static status apply(store *s, const change *c, int64_t *out)
{
    return edit_apply(spatialite_of(s)->edit, c, out);
}

static status rubriek(store *s, slice list, slice code, int64_t id, arena *a, rubriek_facts *out)
{
    return edit_facts_rubriek(spatialite_of(s)->edit, list, code, id, a, out);
}

static status gemeente_naam(store *s, const char *nis, arena *a, const char **name)
{
    return edit_facts_gemeente(spatialite_of(s)->edit, nis, a, name);
}

static status texts(store *s, int64_t id, arena *a, row_texts *out)
{
    return edit_facts_texts(spatialite_of(s)->edit, id, a, out);
}

static status kenmerk(store *s, const char *nis, slice reference, slice van, int64_t *out)
{
    return edit_facts_kenmerk(spatialite_of(s)->edit, nis, reference, van, out);
}

static status shape(store *s, const layer *l, int64_t id, arena *a, geometry *out)
{
    return edit_facts_shape(spatialite_of(s)->edit, l, id, a, out);
}

static status contour(store *s, const char *nis, arena *a, gemeente_contour *out)
{
    return edit_facts_contour(spatialite_of(s)->edit, nis, a, out);
}

static status gemeenten_near(store *s, const double box[4], arena *a, text_list *nis)
{
    return edit_facts_near(spatialite_of(s)->edit, box, a, nis);
}

static status commit(store *s)
{
    spatialite_of(s)->editing = false;
    return edit_connection_commit(&spatialite_of(s)->edit);
}

static void roll_back(store *s)
{
    spatialite_of(s)->editing = false;
    edit_connection_close(&spatialite_of(s)->edit);
}

const store_driver store_driver_spatialite = {
    .name = "spatialite",
    .knows = knows,
    .open = open_store,
    .close = close_store,
    .alive = alive,
    .enter = enter,
    .leave = leave,
    .has_taken = has_taken,
    .look_back = look_back,
    .versions = versions,
    .changes = changes,
    .rubrieken = rubrieken,
    .count = count,
    .select = select_page,
    .small_page = small_page,
    .tuples = tuples,
    .features = features,
    .extent = extent,
    .next = next,
    .next_tuple = next_tuple,
    .find = find,
    .cursor_end = cursor_end,
    .gemeenten_of = spatialite_gemeenten_of,
    .gemeenten_now = spatialite_gemeenten_now,
    .gemeenten = spatialite_gemeenten,
    .organisation_of = spatialite_organisation_of,
    .stored_query = spatialite_stored_query,
    .stored_query_ids = spatialite_stored_query_ids,
    .begin = begin,
    .frozen = frozen,
    .state = state,
    .rubriek = rubriek,
    .gemeente_naam = gemeente_naam,
    .texts = texts,
    .kenmerk = kenmerk,
    .shape = shape,
    .contour = contour,
    .gemeenten_near = gemeenten_near,
    .lock = lock,
    .apply = apply,
    .commit = commit,
    .roll_back = roll_back,
};
