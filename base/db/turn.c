#include "base/db/turn.h"

#include "base/beside.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Behind every nanosecond. */
static const off_t note_at = (off_t)1 << 62;

static int open_file(const char *store)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s" TURN_FILE, store) >= (int)sizeof path || beside_make(path, store, BESIDE_MODE) != 0)
        return -1;
    return open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
}

/* The lock belongs to the open file, not to the process: each writer has his own, also within a process. */
static bool lock_byte(int file, off_t at)
{
    struct flock one = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = at, .l_len = 1};
    return fcntl(file, F_OFD_SETLK, &one) == 0;
}

/* The byte of this nanosecond, or the first one after it that is free. *at -1: the file system has no locks. */
static void take_place(int file, off_t *at)
{
    enum { TRIES = 1000 };
    off_t now = (off_t)(clock_steady() * 1e9);
    *at = -1;
    for (int i = 0; i < TRIES; i++, now++) {
        if (lock_byte(file, now)) {
            *at = now;
            return;
        }
        if (errno != EAGAIN && errno != EACCES)
            return;
    }
}

static bool is_first(int file, off_t at)
{
    struct flock before = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = at};
    return at == 0 || fcntl(file, F_OFD_GETLK, &before) != 0 || before.l_type == F_UNLCK;
}

static bool wait_for(int file, off_t at, double until)
{
    static const struct timespec millisecond = {0, 1000000};
    while (!is_first(file, at)) {
        if (clock_steady() >= until)
            return false;
        nanosleep(&millisecond, NULL);
    }
    return true;
}

turn turn_take(const char *store, double seconds, int *place)
{
    const double until = clock_steady() + seconds;
    off_t at = -1;
    int file = open_file(store);
    *place = -1;
    if (file >= 0)
        take_place(file, &at);
    if (at < 0) {
        turn_give(&file);
        return TURN_NONE;
    }
    if (!wait_for(file, at, until)) {
        turn_give(&file);
        return TURN_LATE;
    }
    *place = file;
    return TURN_MINE;
}

void turn_give(int *place)
{
    if (*place >= 0)
        close(*place);
    *place = -1;
}

/* Shared: two may commit one right after the other, and the first need not have given its turn back. */
void turn_note(int place)
{
    struct flock one = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = note_at, .l_len = 1};
    if (place >= 0 && fcntl(place, F_OFD_SETLK, &one) != 0)
        log_write("warn", "store: the moment of a change cannot be announced (errno %d): a question about it may come too early",
                  errno);
}

/* Where there is no file nobody ever wrote. */
turn_noting turn_ask(const char *store)
{
    char path[PATH_MAX];
    struct flock any = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = note_at, .l_len = 1};
    if (snprintf(path, sizeof path, "%s" TURN_FILE, store) >= (int)sizeof path)
        return TURN_UNKNOWN;
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return errno == ENOENT ? TURN_NOBODY : TURN_UNKNOWN;
    const bool asked = fcntl(file, F_OFD_GETLK, &any) == 0;
    close(file);
    return !asked ? TURN_UNKNOWN : any.l_type == F_UNLCK ? TURN_NOBODY : TURN_SOMEBODY;
}
