/* The functions that a filter may call (functions.def). What each of them does is in filter_functions.c. */
#ifndef MODEL_FUNCTION_H
#define MODEL_FUNCTION_H

#include "data/model/layer.h"

enum { FUNCTION_ARGUMENTS = 3 };

typedef enum argument_kind {
    ARGUMENT_NONE,
    ARGUMENT_TEXT,
    ARGUMENT_NUMBER, /* integer or decimal */
    ARGUMENT_WHOLE,
    ARGUMENT_MOMENT, /* date or date-time */
    ARGUMENT_SHAPE,
} argument_kind;

typedef struct function_argument {
    const char *name;
    argument_kind kind;
} function_argument;

typedef struct filter_function {
    const char *name;
    const char *sql; /* its name in the store */
    value_type result;
    const char *title; /* Dutch */
    function_argument arguments[FUNCTION_ARGUMENTS];
    size_t argument_count;
} filter_function;

extern const filter_function filter_functions[];
extern const size_t filter_function_count;

/* What filters compute by operators (operators.def), in the same form. */
extern const filter_function filter_operators[];
extern const size_t filter_operator_count;

/* By its symbol, "+"; NULL when there is none. */
const filter_function *function_find_operator(const char *symbol);

/* NULL when there is none. Case counts, as in every name of XML. */
const filter_function *function_find(const char *name);

/* "a, b, c" */
const char *function_names(arena *a);

/* Whether such a value can be that argument. */
bool function_takes(argument_kind kind, value_type type);

#endif
