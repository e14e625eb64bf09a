/* Content negotiation: the parameter f, else the header Accept (17-069r4 §7.9). */
#include "server/http/accept.h"
#include "server/ogcapi/api.h"

#include <string.h>

const api_form api_json = {"json", "application/json"};
const api_form api_html = {"html", "text/html"};
const api_form api_xml = {"xml", "application/xml"};
const api_form api_geojson = {"json", "application/geo+json"};
const api_form api_gml = {"gml", "application/gml+xml; version=3.2; profile=http://www.opengis.net/def/profile/ogc/2.0/gml-sf2"};
const api_form api_schema_json = {"json", "application/schema+json"};
const api_form api_openapi_json = {"json", "application/vnd.oai.openapi+json;version=3.0"};
const api_form api_xsd = {"xsd", "application/xml"};

static const char *list(const api *q, bool names)
{
    text t = text_new(q->arena);
    for (const api_form *const *f = q->resource->forms; *f; f++)
        text_addf(&t, "%s%s", t.length ? ", " : "", names ? (*f)->name : (*f)->type);
    return t.chars;
}

static status named(const api *q, const char *name, const api_form **out)
{
    for (const api_form *const *f = q->resource->forms; *f; f++)
        if (text_equal_nocase((*f)->name, name)) {
            *out = *f;
            return status_ok();
        }
    return FAIL(BAD_PARAM, "f", "f=%.40s is er hier niet; kies uit %s", "f=%.40s is not available here; choose from %s", name,
                list(q, true));
}

/* Two of our forms go by the general name of JSON too. */
static size_t choose(const char *accept, const api_form *const *forms)
{
    enum { MOST = 8 };
    const char *types[MOST] = {0};
    size_t count = 0;
    for (; forms[count]; count++)
        types[count] = forms[count]->type;
    const size_t best = accept_choose(accept, types);
    if (best < count)
        return best;
    return accept_choose(accept, (const char *const[]){api_json.type, NULL}) == 0 ? 0 : count;
}

status api_choose_form(const api *q, const api_form **out)
{
    const api_form *const *forms = q->resource->forms;
    const char *name = kvp_get(q->parameters, "f");
    if (name)
        return named(q, name, out);
    const api_form *best = forms[choose(q->call->x->accept, forms)];
    if (!best)
        return FAIL(NOT_ACCEPTABLE, "Accept", "deze vorm is er hier niet; wel: %s",
                    "this form is not available here; there are: %s", list(q, false));
    *out = best;
    return status_ok();
}
