/* Any filter in ECQL over a store with a few odd rows: an accepted filter runs to its end and counts as many rows as it gives,
 * and a refusal is reported as the client's fault. */
#include "data/store/spatialite/sql_plan.h"
#include "server/filter/cql/cql.h"
#include "server/wfs/filter_scope.h"
#include "tests/fuzz/shop.h"

#include <string.h>

static const char *const gent[] = {"44021"};

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

/* In three-valued logic a row may be in neither. */
static void hold_filter(shop *s, const filter *f, const filter *no, arena *a)
{
    hold(spatialite_enter(s->store, gent, 1, (store_watch){0}).code == ST_OK, "the store can be entered");
    const int64_t one = count(s, f, a), other = one < 0 ? -1 : count(s, no, a);
    hold(other < 0 || one + other <= SHOP_ROWS, "no row is in a filter and in its NOT");
}

static status read(world *w, shop *s, const char *text, const filter **out)
{
    arena *a = w->request;
    const request rq = {.site = &w->site, .endpoint = &w->site.config->endpoints[0], .protocol = protocol_default()};
    const filter_source of = {.layer = s->layers.layers};
    const crs system = crs_default(w->site.crs, s->layers.layers->srid, a);
    filter_work work = {0};
    const fes_scope same = filter_scope(&rq, &of, &system, 1, NULL, &work, a);
    cql_scope scope = {.build = same.build,
                       .systems = same.systems,
                       .crs = same.crs,
                       .knows_prefix = same.knows_prefix,
                       .context = same.context};
    scope.build.words = &cql_words;
    scope.build.logic = LOGIC_THREE_VALUED;
    return cql_read(&scope, text, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = world_open();
    shop *s = shop_open(w, 60);
    arena *a = w->request;
    const char *text = arena_strndup(a, (const char *)data, size);
    const filter *f = NULL, *no = NULL;
    const status understood = text_is_utf8(text, strlen(text)) ? read(w, s, text, &f) : status_ok();
    hold(understood.code == ST_OK || (status_http(understood.code) >= 400 && understood.code != ST_INTERNAL && *understood.nl),
         "a filter that is refused is the client's");
    if (f && read(w, s, arena_printf(a, "NOT (%s)", text), &no).code == ST_OK)
        hold_filter(s, f, no, a);
    arena_reset(a); /* the cursor must end before the store is left */
    spatialite_leave(s->store);
    return 0;
}
