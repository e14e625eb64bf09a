/* Any document as the definition of a stored query, and any values for its parameters: an accepted definition is self-contained
 * and reads back as the same definition, and a value changes only the texts and attributes that it is filled into. The values
 * come after the document, one on each line. */
#include "server/wfs/query_text.h"
#include "server/wfs/stored_check.h"
#include "server/wfs/stored_fill.h"
#include "server/wfs/stored_query.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static const endpoint endpoints[] = {{"/wfs", "risico", "http://risicolaag/1.0"}};
static const config settings = {.page = 10000, .endpoints = endpoints, .endpoint_count = 1};

typedef struct world {
    arena *lasting, *request;
    catalog layers;
    site site;
} world;

static world the_world;

static void end_world(void)
{
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
    hold(catalog_read(SOURCES "/data/layers", w->lasting, &w->layers).code == ST_OK, "the layers can be read");
    w->site = (site){.config = &settings, .catalog = &w->layers};
    hold(crs_set_new(&w->site.crs).code == ST_OK && atexit(end_world) == 0, "PROJ is there");
    return w;
}

static void hold_refusal(const status *s)
{
    hold(status_http(s->code) >= 400 && status_http(s->code) < 502 && s->code != ST_INTERNAL && *s->nl && *s->en,
         "what is not understood is the client's");
}

static size_t elements(const xmlNode *node)
{
    size_t count = 1;
    for (const xmlNode *child = node->children; child; child = child->next)
        count += child->type == XML_ELEMENT_NODE ? elements(child) : 0;
    return count;
}

static bool takes_elements(const stored_query *q)
{
    for (size_t i = 0; i < q->parameter_count; i++)
        if (q->parameters[i].kind == PARAMETER_ELEMENT)
            return true;
    return false;
}

/* The next line, or "" at the end. */
static const char *line_of(const char **rest, arena *a)
{
    const size_t length = strcspn(*rest, "\n");
    const char *line = arena_strndup(a, *rest, length);
    *rest += length + ((*rest)[length] == '\n');
    return line;
}

static void run(world *w, const stored_query *q, const char *values)
{
    kvp *given = arena_alloc(w->request, sizeof *given);
    request rq = {.site = &w->site,
                  .endpoint = endpoints,
                  .parameters = given,
                  .protocol = protocol_default(),
                  .features.encoder = protocol_default()->plain};
    const stored_arguments arguments = {&rq, given, NULL};
    const stored_values filled = stored_values_of(&arguments);
    const size_t before = elements(q->expression);
    query_texts texts = {0};
    for (; given->count < q->parameter_count; given->count++) {
        given->pairs[given->count].name = q->parameters[given->count].name;
        given->pairs[given->count].value = line_of(&values, w->request);
    }
    status s = stored_fill(q, &filled, w->request);
    hold(takes_elements(q) || elements(q->expression) == before, "a value adds no element");
    if (s.code == ST_OK)
        s = stored_query_texts(q, &rq, w->request, &texts);
    for (size_t i = 0; i < texts.count && s.code == ST_OK; i++) {
        wfs_query resolved;
        hold(!texts.queries[i].stored_query, "no stored query runs another one");
        s = query_resolve(&texts.queries[i], w->request, &rq, &resolved);
    }
    if (s.code != ST_OK)
        hold_refusal(&s);
}

static void make(world *w, xmlNode *root, const char *values)
{
    stored_query *q = arena_alloc(w->request, sizeof *q), *again = arena_alloc(w->request, sizeof *again);
    xmlNode *second = NULL;
    kvp *none = arena_alloc(w->request, sizeof *none);
    const request rq = {.site = &w->site, .endpoint = endpoints, .parameters = none, .protocol = protocol_default()};
    status s = stored_definition_read(root, rq.protocol, w->request, q);
    if (s.code == ST_OK)
        s = stored_definition_check_names(q, w->site.catalog);
    const char *kept = s.code == ST_OK ? stored_definition_text(root, w->request) : "";
    if (s.code == ST_OK)
        s = stored_check(q, kept, &rq, w->request);
    if (s.code != ST_OK) {
        hold_refusal(&s);
        return;
    }
    hold(xml_read(kept, strlen(kept), "x", w->request, &second).code == ST_OK, "what is kept can be read");
    hold(stored_definition_read(second, rq.protocol, w->request, again).code == ST_OK, "as a definition");
    hold(strcmp(q->id, again->id) == 0 && q->parameter_count == again->parameter_count && q->is_private == again->is_private,
         "the same one");
    run(w, again, values);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = open_world();
    const char *all = arena_strndup(w->request, (const char *)data, size);
    const char *end = strstr(all, "\n\n");
    xmlNode *root = NULL;
    if (xml_read(all, end ? (size_t)(end - all) : strlen(all), "request", w->request, &root).code == ST_OK)
        make(w, root, end ? end + 2 : "");
    arena_reset(w->request);
    return 0;
}
