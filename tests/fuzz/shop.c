#include "tests/fuzz/shop.h"

#include "data/model/geometry_build.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static shop the_shop;

static void close_shop(void)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    spatialite_close(the_shop.store);
    for (size_t i = 0; i < 3; i++) {
        char path[64];
        sqlite3_snprintf(sizeof path, path, "%s/s%s", the_shop.folder, suffixes[i]);
        unlink(path);
    }
    rmdir(the_shop.folder);
}

static void run(sqlite3 *db, const char *sql)
{
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fprintf(stderr, "%s: %s\n", sql, error);
    hold(!error, "the store can be made");
}

/* The first property may be the id, which already has its column. */
static size_t first_column(const layer *l)
{
    return l->properties[0].is_id ? 1 : 0;
}

/* Columns without a type, so that a row may hold anything in any of them. */
static void make_table(sqlite3 *db, const layer *l, arena *a)
{
    const char *const shape = l->properties[l->geometry].column;
    text columns = text_new(a);
    for (size_t i = first_column(l); i < l->property_count; i++)
        text_addf(&columns, ", \"%s\"", l->properties[i].column);
    run(db, "CREATE TABLE organisatie_gemeente(organisatie, nis_code, geldig_van, geldig_tot); CREATE TABLE gemeente(nis_code, "
            "kbo_nummer, geldig_van, geldig_tot)");
    run(db, arena_printf(a, "CREATE TABLE \"%s\"(\"%s\" INTEGER PRIMARY KEY%s)", l->table, l->id_column, columns.chars));
    run(db, arena_printf(a, "CREATE VIRTUAL TABLE \"idx_%s_%s\" USING rtree(pkid, xmin, xmax, ymin, ymax)", l->table, shape));
    run(db, "CREATE TABLE opgeslagen_vraag (organisatie TEXT, id TEXT, definitie TEXT, PRIMARY KEY (organisatie, id))");
    run(db, arena_printf(a, "CREATE INDEX eigen ON \"%s\"(\"%s\")", l->table, l->restrict_column));
}

/* Squares side by side; the sixth crosses itself, the seventh is cut short. */
static geometry shape_of(int row, arena *a)
{
    geometry_build b = geometry_build_new(a);
    const double x = 140000 + row * 100.0, y = 200000, w = row == 6 ? -100 : 100;
    const double corners[5][2] = {{x, y}, {x + 100, y}, {x, y + 100}, {x + w, y + 100}, {x, y}};
    const size_t order[5] = {0, 1, 3, 2, 4};
    geometry_build_part(&b, CLASS_POLYGON);
    geometry_build_ring(&b);
    for (size_t i = 0; i < 5; i++)
        geometry_build_point(&b, corners[order[i]][0], corners[order[i]][1]);
    geometry g = geometry_build_blob(&b, CLASS_MULTIPOLYGON, 31370);
    g.size -= row == 7 ? 9 : 0;
    return g;
}

static const char *value_of(const property *p, int row, arena *a)
{
    if (row % 4 == 3)
        return NULL;
    switch (p->type) {
    case VALUE_INTEGER: return arena_printf(a, "%d", row - 2);
    case VALUE_DECIMAL: return arena_printf(a, "%d.5", row - 2);
    case VALUE_BOOLEAN: return row % 2 ? "1" : "0";
    case VALUE_DATE: return arena_printf(a, "20%02d-02-28", row);
    case VALUE_DATETIME: return arena_printf(a, "20%02d-12-31T23:59:59Z", row);
    default:
        return p->codes.count ? p->codes.items[(size_t)row % p->codes.count]
                              : arena_printf(a, "Été %d%% straße 17.3.2.1°b)", row);
    }
}

