/* Any query string through the whole reading of a request, over the layers that we ship and without a store. What is understood becomes SQL in which
 * nothing of the client's stands, or a document; what is not becomes a report that can be read. */
#include "data/plan.h"
#include "server/exception.h"
#include "server/request.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static const endpoint endpoints[] = {{"/wfs", "risico", "http://risicolaag/1.0"}, {"/geoserver/BROL/wfs", "BROL", "http://BROL"}};
static const config settings = {.page = 10000,
                                .endpoints = endpoints,
                                .endpoint_count = 2,
                                .service = {.title = "t", .abstract = "a", .fees = "f", .access_constraints = "c", .provider = "p"}};
static const dialect tagged = {"0123456789abcdef0123456789abcdef"};

typedef struct world {
    arena *lasting, *request;
    catalog layers;
    site site;
    caught *answer;
} world;

static world the_world;

static void end_world(void)
{
    caught_free(the_world.answer);
    crs_set_free(the_world.site.crs);
    arena_free(the_world.request);
    arena_free(the_world.lasting);
}

static world *open_world(void)
{
    world *w = &the_world;
    if (w->lasting)
        return w;
    w->lasting = arena_new();
    w->request = arena_new();
    w->answer = caught_new();
    hold(catalog_read(SOURCES "/data/layers", w->lasting, &w->layers).code == ST_OK, "the layers can be read");
    w->site = (site){.config = &settings, .catalog = &w->layers};
    hold(crs_set_new(&w->site.crs).code == ST_OK && atexit(end_world) == 0, "PROJ is there");
    return w;
}

static bool is_column(const layer *l, const char *name, size_t length)
{
    if (strncmp(name, l->id_column, length) == 0 || (l->hide_column && strncmp(name, l->hide_column, length) == 0))
        return true;
    for (size_t i = 0; i < l->property_count; i++)
        if (strlen(l->properties[i].column) == length && strncmp(name, l->properties[i].column, length) == 0)
            return true;
    return false;
}

static bool is_relation(const layer *l, const char *name, size_t length, arena *a)
{
    const char *given = arena_strndup(a, name, length), *own = arena_printf(a, "rl_%s_%s", tagged.tag, l->table);
    return strcmp(given, own) == 0 || strcmp(given, arena_printf(a, "%s_box", own)) == 0 || strcmp(given, arena_printf(a, "%s_id", own)) == 0;
}

/* A name in quotation marks: of a column, of a relation that the caller may read, or of a folded text that a join has gathered. */
static bool is_name_of_query(const query *q, const char *name, size_t length, arena *a)
{
    for (size_t i = 0; i < q->source_count; i++)
        if (is_column(q->sources[i].layer, name, length) || is_relation(q->sources[i].layer, name, length, a))
            return true;
    return length > 5 && strncmp(name, "fold ", 5) == 0 && strspn(name + 5, "0123456789") == length - 5;
}

/* What ids begin with, and the begin of a day. */
static bool is_own_text(const query *q, const char *given, size_t length, arena *a)
{
    const char *chars = arena_strndup(a, given, length);
    for (size_t i = 0; i < q->source_count; i++)
        if (strcmp(chars, arena_printf(a, "%s.", q->sources[i].layer->name)) == 0)
            return true;
    return strcmp(chars, "T00:00:00Z") == 0;
}

/* Quoted: a name of the layer file. Bare: a word of ours. Anything else would be somebody else's text. */
static void hold_sql(const char *sql, const query *q, arena *a)
{
    static const char words[] = " SELECT FROM WHERE AND OR IN IS NOT ORDER BY ASC DESC NULLS LAST LIMIT OFFSET temp count meets_ring box_minx box_miny box_maxx "
                                "box_maxy 0 1 CROSS JOIN AS fold s0 s1 s2 s3 like_matches spatial_holds spatial_pair meets_box box_edge NULL TRUE ";
    for (const char *at = sql; *at;) {
        const size_t word = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
        if (word > 0) {
            hold(strstr(words, arena_printf(a, " %.*s ", (int)word, at)) != NULL, "a bare word in the SQL is one of ours");
            at += word;
        } else if (*at == '"') {
            const size_t name = strcspn(at + 1, "\"");
            hold(at[name + 1] == '"' && is_name_of_query(q, at + 1, name, a), "a quoted name in the SQL is the layer's");
            at += name + 2;
        } else if (*at == '\'') {
            const size_t text = strcspn(at + 1, "'");
            hold(at[text + 1] == '\'' && is_own_text(q, at + 1, text, a), "a text in the SQL is one of ours");
            at += text + 2;
        } else {
            hold(strchr(" ().,=<>?*+|-", *at) != NULL, "nothing but plain punctuation stands in the SQL");
            at++;
        }
    }
}

static void hold_plan(const plan *p, const query *q, arena *a)
{
    size_t marks = 0;
    for (const char *c = p->sql; *c; c++)
        marks += *c == '?';
    hold(marks == p->value_count, "every mark has its value");
    hold(marks <= 32766, "SQLite takes that many values");
    hold_sql(p->sql, q, a);
}

static void hold_query(const wfs_query *resolved, arena *a)
{
    const query *q = &resolved->query;
    hold(q->source_count >= 1 && q->source_count <= SOURCES_MOST, "a query has its types");
    for (size_t i = 0; i < q->source_count; i++) {
        const source *s = &q->sources[i];
        hold(s->layer && s->properties && s->property_count <= s->layer->property_count, "a query is whole");
        hold(resolved->crs[i].name && resolved->crs[i].decimals > 0, "a query has a reference system");
        const plan one = plan_feature(s, &tagged, a);
        hold_plan(&one, q, a);
    }
    const plan page = q->source_count > 1 ? plan_tuples(q, &tagged, a) : plan_select(q, &tagged, a), counting = plan_count(q, &tagged, a);
    hold_plan(&page, q, a);
    hold_plan(&counting, q, a);
}

static void hold_queries(const request *rq, arena *a)
{
    hold(rq->encoder && rq->query_count > 0 && rq->count >= 0 && rq->start >= 0, "a request is within its bounds");
    for (size_t i = 0; i < rq->query_count; i++)
        hold_query(&rq->queries[i], a);
}

static void hold_document(world *w, const request *rq)
{
    int64_t features = 0;
    size_t length = 0;
    output *to = caught_open(w->answer);
    hold(rq->operation->run(rq, NULL, w->request, to, &features).code == ST_OK, "a document can be made");
    const char *written = caught_close(w->answer, &length);
    hold_xml(written, length);
}

static void hold_report(world *w, const status *s)
{
    size_t length = 0;
    hold(status_http(s->code) >= 400 && status_http(s->code) < 502 && s->code != ST_INTERNAL, "a request that is not understood is the client's");
    exception_write(s, w->request, caught_open(w->answer));
    const char *written = caught_close(w->answer, &length);
    hold_xml(written, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = open_world();
    const bool own = size == 0 || data[0] != '!'; /* "!": the path and the names of the layer that exists today */
    const char *query = arena_strndup(w->request, (const char *)data + !own, size - !own);
    const exchange x = {.method = "GET", .path = own ? "/wfs" : "/geoserver/BROL/wfs", .query = query, .base_url = "http://localhost", .id = "-"};
    request rq;
    const status s = request_read(&x, &w->site, w->request, &rq);
    if (s.code != ST_OK)
        hold_report(w, &s);
    else if (rq.operation->needs_rows)
        hold_queries(&rq, w->request);
    else
        hold_document(w, &rq);
    arena_reset(w->request);
    return 0;
}
