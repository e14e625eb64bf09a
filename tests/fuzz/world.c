#include "tests/fuzz/world.h"

#include "auth/scope_make.h"
#include "data/model/value_check.h"
#include "data/store/spatialite/sql_plan.h"
#include "server/http/exception.h"

#include <stdlib.h>
#include <string.h>

static const endpoint endpoints[] = {{"/wfs", "risico", "http://risicolaag/1.0"}, {"/geoserver/BROL/wfs", "BROL", "http://BROL"}};
static const config settings = {
    .page = 10000,
    .editing = true,
    .endpoints = endpoints,
    .endpoint_count = 2,
    .service = {.title = "t", .abstract = "a", .fees = "f", .access_constraints = "c", .provider = "p"}};
static const dialect tagged = {.tag = "0123456789abcdef0123456789abcdef"};

static world the_world;

static void end_world(void)
{
    caught_free(the_world.answer);
    crs_set_free(the_world.site.crs);
    arena_free(the_world.request);
    arena_free(the_world.lasting);
}

/* A layer more, behind the others, with names beyond ASCII. */
static void add_named_otherwise(world *w)
{
    layer *all = arena_array(w->lasting, w->layers.count + 1, sizeof *all);
    for (size_t i = 0; i < w->layers.count; i++)
        all[i] = w->layers.layers[i];
    hold(layer_read(SOURCES "/tests/fuzz/entite.xml", w->lasting, &all[w->layers.count]).code == ST_OK, "the layer can be read");
    all[w->layers.count].number = w->layers.count;
    w->layers = (catalog){all, w->layers.count + 1};
}

static const scope *scope_that_writes(arena *a)
{
    grant *one = arena_array(a, 1, sizeof *one);
    *one = (grant){"44021", CAPABILITY_READ_OWN | CAPABILITY_WRITE_OWN};
    return scope_make((grant_list){one, 1}, (member_list){0}, (scope_names){"user:x", "beheerder"}, a);
}

world *world_open(void)
{
    world *w = &the_world;
    if (w->lasting)
        return w;
    w->lasting = arena_new();
    w->request = arena_new();
    w->answer = caught_new();
    hold(catalog_read(SOURCES "/data/layers", w->lasting, &w->layers).code == ST_OK, "the layers can be read");
    add_named_otherwise(w);
    w->who = scope_that_writes(w->lasting);
    w->site = (site){.config = &settings, .catalog = &w->layers};
    hold(crs_set_new(&w->site.crs).code == ST_OK && atexit(end_world) == 0, "PROJ is there");
    return w;
}

static bool is_column_of(const layer *l, const char *name)
{
    if (strcmp(name, l->id_column) == 0 || (l->hide_column && strcmp(name, l->hide_column) == 0) ||
        (l->restrict_column && strcmp(name, l->restrict_column) == 0))
        return true;
    for (size_t i = 0; i < l->property_count; i++)
        if (strcmp(l->properties[i].column, name) == 0)
            return true;
    return false;
}

static bool is_relation_of(const dialect *d, const layer *l, const char *name, arena *a)
{
    static const char *const suffixes[] = {"", "_own", "_from", "_id", "_box", "_spot"};
    bool found = false;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes && !found; i++)
        found = strcmp(name, arena_printf(a, "rl_%s_%s%s", d->tag, l->table, suffixes[i])) == 0;
    return found;
}

static bool is_name(const dialect *d, const query *q, const char *name, arena *a)
{
    for (size_t i = 0; i < q->source_count; i++)
        if (is_column_of(q->sources[i].layer, name) || is_relation_of(d, q->sources[i].layer, name, a))
            return true;
    return strncmp(name, "fold ", 5) == 0 &&
           name[5 + strspn(name + 5, "0123456789")] == '\0'; /* a case-folded text collected by a join */
}

/* The two texts that a plan may contain: the prefix that makes a number an id, and the suffix that makes a date a time. */
static bool is_own_text(const query *q, const char *chars, arena *a)
{
    bool found = strcmp(chars, "T00:00:00Z") == 0;
    for (size_t i = 0; i < q->source_count && !found; i++)
        found = strcmp(chars, arena_printf(a, "%s.", q->sources[i].layer->name)) == 0;
    return found;
}

