#include "data/manage/backup.h"

#include "base/folder.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool ends_with(const char *chars, const char *tail)
{
    const size_t length = strlen(chars), tails = strlen(tail);
    return length >= tails && strcmp(chars + length - tails, tail) == 0;
}

static const char *in_folder(const char *folder, const char *name, const char *tail, arena *a)
{
    return arena_printf(a, "%s/%s%s", folder, name, tail);
}

static bool is_plain_file(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0 && S_ISREG(found.st_mode);
}

status backup_list(const char *folder, arena *a, backup_name **out, size_t *count)
{
    backup_name *all = NULL, one;
    size_t room = 0, found = 0;
    const char *rest = NULL;
    const struct dirent *e = NULL;
    DIR *open = opendir(folder);
    bool whole = open != NULL;
    while (whole && (whole = folder_next(open, &e)) && e) {
        if (!backup_name_read(e->d_name, &one, &rest) || strcmp(rest, BACKUP_STORE) != 0 ||
            !is_plain_file(in_folder(folder, one.name, BACKUP_SUM, a)) || !is_plain_file(in_folder(folder, e->d_name, "", a)))
            continue;
        if (found == room)
            all = arena_grow(a, all, &room, found + 1, sizeof *all);
        all[found++] = one;
    }
    const int error = whole ? 0 : errno;
    if (open)
        closedir(open);
    if (error)
        return FAIL(BAD_INPUT, "to", "de map %s kan niet gelezen worden: %s", "the folder %s cannot be read: %s", folder,
                    strerror(error));
    *out = all;
    *count = found;
    return status_ok();
}

/* The store goes first: what is left without it is no backup any more, and the next run removes that. */
static bool remove_one(const char *folder, const backup_name *b, arena *a)
{
    if (unlink(in_folder(folder, b->name, BACKUP_STORE, a)) != 0)
        return false;
    unlink(in_folder(folder, b->name, BACKUP_KEYS, a));
    unlink(in_folder(folder, b->name, BACKUP_SUM, a));
    return true;
}

int backup_remove_old(const char *folder, backup_name *all, size_t count, backup_keep keep, int64_t made, arena *a)
{
    int removed = 0;
    backup_choose(all, count, keep);
    for (size_t i = 0; i < count; i++)
        removed += !all[i].kept && all[i].moment < made && remove_one(folder, &all[i], a);
    return removed;
}

static void remove_part(const char *folder, const char *file, const backup_name *of, const char *rest, arena *a)
{
    const bool is_sum = strcmp(rest, BACKUP_SUM) == 0;
    if (ends_with(rest, BACKUP_UNFINISHED) || ends_with(rest, BACKUP_UNFINISHED "-journal"))
        unlink(in_folder(folder, file, "", a));
    else if (is_sum && access(in_folder(folder, of->name, BACKUP_STORE, a), F_OK) != 0) {
        unlink(in_folder(folder, of->name, BACKUP_KEYS, a));
        unlink(in_folder(folder, file, "", a));
    }
}

/* A copy whose sum is not there is not ours to remove: somebody may have put it there. */
void backup_remove_unfinished(const char *folder, arena *a)
{
    backup_name one;
    const char *rest = NULL;
    DIR *open = opendir(folder);
    const struct dirent *e = NULL;
    while (open && folder_next(open, &e) && e)
        if (backup_name_read(e->d_name, &one, &rest) && is_plain_file(in_folder(folder, e->d_name, "", a)))
            remove_part(folder, e->d_name, &one, rest, a);
    if (open)
        closedir(open);
}
