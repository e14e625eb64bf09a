/* What a supervisor is told: the protocol of sd_notify(3), for Type=notify and WatchdogSec of systemd.service(5). Without a
 * supervisor nothing happens. */
#ifndef BASE_NOTIFY_H
#define BASE_NOTIFY_H

/* "READY=1", or several lines of NAME=VALUE. What cannot be told is not told: the supervisor's own time limits see to that. */
void notify_say(const char *state);

/* "RELOADING=1" with the moment, which goes before a "READY=1" (sd_notify(3)). */
void notify_reloading(void);

/* "STOPPING=1", and that it may take so many seconds. */
void notify_stopping(int seconds);

/* How often "WATCHDOG=1" must be said, in whole seconds, twice as often as it is waited for (sd_watchdog_enabled(3)); `longest`
 * when nobody waits for it, or for longer. At least 1. */
int notify_interval_s(int longest);

#endif
