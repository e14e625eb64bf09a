/* What goes around the features in a GML document: the collection of a version of WFS, which sets its names and attributes
 * (server/wfs/protocol.h); the features in it are the format's (gml_writer.h). */
#ifndef FORMATS_GML_COLLECTION_H
#define FORMATS_GML_COLLECTION_H

#include "gml/formats/encoder.h"

typedef struct gml_collection {
    const char *prefix;             /* of the collection's own element and namespace; NULL: "wfs" */
    const char *wfs, *gml;          /* namespaces: that of the collection, and of the features' GML */
    const char *schema;             /* where the schema of the collection is, as xsi:schemaLocation has it */
    const char *matched, *returned; /* attributes with counts; NULL: no such attribute. Without `matched`, `returned` of hits says
                                       how many there are (WFS 1.1 (04-094) §9.2) */
    const char *member;             /* the element around each feature */
    const char *before_members;     /* the complete markup before the first member; "" for none */
    bool time_stamp;                /* there is an attribute for it */
    bool links;                     /* next and previous (WFS 2.0 (09-025r2) §7.7.4.4) */
    bool nests;                     /* each of several queries has a collection of its own; else all features are in one */
    const char *ows, *ows_version;  /* of the report that says why the answer breaks off; NULL: there is no place for one */
} gml_collection;

/* " name=\"content\"". */
void gml_attribute_write(output *to, const char *name, const char *content);
/* Namespace declarations for the content of the answer, and where the schemas are. */
void gml_namespaces(const encoding *e);

/* For encoders, to use as the functions of encoder.h; none fails. */
status gml_collection_begin(encoding *e);
status gml_collection_begin_query(encoding *e);
status gml_collection_end_query(encoding *e);
status gml_collection_end(encoding *e);
/* A member that refers to a feature of e->what. */
void gml_collection_reference(encoding *e, int64_t id);
/* Around the features of a join. */
void gml_collection_begin_tuple(encoding *e);
void gml_collection_end_tuple(encoding *e);
/* Only for a collection with `ows`, and not for a bare feature. */
void gml_collection_truncate(encoding *e, const status *why);

/* Written in place of the members that could not be written any more (wfs:truncatedResponse). */
void gml_truncated(const gml_collection *c, output *to, const status *why);

#endif
