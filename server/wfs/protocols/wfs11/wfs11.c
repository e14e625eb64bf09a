#include "server/wfs/protocols/wfs11/wfs11.h"

#include "gml/schema/schema.h"
#include "server/wfs/ows_parts.h"

extern const encoder encoder_gml31;
extern const protocol protocol_wfs11;

static const char *const versions[] = {"1.1.0", NULL};

static const char *const wfs[] = {"http://www.opengis.net/wfs", NULL}, *const ows[] = {"http://www.opengis.net/ows", NULL},
                         *const fes[] = {"http://www.opengis.net/ogc", NULL}, *const gml[] = {"http://www.opengis.net/gml", NULL};

/* §6.5; stored queries came with 2.0. */
static const char *const lacks[] = {"GetPropertyValue",  "ListStoredQueries", "DescribeStoredQueries",
                                    "CreateStoredQuery", "DropStoredQuery",   NULL};

/* §9.2 */
static const gml_collection around = {.wfs = "http://www.opengis.net/wfs",
                                      .gml = "http://www.opengis.net/gml",
                                      .schema = "http://www.opengis.net/wfs http://schemas.opengis.net/wfs/1.1.0/wfs.xsd",
                                      .returned = "numberOfFeatures",
                                      .member = "gml:featureMember",
                                      .before_members = "",
                                      .time_stamp = true};

/* §11.3 */
static const lock_form locks = {"wfs:LockFeatureResponse", "wfs:LockId", false, "ogc", "ogc:FeatureId", "fid", 60};

const protocol protocol_wfs11 = {.name = "WFS 1.1",
                                 .version = "1.1.0",
                                 .versions = versions,
                                 .wfs = wfs,
                                 .ows = ows,
                                 .fes = fes,
                                 .gml = gml,
                                 .collection = &around,
                                 .type_names = "typeName",
                                 .lacks = lacks,
                                 .sections = ows_sections,
                                 .hits = true,
                                 .attributes_optional = true,
                                 .refuses_in_200 = true,
                                 .locks = &locks,
                                 .plain = &encoder_gml31,
                                 .exception = wfs11_exception,
                                 .capabilities = wfs11_capabilities,
                                 .transaction = wfs11_transaction,
                                 .schema = schema_write_311};
