/* GML 3.2 (OGC 07-036) and GML 3.1.1 (03-105r1), simple features profile SF-0. They differ only in the ids of
 * geometries. */
#include "gml/formats/gml_value.h"
#include "gml/formats/gml_writer.h"

static const char *const names_32[] = {"application/gml+xml; version=3.2",
                                       "text/xml; subtype=gml/3.2",
                                       "application/xml; subtype=gml/3.2",
                                       "text/xml; subtype=gml/3.2.1",
                                       "application/gml+xml; version=3.2.1",
                                       "gml32",
                                       "gml3.2",
                                       "text/xml",
                                       "application/xml",
                                       NULL};

/* WFS 1.1 (04-094) table 2; the others are what clients send. */
static const char *const names_311[] = {"text/xml; subtype=gml/3.1.1",
                                        "text/gml; subtype=gml/3.1.1",
                                        "application/xml; subtype=gml/3.1.1",
                                        "application/gml+xml; version=3.1",
                                        "application/gml+xml; version=3.1.1",
                                        "text/xml; subtype=gml/3.1",
                                        "gml31",
                                        "gml3",
                                        "text/xml",
                                        "application/xml",
                                        NULL};

static const gml_form forms[] = {[CLASS_POINT] = {"Point", "MultiPoint", "pointMember", "pos"},
                                 [CLASS_LINESTRING] = {"LineString", "MultiCurve", "curveMember", "posList"},
                                 [CLASS_POLYGON] = {"Polygon", "MultiSurface", "surfaceMember", NULL}};

#define EXTERIOR                                                                           \
    {                                                                                      \
        "<gml:exterior><gml:LinearRing>", "</gml:posList></gml:LinearRing></gml:exterior>" \
    }
#define INTERIOR                                                                           \
    {                                                                                      \
        "<gml:interior><gml:LinearRing>", "</gml:posList></gml:LinearRing></gml:interior>" \
    }

static const gml_version gml_32 = {.id = "gml:id",
                                   .shape_ids = true,
                                   .dimensions = true,
                                   .forms = forms,
                                   .exterior = EXTERIOR,
                                   .interior = INTERIOR,
                                   .put_points = coordinates_gml};
static const gml_version gml_311 = {.id = "gml:id",
                                    .dimensions = true,
                                    .forms = forms,
                                    .exterior = EXTERIOR,
                                    .interior = INTERIOR,
                                    .put_points = coordinates_gml};

static void prepare_32(encoding *e)
{
    gml_writer_prepare(e, &gml_32);
}

static void prepare_311(encoding *e)
{
    gml_writer_prepare(e, &gml_311);
}

void gml_value_prepare(encoding *e)
{
    prepare_32(e);
}

status gml_value_write(encoding *e, const feature *f, size_t index)
{
    return gml_writer_value(e, f, index);
}

void gml_value_reference(encoding *e, int64_t id)
{
    out_text(e->to, "<wfs:member xlink:href=\"#");
    out_text(e->to, e->what->layer->name);
    out_text(e->to, ".");
    out_int(e->to, id);
    out_text(e->to, ".g\"/>\n");
}

const encoder encoder_gml32 = {.media_type = "application/gml+xml; version=3.2",
                               .names = names_32,
                               .prepare = prepare_32,
                               .begin = gml_collection_begin,
                               .begin_query = gml_collection_begin_query,
                               .feature = gml_writer_feature,
                               .reference = gml_collection_reference,
                               .begin_tuple = gml_collection_begin_tuple,
                               .end_tuple = gml_collection_end_tuple,
                               .end_query = gml_collection_end_query,
                               .end = gml_collection_end,
                               .truncate = gml_collection_truncate};

/* Its collection has no place to say that something is missing: the connection breaks off. */
const encoder encoder_gml31 = {.media_type = "text/xml; subtype=gml/3.1.1; charset=utf-8",
                               .names = names_311,
                               .prepare = prepare_311,
                               .begin = gml_collection_begin,
                               .begin_query = gml_collection_begin_query,
                               .feature = gml_writer_feature,
                               .reference = gml_collection_reference,
                               .end_query = gml_collection_end_query,
                               .end = gml_collection_end};
