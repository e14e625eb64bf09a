#include "tests/faults/asked.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/text.h"
#include "data/model/function.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 400 };

#define SPACES                                                                                   \
    "xmlns:wfs=\"http://www.opengis.net/wfs/2.0\" xmlns:fes=\"http://www.opengis.net/fes/2.0\" " \
    "xmlns:gml=\"http://www.opengis.net/gml/3.2\" xmlns:risico=\"http://risicolaag/1.0\""
#define FILTER(inner) "<fes:Filter " SPACES ">" inner "</fes:Filter>"
#define NAME(name) "<fes:ValueReference>" name "</fes:ValueReference>"
#define LITERAL(text) "<fes:Literal>" text "</fes:Literal>"
#define PLACES "typeNames=risico:risicolocatie&propertyName=omschrijving,versie,geometry&count=12&"
#define NOT_ALL FILTER("<fes:PropertyIsGreaterThan>" NAME("versie") LITERAL("0") "</fes:PropertyIsGreaterThan>")
#define RING(posList) "<gml:exterior><gml:LinearRing><gml:posList>" posList "</gml:posList></gml:LinearRing></gml:exterior>"
#define SRS "srsName=\"EPSG:31370\""
#define SQUARE                       \
    "<gml:Polygon gml:id=\"p\" " SRS \
    ">" RING("60000 160000 200000 160000 200000 230000 60000 230000 60000 160000") "</gml:Polygon>"
#define BOW_TIE                      \
    "<gml:Polygon gml:id=\"p\" " SRS \
    ">" RING("60000 160000 240000 230000 240000 160000 60000 230000 60000 160000") "</gml:Polygon>"
#define MIXED                                                                    \
    "<gml:MultiGeometry gml:id=\"m\" " SRS "><gml:geometryMember>" SQUARE        \
    "</gml:geometryMember><gml:geometryMember><gml:Point gml:id=\"q\"><gml:pos>" \
    "205000 205000</gml:pos></gml:Point></gml:geometryMember></gml:MultiGeometry>"
#define BOTH "typeNames=risico:risicolocatie,risico:perceel&propertyName=(bron)(capakey)&count=8&"
#define JOINED "typeNames=risico:risicolocatie,risico:perceel&count=8&"
#define TIE(operator, more) \
    FILTER("<fes:" operator">" NAME("risicolocatie/geometry") NAME("perceel/geometry") more "</fes:" operator">")
#define KM "<fes:Distance uom=\"km\">1</fes:Distance>"

typedef struct list {
    arena *arena;
    asked *all;
    size_t count;
} list;

static const char *escaped(arena *a, const char *value, size_t length)
{
    text t = text_new(a);
    for (size_t i = 0; i < length; i++)
        text_addf(&t, isalnum((unsigned char)value[i]) || strchr("-_.~,():/", value[i]) ? "%c" : "%%%02X",
                  (unsigned char)value[i]);
    return t.chars;
}

/* "name=value&name=value". Values are not encoded, so they may not contain an ampersand. */
static const char *query_of(arena *a, const char *version, const char *operation, const char *parameters)
{
    text t = text_new(a);
    text_addf(&t, "service=WFS&version=%s&request=%s", version, operation);
    for (const char *at = parameters; *at;) {
        const size_t name = strcspn(at, "="), value = strcspn(at + name + 1, "&");
        text_addf(&t, "&%.*s=%s", (int)name, at, escaped(a, at + name + 1, value));
        at += name + 1 + value;
        at += *at == '&';
    }
    return t.chars;
}

static void add_of(list *l, const char *version, const char *operation, const char *parameters)
{
    if (l->count == MOST)
        abort();
    l->all[l->count++] = (asked){.name = arena_printf(l->arena, "%s %s %s", version, operation, parameters),
                                 .query = query_of(l->arena, version, operation, parameters)};
}

static void add(list *l, const char *operation, const char *parameters)
{
    add_of(l, "2.0.0", operation, parameters);
}

