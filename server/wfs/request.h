/* The one request model: what was asked, whatever way it came in, with every name resolved. */
#ifndef WFS_REQUEST_H
#define WFS_REQUEST_H

#include "data/model/filter_build.h"
#include "data/model/query.h"
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

#include <libxml/tree.h>

typedef struct operation operation;

/* One query of a request, resolved. Its start and count are set when the answer is made: they run over all queries together. */
typedef struct wfs_query {
    query query;
    const char *aliases[SOURCES_MOST]; /* of its types; NULL for none */
    crs crs[SOURCES_MOST];             /* of the answer, by type */
    bool crs_asked;
} wfs_query;

/* What GetFeature asks, and GetPropertyValue with its value. */
typedef struct feature_request {
    const wfs_query *queries;
    size_t query_count;
    int64_t start, count; /* over all queries together */
    bool hits;
    bool shares_features; /* one feature may come more than once, in several tuples or queries (server/wfs/shared_features.h) */
    bool tuples_refer;    /* then a tuple has a reference and no copy */
    bool refers;          /* references may stand in the answer */
    const char *by_id;    /* GetFeatureById and GetGmlObject: one bare feature with this id, or 404; NULL: no */
    bool whole;           /* everything is promised: what does not fit is an error, never a page */
    bool no_url;          /* no URL asks the same: links go by continued.h */
    const encoder *encoder;
    unsigned options; /* of the encoder */
    filter_work work; /* of its filters, as far as they have been read */

    struct {                      /* GetPropertyValue */
        const property *property; /* NULL for @gml:id */
        size_t source;            /* of which type of the query */
        bool absent;              /* a property that no feature here has */
    } value;
} feature_request;

/* What every operation shares, and what each needs for itself: the part that its `read` fills is the one that its `run` reads. */
typedef struct request {
    const operation *operation;
    const protocol *protocol; /* that the answer speaks; the default one until the request says which */
    const endpoint *endpoint;
    const char *url;        /* of the endpoint, as the client typed it: "https://host/wfs" */
    continuation continued; /* of a link to a kept request (continued.h); no id: none */
    const kvp *parameters;  /* for next and previous links: of a document what KVP would have said */
    soap soap;              /* what the request came in, so the answer goes out in */
    const site *site;
    turn *turn; /* of this request among those that are answered now */

    bool head;                    /* only the head of the answer is wanted: nothing may change (RFC 9110 §9.3.2) */
    const stored_queries *stored; /* as the caller may see them; NULL: none */
    xmlNode *document;            /* of a POST; NULL: everything is in the parameters */
    const layer *const *layers;   /* the types it speaks of, of several queries those of the last; also for the log */
    size_t layer_count;

    union {
        text_list sections;        /* GetCapabilities; empty: all */
        const protocol *described; /* DescribeFeatureType: whose schema it is */
        feature_request features;  /* GetFeature, GetPropertyValue */
        text_list stored_ids;      /* DescribeStoredQueries, empty for all; DropStoredQuery has one */
        struct {
            const stored_definition *definitions;
            size_t count;
        } created; /* CreateStoredQuery */
    };
} request;

/* Whether an operation is given rows. ROWS_OF_CALLER: only for a caller who is known; who sends no token gets the same document
 * without the store. */
typedef enum rows_need { ROWS_NEVER, ROWS_ALWAYS, ROWS_OF_CALLER } rows_need;

/* read: parameters into the request. run: answers; `seen` is NULL for an operation that gets none. *features: how many were
 * written, for the log. */
struct operation {
    const char *name;
    rows_need needs_rows;
    status (*read)(const kvp *k, arena *a, request *rq);
    status (*run)(const request *rq, rows *seen, arena *a, output *to, int64_t *features);
};

/* The operations on offer (operations.def), GetCapabilities first. */
extern const operation operations[];
extern const size_t operation_count;

/* Which operation, with which parameters. Fails with the OWS code and locator that tell the client what to mend; *out then holds
 * what was understood, for the log. */
MUST_USE status request_read(const exchange *x, const site *s, arena *a, request *out);

/* Which operation the parameters and the document name, whether it is one of ours, and whether what they say applies to it: part
 * of request_read, and done again for a request that was kept. */
MUST_USE status request_identify(request *rq, arena *a);

/* Then everything else: names, filters, and what the stored queries that it names stand for. Those depend on who asks, so the
 * caller comes first. */
MUST_USE status request_resolve(request *rq, const stored_queries *stored, arena *a);

#endif
