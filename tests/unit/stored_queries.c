/* The collection of stored queries: separate for each organisation, written completely or not at all, with a clear error when
 * writing fails. */
#include "data/store/stored_queries.h"

#include "data/store/spatialite/edit_connection.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#define GENT "0207451227"
#define ANTWERPEN "0207500123"

typedef struct place {
    arena *a;
    const char *folder, *path;
} place;

static int set_up(void **state)
{
    arena *a = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    sqlite3 *db = NULL;
    *p = (place){.a = a, .folder = scratch_folder(a)};
    p->path = arena_printf(a, "%s/store.sqlite", p->folder);
    assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA journal_mode = WAL; CREATE TABLE opgeslagen_vraag (organisatie TEXT NOT NULL, id TEXT "
                                  "NOT NULL, definitie TEXT NOT NULL,"
                                  " gemaakt_op TEXT NOT NULL, gemaakt_door TEXT NOT NULL, PRIMARY KEY (organisatie, id))",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    const place *p = *state;
    arena_free(p->a);
    return 0;
}

static int64_t kept(const place *p, const char *organisation)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_open(p->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM opgeslagen_vraag WHERE organisatie = ?1", -1, &s, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(s, 1, organisation, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    const int64_t count = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return count;
}

/* One edit with one step. */
static status change_one(const place *p, const change *c, int64_t *out)
{
    writer *w = NULL;
    TRY(edit_connection_begin(p->path, &w));
    const status done = edit_apply(w, c, out);
    const status kept = done.code == ST_OK ? edit_connection_commit(&w) : done;
    edit_connection_close(&w);
    return kept;
}

static status keep_all(const place *p, const char *organisation, const stored_definition *all, size_t count)
{
    int64_t n = 0;
    return change_one(p,
                      &(change){.kind = CHANGE_KEEP_QUERIES,
                                .organisation = organisation,
                                .actor = "user:x",
                                .definitions = all,
                                .definition_count = count},
                      &n);
}

static status keep(const place *p, const char *organisation, const char *id)
{
    const stored_definition one = {id, "<a/>"};
    return keep_all(p, organisation, &one, 1);
}

static bool drop(const place *p, const char *organisation, const char *id)
{
    int64_t n = 0;
    const stored_definition one = {.id = id};
    const change c = {
        .kind = CHANGE_DROP_QUERY, .organisation = organisation, .actor = "", .definitions = &one, .definition_count = 1};
    assert_int_equal(change_one(p, &c, &n).code, ST_OK);
    return n == 1;
}

static void an_id_belongs_to_its_organisation(void **state)
{
    const place *p = *state;
    assert_int_equal(keep(p, GENT, "a").code, ST_OK);
    assert_int_equal(keep(p, ANTWERPEN, "a").code, ST_OK);
    const status twice = keep(p, GENT, "a");
    assert_int_equal(twice.code, ST_DUPLICATE_QUERY);
    assert_string_equal(twice.locator, "a");
    assert_true(drop(p, ANTWERPEN, "a"));
    assert_false(drop(p, ANTWERPEN, "a"));
    assert_int_equal(kept(p, GENT), 1);
}

static void what_does_not_fit_whole_is_not_kept_at_all(void **state)
{
    const place *p = *state;
    stored_definition many[STORED_QUERIES_MOST + 1];
    for (size_t i = 0; i <= STORED_QUERIES_MOST; i++)
        many[i] = (stored_definition){arena_printf(p->a, "n%zu", i), "<a/>"};
    assert_int_equal(keep_all(p, GENT, many, STORED_QUERIES_MOST + 1).code, ST_NOT_PROCESSED);
    assert_int_equal(kept(p, GENT), 0);
    many[5].id = "n1";
    assert_int_equal(keep_all(p, GENT, many, 10).code, ST_DUPLICATE_QUERY);
    assert_int_equal(kept(p, GENT), 0);
    many[5].id = "n5";
    assert_int_equal(keep_all(p, GENT, many, STORED_QUERIES_MOST).code, ST_OK);
    assert_int_equal(keep(p, GENT, "nog").code, ST_NOT_PROCESSED);
    assert_int_equal(keep(p, ANTWERPEN, "nog").code, ST_OK);
}

/* root may write anything, so switch to another user for a moment. */
static status keep_as_nobody(const place *p)
{
    const uid_t before = geteuid();
    if (before == 0)
        assert_int_equal(seteuid(65534), 0);
    const status s = keep(p, GENT, "a");
    if (before == 0)
        assert_int_equal(seteuid(before), 0);
    return s;
}

static void a_file_that_can_only_be_read_is_said_to_be_one(void **state)
{
    const place *p = *state;
    assert_int_equal(chmod(p->path, 0444), 0);
    assert_int_equal(chmod(p->folder, 0555), 0);
    const status s = keep_as_nobody(p);
    assert_int_equal(chmod(p->folder, 0700), 0);
    assert_int_equal(s.code, ST_NOT_PROCESSED);
    assert_non_null(strstr(s.en, "only be read"));
    assert_null(strstr(s.en, p->folder));
    assert_int_equal(kept(p, GENT), 0);
}

static void texts_are_kept_as_they_are(void **state)
{
    const place *p = *state;
    static const char *const ids[] = {"'; DROP TABLE opgeslagen_vraag; --", "%", "Łódź", "a?1"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        assert_int_equal(keep(p, GENT, ids[i]).code, ST_OK);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        assert_true(drop(p, GENT, ids[i]));
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(an_id_belongs_to_its_organisation),
        WITH_PLACE(what_does_not_fit_whole_is_not_kept_at_all),
        WITH_PLACE(a_file_that_can_only_be_read_is_said_to_be_one),
        WITH_PLACE(texts_are_kept_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
