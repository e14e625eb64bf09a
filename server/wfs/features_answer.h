/* The answer with features: for GetFeature, and for other operations that return a feature (op_get_gml_object.c). */
#ifndef WFS_FEATURES_ANSWER_H
#define WFS_FEATURES_ANSWER_H

#include "server/wfs/request.h"

/* As `run` of an operation (request.h): counts, then writes what rq->features asks for. */
MUST_USE status features_answer(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

#endif
