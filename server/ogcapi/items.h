/* The features of a collection: which of them are asked for, which page of them this is, and in which system. */
#ifndef OGCAPI_ITEMS_H
#define OGCAPI_ITEMS_H

#include "data/model/filter_build.h"
#include "data/store/rows.h"
#include "gml/crs/crs.h"
#include "gml/formats/encoder.h"
#include "server/ogcapi/conditions.h"

/* Features in an answer, at most and when limit is not given; a page for people holds fewer. */
enum { ITEMS_MOST = 10000, ITEMS_USUAL = 100, ITEMS_ON_A_PAGE = 500 };

#define ITEMS_CRS84 "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

typedef struct items {
    const api *api;
    query query; /* of all matching features, without the page */
    crs crs;     /* of the answer */
    int64_t limit;
    bool clamped;            /* a greater one was asked */
    const page_after *after; /* NULL: the first page */
    bool dated;              /* a peildatum was given */
    const char *moment;      /* of it, as rows_look_back takes it: NULL for now */
    const char *now;         /* which moment that was, set by items_page; NULL: the request says which, or none */

    /* The page, set by items_page. */
    rows *seen;
    int64_t matched, returned;
    query page;
    const page_after *next; /* the last feature of this page, when there are more; NULL: none */
    store_page found;
    bool is_read; /* `found` holds the whole page */
} items;

/* "http://www.opengis.net/def/crs/EPSG/0/31370" */
const char *items_crs_uri(int code, arena *a);
/* A system by its URI (18-058r1 §6.2). ST_BAD_PARAM for any other spelling: its order of axes would be in doubt. */
MUST_USE status items_crs_find(const api *q, const char *given, const char *locator, crs *out);

/* Reads the parameters that choose the features (items_read.c). */
MUST_USE status items_read(const api *q, items *out);
/* The conditions of bbox, datetime, the queryables and filter, joined (items_filter.c); *out stays NULL when there are none. */
MUST_USE status items_filter(const api *q, const filter **out);
/* Adds the condition of the parameter datetime to a list of conditions; a layer without a period meets every one
 * (items_datetime.c). */
MUST_USE status items_datetime(const api *q, builder *b, const filter **out);

/* Whether the filter itself names the column that hides rows, or the parameter for it asks for them. */
MUST_USE status items_hidden(const api *q, const filter *where, hidden_rows *out);

/* Counts, and finds which features the page holds and where the next one begins (items_page.c). */
MUST_USE status items_page(items *of);
/* The features of the page. */
MUST_USE status items_select(const items *of, cursor **out);

/* Where a page begins, as the parameter `na` says it (items_after.c). */
MUST_USE status items_after_read(const api *q, const query *of, const page_after **out);
const char *items_after_text(const query *of, const page_after *last, arena *a);

/* Writes the page, or a bare feature, as GeoJSON or GML (items_write.c). */
MUST_USE status items_write(const items *of, bool bare);
/* The same as a page for people (items_html.c). */
MUST_USE status items_write_html(const items *of, bool bare);

/* Within the reading of items_page: the state of the one feature that is asked for (item_state.c). *found: false when there is
 * none. */
MUST_USE status items_state(const items *of, feature_state *out, bool *found);
/* The system of the answer, in a word. */
const char *items_system(const items *of);

/* The number of the feature that the path names: as the answers write it, "risicolocatie.12", or its number alone. False: no
 * feature can have it. */
bool items_read_id(const api *q, int64_t *out);
/* ST_NOT_FOUND: the same words for a feature that the caller may not see as for one that never was. */
MUST_USE status items_no_such(const api *q);
/* As items_read, for this one feature alone. ST_NOT_FOUND when no feature can have such an id. */
MUST_USE status items_read_one(api *q, items *of);

/* To the next page; NULL: there is none. */
const char *items_next(const items *of);

#endif
