/* Any filter in ECQL over a store with a few odd rows: an accepted filter runs to its end and counts as many rows as it gives,
 * and a refusal is reported as the client's fault. */
#include "server/filter/cql/cql.h"
#include "server/wfs/filter_scope.h"
#include "tests/fuzz/shop.h"

#include <string.h>

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
    shop_hold_answer(&understood);
    if (f && read(w, s, arena_printf(a, "NOT (%s)", text), &no).code == ST_OK)
        shop_hold_not_both(s, f, no, a);
    arena_reset(a); /* the cursor must end before the store is left */
    spatialite_leave(s->store);
    return 0;
}
