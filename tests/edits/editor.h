/* Who edits what: the inside of tests/edits/. */
#ifndef TESTS_EDITS_EDITOR_H
#define TESTS_EDITS_EDITOR_H

#include "auth/scope.h"
#include "data/model/catalog.h"
#include "data/store/edit.h"

typedef struct editor {
    arena *arena; /* of the whole run */
    catalog layers;
    store_settings settings;
    store *store;
    edit_origin origin;
    const scope *who; /* in an arena of its own */
    arena *who_arena;
    edit *edit; /* NULL: none is open; one that failed stays until it is committed or abandoned */
    arena *edit_arena;
} editor;

/* What a caller is called, and for which gemeenten he may write. */
typedef struct caller {
    text_list gemeenten;                      /* empty: all of the store's */
    const char *role, *organisation, *person; /* person: "user:SUBJECT" */
} caller;

/* Opens the store with the layers of this folder; a caller who may write everything. */
MUST_USE status editor_open(const char *location, const char *layers, arena *a, editor *out);
void editor_close(editor *e);

/* Whoever makes the edits from now on; not while one is open. */
MUST_USE status editor_become(editor *e, const caller *who);

/* Begins an edit when none is open. request: NULL for none. */
MUST_USE status editor_begin(editor *e, const char *request);
MUST_USE status editor_commit(editor *e);
void editor_abandon(editor *e);

#endif
