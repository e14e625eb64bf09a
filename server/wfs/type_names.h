/* From the names a client writes to the catalog's own: type names with prefixes, property names, ids. */
#ifndef WFS_TYPE_NAMES_H
#define WFS_TYPE_NAMES_H

#include "data/model/resource_id.h"
#include "server/wfs/request.h"

/* For this element and those below it: gives those whose prefix was unknown when they were parsed the namespace that it stands
 * for now. */
void type_names_settle(xmlNode *root);

/* Whether the prefix stands for a namespace of ours: according to `namespaces` (the parameter's form, NULL for none), else as a
 * prefix of one of the endpoints. */
bool type_names_known_prefix(const request *rq, const char *prefix, const char *namespaces, arena *a);

/* Whether this element of a document may be a feature or a property of ours: in the namespace of one of the endpoints, in none,
 * or in that of WFS itself, because clients write features without a prefix inside its elements. */
bool type_names_is_ours(const request *rq, const xmlNode *node);

/* Whether `namespaces` declares the prefix of the name (or the default namespace, for a name without one) as a namespace that is
 * not ours. */
bool type_names_is_foreign(const request *rq, const char *name, const char *namespaces, arena *a);

/* The layer of one type name: "prefix:name" with a prefix of NAMESPACES or of any endpoint, or a bare "name", which is in the
 * default namespace if there is one. namespaces: the parameter's value or NULL. */
MUST_USE status type_names_layer(const request *rq, const char *type_name, const char *namespaces, arena *a, const layer **out);

/* A list such as "a,b"; NULL gives all layers. */
MUST_USE status type_names_layers(const request *rq, const char *type_names, const char *namespaces, arena *a,
                                  const layer *const **out, size_t *count);

/* The error for a property that the layer does not have. */
MUST_USE status type_names_no_property(const layer *l, const char *name, const char *locator);

#endif
