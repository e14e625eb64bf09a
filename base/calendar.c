#include "base/calendar.h"

#include <stdio.h>

enum { DAYS_OF_400_YEARS = 146097, DAYS_TO_1970 = 719468, DAY_SECONDS = 86400 };

/* Years that begin in March put the leap day at the end; 153 days are five months of 31, 30, 31, 30 and 31 days. */
static int64_t day_of_year(int month, int day)
{
    return (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
}

int64_t calendar_day(int year, int month, int day)
{
    const int64_t y = month <= 2 ? year - 1 : year;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year(month, day) - DAYS_TO_1970;
}

static void split(int64_t day, int *year, int *month, int *day_of_month)
{
    const int64_t z = day + DAYS_TO_1970;
    const int64_t cycle = z / DAYS_OF_400_YEARS, rest = z % DAYS_OF_400_YEARS;
    const int64_t y = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    const int64_t in_year = rest - (365 * y + y / 4 - y / 100), m = (5 * in_year + 2) / 153;
    *day_of_month = (int)(in_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(y + cycle * 400 + (*month <= 2));
}

void calendar_date(int64_t day, char out[CALENDAR_DATE])
{
    int year = 0, month = 0, of_month = 0;
    split(day, &year, &month, &of_month);
    snprintf(out, CALENDAR_DATE, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)of_month % 100);
}

void calendar_time(int64_t seconds, char out[CALENDAR_TIME])
{
    char date[CALENDAR_DATE];
    const int64_t day = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0); /* before 1970 too, a day begins at midnight */
    const unsigned s = (unsigned)(seconds - day * DAY_SECONDS);
    calendar_date(day, date);
    snprintf(out, CALENDAR_TIME, "%sT%02u:%02u:%02uZ", date, s / 3600 % 24, s / 60 % 60, s % 60);
}

static int64_t first_of_month(int year, int month)
{
    return calendar_day(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
}

int64_t calendar_months_later(int64_t day, int months)
{
    int year = 0, month = 0, of_month = 0;
    split(day, &year, &month, &of_month);
    const int64_t first = first_of_month(year, month + months), next = first_of_month(year, month + months + 1);
    return first + of_month <= next ? first + of_month - 1 : next - 1;
}

/* 0 when they are not all digits: no year, month or day has that number. */
static int digits(const char *chars, int count)
{
    int n = 0;
    for (int i = 0; i < count; i++) {
        if (chars[i] < '0' || chars[i] > '9')
            return 0;
        n = n * 10 + chars[i] - '0';
    }
    return n;
}

bool calendar_read(const char *chars, int64_t *day)
{
    const int year = digits(chars, 4);
    if (year == 0 || chars[4] != '-')
        return false;
    const int month = digits(chars + 5, 2);
    if (month == 0 || month > 12 || chars[7] != '-')
        return false;
    const int of_month = digits(chars + 8, 2);
    const int64_t next_month = month == 12 ? calendar_day(year + 1, 1, 1) : calendar_day(year, month + 1, 1);
    const int64_t found = calendar_day(year, month, of_month);
    if (of_month == 0 || found >= next_month)
        return false;
    *day = found;
    return true;
}

bool calendar_is_date(const char *chars, size_t length)
{
    int64_t day = 0;
    return length == CALENDAR_DATE - 1 && *chars != '0' && calendar_read(chars, &day);
}
