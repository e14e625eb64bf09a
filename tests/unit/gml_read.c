#include "gml/reader/gml_read.h"

#include "data/spatial/spatial.h"
#include "tests/unit/from_wkt.h"
#include "tests/unit/unit.h"

#include <libxml/parser.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define GML32 "http://www.opengis.net/gml/3.2"
#define GML31 "http://www.opengis.net/gml"

static int set_up(void **state)
{
    crs_set *set = NULL;
    if (crs_set_new(&set).code != ST_OK)
        return -1;
    *state = set;
    return 0;
}

static int tear_down(void **state)
{
    crs_set_free(*state);
    xmlCleanupParser();
    return 0;
}

static void free_document(void *doc)
{
    xmlFreeDoc(doc);
}

/* Reads the element with the namespace bound to "gml" and as the default. */
static status read_in(crs_set *set, const char *uri, const char *xml, const char *default_srs, arena *a, geometry *out)
{
    const char *document = arena_printf(a, "<root xmlns='%s' xmlns:gml='%s'>%s</root>", uri, uri, xml);
    xmlDoc *doc = xmlReadMemory(document, (int)strlen(document), NULL, NULL, XML_PARSE_NONET);
    if (!doc)
        fail_msg("no XML: %s", xml);
    arena_defer(a, free_document, doc);
    return gml_read_geometry(xmlDocGetRootElement(doc)->children, set, 31370, default_srs, a, out);
}

typedef struct gml_case {
    const char *uri, *xml, *wkt;
} gml_case;

static void check(crs_set *set, const gml_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        arena *a = arena_new();
        geometry g = {0};
        const geometry expected = from_wkt(cases[i].wkt, a);
        const status s = read_in(set, cases[i].uri, cases[i].xml, NULL, a, &g);
        if (s.code != ST_OK)
            fail_msg("%s: %s", cases[i].xml, s.en);
        if (g.size != expected.size || memcmp(g.blob, expected.blob, g.size) != 0)
            fail_msg("%s is not %s", cases[i].xml, cases[i].wkt);
        arena_free(a);
    }
}

#define CHECK(cases) check(*state, cases, sizeof cases / sizeof *cases)
#define SQUARE "<exterior><LinearRing><posList>0 0 10 0 10 10 0 10 0 0</posList></LinearRing></exterior>"
#define SQUARE_WKT "(0 0,10 0,10 10,0 10,0 0)"
#define FAR "<exterior><LinearRing><posList>20 0 30 0 30 10 20 0</posList></LinearRing></exterior>"
#define FAR_WKT "(20 0,30 0,30 10,20 0)"

