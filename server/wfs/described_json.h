/* The types as JSON (DescribeFeatureType with OUTPUTFORMAT=application/json): no standard has it, but GeoServer does, and viewers
 * such as MapStore read nothing else. */
#ifndef WFS_DESCRIBED_JSON_H
#define WFS_DESCRIBED_JSON_H

#include "server/wfs/request.h"

/* Its name among the output formats. */
#define DESCRIBED_JSON "application/json"

/* Whether this output format asks for it. */
bool described_json_is_named(const char *format);
/* The document for the request's layers, in GeoServer's words for types. */
void described_json_write(const request *rq, output *to);

#endif
