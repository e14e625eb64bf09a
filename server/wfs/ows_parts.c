#include "server/wfs/ows_parts.h"

const char *const ows_sections[] = {
    "All", "ServiceIdentification", "ServiceProvider", "OperationsMetadata", "FeatureTypeList", "Filter_Capabilities", NULL};

bool ows_wants(const request *rq, const char *section)
{
    for (size_t i = 0; i < rq->sections.count; i++)
        if (text_equal_nocase(rq->sections.items[i], section) || text_equal_nocase(rq->sections.items[i], "All"))
            return true;
    return rq->sections.count == 0;
}

const char *capabilities_abstract(const request *rq, arena *a)
{
    const crs_datum *d = crs_datum_used(rq->site->crs);
    const char *how = *d->grid ? arena_printf(a, "het NTv2-raster %s", d->grid) : "zeven parameters, zonder NTv2-raster",
               *within = d->accuracy < 0 ? "" : arena_printf(a, ", nauwkeurig tot %g m", d->accuracy);
    return arena_printf(a, "%s Tussen Lambert 72 en ETRS89 rekent de dienst met %s (EPSG:%d: %s)%s.",
                        rq->site->config->service.abstract, how, d->code, d->name, within);
}

void ows_write_keywords(xmlw *w, const text_list *keywords)
{
    if (keywords->count == 0)
        return;
    xmlw_open(w, "ows:Keywords");
    for (size_t i = 0; i < keywords->count; i++)
        xmlw_element(w, "ows:Keyword", keywords->items[i]);
    xmlw_close(w);
}

static void write_address(xmlw *w, const char *email)
{
    xmlw_open(w, "ows:ContactInfo");
    xmlw_open(w, "ows:Address");
    xmlw_element(w, "ows:ElectronicMailAddress", email);
    xmlw_close(w);
    xmlw_close(w);
}

void ows_write_provider(xmlw *w, const request *rq)
{
    const service_texts *s = &rq->site->config->service;
    xmlw_open(w, "ows:ServiceProvider");
    xmlw_element(w, "ows:ProviderName", s->provider);
    if (s->provider_site) {
        xmlw_open(w, "ows:ProviderSite");
        xmlw_attribute(w, "xlink:href", s->provider_site);
        xmlw_close(w);
    }
    xmlw_open(w, "ows:ServiceContact");
    if (s->contact_email)
        write_address(w, s->contact_email);
    xmlw_close(w);
    xmlw_close(w);
}

static void write_connection(xmlw *w, const char *method, const char *url)
{
    xmlw_open(w, method);
    xmlw_attribute(w, "xlink:href", url);
    xmlw_close(w);
}

void ows_write_connections(xmlw *w, const request *rq, bool get, arena *a)
{
    xmlw_open(w, "ows:DCP");
    xmlw_open(w, "ows:HTTP");
    if (get)
        write_connection(w, "ows:Get", arena_printf(a, "%s?", rq->url));
    write_connection(w, "ows:Post", rq->url);
    xmlw_close(w);
    xmlw_close(w);
}

void ows_write_extent(xmlw *w, const double extent[4])
{
    xmlw_open(w, "ows:WGS84BoundingBox");
    xmlw_elementf(w, "ows:LowerCorner", "%.4f %.4f", extent[0], extent[1]);
    xmlw_elementf(w, "ows:UpperCorner", "%.4f %.4f", extent[2], extent[3]);
    xmlw_close(w);
}

const double *capabilities_extent(const layer *l, const double *own)
{
    return own && l->restrict_column ? own : l->wgs84;
}

const char *const *capabilities_formats(const protocol *p, arena *a)
{
    const char **all = arena_array(a, encoder_count + 2, sizeof *all);
    size_t count = 0;
    all[count++] = p->plain->names[0];
    for (size_t i = 0; i < encoder_count; i++)
        if (encoders[i] != p->plain)
            all[count++] = encoders[i]->names[0];
    all[count] = NULL;
    return all;
}

const char *const *capabilities_versions(arena *a)
{
    const char **all = arena_array(a, protocol_count + 1, sizeof *all);
    for (size_t i = 0; i < protocol_count; i++)
        all[i] = protocols[i]->version;
    all[protocol_count] = NULL;
    return all;
}

void ogc_write_functions(xmlw *w, const char *const elements[4])
{
    for (size_t i = 0; i < 3; i++)
        xmlw_open(w, elements[i]);
    for (size_t i = 0; i < filter_function_count; i++) {
        xmlw_open(w, elements[3]);
        xmlw_attributef(w, "nArgs", "%zu", filter_functions[i].argument_count);
        xmlw_text(w, filter_functions[i].name);
        xmlw_close(w);
    }
    for (size_t i = 0; i < 3; i++)
        xmlw_close(w);
}
