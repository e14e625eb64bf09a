/* WFS 2.0 (OGC 09-025r2), with FES 2.0 (09-026r2), GML 3.2 (07-036) and OWS Common 1.1 (06-121r3). */
#include "gml/schema/schema.h"
#include "server/wfs/ows_parts.h"
#include "server/wfs/protocol.h"
#include "server/wfs/protocols/wfs20/capabilities.h"

extern const encoder encoder_gml32;
extern const protocol protocol_wfs20;

/* 2.0.0 and its corrigendum 2.0.2 write the same version attribute. */
static const char *const versions[] = {"2.0.0", "2.0.2", NULL};

/* Only WFS 1.1 has this operation. */
static const char *const lacks[] = {"GetGmlObject", NULL};

/* FES 1.0 and 1.1 share one namespace and are read leniently, also in the one that OpenLayers writes ids of 2.0 in; likewise
 * GML 3.1.1 and 2. */
static const char *const wfs[] = {"http://www.opengis.net/wfs/2.0", NULL},
                         *const ows[] = {"http://www.opengis.net/ows/1.1", NULL},
                         *const fes[] = {"http://www.opengis.net/fes/2.0", "http://www.opengis.net/ogc",
                                         "http://www.opengis.net/ogc/1.1", NULL},
                         *const gml[] = {"http://www.opengis.net/gml/3.2", "http://www.opengis.net/gml", NULL};

/* §7.7.4 and §11.3.3 */
static const gml_collection around = {.wfs = "http://www.opengis.net/wfs/2.0",
                                      .gml = "http://www.opengis.net/gml/3.2",
                                      .schema = "http://www.opengis.net/wfs/2.0 http://schemas.opengis.net/wfs/2.0/wfs.xsd",
                                      .matched = "numberMatched",
                                      .returned = "numberReturned",
                                      .member = "wfs:member",
                                      .before_members = "",
                                      .time_stamp = true,
                                      .links = true,
                                      .nests = true,
                                      .ows = "http://www.opengis.net/ows/1.1",
                                      .ows_version = "2.0.0"};

/* §12.3 */
static const lock_form locks = {"wfs:LockFeatureResponse", "lockId", true, "fes", "fes:ResourceId", "rid", 1};

const protocol protocol_wfs20 = {.name = "WFS 2.0",
                                 .version = "2.0.0",
                                 .versions = versions,
                                 .wfs = wfs,
                                 .ows = ows,
                                 .fes = fes,
                                 .gml = gml,
                                 .collection = &around,
                                 .type_names = "typeNames",
                                 .lacks = lacks,
                                 .sections = ows_sections,
                                 .joins = true,
                                 .counts = true,
                                 .hits = true,
                                 .locks = &locks,
                                 .plain = &encoder_gml32,
                                 .capabilities = capabilities_write,
                                 .transaction = wfs20_transaction,
                                 .schema = schema_write_32};
