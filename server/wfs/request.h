/* The one request model, whatever way the request came in, with every name resolved. */
#ifndef WFS_REQUEST_H
#define WFS_REQUEST_H

#include "data/model/filter_build.h"
#include "data/model/query.h"
#include "data/store/edit.h"
#include "data/store/rows.h"
#include "data/store/stored_queries.h"
#include "gml/crs/crs.h"
#include "gml/formats/encoder.h"
#include "server/http/admission.h"
#include "server/http/exchange.h"
#include "server/http/kvp.h"
#include "server/http/site.h"
#include "server/wfs/protocol.h"
#include "server/wfs/soap.h"
#include "server/wfs/transaction.h"

#include <libxml/tree.h>

typedef struct operation operation;

/* One query of a request, resolved. Its start and count are set when the answer is made: they run over all queries together. */
typedef struct wfs_query {
    query query;
    const char *aliases[SOURCES_MOST]; /* of its types; NULL for none */
    crs crs[SOURCES_MOST];             /* of the answer, by type */
    bool crs_asked;
} wfs_query;

/* The parameters of GetFeature, and of GetPropertyValue with its value. */
typedef struct feature_request {
    const wfs_query *queries;
    size_t query_count;
    int64_t start, count; /* over all queries together */
    bool hits;
    bool dated;           /* a PEILDATUM was given (peildatum.h) */
    const char *moment;   /* of it, as rows_look_back takes it; NULL: now */
    bool shares_features; /* one feature may come more than once, in several tuples or queries (server/wfs/shared_features.h) */
    bool tuples_refer;    /* then a tuple has a reference instead of a copy */
    bool refers;          /* the answer may hold references */
    const struct version_wish *version; /* of one feature, whatever the moment (feature_version.h); NULL: as it is */
    const char *by_id;                  /* GetFeatureById and GetGmlObject: one bare feature with this id, or 404; NULL: no */
    bool whole;                         /* the answer must be complete: if it does not fit, that is an error, never a page */
    bool no_url;                        /* no URL can express this request: links use continued.h */
    const encoder *encoder;
    unsigned options; /* of the encoder */
    filter_work work; /* of its filters that have been read so far */

    struct {                      /* GetPropertyValue */
        const property *property; /* NULL for @gml:id */
        size_t source;            /* the type of the query that it belongs to */
        bool absent;              /* a property that no feature here has */
    } value;
} feature_request;

/* The parameters of a lock, beside those of GetFeature. */
typedef struct lock_wish {
    bool some;          /* what can be locked, rather than all or nothing */
    int64_t seconds;    /* 0: not said */
    const char *renews; /* the id of a lock that is there; NULL: a new one */
} lock_wish;

/* The parts that all operations share, and one part for each operation, filled by its `read` and used by its `run`. */
typedef struct request {
    const operation *operation;
    const protocol *protocol; /* of the answer; a guess until the request says which */
    const endpoint *endpoint;
    const char *url;        /* of the endpoint, as the client typed it: "https://host/wfs" */
    continuation continued; /* of a link to a kept request (continued.h); no id: none */
    const kvp *parameters;  /* for next and previous links: those of a document as KVP would have them */
    soap soap;              /* the envelope of the request, so also of the answer */
    const site *site;
    turn *turn;       /* of this request among those being answered now */
    const scope *who; /* who asks; NULL where nobody was admitted */
    edit *edit;       /* for an operation that writes, when it runs; NULL for the others */

    bool head;                    /* only the head of the answer is wanted: nothing may change (RFC 9110 §9.3.2) */
    const stored_queries *stored; /* as the caller may see them; NULL: none */
    xmlNode *document;            /* from a POST; NULL: everything is in the parameters */
    const layer *const *layers;   /* the types that it names, of several queries those of the last; also for the log */
    size_t layer_count;

    lock_wish lock; /* LockFeature, GetFeatureWithLock */

    union {
        text_list sections;        /* GetCapabilities; empty: all */
        const protocol *described; /* DescribeFeatureType: the version of the schema; NULL: as JSON */
        feature_request features;  /* GetFeature, GetPropertyValue */
        text_list stored_ids;      /* DescribeStoredQueries, empty for all; DropStoredQuery has one */
        struct {
            const stored_definition *definitions;
            size_t count;
        } created;           /* CreateStoredQuery */
        transaction changes; /* Transaction */
    };
} request;

/* Whether an operation is given rows. ROWS_OF_CALLER: only for a known caller; callers without a token get the same document
 * without use of the store. ROWS_TO_CHANGE, ROWS_TO_LOCK: an edit too, which begins before the reading does: nobody else writes
 * as long as it is open, so what is read is how the rows are until this edit changes them. */
typedef enum rows_need { ROWS_NEVER, ROWS_ALWAYS, ROWS_OF_CALLER, ROWS_TO_CHANGE, ROWS_TO_LOCK } rows_need;

/* read: turns parameters into the request. run: answers; `seen` is NULL for an operation that gets no rows. *features: how many
 * were written, for the log. */
struct operation {
    const char *name;
    rows_need needs_rows;
    status (*read)(const kvp *k, arena *a, request *rq);
    status (*run)(const request *rq, rows *seen, arena *a, output *to, int64_t *features);
};

/* The operations on offer (operations.def), GetCapabilities first. */
extern const operation operations[];
extern const size_t operation_count;

/* Reads which operation is asked for, with which parameters. Fails with the OWS code and locator that tell the client what to
 * correct; *out then holds what was understood, for the log. */
MUST_USE status request_read(const exchange *x, const site *s, arena *a, request *out);

/* Finds the operation that the parameters and the document name, and checks that we have it and that the rest applies to it: part
 * of request_read, and done again for a request that was kept. */
MUST_USE status request_identify(request *rq, arena *a);

/* Resolves everything else: names, filters, and the stored queries that it names. Which stored queries exist depends on the
 * caller, so the caller must be known first. */
MUST_USE status request_resolve(request *rq, const stored_queries *stored, arena *a);

#endif
