/* What the operator asks of the past of one feature. */
#ifndef MANAGE_HISTORY_H
#define MANAGE_HISTORY_H

#include "data/store/rows.h"

/* Every state of the feature with this id (name.number), as somebody who may see every gemeente of today would be told
 * (store_versions). store: its path; layers: the folder of layer files, NULL: those of the program itself. ST_BAD_INPUT when
 * there is no such layer. */
MUST_USE status history_versions(const char *store, const char *layers, const char *id, arena *a, row_versions *out);

#endif
