/* From the document of a Transaction to its actions (transaction.h); for read_transaction and the files that share its work.
 *
 * As clients write it (docs/decisions/transactions.md): names without prefix or in the namespace of WFS itself, dates with
 * slashes, 0 and 1, polygons of any GML. An empty value is none. */
#ifndef WFS_TRANSACTION_READ_H
#define WFS_TRANSACTION_READ_H

#include "server/wfs/request.h"

typedef struct transaction_reader {
    request *request;
    arena *arena;
    const char *srs;  /* of geometries that name no system (@srsName of the Insert or the Transaction); NULL: none */
    filter_work work; /* of its filters so far */
    size_t ids, filters;
    action *actions; /* room for TRANSACTION_ACTIONS */
    size_t count;
} transaction_reader;

/* transaction_value.c: the content of an element as a value of this property. ST_BAD_VALUE (InvalidValue), the property as
 * locator, for content that is none; ST_BAD_PARAM (srsName) for an unknown reference system. */
MUST_USE status transaction_value(const transaction_reader *r, const property *p, const layer *l, const xmlNode *node,
                                  value *out);

/* transaction_feature.c: the properties of a feature that stands in an Insert or a Replace. ST_BAD_VALUE for an element that is
 * no feature type; ST_BAD_PARAM for a property that it does not have. */
MUST_USE status transaction_feature(const transaction_reader *r, xmlNode *node, action *out);
/* The property that Name or ValueReference names; ST_BAD_PARAM. */
MUST_USE status transaction_property(const transaction_reader *r, const layer *l, xmlNode *name, const property **out);

/* transaction_where.c: the Filter among these children. ST_MISSING_PARAM without one: nobody changes everything by leaving
 * something out. */
MUST_USE status transaction_where(transaction_reader *r, xmlNode *node, action *out);

/* Says with a failure of the client's which action it was: "Update 3 ('name'): …". */
status transaction_named(const status *s, const action *of, size_t number);

#endif
