/* The rows of one gemeente made those of a file: what stays the same is left alone, for every gemeente of a sample. */
#include "base/text.h"
#include "data/manage/export.h"
#include "data/manage/import.h"
#include "data/manage/sample.h"
#include "tests/unit/scratch.h"

#include "tests/unit/unit.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEATURES = 1500, NOW = 1750000000 };

typedef struct place {
    arena *a;
    const char *folder, *store;
} place;

static int set_up(void **state)
{
    arena *a = arena_new();
    place *p = arena_alloc(a, sizeof *p);
    sample_result made;
    *p = (place){.a = a, .folder = scratch_folder(a)};
    p->store = arena_printf(a, "%s/store.sqlite", p->folder);
    *state = p;
    return sample_build(p->store, &(sample_settings){FEATURES, 7, true}, a, &made).code == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(((place *)*state)->a);
    return 0;
}

static const char *ask(const place *p, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_open(p->store, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    const char *answer = sqlite3_step(s) == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
    answer = answer ? arena_strdup(p->a, answer) : "";
    sqlite3_finalize(s);
    sqlite3_close(db);
    return answer;
}

static slice read_file(const char *path, arena *a)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text t = text_new(a);
    char block[4096];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        text_add_bytes(&t, block, n);
    fclose(file);
    return (slice){t.chars, t.length};
}

/* What the gemeente has, as a file. */
static const char *export(const place *p, const char *nis, const char *name, bool exact)
{
    arena *a = arena_new();
    writer *w = NULL;
    uint64_t rows = 0;
    const char *path = arena_printf(p->a, "%s/%s", p->folder, name);
    assert_int_equal(writer_open(p->store, a, &w).code, ST_OK);
    assert_int_equal(export_csv(&(export_settings){p->store, path, nis, exact}, w, a, &rows).code, ST_OK);
    arena_free(a);
    return path;
}

static import_result replace_by(const place *p, const char *nis, const char *path, bool exact)
{
    arena *a = arena_new();
    writer *w = NULL;
    import_result r = {0};
    char *told = NULL;
    size_t size = 0;
    FILE *report = open_memstream(&told, &size);
    const import_settings settings = {.path = path,
                                      .store = p->store,
                                      .nis_code = nis,
                                      .replace = true,
                                      .report = report,
                                      .errors = 10,
                                      .exact = exact,
                                      .now = NOW};
    assert_int_equal(writer_open(p->store, a, &w).code, ST_OK);
    const status done = import_file(&settings, w, a, &r);
    fclose(report);
    if (done.code != ST_OK || r.errors > 0)
        fail_msg("%s: %s%s", nis, done.code != ST_OK ? done.en : "", told);
    free(told);
    arena_free(a);
    return r;
}

/* The gemeenten that have rows, with commas between. */
static text_list all_gemeenten(const place *p)
{
    return text_items(p->a, ask(p, "SELECT group_concat(DISTINCT gemeente_nis) FROM risicolocatie"), ',');
}

static void write_file(const char *path, slice content)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content.at, 1, content.length, file), content.length);
    fclose(file);
}

/* Export, import --replace, export: the same bytes, and nothing was written in between. */
static void an_export_that_replaces_its_gemeente_changes_nothing_in_any_of_them(void **state)
{
    const place *p = *state;
    const text_list all = all_gemeenten(p);
    const char *before =
        ask(p, "SELECT count(*) || ' ' || max(id) || ' ' || (SELECT count(*) FROM risicolocatie_versie) FROM boeking");
    assert_true(all.count > 280);
    for (size_t i = 0; i < all.count; i++) {
        const bool exact = i % 2;
        const char *nis = all.items[i];
        const slice was = read_file(export(p, nis, "een.csv", exact), p->a);
        const import_result r = replace_by(p, nis, arena_printf(p->a, "%s/een.csv", p->folder), exact);
        assert_true(r.replaced.kept == r.rows && r.rows > 0);
        assert_true(r.replaced.changed + r.replaced.added + r.replaced.removed == 0);
        const slice is = read_file(export(p, nis, "twee.csv", exact), p->a);
        assert_true(slice_equals(was, is));
    }
    assert_string_equal(
        ask(p, "SELECT count(*) || ' ' || max(id) || ' ' || (SELECT count(*) FROM risicolocatie_versie) FROM boeking"), before);
}

/* The file of a gemeente without its first field in each row, which is the id. */
static slice without_ids(slice csv, arena *a)
{
    text t = text_new(a);
    bool quoted = false, first = true, head = true;
    for (size_t i = 0; i < csv.length; i++) {
        const char c = csv.at[i];
        quoted ^= c == '"';
        first &= c != ';';
        if (head || !first)
            text_add_bytes(&t, &c, 1);
        if (c == '\n' && !quoted) {
            first = true;
            head = false;
        }
    }
    return (slice){t.chars, t.length};
}

static void rows_without_an_id_are_known_by_their_content(void **state)
{
    const place *p = *state;
    const text_list all = all_gemeenten(p);
    const char *before = ask(p, "SELECT max(id) FROM boeking");
    const char *bare = arena_printf(p->a, "%s/zonder.csv", p->folder);
    for (size_t i = 0; i < all.count; i += 5) {
        const slice was = read_file(export(p, all.items[i], "een.csv", true), p->a);
        write_file(bare, without_ids(was, p->a));
        const import_result r = replace_by(p, all.items[i], bare, true);
        assert_true(r.replaced.kept == r.rows && r.rows > 0);
        assert_true(slice_equals(was, read_file(export(p, all.items[i], "twee.csv", true), p->a)));
    }
    assert_string_equal(ask(p, "SELECT max(id) FROM boeking"), before);
}

/* Two rows that are the same are two, and stay two. */
static void doubles_are_counted_and_not_merged(void **state)
{
    const place *p = *state;
    const char *nis = "44021", *path = arena_printf(p->a, "%s/dubbel.csv", p->folder);
    const slice once = without_ids(read_file(export(p, nis, "een.csv", true), p->a), p->a);
    const char *body = strchr(once.at, '\n') + 1;
    const slice twice = {arena_printf(p->a, "%s%s", once.at, body), once.length + once.length - (size_t)(body - once.at)};
    write_file(path, twice);
    const import_result first = replace_by(p, nis, path, true);
    assert_true(first.replaced.kept == first.replaced.added && first.replaced.removed + first.replaced.changed == 0);
    const import_result again = replace_by(p, nis, path, true);
    assert_true(again.replaced.kept == first.rows && again.replaced.added + again.replaced.removed == 0);
    write_file(path, once);
    const import_result back = replace_by(p, nis, path, true);
    assert_true(back.replaced.kept == first.replaced.kept && back.replaced.removed == first.replaced.added);
    assert_string_equal(ask(p, "PRAGMA integrity_check"), "ok");
    assert_string_equal(ask(p, "PRAGMA foreign_key_check"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_that_replaces_its_gemeente_changes_nothing_in_any_of_them),
        cmocka_unit_test(rows_without_an_id_are_known_by_their_content),
        cmocka_unit_test(doubles_are_counted_and_not_merged),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
