/* An output format. A format is one file enc_NAME.c and one line in encoders.def; dispatch and what the capabilities announce both come from that table. */
#ifndef GML_ENCODER_H
#define GML_ENCODER_H

#include "data/feature.h"
#include "data/query.h"
#include "gml/crs.h"
#include "server/base/arena.h"
#include "server/base/out.h"

/* What an answer says besides its features. */
typedef struct collection {
    const layer *layer;
    const char *prefix, *uri;      /* namespace of the type names, as this endpoint writes them */
    const char *schema_url;        /* DescribeFeatureType of this type */
    const property *const *properties; /* in the order of feature.values */
    size_t property_count;
    crs crs;
    bool crs_asked; /* by srsName; otherwise the format's own default holds */
    const transform *transform; /* from the store's CRS; NULL: none needed */
    int64_t matched, returned;
    const char *next, *previous; /* URLs, NULL for none (WFS 2.0 §7.7.4.4) */
    const char *time_stamp;      /* xs:dateTime */
    bool bare;                   /* one feature as the root of the document (GetFeatureById, WFS 2.0 §7.9.3.6) */
} collection;

typedef struct encoding {
    const collection *what;
    output *to;
    arena *arena;
    void *state; /* the encoder's own */
    uint64_t features; /* so far */
    bool failed; /* a geometry could not be written: the answer must end as truncated */
} encoding;

typedef struct encoder {
    const char *media_type;        /* Content-Type */
    const char *const *names;      /* values of outputFormat, the announced one first; NULL-terminated */
    bool lon_lat;                  /* without srsName the answer is CRS84 */
    void (*begin)(encoding *e);
    void (*feature)(encoding *e, const feature *f);
    void (*end)(encoding *e);
    void (*truncate)(encoding *e, const status *why); /* after the first flush: say so inside the document; NULL: leave it broken */
} encoder;

extern const encoder *const encoders[];
extern const size_t encoder_count;

/* The encoder for an outputFormat; NULL gives the default. ST_BAD_PARAM when there is none. */
MUST_USE status encoder_find(const char *output_format, const encoder **out);

#endif
