#include "data/manage/safety_copy.h"

#include "base/calendar.h"
#include "base/folder.h"
#include "base/text.h"
#include "data/manage/export.h"

#include <errno.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BEFORE "-voor.csv"
#define AFTER "-na.csv"

#define DAY_FORM "[12][0-9][0-9][0-9][01][0-9][0-3][0-9]"
#define TIME_FORM "[0-2][0-9][0-5][0-9][0-5][0-9]"

enum { DAY_S = 86400, NIS_LENGTH = 5, MOMENT_LENGTH = 16 };

static const char *folder_of(const char *store, arena *a)
{
    const char *slash = strrchr(store, '/');
    return slash ? arena_printf(a, "%.*s/reservekopie", (int)(slash - store), store) : "reservekopie";
}

/* As private as the state folder: the files hold what the store holds. */
static status make_folder(const char *store, arena *a, const char **out)
{
    const char *folder = folder_of(store, a);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return FAIL(BAD_INPUT, "reservekopie", "de map %s voor de reservekopie kan niet gemaakt worden: %s",
                    "the folder %s for the safety copy cannot be made: %s", folder, strerror(errno));
    *out = folder;
    return status_ok();
}

/* 2026-11-30T02:58:03Z as 20261130T025803Z: a name that every system takes. */
static const char *moment_of(const char *now, arena *a)
{
    text t = text_new(a);
    for (; *now; now++)
        if (*now != '-' && *now != ':')
            text_add_bytes(&t, now, 1);
    return t.chars;
}

/* Two replacements in a second are two copies. */
static const char *unused_name(const char *folder, const char *nis_code, const char *now, arena *a)
{
    const char *base = arena_printf(a, "%s/%s-%s", folder, nis_code, moment_of(now, a));
    const char *path = arena_printf(a, "%s" BEFORE, base);
    for (int i = 2; access(path, F_OK) == 0; i++)
        path = arena_printf(a, "%s-%d" BEFORE, base, i);
    return path;
}

static status write_copy(writer *w, const char *store, const char *nis_code, const char *path, arena *a)
{
    uint64_t rows = 0;
    return export_csv(&(export_settings){.store = store, .path = path, .nis_code = nis_code, .exact = true}, w, a, &rows);
}

status safety_copy_before(writer *w, const char *store, const char *nis_code, const char *now, arena *a, safety_copy *out)
{
    const char *folder = NULL;
    TRY(make_folder(store, a, &folder));
    const char *path = unused_name(folder, nis_code, now, a);
    TRY(write_copy(w, store, nis_code, path, a));
    *out = (safety_copy){.before = path};
    return status_ok();
}

status safety_copy_after(writer *w, const char *store, const char *nis_code, arena *a, safety_copy *copy)
{
    const char *path = arena_printf(a, "%.*s" AFTER, (int)(strlen(copy->before) - strlen(BEFORE)), copy->before);
    TRY(write_copy(w, store, nis_code, path, a));
    copy->after = path;
    return status_ok();
}

static const char *moment_name(int64_t moment, arena *a)
{
    char now[CALENDAR_TIME];
    calendar_time(moment, now);
    return moment_of(now, a);
}

static bool ends_with(const char *chars, const char *tail)
{
    const size_t length = strlen(chars), tails = strlen(tail);
    return length >= tails && strcmp(chars + length - tails, tail) == 0;
}

/* The names of this gemeente's copies; those that were put there by somebody else, under another name, are his. False when the
 * folder cannot be read to its end. */
static bool list_copies(const char *folder, const char *nis_code, arena *a, const char ***out, size_t *count)
{
    const char *form = arena_printf(a, "%s-" DAY_FORM "T" TIME_FORM "Z*", nis_code), **all = NULL;
    const struct dirent *e = NULL;
    size_t room = 0, found = 0;
    DIR *open = opendir(folder);
    bool whole = open != NULL;
    while (whole && (whole = folder_next(open, &e)) && e)
        if (fnmatch(form, e->d_name, 0) == 0 && (ends_with(e->d_name, BEFORE) || ends_with(e->d_name, AFTER))) {
            all = arena_grow(a, all, &room, found + 1, sizeof *all);
            all[found++] = arena_strdup(a, e->d_name);
        }
    if (open)
        closedir(open);
    *out = all;
    *count = found;
    return whole;
}

/* Names of moments are in the order of moments. */
static int compare_moment(const char *name, const char *moment)
{
    return strncmp(name + NIS_LENGTH + 1, moment, MOMENT_LENGTH);
}

int safety_copy_remove_old(const char *store, const char *nis_code, int64_t now, int64_t days, arena *a)
{
    const char *folder = folder_of(store, a), *today = moment_name(now, a), *limit = moment_name(now - days * DAY_S, a);
    const char **copies = NULL;
    size_t count = 0;
    int removed = 0;
    if (!list_copies(folder, nis_code, a, &copies, &count))
        return 0;
    for (size_t i = 0; i < count; i++)
        if (!days || compare_moment(copies[i], today) > 0)
            return 0;
    for (size_t i = 0; i < count; i++)
        if (compare_moment(copies[i], limit) < 0)
            removed += unlink(arena_printf(a, "%s/%s", folder, copies[i])) == 0;
    return removed;
}
