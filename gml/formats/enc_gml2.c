/* GML 2.1.2 (OGC 02-069). gml:coordinates are x,y whatever the form of the srsName: that is how every
 * client of WFS 1.0 reads them. */
#include "gml/formats/gml_writer.h"

/* WFS 1.0 (02-058) §13.3.2.2 calls it GML2. */
static const char *const names[] = {"GML2",
                                    "text/xml; subtype=gml/2.1.2",
                                    "application/gml+xml; version=2.1",
                                    "application/gml+xml; version=2.1.2",
                                    "text/gml; subtype=gml/2.1.2",
                                    "gml21",
                                    "text/xml",
                                    "application/xml",
                                    NULL};

static const gml_form forms[] = {[CLASS_POINT] = {"Point", "MultiPoint", "pointMember", "coordinates"},
                                 [CLASS_LINESTRING] = {"LineString", "MultiLineString", "lineStringMember", "coordinates"},
                                 [CLASS_POLYGON] = {"Polygon", "MultiPolygon", "polygonMember", NULL}};

static const gml_version gml_212 = {
    .id = "fid",
    .bounded = true, /* as the OGC's suite for WFS 1.0 wants it (docs/decisions/older-versions.md) */
    .forms = forms,
    .exterior = {"<gml:outerBoundaryIs><gml:LinearRing>", "</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs>"},
    .interior = {"<gml:innerBoundaryIs><gml:LinearRing>", "</gml:coordinates></gml:LinearRing></gml:innerBoundaryIs>"},
    .put_points = coordinates_gml2};

static void prepare(encoding *e)
{
    gml_writer_prepare(e, &gml_212);
}

/* Its collection has no place to say that something is missing: the connection breaks off. */
const encoder encoder_gml2 = {.media_type = "text/xml; subtype=gml/2.1.2; charset=utf-8",
                              .names = names,
                              .prepare = prepare,
                              .begin = gml_collection_begin,
                              .begin_query = gml_collection_begin_query,
                              .feature = gml_writer_feature,
                              .reference = gml_collection_reference,
                              .end_query = gml_collection_end_query,
                              .end = gml_collection_end};
