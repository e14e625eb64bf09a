#include "data/manage/out_file.h"

#include "base/db/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static status cannot_write(const char *path)
{
    return FAIL(BAD_INPUT, "file", "%s kan niet geschreven worden: %s", "%s cannot be written: %s", path, strerror(errno));
}

static status refuse(const char *path)
{
    return FAIL(BAD_INPUT, "file", "%s is een bestand van de opslag, of het bestand dat gelezen wordt; kies een andere naam",
                "%s is a file of the store, or the file that is read; choose another name", path);
}

/* Compares names too: a journal that does not exist now may exist a moment later. */
static bool same_file(const char *target, const struct stat *there, const char *other)
{
    char whole[PATH_MAX];
    struct stat s;
    if (there && stat(other, &s) == 0 && s.st_dev == there->st_dev && s.st_ino == there->st_ino)
        return true;
    return strcmp(target, realpath(other, whole) ? whole : other) == 0;
}

static bool belongs_to_store(const char *target, const struct stat *there, const char *store, arena *a)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-journal", TURN_FILE};
    char whole[PATH_MAX];
    const char *base = realpath(store, whole) ? whole : store;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (same_file(target, there, arena_printf(a, "%s%s", base, tails[i])))
            return true;
    return false;
}

/* SQLite 3, "Database File Format" §1.3: another store, or the keys. */
static bool is_sqlite(const char *path)
{
    char head[16] = "";
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const bool found = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head && memcmp(head, "SQLite format 3", 16) == 0;
    if (fd >= 0)
        close(fd);
    return found;
}

/* The path without links; the file itself need not be there, but its folder must. */
static status find_target(const char *path, bool there, arena *a, const char **out)
{
    char whole[PATH_MAX];
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_printf(a, "%.*s/", (int)(slash - path), path) : ".";
    if (!realpath(there ? path : folder, whole))
        return cannot_write(path);
    *out = there ? arena_strdup(a, whole) : arena_printf(a, "%s/%s", whole, slash ? slash + 1 : path);
    return status_ok();
}

/* A terminal or a pipe may get more than one. One whose folder is not there is refused when it is opened. */
static bool are_same(const char *one, const char *other, arena *a)
{
    struct stat s, t;
    const char *target = NULL, *others = NULL;
    const bool there = stat(one, &s) == 0, also = stat(other, &t) == 0;
    if ((there && !S_ISREG(s.st_mode)) || (also && !S_ISREG(t.st_mode)))
        return false;
    if (there && also && s.st_dev == t.st_dev && s.st_ino == t.st_ino)
        return true;
    return find_target(one, there, a, &target).code == ST_OK && find_target(other, also, a, &others).code == ST_OK &&
           strcmp(target, others) == 0;
}

status out_file_apart(const char *const *paths, size_t count, arena *a)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i && paths[i]; k++)
            if (paths[k] && are_same(paths[k], paths[i], a))
                return FAIL(BAD_INPUT, "file", "%s zou twee keer geschreven worden; kies voor elk bestand een andere naam",
                            "%s would be written twice; choose another name for each file", paths[i]);
    return status_ok();
}

static status open_straight(const char *path, const struct stat *there, out_file *out)
{
    const int fd = S_ISBLK(there->st_mode) ? -1 : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (S_ISBLK(there->st_mode))
        errno = ENOTSUP;
    FILE *to = fd < 0 ? NULL : fdopen(fd, "w");
    if (!to)
        return cannot_write(path);
    *out = (out_file){to, path, NULL};
    return status_ok();
}

/* Readable by its owner only, under an unused name: anyone who looks at the path sees a complete file. */
static status open_aside(const char *target, arena *a, out_file *out)
{
    char *aside = arena_printf(a, "%s.XXXXXX", target);
    const int fd = mkostemp(aside, O_CLOEXEC);
    FILE *to = fd < 0 ? NULL : fdopen(fd, "w");
    if (!to)
        return cannot_write(target);
    *out = (out_file){to, target, aside};
    return status_ok();
}

status out_file_open(const char *path, const char *store, const char *input, arena *a, out_file *out)
{
    struct stat s;
    const bool there = stat(path, &s) == 0;
    const char *target = NULL;
    if (there && !S_ISREG(s.st_mode))
        return open_straight(path, &s, out);
    if (!there && lstat(path, &s) == 0) /* a dangling link */
        return cannot_write(path);
    TRY(find_target(path, there, a, &target));
    const struct stat *file = there ? &s : NULL;
    if (belongs_to_store(target, file, store, a) || (input && same_file(target, file, input)) || (there && is_sqlite(target)))
        return refuse(path);
    return open_aside(target, a, out);
}

void out_file_copy(FILE *from, FILE *to)
{
    char block[4096];
    rewind(from);
    for (size_t n; (n = fread(block, 1, sizeof block, from)) > 0;)
        fwrite(block, 1, n, to);
}

/* A power failure must not leave an empty file under the name: a copy may be all that is left of what it holds. */
static bool sync_file(const out_file *f)
{
    return !f->aside || fsync(fileno(f->to)) == 0;
}

/* Its name too. That it could not is no failure: some file systems cannot. */
static void sync_folder(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

status out_file_close(const out_file *f, status done)
{
    const bool broken = fflush(f->to) != 0 || ferror(f->to) || (done.code == ST_OK && !sync_file(f));
    if (done.code == ST_OK && broken)
        done = cannot_write(f->path);
    if (fclose(f->to) != 0 && done.code == ST_OK)
        done = cannot_write(f->path);
    if (done.code == ST_OK && f->aside && rename(f->aside, f->path) != 0)
        done = cannot_write(f->path);
    if (done.code != ST_OK && f->aside)
        unlink(f->aside);
    else if (f->aside)
        sync_folder(f->path);
    return done;
}
