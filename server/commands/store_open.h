/* The store of a command that changes it. */
#ifndef COMMANDS_STORE_OPEN_H
#define COMMANDS_STORE_OPEN_H

#include "data/store/writer.h"
#include "server/commands/store_option.h"

/* Opens the file of store_option_path by writer_open; path: gets its name, or NULL. When the store is frozen
 * (data/store/freeze.h) standard error says so, and the command goes on. */
MUST_USE status store_open_to_write(const store_option *o, arena *a, const char **path, writer **out);

#endif
