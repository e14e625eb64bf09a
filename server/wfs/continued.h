/* Links to requests that are too long for a URL: the request is kept (data/store/continuations.h), the link names it and says
 * where to go on. */
#ifndef WFS_CONTINUED_H
#define WFS_CONTINUED_H

#include "server/wfs/request.h"

/* A request that such a link makes becomes the one that was kept, with start, count and result type of the link. Other requests
 * stay as they are. Another caller's is ST_NOT_FOUND, as one that is not there: nothing of it has been looked at by then. */
MUST_USE status continued_take_up(request *rq, const scope *who, arena *a);

/* *url: the results of this request from `start` on. */
MUST_USE status continued_link(const request *rq, const rows *seen, int64_t start, arena *a, const char **url);

#endif
