/* One page over all queries of a request: which rows of which query it holds, and the links to the previous and next page. */
#ifndef WFS_PAGING_H
#define WFS_PAGING_H

#include "server/wfs/request.h"

typedef struct page {
    query query; /* with its own share of start and count */
    const wfs_query *asked;
    int64_t matched, returned;
    store_page found; /* rows that were read while counting */
    bool is_read;     /* `found` holds the whole page */
} page;

typedef struct pages {
    const page *pages; /* one per query */
    size_t count;
    int64_t matched, returned;
    const char *state;  /* of the only feature, when a version of it was asked for (feature_version.h); NULL: not */
    int64_t version;    /* the number of that state, when it is one of before; else 0 */
    const char *moment; /* that the layers are of, when the request says "today": for its links. Else NULL */
} pages;

/* Counts every query; start and count run over the rows of all queries one after the other (WFS 2.0 §7.6.3). */
MUST_USE status pages_count(const request *rq, rows *seen, arena *a, pages *out);

/* The rows of a page of a query without joins. */
MUST_USE status page_select(const page *p, rows *seen, cursor **out);

/* What the head of the answer says: numbers, links, names. */
MUST_USE status pages_answer(const request *rq, const rows *seen, const pages *all, arena *a, answer *out);

#endif
