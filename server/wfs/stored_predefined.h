/* The stored queries that the service offers to everybody. */
#ifndef WFS_STORED_PREDEFINED_H
#define WFS_STORED_PREDEFINED_H

#include "server/wfs/query_text.h"

enum { PREDEFINED_PARAMETERS = 4 };

typedef struct predefined {
    const char *ids[3]; /* the first is the one that is listed; NULL after the last */
    const char *title, *abstract;
    struct {
        const char *name, *type, *abstract;
    } parameters[PREDEFINED_PARAMETERS + 1]; /* name NULL after the last */
    bool one_feature;                        /* if it is the only query, the answer is the feature itself, or 404 */
    bool (*returns)(const layer *l);
    MUST_USE status (*expand)(const query_text *q, const request *rq, arena *a, query_text *out);
} predefined;

extern const predefined stored_predefined[];
extern const size_t stored_predefined_count;

/* Finds one by any of its ids; NULL when there is none. */
const predefined *stored_predefined_find(const char *id);
bool stored_predefined_has(const predefined *p, const char *parameter);

#endif
