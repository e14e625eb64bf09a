/* A store with a few odd rows of risicolocatie, shared by several targets. */
#ifndef TESTS_FUZZ_SHOP_H
#define TESTS_FUZZ_SHOP_H

#include "data/store/spatialite/connection.h"
#include "data/store/spatialite/sql_plan.h"
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

/* As a caller who may see all of its rows; ends with spatialite_leave, when there is no cursor any more. */
void shop_enter(shop *s);
/* All of its rows that are in the filter. */
query shop_query(const shop *s, const filter *where);
/* How many they are; -1: the filter is refused when it is used, as one with a geometry that crosses itself too often. */
int64_t shop_count(shop *s, const filter *where, arena *a);
/* Enters. In three-valued logic a row may be in neither. */
void shop_hold_not_both(shop *s, const filter *f, const filter *no, arena *a);
/* A filter that is refused is the client's fault. */
void shop_hold_answer(const status *understood);

#endif
