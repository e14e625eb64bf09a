#include "server/wfs/described_json.h"

bool described_json_is_named(const char *format)
{
    static const char *const names[] = {DESCRIBED_JSON, "json", NULL};
    return text_is_among_nocase(format, names);
}

static const char *value_word(value_type type)
{
    switch (type) {
    case VALUE_INTEGER: return "int";
    case VALUE_DECIMAL: return "number";
    case VALUE_BOOLEAN: return "boolean";
    case VALUE_DATE: return "date";
    case VALUE_DATETIME: return "date-time";
    default: return "string";
    }
}

static const char *geometry_word(geometry_type type)
{
    switch (type) {
    case GEOMETRY_POINT: return "Point";
    case GEOMETRY_CURVE: return "LineString";
    case GEOMETRY_SURFACE: return "Polygon";
    case GEOMETRY_MULTIPOINT: return "MultiPoint";
    case GEOMETRY_MULTICURVE: return "MultiLineString";
    case GEOMETRY_MULTISURFACE: return "MultiPolygon";
    default: return "Geometry";
    }
}

static void write_member(const char *open, const char *said, output *to)
{
    out_text(to, open);
    out_json(to, said);
    out_text(to, "\"");
}

/* Readers take what begins with gml: for a geometry. */
static void write_property(const layer *l, const property *p, output *to)
{
    const bool shape = p->type == VALUE_GEOMETRY;
    const char *word = shape ? geometry_word(l->geometry_type) : value_word(p->type);
    write_member("{\"name\":\"", p->name, to);
    out_text(to, ",\"maxOccurs\":1,\"minOccurs\":");
    out_text(to, p->required ? "1,\"nillable\":false" : "0,\"nillable\":true");
    write_member(shape ? ",\"type\":\"gml:" : ",\"type\":\"xsd:", word, to);
    write_member(",\"localType\":\"", word, to);
    out_text(to, "}");
}

static void write_layer(const layer *l, output *to)
{
    write_member("{\"typeName\":\"", l->name, to);
    out_text(to, ",\"properties\":[");
    for (size_t i = 0; i < l->property_count; i++) {
        out_text(to, i ? ",\n" : "\n");
        write_property(l, &l->properties[i], to);
    }
    out_text(to, "]}");
}

void described_json_write(const request *rq, output *to)
{
    write_member("{\"elementFormDefault\":\"qualified\",\"targetNamespace\":\"", rq->endpoint->uri, to);
    write_member(",\"targetPrefix\":\"", rq->endpoint->prefix, to);
    out_text(to, ",\"featureTypes\":[");
    for (size_t i = 0; i < rq->layer_count; i++) {
        out_text(to, i ? ",\n" : "\n");
        write_layer(rq->layers[i], to);
    }
    out_text(to, "]}\n");
}
