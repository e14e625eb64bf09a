#include "data/store/spatialite/filter_functions.h"

#include "data/model/function.h"
#include "data/model/letter_case.h"
#include "data/spatial/spatial_measure.h"
#include "data/store/spatialite/sql_function.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_text(sqlite3_context *c, const char *chars, size_t length)
{
    if (length > FUNCTION_TEXT_MOST)
        sql_function_too_long(c);
    else
        sqlite3_result_text(c, chars, (int)length, SQLITE_TRANSIENT);
}

static void give_case(sqlite3_context *c, const char *chars, bool upper)
{
    if (strlen(chars) > FUNCTION_TEXT_MOST) {
        sql_function_too_long(c);
        return;
    }
    char *mapped = letter_case_malloc(chars, upper);
    if (mapped)
        give_text(c, mapped, strlen(mapped));
    else
        sql_function_no_memory(c);
    free(mapped);
}

static void call_strToLowerCase(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    give_case(c, sql_function_text(c, v[0]), false);
}

static void call_strToUpperCase(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    give_case(c, sql_function_text(c, v[0]), true);
}

static void call_strTrim(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    static const char blanks[] = " \t\n\r";
    const char *from = sql_function_text(c, v[0]) + strspn(sql_function_text(c, v[0]), blanks);
    size_t length = strlen(from);
    while (length > 0 && strchr(blanks, from[length - 1]))
        length--;
    give_text(c, from, length);
}

static size_t character(const char *at)
{
    const size_t bytes = text_character(at);
    return bytes ? bytes : 1;
}

/* Characters, not bytes, up to `end`. */
static int64_t characters_before(const char *chars, const char *end)
{
    int64_t count = 0;
    for (; chars < end && *chars; chars += character(chars))
        count++;
    return count;
}

static const char *after_characters(const char *chars, int64_t count)
{
    for (; count > 0 && *chars; count--)
        chars += character(chars);
    return chars;
}

static void call_strLength(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    const char *chars = sql_function_text(c, v[0]);
    sqlite3_result_int64(c, characters_before(chars, chars + strlen(chars)));
}

/* Positions outside the text are clamped: one before the beginning is the beginning, one after the end is the end. */
static void call_strSubstring(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    (void)sql_function_number(c, v[1]);
    (void)sql_function_number(c, v[2]);
    const int64_t begin = sqlite3_value_int64(v[1]), end = sqlite3_value_int64(v[2]);
    const char *from = after_characters(sql_function_text(c, v[0]), begin);
    const char *to = after_characters(sql_function_text(c, v[0]), end);
    give_text(c, from, to > from ? (size_t)(to - from) : 0);
}

static void call_strSubstringStart(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    (void)sql_function_number(c, v[1]);
    const char *from = after_characters(sql_function_text(c, v[0]), sqlite3_value_int64(v[1]));
    give_text(c, from, strlen(from));
}

static void call_strConcat(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    const char *one = sql_function_text(c, v[0]), *two = sql_function_text(c, v[1]);
    const size_t first = strlen(one), second = strlen(two);
    if (first + second > FUNCTION_TEXT_MOST) {
        sql_function_too_long(c);
        return;
    }
    char *joined = malloc(first + second + 1);
    if (!joined) {
        sql_function_no_memory(c);
        return;
    }
    snprintf(joined, first + second + 1, "%s%s", one, two);
    sqlite3_result_text(c, joined, (int)(first + second), free);
}

static void call_strIndexOf(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    const char *chars = sql_function_text(c, v[0]), *found = strstr(chars, sql_function_text(c, v[1]));
    sqlite3_result_int64(c, found ? characters_before(chars, found) : -1);
}

static void call_strStartsWith(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    sqlite3_result_int(c,
                       strncmp(sql_function_text(c, v[0]), sql_function_text(c, v[1]), strlen(sql_function_text(c, v[1]))) == 0);
}

static void call_strEndsWith(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    const size_t whole = strlen(sql_function_text(c, v[0])), part = strlen(sql_function_text(c, v[1]));
    sqlite3_result_int(c, part <= whole && strcmp(sql_function_text(c, v[0]) + whole - part, sql_function_text(c, v[1])) == 0);
}

