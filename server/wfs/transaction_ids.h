/* The features that a Transaction names by their ids: which of them the caller sees, found all at once before anything changes.
 */
#ifndef WFS_TRANSACTION_IDS_H
#define WFS_TRANSACTION_IDS_H

#include "data/store/rows.h"
#include "server/wfs/transaction.h"

typedef struct transaction_ids transaction_ids;

/* Of all actions whose filter is ids alone. */
MUST_USE status transaction_ids_find(const transaction *t, rows *seen, arena *a, transaction_ids **out);

/* Whether the caller sees this one, and it was not struck off since (transaction_ids_drop). What another gemeente has, and what
 * never was, are the same: not there. */
bool transaction_ids_has(const transaction_ids *all, const layer *l, int64_t id);

/* It was struck off by an earlier action. */
void transaction_ids_drop(transaction_ids *all, const layer *l, int64_t id);

#endif