static void add_filter(list *l, const char *inner)
{
    add(l, "GetFeature", arena_printf(l->arena, PLACES "filter=" FILTER("%s"), inner));
    add(l, "GetFeature", arena_printf(l->arena, PLACES "resultType=hits&filter=" FILTER("%s"), inner));
}

static void add_plain(list *l)
{
    static const char *const parameters[] = {
        "typeNames=risico:risicolocatie&filter=" NOT_ALL, /* more than a buffer: a failure must end as truncated */
        "typeNames=risico:risicolocatie&outputFormat=application/json&filter=" NOT_ALL,
        "typeNames=risico:risicolocatie&outputFormat=text/csv&filter=" NOT_ALL,
        "typeNames=risico:risicolocatie&srsName=urn:ogc:def:crs:EPSG::4326&count=40",
        "typeNames=risico:risicolocatie&outputFormat=application/json&count=40",
        "typeNames=risico:risicolocatie&outputFormat=text/csv&count=40",
        "typeNames=risico:risicolocatie&resultType=hits",
        "typeNames=risico:risicolocatie&resultType=hits&geschrapt=alle",
        "typeNames=risico:risicolocatie&startIndex=90&count=9",
        "typeNames=risico:risicolocatie&sortBy=omschrijving,versie&startIndex=5&count=9",
        "typeNames=risico:risicolocatie&bbox=60000,160000,200000,230000,urn:ogc:def:crs:EPSG::31370&count=9",
        "typeNames=risico:risicolocatie&bbox=50.7,3.5,51.2,4.4,urn:ogc:def:crs:EPSG::4326&count=9",
        "typeNames=risico:risicolocatie&bbox=60000,160000,200000,230000,urn:ogc:def:crs:EPSG::31370&resultType=hits",
        "typeNames=risico:gemeente&count=3&outputFormat=application/json",
        "typeNames=risico:risicolocatie&outputFormat=toy-stream&filter=" NOT_ALL, /* tests/toy */
        "typeNames=risico:risicolocatie&outputFormat=toy-file&filter=" NOT_ALL,
        "typeNames=risico:risicolocatie&outputFormat=gpkg&count=25",
        "typeNames=risico:risicolocatie&outputFormat=flatgeobuf&srsName=EPSG:4326&count=25",
        "typeNames=risico:risicolocatie&outputFormat=shape-zip&count=25",
        "typeNames=risico:risicolocatie&outputFormat=kml&count=25",
        "typeNames=risico:risicolocatie&outputFormat=xlsx&count=25",
        "typeNames=risico:risicolocatie&outputFormat=ods&format_options=geometry:wkt&count=25",
        "typeNames=risico:risicolocatie&outputFormat=csv&format_options=geometry:xy&count=25",
        "typeNames=(risico:risicolocatie)(risico:gemeente)(risico:risicolocatie)&propertyName=(bron)(naam)(bron)&count=300",
        "typeNames=(risico:risicolocatie)(risico:gemeente)&resultType=hits",
    };
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        add(l, "GetFeature", parameters[i]);
}

static void add_filters(list *l)
{
    static const char *const inner[] = {
        "<fes:PropertyIsLike wildCard=\"*\" singleChar=\"?\" escapeChar=\"!\">" NAME("rubriek")
            LITERAL("*1*") "</fes:PropertyIsLike>",
        "<fes:PropertyIsLike wildCard=\"*\" singleChar=\"?\" escapeChar=\"!\" matchCase=\"false\">" NAME("omschrijving")
            LITERAL("*é*") "</fes:PropertyIsLike>",
        "<fes:Not><fes:PropertyIsLike wildCard=\"*\" singleChar=\"?\" escapeChar=\"!\">" NAME("omschrijving")
            LITERAL("*é?*") "</fes:PropertyIsLike></fes:Not>",
        "<fes:PropertyIsNotEqualTo matchCase=\"false\">" NAME("omschrijving") LITERAL("ÉÉN") "</fes:PropertyIsNotEqualTo>",
        "<fes:PropertyIsBetween>" NAME("startdatum") "<fes:LowerBoundary>" LITERAL(
            "1990-01-01") "</fes:LowerBoundary><fes:UpperBoundary>" LITERAL("2010-01-01") "</fes:UpperBoundary></"
                                                                                          "fes:PropertyIsBetween>",
        "<fes:PropertyIsNull>" NAME("omschrijving") "</fes:PropertyIsNull>",
        "<fes:Or><fes:After>" NAME("gewijzigd_op")
            LITERAL("2020-01-01T00:00:00Z") "</fes:After><fes:PropertyIsNil>" NAME("einddatum") "</fes:PropertyIsNil></fes:Or>",
    };
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        add_filter(l, inner[i]);
}

