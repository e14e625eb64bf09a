/* A store with a few odd rows of risicolocatie, shared by several targets. */
#ifndef TESTS_FUZZ_SHOP_H
#define TESTS_FUZZ_SHOP_H

#include "data/store/spatialite/connection.h"
#include "tests/fuzz/world.h"

enum { SHOP_ROWS = 12 };

typedef struct shop {
    char folder[32];
    store_settings settings;
    catalog layers; /* only risicolocatie */
    spatialite *store;
} shop;

/* One for the whole run. */
shop *shop_open(world *w, int query_timeout_s);

#endif