static void add_row(sqlite3 *db, const layer *l, int row, arena *a)
{
    sqlite3_stmt *s = NULL;
    text marks = text_new(a);
    const size_t first = first_column(l);
    for (size_t i = first; i < l->property_count; i++)
        text_add(&marks, ", ?");
    hold(sqlite3_prepare_v2(db, arena_printf(a, "INSERT INTO \"%s\" VALUES (%d%s)", l->table, row, marks.chars), -1, &s, NULL) ==
             SQLITE_OK,
         "a row fits");
    const geometry g = shape_of(row, a);
    for (size_t i = first; i < l->property_count; i++) {
        const int at = (int)(i - first) + 1;
        const char *given = value_of(&l->properties[i], row, a);
        if (strcmp(l->properties[i].column, l->restrict_column) == 0)
            sqlite3_bind_text(s, at, "44021", -1, SQLITE_STATIC);
        else if (l->properties[i].type == VALUE_GEOMETRY && row < 10)
            sqlite3_bind_blob64(s, at, g.blob, g.size, SQLITE_STATIC);
        else if (given && (l->properties[i].type == VALUE_INTEGER || l->properties[i].type == VALUE_BOOLEAN ||
                           l->properties[i].type == VALUE_DECIMAL))
            sqlite3_bind_double(s, at, strtod(given, NULL));
        else if (given && l->properties[i].type != VALUE_GEOMETRY)
            sqlite3_bind_text(s, at, given, -1, SQLITE_STATIC);
    }
    hold(sqlite3_step(s) == SQLITE_DONE, "a row can be added");
    sqlite3_finalize(s);
    double box[4];
    if (row < 10 && geometry_mbr(g, box))
        run(db, arena_printf(a, "INSERT INTO \"idx_%s_%s\" VALUES (%d, %f, %f, %f, %f)", l->table,
                             l->properties[l->geometry].column, row, box[0], box[2], box[1], box[3]));
}

static void make_store(const char *path, const layer *l, arena *a)
{
    sqlite3 *db = NULL;
    hold(sqlite3_open(path, &db) == SQLITE_OK, "a store can be made");
    run(db, "PRAGMA journal_mode = WAL");
    make_table(db, l, a);
    for (int row = 0; row < SHOP_ROWS; row++)
        add_row(db, l, row, a);
    sqlite3_close(db);
}

shop *shop_open(world *w, int query_timeout_s)
{
    shop *s = &the_shop;
    if (s->store)
        return s;
    const layer *shipped = catalog_layer(&w->layers, "risicolocatie");
    layer *l = arena_alloc(w->lasting, sizeof *l);
    strcpy(s->folder, "/tmp/fuzz-shop-XXXXXX");
    hold(shipped && mkdtemp(s->folder), "there is a layer, and room for a store");
    *l = *shipped;
    l->history = false; /* the shop keeps no versions */
    s->layers = (catalog){l, 1};
    s->settings = (store_settings){.location = arena_printf(w->lasting, "%s/s", s->folder), .query_timeout_s = query_timeout_s};
    make_store(s->settings.location, l, w->lasting);
    hold(spatialite_open(&s->settings, &s->layers, &s->store).code == ST_OK && atexit(close_shop) == 0,
         "the store can be opened");
    return s;
}

void shop_enter(shop *s)
{
    static const char *const gent[] = {"44021"};
    hold(spatialite_enter(s->store, gent, 1, (store_watch){0}).code == ST_OK, "the store can be entered");
}

query shop_query(const shop *s, const filter *where)
{
    return (query){
        .sources = {{.layer = s->layers.layers, .hidden = HIDDEN_INCLUDED}}, .source_count = 1, .where = where, .count = 1000};
}

int64_t shop_count(shop *s, const filter *where, arena *a)
{
    const query q = shop_query(s, where);
    const sql_plan p = sql_plan_count(&q, &(sql_plan_view){.dialect = spatialite_dialect(s->store)}, a);
    int64_t counted = -1;
    world_hold_plan(&p, spatialite_dialect(s->store), &q, a);
    const status done = spatialite_count(s->store, &p, &counted);
    hold(done.code == ST_OK || done.code == ST_BAD_PARAM, "a filter that is understood can be run");
    return done.code == ST_OK ? counted : -1;
}

void shop_hold_not_both(shop *s, const filter *f, const filter *no, arena *a)
{
    shop_enter(s);
    const int64_t one = shop_count(s, f, a), other = one < 0 ? -1 : shop_count(s, no, a);
    hold(other < 0 || one + other <= SHOP_ROWS, "no row is in a filter and in its NOT");
}

void shop_hold_answer(const status *understood)
{
    hold(understood->code == ST_OK ||
             (status_http(understood->code) >= 400 && understood->code != ST_INTERNAL && *understood->nl && *understood->en),
         "a filter that is refused is the client's");
}
