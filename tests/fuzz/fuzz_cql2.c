/* Any filter in CQL2, as text or as JSON, over a store with a few odd rows, as OGC API reads it: an accepted filter runs to its
 * end, no row is in it and in its NOT, and a refusal is reported as the client's fault. */
#include "server/filter/cql/cql.h"
#include "tests/fuzz/shop.h"

#include <string.h>

static const filter_words words = {.locator = "filter",
                                   .reference = "filter",
                                   .lists = "/queryables",
                                   .place_nl = "teken",
                                   .place_en = "character",
                                   .like = "LIKE",
                                   .no_like_moment = "<",
                                   .no_like_other = "="};

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
    shop_hold_answer(&understood);
    const char *negated = arena_printf(a, json ? "{\"op\":\"not\",\"args\":[%s]}" : "NOT (%s)", text);
    if (f && read(w, s, negated, json, &no).code == ST_OK)
        shop_hold_not_both(s, f, no, a);
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