static bool is_function(const char *word)
{
    for (size_t i = 0; i < filter_function_count; i++)
        if (strcmp(filter_functions[i].sql, word) == 0)
            return true;
    for (size_t i = 0; i < filter_operator_count; i++)
        if (strcmp(filter_operators[i].sql, word) == 0)
            return true;
    return false;
}

/* The text between two of the same quotes; *at is moved past the second. */
static const char *take_quoted(const char **at, arena *a)
{
    const char quote = **at;
    const char *const from = *at + 1, *const to = strchr(from, quote);
    hold(to && to[1] != quote, "a quote is closed, and none is doubled");
    *at = to + 1;
    return arena_strndup(a, from, (size_t)(to - from));
}

/* Quoted text must be a name from the layer file or a text of ours, bare words must be ours. Anything else would be the client's.
 */
static void hold_sql(const char *sql, const dialect *d, const query *q, arena *a)
{
    static const char words[] = " SELECT FROM WHERE AND OR IN IS NOT NULL TRUE ORDER BY ASC DESC NULLS LAST LIMIT OFFSET temp "
                                "count box_minx box_miny box_maxx "
                                "box_maxy meets_ring like_matches fold spatial_holds 0 1 CROSS JOIN s0 s1 s2 s3 spatial_pair "
                                "meets_box box_edge AS ON page page_id row GROUP EXISTS spot edge id number sum UNION ALL ";
    for (const char *at = sql; *at;) {
        const size_t word = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
        if (word > 0) {
            hold(strstr(words, arena_printf(a, " %.*s ", (int)word, at)) != NULL || is_function(arena_strndup(a, at, word)),
                 "a bare word in the SQL is one of ours");
            at += word;
        } else if (*at == '"') {
            const char *const name = take_quoted(&at, a);
            hold(is_name(d, q, name, a), "a quoted name in the SQL is a layer's");
        } else if (*at == '\'') {
            hold(is_own_text(q, take_quoted(&at, a), a), "a text in the SQL is one of ours");
        } else {
            hold(*at == '-' ? at[1] == '1' : strchr(" ().,=<>?*+|", *at) != NULL,
                 "nothing but plain punctuation stands in the SQL");
            at++;
        }
    }
}

void world_hold_plan(const sql_plan *p, const dialect *d, const query *q, arena *a)
{
    size_t marks = 0;
    for (const char *c = p->sql; *c; c++)
        marks += *c == '?';
    hold(marks == p->value_count, "every mark has its value");
    hold(marks <= 32766, "SQLite takes that many values");
    hold_sql(p->sql, d, q, a);
}

static void hold_query(const wfs_query *resolved, arena *a)
{
    const query *q = &resolved->query;
    hold(q->source_count > 0 && q->source_count <= SOURCES_MOST, "a query has a type");
    for (size_t i = 0; i < q->source_count; i++) {
        const source *one = &q->sources[i];
        hold(one->layer && one->properties && one->property_count <= one->layer->property_count, "a query is whole");
        hold(resolved->crs[i].name && resolved->crs[i].decimals > 0, "a query has a reference system");
    }
    const sql_plan_view caller = {.dialect = &tagged};
    const sql_plan select = sql_plan_select(q, &caller, a), counting = sql_plan_count(q, &caller, a);
    world_hold_plan(&select, &tagged, q, a);
    world_hold_plan(&counting, &tagged, q, a);
}

static void hold_queries(const request *rq, arena *a)
{
    hold(rq->features.encoder && rq->features.query_count > 0 && rq->features.count >= 0 && rq->features.start >= 0,
         "a request is within its bounds");
    for (size_t i = 0; i < rq->features.query_count; i++)
        hold_query(&rq->features.queries[i], a);
}

