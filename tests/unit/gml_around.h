/* A collection for tests of encoders: the elements that a version of WFS puts around features (server/wfs/protocol.h), with
 * everything that a collection may have. */
#ifndef UNIT_GML_AROUND_H
#define UNIT_GML_AROUND_H

#include "gml/formats/gml_collection.h"

static const gml_collection gml_around = {.wfs = "urn:wfs",
                                          .gml = "http://www.opengis.net/gml/3.2",
                                          .schema = "urn:wfs wfs.xsd",
                                          .matched = "numberMatched",
                                          .returned = "numberReturned",
                                          .member = "wfs:member",
                                          .before_members = "",
                                          .time_stamp = true,
                                          .links = true,
                                          .nests = true,
                                          .ows = "urn:ows",
                                          .ows_version = "1"};

#endif
