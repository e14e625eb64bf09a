#include "tests/unit/wall_fixture.h"

#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

static void run_script(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *error = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s", error);
    sqlite3_close(db);
}

void wall_run_script(const wall_fixture *f, const char *sql)
{
    run_script(f->path, sql);
}

static void describe_layer(wall_fixture *f, bool history)
{
    f->properties[0] = (property){.name = "gemeente_nis", .column = "gemeente_nis", .type = VALUE_STRING};
    f->properties[1] = (property){.name = "omschrijving", .column = "omschrijving", .type = VALUE_STRING};
    f->properties[2] = (property){.name = "geometry", .column = "geometry", .type = VALUE_GEOMETRY};
    f->layer = (layer){.name = "risicolocatie",
                       .table = "risicolocatie",
                       .id_column = "id",
                       .restrict_column = "gemeente_nis",
                       .hide_column = "geschrapt",
                       .history = history,
                       .properties = f->properties,
                       .property_count = 3,
                       .geometry = 2,
                       .geometry_type = GEOMETRY_MULTISURFACE,
                       .srid = 31370};
    f->catalog = (catalog){&f->layer, 1};
}

int wall_set_up(void **state, const char *schema, bool history, int seconds)
{
    arena *a = arena_new();
    wall_fixture *f = arena_alloc(a, sizeof *f);
    *f = (wall_fixture){.arena = a, .path = arena_printf(a, "%s/wall.sqlite", scratch_folder(a))};
    run_script(f->path, schema);
    describe_layer(f, history);
    f->settings = (store_settings){.location = f->path, .query_timeout_s = seconds};
    *state = f;
    return spatialite_open(&f->settings, &f->catalog, &f->store).code == ST_OK ? 0 : -1;
}

int wall_tear_down(void **state)
{
    wall_fixture *f = *state;
    spatialite_close(f->store);
    arena_free(f->arena);
    return 0;
}

int wall_count_by(const wall_fixture *f, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int counted = -1;
    text filled = text_new(f->arena);
    for (const char *c = sql; *c; c++)
        *c == '#' ? text_add(&filled, f->store->dialect.tag) : text_add_bytes(&filled, c, 1);
    if (sqlite3_prepare_v2(f->store->db, filled.chars, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        counted = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return counted;
}
