#include "data/manage/backup.h"

#include "auth/digest.h"
#include "base/beside.h"
#include "base/clock.h"
#include "base/hex.h"
#include "data/manage/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { HEX = 2 * DIGEST_SIZE, NAMES_TRIED = 5, CLOCK_STEP_S = 60 };

typedef struct job {
    const backup_settings *settings;
    arena *arena;
    int64_t now;      /* the moment that it is named after */
    const char *stem; /* folder and name */
    progress bar;
    backup_result result;
} job;

static const char *file_of(const job *j, const char *tail)
{
    return arena_printf(j->arena, "%s%s", j->stem, tail);
}

static const char *unfinished(const job *j, const char *tail)
{
    return arena_printf(j->arena, "%s%s" BACKUP_UNFINISHED, j->stem, tail);
}

static status cannot(const char *path, int error)
{
    return FAIL(BAD_INPUT, "to", "%s kan niet geschreven worden: %s", "%s cannot be written: %s", path, strerror(error));
}

/* --- The folder --- */

static status open_folder(const backup_settings *s, int *out)
{
    if (s->make_folder && mkdir(s->folder, 0700) != 0 && errno != EEXIST)
        return cannot(s->folder, errno);
    const int folder = open(s->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return FAIL(BAD_INPUT, "to", "de map %s is er niet, of kan niet gelezen worden (%s): maak ze, of koppel de schijf aan",
                    "the folder %s is not there, or cannot be read (%s): make it, or mount the disk", s->folder, strerror(errno));
    if (flock(folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) { /* some network disks have no such locks */
        *out = folder;
        return status_ok();
    }
    close(folder);
    return FAIL(UNAVAILABLE, "to", "er wordt al een reservekopie gemaakt in de map %s", "a backup is being made in the folder %s",
                s->folder);
}

/* Known before anything is written: a full disk hinders others too. */
static status check_room(const backup_settings *s)
{
    struct stat store;
    struct statvfs disk;
    if (stat(s->store, &store) != 0)
        return FAIL(NOT_FOUND, "store", "er is geen opslag %s", "there is no store %s", s->store);
    const uint64_t need = (uint64_t)store.st_size;
    const uint64_t room = statvfs(s->folder, &disk) == 0 ? (uint64_t)disk.f_bavail * disk.f_frsize : UINT64_MAX;
    return room >= need ? status_ok()
                        : FAIL(UNAVAILABLE, "to", "op de schijf van %s is nog %llu MB vrij; de kopie heeft er %llu nodig",
                               "the disk of %s has %llu MB left; the copy needs %llu", s->folder,
                               (unsigned long long)(room / 1000000), (unsigned long long)(need / 1000000 + 1));
}

/* A second that another backup has is waited for to end: a name is never of a moment to come, which rotation would take for a
 * wrong clock. */
static status choose_name(job *j)
{
    for (int tried = 0; tried < NAMES_TRIED; tried++, j->now = clock_after(j->now)) {
        const backup_name name = backup_name_of(j->now);
        j->stem = arena_printf(j->arena, "%s/%s", j->settings->folder, name.name);
        if (access(file_of(j, BACKUP_STORE), F_OK) != 0 && access(file_of(j, BACKUP_SUM), F_OK) != 0)
            return status_ok();
    }
    return FAIL(UNAVAILABLE, "to", "in de map %s staan al reservekopieën van dit ogenblik",
                "the folder %s has backups of this moment already", j->settings->folder);
}

/* --- The copies --- */

static void show(void *context, uint64_t done, uint64_t total)
{
    progress_show(context, done, total);
}

static status make_file(const job *j, const char *path)
{
    const int error = beside_make(path, j->settings->store, BESIDE_SECRET);
    return error ? cannot(path, error) : status_ok();
}

static status check_same(const copy_facts *held, const copy_facts *copied, const char *path)
{
    for (int t = 0; t < COPY_TABLES; t++)
        if (held->rows[t] != copied->rows[t])
            return FAIL(INTERNAL, "to", "de kopie %s heeft andere aantallen rijen dan de opslag",
                        "the copy %s has other numbers of rows than the store", path);
    return status_ok();
}

/* Before anything is copied: whoever names a file must not find out when it is needed that it was not there. */
static status look_for_keys(job *j)
{
    const backup_settings *s = j->settings;
    j->result.has_keys = access(s->keys, F_OK) == 0;
    if (j->result.has_keys || (errno == ENOENT && !s->keys_named))
        return status_ok();
    return FAIL(BAD_INPUT, "keys", "het sleutelbestand %s kan niet gelezen worden: %s", "the file of keys %s cannot be read: %s",
                s->keys, strerror(errno));
}

/* Opened again and looked at before it counts: a copy that nobody can read is none. */
static status copy_store(job *j)
{
    const char *path = unfinished(j, BACKUP_STORE);
    copy_facts copied;
    TRY(make_file(j, path));
    j->bar = progress_start("Kopiëren");
    const status made = copy_make(j->settings->store, path, (copy_watch){show, &j->bar}, &j->result.held);
    progress_end(&j->bar);
    TRY(made);
    TRY(copy_look(path, &copied));
    return check_same(&j->result.held, &copied, path);
}

static status copy_keys(job *j)
{
    const char *path = unfinished(j, BACKUP_KEYS);
    if (!j->result.has_keys)
        return status_ok();
    TRY(make_file(j, path));
    return copy_file(j->settings->keys, path);
}

static status sum_of(const char *path, char hex[HEX + 1])
{
    digest d;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    const bool done = file >= 0 && digest_of_file(file, &d);
    const int error = errno;
    if (file >= 0)
        close(file);
    if (!done)
        return FAIL(BAD_INPUT, "to", "%s kan niet gelezen worden: %s", "%s cannot be read: %s", path, strerror(error));
    hex_write(d.bytes, DIGEST_SIZE, hex);
    return status_ok();
}

static const char *name_in(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static status add_sum(const job *j, const char *tail, FILE *to)
{
    char hex[HEX + 1];
    TRY(sum_of(unfinished(j, tail), hex));
    fprintf(to, "%s  %s\n", hex, name_in(file_of(j, tail)));
    return status_ok();
}

/* As sha256sum writes and checks it. */
static status write_sums(const job *j)
{
    const char *path = unfinished(j, BACKUP_SUM);
    TRY(make_file(j, path));
    FILE *to = fopen(path, "we");
    if (!to)
        return cannot(path, errno);
    status done = add_sum(j, BACKUP_STORE, to);
    if (done.code == ST_OK && j->result.has_keys)
        done = add_sum(j, BACKUP_KEYS, to);
    const bool broken = ferror(to) != 0;
    if ((fclose(to) != 0 || broken) && done.code == ST_OK)
        done = cannot(path, errno);
    return done;
}

static status place(const job *j, const char *tail)
{
    const int error = beside_place(unfinished(j, tail), file_of(j, tail));
    return error ? cannot(file_of(j, tail), error) : status_ok();
}

static status make_parts(job *j)
{
    TRY(copy_store(j));
    TRY(copy_keys(j));
    TRY(write_sums(j));
    TRY(place(j, BACKUP_SUM));
    if (j->result.has_keys)
        TRY(place(j, BACKUP_KEYS));
    return place(j, BACKUP_STORE);
}

/* --- All of it --- */

static bool is_after(const backup_name *all, size_t count, int64_t now)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].moment > now + CLOCK_STEP_S)
            return true;
    return false;
}

