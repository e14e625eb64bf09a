/* SQL in the making, for plan*.c alone: text from the layer file, values beside it. */
#ifndef STORE_PLANNER_H
#define STORE_PLANNER_H

#include "base/text.h"
#include "data/store/spatialite/plan.h"

typedef struct planner {
    arena *arena;
    text sql;
    bound *values;
    size_t count, room;
} planner;

planner planner_new(arena *a);
void planner_name(planner *p, const char *name); /* a name of the layer file as an SQL identifier */

/* The value of this property; relation: "" or what stands before a column, "row." The id is a text with the layer's name in it, which is a plain NCName
 * (layer_read.c). */
void planner_value(planner *p, const layer *l, const property *of, const char *relation);

/* The relation of this layer that the caller may read; suffix: of data/store/spatialite/dialect.h. */
void plan_relation(planner *p, const layer *l, const dialect *d, const char *suffix);
/* "SELECT", the id and a column for each property asked; relation: "" or what stands before each of them, "row." */
void plan_columns(planner *p, const source *of, const char *relation);

/* The value of the next "?". Texts and bytes must live as long as the plan. */
void planner_integer(planner *p, int64_t number);
void planner_real(planner *p, double number);
void planner_reals(planner *p, const double numbers[4]);
void planner_text(planner *p, const char *chars);
void planner_bytes(planner *p, const void *bytes, size_t size);

#endif
