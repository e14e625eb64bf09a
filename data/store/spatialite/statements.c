/* Prepared statements kept per connection: planning a query costs more than answering a small one. */
#include "data/store/spatialite/connection.h"

#include <string.h>

static sqlite3_stmt *remove_at(statement_shelf *shelf, size_t index)
{
    sqlite3_stmt *statement = shelf->statements[index];
    shelf->count--;
    memmove(&shelf->statements[index], &shelf->statements[index + 1], (shelf->count - index) * sizeof *shelf->statements);
    return statement;
}

status shelf_take(spatialite *s, const char *sql, sqlite3_stmt **out)
{
    for (size_t i = 0; i < s->shelf.count; i++)
        if (strcmp(sqlite3_sql(s->shelf.statements[i]), sql) == 0) {
            *out = remove_at(&s->shelf, i);
            return status_ok();
        }
    sqlite3_stmt *statement = NULL;
    if (prepare_within_limits(s, sql, &statement) != SQLITE_OK)
        return reading_failed(s, "prepare");
    *out = statement;
    return status_ok();
}

/* A statement with thousands of ids takes megabytes, and planning it costs little compared with running it. */
static bool is_worth_keeping(sqlite3_stmt *statement)
{
    enum { SQL_BYTES = 8 * 1024 };
    return strnlen(sqlite3_sql(statement), SQL_BYTES) < SQL_BYTES;
}

void shelf_put_back(spatialite *s, sqlite3_stmt *statement)
{
    statement_shelf *shelf = &s->shelf;
    if (!is_worth_keeping(statement)) {
        sqlite3_finalize(statement);
        return;
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (shelf->count == STATEMENTS_KEPT)
        sqlite3_finalize(remove_at(shelf, STATEMENTS_KEPT - 1));
    memmove(&shelf->statements[1], &shelf->statements[0], shelf->count * sizeof *shelf->statements);
    shelf->statements[0] = statement;
    shelf->count++;
}

void shelf_clear(spatialite *s)
{
    while (s->shelf.count)
        sqlite3_finalize(remove_at(&s->shelf, s->shelf.count - 1));
}

int prepare_fixed(spatialite *s, char *sql, sqlite3_stmt **out)
{
    if (!sql)
        return SQLITE_NOMEM;
    s->trusted = true;
    const int code = sqlite3_prepare_v2(s->db, sql, -1, out, NULL);
    s->trusted = false;
    sqlite3_free(sql);
    return code;
}

const char *column_text(sqlite3_stmt *s, int column, arena *a, bool *lost)
{
    const unsigned char *chars = sqlite3_column_text(s, column);
    *lost |= !chars && sqlite3_column_type(s, column) != SQLITE_NULL;
    return chars ? arena_strdup(a, (const char *)chars) : NULL;
}
