/* A store with one layer, risicolocatie, made by a script of the test's own, and what a caller inside its connection can see. */
#ifndef TESTS_UNIT_WALL_FIXTURE_H
#define TESTS_UNIT_WALL_FIXTURE_H

#include "data/store/spatialite/connection.h"

typedef struct wall_fixture {
    arena *arena;
    const char *path; /* of the store's file; another connection may change it */
    store_settings settings;
    property properties[3]; /* gemeente_nis, omschrijving, geometry */
    layer layer;
    catalog catalog;
    spatialite *store;
} wall_fixture;

/* history: of the layer; seconds: that a query may take. 0, or -1 when the store cannot be opened, as cmocka wants it. */
int wall_set_up(void **state, const char *schema, bool history, int seconds);
int wall_tear_down(void **state);

/* By a connection of its own. A failure ends the test. */
void wall_run_script(const wall_fixture *f, const char *sql);

/* What this SQL counts inside the connection, # standing for its tag; -1 when it is refused. */
int wall_count_by(const wall_fixture *f, const char *sql);

#endif
