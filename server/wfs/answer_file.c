#include "server/wfs/answer_file.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { MB = 1024 * 1024, PIECE = 16 * 1024, ASK_EVERY_MS = 100, LOOK_EVERY_MS = 10, FILES_MOST = 10 };

struct answer_file {
    answer_file_settings how;
    file_sink sink;
    int files[FILES_MOST]; /* the first is the answer, the others are made beside it */
    size_t file_count;
    double began, looked, asked; /* seconds */
};

static status stopped(status_code why)
{
    if (why == ST_CLIENT_GONE)
        return FAIL(CLIENT_GONE, "", "de client heeft de verbinding gesloten", "the client closed the connection");
    return why == ST_OK ? status_ok() : store_busy();
}

/* Asking costs a system call: not more often than ASK_EVERY_MS. */
static status ask_watch(answer_file *f, status (*besides)(const answer_file *))
{
    const double at = clock_ticks();
    if ((at - f->asked) * 1000 < ASK_EVERY_MS)
        return status_ok();
    f->asked = at;
    if (besides)
        TRY(besides(f));
    return f->how.watch.stop ? stopped(f->how.watch.stop(f->how.watch.context)) : status_ok();
}

static status check_time(const answer_file *f)
{
    if (clock_ticks() - f->began <= f->how.limit_s)
        return status_ok();
    return FAIL(TIMEOUT, "", "het antwoord maken duurt langer dan %d seconden: vraag een kleiner gebied of minder objecten",
                "making the answer takes more than %d seconds: ask for a smaller area or fewer features", f->how.limit_s);
}

/* all: of its files together, because each of them uses disk space. */
static status measure(const answer_file *f, int64_t *whole, int64_t *all)
{
    *all = 0;
    for (size_t i = 0; i < f->file_count; i++) {
        struct stat made;
        if (fstat(f->files[i], &made) != 0)
            return encoder_no_disk("fstat");
        *whole = i == 0 ? made.st_size : *whole;
        *all += made.st_size;
    }
    return status_ok();
}

/* Space that answers fill is missing for the store's own journal and for nginx. */
static status check_disk(const answer_file *f)
{
    struct statvfs disk;
    if (fstatvfs(f->sink.file, &disk) != 0)
        return encoder_no_disk("fstatvfs");
    if ((uint64_t)disk.f_bavail * disk.f_frsize >= (uint64_t)f->how.leave_free)
        return status_ok();
    errno = ENOSPC;
    return encoder_no_disk("what must stay free");
}

status answer_file_size(const answer_file *f, int64_t *out)
{
    int64_t whole = 0, all = 0;
    TRY(measure(f, &whole, &all));
    if (all > f->how.most)
        return FAIL(NOT_PROCESSED, "", "het antwoord wordt groter dan %lld MB: vraag een kleiner gebied of minder objecten",
                    "the answer gets larger than %lld MB: ask for a smaller area or fewer features",
                    (long long)(f->how.most / MB));
    *out = whole;
    return status_ok();
}

/* Most of the time it is too soon to look again: that takes a system call for each file. */
static status may_go_on(void *context)
{
    answer_file *f = context;
    int64_t size = 0;
    const double at = clock_ticks();
    if (at - f->looked < LOOK_EVERY_MS / 1e3)
        return status_ok();
    f->looked = at;
    TRY(answer_file_size(f, &size));
    TRY(check_time(f));
    return ask_watch(f, check_disk);
}

static void close_files(void *handle)
{
    const answer_file *f = handle;
    for (size_t i = 0; i < f->file_count; i++)
        close(f->files[i]);
}

/* open(2): without a name, so that not even a worker that dies leaves it behind. */
static status open_file(answer_file *f, int *out)
{
    if (f->file_count == FILES_MOST) {
        errno = EMFILE;
        return encoder_no_disk("open");
    }
    const int file = open(f->how.folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (file < 0)
        return encoder_no_disk("open");
    *out = f->files[f->file_count++] = file;
    return status_ok();
}

static status another(void *context, int *out)
{
    return open_file(context, out);
}

status answer_file_make(const answer_file_settings *how, arena *a, answer_file **out)
{
    answer_file *f = arena_alloc(a, sizeof *f);
    *f = (answer_file){
        .how = *how, .sink = {.another = another, .may_go_on = may_go_on}, .began = clock_ticks(), .asked = clock_ticks()};
    f->sink.context = f;
    arena_defer(a, close_files, f);
    TRY(open_file(f, &f->sink.file));
    TRY(check_disk(f));
    *out = f;
    return status_ok();
}

const file_sink *answer_file_sink(const answer_file *f)
{
    return &f->sink;
}

/* Up to `left` bytes. A file that ends too early is an error, not the end of the answer. The head goes out with the first bytes:
 * an answer that has not begun may have to give way to others, and then the whole file would be made again. */
static status send_piece(answer_file *f, int64_t at, int64_t left, output *to, int64_t *sent)
{
    char piece[PIECE];
    errno = EIO;
    const ssize_t got = pread(f->sink.file, piece, left < PIECE ? (size_t)left : sizeof piece, at);
    if (got <= 0)
        return encoder_no_disk("pread");
    out_bytes(to, piece, (size_t)got);
    if (at == 0)
        out_flush(to);
    *sent = got;
    return out_failed(to) ? stopped(ST_CLIENT_GONE) : ask_watch(f, NULL);
}

static status send_pieces(answer_file *f, output *to)
{
    int64_t size = 0, sent = 0;
    TRY(answer_file_size(f, &size));
    for (int64_t at = 0; at < size; at += sent)
        TRY(send_piece(f, at, size - at, to, &sent));
    return status_ok();
}

status answer_file_send(answer_file *f, output *to)
{
    const status sent = send_pieces(f, to);
    if (sent.code != ST_OK && out_committed(to))
        out_break(to);
    return sent;
}