static void every_class_is_read_in_gml_3(void **state)
{
    static const gml_case cases[] = {
        {GML32, "<gml:Point gml:id='p'><gml:name>n</gml:name><gml:pos>1.5 -2e1</gml:pos></gml:Point>", "POINT(1.5 -20)"},
        {GML31, "<Point><pos>1 2</pos></Point>", "POINT(1 2)"},
        {GML32, "<LineString><posList>\n 0 0\t10 10  20 0\r\n </posList></LineString>", "LINESTRING(0 0,10 10,20 0)"},
        {GML32, "<LineString><pos>0 0</pos><!-- c --><pos>1 1</pos></LineString>", "LINESTRING(0 0,1 1)"},
        {GML32, "<LineString><pos>0 0</pos><pointProperty><Point><pos>1 1</pos></Point></pointProperty></LineString>",
         "LINESTRING(0 0,1 1)"},
        {GML32, "<LineString><posList><![CDATA[0 0 1]]> <!-- c -->1</posList></LineString>", "LINESTRING(0 0,1 1)"},
        {GML32, "<Polygon>" SQUARE "<interior><LinearRing><posList>2 2 4 2 4 4 2 2</posList></LinearRing></interior></Polygon>",
         "POLYGON(" SQUARE_WKT ",(2 2,4 2,4 4,2 2))"},
        {GML32, "<Polygon><exterior><LinearRing><posList>0 0 0 10 10 10 0 0</posList></LinearRing></exterior></Polygon>",
         "POLYGON((0 0,0 10,10 10,0 0))"},
        {GML32, "<Surface><patches><PolygonPatch>" SQUARE "</PolygonPatch></patches></Surface>", "POLYGON(" SQUARE_WKT ")"},
        {GML32, "<Surface><patches><PolygonPatch>" SQUARE "</PolygonPatch><Triangle>" FAR "</Triangle></patches></Surface>",
         "MULTIPOLYGON((" SQUARE_WKT "),(" FAR_WKT "))"},
        {GML32, "<MultiSurface><surfaceMember><Polygon>" SQUARE "</Polygon></surfaceMember></MultiSurface>",
         "MULTIPOLYGON((" SQUARE_WKT "))"},
        {GML32,
         "<MultiSurface><surfaceMembers><Polygon>" SQUARE "</Polygon><Polygon>" FAR "</Polygon></surfaceMembers></MultiSurface>",
         "MULTIPOLYGON((" SQUARE_WKT "),(" FAR_WKT "))"},
        {GML32, "<CompositeSurface><surfaceMember><Polygon>" SQUARE "</Polygon></surfaceMember></CompositeSurface>",
         "POLYGON(" SQUARE_WKT ")"},
        {GML32,
         "<MultiPoint><pointMember><Point><pos>1 2</pos></Point></pointMember><pointMembers><Point><pos>3 "
         "4</pos></Point></pointMembers></MultiPoint>",
         "MULTIPOINT((1 2),(3 4))"},
        {GML32, "<MultiCurve><curveMember><LineString><posList>0 0 1 1</posList></LineString></curveMember></MultiCurve>",
         "MULTILINESTRING((0 0,1 1))"},
        {GML32,
         "<Curve><segments><LineStringSegment><posList>0 0 1 1</posList></LineStringSegment><LineStringSegment><posList>1 1 2 "
         "0</posList>"
         "</LineStringSegment></segments></Curve>",
         "LINESTRING(0 0,1 1,2 0)"},
        {GML32,
         "<CompositeCurve><curveMember><LineString><posList>0 0 1 "
         "1</posList></LineString></curveMember><curveMember><OrientableCurve orientation='-'>"
         "<baseCurve><LineString><posList>2 0 1 "
         "1</posList></LineString></baseCurve></OrientableCurve></curveMember></CompositeCurve>",
         "LINESTRING(0 0,1 1,2 0)"},
        {GML32,
         "<Polygon><exterior><Ring><curveMember><LineString><posList>0 0 10 "
         "0</posList></LineString></curveMember><curveMember><LineString>"
         "<posList>10 0 10 10 0 0</posList></LineString></curveMember></Ring></exterior></Polygon>",
         "POLYGON((0 0,10 0,10 10,0 0))"},
        {GML32,
         "<MultiGeometry><geometryMember><Point><pos>1 2</pos></Point></geometryMember><geometryMembers><LineString><posList>0 0 "
         "1 1</posList></LineString>"
         "<MultiSurface><surfaceMember><Polygon>" SQUARE
         "</Polygon></surfaceMember></MultiSurface></geometryMembers></MultiGeometry>",
         "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1),POLYGON(" SQUARE_WKT "))"},
        {GML32, "<Envelope><lowerCorner>0 0</lowerCorner><upperCorner>10 20</upperCorner></Envelope>",
         "POLYGON((0 0,10 0,10 20,0 20,0 0))"},
        {GML31, "<Envelope><pos>0 0</pos><pos>10 20</pos></Envelope>", "POLYGON((0 0,10 0,10 20,0 20,0 0))"},
    };
    CHECK(cases);
}

