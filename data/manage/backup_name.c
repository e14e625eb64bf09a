#include "data/manage/backup_name.h"

#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60, KEEP_MOST = 1000 };

static const char prefix[] = "risicolaag-";

/* risicolaag-YYYYMMDD-HHMMSS of YYYY-MM-DDThh:mm:ssZ. */
backup_name backup_name_of(int64_t moment)
{
    char t[CALENDAR_TIME];
    backup_name out = {.moment = moment};
    calendar_time(moment, t);
    snprintf(out.name, sizeof out.name, "%s%.4s%.2s%.2s-%.2s%.2s%.2s", prefix, t, t + 5, t + 8, t + 11, t + 14, t + 17);
    return out;
}

static bool read_digits(const char *at, int count, int *out)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        number = 10 * number + at[i] - '0';
    }
    *out = number;
    return true;
}

/* A name that means a moment is exactly the one that this moment gets. */
bool backup_name_read(const char *file, backup_name *out, const char **rest)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (strnlen(file, BACKUP_NAME) < BACKUP_NAME - 1)
        return false;
    const char *at = file + sizeof prefix - 1;
    if (!read_digits(at, 4, &year) || !read_digits(at + 4, 2, &month) || !read_digits(at + 6, 2, &day) ||
        !read_digits(at + 9, 2, &hour) || !read_digits(at + 11, 2, &minute) || !read_digits(at + 13, 2, &second) || month < 1 ||
        month > 12 || year < 1970)
        return false;
    const backup_name found =
        backup_name_of(calendar_day(year, month, day) * DAY_S + (int64_t)hour * HOUR_S + (int64_t)minute * MINUTE_S + second);
    if (strncmp(file, found.name, BACKUP_NAME - 1) != 0)
        return false;
    *out = found;
    *rest = file + BACKUP_NAME - 1;
    return true;
}

static int newest_first(const void *a, const void *b)
{
    const backup_name *one = a, *other = b;
    return one->moment < other->moment ? 1 : one->moment > other->moment ? -1 : 0;
}

/* Days are counted from a Thursday. */
static int64_t week_of(int64_t moment)
{
    return (moment / DAY_S + 3) / 7;
}

static int64_t day_of(int64_t moment)
{
    return moment / DAY_S;
}

/* Year and month. */
static int64_t month_of(int64_t moment)
{
    char date[CALENDAR_DATE];
    calendar_date(moment / DAY_S, date);
    return strtol(date, NULL, 10) * 12 + strtol(date + 5, NULL, 10);
}

static void keep_of_each(backup_name *all, size_t count, int64_t (*period)(int64_t moment), int most)
{
    int64_t last = -1;
    for (size_t i = 0; i < count && most > 0; i++) {
        const int64_t now = period(all[i].moment);
        if (now == last)
            continue;
        all[i].kept = true;
        last = now;
        most--;
    }
}

void backup_choose(backup_name *all, size_t count, backup_keep keep)
{
    qsort(all, count, sizeof *all, newest_first);
    for (size_t i = 0; i < count; i++)
        all[i].kept = i == 0;
    keep_of_each(all, count, day_of, keep.days);
    keep_of_each(all, count, week_of, keep.weeks);
    keep_of_each(all, count, month_of, keep.months);
}

bool backup_keep_read(const char *chars, backup_keep *out)
{
    backup_keep found = {0};
    int *const numbers[] = {&found.days, &found.weeks, &found.months};
    for (int i = 0; i < 3; i++) {
        char *end = NULL;
        if (*chars < '0' || *chars > '9')
            return false;
        const long number = strtol(chars, &end, 10);
        if (number > KEEP_MOST || *end != (i < 2 ? '/' : '\0'))
            return false;
        *numbers[i] = (int)number;
        chars = end + 1;
    }
    *out = found;
    return true;
}
