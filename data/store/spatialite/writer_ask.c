#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>
#include <stdio.h>

static status take_all(writer *w, sqlite3_stmt *s, writer_take take, void *context)
{
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(s)) == SQLITE_ROW)
        if (take)
            TRY(take(s, context));
    return code == SQLITE_DONE ? status_ok() : store_failed(w, sqlite3_sql(s));
}

static status ask(writer *w, const char *sql, const slice *values, size_t count, const geometry *shape, writer_take take,
                  void *context)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, sql, &s));
    for (size_t i = 0; i < count; i++)
        store_bind(s, (int)i + 1, values[i]);
    if (shape)
        sqlite3_bind_blob(s, (int)count + 1, shape->blob, (int)shape->size, SQLITE_STATIC);
    const status done = take_all(w, s, take, context);
    sqlite3_finalize(s);
    return done;
}

status writer_ask(writer *w, const char *sql, const slice *values, size_t count, writer_take take, void *context)
{
    return ask(w, sql, values, count, NULL, take, context);
}

status writer_ask_of_shape(writer *w, const char *sql, const slice *values, size_t count, geometry shape, writer_take take,
                           void *context)
{
    return ask(w, sql, values, count, &shape, take, context);
}

status writer_run(writer *w, const char *sql, const slice *values, size_t count)
{
    return writer_ask(w, sql, values, count, NULL, NULL);
}

static status note_there(sqlite3_stmt *row, void *context)
{
    (void)row;
    *(bool *)context = true;
    return status_ok();
}

status writer_is_there(writer *w, const char *sql, const slice *values, size_t count, bool *out)
{
    bool there = false;
    TRY(writer_ask(w, sql, values, count, note_there, &there));
    *out = there;
    return status_ok();
}

static status note_number(sqlite3_stmt *row, void *context)
{
    *(int64_t *)context = sqlite3_column_int64(row, 0);
    return status_ok();
}

status writer_ask_number(writer *w, const char *sql, const slice *values, size_t count, int64_t *out)
{
    int64_t found = *out;
    TRY(writer_ask(w, sql, values, count, note_number, &found));
    *out = found;
    return status_ok();
}

typedef struct texts_room {
    arena *arena;
    text_list list;
    size_t room;
} texts_room;

static status add_text(sqlite3_stmt *row, void *context)
{
    texts_room *to = context;
    if (to->list.count == to->room)
        to->list.items = arena_grow(to->arena, to->list.items, &to->room, to->list.count + 1, sizeof *to->list.items);
    to->list.items[to->list.count++] = store_text(row, 0, to->arena);
    return status_ok();
}

status writer_ask_texts(writer *w, const char *sql, const slice *values, size_t count, arena *a, text_list *out)
{
    texts_room found = {.arena = a};
    TRY(writer_ask(w, sql, values, count, add_text, &found));
    *out = found.list;
    return status_ok();
}

slice writer_number(int64_t number, char out[WRITER_NUMBER_ROOM])
{
    snprintf(out, WRITER_NUMBER_ROOM, "%lld", (long long)number);
    return slice_of(out);
}