/* A backup of later than now means that a clock was wrong: then which one is old is not known. A clock that was put right by some
 * seconds is no reason, but then none of after the one just made is old, nor is that one. */
static status remove_old(job *j, const backup_name *before, size_t count_before)
{
    backup_name *all = NULL;
    size_t count = 0;
    if (j->settings->keep_all)
        return status_ok();
    j->result.not_removed = is_after(before, count_before, j->now);
    if (j->result.not_removed)
        return status_ok();
    TRY(backup_list(j->settings->folder, j->arena, &all, &count));
    j->result.removed = backup_remove_old(j->settings->folder, all, count, j->settings->keep, j->now, j->arena);
    return status_ok();
}

static status make_in(job *j)
{
    backup_name *before = NULL;
    size_t count = 0;
    backup_remove_unfinished(j->settings->folder, j->arena);
    TRY(check_room(j->settings));
    TRY(look_for_keys(j));
    TRY(backup_list(j->settings->folder, j->arena, &before, &count));
    TRY(choose_name(j));
    const status made = make_parts(j);
    if (made.code != ST_OK) {
        backup_remove_unfinished(j->settings->folder, j->arena);
        return made;
    }
    j->result.path = file_of(j, BACKUP_STORE);
    return remove_old(j, before, count);
}

status backup_make(const backup_settings *settings, arena *a, backup_result *out)
{
    job *j = arena_alloc(a, sizeof *j);
    int folder = -1;
    *j = (job){.settings = settings, .arena = a, .now = settings->now};
    TRY(open_folder(settings, &folder));
    const status done = make_in(j);
    close(folder); /* and the lock with it */
    if (done.code == ST_OK)
        *out = j->result;
    return done;
}

/* --- Checking one --- */

/* The line of a sum: 64 digits, two characters, the name. */
static bool is_line_of(const char *line, const char *name)
{
    return strlen(line) > HEX + 2 && strcmp(line + HEX + 2, name) == 0;
}

static bool find_sum(FILE *from, const char *name, char hex[HEX + 1])
{
    char line[HEX + 512];
    bool found = false;
    while (!found && fgets(line, sizeof line, from)) {
        line[strcspn(line, "\r\n")] = '\0';
        found = is_line_of(line, name);
        if (found)
            snprintf(hex, HEX + 1, "%.*s", HEX, line);
    }
    return found;
}

status backup_check_sum(const char *path, arena *a)
{
    char noted[HEX + 1], now[HEX + 1];
    const size_t length = strlen(path), tail = sizeof BACKUP_STORE - 1;
    const bool named = length > tail && strcmp(path + length - tail, BACKUP_STORE) == 0;
    const char *sums = arena_printf(a, "%.*s" BACKUP_SUM, (int)(named ? length - tail : length), path);
    FILE *from = fopen(sums, "re");
    const bool found = from && find_sum(from, name_in(path), noted);
    if (from)
        fclose(from);
    if (!found)
        return FAIL(NOT_FOUND, "sha256",
                    "%s is er niet, of noemt dit bestand niet: leg dat bestand naast de kopie, of geef --no-checksum",
                    "%s is not there, or does not name this file: put it beside the copy, or give --no-checksum", sums);
    TRY(sum_of(path, now));
    return strcmp(noted, now) == 0
               ? status_ok()
               : FAIL(BAD_INPUT, "sha256", "%s is niet meer het bestand dat gemaakt werd: de SHA-256 in %s klopt niet",
                      "%s is not the file that was made: the SHA-256 in %s does not match", path, sums);
}
