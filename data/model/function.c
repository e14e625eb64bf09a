#include "data/model/function.h"

#include <string.h>

#define TEXT(name)          \
    {                       \
        name, ARGUMENT_TEXT \
    }
#define NUMBER(name)          \
    {                         \
        name, ARGUMENT_NUMBER \
    }
#define WHOLE(name)          \
    {                        \
        name, ARGUMENT_WHOLE \
    }
#define MOMENT(name)          \
    {                         \
        name, ARGUMENT_MOMENT \
    }
#define SHAPE(name)          \
    {                        \
        name, ARGUMENT_SHAPE \
    }
#define COUNT(...) (sizeof((function_argument[]){__VA_ARGS__}) / sizeof(function_argument))

const filter_function filter_functions[] = {
#define FUNCTION(name, result, title, ...) {#name, "fes_" #name, result, title, {__VA_ARGS__}, COUNT(__VA_ARGS__)},
#include "data/model/functions.def"
#undef FUNCTION
};

const size_t filter_function_count = sizeof filter_functions / sizeof *filter_functions;

const filter_function filter_operators[] = {
#define OPERATOR(name, symbol, result, ...) {symbol, "cql_" #name, result, "", {__VA_ARGS__}, COUNT(__VA_ARGS__)},
#include "data/model/operators.def"
#undef OPERATOR
};

const size_t filter_operator_count = sizeof filter_operators / sizeof *filter_operators;

const filter_function *function_find_operator(const char *symbol)
{
    for (size_t i = 0; i < filter_operator_count; i++)
        if (text_equal_nocase(filter_operators[i].name, symbol))
            return &filter_operators[i];
    return NULL;
}

const filter_function *function_find(const char *name)
{
    for (size_t i = 0; i < filter_function_count; i++)
        if (text_equal_nocase(filter_functions[i].name, name)) /* centroid, Centroid: clients differ */
            return &filter_functions[i];
    return NULL;
}

const char *function_names(arena *a)
{
    text t = text_new(a);
    for (size_t i = 0; i < filter_function_count; i++)
        text_addf(&t, "%s%s", i ? ", " : "", filter_functions[i].name);
    return t.chars;
}

bool function_takes(argument_kind kind, value_type type)
{
    switch (kind) {
    case ARGUMENT_TEXT: return type == VALUE_STRING;
    case ARGUMENT_NUMBER: return type == VALUE_INTEGER || type == VALUE_DECIMAL;
    case ARGUMENT_WHOLE: return type == VALUE_INTEGER;
    case ARGUMENT_MOMENT: return type == VALUE_DATE || type == VALUE_DATETIME;
    case ARGUMENT_SHAPE: return type == VALUE_GEOMETRY;
    case ARGUMENT_NONE: break;
    }
    return false;
}
