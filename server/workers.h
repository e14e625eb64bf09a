/* The parent process: pre-forks workers on one socket, replaces a dead one, reloads on SIGHUP, drains on SIGTERM. */
#ifndef SERVER_WORKERS_H
#define SERVER_WORKERS_H

#include "base/status.h"

/* Runs until SIGTERM or SIGINT; gives the exit status. The configuration must be good at the start; a bad one at SIGHUP is logged
 * and the old one stays. */
int workers_run(const char *config_path);

/* Whether a service could start with this file: the settings, the layers, the keys and the store that they name. */
MUST_USE status workers_try(const char *config_path);

#endif
