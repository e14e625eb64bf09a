/* What the answers to a Transaction of several versions have in common. */
#ifndef WFS_TRANSACTION_ANSWER_H
#define WFS_TRANSACTION_ANSWER_H

#include "base/xml/xmlw.h"
#include "server/wfs/transaction.h"

/* <name>total</name>. */
void transaction_write_total(xmlw *w, const char *name, int64_t total);

/* An element for each feature that was changed in this way, in their order, with its handle: in it `element` with the id as
 * `attribute`. list: around them all, NULL for nothing; nothing at all is written when there are none. */
void transaction_write_features(xmlw *w, const transaction_done *done, action_kind kind, const char *list, const char *each,
                                const char *element, const char *attribute);

#endif
