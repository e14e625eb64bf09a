/* What the operators of data/model/operators.def compute. */
#include "data/store/spatialite/filter_functions.h"

#include "data/model/arithmetic.h"
#include "data/model/case_fold.h"
#include "data/model/function.h"
#include "data/store/spatialite/sql_function.h"

#include <stdlib.h>
#include <string.h>

static number number_of(sqlite3_context *c, sqlite3_value *v)
{
    const double given = sql_function_number(c, v); /* afterwards it has the type of a number */
    return sqlite3_value_type(v) == SQLITE_INTEGER ? (number){.whole = true, .integer = sqlite3_value_int64(v)}
                                                   : (number){.real = given};
}

static void compute(char operation, sqlite3_context *c, sqlite3_value **v)
{
    const number left = number_of(c, v[0]), right = number_of(c, v[1]);
    number result = {0};
    if (!arithmetic(operation, &left, &right, &result))
        sqlite3_result_null(c);
    else if (result.whole)
        sqlite3_result_int64(c, result.integer);
    else
        sqlite3_result_double(c, result.real);
}

#define ARITHMETIC(name, operation)                                                        \
    static void operator_##name(spatial *s, sqlite3_context *c, sqlite3_value **arguments) \
    {                                                                                      \
        (void)s;                                                                           \
        compute(operation, c, arguments);                                                  \
    }
ARITHMETIC(add, '+')
ARITHMETIC(subtract, '-')
ARITHMETIC(multiply, '*')
ARITHMETIC(divide, '/')
ARITHMETIC(modulo, '%')
ARITHMETIC(quotient, 'd')
ARITHMETIC(power, '^')
#undef ARITHMETIC

static void fold(sqlite3_context *c, sqlite3_value *given, char *(*folded)(const char *chars))
{
    const char *chars = sql_function_text(c, given);
    if (strlen(chars) > FUNCTION_TEXT_MOST) {
        sql_function_too_long(c);
        return;
    }
    char *made = folded(chars);
    if (made)
        sqlite3_result_text(c, made, -1, SQLITE_TRANSIENT);
    else
        sql_function_no_memory(c);
    free(made);
}

static void operator_casei(spatial *s, sqlite3_context *c, sqlite3_value **arguments)
{
    (void)s;
    fold(c, arguments[0], case_fold_malloc);
}

static void operator_accenti(spatial *s, sqlite3_context *c, sqlite3_value **arguments)
{
    (void)s;
    fold(c, arguments[0], accent_fold_malloc);
}

bool store_filter_operators_register(sqlite3 *db, spatial *s)
{
    static sql_call *const calls[] = {
#define OPERATOR(name, ...) operator_##name,
#include "data/model/operators.def"
#undef OPERATOR
    };
    bool done = true;
    for (size_t i = 0; i < filter_operator_count && done; i++) {
        const filter_function *f = &filter_operators[i];
        done = sql_function_register(db, s, &(sql_function){f->sql, calls[i], (int)f->argument_count, .null_for_null = true});
    }
    return done;
}

bool store_is_filter_operator(const char *name)
{
    for (size_t i = 0; i < filter_operator_count; i++)
        if (sqlite3_stricmp(filter_operators[i].sql, name) == 0)
            return true;
    return false;
}