static void add_places(list *l)
{
    static const char *const operators[] = {"Equals",  "Disjoint",   "Touches",  "Within", "Overlaps",
                                            "Crosses", "Intersects", "Contains", "BBOX"};
    static const char *const shapes[] = {SQUARE, BOW_TIE, MIXED};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        for (size_t j = 0; j < (i + 1 < sizeof operators / sizeof *operators ? 3 : 0); j++) {
            const char *inner =
                arena_printf(l->arena, "<fes:%s>" NAME("geometry") "%s</fes:%s>", operators[i], shapes[j], operators[i]);
            add_filter(l, j == 1 ? arena_printf(l->arena, "<fes:Not>%s</fes:Not>", inner) : inner);
        }
    add_filter(l, "<fes:DWithin>" NAME("geometry") BOW_TIE KM "</fes:DWithin>");
    add_filter(l, "<fes:Beyond>" NAME("geometry") SQUARE KM "</fes:Beyond>");
}

static const char *argument(const function_argument *of)
{
    switch (of->kind) {
    case ARGUMENT_TEXT: return NAME("omschrijving");
    case ARGUMENT_NUMBER: return NAME("oppervlakte_m2");
    case ARGUMENT_WHOLE: return LITERAL("2");
    case ARGUMENT_MOMENT: return NAME("gewijzigd_op");
    case ARGUMENT_SHAPE: return NAME("geometry");
    default: abort();
    }
}

static const char *call(arena *a, const filter_function *f)
{
    text t = text_new(a);
    text_addf(&t, "<fes:Function name=\"%s\">", f->name);
    for (size_t i = 0; i < f->argument_count; i++)
        text_addf(&t, "%s", argument(&f->arguments[i]));
    text_addf(&t, "</fes:Function>");
    return t.chars;
}

/* A result that becomes NULL or incomplete because of a fault changes the answer to one of these two. */
static void add_functions(list *l)
{
    for (size_t i = 0; i < filter_function_count; i++) {
        const filter_function *f = &filter_functions[i];
        const char *called = call(l->arena, f);
        add_filter(l, arena_printf(l->arena, "<fes:PropertyIsNull>%s</fes:PropertyIsNull>", called));
        if (f->result == VALUE_GEOMETRY)
            add_filter(l, arena_printf(l->arena,
                                       "<fes:BBOX>%s<gml:Envelope " SRS
                                       "><gml:lowerCorner>60000 160000</gml:lowerCorner><gml:upperCorner>200000 "
                                       "230000</gml:upperCorner></gml:Envelope></fes:BBOX>",
                                       called));
        else
            add_filter(l, arena_printf(l->arena, "<fes:PropertyIsNotEqualTo>%s%s</fes:PropertyIsNotEqualTo>", called,
                                       f->result == VALUE_BOOLEAN ? LITERAL("true") : LITERAL("1")));
    }
}

