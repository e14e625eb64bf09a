/* An output format. A format is one file enc_NAME.c and one line in encoders.def (two forms of one format may share the file);
 * dispatch and what the capabilities announce both come from that table. */
#ifndef FORMATS_ENCODER_H
#define FORMATS_ENCODER_H

#include "base/arena.h"
#include "base/out.h"
#include "data/model/feature.h"
#include "data/model/query.h"
#include "gml/crs/crs.h"

/* What the whole answer says besides its features. */
typedef struct answer {
    const char *prefix, *uri;    /* namespace of the type names, as this endpoint writes them */
    const char *schema_url;      /* DescribeFeatureType of its types */
    crs crs;                     /* of the first query */
    bool crs_asked;              /* by srsName; otherwise the format's own default holds */
    int64_t matched, returned;   /* over all queries */
    const char *next, *previous; /* URLs, NULL for none (WFS 2.0 §7.7.4.4) */
    const char *time_stamp;      /* xs:dateTime */
    bool hits;                   /* the number alone is asked (WFS 2.0 §7.6.3.6) */
    bool bare;                   /* one feature as the root of the document (GetFeatureById, WFS 2.0 §7.9.3.6) */
    bool referring;              /* features may stand there by reference (server/wfs/shared_features.h) */
    bool nested;                 /* several queries: each has a collection of its own in the answer (WFS 2.0 §7.9.2.4) */
} answer;

/* What one query adds, or one type of a join. */
typedef struct collection {
    const layer *layer;
    const property *const *properties; /* in the order of feature.values */
    size_t property_count;
    crs crs;
    const transform *transform; /* from the store's CRS; NULL: none needed */
    int64_t matched, returned;
} collection;

typedef struct encoding {
    const answer *answer;
    const collection *what; /* the query, of a join the type, that is written now */
    output *to;
    arena *arena;
    void *state;       /* the encoder's own, for `what` */
    uint64_t features; /* members so far, over all queries: features or tuples */
    uint32_t copy;     /* of the feature that is written now: how often it was written before; its ids must differ then */
    bool failed;       /* a geometry could not be written: the answer must end as truncated */
} encoding;

typedef struct encoder {
    const char *media_type;   /* Content-Type */
    const char *const *names; /* values of outputFormat, the announced one first; NULL-terminated */
    bool lon_lat;             /* without srsName the answer is CRS84 */
    bool one_crs;             /* the document has one reference system, whatever is in it (RFC 7946 §4) */
    /* The answer is a file with this extension, one table: it takes one query, holds everything without COUNT, and what it has no
     * place for (how many there are, where the next page is) stands in the head of the answer. NULL: a document that says so
     * itself. */
    const char *extension;
    void (*prepare)(encoding *e); /* makes e->state for e->what: once per query, of a join per type */
    void (*begin)(encoding *e);
    void (*begin_query)(encoding *e);
    void (*feature)(encoding *e, const feature *f);
    /* A feature that was written before; NULL: the format has no references, so it is written as often as it comes. */
    void (*reference)(encoding *e, int64_t id);
    void (*begin_tuple)(encoding *e),
        (*end_tuple)(encoding *e); /* around the features of a join; NULL: the format has no tuples */
    void (*end_query)(encoding *e);
    void (*end)(encoding *e);
    void (*truncate)(encoding *e, const status *why); /* after the first flush, not of a bare feature: say so inside the document;
                                                         NULL: the connection breaks off */
} encoder;

extern const encoder *const encoders[];
extern const size_t encoder_count;

/* The encoder for an outputFormat; NULL gives the default. ST_BAD_PARAM when there is none. */
MUST_USE status encoder_find(const char *output_format, const encoder **out);

#endif
