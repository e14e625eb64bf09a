/* The collections (17-069r4 §7.13, §7.14): every layer of the catalog, the same for everybody. Their extents are those of the
 * layer file, never computed from rows. */
#include "server/ogcapi/api.h"
#include "server/ogcapi/document_xml.h"
#include "server/ogcapi/items.h"

#include <string.h>

static void link_collection(const api *q, const layer *l, api_links *links)
{
    arena *a = q->arena;
    const char *own = api_url(q, "collections/%s", kvp_escaped(l->name, q->arena));
    const char *const features = arena_printf(a, "%s/items", own);
    api_link(links, "items", api_geojson.type, arena_printf(a, "%s?f=json", features), "GeoJSON");
    api_link(links, "items", api_html.type, arena_printf(a, "%s?f=html", features), "HTML");
    api_link(links, "items", api_gml.type, arena_printf(a, "%s?f=gml", features), "GML 3.2");
    api_link(links, "http://www.opengis.net/def/rel/ogc/1.0/queryables", api_schema_json.type,
             arena_printf(a, "%s/queryables?f=json", own), "Waarop u kunt filteren · Queryables");
    api_link(links, "http://www.opengis.net/def/rel/ogc/1.0/sortables", api_schema_json.type,
             arena_printf(a, "%s/sortables?f=json", own), "Waarop u kunt sorteren · Sortables");
    api_link(links, "http://www.opengis.net/def/rel/ogc/1.0/schema", api_schema_json.type,
             arena_printf(a, "%s/schema?f=json", own), "De eigenschappen · Schema");
    api_link(links, "describedby", api_xsd.type, arena_printf(a, "%s/schema?f=xsd", own), "XML Schema");
}

static void write_spatial_extent(const layer *l, jsonw *w)
{
    if (l->geometry_type == GEOMETRY_NONE)
        return;
    jsonw_object(w, "extent");
    jsonw_object(w, "spatial");
    jsonw_array(w, "bbox");
    jsonw_array(w, NULL);
    for (size_t i = 0; i < 4; i++)
        jsonw_real(w, NULL, l->wgs84[i]);
    jsonw_end_array(w);
    jsonw_end_array(w);
    jsonw_text(w, "crs", ITEMS_CRS84);
    jsonw_end_object(w);
    jsonw_end_object(w);
}

/* Part 2 (18-058r1) §6.2: all systems of the answers, and the one in which the coordinates are kept. */
static void write_systems(const api *q, const layer *l, jsonw *w)
{
    if (l->geometry_type == GEOMETRY_NONE)
        return;
    jsonw_array(w, "crs");
    jsonw_text(w, NULL, ITEMS_CRS84);
    for (size_t i = 0; i < crs_code_count; i++)
        jsonw_text(w, NULL, items_crs_uri(crs_codes[i], q->arena));
    jsonw_end_array(w);
    jsonw_text(w, "storageCrs", items_crs_uri(l->srid, q->arena));
}

static void write_members(const api *q, const layer *l, jsonw *w)
{
    jsonw_text(w, "id", l->name);
    jsonw_text(w, "title", l->title);
    jsonw_text(w, "description", l->abstract);
    jsonw_text(w, "itemType", "feature");
    jsonw_array(w, "keywords");
    for (size_t i = 0; i < l->keywords.count; i++)
        jsonw_text(w, NULL, l->keywords.items[i]);
    jsonw_end_array(w);
    write_spatial_extent(l, w);
    write_systems(q, l, w);
}

static void write_one(const api *q, const layer *l, jsonw *w)
{
    api_links links = {0};
    jsonw_object(w, NULL);
    write_members(q, l, w);
    api_link(&links, "self", api_json.type, api_url(q, "collections/%s?f=json", kvp_escaped(l->name, q->arena)), l->title);
    link_collection(q, l, &links);
    api_write_links(&links, w);
    jsonw_end_object(w);
}

static void write_collections(const api *q, jsonw *w)
{
    const catalog *c = q->site->catalog;
    jsonw_array(w, "collections");
    for (size_t i = 0; i < c->count; i++)
        write_one(q, &c->layers[i], w);
    jsonw_end_array(w);
}

static void write_item(output *to, const char *href, const char *shown)
{
    out_text(to, "<a href=\"");
    out_xml(to, href);
    out_text(to, "\">");
    out_text(to, shown);
    out_text(to, "</a>");
}

static void page_one(const api *q, const layer *l, output *to)
{
    out_text(to, "<p>");
    out_xml(to, l->abstract);
    out_text(to, l->restrict_column ? " Alleen voor uw gemeenten. <span lang=\"en\">For your municipalities only.</span></p>\n<p>"
                                    : " Openbaar. <span lang=\"en\">Public.</span></p>\n<p>");
    write_item(to, api_url(q, "collections/%s/items?f=html", kvp_escaped(l->name, q->arena)),
               "De objecten · <span lang=\"en\">The features</span>");
    out_text(to, ", ");
    write_item(to, api_url(q, "collections/%s/schema?f=html", kvp_escaped(l->name, q->arena)),
               "de eigenschappen · <span lang=\"en\">the properties</span>");
    out_text(to, ", ");
    write_item(to, api_url(q, "collections/%s/queryables?f=html", kvp_escaped(l->name, q->arena)),
               "waarop u kunt filteren · <span lang=\"en\">the queryables</span>");
    out_text(to, ".</p>\n");
}

static void page_collections(const api *q, output *to)
{
    for (size_t i = 0; i < q->site->catalog->count; i++) {
        const layer *l = &q->site->catalog->layers[i];
        out_text(to, "<h2><a href=\"");
        out_xml(to, api_url(q, "collections/%s?f=html", kvp_escaped(l->name, q->arena)));
        out_text(to, "\">");
        out_xml(to, l->title);
        out_text(to, "</a></h2>\n");
        page_one(q, l, to);
    }
}

status api_answer_collections(api *q)
{
    const api_document d = {q->resource->title, write_collections, NULL, page_collections};
    if (q->form == &api_xml)
        return api_xml_collections(q, link_collection);
    return api_answer_document(q, &d);
}

static void write_collection(const api *q, jsonw *w)
{
    write_members(q, q->layer, w);
}

static void link_own(const api *q, api_links *links)
{
    link_collection(q, q->layer, links);
}

static void page_collection(const api *q, output *to)
{
    page_one(q, q->layer, to);
}

status api_answer_collection(api *q)
{
    const api_document d = {q->layer->title, write_collection, link_own, page_collection};
    if (q->form == &api_xml)
        return api_xml_collections(q, link_collection);
    return api_answer_document(q, &d);
}
