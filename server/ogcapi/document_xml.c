/* The documents as XML, for clients of the GML (17-069r4 §8.4, table 8; schema core.xsd of part 1). */
#include "server/ogcapi/document_xml.h"

#include "server/http/may_keep.h"
#include "server/ogcapi/items.h"

static const char core[] = "http://www.opengis.net/ogcapi-features-1/1.0", atom[] = "http://www.w3.org/2005/Atom";

static void write_link(xmlw *w, const char *relation, const char *type, const char *href, const char *title)
{
    xmlw_open(w, "atom:link");
    if (relation)
        xmlw_attribute(w, "rel", relation);
    if (type)
        xmlw_attribute(w, "type", type);
    if (title)
        xmlw_attribute(w, "title", title);
    xmlw_attribute(w, "href", href);
    xmlw_close(w);
}

static void write_links(const api_links *l, xmlw *w)
{
    for (size_t i = 0; i < l->count; i++)
        write_link(w, l->all[i].relation, l->all[i].type, l->all[i].href, l->all[i].title);
}

static xmlw *begin(const api *q, const char *name)
{
    xmlw *w = xmlw_new(q->arena);
    xmlw_open(w, name);
    xmlw_attribute(w, "xmlns", core);
    xmlw_namespace(w, "atom", atom);
    xmlw_attribute(w, "service", "OGCAPI-Features");
    xmlw_attribute(w, "version", "1.0.1");
    return w;
}

static status finish(const api *q, xmlw *w)
{
    out_type(q->to, 200, q->form->type);
    xmlw_close(w);
    TRY(xmlw_finish(w, q->to));
    may_keep(q->to, KEPT_BY_NOBODY, "Accept");
    return status_ok();
}

status api_xml_landing(const api *q, const api_links *links)
{
    xmlw *w = begin(q, "LandingPage");
    xmlw_element(w, "Title", q->site->config->service.title);
    xmlw_element(w, "Description", q->site->config->service.abstract);
    write_links(links, w);
    return finish(q, w);
}

status api_xml_conformance(const api *q, const char *const *classes, size_t count)
{
    xmlw *w = begin(q, "ConformsTo");
    for (size_t i = 0; i < count; i++)
        write_link(w, NULL, NULL, classes[i], NULL);
    return finish(q, w);
}

static void write_extent(const layer *l, xmlw *w)
{
    if (l->geometry_type == GEOMETRY_NONE)
        return;
    xmlw_open(w, "Extent");
    xmlw_open(w, "Spatial");
    xmlw_attribute(w, "crs", ITEMS_CRS84);
    xmlw_elementf(w, "LowerCorner", "%.10g %.10g", l->wgs84[0], l->wgs84[1]);
    xmlw_elementf(w, "UpperCorner", "%.10g %.10g", l->wgs84[2], l->wgs84[3]);
    xmlw_close(w);
    xmlw_close(w);
    xmlw_element(w, "Crs", ITEMS_CRS84);
}

static void write_collection(const api *q, const layer *l, const api_links *links, xmlw *w)
{
    const bool placed = l->geometry_type != GEOMETRY_NONE;
    xmlw_open(w, "Collection");
    xmlw_element(w, "Id", l->name);
    xmlw_element(w, "ItemType", "feature");
    xmlw_element(w, "Title", l->title);
    xmlw_element(w, "Description", l->abstract);
    write_links(links, w);
    write_extent(l, w);
    for (size_t i = 0; placed && i < crs_code_count; i++)
        xmlw_element(w, "Crs", items_crs_uri(crs_codes[i], q->arena));
    if (placed)
        xmlw_element(w, "StorageCrs", items_crs_uri(l->srid, q->arena));
    xmlw_close(w);
}

status api_xml_collections(const api *q, void (*link)(const api *q, const layer *l, api_links *links))
{
    xmlw *w = begin(q, "Collections");
    api_links own = {0};
    api_link_forms(q, &own);
    write_links(&own, w);
    for (size_t i = 0; i < q->site->catalog->count; i++) {
        const layer *l = &q->site->catalog->layers[i];
        api_links links = {0};
        if (!q->layer || q->layer == l) {
            link(q, l, &links);
            write_collection(q, l, &links, w);
        }
    }
    return finish(q, w);
}
