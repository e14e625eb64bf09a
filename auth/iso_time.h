/* A date and time as some providers write it. For auth/ alone. */
#ifndef AUTH_ISO_TIME_H
#define AUTH_ISO_TIME_H

#include <stdbool.h>

/* "2026-11-22T13:00:00Z" (RFC 3339 §5.6), also with a blank instead of the T, with or without a fraction of a second, without a
 * zone (then UTC), or a date alone (then its beginning: the earliest that it can mean). False for anything else. */
bool iso_time_read(const char *chars, double *out);

#endif
