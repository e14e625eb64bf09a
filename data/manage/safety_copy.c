#include "data/manage/safety_copy.h"

#include "base/text.h"
#include "data/manage/export.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BEFORE "-voor.csv"
#define AFTER "-na.csv"

/* As private as the state folder: the files hold what the store holds. */
static status make_folder(const char *store, arena *a, const char **out)
{
    const char *slash = strrchr(store, '/');
    const char *folder = slash ? arena_printf(a, "%.*s/reservekopie", (int)(slash - store), store) : "reservekopie";
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
