/* What a command of the operator tells when what it reads breaks off: it must be a failure, never a shorter answer. The database
 * fails at the first step of each of its statements in turn, a folder or file after its first entry or piece. The linker binds
 * these calls here, in this program alone. */
#include "data/manage/backup.h"
#include "data/manage/key_ring.h"
#include "data/manage/marks.h"
#include "data/manage/permits/permit_delivery.h"
#include "data/manage/source/shape_zip.h"
#include "data/store/inspection.h"
#include "data/store/spatialite/writer_connection.h"
#include "tests/unit/scratch.h"

#include "tests/unit/unit.h"

#include <errno.h>
#include <limits.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS_MOST = 200 };

static struct {
    char *met[STATEMENTS_MOST]; /* the texts of all statements, in the order in which they came */
    size_t count, fails;        /* fails: which of them does, by its number */
} steps;

static size_t number_of(const char *sql)
{
    size_t n = 0;
    while (n < steps.count && strcmp(steps.met[n], sql) != 0)
        n++;
    if (n == steps.count) {
        assert_true(n < STATEMENTS_MOST);
        steps.met[steps.count++] = strdup(sql);
    }
    return n;
}

int __real_sqlite3_step(sqlite3_stmt *s);
int __wrap_sqlite3_step(sqlite3_stmt *s);
int __wrap_sqlite3_step(sqlite3_stmt *s)
{
    const char *file = sqlite3_db_filename(sqlite3_db_handle(s), "main");
    if (!file || !*file) /* a store in memory, to compare with */
        return __real_sqlite3_step(s);
    return number_of(sqlite3_sql(s)) == steps.fails ? SQLITE_FULL : __real_sqlite3_step(s);
}

/* Made once, as making it takes longer than all the rest. */
static struct {
    arena *arena;
    writer *store;
} model;

status __real_store_model(arena *a, writer **out);
status __wrap_store_model(arena *a, writer **out);
status __wrap_store_model(arena *a, writer **out)
{
    (void)a;
    if (!model.store)
        TRY(__real_store_model(model.arena, &model.store));
    *out = model.store;
    return status_ok();
}

static void begin(size_t fails)
{
    for (; steps.count > 0; steps.count--)
        free(steps.met[steps.count - 1]);
    steps.fails = fails;
}

/* Runs it with each statement failing in turn, once it went well without. */
static void each_failure_is_told(status (*run)(const char *path, arena *a), const char *path)
{
    arena *a = arena_new();
    begin(STATEMENTS_MOST);
    assert_int_equal(run(path, a).code, ST_OK);
    const size_t all = steps.count;
    assert_true(all > 0);
    size_t missed = 0;
    for (size_t n = 0; n < all; n++) {
        begin(n);
        const bool told = run(path, a).code != ST_OK;
        if (!told)
            print_error("nothing was told of: %s\n", steps.met[n]);
        missed += !told;
        arena_reset(a);
    }
    begin(STATEMENTS_MOST);
    arena_free(a);
    assert_int_equal(missed, 0);
}

static status look(const char *path, arena *a)
{
    inspection_result found;
    (void)a;
    return inspection_run(path, (inspection_watch){.most = 0}, &found);
}

static void an_inspection_that_could_not_look_is_no_inspection(void **state)
{
    arena *a = arena_new();
    const char *path = arena_printf(a, "%s/store.sqlite", scratch_folder(a));
    arena *made = arena_new();
    writer *w = NULL;
    int migrations = 0;
    (void)state;
    begin(STATEMENTS_MOST);
    assert_int_equal(writer_init(path, made, &migrations, &w).code, ST_OK);
    arena_free(made);
    model.arena = arena_new();
    each_failure_is_told(look, path);
    arena_free(model.arena);
    arena_free(a);
}

static const unsigned char hash[32] = {1};

static status open_ring(const char *path, arena *a, key_ring **ring)
{
    return key_ring_open(path, arena_printf(a, "%s-store", path), a, ring);
}

static status list_keys(const char *path, arena *a)
{
    key_ring *ring = NULL;
    ring_keys keys;
    TRY(open_ring(path, a, &ring));
    TRY(key_ring_list(ring, a, &keys));
    const bool whole = keys.count == 1 && keys.items[0].used_at && strcmp(keys.items[0].used_at, "1970-01-01T00:00:07Z") == 0;
    if (!whole)
        print_error("a list with less in it\n");
    return status_ok();
}

static status revoke_key(const char *path, arena *a)
{
    key_ring *ring = NULL;
    bool already = false;
    TRY(open_ring(path, a, &ring));
    const status done = key_ring_revoke(ring, "0123456789", "2026-11-30", &already);
    return done.code == ST_NOT_FOUND ? status_ok() : done; /* "there is no such key" tells of no failure */
}

