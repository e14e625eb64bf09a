/* The SQL of joins, for sql_plan*.c alone. */
#ifndef STORE_PLAN_JOIN_H
#define STORE_PLAN_JOIN_H

#include "data/store/spatialite/sql_plan.h"

/* How many tuples match: one row with the number. */
sql_plan sql_plan_join_count(const query *q, const dialect *d, arena *a);

#endif
