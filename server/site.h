/* What every operation may know: the configuration, the feature types and the reference systems, and documents made before. No store, no token. */
#ifndef SERVER_SITE_H
#define SERVER_SITE_H

#include "data/catalog.h"
#include "data/continuations.h"
#include "gml/crs.h"
#include "server/config.h"
#include "server/kept.h"

typedef struct site {
    const config *config;
    const catalog *catalog;
    crs_set *crs;
    continuations *continuations;
    kept_documents *kept; /* NULL: nothing is kept */
} site;

#endif
