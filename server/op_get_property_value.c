/* GetPropertyValue (WFS 2.0 (09-025r2) §10): the values of one property. A feature without the property has no value and does not count. */
#include "gml/gml_value.h"
#include "server/paging.h"
#include "server/request.h"

status run_get_property_value(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

/* The request's own condition, and that there is a value. */
static const filter *with_value(const request *rq, arena *a)
{
    const query *q = &rq->queries[0].query;
    filter *null = arena_alloc(a, sizeof *null), *some = arena_alloc(a, sizeof *some), *both = arena_alloc(a, sizeof *both);
    const filter **inner = arena_array(a, 1, sizeof *inner), **parts = arena_array(a, 2, sizeof *parts);
    *null = (filter){.kind = FILTER_NULL, .left = {.kind = rq->value_absent ? EXPRESSION_ABSENT : EXPRESSION_PROPERTY, .property = rq->value}};
    inner[0] = null;
    *some = (filter){.kind = FILTER_NOT, .operands = inner, .operand_count = 1};
    parts[0] = some;
    parts[1] = q->where;
    *both = (filter){.kind = FILTER_AND, .operands = parts, .operand_count = q->where ? 2 : 1};
    return rq->value || rq->value_absent ? both : q->where;
}

/* The request as one for the features that have a value, and of them that property alone. */
static request narrowed(const request *rq, arena *a)
{
    request values = *rq;
    wfs_query *one = arena_alloc(a, sizeof *one);
    const property **asked = arena_array(a, 1, sizeof *asked);
    *one = rq->queries[0];
    asked[0] = rq->value;
    one->query.where = with_value(rq, a);
    one->query.properties = asked;
    one->query.property_count = rq->value ? 1 : 0;
    values.queries = one;
    return values;
}

static void attribute(output *to, const char *name, const char *content)
{
    if (!content)
        return;
    out_text(to, " ");
    out_text(to, name);
    out_text(to, "=\"");
    out_xml(to, content);
    out_text(to, "\"");
}

static void write_head(const answer *said, output *to)
{
    out_xml_begin(to);
    out_text(to, "<wfs:ValueCollection xmlns:wfs=\"http://www.opengis.net/wfs/2.0\""
                 " xmlns:gml=\"http://www.opengis.net/gml/3.2\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                 " xsi:schemaLocation=\"http://www.opengis.net/wfs/2.0 http://schemas.opengis.net/wfs/2.0/wfs.xsd\"");
    attribute(to, "timeStamp", said->time_stamp);
    out_text(to, " numberMatched=\"");
    out_int(to, said->matched);
    out_text(to, "\" numberReturned=\"");
    out_int(to, said->returned);
    out_text(to, "\"");
    attribute(to, "next", said->next);
    attribute(to, "previous", said->previous);
    out_text(to, ">\n");
}

static void write_member(const request *rq, encoding *e, const feature *f)
{
    out_text(e->to, "<wfs:member>");
    if (rq->value) {
        gml_value_write(e, f, 0);
    } else {
        out_text(e->to, e->what->layer->name);
        out_text(e->to, ".");
        out_int(e->to, f->id);
    }
    out_text(e->to, "</wfs:member>\n");
    e->features++;
}

static status write_values(const request *rq, encoding *e, rows *seen, const query *q)
{
    cursor *c = NULL;
    TRY(rows_select(seen, q, &c));
    for (const feature *f = cursor_next(c); f; f = cursor_next(c)) {
        write_member(rq, e, f);
        if (out_failed(e->to))
            return FAIL(CLIENT_GONE, "", "de client is weg", "the client is gone");
        if (e->failed)
            return FAIL(INTERNAL, "", "een object heeft een geometrie die niet te schrijven is", "a feature has a geometry that cannot be written");
    }
    return cursor_end(c);
}

static status write_page(const request *rq, encoding *e, rows *seen, const page *p)
{
    collection c = {.layer = p->query.layer, .properties = p->query.properties, .property_count = p->query.property_count, .crs = p->crs};
    if (c.layer->geometry_type != GEOMETRY_NONE)
        TRY(crs_transform(rq->site->crs, c.layer->srid, p->crs.code, &c.transform));
    e->what = &c;
    gml_value_prepare(e);
    return p->returned > 0 ? write_values(rq, e, seen, &p->query) : status_ok();
}

status run_get_property_value(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    const request values = narrowed(rq, a);
    pages all = {0};
    TRY(pages_count(&values, seen, a, &all));
    answer said = {0};
    TRY(pages_answer(&values, seen, &all, a, &said));
    encoding e = {.answer = &said, .to = to, .arena = a};
    out_type(to, 200, encoders[0]->media_type);
    out_header(to, "Cache-Control", "private, no-store");
    write_head(&said, to);
    const status written = write_page(&values, &e, seen, &all.pages[0]);
    *features = (int64_t)e.features;
    if (written.code != ST_OK && (!out_committed(to) || out_failed(to)))
        return written;
    if (written.code != ST_OK)
        gml_truncated(to, &written);
    out_text(to, "</wfs:ValueCollection>\n");
    out_xml_end(to);
    return written;
}
