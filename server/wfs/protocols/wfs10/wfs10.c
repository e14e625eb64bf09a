#include "server/wfs/protocols/wfs10/wfs10.h"

#include "gml/schema/schema.h"

extern const encoder encoder_gml2;
extern const protocol protocol_wfs10;

static const char *const versions[] = {"1.0.0", NULL};

/* WFS 1.0 predates OWS Common; the lists of a GetCapabilities document are in its own namespace. */
static const char *const wfs[] = {"http://www.opengis.net/wfs", NULL}, *const fes[] = {"http://www.opengis.net/ogc", NULL},
                         *const gml[] = {"http://www.opengis.net/gml", NULL};

static const char *const lacks[] = {"GetGmlObject",
                                    "GetPropertyValue",
                                    "ListStoredQueries",
                                    "DescribeStoredQueries",
                                    "CreateStoredQuery",
                                    "DropStoredQuery",
                                    NULL};

/* The capabilities come whole. */
static const char *const sections[] = {NULL};

/* §7.2; feature.xsd of GML 2.1.2 requires an extent, which we would have to know before the first feature. */
static const gml_collection around = {.wfs = "http://www.opengis.net/wfs",
                                      .gml = "http://www.opengis.net/gml",
                                      .schema = "http://www.opengis.net/wfs http://schemas.opengis.net/wfs/1.0.0/WFS-basic.xsd",
                                      .member = "gml:featureMember",
                                      .before_members = "<gml:boundedBy><gml:null>unknown</gml:null></gml:boundedBy>\n"};

/* §10.3 */
static const lock_form locks = {"wfs:WFS_LockFeatureResponse", "wfs:LockId", false, "ogc", "ogc:FeatureId", "fid", 60};

const protocol protocol_wfs10 = {.name = "WFS 1.0",
                                 .version = "1.0.0",
                                 .versions = versions,
                                 .wfs = wfs,
                                 .ows = wfs,
                                 .fes = fes,
                                 .gml = gml,
                                 .collection = &around,
                                 .id = "fid",
                                 .type_names = "typeName",
                                 .lacks = lacks,
                                 .sections = sections,
                                 .crs = CRS_CODE,
                                 .attributes_optional = true,
                                 .refuses_in_200 = true,
                                 .locks = &locks,
                                 .plain = &encoder_gml2,
                                 .exception = wfs10_exception,
                                 .capabilities = wfs10_capabilities,
                                 .transaction = wfs10_transaction,
                                 .schema = schema_write_212};
