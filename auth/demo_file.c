#include "auth/demo_file.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIMIT = 64 * 1024 };

static status cannot(const char *path, int error)
{
    return FAIL(BAD_INPUT, "state", "\"%s\" kan niet gelezen of gemaakt worden: %s.", "\"%s\" cannot be read or made: %s.", path,
                strerror(error));
}

/* Gives errno, 0 when all is on disk. The mode does not depend on the caller's umask. */
static int write_all(int file, mode_t mode, const char *content)
{
    size_t left = strlen(content);
    if (fchmod(file, mode) != 0)
        return errno;
    while (left > 0) {
        const ssize_t n = write(file, content, left);
        if (n < 0)
            return errno;
        content += n;
        left -= (size_t)n;
    }
    return fsync(file) == 0 ? 0 : errno;
}

static int write_new(const char *path, mode_t mode, const char *content)
{
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return errno;
    const int written = write_all(file, mode, content);
    const int closed = close(file) == 0 ? 0 : errno;
    return written ? written : closed;
}

bool demo_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static const char *draft_of(const char *path, arena *a)
{
    return arena_printf(a, "%s.%d", path, (int)getpid());
}

/* Written to a draft beside it and then linked into place: link() fails when the name exists, so no key is ever overwritten, and
 * none is read half-written. */
status demo_file_make(const char *path, mode_t mode, const char *content, arena *a, bool *made)
{
    const char *draft = draft_of(path, a);
    int error = write_new(draft, mode, content);
    if (!error && link(draft, path) != 0)
        error = errno;
    const bool there = error == EEXIST && demo_file_exists(path);
    unlink(draft);
    if (error && !there)
        return cannot(path, error);
    *made = !error;
    return status_ok();
}

status demo_file_replace(const char *path, mode_t mode, const char *content, arena *a)
{
    const char *draft = draft_of(path, a);
    int error = write_new(draft, mode, content);
    if (!error && rename(draft, path) != 0)
        error = errno;
    if (!error)
        return status_ok();
    unlink(draft);
    return cannot(path, error);
}

status demo_file_read(const char *path, arena *a, const char **content)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return cannot(path, errno);
    text body = text_new(a);
    char piece[4096];
    size_t n = 0;
    while (body.length <= LIMIT && (n = fread(piece, 1, sizeof piece, file)) > 0)
        text_add_bytes(&body, piece, n);
    const int error = ferror(file) ? errno : 0;
    fclose(file);
    if (error)
        return cannot(path, error);
    *content = body.chars;
    return status_ok();
}
