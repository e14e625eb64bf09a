/* Calendar dates without the clock, the locale or a time zone: proleptic Gregorian, days counted from 1970-01-01. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CALENDAR_DATE = 11, CALENDAR_TIME = 21 }; /* room for the texts, with their NUL */

/* The number of this day; month 1 to 12, and a day past the end of its month counts on into the next. */
int64_t calendar_day(int year, int month, int day);
void calendar_date(int64_t day, char out[CALENDAR_DATE]);     /* "YYYY-MM-DD"; years 0 … 9999 */
void calendar_time(int64_t seconds, char out[CALENDAR_TIME]); /* "YYYY-MM-DDThh:mm:ssZ" */

/* The same day of the month so many months later, or else that month's last day: six months after 31 August is the end of
 * February. */
int64_t calendar_months_later(int64_t day, int months);

/* Reads the date "YYYY-MM-DD" with which `chars` begins, of the years 0001 to 9999: *day is its number, as calendar_day gives it.
 * False unless a date that exists is there. Reads no further than the date, or than the first character that cannot be part of
 * one. */
bool calendar_read(const char *chars, int64_t *day);

/* Whether this is a date that exists, in exactly that form and no more, from year 1000 on. */
bool calendar_is_date(const char *chars, size_t length);

#endif
