/* A Transaction (WFS 2.0 (09-025r2) §15, 1.1 (04-094) §12, 1.0 (02-058) §11) with every name resolved, and what came of it. */
#ifndef WFS_TRANSACTION_H
#define WFS_TRANSACTION_H

#include "data/model/feature.h"
#include "data/model/filter.h"

#include <libxml/tree.h>

/* Of one Transaction. Every new feature is an action. Ids: of all filters together. Filters: those that are more than ids, each
 * of which is a reading of its own while others wait to write. Rows: that they change together. */
enum {
    TRANSACTION_ACTIONS = 10000,
    TRANSACTION_IDS = 10000,
    TRANSACTION_FILTERS = 100,
    TRANSACTION_ROWS = 10000,
    TRANSACTION_HANDLE = 60 /* bytes of a handle that an error repeats */
};

typedef enum action_kind { ACTION_INSERT, ACTION_UPDATE, ACTION_REPLACE, ACTION_DELETE, ACTION_KINDS } action_kind;

/* One change, in the order of the document. */
typedef struct action {
    action_kind kind;
    const char *handle; /* as the client calls it; NULL: not */
    const layer *layer;
    const filter *where;               /* which features; NULL for an insert */
    const property *const *properties; /* what they get; none of a deletion */
    const value *values;               /* one per property */
    size_t count;
    const char *id; /* the value of the property that is the id, which must be the feature's own; NULL: not given */
} action;

typedef struct transaction {
    const action *actions;
    size_t count;
} transaction;

/* "Insert" … as the documents call it. */
const char *action_name(action_kind kind);

/* A feature that was changed. */
typedef struct changed_feature {
    action_kind kind;
    const char *handle;
    const layer *layer;
    int64_t id;
} changed_feature;

typedef struct transaction_done {
    int64_t totals[ACTION_KINDS]; /* how many features, by kind */
    const changed_feature *features;
    size_t count; /* in the order of the document; without those that were deleted */
} transaction_done;

#endif
