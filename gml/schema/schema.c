#include "gml/schema/schema.h"

#include "data/model/name_check.h"

#include <stdio.h>
#include <string.h>

enum { TYPE_NAME = 2 * NAME_BYTES + 16 }; /* two names and the text around them */

static const char *value_name(value_type type)
{
    switch (type) {
    case VALUE_INTEGER: return "xs:long";
    case VALUE_DECIMAL: return "xs:decimal";
    case VALUE_BOOLEAN: return "xs:boolean";
    case VALUE_DATE: return "xs:date";
    case VALUE_DATETIME: return "xs:dateTime";
    default: return "xs:string";
    }
}

/* What differs between versions of GML. */
typedef struct form {
    const char *gml, *schema;                        /* its namespace, and where its schema is */
    const char *feature;                             /* the substitution group of every feature */
    const char *curve, *surface, *curves, *surfaces; /* property types of geometries, and of multi-geometries */
} form;

static const form form_32 = {.gml = "http://www.opengis.net/gml/3.2",
                             .schema = "http://schemas.opengis.net/gml/3.2.1/gml.xsd",
                             .feature = "gml:AbstractFeature",
                             .curve = "gml:CurvePropertyType",
                             .surface = "gml:SurfacePropertyType",
                             .curves = "gml:MultiCurvePropertyType",
                             .surfaces = "gml:MultiSurfacePropertyType"},
                  form_311 = {.gml = "http://www.opengis.net/gml",
                              .schema = "http://schemas.opengis.net/gml/3.1.1/base/gml.xsd",
                              .feature = "gml:_Feature",
                              .curve = "gml:CurvePropertyType",
                              .surface = "gml:SurfacePropertyType",
                              .curves = "gml:MultiCurvePropertyType",
                              .surfaces = "gml:MultiSurfacePropertyType"},
                  form_212 = {.gml = "http://www.opengis.net/gml",
                              .schema = "http://schemas.opengis.net/gml/2.1.2/feature.xsd",
                              .feature = "gml:_Feature",
                              .curve = "gml:LineStringPropertyType",
                              .surface = "gml:PolygonPropertyType",
                              .curves = "gml:MultiLineStringPropertyType",
                              .surfaces = "gml:MultiPolygonPropertyType"};

static const char *geometry_name(geometry_type type, const form *f)
{
    switch (type) {
    case GEOMETRY_POINT: return "gml:PointPropertyType";
    case GEOMETRY_CURVE: return f->curve;
    case GEOMETRY_SURFACE: return f->surface;
    case GEOMETRY_MULTIPOINT: return "gml:MultiPointPropertyType";
    case GEOMETRY_MULTICURVE: return f->curves;
    default: return f->surfaces;
    }
}

static void write_documentation(xmlw *w, const char *title)
{
    if (!*title)
        return;
    xmlw_open(w, "xs:annotation");
    xmlw_open(w, "xs:documentation");
    xmlw_attribute(w, "xml:lang", "nl");
    xmlw_text(w, title);
    xmlw_close(w);
    xmlw_close(w);
}

static bool is_restricted(const property *p)
{
    return p->max_length || p->codes.count;
}

/* QGIS takes a type for a number or a date when its name contains one of these anywhere, as "keuze.pand.interventie" does
 * (qgswfsprovider.cpp, readAttributesFromSchemaWithoutGMLAS). */
static bool misleads_qgis(const char *name)
{
    static const char *const words[] = {"int", "long", "short", "byte", "decimal", "double", "float", "date", "time", "bool"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(name, words[i]))
            return true;
    return false;
}

/* A text with a length or a code list has a type of its own, with a name: OWSLib stumbles over an element without a type
 * attribute. */
static const char *restriction_name(const layer *l, const property *p, char name[TYPE_NAME])
{
    if (p->codes.count == 0)
        snprintf(name, TYPE_NAME, "tekst_tot_%d", p->max_length);
    else
        snprintf(name, TYPE_NAME, "keuze.%s.%s", l->name, p->name);
    if (misleads_qgis(name) || strchr(l->name, '.') || strchr(p->name, '.')) /* "a.b" of c and "a" of b.c are two types */
        snprintf(name, TYPE_NAME, "keuze.%zu.%zu", l->number, (size_t)(p - l->properties));
    return name;
}

/* Whether an earlier property has the same type: texts of one length share a type, across layers. */
static bool is_written(const layer *const *layers, size_t at, const property *p)
{
    for (size_t i = 0; i <= at && p->codes.count == 0; i++)
        for (const property *before = layers[i]->properties;
             before < layers[i]->properties + layers[i]->property_count && before != p; before++)
            if (before->codes.count == 0 && before->max_length == p->max_length)
                return true;
    return false;
}

