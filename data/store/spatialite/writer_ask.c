#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>

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
