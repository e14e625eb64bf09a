/* GetPropertyValue (WFS 2.0 (09-025r2) §10): the values of one property. A feature without the property has no value and is not
 * counted; in a join, every tuple with a value counts. */
#include "gml/formats/gml_value.h"
#include "server/http/may_keep.h"
#include "server/wfs/paging.h"
#include "server/wfs/request.h"
#include "server/wfs/shared_features.h"

status run_get_property_value(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

/* The request's own condition, and the condition that there is a value. */
static const filter *with_value(const request *rq, arena *a)
{
    const query *q = &rq->features.queries[0].query;
    filter *null = arena_alloc(a, sizeof *null), *some = arena_alloc(a, sizeof *some), *both = arena_alloc(a, sizeof *both);
    const filter **inner = arena_array(a, 1, sizeof *inner), **parts = arena_array(a, 2, sizeof *parts);
    *null = (filter){.kind = FILTER_NULL,
                     .left = {.kind = rq->features.value.absent ? EXPRESSION_ABSENT : EXPRESSION_PROPERTY,
                              .property = rq->features.value.property,
                              .source = rq->features.value.source}};
    inner[0] = null;
    *some = (filter){.kind = FILTER_NOT, .operands = inner, .operand_count = 1};
    parts[0] = some;
    parts[1] = q->where;
    *both = (filter){.kind = FILTER_AND, .operands = parts, .operand_count = q->where ? 2 : 1};
    return rq->features.value.property || rq->features.value.absent ? both : q->where;
}

/* The request, narrowed to the features that have a value and to that one property. */
static request narrowed(const request *rq, arena *a)
{
    request values = *rq;
    wfs_query *one = arena_alloc(a, sizeof *one);
    const property **asked = arena_array(a, 1, sizeof *asked);
    *one = rq->features.queries[0];
    asked[0] = rq->features.value.property;
    one->query.where = with_value(rq, a);
    one->query.sources[rq->features.value.source].properties = asked;
    one->query.sources[rq->features.value.source].property_count = rq->features.value.property ? 1 : 0;
    values.features.queries = one;
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

static void write_head(const protocol *p, const answer *said, output *to)
{
    out_xml_begin(to);
    out_text(to, "<wfs:ValueCollection");
    attribute(to, "xmlns:wfs", p->wfs[0]);
    attribute(to, "xmlns:gml", p->gml[0]);
    if (said->referring)
        out_text(to, " xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
    out_text(to, " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
    attribute(to, "xsi:schemaLocation", p->collection->schema);
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

static status write_id(const encoding *e, const feature *f)
{
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    out_int(e->to, f->id);
    return status_ok();
}

static status member_written(const encoding *e)
{
    if (out_failed(e->to))
        return FAIL(CLIENT_GONE, "", "de client heeft de verbinding gesloten", "the client closed the connection");
    return status_ok();
}

/* A geometry has a gml:id, which may occur once in a document (server/wfs/shared_features.h). */
static status write_member(const request *rq, encoding *e, written *before, const feature *f)
{
    e->features++;
    e->copy = before ? written_add(before, e->what->layer, f->id) : 0;
    if (e->copy > 0 && rq->features.tuples_refer) {
        gml_value_reference(e, f->id);
        return member_written(e);
    }
    out_text(e->to, "<wfs:member>");
    const status done = rq->features.value.property ? gml_value_write(e, f, 0) : write_id(e, f);
    out_text(e->to, "</wfs:member>\n");
    TRY(done);
    return member_written(e);
}

static status write_values(const request *rq, encoding *e, rows *seen, const page *p)
{
    cursor *c = NULL;
    TRY(page_select(p, seen, &c));
    for (const feature *f = cursor_next(c); f; f = cursor_next(c))
        TRY(write_member(rq, e, NULL, f));
    return cursor_end(c);
}

static status write_values_of_tuples(const request *rq, encoding *e, rows *seen, const page *p)
{
    tuples *t = NULL;
    const bool is_geometry = rq->features.value.property && rq->features.value.property->type == VALUE_GEOMETRY;
    written *before = is_geometry ? written_new(e->arena, (size_t)p->returned) : NULL;
    TRY(rows_tuples(seen, &p->query, &t));
    while (tuples_next(t)) {
        const feature *f = NULL;
        TRY(tuples_feature(t, rq->features.value.source, &f));
        TRY(write_member(rq, e, before, f));
    }
    return tuples_end(t);
}

static status write_page(const request *rq, encoding *e, rows *seen, const page *p)
{
    const source *s = &p->query.sources[rq->features.value.source];
    collection c = {.layer = s->layer,
                    .properties = s->properties,
                    .property_count = s->property_count,
                    .crs = p->asked->crs[rq->features.value.source]};
    if (c.layer->geometry_type != GEOMETRY_NONE)
        TRY(crs_transform(rq->site->crs, c.layer->srid, c.crs.code, &c.transform));
    e->what = &c;
    gml_value_prepare(e);
    if (p->returned > 0)
        TRY(p->query.source_count > 1 ? write_values_of_tuples(rq, e, seen, p) : write_values(rq, e, seen, p));
    if ((int64_t)e->features != p->returned) /* the head has already given the number */
        return FAIL(INTERNAL, "", "het aantal waarden verschilt van de telling", "the number of values differs from the count");
    return status_ok();
}

status run_get_property_value(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    const request values = narrowed(rq, a);
    pages all = {0};
    TRY(pages_count(&values, seen, a, &all));
    answer said = {0};
    TRY(pages_answer(&values, seen, &all, a, &said));
    encoding e = {.answer = &said, .to = to, .arena = a};
    out_type(to, 200, rq->protocol->plain->media_type);
    may_keep(to, KEPT_BY_NOBODY_OF_ONE, NULL);
    write_head(rq->protocol, &said, to);
    const status done = write_page(&values, &e, seen, &all.pages[0]);
    *features = (int64_t)e.features;
    if (done.code != ST_OK && (!out_committed(to) || out_failed(to)))
        return done;
    if (done.code != ST_OK)
        gml_truncated(rq->protocol->collection, to, &done);
    out_text(to, "</wfs:ValueCollection>\n");
    out_xml_end(to);
    return done;
}
