#include "base/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder that a path lies in. False: the path is too long. */
static bool folder_of(const char *path, char folder[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    const int length = slash ? snprintf(folder, PATH_MAX, "%.*s/", (int)(slash - path), path) : snprintf(folder, PATH_MAX, ".");
    return length < PATH_MAX;
}

static bool stat_folder(const char *path, struct stat *out)
{
    char folder[PATH_MAX];
    return folder_of(path, folder) && stat(folder, out) == 0;
}

/* Only root can change the owner of a file; a file made by anyone else stays theirs. */
static int give(int file, const char *path, const char *like, mode_t mode)
{
    struct stat owner;
    if (geteuid() == 0 && ((like && stat(like, &owner) == 0) || stat_folder(path, &owner)) &&
        fchown(file, owner.st_uid, owner.st_gid) != 0)
        return errno;
    return fchmod(file, mode) == 0 ? 0 : errno;
}

int beside_make(const char *path, const char *like, mode_t mode)
{
    struct stat there;
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return errno == EEXIST && stat(path, &there) == 0 ? 0 : errno;
    const int error = give(file, path, like, mode);
    close(file);
    if (error)
        unlink(path);
    return error;
}

/* The path may have become a link since it was checked. */
static int give_plain(int file, const struct stat *owner)
{
    struct stat found;
    if (fstat(file, &found) != 0)
        return errno;
    if (!S_ISREG(found.st_mode) || found.st_nlink != 1)
        return EPERM;
    return fchown(file, owner->st_uid, owner->st_gid) == 0 ? 0 : errno;
}

int beside_give(const char *path, const char *like)
{
    struct stat found, owner;
    if (geteuid() != 0 || !like)
        return 0;
    if (stat(path, &found) != 0 || stat(like, &owner) != 0)
        return errno;
    if (found.st_uid != 0 || owner.st_uid == 0)
        return 0;
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return errno;
    const int error = give_plain(file, &owner);
    close(file);
    return error;
}

static int sync_path(const char *path, int flags)
{
    const int file = open(path, flags | O_CLOEXEC);
    if (file < 0)
        return errno;
    const int error = fsync(file) == 0 ? 0 : errno;
    close(file);
    return error;
}

int beside_place(const char *aside, const char *path)
{
    char folder[PATH_MAX];
    if (!folder_of(path, folder))
        return ENAMETOOLONG;
    const int error = sync_path(aside, O_RDONLY);
    if (error)
        return error;
    if (rename(aside, path) != 0)
        return errno;
    return sync_path(folder, O_RDONLY | O_DIRECTORY);
}
