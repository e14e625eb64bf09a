/* What every service may know: the configuration, the feature types and the reference systems, and kept documents. No store, no
 * token. */
#ifndef HTTP_SITE_H
#define HTTP_SITE_H

#include "data/model/catalog.h"
#include "data/store/continuations.h"
#include "gml/crs/crs.h"
#include "server/http/config.h"
#include "server/http/document_cache.h"

typedef struct site {
    const config *config;
    const catalog *catalog;
    crs_set *crs;
    continuations *continuations;
    document_cache *kept; /* NULL: nothing is kept */
} site;

#endif
