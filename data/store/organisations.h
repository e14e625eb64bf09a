/* Organisations and the gemeenten that they act for, read from the store: implements auth/directory.h. */
#ifndef STORE_ORGANISATIONS_H
#define STORE_ORGANISATIONS_H

#include "auth/directory.h"
#include "data/store/store.h"

/* Reads the store at every call, so a change there takes effect at once. The store must outlive the directory. */
directory organisations_of(store *s);

/* The KBO number of a gemeente, for signing test tokens. store_path: the store's file. ST_BAD_INPUT when there is no such
 * gemeente or it has none. */
MUST_USE status organisations_kbo_of(const char *store_path, const char *nis, arena *a, const char **kbo);

/* ST_BAD_INPUT unless this NIS code is a gemeente of today, or one from before a merger that is linked to one. */
MUST_USE status organisations_check_gemeente(const char *store_path, const char *nis, arena *a);

#endif
