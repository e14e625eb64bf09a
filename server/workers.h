/* The parent process: pre-forks workers on one socket, replaces a dead one, reloads on SIGHUP, drains on SIGTERM. */
#ifndef SERVER_WORKERS_H
#define SERVER_WORKERS_H

/* Runs until SIGTERM or SIGINT; gives the exit status. The configuration must be good at the start; a bad one at SIGHUP is logged
 * and the old one stays. */
int workers_run(const char *config_path);

#endif