static void write_restriction(xmlw *w, const layer *l, const property *p)
{
    char name[TYPE_NAME];
    xmlw_open(w, "xs:simpleType");
    xmlw_attribute(w, "name", restriction_name(l, p, name));
    xmlw_open(w, "xs:restriction");
    xmlw_attribute(w, "base", value_name(p->type));
    for (size_t i = 0; i < p->codes.count; i++) {
        xmlw_open(w, "xs:enumeration");
        xmlw_attribute(w, "value", p->codes.items[i]);
        xmlw_close(w);
    }
    if (p->max_length) {
        xmlw_open(w, "xs:maxLength");
        xmlw_attributef(w, "value", "%d", p->max_length);
        xmlw_close(w);
    }
    xmlw_close(w);
    xmlw_close(w);
}

/* The geometry may be left out by PROPERTYNAME, so it is optional whatever the store says. */
static void write_property(xmlw *w, const layer *l, const property *p, const char *prefix, const form *f)
{
    char name[TYPE_NAME];
    xmlw_open(w, "xs:element");
    xmlw_attribute(w, "name", p->name);
    if (!p->required)
        xmlw_attribute(w, "minOccurs", "0");
    if (p->nillable)
        xmlw_attribute(w, "nillable", "true");
    if (is_restricted(p))
        xmlw_attributef(w, "type", "%s:%s", prefix, restriction_name(l, p, name));
    else
        xmlw_attribute(w, "type", p->type == VALUE_GEOMETRY ? geometry_name(l->geometry_type, f) : value_name(p->type));
    write_documentation(w, p->title);
    xmlw_close(w);
}

static void write_type(xmlw *w, const layer *l, const char *prefix, const form *f)
{
    xmlw_open(w, "xs:complexType");
    xmlw_attributef(w, "name", "%sType", l->name);
    xmlw_open(w, "xs:complexContent");
    xmlw_open(w, "xs:extension");
    xmlw_attribute(w, "base", "gml:AbstractFeatureType");
    xmlw_open(w, "xs:sequence");
    for (size_t i = 0; i < l->property_count; i++)
        write_property(w, l, &l->properties[i], prefix, f);
    xmlw_close(w);
    xmlw_close(w);
    xmlw_close(w);
    xmlw_close(w);
}

static void write_restrictions(xmlw *w, const layer *const *layers, size_t at)
{
    const layer *l = layers[at];
    for (size_t i = 0; i < l->property_count; i++)
        if (is_restricted(&l->properties[i]) && !is_written(layers, at, &l->properties[i]))
            write_restriction(w, l, &l->properties[i]);
}

static void write_layer(xmlw *w, const layer *l, const char *prefix, const form *f)
{
    write_type(w, l, prefix, f);
    xmlw_open(w, "xs:element");
    xmlw_attribute(w, "name", l->name);
    xmlw_attributef(w, "type", "%s:%sType", prefix, l->name);
    xmlw_attribute(w, "substitutionGroup", f->feature);
    write_documentation(w, l->title);
    xmlw_close(w);
}

typedef struct types {
    const layer *const *layers;
    size_t count;
    const char *prefix, *uri;
} types;

static void write_schema(xmlw *w, const types *t, const form *f)
{
    xmlw_open(w, "xs:schema");
    xmlw_attribute(w, "xmlns:xs", "http://www.w3.org/2001/XMLSchema");
    xmlw_attribute(w, "xmlns:gml", f->gml);
    xmlw_namespace(w, t->prefix, t->uri);
    xmlw_attribute(w, "targetNamespace", t->uri);
    xmlw_attribute(w, "elementFormDefault", "qualified");
    xmlw_attribute(w, "version", RISICOLAAG_VERSION);
    xmlw_open(w, "xs:import");
    xmlw_attribute(w, "namespace", f->gml);
    xmlw_attribute(w, "schemaLocation", f->schema);
    xmlw_close(w);
    for (size_t i = 0; i < t->count; i++)
        write_restrictions(w, t->layers, i);
    for (size_t i = 0; i < t->count; i++)
        write_layer(w, t->layers[i], t->prefix, f);
    xmlw_close(w);
}

void schema_write_32(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri)
{
    write_schema(w, &(types){layers, count, prefix, uri}, &form_32);
}

void schema_write_311(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri)
{
    write_schema(w, &(types){layers, count, prefix, uri}, &form_311);
}

void schema_write_212(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri)
{
    write_schema(w, &(types){layers, count, prefix, uri}, &form_212);
}