static void the_spellings_of_gml_2_are_read(void **state)
{
    static const gml_case cases[] = {
        {GML31, "<Point><coordinates>1,2</coordinates></Point>", "POINT(1 2)"},
        {GML31, "<Point><coord><X>1</X><Y> 2 </Y></coord></Point>", "POINT(1 2)"},
        {GML31, "<LineString><coordinates> 1,2 \n 3,4\t</coordinates></LineString>", "LINESTRING(1 2,3 4)"},
        {GML31, "<LineString><coordinates>1,2,9 3,4,9</coordinates></LineString>", "LINESTRING(1 2,3 4)"},
        {GML31, "<LineString><coordinates decimal=',' cs=' ' ts=';'>1,5 2;3 4</coordinates></LineString>",
         "LINESTRING(1.5 2,3 4)"},
        {GML31, "<LineString><coordinates cs=' ' ts=','>1 2, 3 4</coordinates></LineString>", "LINESTRING(1 2,3 4)"},
        {GML31, "<LineString><coordinates cs=';' ts='|'>1;2|3 ; 4</coordinates></LineString>", "LINESTRING(1 2,3 4)"},
        {GML31,
         "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9 "
         "0,0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing>"
         "<coordinates>2,1 3,1 3,2 2,1</coordinates></LinearRing></innerBoundaryIs></Polygon>",
         "POLYGON((0 0,9 0,9 9,0 0),(2 1,3 1,3 2,2 1))"},
        {GML31, "<MultiPolygon><polygonMember><Polygon>" SQUARE "</Polygon></polygonMember></MultiPolygon>",
         "MULTIPOLYGON((" SQUARE_WKT "))"},
        {GML31,
         "<MultiLineString><lineStringMember><LineString><coordinates>0,0 "
         "1,1</coordinates></LineString></lineStringMember></MultiLineString>",
         "MULTILINESTRING((0 0,1 1))"},
        {GML31,
         "<GeometryCollection><pointMember><Point><coordinates>1,2</coordinates></Point></pointMember></GeometryCollection>",
         "GEOMETRYCOLLECTION(POINT(1 2))"},
        {GML31, "<Box><coordinates>0,0 10,20</coordinates></Box>", "POLYGON((0 0,10 0,10 20,0 20,0 0))"},
        {GML31, "<Box><coord><X>0</X><Y>0</Y></coord><coord><X>10</X><Y>20</Y></coord></Box>",
         "POLYGON((0 0,10 0,10 20,0 20,0 0))"},
    };
    CHECK(cases);
}

static void heights_are_left_out(void **state)
{
    static const gml_case cases[] = {
        {GML32, "<Point><pos>1 2 3</pos></Point>", "POINT(1 2)"},
        {GML32, "<Point srsDimension='3'><pos>1 2 3</pos></Point>", "POINT(1 2)"},
        {GML32, "<LineString srsDimension='3'><posList>0 0 5 1 1 6</posList></LineString>", "LINESTRING(0 0,1 1)"},
        {GML32, "<LineString><posList srsDimension='3'>0 0 5 1 1 6</posList></LineString>", "LINESTRING(0 0,1 1)"},
        {GML32, "<Envelope><lowerCorner>0 0 -9</lowerCorner><upperCorner>1 2 -10</upperCorner></Envelope>",
         "POLYGON((0 0,1 0,1 2,0 2,0 0))"},
    };
    CHECK(cases);
}

/* The POST request of the existing layer: http URI, x y order, line ends around and in the posList. */
static void the_legacy_polygon_is_read(void **state)
{
    static const gml_case cases[] = {
        {GML32,
         "<gml:Polygon srsName=\"http://www.opengis.net/def/crs/EPSG/0/31370\"><gml:exterior><gml:LinearRing><gml:posList>\n     "
         " 150000 200000\n      151000"
         " 200000 151000 201000\n 150000 200000  \n</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>",
         "POLYGON((150000 200000,151000 200000,151000 201000,150000 200000))"}};
    CHECK(cases);
}

