/* A store as it is in service, for tests of what changes its rows through the door to write. */
#ifndef TESTS_UNIT_EDIT_FIXTURE_H
#define TESTS_UNIT_EDIT_FIXTURE_H

#include "auth/scope_operator.h"
#include "data/manage/layer_rows.h"
#include "data/manage/shape.h"
#include "data/store/store.h"

#define DAY "2025-01-01T00:00:00Z"

typedef struct place {
    arena *a;
    store_settings settings;
    store *store;
    known_facts known;
    const known_gemeente *one, *two;
    shape contour;
} place;

/* A new store with the facts of the program and no risk locations, and the end of it. */
int place_set_up(void **state);
int place_tear_down(void **state);

/* The first column of the first row; "" when there is none. */
const char *ask(const place *p, const char *sql);

/* Who may write for this gemeente. */
const scope *keeper_of(const place *p, const known_gemeente *g);

/* A triangle in this gemeente. */
risicolocatie_row new_row(place *p, const known_gemeente *g, const char *note);

typedef enum step { INSERT, UPDATE, STRIKE, RESTORE, REMOVE } step;

/* A step of an edit that is open, and an edit of one step. */
status take_step(place *p, edit *e, step what, const risicolocatie_row *row, const char *reason, int64_t *id);
status change_row(place *p, const scope *who, step what, const risicolocatie_row *row, int64_t *id);

#endif