static void add_joins(list *l)
{
    static const char *const parameters[] = {
        BOTH "filter=" TIE("Intersects", ""),
        BOTH "filter=" TIE("Within", ""),
        BOTH "resultType=hits&filter=" TIE("Within", ""),
        BOTH "filter=" TIE("Overlaps", ""),
        BOTH "resultType=hits&filter=" TIE("DWithin", KM),
        BOTH "filter=" TIE("BBOX", ""),
        BOTH "resolve=none&filter=" TIE("Intersects", ""),
        "typeNames=risico:risicolocatie,risico:gemeente&propertyName=(bron)(naam)&count=200&filter=" FILTER(
            "<fes:PropertyIsEqualTo>" NAME("gemeente_nis") NAME("nis_code") "</fes:PropertyIsEqualTo>"),
        "typeNames=risico:risicolocatie,risico:gemeente&propertyName=(bron)(naam)&count=20&startIndex=7&sortBy=naam&"
        "filter=" FILTER("<fes:PropertyIsEqualTo matchCase=\"false\">" NAME("gemeente_naam")
                             NAME("naam") "</fes:PropertyIsEqualTo>"),
        "typeNames=risico:risicolocatie,risico:risicolocatie&aliases=a,b&propertyName=(bron)(bron)&count=20&filter=" FILTER(
            "<fes:After>" NAME("a/startdatum") NAME("b/einddatum") "</fes:After>"),
    };
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        add(l, "GetFeature", parameters[i]);
    add(l, "GetPropertyValue", "valueReference=perceel/capakey&" JOINED "filter=" TIE("Within", ""));
    add(l, "GetPropertyValue", "valueReference=perceel/geometry&" JOINED "filter=" TIE("Intersects", ""));
}

static void add_others(list *l)
{
    static const char document[] =
        "<wfs:GetFeature service=\"WFS\" version=\"2.0.0\" count=\"100\" " SPACES
        "><wfs:Query typeNames=\"risico:risicolocatie\"><wfs:PropertyName>bron</wfs:PropertyName>" FILTER(
            "<fes:Intersects>" NAME("geometry") SQUARE "</fes:Intersects>") "</wfs:Query></wfs:GetFeature>";
    add(l, "GetPropertyValue", "typeNames=risico:risicolocatie&valueReference=omschrijving&count=50");
    add(l, "GetPropertyValue", "typeNames=risico:risicolocatie&valueReference=geometry&count=50");
    add(l, "GetPropertyValue", "typeNames=risico:risicolocatie&valueReference=geometry&filter=" NOT_ALL);
    add(l, "GetPropertyValue", "typeNames=risico:risicolocatie&valueReference=omschrijving&resultType=hits");
    add(l, "GetFeature",
        "typeNames=risico:risicolocatie&propertyName=bron&resourceId=risicolocatie.440210000001,risicolocatie.440210000002,"
        "risicolocatie.230020000001");
    add(l, "GetFeature", "storedQuery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById&id=gemeente.44021");
    add(l, "GetFeature",
        "storedQuery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById&id=gemeente.44021&outputFormat=application/json");
    add(l, "ListStoredQueries", "");
    add(l, "DescribeFeatureType", "typeNames=risico:risicolocatie");
    add(l, "DescribeFeatureType", "outputFormat=json");
    add(l, "GetCapabilities", "");
    l->all[l->count++] = (asked){.name = "POST GetFeature", .query = "", .body = document};
    add(l, "GetFeature",
        "typeNames=risico:gemeente&propertyName=naam&filter=" FILTER("<fes:Intersects>" NAME("geometry") BOW_TIE
                                                                     "</fes:Intersects>"));
    l->all[l->count - 1].anybody = true;
}

/* The older versions: they have their own readers and forms, and share everything else. */
static void add_older(list *l)
{
    static const char *const versions[] = {"1.1.0", "1.0.0"};
    static const char *const parameters[] = {
        "typeName=risico:risicolocatie", /* more than a buffer: it breaks off */
        "typeName=risico:risicolocatie&srsName=EPSG:4326&maxFeatures=40",
        "typeName=risico:gemeente,risico:risicolocatie&propertyName=(naam)(bron)&maxFeatures=300",
        "typeName=risico:risicolocatie&maxFeatures=9&sortBy=omschrijving&filter=<ogc:Filter "
        "xmlns:ogc=\"http://www.opengis.net/ogc\" "
        "xmlns:gml=\"http://www.opengis.net/gml\"><ogc:BBOX><ogc:PropertyName>geometry</ogc:PropertyName><gml:Box "
        "srsName=\"EPSG:31370\"><gml:coordinates>60000,160000 200000,230000</gml:coordinates></gml:Box></ogc:BBOX></ogc:Filter>",
    };
    for (size_t v = 0; v < sizeof versions / sizeof *versions; v++) {
        for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
            add_of(l, versions[v], "GetFeature", parameters[i]);
        add_of(l, versions[v], "GetCapabilities", "");
        add_of(l, versions[v], "DescribeFeatureType", "typeName=risico:risicolocatie");
    }
    add_of(l, "1.1.0", "GetFeature", "typeName=risico:risicolocatie&resultType=hits");
    add_of(l, "1.1.0", "GetGmlObject", "gmlObjectId=gemeente.44021");
}

