/* Literals of xs:date and xs:dateTime (XML Schema part 2, §3.2.7 and §3.2.9) in the form that the store uses, in which comparing
 * the texts compares the times.
 *
 * Blanks around a literal do not count. Years are 0001 to 9999, also after a zone is applied: those are the years whose texts
 * sort as they should. A bad literal gives ST_BAD_PARAM with the locator and what would be right.
 */
#ifndef MODEL_DATE_TIME_H
#define MODEL_DATE_TIME_H

#include "base/arena.h"
#include "base/status.h"

/* "YYYY-MM-DD". A zone is checked and left out: the store's dates are days on a Belgian calendar without a zone, and
 * "2015-06-01+02:00" is how some clients write that day; converting it to UTC would make it the day before. */
MUST_USE status date_time_date(const char *chars, const char *locator, arena *a, const char **out);

/* "YYYY-MM-DDThh:mm:ssZ" in UTC. Without a zone a literal is in UTC already, like everything that this server writes. 24:00:00 is
 * the next day's start.
 *
 * A fraction of a second stays exact, with all its digits: half a second is "…ssZ.5". That form is for comparing only. The store
 * holds whole seconds: with the fraction after the Z a text sorts after its second and before the next one, and within the second
 * by value. With the fraction before the Z it would sort too early. */
MUST_USE status date_time_time(const char *chars, const char *locator, arena *a, const char **out);

/* RFC 3339 §5.6 also allows "t" and "z"; XML Schema does not. The same text in capitals. */
const char *date_time_capitals(const char *chars, arena *a);

/* "YYYY-MM-DD", the day that it is in Belgium at this moment; time: as date_time_time gives it. The last moments of the year 9999
 * are still its last day. */
const char *date_time_belgian_day(const char *time, arena *a);

/* The day as a period, for comparing a date with a date-time: start <= t < end. date: as date_time_date gives it. The end of the
 * last possible day, 9999-12-31, is written with hour 24. */
const char *date_time_day_start(const char *date, arena *a);
const char *date_time_day_end(const char *date, arena *a);

#endif
