/* From the names a client writes to the catalog's own: type names with prefixes, property names, ids. */
#ifndef WFS_TYPE_NAMES_H
#define WFS_TYPE_NAMES_H

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

/* ST_BAD_PARAM (resourceId) for what can be nobody's id: a list whose separators were mistaken would match nothing, and nobody
 * would know why. */
MUST_USE status resource_id_check(const char *resource_id);

/* "risicolocatie.12" → the layer and 12. The layer is NULL for a well-formed id that is of no type of ours; ST_BAD_PARAM
 * (resourceId) for what can be nobody's id, such as "risicolocatie.012". */
MUST_USE status resource_id_read(const catalog *c, const char *resource_id, const layer **l, int64_t *id);

/* Whether this text is the id of a feature that the layer may have. */
bool resource_id_is_of(const layer *l, const char *text, int64_t *id);

#endif
