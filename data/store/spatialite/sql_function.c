#include "data/store/spatialite/sql_function.h"

#include <stdlib.h>

enum { FUNCTION_CALL_BYTES = 64 }; /* what a call costs without arguments */

typedef struct registered {
    spatial *spatial;
    sql_function function;
    size_t bytes; /* of arguments since the watch was asked */
} registered;

static bool any_null(int count, sqlite3_value **arguments)
{
    for (int i = 0; i < count; i++)
        if (sqlite3_value_type(arguments[i]) == SQLITE_NULL)
            return true;
    return false;
}

void sql_function_no_memory(sqlite3_context *c)
{
    sqlite3_result_error_nomem(c);
}

void sql_function_too_long(sqlite3_context *c)
{
    sqlite3_result_error_toobig(c);
}

double sql_function_number(sqlite3_context *c, sqlite3_value *argument)
{
    const int type = sqlite3_value_numeric_type(argument);
    if (type != SQLITE_INTEGER && type != SQLITE_FLOAT && type != SQLITE_NULL)
        sqlite3_result_error_code(c, SQLITE_MISMATCH);
    return sqlite3_value_double(argument);
}

const char *sql_function_text(sqlite3_context *c, sqlite3_value *argument)
{
    const bool is_null = sqlite3_value_type(argument) == SQLITE_NULL;
    const char *chars = is_null ? "" : (const char *)sqlite3_value_text(argument);
    if (!chars)
        sql_function_no_memory(c);
    return chars ? chars : "";
}

const void *sql_function_bytes(sqlite3_context *c, sqlite3_value *argument, size_t *size)
{
    const void *bytes = sqlite3_value_blob(argument);
    const size_t count = (size_t)sqlite3_value_bytes(argument);
    if (!bytes && count > 0)
        sql_function_no_memory(c);
    *size = bytes ? count : 0;
    return bytes;
}

geometry sql_function_geometry(sqlite3_context *c, sqlite3_value *argument)
{
    geometry g = {0};
    g.blob = sql_function_bytes(c, argument, &g.size);
    return g;
}

static size_t bytes_of(sqlite3_value *argument)
{
    const int type = sqlite3_value_type(argument);
    return type == SQLITE_TEXT || type == SQLITE_BLOB ? (size_t)sqlite3_value_bytes(argument) : 0;
}

static bool may_go_on(registered *r, int count, sqlite3_value **arguments)
{
    r->bytes += FUNCTION_CALL_BYTES;
    for (int i = 0; i < count; i++)
        r->bytes += bytes_of(arguments[i]);
    if (r->bytes < FUNCTION_ASK_BYTES)
        return spatial_ended(r->spatial) == SPATIAL_WENT_WELL;
    r->bytes = 0;
    return spatial_may_go_on(r->spatial);
}

/* An error that the function set itself stays: SQLite keeps it whatever result comes after. */
static void trampoline(sqlite3_context *c, int count, sqlite3_value **arguments)
{
    registered *r = sqlite3_user_data(c);
    if (may_go_on(r, count, arguments) && !(r->function.null_for_null && any_null(count, arguments)))
        r->function.call(r->spatial, c, arguments);
    if (spatial_ended(r->spatial) != SPATIAL_WENT_WELL)
        sqlite3_result_error_code(c, SQLITE_INTERRUPT);
}

bool sql_function_register(sqlite3 *db, spatial *s, const sql_function *f)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    registered *r = malloc(sizeof *r);
    if (!r)
        abort(); /* as arena_alloc does */
    *r = (registered){.spatial = s, .function = *f};
    return sqlite3_create_function_v2(db, f->name, f->arguments, flags, r, trampoline, NULL, NULL, free) == SQLITE_OK;
}
