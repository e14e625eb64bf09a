/* Filter capabilities of Filter 1.1 (04-095 §16): from the tables of operators that server/filter/fes reads, with the names that
 * this document uses. */
#include "server/filter/fes/fes.h"
#include "server/wfs/ows_parts.h"
#include "server/wfs/protocols/wfs11/wfs11.h"

#include <string.h>

static void write_operands(xmlw *w)
{
    static const char *const operands[] = {"gml:Envelope", "gml:Point", "gml:LineString", "gml:Polygon", "gml:Arc",
                                           "gml:Circle",   NULL};
    xmlw_open(w, "ogc:GeometryOperands");
    for (const char *const *one = operands; *one; one++)
        xmlw_element(w, "ogc:GeometryOperand", *one);
    xmlw_close(w);
}

static void write_spatial(xmlw *w)
{
    xmlw_open(w, "ogc:Spatial_Capabilities");
    write_operands(w);
    xmlw_open(w, "ogc:SpatialOperators");
    for (const char *const *one = fes_spatial_names; *one; one++) {
        xmlw_open(w, "ogc:SpatialOperator");
        xmlw_attribute(w, "name", *one);
        xmlw_close(w);
    }
    xmlw_close(w);
    xmlw_close(w);
}

/* NULL: Filter 1.1 has no such operator. */
static const char *comparison_name(const char *operator)
{
    static const char *const names[][2] = {{"PropertyIsEqualTo", "EqualTo"},
                                           {"PropertyIsNotEqualTo", "NotEqualTo"},
                                           {"PropertyIsLessThan", "LessThan"},
                                           {"PropertyIsGreaterThan", "GreaterThan"},
                                           {"PropertyIsLessThanOrEqualTo", "LessThanEqualTo"},
                                           {"PropertyIsGreaterThanOrEqualTo", "GreaterThanEqualTo"},
                                           {"PropertyIsLike", "Like"},
                                           {"PropertyIsBetween", "Between"},
                                           {"PropertyIsNull", "NullCheck"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], operator) == 0)
            return names[i][1];
    return NULL;
}

static void write_scalar(xmlw *w)
{
    static const char *const functions[] = {"ogc:ArithmeticOperators", "ogc:Functions", "ogc:FunctionNames", "ogc:FunctionName"};
    xmlw_open(w, "ogc:Scalar_Capabilities");
    xmlw_element(w, "ogc:LogicalOperators", "");
    xmlw_open(w, "ogc:ComparisonOperators");
    for (const char *const *one = fes_comparison_names; *one; one++)
        if (comparison_name(*one))
            xmlw_element(w, "ogc:ComparisonOperator", comparison_name(*one));
    xmlw_close(w);
    ogc_write_functions(w, functions);
    xmlw_close(w);
}

void wfs11_write_filter(xmlw *w)
{
    xmlw_open(w, "ogc:Filter_Capabilities");
    write_spatial(w);
    write_scalar(w);
    xmlw_open(w, "ogc:Id_Capabilities");
    xmlw_element(w, "ogc:EID", "");
    xmlw_element(w, "ogc:FID", "");
    xmlw_close(w);
    xmlw_close(w);
}
