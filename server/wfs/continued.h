/* Links to requests that are too long for a URL: the request is kept (data/store/continuations.h), the link names it and says
 * where to continue. */
#ifndef WFS_CONTINUED_H
#define WFS_CONTINUED_H

#include "server/wfs/request.h"

/* Replaces a request made by such a link with the kept one, with the start, count, result type and moment of the link. Other
 * requests stay as they are. ST_NOT_FOUND for another caller's, as for one that does not exist, before anything of it is looked
 * at. */
MUST_USE status continued_take_up(request *rq, const scope *who, arena *a);

/* *url: the results of this request from `start` on; moment: of the layers, NULL when the request itself says which. */
MUST_USE status continued_link(const request *rq, const rows *seen, int64_t start, const char *moment, arena *a,
                               const char **url);

#endif
