#include "data/manage/source/convert.h"

#include "data/manage/source/confine.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_MOST = 900 };
static const uint64_t MEMORY_MOST = 4ULL * 1024 * 1024 * 1024;

static status read_all(const convert_request *r, FILE *to, convert_said *said)
{
    arena *a = arena_new();
    spool_writer w = spool_writer_new(to, a);
    const bool sheet = r->kind == FILE_XLSX || r->kind == FILE_ODS;
    const status done = sheet ? convert_sheet(r, &w, said, a) : convert_ogr(r, &w, said, a);
    said->at = w.number;
    said->rows = w.rows > 0 ? w.rows - 1 : 0;
    TRY(done);
    return fflush(to) == 0 ? status_ok()
                           : FAIL(BAD_INPUT, "", "er is geen plaats meer in de map voor tijdelijke bestanden",
                                  "there is no room left in the folder for temporary files");
}

/* Ends here: not by exit(), which would write what the other process still has to write. */
static _Noreturn void be_reader(const convert_request *r, FILE *to, convert_said *said)
{
    confine_process(MEMORY_MOST, SECONDS_MOST);
    said->done = read_all(r, to, said);
    said->finished = true;
    _exit(0);
}

static status died(int how)
{
    if (WIFSIGNALED(how) && (WTERMSIG(how) == SIGXCPU || WTERMSIG(how) == SIGKILL))
        return FAIL(BAD_INPUT, "", "het lezen van het bestand duurde te lang en is gestopt; maak het kleiner",
                    "reading the file took too long and was stopped; make it smaller");
    return FAIL(BAD_INPUT, "", "het bestand kan niet gelezen worden: het is beschadigd of te groot",
                "the file cannot be read: it is damaged or too large");
}

static status wait_for(pid_t reader, const convert_said *said)
{
    int how = 0;
    while (waitpid(reader, &how, 0) < 0)
        if (errno != EINTR)
            return FAIL(INTERNAL, "", "het lezen van het bestand is mislukt", "reading the file failed");
    return said->finished ? said->done : died(how);
}

/* The reader may have written anything there. */
static void trust_no_text(convert_said *said)
{
    char *const texts[] = {said->nl, said->page, said->done.nl, said->done.en};
    const size_t rooms[] = {sizeof said->nl, sizeof said->page, sizeof said->done.nl, sizeof said->done.en};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        texts[i][rooms[i] - 1] = '\0';
        text_clean(texts[i]);
    }
    said->done.locator[0] = '\0';
    if (said->done.code != ST_OK && said->done.code != ST_UNAVAILABLE)
        said->done.code = ST_BAD_INPUT;
}

static void close_file(void *file)
{
    fclose(file);
}

static status run_reader(const convert_request *r, FILE *to, convert_said *shared, converted *out)
{
    fflush(NULL);
    const pid_t reader = fork();
    if (reader == 0)
        be_reader(r, to, shared);
    const status waited = reader < 0 ? FAIL(INTERNAL, "", "er kan geen proces bij om het bestand te lezen: %s",
                                            "no process can be started to read the file: %s", strerror(errno))
                                     : wait_for(reader, shared);
    trust_no_text(shared);
    out->said = *shared;
    TRY(waited);
    return out->said.done;
}

status convert_file(const convert_request *r, arena *a, converted *out)
{
    FILE *to = tmpfile();
    if (!to)
        return FAIL(BAD_INPUT, "", "er kan geen tijdelijk bestand gemaakt worden: %s", "no temporary file can be made: %s",
                    strerror(errno));
    arena_defer(a, close_file, to);
    convert_said *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return FAIL(INTERNAL, "", "er is geen geheugen om het bestand te lezen", "there is no memory to read the file");
    out->fd = fileno(to);
    const status done = run_reader(r, to, shared, out);
    munmap(shared, sizeof *shared);
    return done;
}
