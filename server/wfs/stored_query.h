/* Expands stored queries (WFS 2.0 (09-025r2) §7.9.3, §14) into the queries that they stand for. */
#ifndef WFS_STORED_QUERY_H
#define WFS_STORED_QUERY_H

#include "server/wfs/query_text.h"
#include "server/wfs/stored_definition.h"

/* Replaces each query that names a stored one with the queries that it stands for; the others stay as they are. ST_BAD_PARAM for
 * a stored query that this caller does not have, ST_MISSING_PARAM with the parameter as locator, ST_NOT_FOUND for an id without a
 * feature. */
MUST_USE status stored_query_expand(const query_texts *given, arena *a, request *rq, query_texts *out);

/* The queries of a definition whose parameters are filled in; none of them is a stored query. */
MUST_USE status stored_query_texts(const stored_query *stored, const request *rq, arena *a, query_texts *out);

/* The reply after keeping or dropping (§14.5, §14.6). */
MUST_USE status stored_query_done(const protocol *p, const char *element, arena *a, output *to);

#endif
