/* Any filter over a store with a few odd rows. An accepted filter must run, and give as many rows as are counted, each once; its
 * Not must give exactly the other rows (FES 2.0 §7.10: there is no third answer). The document may be a whole request: then its
 * first Filter is used. */
#include "data/store/spatialite/sql_plan.h"
#include "server/wfs/filter_scope.h"
#include "server/wfs/query_text.h"
#include "tests/fuzz/shop.h"

#include <string.h>

static int64_t select_all(shop *s, const filter *f, arena *a)
{
    const query q = shop_query(s, f);
    const sql_plan p = sql_plan_select(&q, &(sql_plan_view){.dialect = spatialite_dialect(s->store)}, a);
    spatialite_cursor *c = NULL;
    feature one;
    bool seen[SHOP_ROWS] = {false};
    int64_t found = 0;
    world_hold_plan(&p, spatialite_dialect(s->store), &q, a);
    hold(spatialite_select(s->store, &p, NULL, 0, a, &c).code == ST_OK, "a filter that is understood can be run");
    for (; spatialite_next(c, &one); found++) {
        hold(one.id >= 0 && one.id < SHOP_ROWS && !seen[one.id], "a row comes once");
        seen[one.id] = true;
    }
    hold(spatialite_cursor_end(c).code == ST_OK, "a filter runs to its end");
    return found;
}

static void hold_filter(shop *s, const filter *f, arena *a)
{
    const filter *const inner[] = {f};
    const filter no = {.kind = FILTER_NOT, .operands = inner, .operand_count = 1};
    shop_enter(s);
    const int64_t counted = shop_count(s, f, a);
    if (counted < 0)
        return;
    hold(counted == select_all(s, f, a), "as many rows as were counted");
    hold(counted + shop_count(s, &no, a) == SHOP_ROWS, "a filter or its Not: one of them holds for every row");
}

/* The first in document order. */
static xmlNode *find_filter(xmlNode *node)
{
    for (xmlNode *at = node; at;) {
        if (at->type == XML_ELEMENT_NODE && strcmp((const char *)at->name, "Filter") == 0)
            return at;
        if (at->children && at->type == XML_ELEMENT_NODE) {
            at = at->children;
            continue;
        }
        while (at && at != node && !at->next)
            at = at->parent;
        at = at && at != node ? at->next : NULL;
    }
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = world_open();
    shop *s = shop_open(w, 60);
    arena *a = w->request;
    xmlNode *root = NULL;
    const filter *f = NULL;
    if (xml_read((const char *)data, size, "filter", a, &root).code == ST_OK && (root = find_filter(root))) {
        const request rq = {.site = &w->site, .endpoint = &w->site.config->endpoints[0], .protocol = protocol_default()};
        const filter_source of = {.layer = s->layers.layers};
        const crs system = crs_default(w->site.crs, s->layers.layers->srid, a);
        filter_work work = {0};
        fes_scope scope = filter_scope(&rq, &of, &system, 1, namespaces_in_scope(root, a), &work, a);
        const status read = fes_read(&scope, root, &f);
        shop_hold_answer(&read);
        if (read.code == ST_OK)
            hold_filter(s, f, a);
    }
    arena_reset(a); /* the cursor must end before the store is left */
    spatialite_leave(s->store);
    return 0;
}