static void add_cql(list *l)
{
    static const char *const conditions[] = {
        "versie > 0 AND NOT omschrijving LIKE '%é%'", "strToUpperCase(bron) IN ('GEMEENTE','MIGRATIE') OR einddatum IS NULL",
        "DWITHIN(geometry, SRID=4326;POINT(4 51), 50, kilometers)",
        "INTERSECTS(geometry, POLYGON((60000 160000, 200000 160000, 200000 230000, 60000 160000)))",
        "startdatum DURING 1990-01-01/2010-01-01"};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        add(l, "GetFeature", arena_printf(l->arena, PLACES "cql_filter=%s", conditions[i]));
}

/* OGC API: each form, pages by both orders, and CQL2 in both encodings. */
static void add_api(list *l)
{
    static const char *const queries[] = {
        "limit=40",
        "limit=40&f=html",
        "limit=40&f=gml",
        "limit=9&sortby=-versie,omschrijving",
        "limit=9&na=[\"44021\",440210000003]",
        "bbox=3.5,50.7,4.4,51.2&limit=9&crs=http://www.opengis.net/def/crs/EPSG/0/31370",
        "limit=10000&properties=omschrijving,geometry",
        "filter=versie + 1 > 1 AND CASEI(omschrijving) <> ACCENTI(bron)&limit=9",
        "filter=S_INTERSECTS(geometry, BBOX(3.5, 50.7, 4.4, 51.2))&limit=9",
        "filter-lang=cql2-json&filter={\"op\":\"isNull\",\"args\":[{\"property\":\"einddatum\"}]}"};
    static const char *const paths[] = {"/api?", "/api/collections?f=xml", "/api/openapi?f=json",
                                        "/api/collections/risicolocatie/schema?f=json",
                                        "/api/collections/risicolocatie/items/risicolocatie.440210000001?f=json"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        const char *as_wfs = query_of(l->arena, "", "", queries[i]);
        const char *query = arena_printf(l->arena, "/api/collections/risicolocatie/items?%s", strstr(as_wfs, "request=&") + 9);
        l->all[l->count++] = (asked){.name = queries[i], .query = query};
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        l->all[l->count++] = (asked){.name = paths[i], .query = paths[i]};
}

/* As the layer was a moment ago, when the store was made already. */
static void add_past(list *l)
{
    static const char *const parameters[] = {
        PLACES,
        PLACES "bbox=60000,160000,200000,230000,urn:ogc:def:crs:EPSG::31370&",
        PLACES "sortBy=omschrijving&startIndex=5&",
        PLACES "resultType=hits&",
        PLACES "resourceId=risicolocatie.440210000001,risicolocatie.230020000001&",
        "typeNames=risico:risicolocatie,risico:risicolocatie&aliases=a,b&propertyName=(bron)(bron)&count=20&filter=" FILTER(
            "<fes:After>" NAME("a/startdatum") NAME("b/einddatum") "</fes:After>") "&"};
    char seconds[CALENDAR_TIME];
    const int64_t now = clock_wall_ms();
    calendar_time(now / 1000, seconds);
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        add(l, "GetFeature", arena_printf(l->arena, "%speildatum=%.19s.%03dZ", parameters[i], seconds, (int)(now % 1000)));
}

asked *asked_all(arena *a, size_t *count)
{
    list l = {a, arena_array(a, MOST + 1, sizeof *l.all), 0};
    add_plain(&l);
    add_filters(&l);
    add_places(&l);
    add_functions(&l);
    add_joins(&l);
    add_past(&l);
    add_others(&l);
    add_older(&l);
    add_cql(&l);
    add_api(&l);
    *count = l.count;
    return l.all;
}
