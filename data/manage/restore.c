#include "data/manage/restore_job.h"

#include "base/beside.h"
#include "base/clock.h"
#include "base/db/turn.h"
#include "base/folder.h"
#include "data/manage/backup.h"
#include "data/store/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define ASIDE "voor-herstel-"
enum { NAMES_TRIED = 5 };

static status cannot(const char *path, int error)
{
    return FAIL(BAD_INPUT, "store", "%s kan niet gemaakt worden: %s", "%s cannot be made: %s", path, strerror(error));
}

static void show(void *context, uint64_t done, uint64_t total)
{
    progress_show(context, done, total);
}

static copy_watch watch_of(restore_job *j)
{
    return (copy_watch){show, &j->bar};
}

void restore_remove_working(const restore_job *j)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-journal", TURN_FILE};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        unlink(arena_printf(j->arena, "%s%s", j->working, tails[i]));
}

status restore_look(restore_job *j)
{
    const status sum = backup_check_sum(j->settings->file, j->arena);
    j->result.unchecked = sum.code == ST_NOT_FOUND && j->settings->no_checksum;
    if (!j->result.unchecked)
        TRY(sum);
    return copy_look(j->settings->file, &j->result.held);
}

static status migrate(const char *path)
{
    writer *w = NULL;
    int applied = 0;
    arena *own = arena_new();
    const status done = writer_init(path, own, &applied, &w);
    arena_free(own); /* closes it */
    return done;
}

status restore_make_working(restore_job *j, mode_t mode)
{
    copy_facts held;
    restore_remove_working(j); /* left by a run that was killed */
    const int error = beside_make(j->working, j->settings->store, mode);
    if (error)
        return cannot(j->working, error);
    j->bar = progress_start("Kopiëren");
    const status made = copy_make(j->settings->file, j->working, watch_of(j), &held);
    progress_end(&j->bar);
    TRY(made);
    j->from = j->working;
    return migrate(j->working);
}

/* A log without its store belongs to a store that was put aside, and would be read into the new one. */
static status put_where_none_is(restore_job *j)
{
    struct stat log;
    const char *wal = arena_printf(j->arena, "%s-wal", j->settings->store);
    if (stat(wal, &log) == 0 && log.st_size > 0)
        return FAIL(BAD_INPUT, "store", "er is geen opslag %s, maar wel %s: zet dat bij de opslag waar het bij hoort",
                    "there is no store %s, but there is %s: put that with the store it belongs to", j->settings->store, wal);
    unlink(wal);
    unlink(arena_printf(j->arena, "%s-shm", j->settings->store));
    TRY(restore_make_working(j, BESIDE_MODE));
    const int error = beside_place(j->working, j->settings->store);
    return error ? cannot(j->settings->store, error) : status_ok();
}

/* Half copies of the store as it was, of restores that were killed. */
static void remove_left(const restore_job *j)
{
    DIR *open = opendir(j->settings->aside_folder);
    const struct dirent *e = NULL;
    while (open && folder_next(open, &e) && e)
        if (strncmp(e->d_name, ASIDE, sizeof ASIDE - 1) == 0 &&
            (strstr(e->d_name, BACKUP_STORE BACKUP_UNFINISHED) || strstr(e->d_name, BACKUP_STORE BACKUP_UNFINISHED "-journal")))
            unlink(arena_printf(j->arena, "%s/%s", j->settings->aside_folder, e->d_name));
    if (open)
        closedir(open);
}

/* Nothing of another restore that is at work is removed: each holds the folder as long as it lasts. */
static status hold_folder(restore_job *j)
{
    const char *folder = j->settings->aside_folder;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return cannot(folder, errno);
    j->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (j->folder < 0)
        return cannot(folder, errno);
    if (flock(j->folder, LOCK_EX | LOCK_NB) == 0)
        remove_left(j);
    if (flock(j->folder, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK) /* some network disks have no such locks */
        return status_ok();
    return FAIL(UNAVAILABLE, "restore", "er wordt net een reservekopie gemaakt in de map %s: probeer het opnieuw als ze klaar is",
                "a backup is being made in the folder %s: try again when it is ready", folder);
}

static bool name_aside(restore_job *j, int64_t now)
{
    const backup_name name = backup_name_of(now);
    j->result.aside =
        arena_printf(j->arena, "%s/" ASIDE "%s.sqlite", j->settings->aside_folder, name.name + sizeof "risicolaag-" - 1);
    return access(j->result.aside, F_OK) != 0;
}

/* Beside the backups, under a name that is no backup's: nothing removes it but a person. A second that another restore has is
 * waited for to end. */
static status choose_aside(restore_job *j, const char **unfinished)
{
    const restore_settings *s = j->settings;
    int64_t now = s->now;
    TRY(hold_folder(j));
    bool free = name_aside(j, now);
    for (int tried = 1; !free && tried < NAMES_TRIED; tried++) {
        now = clock_after(now);
        free = name_aside(j, now);
    }
    *unfinished = arena_printf(j->arena, "%s" BACKUP_UNFINISHED, j->result.aside);
    const int error = !free ? EEXIST : beside_make(*unfinished, s->store, BESIDE_SECRET);
    return error ? cannot(j->result.aside, error) : status_ok();
}

static status put_back(restore_job *j, const char *unfinished)
{
    j->bar = progress_start("Terugzetten");
    const status done = copy_put_back(j->from, j->settings->store, unfinished, watch_of(j));
    progress_end(&j->bar);
    return done;
}

static status put_over_what_is_there(restore_job *j)
{
    const char *unfinished = NULL;
    if (j->result.held.older)
        TRY(restore_make_working(j, BESIDE_SECRET));
    TRY(choose_aside(j, &unfinished));
    const status done = put_back(j, unfinished);
    if (done.code != ST_OK) {
        unlink(unfinished);
        return done;
    }
    const int error = beside_place(unfinished, j->result.aside);
    return error ? cannot(j->result.aside, error) : status_ok();
}

static status check_not_itself(const restore_settings *s)
{
    struct stat file, store;
    const bool same =
        stat(s->file, &file) == 0 && stat(s->store, &store) == 0 && file.st_ino == store.st_ino && file.st_dev == store.st_dev;
    return same ? FAIL(BAD_INPUT, "restore", "%s is de opslag zelf", "%s is the store itself", s->file) : status_ok();
}

static status restore(restore_job *j)
{
    TRY(check_not_itself(j->settings));
    TRY(restore_look(j));
    return access(j->settings->store, F_OK) == 0 ? put_over_what_is_there(j) : put_where_none_is(j);
}

restore_job *restore_job_new(const restore_settings *settings, arena *a)
{
    restore_job *j = arena_alloc(a, sizeof *j);
    *j = (restore_job){.settings = settings,
                       .arena = a,
                       .folder = -1,
                       .from = settings->file,
                       .working = arena_printf(a, "%s.herstel", settings->store)};
    return j;
}

status restore_all(const restore_settings *settings, arena *a, restore_result *out)
{
    restore_job *j = restore_job_new(settings, a);
    const status done = restore(j);
    restore_remove_working(j);
    if (j->folder >= 0)
        close(j->folder); /* and the lock with it */
    if (done.code == ST_OK)
        *out = j->result;
    return done;
}