static void a_key_is_never_one_that_there_is_not_because_it_could_not_be_looked_for(void **state)
{
    arena *a = arena_new(), *made = arena_new();
    const char *path = arena_printf(a, "%s/keys.sqlite", scratch_folder(a));
    const ring_key key = {"0123456789", "naam", "rol", "44021", "2026-11-01", "2027-11-01", NULL, NULL};
    key_ring *ring = NULL;
    sqlite3 *use = NULL;
    (void)state;
    begin(STATEMENTS_MOST);
    assert_int_equal(open_ring(path, made, &ring).code, ST_OK);
    assert_int_equal(key_ring_add(ring, &key, hash).code, ST_OK);
    assert_int_equal(sqlite3_open(arena_printf(a, "%s-use", path), &use), SQLITE_OK);
    assert_int_equal(sqlite3_exec(use,
                                  "CREATE TABLE gebruik (id TEXT PRIMARY KEY, laatst INTEGER NOT NULL);"
                                  "INSERT INTO gebruik VALUES ('0123456789', 7)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(use), SQLITE_OK);
    arena_free(made);
    each_failure_is_told(list_keys, path);
    each_failure_is_told(revoke_key, path);
    arena_free(a);
}

/* --- Folders and files --- */

static int entries_left = INT_MAX, pieces_left = INT_MAX;

struct dirent *__real_readdir(DIR *d);
struct dirent *__wrap_readdir(DIR *d);
struct dirent *__wrap_readdir(DIR *d)
{
    if (entries_left-- > 0)
        return __real_readdir(d);
    errno = EIO;
    return NULL;
}

size_t __real_fread(void *to, size_t size, size_t count, FILE *file);
size_t __wrap_fread(void *to, size_t size, size_t count, FILE *file);
size_t __wrap_fread(void *to, size_t size, size_t count, FILE *file)
{
    return pieces_left-- > 0 ? __real_fread(to, size, count, file) : 0;
}

static void put_file(arena *a, const char *folder, const char *name)
{
    FILE *file = fopen(arena_printf(a, "%s/%s", folder, name), "w");
    assert_non_null(file);
    fclose(file);
}

/* Dots come among the entries too. */
static void a_folder_that_cannot_be_read_on_has_no_end_there(void **state)
{
    arena *a = arena_new();
    const char *folder = scratch_folder(a);
    permit_deliveries found;
    backup_name *backups = NULL;
    size_t count = 0;
    (void)state;
    put_file(a, folder, "omv-2026-11-01_2026-11-02.jsonl");
    put_file(a, folder, "omv-2026-11-02_2026-11-03.jsonl");
    assert_int_equal(permit_deliveries_find(folder, a, &found).code, ST_OK);
    assert_int_equal(found.count, 2);
    for (int left = 0; left < 4; left++) {
        entries_left = left;
        assert_int_equal(permit_deliveries_find(folder, a, &found).code, ST_BAD_INPUT);
        entries_left = left;
        assert_int_equal(backup_list(folder, a, &backups, &count).code, ST_BAD_INPUT);
    }
    entries_left = INT_MAX;
    assert_int_equal(backup_list(folder, a, &backups, &count).code, ST_OK);
    arena_free(a);
}

/* Each is two pieces: its head and its words. */
static void marks_that_cannot_be_read_on_are_not_all_there_are(void **state)
{
    arena *a = arena_new();
    marks *m = marks_new(a);
    row_mark found[MARKS_OF_ROW];
    size_t count = 0;
    (void)state;
    marks_add(m, 1, 0, "fout");
    marks_add(m, 1, 2, "nog een");
    for (int left = 0; left < 4; left++) {
        pieces_left = left;
        const bool first = marks_first(m).code == ST_OK;
        assert_int_equal(first, left > 1);
        assert_false(first && marks_of(m, 1, found, &count).code == ST_OK);
    }
    pieces_left = INT_MAX;
    assert_int_equal(marks_first(m).code, ST_OK);
    assert_int_equal(marks_of(m, 1, found, &count).code, ST_OK);
    assert_int_equal(count, 2);
    arena_free(a);
}

static int unpacked_left = INT_MAX;

int __real_unzReadCurrentFile(unzFile archive, voidp to, unsigned size);
int __wrap_unzReadCurrentFile(unzFile archive, voidp to, unsigned size);
int __wrap_unzReadCurrentFile(unzFile archive, voidp to, unsigned size)
{
    return unpacked_left-- > 0 ? __real_unzReadCurrentFile(archive, to, size) : UNZ_ERRNO;
}

static void put_zip(const char *path)
{
    static const char *const entries[] = {"x.shp", "x.shx", "x.dbf", "x.prj", "x.cpg"};
    zipFile archive = zipOpen64(path, APPEND_STATUS_CREATE);
    assert_non_null(archive);
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        assert_int_equal(zipOpenNewFileInZip64(archive, entries[i], NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED, 1, 0), ZIP_OK);
        assert_int_equal(zipWriteInFileInZip(archive, "1252", 4), ZIP_OK);
        assert_int_equal(zipCloseFileInZip(archive), ZIP_OK);
    }
    assert_int_equal(zipClose(archive, NULL), ZIP_OK);
}

/* Without its .cpg the letters of a shapefile would be guessed. */
static void an_encoding_that_cannot_be_read_is_not_one_that_is_missing(void **state)
{
    arena *a = arena_new();
    const char *path = arena_printf(a, "%s/x.zip", scratch_folder(a));
    shape_zip found = {0};
    bool whole = false;
    (void)state;
    put_zip(path);
    for (int left = 0; !whole; left++) {
        assert_in_range(left, 0, 100);
        unpacked_left = left;
        whole = shape_zip_find(path, NULL, a, &found).code == ST_OK;
    }
    unpacked_left = INT_MAX;
    assert_non_null(found.encoding);
    assert_string_equal(found.encoding, "1252");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_inspection_that_could_not_look_is_no_inspection),
                                       cmocka_unit_test(a_folder_that_cannot_be_read_on_has_no_end_there),
                                       cmocka_unit_test(an_encoding_that_cannot_be_read_is_not_one_that_is_missing),
                                       cmocka_unit_test(marks_that_cannot_be_read_on_are_not_all_there_are),
                                       cmocka_unit_test(a_key_is_never_one_that_there_is_not_because_it_could_not_be_looked_for)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
