/* A state of one feature, as it is or was: fes:ResourceId with `version` (FES 2.0 (09-026r2) §7.11), or the id of a past state,
 * risicolocatie.ID.vN. An answer is of one moment, so a request for a version is for one feature alone. */
#ifndef WFS_FEATURE_VERSION_H
#define WFS_FEATURE_VERSION_H

#include "server/wfs/query_text.h"

typedef enum version_kind {
    VERSION_FIRST,
    VERSION_LAST,
    VERSION_PREVIOUS,
    VERSION_NEXT,
    VERSION_NUMBER,
    VERSION_MOMENT
} version_kind;

typedef struct version_wish {
    version_kind kind;
    const layer *layer;
    int64_t id;
    int64_t of;         /* the version that PREVIOUS and NEXT are beside; 0: the last */
    int64_t number;     /* of VERSION_NUMBER */
    const char *moment; /* of VERSION_MOMENT, as rows_look_back takes it; NULL: now */
} version_wish;

/* Of a request with one query for one id, of a past state or with `version`: sets rq->features.version, and the query asks for
 * the feature itself from then on. Any other request stays as it is; what it says of versions is refused where its ids are read.
 * ST_BAD_PARAM, locator version, for a version that cannot be read, and beside what is of another moment or takes a lock. */
MUST_USE status feature_version_read(query_texts *texts, arena *a, request *rq);

typedef struct version_found {
    bool exists;        /* false: there is no such state that the caller may see */
    const char *moment; /* at which it can be read (rows_look_back); NULL: it is so now */
    int64_t number;     /* of a state of before; 0: it is as it is now */
    const char *state;  /* valid, superseded or retired (WFS 2.0 (09-025r2) §7.7.4.4.5) */
} version_found;

/* ST_BAD_PARAM for a layer of which nothing is kept; ST_NOT_PROCESSED when it may be one that is older than VERSIONS_MOST others.
 */
MUST_USE status feature_version_find(const version_wish *wish, rows *seen, version_found *out);

#endif
