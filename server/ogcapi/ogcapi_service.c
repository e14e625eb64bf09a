/* OGC API – Features at /api: finds the resource of the path, checks the parameters, and lets the resource answer. */
#include "server/http/exception.h"
#include "server/http/route.h"
#include "server/ogcapi/api.h"

#include <string.h>

/* The steps of the path below `prefix`; false when there are more than any resource has. */
static bool split(const char *path, const char *prefix, arena *a, const char *steps[API_STEPS])
{
    const text_list parts = text_split(a, path + strlen(prefix), '/');
    size_t count = 0;
    for (size_t i = 1; i < parts.count; i++) {
        const bool end = i + 1 == parts.count && !*parts.items[i]; /* "/api/" is "/api" */
        if (end)
            break;
        if (count == API_STEPS || !*parts.items[i])
            return false;
        steps[count++] = parts.items[i];
    }
    return true;
}

static bool is_of(const api_resource *r, const char *const steps[API_STEPS])
{
    for (size_t i = 0; i < API_STEPS; i++) {
        if (!r->steps[i] != !steps[i])
            return false;
        if (r->steps[i] && *r->steps[i] != '{' && strcmp(r->steps[i], steps[i]) != 0)
            return false;
    }
    return true;
}

static status not_found(const api *q)
{
    return FAIL(NOT_FOUND, "", "hier is niets; %s zegt wat er is", "there is nothing here; %s says what there is", q->root);
}

static status find_layer(api *q, const char *name)
{
    q->layer = catalog_layer(q->site->catalog, name);
    if (!q->layer)
        return FAIL(NOT_FOUND, "collectionId", "er is geen laag '%.60s'; %s/collections noemt ze allemaal",
                    "there is no collection '%.60s'; %s/collections lists them all", name, q->root);
    q->call->log->layer = q->layer->name;
    return status_ok();
}

/* collection: NULL for a resource that is not of one. */
static status find(api *q, const char **collection)
{
    const char *steps[API_STEPS] = {0};
    if (!split(q->call->x->path, q->vendor ? API_VENDOR : API_PREFIX, q->arena, steps))
        return not_found(q);
    for (size_t i = 0; i < api_resource_count && !q->resource; i++)
        if (is_of(&api_resources[i], steps))
            q->resource = &api_resources[i];
    if (!q->resource)
        return not_found(q);
    q->call->log->operation = q->resource->operation;
    q->feature_id = steps[3];
    *collection = steps[1];
    return status_ok();
}

/* OWS has a code, and HTTP 403 or 501, for what is understood and cannot be done; by part 3 (19-079r2 §8) a wrong filter is 400,
 * and no parameter of ours is wrong in another way. */
static status as_wrong_request(status s)
{
    if (s.code == ST_NOT_PROCESSED || s.code == ST_NO_OPTION || s.code == ST_NO_OPERATION)
        s.code = ST_BAD_PARAM;
    return s;
}

static bool is_for_vendors(const call *c)
{
    const char *path = c->x->path;
    const size_t length = strlen(API_VENDOR);
    return c->site->config->editing && strncmp(path, API_VENDOR, length) == 0 && (!path[length] || path[length] == '/');
}

static status read_path(call *c, arena *a, output *to, api **out)
{
    const char *collection = NULL;
    api *q = c->own;
    *q = (api){.call = c, .site = c->site, .arena = a, .to = to, .head = strcmp(c->x->method, "HEAD") == 0};
    q->vendor = is_for_vendors(c);
    q->root = arena_printf(a, "%s%s", c->x->base_url, q->vendor ? API_VENDOR : API_PREFIX);
    TRY(kvp_parse(c->x->query, a, &q->parameters));
    TRY(find(q, &collection));
    if (collection)
        TRY(find_layer(q, collection));
    if (!api_resource_is_there(q, q->resource, q->layer))
        return not_found(q);
    *out = q;
    return status_ok();
}

static status answer(call *c, arena *a, output *to)
{
    api *q = NULL;
    const unsigned method = route_method(c->x->method);
    TRY(read_path(c, a, to, &q));
    if (!(api_methods(q) & method)) {
        c->allow = route_allow(api_methods(q), a);
        return route_no_method(api_methods(q), a);
    }
    if (method != METHOD_GET)
        return api_write(q, method);
    TRY(api_choose_form(q, &q->form));
    TRY(api_check_parameters(q));
    return as_wrong_request(q->resource->answer(q));
}

static status options(call *c, arena *a, output *to)
{
    api *q = NULL;
    TRY(read_path(c, a, to, &q));
    q->form = q->resource->forms[0];
    return api_answer_options(q);
}

/* Whether f names this form, also of a request that was refused before it was read. */
static bool is_named(const call *c, const api_form *as, arena *a)
{
    const kvp *k = NULL;
    const char *name = kvp_parse(c->x->query, a, &k).code == ST_OK ? kvp_get(k, "f") : NULL;
    return name && text_equal_nocase(name, as->name);
}

/* As problem+json for programs (RFC 9457), as a page for people. */
static void write_error(const status *s, call *c, arena *a, output *to)
{
    const api *q = c->own;
    exception_manner how = exception_manner_of(c->x, NULL, false, a);
    if (q->form)
        how.form = q->form == &api_html ? FORM_PAGE : FORM_JSON;
    else if (how.form != FORM_PAGE || is_named(c, &api_json, a))
        how.form = is_named(c, &api_html, a) ? FORM_PAGE : FORM_JSON;
    how.pointer = api_pointer(q, s, a);
    exception_write(s, &how, a, to);
}

const service ogcapi_service = {.prefix = API_PREFIX,
                                .has_below = true,
                                .methods = METHOD_GET,
                                .editing = METHOD_POST | METHOD_PUT | METHOD_PATCH | METHOD_DELETE,
                                .own = sizeof(api),
                                .answer = answer,
                                .options = options,
                                .error = write_error};
