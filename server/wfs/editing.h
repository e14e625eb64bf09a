/* Who may change features of this service: those who may write for some gemeente, when the operator lets the service change
 * anything (config.h). Others are not even told that it can be done: no operation, no announcement. */
#ifndef WFS_EDITING_H
#define WFS_EDITING_H

#include "server/wfs/request.h"

/* Whether the caller may. */
bool editing_is_for(const request *rq);

/* The same, with why not: ST_NO_OPERATION when the service changes nothing, ST_UNAUTHENTICATED without a token, ST_NO_RIGHT. */
MUST_USE status editing_check(const request *rq);

/* Whether the operation is on offer to the caller in this version. */
bool editing_offers(const request *rq, const operation *o);

#endif
