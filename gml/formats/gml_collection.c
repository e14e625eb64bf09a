#include "gml/formats/gml_collection.h"

static const gml_collection *around(const encoding *e)
{
    return e->answer->collection;
}

void gml_attribute_write(output *to, const char *name, const char *content)
{
    out_text(to, " ");
    out_text(to, name);
    out_text(to, "=\"");
    out_xml(to, content);
    out_text(to, "\"");
}

static void write_schema_locations(const encoding *e)
{
    const answer *said = e->answer;
    out_text(e->to, " xsi:schemaLocation=\"");
    out_xml(e->to, around(e)->schema);
    out_text(e->to, " ");
    out_xml(e->to, said->uri);
    out_text(e->to, " ");
    out_xml(e->to, said->schema_url);
    out_text(e->to, "\"");
}

static const char *prefix_of(const encoding *e)
{
    return around(e)->prefix ? around(e)->prefix : "wfs";
}

void gml_namespaces(const encoding *e)
{
    const answer *said = e->answer;
    gml_attribute_write(e->to, arena_printf(e->arena, "xmlns:%s", prefix_of(e)), around(e)->wfs);
    gml_attribute_write(e->to, "xmlns:gml", around(e)->gml);
    if (said->referring)
        gml_attribute_write(e->to, "xmlns:xlink", "http://www.w3.org/1999/xlink");
    gml_attribute_write(e->to, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    out_text(e->to, " xmlns:");
    out_text(e->to, said->prefix);
    out_text(e->to, "=\"");
    out_xml(e->to, said->uri);
    out_text(e->to, "\"");
    write_schema_locations(e);
}

static void write_number(output *to, const char *name, int64_t number)
{
    if (!name)
        return;
    out_text(to, " ");
    out_text(to, name);
    out_text(to, "=\"");
    out_int(to, number);
    out_text(to, "\"");
}

static void write_counts(const encoding *e, int64_t matched, int64_t returned)
{
    const gml_collection *c = around(e);
    if (c->time_stamp)
        gml_attribute_write(e->to, "timeStamp", e->answer->time_stamp);
    write_number(e->to, c->matched, matched);
    write_number(e->to, c->returned, e->answer->hits && !c->matched ? matched : returned);
}

static void write_links(const encoding *e)
{
    if (around(e)->links && e->answer->next)
        gml_attribute_write(e->to, "next", e->answer->next);
    if (around(e)->links && e->answer->previous)
        gml_attribute_write(e->to, "previous", e->answer->previous);
}

status gml_collection_begin(encoding *e)
{
    out_xml_begin(e->to);
    if (e->answer->bare)
        return status_ok();
    out_text(e->to, "<");
    out_text(e->to, prefix_of(e));
    out_text(e->to, ":FeatureCollection");
    gml_namespaces(e);
    write_counts(e, e->answer->matched, e->answer->returned);
    write_links(e);
    if (e->answer->lock)
        gml_attribute_write(e->to, "lockId", e->answer->lock);
    out_text(e->to, ">\n");
    out_text(e->to, around(e)->before_members);
    return status_ok();
}

static bool is_nested(const encoding *e)
{
    return e->answer->nested && around(e)->nests;
}

static void open_member(const encoding *e)
{
    out_text(e->to, "<");
    out_text(e->to, around(e)->member);
}

static void close_member(const encoding *e)
{
    out_text(e->to, "</");
    out_text(e->to, around(e)->member);
    out_text(e->to, ">\n");
}

status gml_collection_begin_query(encoding *e)
{
    if (!is_nested(e))
        return status_ok();
    open_member(e);
    out_text(e->to, "><wfs:FeatureCollection");
    write_counts(e, e->what->matched, e->what->returned);
    out_text(e->to, ">\n");
    return status_ok();
}

status gml_collection_end_query(encoding *e)
{
    if (is_nested(e)) {
        out_text(e->to, "</wfs:FeatureCollection>");
        close_member(e);
    }
    return status_ok();
}

status gml_collection_end(encoding *e)
{
    if (!e->answer->bare) {
        out_text(e->to, "</");
        out_text(e->to, prefix_of(e));
        out_text(e->to, ":FeatureCollection>\n");
    }
    out_xml_end(e->to);
    return status_ok();
}

/* WFS 2.0 §11.3.3.6; wfs.xsd, and feature.xsd of GML 3.1.1 and 2: a member holds a feature or refers to one. */
void gml_collection_reference(encoding *e, int64_t id)
{
    open_member(e);
    out_text(e->to, " xlink:href=\"#");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    out_int(e->to, id);
    out_text(e->to, "\"/>\n");
}

void gml_collection_begin_tuple(encoding *e)
{
    open_member(e);
    out_text(e->to, "><wfs:Tuple>\n");
}

void gml_collection_end_tuple(encoding *e)
{
    out_text(e->to, "</wfs:Tuple>");
    close_member(e);
}

/* WFS 2.0 §7.7.4.4 (table 11): an answer that could not be finished ends in wfs:truncatedResponse. */
void gml_truncated(const gml_collection *c, output *to, const status *why)
{
    out_text(to, "<wfs:truncatedResponse><ows:ExceptionReport");
    gml_attribute_write(to, "xmlns:ows", c->ows);
    gml_attribute_write(to, "version", c->ows_version);
    out_text(to, "><ows:Exception");
    gml_attribute_write(to, "exceptionCode", status_ows_code(why->code));
    out_text(to, "><ows:ExceptionText>");
    out_xml(to, why->nl);
    out_text(to, "</ows:ExceptionText><ows:ExceptionText>");
    out_xml(to, why->en);
    out_text(to, "</ows:ExceptionText></ows:Exception></ows:ExceptionReport></wfs:truncatedResponse>");
}

void gml_collection_truncate(encoding *e, const status *why)
{
    if (e->answer->bare)
        return; /* no collection around it to say so in: the connection breaks off */
    (void)gml_collection_end_query(e);
    gml_truncated(around(e), e->to, why);
    (void)gml_collection_end(e);
}