static void read_well(crs_set *set, const char *xml, const char *default_srs, double extent[4])
{
    arena *a = arena_new();
    geometry g = {0};
    const status s = read_in(set, GML32, xml, default_srs, a, &g);
    if (s.code != ST_OK)
        fail_msg("%s: %s", xml, s.en);
    assert_true(geometry_mbr(g, extent));
    arena_free(a);
}

static void the_order_of_ordinates_is_that_of_the_spelling(void **state)
{
    static const struct {
        const char *xml, *default_srs;
    } same[] = {
        {"<Point srsName='urn:ogc:def:crs:EPSG::4326'><pos>51.11008609 4.36875613</pos></Point>", NULL},
        {"<Point srsName='http://www.opengis.net/def/crs/EPSG/0/4326'><pos>51.11008609 4.36875613</pos></Point>", NULL},
        {"<Point srsName='EPSG:4326'><pos>4.36875613 51.11008609</pos></Point>", NULL},
        {"<Point "
         "srsName='http://www.opengis.net/gml/srs/epsg.xml#4326'><coordinates>4.36875613,51.11008609</coordinates></Point>",
         NULL},
        {"<Point srsName='urn:ogc:def:crs:OGC:1.3:CRS84'><pos>4.36875613 51.11008609</pos></Point>", NULL},
        {"<Point><pos>51.11008609 4.36875613</pos></Point>", "urn:ogc:def:crs:EPSG::4326"},
        {"<Point><pos srsName='EPSG:31370'>150000 200000</pos></Point>", NULL},
        {"<Point srsName='EPSG:31370'><pos>150000 200000</pos></Point>", "urn:ogc:def:crs:EPSG::4326"},
        {"<MultiPoint srsName='urn:ogc:def:crs:EPSG::4326'><pointMember><Point><pos>51.11008609 "
         "4.36875613</pos></Point></pointMember></MultiPoint>",
         NULL},
        {"<MultiPoint srsName='urn:ogc:def:crs:EPSG::4326'><pointMember><Point srsName='EPSG:31370'><pos>150000 "
         "200000</pos></Point></pointMember></MultiPoint>",
         NULL}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        double at[4] = {0};
        read_well(*state, same[i].xml, same[i].default_srs, at);
        if (fabs(at[0] - 150000) > 0.3 || fabs(at[1] - 200000) > 0.3) /* a grid may be installed */
            fail_msg("%zu: %f %f", i, at[0], at[1]);
    }
}

/* Halfway along a side of four degrees, the straight line between the corners is kilometres north of the parallel. */
static void the_sides_of_an_envelope_are_followed(void **state)
{
    double box[4] = {0}, middle[4] = {0};
    read_well(*state,
              "<Envelope srsName='urn:ogc:def:crs:EPSG::4326'><lowerCorner>50.5 2.4</lowerCorner><upperCorner>51.5 "
              "6.4</upperCorner></Envelope>",
              NULL, box);
    read_well(*state, "<Point srsName='urn:ogc:def:crs:EPSG::4326'><pos>50.5 4.4</pos></Point>", NULL, middle);
    assert_true(fabs(box[1] - middle[1]) < 60);
}

static geometry read_shape(crs_set *set, const char *xml, arena *a);
static bool holds(spatial_operator op, geometry row, geometry with, double distance);

#define RING_4326(points) \
    "<Polygon srsName='EPSG:4326'><exterior><LinearRing><posList>" points "</posList></LinearRing></exterior></Polygon>"

