/* Links to requests that are too long for a URL: the request is kept (data/continuations.h), the link names it and says where to go on. */
#ifndef SERVER_CONTINUED_H
#define SERVER_CONTINUED_H

#include "server/request.h"

/* A request that such a link makes: the kept parameters, with start, count and result type of the link. Other requests stay as they are. */
MUST_USE status continued_take_up(request *rq, arena *a);

/* Nobody goes on with another's request: ST_NOT_FOUND, as for one that is not there. */
MUST_USE status continued_check(const request *rq, const rows *seen, arena *a);

/* *url: the results of this request from `start` on. */
MUST_USE status continued_link(const request *rq, const rows *seen, int64_t start, arena *a, const char **url);

#endif
