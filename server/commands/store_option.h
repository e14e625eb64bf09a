/* --state DIR and --store PATH mean the same in every command that touches the store. */
#ifndef COMMANDS_STORE_OPTION_H
#define COMMANDS_STORE_OPTION_H

#include "base/arena.h"
#include "base/status.h"
#include "server/commands/options.h"

#define STORE_OPTION_HELP                                                                \
    "  --state MAP      map met alle bestanden van het programma (standaard: ./state)\n" \
    "  --store BESTAND  de opslag (standaard: die van config.json in die map; anders store.sqlite in die map)\n"

typedef struct store_option {
    const char *state, *store; /* NULL: not given */
} store_option;

/* Their rows in a table of options. */
#define STORE_OPTION_ROWS(o)                \
    {.name = "state", .text = &(o).state},  \
    {                                       \
        .name = "store", .text = &(o).store \
    }

/* The state folder; "./state" when none is given. */
const char *store_option_state(const store_option *o);

/* The store's file: the one given, else the one that the state folder's config.json names (the server's), else
 * STATE/store.sqlite. It need not exist. ST_BAD_INPUT when config.json cannot be read. */
MUST_USE status store_option_path(const store_option *o, arena *a, const char **out);

/* The same, without config.json: for commands that make or replace a store, which must never be a server's store that
 * was not named. */
const char *store_option_new_path(const store_option *o, arena *a);

/* The folder for copies of the store, when no other is named: reservekopie, beside the store. */
const char *store_option_aside(const char *path, arena *a);

/* The folder of layer files that the state folder's config.json names; NULL when it names none. ST_BAD_INPUT when it
 * cannot be read. */
MUST_USE status store_option_layers(const store_option *o, arena *a, const char **out);

/* Whether there is a state folder whose settings are this store's: with --store alone there is none. */
bool store_option_has_settings(const store_option *o);

/* "history_days" and "safety_copy_days" of config.json, or what holds without them, as it does when there are no settings.
 * ST_BAD_INPUT: it is no such number, or config.json cannot be read. */
MUST_USE status store_option_history_days(const store_option *o, arena *a, int64_t *out);
MUST_USE status store_option_copy_days(const store_option *o, arena *a, int64_t *out);

/* Makes the state folder (0700: it also holds keys) when it is not there and --store was not given. */
MUST_USE status store_option_prepare(const store_option *o);

#endif
