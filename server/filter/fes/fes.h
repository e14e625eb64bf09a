/* Filter Encoding 2.0 (OGC 09-026r2) from XML. This reads the syntax: operators and their operands; data/model/filter_build.h
 * gives them their meaning. FES 1.0 and 1.1 are read as well where only names differ. */
#ifndef FES_FES_H
#define FES_FES_H

#include "base/xml/xml_names.h"
#include "data/model/filter_build.h"
#include "gml/crs/crs.h"

#include <libxml/tree.h>

/* What this language is called in messages. */
extern const filter_words fes_words;

/* What names and coordinates of a filter refer to. */
typedef struct fes_scope {
    builder build;
    vocabulary fes, gml; /* of the elements that are read */
    crs_set *systems;
    const crs *crs;         /* of each of the query's types: for geometries without srsName that are compared with it */
    const char *id;         /* the attribute that holds a feature's id in the version's own GML, besides gml:id; NULL for none */
    const char *namespaces; /* for prefixes, as xmlns(prefix,uri),…; NULL for none */
    /* Whether the prefix stands for a namespace of the types: declared in `namespaces`, or else known everywhere. */
    bool (*knows_prefix)(const void *context, const char *prefix, const char *namespaces, arena *a);
    const void *context;
} fes_scope;

/* root: fes:Filter (ogc:Filter is read as well). ST_BAD_SYNTAX (OperationParsingFailed) when it is not a filter, ST_BAD_PARAM for
 * a name or value that does not fit the layer; the locator is "filter" or the name at fault. */
MUST_USE status fes_read(fes_scope *s, xmlNode *root, const filter **out);

/* The operators that are read, for the capabilities; NULL-terminated. */
extern const char *const fes_comparison_names[], *const fes_spatial_names[], *const fes_temporal_names[];

/* A value reference (§7.4): "prefix:name", "name", "type/name", "alias/name", "@gml:id", a positional predicate [1]. In a join a
 * name without type or alias must be of one type only. */
MUST_USE status fes_reference(const fes_scope *s, const char *path, expression *out);
/* The reference that this element holds; its prefixes as declared at that element. */
MUST_USE status fes_reference_at(const fes_scope *s, xmlNode *node, expression *out);

/* The type or alias before the last step of a path (WFS 2.0 §7.9.2.4.3); source_count when there is none. ST_BAD_PARAM for one
 * that is not in the query, or twice. */
MUST_USE status fes_source_of(const builder *b, const char *path, const char *locator, size_t *out);

#endif
