/* Any filter in CQL2, as text or as JSON, over a store with a few odd rows, as OGC API reads it: an accepted filter runs to its
 * end, no row is in it and in its NOT, and a refusal is reported as the client's fault. */
#include "data/store/spatialite/sql_plan.h"
#include "server/filter/cql/cql.h"
#include "tests/fuzz/shop.h"

#include <string.h>

static const char *const gent[] = {"44021"};

static const filter_words words = {.locator = "filter",
                                   .reference = "filter",
                                   .lists = "/queryables",
                                   .place_nl = "teken",
                                   .place_en = "character",
                                   .like = "LIKE",
                                   .no_like_moment = "<",
                                   .no_like_other = "="};

/* A geometry that crosses itself too often is refused when it is used. */
static int64_t count(shop *s, const filter *f, arena *a)
{
    const query q = {
        .sources = {{.layer = s->layers.layers, .hidden = HIDDEN_INCLUDED}}, .source_count = 1, .where = f, .count = 1000};
    const sql_plan p = sql_plan_count(&q, &(sql_plan_view){.dialect = spatialite_dialect(s->store)}, a);
    int64_t counted = -1;
    world_hold_plan(&p, spatialite_dialect(s->store), &q, a);
    const status done = spatialite_count(s->store, &p, &counted);
    hold(done.code == ST_OK || done.code == ST_BAD_PARAM, "a filter that is understood can be run");
    return done.code == ST_OK ? counted : -1;
}

static void hold_filter(shop *s, const filter *f, const filter *no, arena *a)
{
    hold(spatialite_enter(s->store, gent, 1, (store_watch){0}).code == ST_OK, "the store can be entered");
    const int64_t one = count(s, f, a), other = one < 0 ? -1 : count(s, no, a);
    hold(other < 0 || one + other <= SHOP_ROWS, "no row is in a filter and in its NOT");
}

static status read(world *w, shop *s, const char *text, bool json, const filter **out)
{
    const filter_source of = {.layer = s->layers.layers};
    crs system = crs_84();
    system.name = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
    filter_work work = {0};
    cql_scope scope = {.build = {.catalog = w->site.catalog,
                                 .sources = &of,
                                 .source_count = 1,
                                 .words = &words,
                                 .logic = LOGIC_THREE_VALUED,
                                 .work = &work,
                                 .arena = w->request},
                       .language = CQL_2,
                       .systems = w->site.crs,
                       .crs = &system};
    return json ? cql_read_json(&scope, text, out) : cql_read(&scope, text, out);
}

static void hold_text(world *w, shop *s, const char *text, bool json)
{
    arena *a = w->request;
    const filter *f = NULL, *no = NULL;
    const status understood = read(w, s, text, json, &f);
    hold(understood.code == ST_OK || (status_http(understood.code) >= 400 && understood.code != ST_INTERNAL && *understood.nl),
         "a filter that is refused is the client's");
    const char *negated = arena_printf(a, json ? "{\"op\":\"not\",\"args\":[%s]}" : "NOT (%s)", text);
    if (f && read(w, s, negated, json, &no).code == ST_OK)
        hold_filter(s, f, no, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = world_open();
    shop *s = shop_open(w, 60);
    const char *text = arena_strndup(w->request, (const char *)data, size);
    if (text_is_utf8(text, strlen(text)))
        hold_text(w, s, text, strchr("{[", *text) && *text);
    arena_reset(w->request); /* the cursor must end before the store is left */
    spatialite_leave(s->store);
    return 0;
}
