/* Builds SQL, for sql_plan*.c alone: names come from the layer file, values are bound. */
#ifndef SPATIALITE_SQL_BUILDER_H
#define SPATIALITE_SQL_BUILDER_H

#include "base/text.h"
#include "data/store/spatialite/sql_plan.h"

typedef struct sql_builder {
    arena *arena;
    text sql;
    bound *values;
    size_t count, room;
} sql_builder;

/* An empty statement without values; both live in the arena. */
sql_builder sql_builder_new(arena *a);
void sql_builder_name(sql_builder *p, const char *name); /* a name of the layer file as an SQL identifier */

/* The value of this property; relation: "" or the prefix of a column, as in "row.". The id is a text with the layer's name in it,
 * which is an NCName, without quotes (name_check.h). */
void sql_builder_value(sql_builder *p, const layer *l, const property *of, const char *relation);

/* The relation of this layer that the caller may read; suffix: of data/store/spatialite/dialect.h. */
void sql_plan_relation(sql_builder *p, const layer *l, const dialect *d, const char *suffix);
/* "SELECT", the id and a column for each property asked for; relation: "" or the prefix of each of them, as in "row.". */
void sql_plan_columns(sql_builder *p, const source *of, const char *relation);

/* SQLite compares each constant with all those before it, to compute equal ones once: 20,000 of them took it three seconds,
 * during which nothing can stop it. So those after the first VALUES_COMPARED are written "(SELECT ?)", which it also computes
 * once, but compares with nothing. */
enum { VALUES_COMPARED = 1000 };

/* A "?" and its value. Texts and bytes must live as long as the plan. */
void sql_builder_integer(sql_builder *p, int64_t number);
void sql_builder_real(sql_builder *p, double number);
void sql_builder_text(sql_builder *p, const char *chars);
void sql_builder_bytes(sql_builder *p, const void *bytes, size_t size);

/* ", ?" and its value, as a later argument of a function. SQLite compares these with nothing, and only something made from a
 * plain "?" can stay with the statement (sqlite3_set_auxdata): a geometry or a pattern that is prepared once, not once per
 * row. */
void sql_builder_argument(sql_builder *p, bound given);

/* "?" in the list of an IN. SQLite compares these with nothing, and builds the list once only if each "?" is plain. */
void sql_builder_listed(sql_builder *p, int64_t number);
void sql_builder_limit(sql_builder *p, int64_t rows);
void sql_builder_offset(sql_builder *p, int64_t rows);

#endif
