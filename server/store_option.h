/* --state DIR and --store PATH mean the same in every command that touches the store. */
#ifndef SERVER_STORE_OPTION_H
#define SERVER_STORE_OPTION_H

#include "server/base/arena.h"
#include "server/base/status.h"

#define STORE_OPTION_HELP                                                                \
    "  --state MAP      map met alle bestanden van het programma (standaard: ./state)\n" \
    "  --store BESTAND  de opslag (standaard: store.sqlite in die map)\n"

typedef struct store_option {
    const char *state, *store; /* NULL: not given */
} store_option;

const char *store_option_path(const store_option *o, arena *a);

/* Makes the state folder (0700: it also holds keys) when it is not there and --store was not given. */
MUST_USE status store_option_prepare(const store_option *o);

#endif
