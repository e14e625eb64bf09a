/* An output format. A format is one file enc_NAME.c and one line in encoders.def (two forms of one format may share the file);
 * dispatch and what the capabilities announce both come from that table.
 *
 * A failure before the first byte has gone out becomes a proper error, a later one a truncated answer
 * (server/wfs/op_get_feature.c). After a failure only `truncate` is still called, so an encoder lets the arena close what it
 * opened in a library (arena_defer).
 */
#ifndef FORMATS_ENCODER_H
#define FORMATS_ENCODER_H

#include "base/arena.h"
#include "base/out.h"
#include "data/model/feature.h"
#include "data/model/query.h"
#include "gml/crs/crs.h"

/* An option of a format, asked as name:value in format_options (as in GeoServer). Values of the same name are alternatives; the
 * first is the default. */
typedef struct format_option {
    const char *name, *value;
    unsigned flag; /* of answer.options */
} format_option;

/* A link of the answer as a whole, or of a bare feature (RFC 8288). Texts are not escaped yet. */
typedef struct answer_link {
    const char *relation, *type, *href, *title; /* title: NULL for none */
} answer_link;

/* What the answer as a whole says besides its features. */
typedef struct answer {
    const char *prefix, *uri;                /* namespace of the type names, as this endpoint writes them */
    const char *schema_url;                  /* DescribeFeatureType of its types */
    const struct gml_collection *collection; /* for GML formats: what goes around the features (gml_collection.h) */
    crs crs;                                 /* of the first query */
    bool crs_asked;                          /* by srsName; otherwise the format's default applies */
    int64_t matched, returned;               /* over all queries */
    const char *next, *previous;             /* URLs, NULL for none (WFS 2.0 §7.7.4.4) */
    const answer_link *links; /* all that there are, in a format that has a place for them; NULL: next and previous */
    size_t link_count;
    const char *note;     /* what the client should know about the answer, in a format that has a place for it; NULL: nothing */
    bool authority_order; /* GeoJSON too writes the axes in the order of the system's name (OGC API Features part 2, 18-058r1) */
    const char *state;    /* of its only feature: valid, superseded, retired (WFS 2.0 (09-025r2) §11.3.3); NULL: not asked */
    int64_t
        version; /* the number of its only feature's state, when that is not as it is now: part of its id in GML; 0: as it is */
    const char *lock;       /* the id of the lock on its features, in GML; NULL: none */
    const char *time_stamp; /* xs:dateTime */
    unsigned options;       /* the flags of the encoder's options that were asked */
    bool hits;              /* only the count is asked (WFS 2.0 §7.6.3.6) */
    bool bare;              /* one feature as the root of the document (GetFeatureById, WFS 2.0 §7.9.3.6) */
    bool referring;         /* features may be written as references (server/wfs/shared_features.h) */
    bool nested;            /* several queries: each has a collection of its own in the answer (WFS 2.0 §7.9.2.4) */
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

/* Where a format makes its file before any of it goes out (SINK_FILE). */
typedef struct file_sink {
    /* Empty, for reading and writing, for this answer alone; on disk but without a name, so that it is gone however the answer
     * ends. A library that wants a path gets /proc/self/fd/N. Whoever made it closes it. */
    int file;
    /* One more such file, for what a library writes beside it; it counts towards the size limit. A few at most. */
    status (*another)(void *context, int *out);
    /* Called after each feature. A function that may take longer than a tenth of a second calls it too, and returns its failure:
     * nobody waits for the answer any more, others go first, or it takes too long or gets too large. */
    status (*may_go_on)(void *context);
    void *context;
} file_sink;

typedef struct encoding {
    const answer *answer;
    const collection *what; /* the query (for a join: the type) being written */
    output *to;             /* SINK_STREAM; NULL for a file */
    const file_sink *file;  /* SINK_FILE; NULL for a stream */
    arena *arena;
    void *state;       /* the encoder's own, for `what` */
    uint64_t features; /* members so far, over all queries: features or tuples */
    uint32_t copy;     /* how often the current feature was written before; its ids must differ then */
} encoding;

/* SINK_STREAM: bytes go out as features come. SINK_FILE: the format needs the whole before its first byte (an index in front, a
 * database), so it writes e->file, which is sent when `end` has succeeded. */
typedef enum encoder_sink { SINK_STREAM, SINK_FILE } encoder_sink;

typedef struct encoder {
    const char *media_type;       /* Content-Type */
    const char *const *names;     /* values of outputFormat, the announced one first; NULL-terminated */
    const format_option *options; /* ends with a name of NULL; NULL: it has none */
    bool lon_lat;                 /* without srsName the answer is CRS84 */
    bool only_lon_lat;            /* and whatever srsName says: the format has no other */
    bool one_crs;                 /* the document has one reference system, whatever is in it (RFC 7946 §4) */
    /* The answer is a file with this extension, one table: it takes one query, holds everything unless COUNT is given, and what
     * it has no place for (how many there are, where the next page is) goes into the HTTP headers. NULL: a document that says so
     * itself. */
    const char *extension;
    encoder_sink sink;
    bool no_hits;                 /* it has no place for just a count (resultType=hits) */
    void (*prepare)(encoding *e); /* makes e->state for e->what: once per query, in a join once per type */
    status (*begin)(encoding *e);
    status (*begin_query)(encoding *e);
    /* A feature that cannot be written fails, with its tags closed when the format has a `truncate`. */
    status (*feature)(encoding *e, const feature *f);
    /* A feature that was written before; NULL: the format has no references, so the feature is written each time it comes. */
    void (*reference)(encoding *e, int64_t id);
    void (*begin_tuple)(encoding *e),
        (*end_tuple)(encoding *e); /* around the features of a join; NULL: the format has no tuples */
    status (*end_query)(encoding *e);
    status (*end)(encoding *e);
    void (*truncate)(encoding *e, const status *why); /* after the first flush, not of a bare feature: say so inside the document;
                                                         NULL: the connection breaks off */
} encoder;

extern const encoder *const encoders[];
extern const size_t encoder_count;

/* For a format that writes nothing at the start or end of a query, or at the end of the answer. */
MUST_USE status encoder_nothing(encoding *e);

/* The error for a feature whose geometry is broken, or of a kind that the format does not have. */
MUST_USE status encoder_bad_geometry(void);

/* The error for an answer's file that cannot be made or written: what was being done and errno go to the log. */
MUST_USE status encoder_no_disk(const char *doing);

/* Whether it has this name; blanks and case are ignored. */
bool encoder_is_named(const encoder *e, const char *output_format);

/* The encoder for an outputFormat; NULL gives the default. ST_BAD_PARAM when there is none. */
MUST_USE status encoder_find(const char *output_format, const encoder **out);

#endif
