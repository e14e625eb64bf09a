#include "base/log.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/text.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE = 1024, WORD = 160 };

static void time_now(char *chars, size_t size)
{
    char second[CALENDAR_TIME];
    const int64_t now = clock_wall_ms();
    calendar_time(now / 1000, second);
    snprintf(chars, size, "%.*s.%03dZ", CALENDAR_TIME - 2, second, (int)(now % 1000));
}

typedef struct lost_lines {
    uint64_t all, since; /* lost in all, and since the last report */
    bool torn;           /* the last line was written in part */
} lost_lines;

/* The only state kept here: callers that write a line cannot do anything about a full disk. */
static lost_lines *lost(void)
{
    static lost_lines lines;
    return &lines;
}

uint64_t log_lost(void)
{
    return lost()->all;
}

status log_to(const char *path)
{
    const int opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (opened < 0 || dup2(opened, STDERR_FILENO) < 0)
        return FAIL(BAD_INPUT, "log", "kan niet schrijven in %s", "cannot write to %s", path);
    close(opened);
    return status_ok();
}

static bool put(const char *line, size_t length)
{
    const ssize_t written = write(STDERR_FILENO, line, length);
    lost()->torn = written > 0 ? (size_t)written < length : lost()->torn;
    return written == (ssize_t)length;
}

static bool tell_lost(void)
{
    char now[32], line[LINE];
    time_now(now, sizeof now);
    const int length =
        snprintf(line, sizeof line,
                 "%s{\"time\":\"%s\",\"level\":\"error\",\"pid\":%d,\"message\":\"%llu lines of this log were lost\"}\n",
                 lost()->torn ? "\n" : "", now, (int)getpid(), (unsigned long long)lost()->since);
    return put(line, (size_t)length);
}

/* One write per line: lines of several workers do not mix (POSIX: a short write to a pipe or an O_APPEND file is atomic). */
static void write_line(const char *line, int length)
{
    if (length > LINE - 1)
        length = LINE - 1;
    if (lost()->since && tell_lost())
        lost()->since = 0;
    if (lost()->since == 0 && put(line, (size_t)length))
        return;
    lost()->since++;
    lost()->all++;
}

/* Quotes, backslashes, control characters and incomplete UTF-8 would break the JSON line. */
static void make_plain(char *chars)
{
    text_clean(chars);
    for (char *c = chars; *c; c++)
        *c = *c == '"' ? '\'' : *c == '\\' ? '/' : *c;
}

/* A text from outside our own tables, as a member's value: plain, and "-" when there is none. */
static const char *plain_word(const char *given, char room[WORD])
{
    snprintf(room, WORD, "%s", given && *given ? given : "-");
    make_plain(room);
    return room;
}

void log_write_request(const log_request *r)
{
    char now[32], line[LINE], error[64] = "", organisation[WORD], role[WORD], address[WORD];
    time_now(now, sizeof now);
    if (r->error)
        snprintf(error, sizeof error, ",\"error\":\"%s\"", r->error);
    write_line(
        line, snprintf(line, sizeof line,
                       "{\"time\":\"%s\",\"level\":\"request\",\"id\":\"%s\",\"operation\":\"%s\",\"layer\":\"%s\",\"rows\":%lld,"
                       "\"bytes\":%llu,\"ms\":%.3f,\"waited_ms\":%.0f,\"status\":%d,\"organisation\":\"%s\",\"role\":\"%s\","
                       "\"address\":\"%s\"%s}\n",
                       now, r->id, r->operation, r->layer, (long long)r->rows, (unsigned long long)r->bytes, r->ms, r->waited_ms,
                       r->http, plain_word(r->organisation, organisation), plain_word(r->role, role),
                       plain_word(r->address, address), error));
}

void log_write(const char *level, const char *format, ...)
{
    char now[32], message[LINE - 128], line[LINE];
    time_now(now, sizeof now);
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    make_plain(message);
    write_line(line, snprintf(line, sizeof line, "{\"time\":\"%s\",\"level\":\"%s\",\"pid\":%d,\"message\":\"%s\"}\n", now, level,
                              (int)getpid(), message));
}