/* An integer keeps all its 64 bits. */
static void call_abs(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    const double number = sql_function_number(c, v[0]);
    const int64_t whole = sqlite3_value_int64(v[0]);
    if (sqlite3_value_type(v[0]) == SQLITE_INTEGER && whole != INT64_MIN)
        sqlite3_result_int64(c, whole < 0 ? -whole : whole);
    else
        sqlite3_result_double(c, fabs(number));
}

/* An integer is returned as it is, so it keeps the digits that a double would lose. */
static void give_rounded(sqlite3_context *c, sqlite3_value *given, double rounded)
{
    if (sqlite3_value_type(given) == SQLITE_INTEGER)
        sqlite3_result_value(c, given);
    else
        sqlite3_result_double(c, rounded);
}

static void call_ceil(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    give_rounded(c, v[0], ceil(sql_function_number(c, v[0])));
}

static void call_floor(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    give_rounded(c, v[0], floor(sql_function_number(c, v[0])));
}

/* As XPath's round(): halves go up, also below zero. Adding a half and truncating would round 0.49999999999999994 to 1. */
static void call_round(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    const double given = sql_function_number(c, v[0]), low = floor(given);
    give_rounded(c, v[0], given - low >= 0.5 ? low + 1 : low);
}

/* "YYYY-MM-DD…": the number of `digits` digits at `at`; a text that is not a date gives NULL. */
static void give_digits(sqlite3_context *c, const char *date, size_t at, size_t digits)
{
    int number = 0;
    if (strnlen(date, 10) < 10 || date[4] != '-' || date[7] != '-')
        return;
    for (size_t i = at; i < at + digits; i++) {
        if (date[i] < '0' || date[i] > '9')
            return;
        number = number * 10 + (date[i] - '0');
    }
    sqlite3_result_int(c, number);
}

static void call_year(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    give_digits(c, sql_function_text(c, v[0]), 0, 4);
}

static void call_month(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    give_digits(c, sql_function_text(c, v[0]), 5, 2);
}

static void call_day(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    give_digits(c, sql_function_text(c, v[0]), 8, 2);
}

static void call_area(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    double area = 0;
    if (spatial_area(s, sql_function_geometry(c, v[0]), &area))
        sqlite3_result_double(c, area);
}

static void call_geomLength(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    double length = 0;
    if (spatial_length(s, sql_function_geometry(c, v[0]), &length))
        sqlite3_result_double(c, length);
}

static void call_numPoints(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    sqlite3_result_int64(c, (sqlite3_int64)geometry_points(sql_function_geometry(c, v[0])));
}

static void call_isValid(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    bool valid = false;
    if (spatial_is_valid(s, sql_function_geometry(c, v[0]), &valid))
        sqlite3_result_int(c, valid);
}

static void call_centroid(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    uint8_t point[SPATIAL_POINT_BYTES];
    if (spatial_centroid(s, sql_function_geometry(c, v[0]), point))
        sqlite3_result_blob(c, point, sizeof point, SQLITE_TRANSIENT);
}

static void call_interiorPoint(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    uint8_t point[SPATIAL_POINT_BYTES];
    if (spatial_interior_point(s, sql_function_geometry(c, v[0]), point))
        sqlite3_result_blob(c, point, sizeof point, SQLITE_TRANSIENT);
}

static void call_envelope(spatial *s, sqlite3_context *c, sqlite3_value **v)
{
    (void)s;
    uint8_t box[SPATIAL_BOX_BYTES];
    if (spatial_envelope(sql_function_geometry(c, v[0]), box))
        sqlite3_result_blob(c, box, sizeof box, SQLITE_TRANSIENT);
}

bool store_filter_functions_register(sqlite3 *db, spatial *s)
{
    static sql_call *const calls[] = {
#define FUNCTION(name, ...) call_##name,
#include "data/model/functions.def"
#undef FUNCTION
    };
    bool done = true;
    for (size_t i = 0; i < filter_function_count && done; i++) {
        const filter_function *f = &filter_functions[i];
        done = sql_function_register(db, s, &(sql_function){f->sql, calls[i], (int)f->argument_count, .null_for_null = true});
    }
    return done && store_filter_operators_register(db, s);
}

bool store_is_filter_function(const char *name)
{
    for (size_t i = 0; i < filter_function_count; i++)
        if (sqlite3_stricmp(filter_functions[i].sql, name) == 0)
            return true;
    return store_is_filter_operator(name);
}
