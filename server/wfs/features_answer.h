/* The answer with features: of GetFeature, and of what gives a feature in another way (op_get_gml_object.c). */
#ifndef WFS_FEATURES_ANSWER_H
#define WFS_FEATURES_ANSWER_H

#include "server/wfs/request.h"

/* As `run` of an operation (request.h): counts, then writes what rq->features asks. */
MUST_USE status features_answer(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

#endif