/* Corners at the poles have no coordinates in a Belgian projection, and others would get arbitrary ones. */
static void polygons_far_beyond_belgium_hold_what_they_hold(void **state)
{
    static const struct {
        const char *xml;
        bool brussels;
    } cases[] = {
        {RING_4326("-180 -90 180 -90 180 90 -180 90 -180 -90"), true},
        {RING_4326("-180 -90 180 -90 180 50 -180 50 -180 -90"), false},
        {RING_4326("-180 50 180 50 180 90 -180 90 -180 50"), true},
        {RING_4326("4 -90 5 -90 5 90 4 90 4 -90"), true},
        {RING_4326("5 -90 6 -90 6 90 5 90 5 -90"), false},
        {RING_4326("170 -40 175 -40 175 -45 170 -45 170 -40"), false},
        {"<Polygon srsName='EPSG:3857'><exterior><LinearRing><posList>-20037508 -20037508 20037508 -20037508 20037508 20037508 "
         "-20037508 20037508 -20037508 -20037508"
         "</posList></LinearRing></exterior></Polygon>",
         true},
        {"<Polygon srsName='EPSG:4326'><exterior><LinearRing><posList>-180 -90 180 -90 180 90 -180 90 -180 "
         "-90</posList></LinearRing></exterior><interior>"
         "<LinearRing><posList>-170 -90 -160 -90 -160 -70 -170 -90</posList></LinearRing></interior></Polygon>",
         true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena *a = arena_new();
        const geometry brussels = from_wkt("POINT(149000 170700)", a), far = read_shape(*state, cases[i].xml, a);
        if (holds(SPATIAL_INTERSECTS, brussels, far, 0) != cases[i].brussels ||
            holds(SPATIAL_DISJOINT, brussels, far, 0) == cases[i].brussels)
            fail_msg("%zu", i);
        arena_free(a);
    }
}

static geometry read_shape(crs_set *set, const char *xml, arena *a)
{
    geometry g = {0};
    const status s = read_in(set, GML32, xml, NULL, a, &g);
    if (s.code != ST_OK)
        fail_msg("%s: %s", xml, s.en);
    return g;
}

static bool holds(spatial_operator op, geometry row, geometry with, double distance)
{
    spatial *s = spatial_new();
    spatial_literal *l = NULL;
    assert_true(spatial_literal_new(s, with, &l));
    const bool held = spatial_holds(s, op, row, l, distance);
    spatial_literal_free(l);
    spatial_free(s);
    return held;
}

#define ARC(kind, points) "<Curve><segments><" kind "><posList>" points "</posList></" kind "></segments></Curve>"

static void arcs_run_through_their_points_and_bend_between(void **state)
{
    arena *a = arena_new();
    const geometry arc = read_shape(*state, ARC("Arc", "100 0 0 100 -100 0"), a);
    assert_true(holds(SPATIAL_DWITHIN, from_wkt("POINT(70.710678 70.710678)", a), arc, 0.002));
    assert_true(holds(SPATIAL_DWITHIN, from_wkt("POINT(-70.710678 70.710678)", a), arc, 0.002));
    assert_true(holds(SPATIAL_INTERSECTS, from_wkt("POINT(0 100)", a), arc, 0));
    assert_false(holds(SPATIAL_DWITHIN, from_wkt("POINT(0 -100)", a), arc, 100));
    const geometry other_way = read_shape(*state, ARC("Arc", "100 0 0 -100 -100 0"), a);
    assert_true(holds(SPATIAL_DWITHIN, from_wkt("POINT(70.710678 -70.710678)", a), other_way, 0.002));
    const geometry large = read_shape(*state, ARC("Arc", "151000 200000 150707.106781 200707.106781 150000 201000"), a);
    assert_true(holds(SPATIAL_DWITHIN, from_wkt("POINT(150923.879533 200382.683432)", a), large, 0.002));
    arena_free(a);
}

static void circles_close_and_arc_strings_go_on(void **state)
{
    arena *a = arena_new();
    const geometry circle = read_shape(
        *state,
        "<Polygon><exterior><Ring><curveMember>" ARC("Circle", "100 0 0 100 -100 0") "</curveMember></Ring></exterior></Polygon>",
        a);
    assert_true(holds(SPATIAL_CONTAINS, circle, from_wkt("POINT(0 -99.9)", a), 0));
    assert_false(holds(SPATIAL_INTERSECTS, circle, from_wkt("POINT(0 -100.1)", a), 0));
    assert_false(holds(SPATIAL_INTERSECTS, circle, from_wkt("POINT(70.8 70.8)", a), 0));
    assert_true(holds(SPATIAL_INTERSECTS, circle, from_wkt("POINT(70.7 70.7)", a), 0));
    const geometry string = read_shape(*state, ARC("ArcString", "0 0 10 10 20 0 30 -10 40 0"), a);
    assert_true(holds(SPATIAL_DWITHIN, from_wkt("POINT(2.928932 7.071068)", a), string, 0.002));
    assert_true(holds(SPATIAL_DWITHIN, from_wkt("POINT(37.071068 -7.071068)", a), string, 0.002));
    assert_false(holds(SPATIAL_DWITHIN, from_wkt("POINT(30 9)", a), string, 9));
    const geometry straight = read_shape(*state, ARC("Arc", "0 0 10 10 20 20"), a),
                   expected = from_wkt("LINESTRING(0 0,10 10,20 20)", a);
    assert_int_equal(straight.size, expected.size);
    assert_memory_equal(straight.blob, expected.blob, expected.size);
    arena_free(a);
}

typedef struct bad_case {
    status_code code;
    const char *xml, *locator, *says;
} bad_case;

static void bad_geometries_are_refused_with_what_and_where(void **state)
{
    static const bad_case bad[] = {
        {ST_BAD_PARAM, "<Point><pos>1 abc</pos></Point>", "pos", "'abc' is not a number"},
        {ST_BAD_PARAM, "<Point><pos>1 NaN</pos></Point>", "pos", "'NaN' is not a number"},
        {ST_BAD_PARAM, "<Point><pos>1 INF</pos></Point>", "pos", "'INF' is not a number"},
        {ST_BAD_PARAM, "<Point><pos>1 1e999</pos></Point>", "pos", "not a number"},
        {ST_BAD_PARAM, "<Point><pos>1 0x10</pos></Point>", "pos", "not a number"},
        {ST_BAD_PARAM, "<Point><pos>1,2</pos></Point>", "pos", "not a number"},
        {ST_BAD_PARAM, "<Point><pos>1</pos></Point>", "pos", "values"},
        {ST_BAD_PARAM, "<Point><pos></pos></Point>", "pos", "values"},
        {ST_BAD_PARAM, "<Point><pos>1 2 3 4</pos></Point>", "pos", "numbers"},
        {ST_BAD_PARAM, "<Point srsDimension='2'><pos>1 2 3</pos></Point>", "pos", "values"},
        {ST_BAD_PARAM, "<Point srsDimension='2'><pos>1 2 3 4</pos></Point>", "pos", "one point"},
        {ST_BAD_PARAM, "<Point srsDimension='4'><pos>1 2</pos></Point>", "Point", "srsDimension"},
        {ST_BAD_PARAM, "<Point><pos>1 2</pos><pos>1 2</pos></Point>", "Point", "number of points"},
        {ST_BAD_PARAM, "<Point/>", "Point", "number of points"},
        {ST_BAD_PARAM, "<Point><pos>1e9 2</pos></Point>", "Point", "these coordinates do not exist in EPSG:31370"},
        {ST_BAD_PARAM, "<Point srsName='urn:ogc:def:crs:EPSG::4326'><pos>151 4</pos></Point>", "Point", "EPSG:4326"},
        {ST_BAD_PARAM, "<Point srsName='urn:ogc:def:crs:EPSG::4326'><pos>150000 200000</pos></Point>", "Point",
         "these coordinates do not exist in EPSG:4326"},
        {ST_BAD_PARAM, "<Point srsName='EPSG:99999'><pos>1 2</pos></Point>", "srsName", "EPSG:99999"},
        {ST_BAD_PARAM, "<LineString><posList>1 2 3</posList></LineString>", "posList", "values"},
        {ST_BAD_PARAM, "<LineString><posList>1 2</posList></LineString>", "LineString", "number of points"},
        {ST_BAD_PARAM, "<LineString><posList srsName='EPSG:4326'>1 2 3 4</posList></LineString>", "posList", "same CRS"},
        {ST_BAD_SYNTAX, "<LineString><posList>1 2 <b/> 3 4</posList></LineString>", "posList", "only text"},
        {ST_BAD_SYNTAX, "<Polygon/>", "Polygon", "exterior"},
        {ST_BAD_SYNTAX, "<Polygon><interior><LinearRing><posList>0 0 1 0 1 1 0 0</posList></LinearRing></interior></Polygon>",
         "interior", "not allowed here"},
        {ST_BAD_SYNTAX, "<Polygon>" SQUARE SQUARE "</Polygon>", "exterior", "not allowed here"},
        {ST_BAD_SYNTAX, "<Polygon><exterior/></Polygon>", "exterior", "LinearRing"},
        {ST_BAD_PARAM, "<Polygon><exterior><LinearRing><posList>0 0 10 0 10 10 0 10</posList></LinearRing></exterior></Polygon>",
         "LinearRing", "not closed"},
        {ST_BAD_PARAM, "<Polygon><exterior><LinearRing><posList>0 0 10 0 0 0</posList></LinearRing></exterior></Polygon>",
         "LinearRing", "four points"},
        {ST_BAD_SYNTAX, "<MultiSurface/>", "MultiSurface", "no geometry"},
        {ST_BAD_SYNTAX,
         "<MultiSurface><surfaceMember xlink:href='http://example.org/' "
         "xmlns:xlink='http://www.w3.org/1999/xlink'/></MultiSurface>",
         "surfaceMember", "not followed"},
        {ST_BAD_SYNTAX, "<MultiSurface><surfaceMember><Point><pos>1 2</pos></Point></surfaceMember></MultiSurface>", "Point",
         "not allowed here"},
        {ST_BAD_SYNTAX, "<MultiPoint><surfaceMember/></MultiPoint>", "surfaceMember", "not allowed here"},
        {ST_BAD_SYNTAX, "<Sphere><pos>1 2</pos></Sphere>", "Sphere", "GML geometry is not supported"},
        {ST_BAD_SYNTAX, "<x:Point xmlns:x='http://example.org/'><x:pos>1 2</x:pos></x:Point>", "Point",
         "GML geometry is not supported"},
        {ST_BAD_SYNTAX, "<Point><x:pos xmlns:x='http://example.org/'>1 2</x:pos></Point>", "pos", "element of GML"},
        {ST_BAD_SYNTAX, "<Surface><patches/></Surface>", "Surface", "patches"},
        {ST_BAD_SYNTAX, "<Curve><segments><Clothoid/></segments></Curve>", "Clothoid", "LineStringSegment"},
        {ST_BAD_PARAM, "<Curve><segments/></Curve>", "Curve", "two points"},
        {ST_BAD_PARAM, ARC("ArcString", "0 0 1 1 2 0 3 3"), "ArcString", "odd"},
        {ST_BAD_PARAM, ARC("Arc", "0 0 1 1"), "Arc", "number of points"},
        {ST_BAD_PARAM, ARC("Circle", "0 0 1 1 2 2"), "Circle", "one line"},
        {ST_BAD_PARAM, ARC("Circle", "1 1 1 1 1 1"), "Circle", "one line"},
        {ST_BAD_PARAM, "<Envelope><lowerCorner>0 0</lowerCorner></Envelope>", "Envelope", "number of points"},
        {ST_BAD_PARAM, "<Envelope><lowerCorner>10 0</lowerCorner><upperCorner>0 10</upperCorner></Envelope>", "Envelope",
         "lower left one"},
        {ST_BAD_PARAM, "<LineString><coordinates>1,2 3</coordinates></LineString>", "coordinates", "too few"},
        {ST_BAD_PARAM, "<LineString><coordinates>1,2,3,4 5,6</coordinates></LineString>", "coordinates", "two or three"},
        {ST_BAD_PARAM, "<LineString><coordinates>1,,2 3,4</coordinates></LineString>", "coordinates", "not a number"},
        {ST_BAD_PARAM, "<LineString><coordinates cs='ab'>1,2 3,4</coordinates></LineString>", "coordinates", "attribute cs"},
        {ST_BAD_PARAM, "<LineString><coordinates cs=' '>1 2 3 4</coordinates></LineString>", "coordinates", "must differ"},
        {ST_BAD_PARAM, "<LineString><coordinates decimal=','>1 2</coordinates></LineString>", "coordinates", "must differ"},
        {ST_BAD_SYNTAX, "<Point><coord><X>1</X></coord></Point>", "coord", "X and Y"},
        {ST_BAD_SYNTAX, "<Point><coord><Y>1</Y><X>1</X></coord></Point>", "Y", "not allowed here"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        arena *a = arena_new();
        geometry g = {0};
        const status s = read_in(*state, GML32, bad[i].xml, NULL, a, &g);
        if (s.code != bad[i].code || strcmp(s.locator, bad[i].locator) != 0 || !strstr(s.en, bad[i].says) || g.blob || !*s.nl)
            fail_msg("%s: %d %s %s", bad[i].xml, s.code, s.locator, s.en);
        arena_free(a);
    }
}

static char *many(arena *a, const char *before, const char *what, size_t times, const char *after)
{
    text t = text_new(a);
    text_add(&t, before);
    for (size_t i = 0; i < times; i++)
        text_add(&t, what);
    text_add(&t, after);
    return t.chars;
}

static void limits_hold(void **state)
{
    arena *a = arena_new();
    geometry g = {0};
    const char *deep = many(a, "", "<MultiGeometry><geometryMember>", 70, "<Point><pos>1 2</pos></Point>");
    deep = many(a, deep, "</geometryMember></MultiGeometry>", 70, "");
    status s = read_in(*state, GML32, deep, NULL, a, &g);
    assert_true(s.code == ST_BAD_SYNTAX && strstr(s.en, "64 deep"));
    s = read_in(
        *state, GML32,
        many(a, "<MultiPoint>", "<pointMember><Point><pos>1 2</pos></Point></pointMember>", GML_MEMBERS_MAX + 1, "</MultiPoint>"),
        NULL, a, &g);
    assert_true(s.code == ST_BAD_SYNTAX && strstr(s.en, "10000 parts"));
    s = read_in(*state, GML32, many(a, "<LineString><posList>", "1 2 ", GML_POINTS_MAX, "</posList></LineString>"), NULL, a, &g);
    assert_int_equal(s.code, ST_OK);
    s = read_in(*state, GML32, many(a, "<LineString><posList>", "1 2 ", GML_POINTS_MAX + 1, "</posList></LineString>"), NULL, a,
                &g);
    assert_true(s.code == ST_BAD_SYNTAX && strstr(s.en, "100000 points"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_class_is_read_in_gml_3),
        cmocka_unit_test(the_spellings_of_gml_2_are_read),
        cmocka_unit_test(heights_are_left_out),
        cmocka_unit_test(the_legacy_polygon_is_read),
        cmocka_unit_test(the_order_of_ordinates_is_that_of_the_spelling),
        cmocka_unit_test(the_sides_of_an_envelope_are_followed),
        cmocka_unit_test(polygons_far_beyond_belgium_hold_what_they_hold),
        cmocka_unit_test(arcs_run_through_their_points_and_bend_between),
        cmocka_unit_test(circles_close_and_arc_strings_go_on),
        cmocka_unit_test(bad_geometries_are_refused_with_what_and_where),
        cmocka_unit_test(limits_hold),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
