/* From the names a client writes to the catalog's own: type names with prefixes, property names, ids. */
#ifndef WFS_TYPE_NAMES_H
#define WFS_TYPE_NAMES_H

#include "data/model/resource_id.h"
#include "server/wfs/request.h"

/* Gives the elements from this one down whose prefix was unknown when they were read the namespace that it stands for now. */
void type_names_settle(xmlNode *root);

/* Whether the prefix stands for a namespace of ours: by `namespaces` (the parameter's form, NULL for none), else as one of the
 * endpoints' own. */
bool type_names_known_prefix(const request *rq, const char *prefix, const char *namespaces, arena *a);

/* Whether `namespaces` says what the prefix of the name stands for, or a name without one, and it is no namespace of ours. */
bool type_names_is_foreign(const request *rq, const char *name, const char *namespaces, arena *a);

/* The layer of one type name: "prefix:name" with a prefix of NAMESPACES or of any endpoint, or a bare "name", which is of the
 * default namespace if there is one. namespaces: the parameter's value or NULL. */
MUST_USE status type_names_layer(const request *rq, const char *type_name, const char *namespaces, arena *a, const layer **out);

/* A list such as "a,b"; NULL gives all layers. */
MUST_USE status type_names_layers(const request *rq, const char *type_names, const char *namespaces, arena *a,
                                  const layer *const **out, size_t *count);

/* That the layer has no such property. */
MUST_USE status type_names_no_property(const layer *l, const char *name, const char *locator);

#endif
