/* What all resources that can be changed have in common: methods, who may, and how a refusal is told. */
#include "server/http/exception.h"
#include "server/http/may_keep.h"
#include "server/http/route.h"
#include "server/ogcapi/api.h"

#include <string.h>

typedef status (*writer_call)(api *q);

static writer_call write_of(const api_writes *w, unsigned method)
{
    switch (method) {
    case METHOD_POST: return w->post;
    case METHOD_PUT: return w->put;
    case METHOD_PATCH: return w->patch;
    case METHOD_DELETE: return w->remove;
    default: return NULL;
    }
}

static bool can_be_changed(const api *q)
{
    return q->resource->writes && q->site->config->editing && (!q->layer || q->layer->editable);
}

static unsigned writing_methods(const api *q)
{
    static const unsigned all[] = {METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE};
    unsigned found = 0;
    for (size_t i = 0; can_be_changed(q) && i < sizeof all / sizeof *all; i++)
        found |= write_of(q->resource->writes, all[i]) ? all[i] : 0;
    return found;
}

unsigned api_methods(const api *q)
{
    return (q->resource->answer ? METHOD_GET : 0) | writing_methods(q);
}

static status check_no_parameters(const api *q)
{
    for (size_t i = 0; i < q->parameters->count; i++)
        if (!text_equal_nocase(q->parameters->pairs[i].name, "f"))
            return FAIL(BAD_PARAM, q->parameters->pairs[i].name, "bij %s hoort geen parameter '%.40s'",
                        "%s takes no parameter '%.40s'", q->call->x->method, q->parameters->pairs[i].name);
    return status_ok();
}

/* What somebody may not do, what is not so any more, and what collides with what there is: OWS has one code for them all. */
static status as_told(status s)
{
    char rule[STATUS_RULE];
    if (s.code != ST_NOT_PROCESSED)
        return s;
    status_rule(&s, rule);
    s.code = strcmp(rule, "VersieVerouderd") == 0 ? ST_STALE : *rule ? ST_CONFLICT : ST_BAD_PARAM;
    return s;
}

/* Before the body is looked at: whoever may write nowhere costs nothing. */
static status check_caller(const scope *who)
{
    if (!who || scope_is_anonymous(who))
        return FAIL(UNAUTHENTICATED, "", "om iets te wijzigen moet u zich aanmelden: stuur een token (Bearer of Basic)",
                    "to change anything you must log in: send a token (Bearer or Basic)");
    if (scope_may_somewhere(who, CAPABILITY_WRITE_OWN) || scope_may_somewhere(who, CAPABILITY_WRITE_ALL))
        return status_ok();
    return FAIL(FORBIDDEN, "Authorization",
                "u mag hier lezen, en niets wijzigen: vraag de rol die dat mag aan uw toegangsbeheerder (GeenSchrijfrecht)",
                "you may read here, and change nothing: ask your access manager for a role that may (GeenSchrijfrecht)");
}

status api_write(api *q, unsigned method)
{
    q->form = q->resource->forms[0];
    q->writing = true;
    TRY(check_caller(q->call->who));
    TRY(check_no_parameters(q));
    return as_told(write_of(q->resource->writes, method)(q));
}

status api_answer_options(api *q)
{
    bool may = can_be_changed(q);
    if (q->resource->writes && q->resource->writes->may)
        TRY(q->resource->writes->may(q, &may));
    const unsigned read = q->resource->answer ? METHOD_GET : 0, write = may ? writing_methods(q) : 0;
    out_type(q->to, 200, NULL);
    out_header(q->to, "Allow", route_allow(read | write, q->arena));
    may_keep(q->to, KEPT_BY_NOBODY_OF_ONE, NULL);
    if (write & METHOD_PATCH)
        out_header(q->to, "Accept-Patch", "application/merge-patch+json"); /* RFC 5789 §3.1 */
    return status_ok();
}

const char *api_pointer(const api *q, const status *s, arena *a)
{
    if (!q->writing || !q->layer)
        return NULL;
    if (*s->locator == '/')
        return arena_strdup(a, s->locator);
    const property *p = layer_property(q->layer, s->locator);
    if (!p)
        return NULL;
    return p->type == VALUE_GEOMETRY ? "/geometry" : arena_printf(a, "/properties/%s", p->name);
}
