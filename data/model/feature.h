/* One row of an answer. Valid until the next row of the same cursor. */
#ifndef MODEL_FEATURE_H
#define MODEL_FEATURE_H

#include "data/model/geometry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The member that holds the value follows from the property's value_type. */
typedef struct value {
    bool null;
    union {
        int64_t integer; /* VALUE_INTEGER, VALUE_BOOLEAN */
        double real;     /* VALUE_DECIMAL: finite */
        struct {
            const char *text; /* VALUE_STRING, VALUE_DATE, VALUE_DATETIME: UTF-8, NUL-terminated */
            size_t length;    /* without the NUL */
        };
        geometry shape; /* VALUE_GEOMETRY */
    };
} value;

typedef struct feature {
    int64_t id;
    const value *values; /* one per property of the query, in its order */
} feature;

#endif
