/* What every operation may know: the configuration, the feature types and the reference systems. No store, no token. */
#ifndef SERVER_SITE_H
#define SERVER_SITE_H

#include "data/catalog.h"
#include "data/continuations.h"
#include "gml/crs.h"
#include "server/config.h"

typedef struct site {
    const config *config;
    const catalog *catalog;
    crs_set *crs;
    continuations *continuations;
} site;

#endif