/* What the door to write gets. */
static void hold_action(const action *one, arena *a)
{
    rule_breach breach;
    hold(one->layer && one->kind < ACTION_KINDS && (one->kind == ACTION_INSERT) == !one->where, "an action is whole");
    for (size_t i = 0; i < one->count; i++) {
        hold(one->properties[i] >= one->layer->properties &&
                 one->properties[i] < one->layer->properties + one->layer->property_count,
             "a property is the layer's");
        hold(one->values[i].null || value_fits(one->properties[i], &one->values[i], &breach), "a value fits its property");
    }
    const query found = {.sources = {{.layer = one->layer}}, .source_count = 1, .where = one->where, .count = 10};
    const sql_plan_view caller = {.dialect = &tagged};
    const sql_plan select = sql_plan_select(&found, &caller, a);
    world_hold_plan(&select, &tagged, &found, a);
}

/* The answer that it would have if the door kept everything. */
static void hold_changes(world *w, const request *rq)
{
    const transaction *t = &rq->changes;
    changed_feature *features = arena_array(w->request, t->count + 1, sizeof *features);
    transaction_done done = {.features = features};
    hold(t->count <= TRANSACTION_ACTIONS, "a transaction is within its bounds");
    for (size_t i = 0; i < t->count; i++) {
        hold_action(&t->actions[i], w->request);
        done.totals[t->actions[i].kind]++;
        features[done.count++] = (changed_feature){t->actions[i].kind, t->actions[i].handle, t->actions[i].layer, 1};
    }
    xmlw *x = xmlw_new(w->request);
    size_t length = 0;
    output *to = caught_open(w->answer);
    rq->protocol->transaction(&done, x, w->request);
    out_type(to, 200, "text/xml; charset=utf-8");
    hold(xmlw_finish(x, to).code == ST_OK, "an answer can be written");
    const char *written = caught_close(w->answer, &length);
    hold_xml(written, length);
}

/* What is locked is found by queries too; a lock that is renewed has none. */
static void hold_locked(const request *rq, arena *a)
{
    hold(rq->lock.seconds >= 0, "a lock ends later than it begins");
    for (size_t i = 0; i < rq->features.query_count; i++)
        hold_query(&rq->features.queries[i], a);
}

/* In an envelope if the request came in one, as serve() does. Read back by what its head says that it is. */
static void hold_document(world *w, const request *rq)
{
    int64_t features = 0;
    size_t length = 0;
    output *to = caught_open(w->answer);
    soap_wrap(&rq->soap, NULL, w->request, to);
    hold(rq->operation->run(rq, NULL, w->request, to, &features).code == ST_OK, "a document can be made");
    const bool json = strcmp(out_current_head(to)->content_type, "application/json") == 0;
    const char *written = caught_close(w->answer, &length);
    (json ? hold_json : hold_xml)(written, length);
}

static void hold_report(world *w, const exchange *x, const request *rq, const status *s)
{
    size_t length = 0;
    hold(status_http(s->code) >= 400 && status_http(s->code) < 502 && s->code != ST_INTERNAL,
         "a request that is not understood is the client's");
    exception_manner how = exception_manner_of(x, rq->parameters, rq->soap.version != SOAP_NONE, w->request);
    output *to = caught_open(w->answer);
    soap_wrap(&rq->soap, s, w->request, to);
    exception_heads(s, x, "GET", w->request, to);
    exception_write(s, &how, w->request, to);
    const char *written = caught_close(w->answer, &length);
    (how.form == FORM_JSON ? hold_json : hold_xml)(written, length);
}

void world_hold(world *w, const exchange *x)
{
    request rq = {0};
    status s = request_read(x, &w->site, w->request, &rq);
    rq.who = w->who;
    if (s.code == ST_OK)
        s = request_resolve(&rq, NULL, w->request);
    if (s.code != ST_OK)
        hold_report(w, x, &rq, &s);
    else if (rq.operation->needs_rows == ROWS_ALWAYS)
        hold_queries(&rq, w->request);
    else if (rq.operation->needs_rows == ROWS_TO_CHANGE)
        hold_changes(w, &rq);
    else if (rq.operation->needs_rows == ROWS_TO_LOCK)
        hold_locked(&rq, w->request);
    else
        hold_document(w, &rq);
}
