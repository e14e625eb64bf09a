/* Fills in values for "${name}" (WFS 2.0 (09-025r2) §14.2.2.5.4).
 *
 * Only in the texts and attributes of the parsed tree: a value is never read as XML, so it cannot add an element, close one, or
 * be a "${…}" itself. The value of a parameter of a GML type is one element of GML, parsed separately; its mark must be the only
 * content of its element. */
#ifndef WFS_STORED_FILL_H
#define WFS_STORED_FILL_H

#include "server/wfs/stored_definition.h"

/* Gives the value of a parameter as a text. where: the text or attribute that it is filled into. */
typedef struct stored_values {
    const void *context;
    MUST_USE status (*of)(const struct stored_values *self, const stored_parameter *p, const xmlNode *where, arena *a,
                          const char **out);
} stored_values;

/* The arguments of a request, each checked against its type. namespaces: those in scope there, for names. ST_MISSING_PARAM,
 * ST_BAD_PARAM with the parameter as locator. */
typedef struct stored_arguments {
    const request *request;
    const kvp *given;
    const char *namespaces;
} stored_arguments;
/* Valid as long as the arguments. */
stored_values stored_values_of(const stored_arguments *arguments);

/* Changes the tree of q->expression. ST_BAD_PARAM for a "${" without a closing brace, a name that is not a parameter, or an
 * element where a text is expected. */
MUST_USE status stored_fill(const stored_query *q, const stored_values *values, arena *a);

/* Whether there is a "${" anywhere in this element. */
bool stored_has_mark(const xmlNode *node);

#endif
