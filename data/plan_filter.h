/* A filter tree as SQL conditions and values. */
#ifndef DATA_PLAN_FILTER_H
#define DATA_PLAN_FILTER_H

#include "data/planner.h"

/* One condition, in brackets where it needs them. boxed: the relation has the columns box_minx … (see dialect.h). */
void plan_filter(planner *p, const layer *l, const filter *f, bool boxed);

/* Whether every matching row's id is listed. */
bool plan_filter_by_id(const filter *f);

/* Where every matching row's extent must meet: from the spatial predicates that all rows have to fulfil. False: anywhere. */
bool plan_filter_extent(const filter *f, double extent[4]);

#endif
