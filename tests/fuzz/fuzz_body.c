/* What a client sends to change a feature: a Feature of GeoJSON or a patch of one, and the conditions that go with it. The first
 * byte chooses what is read, and in which system. */
#include "server/ogcapi/conditions.h"
#include "server/ogcapi/feature_body.h"
#include "tests/fuzz/world.h"

#include <string.h>

static void hold_refused(const status *s)
{
    hold(status_http(s->code) >= 400 && status_http(s->code) < 500, "a body that is not understood is the client's");
}

static void hold_row(const api *q, const edit_row *row)
{
    hold(row->layer == q->layer && row->count <= q->layer->property_count, "a property is given once");
    for (size_t i = 0; i < row->count; i++) {
        double box[4];
        const value *v = &row->values[i];
        hold(row->properties[i]->type != VALUE_GEOMETRY || geometry_mbr(v->shape, box), "a contour that was read is somewhere");
        for (size_t j = 0; j < i; j++)
            hold(row->properties[i] != row->properties[j], "a property is given once");
    }
}

static void read_body(const api *q, body_use use)
{
    feature_body given = {0};
    const status s = feature_body_read(q, use, &given);
    if (s.code == ST_OK)
        hold_row(q, &given.row);
    else
        hold_refused(&s);
}

/* The same text in every head: whatever it says, a state is met or the client is told why not. */
static void read_conditions(const exchange *x, arena *a)
{
    static const feature_state now = {.version = 7, .changed = "2026-11-30T10:00:00.000Z"};
    const status there = condition_check(x, &now, true), absent = condition_check_absent(x);
    if (there.code != ST_OK)
        hold_refused(&there);
    if (absent.code != ST_OK)
        hold_refused(&absent);
    if (strcmp(x->if_none_match, "*") == 0)
        hold(condition_is_known(x, "\"7-geojson.crs84.0123456789abcdef\"", a), "any state is known");
    else
        (void)condition_is_known(x, "\"7-geojson.crs84.0123456789abcdef\"", a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const systems[] = {"", "<http://www.opengis.net/def/crs/EPSG/0/31370>",
                                          "<http://www.opengis.net/def/crs/EPSG/0/4326>"};
    static const char *const types[] = {"application/geo+json", "application/geo+json", "application/merge-patch+json"};
    world *w = world_open();
    const unsigned choice = size > 0 ? data[0] % 12 : 0, use = choice % 4;
    const char *rest = arena_strndup(w->request, (const char *)data + (size > 0), size - (size > 0));
    const bool heads = use == 3;
    const exchange x = {.method = "POST",
                        .path = "/api/collections/risicolocatie/items",
                        .query = "",
                        .content_type = heads ? "" : types[use],
                        .content_encoding = "",
                        .accept = "",
                        .accept_language = "",
                        .if_match = heads ? rest : "",
                        .if_none_match = heads ? rest : "",
                        .if_unmodified_since = heads ? rest : "",
                        .content_crs = systems[choice / 4],
                        .body = rest,
                        .body_size = size - (size > 0),
                        .id = "-"};
    call c = {.x = &x, .site = &w->site};
    const api q = {.call = &c,
                   .site = &w->site,
                   .arena = w->request,
                   .layer = catalog_layer(&w->layers, "risicolocatie"),
                   .feature_id = "risicolocatie.110010000001"};
    if (heads)
        read_conditions(&x, w->request);
    else
        read_body(&q, (body_use)use);
    arena_reset(w->request);
    return 0;
}
