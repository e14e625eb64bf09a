/* The page at "/": what this is, and the address to paste into QGIS. Everything on it is in the capabilities too. */
#include "server/http/may_keep.h"
#include "server/http/page.h"
#include "server/http/route.h"
#include "server/wfs/protocol.h"

#include <string.h>

typedef struct landing {
    const site *site;
    const char *base_url;
} landing;

static void write_title(const landing *l, output *to)
{
    out_xml(to, l->site->config->service.title);
}

static void write_abstract(const landing *l, output *to)
{
    out_xml(to, l->site->config->service.abstract);
}

static void write_provider(const landing *l, output *to)
{
    out_xml(to, l->site->config->service.provider);
}

static void write_version(const landing *l, output *to)
{
    (void)l;
    out_text(to, RISICOLAAG_VERSION);
}

static void write_base(const landing *l, output *to)
{
    out_xml(to, l->base_url);
}

static const endpoint *first(const landing *l)
{
    return &l->site->config->endpoints[0];
}

static void write_url(const landing *l, const endpoint *e, output *to)
{
    out_xml(to, l->base_url);
    out_xml(to, e->path);
}

static void write_request(const landing *l, const char *request, output *to)
{
    write_url(l, first(l), to);
    out_xml(to, request);
}

static void write_capabilities(const landing *l, output *to)
{
    write_request(l, "?service=WFS&request=GetCapabilities", to);
}

/* In the version used for clients that name none. */
static void write_link(const landing *l, const char *operation, output *to)
{
    write_request(l, "?service=WFS&version=", to);
    out_text(to, protocol_default()->version);
    out_xml(to, "&request=");
    out_text(to, operation);
}

static void write_schema(const landing *l, output *to)
{
    write_link(l, "DescribeFeatureType", to);
}

static void write_type(const landing *l, const layer *one, output *to)
{
    out_xml(to, first(l)->prefix);
    out_text(to, ":");
    out_xml(to, one->name);
}

static void write_example(const landing *l, output *to)
{
    write_link(l, "GetFeature", to);
    out_xml(to, "&");
    out_text(to, protocol_default()->type_names);
    out_text(to, "=");
    write_type(l, &l->site->catalog->layers[0], to);
    out_xml(to, "&count=10&outputFormat=application/json");
}

/* The button only works with scripts: the script shows it. */
static void write_address(const landing *l, output *to)
{
    out_text(to, "<div class=\"address\"><code id=\"url\">");
    write_url(l, first(l), to);
    out_text(to,
             "</code><button type=\"button\" data-copy=\"url\" hidden>Kopieer · <span lang=\"en\">Copy</span></button></div>");
}

static void write_others(const landing *l, output *to)
{
    const config *c = l->site->config;
    if (c->endpoint_count < 2)
        return;
    out_text(
        to,
        "<p>Ook op deze adressen, voor bestaande koppelingen: <span lang=\"en\">Also here, for existing links:</span></p><ul>");
    for (size_t i = 1; i < c->endpoint_count; i++) {
        out_text(to, "<li><code>");
        write_url(l, &c->endpoints[i], to);
        out_text(to, "</code></li>");
    }
    out_text(to, "</ul>");
}

static void write_layer(const landing *l, const layer *one, output *to)
{
    out_text(to, "<dt>");
    out_xml(to, one->title);
    out_text(to, " · <code>");
    write_type(l, one, to);
    out_text(to, "</code></dt><dd>");
    out_xml(to, one->abstract);
    out_text(to, one->restrict_column ? " Alleen voor uw gemeenten. <span lang=\"en\">For your municipalities only.</span></dd>\n"
                                      : " Openbaar. <span lang=\"en\">Public.</span></dd>\n");
}

static void write_layers(const landing *l, output *to)
{
    for (size_t i = 0; i < l->site->catalog->count; i++)
        write_layer(l, &l->site->catalog->layers[i], to);
}

static void write_contact(const landing *l, output *to)
{
    const char *address = l->site->config->service.contact_email;
    if (!address) {
        out_text(to, "Vraag een token of sleutel aan de beheerder van deze dienst. <span lang=\"en\">No access yet? Ask whoever "
                     "runs this service for a token or key.</span>");
        return;
    }
    out_text(to, "Vraag een token of sleutel aan <a href=\"mailto:");
    out_xml(to, address);
    out_text(to, "\">");
    out_xml(to, address);
    out_text(to, "</a>. <span lang=\"en\">No access yet? Ask there for a token or key.</span>");
}

static const struct {
    const char *name;
    void (*write)(const landing *l, output *to);
} places[] = {
    {"title", write_title},   {"abstract", write_abstract}, {"provider", write_provider}, {"version", write_version},
    {"base", write_base},     {"address", write_address},   {"others", write_others},     {"capabilities", write_capabilities},
    {"schema", write_schema}, {"example", write_example},   {"layers", write_layers},     {"contact", write_contact}};

static void write_place(const void *context, const char *name, output *to)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strcmp(places[i].name, name) == 0)
            places[i].write(context, to);
}

/* The page contains the address at which it was requested, so nobody may cache it for another. */
static status answer_landing(call *c, arena *a, output *to)
{
    const landing l = {c->site, c->x->base_url};
    page_write(200, "landing.html", write_place, &l, a, to);
    may_keep(to, KEPT_BY_NOBODY, NULL);
    return status_ok();
}

const service landing_service = {
    .prefix = "/", .methods = METHOD_GET, .open = true, .answer = answer_landing, .error = call_error_as_asked};
