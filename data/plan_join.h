/* The SQL of joins, for plan*.c alone. */
#ifndef DATA_PLAN_JOIN_H
#define DATA_PLAN_JOIN_H

#include "data/plan.h"

plan plan_join_count(const query *q, const dialect *d, arena *a);

#endif
