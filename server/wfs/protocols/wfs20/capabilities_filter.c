/* Filter capabilities (FES 2.0 (09-026r2) §7.13): written from the tables of operators that fes_*.c reads. */
#include "server/filter/fes/fes.h"
#include "server/wfs/protocols/wfs20/capabilities.h"

void capabilities_write_constraint(xmlw *w, const char *element, const char *name, const char *given)
{
    xmlw_open(w, element);
    xmlw_attribute(w, "name", name);
    xmlw_open(w, "ows:NoValues");
    xmlw_close(w);
    xmlw_element(w, "ows:DefaultValue", given);
    xmlw_close(w);
}

static void write_conformance(xmlw *w)
{
    static const char *const constraints[][2] = {{"ImplementsQuery", "TRUE"},
                                                 {"ImplementsAdHocQuery", "TRUE"},
                                                 {"ImplementsFunctions", "TRUE"},
                                                 {"ImplementsResourceId", "TRUE"},
                                                 {"ImplementsMinStandardFilter", "TRUE"},
                                                 {"ImplementsStandardFilter", "TRUE"},
                                                 {"ImplementsMinSpatialFilter", "TRUE"},
                                                 {"ImplementsSpatialFilter", "TRUE"},
                                                 {"ImplementsMinTemporalFilter", "TRUE"},
                                                 {"ImplementsTemporalFilter", "TRUE"},
                                                 {"ImplementsVersionNav", "FALSE"},
                                                 {"ImplementsSorting", "TRUE"},
                                                 {"ImplementsExtendedOperators", "FALSE"},
                                                 {"ImplementsMinimumXPath", "TRUE"},
                                                 {"ImplementsSchemaElementFunc", "FALSE"}};
    xmlw_open(w, "fes:Conformance");
    for (size_t i = 0; i < sizeof constraints / sizeof *constraints; i++)
        capabilities_write_constraint(w, "fes:Constraint", constraints[i][0], constraints[i][1]);
    xmlw_close(w);
}

static void write_named(xmlw *w, const char *element, const char *name)
{
    xmlw_open(w, element);
    xmlw_attribute(w, "name", name);
    xmlw_close(w);
}

static void write_all(xmlw *w, const char *list, const char *element, const char *const *names)
{
    xmlw_open(w, list);
    for (; *names; names++)
        write_named(w, element, *names);
    xmlw_close(w);
}

static void write_ids(xmlw *w)
{
    xmlw_open(w, "fes:Id_Capabilities");
    write_named(w, "fes:ResourceIdentifier", "fes:ResourceId");
    xmlw_close(w);
}

static void write_scalar(xmlw *w)
{
    xmlw_open(w, "fes:Scalar_Capabilities");
    xmlw_open(w, "fes:LogicalOperators");
    xmlw_close(w);
    write_all(w, "fes:ComparisonOperators", "fes:ComparisonOperator", fes_comparison_names);
    xmlw_close(w);
}

static void write_spatial(xmlw *w)
{
    static const char *const operands[] = {"gml:Envelope",   "gml:Point",   "gml:MultiPoint", "gml:LineString",   "gml:Curve",
                                           "gml:MultiCurve", "gml:Polygon", "gml:Surface",    "gml:MultiSurface", NULL};
    xmlw_open(w, "fes:Spatial_Capabilities");
    write_all(w, "fes:GeometryOperands", "fes:GeometryOperand", operands);
    write_all(w, "fes:SpatialOperators", "fes:SpatialOperator", fes_spatial_names);
    xmlw_close(w);
}

static void write_temporal(xmlw *w)
{
    static const char *const operands[] = {"gml:TimeInstant", "gml:TimePeriod", NULL};
    xmlw_open(w, "fes:Temporal_Capabilities");
    write_all(w, "fes:TemporalOperands", "fes:TemporalOperand", operands);
    write_all(w, "fes:TemporalOperators", "fes:TemporalOperator", fes_temporal_names);
    xmlw_close(w);
}

static const char *result_type(const filter_function *f)
{
    switch (f->result) {
    case VALUE_INTEGER: return "xs:long";
    case VALUE_DECIMAL: return "xs:double";
    case VALUE_BOOLEAN: return "xs:boolean";
    case VALUE_GEOMETRY: return "gml:AbstractGeometryType";
    default: return "xs:string";
    }
}

static const char *argument_type(argument_kind kind)
{
    switch (kind) {
    case ARGUMENT_NUMBER: return "xs:double";
    case ARGUMENT_WHOLE: return "xs:long";
    case ARGUMENT_MOMENT: return "xs:dateTime";
    case ARGUMENT_SHAPE: return "gml:AbstractGeometryType";
    default: return "xs:string";
    }
}

static void write_function(xmlw *w, const filter_function *f)
{
    xmlw_open(w, "fes:Function");
    xmlw_attribute(w, "name", f->name);
    xmlw_open(w, "ows:Metadata");
    xmlw_attribute(w, "xlink:title", f->title);
    xmlw_close(w);
    xmlw_element(w, "fes:Returns", result_type(f));
    xmlw_open(w, "fes:Arguments");
    for (size_t i = 0; i < f->argument_count; i++) {
        xmlw_open(w, "fes:Argument");
        xmlw_attribute(w, "name", f->arguments[i].name);
        xmlw_element(w, "fes:Type", argument_type(f->arguments[i].kind));
        xmlw_close(w);
    }
    xmlw_close(w);
    xmlw_close(w);
}

static void write_functions(xmlw *w)
{
    xmlw_open(w, "fes:Functions");
    for (size_t i = 0; i < filter_function_count; i++)
        write_function(w, &filter_functions[i]);
    xmlw_close(w);
}

void capabilities_write_filter(xmlw *w)
{
    xmlw_open(w, "fes:Filter_Capabilities");
    write_conformance(w);
    write_ids(w);
    write_scalar(w);
    write_spatial(w);
    write_temporal(w);
    write_functions(w);
    xmlw_close(w);
}
