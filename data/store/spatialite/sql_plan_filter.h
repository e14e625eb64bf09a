/* A filter tree as SQL conditions and values. */
#ifndef STORE_PLAN_FILTER_H
#define STORE_PLAN_FILTER_H

#include "data/store/spatialite/sql_builder.h"

/* Where the names in a condition come from. */
typedef struct sql_plan_scope {
    const source *sources;
    bool qualified; /* a column is "s0.name" for source 0, and so on; otherwise there is one relation and names have no prefix */
    bool boxed[SOURCES_MOST];  /* the source's relation has the columns box_minx … (see dialect.h) */
    bool folded[SOURCES_MOST]; /* it has the texts that are compared without regard to case as columns of their own
                                  (sql_plan_folded) */
} sql_plan_scope;

/* One condition, in brackets where it needs them. */
void sql_plan_filter(sql_builder *p, const sql_plan_scope *s, const filter *f);

/* The name of the column with the folded text of this property: by its number, as its own column may have any name. */
void sql_plan_folded(sql_builder *p, const layer *l, const property *of);

/* The name of a column of this source. */
void sql_plan_column(sql_builder *p, const sql_plan_scope *s, size_t of, const char *column);

/* The condition on rows that are hidden; false (and nothing written) when the source has none. */
bool sql_plan_hidden(sql_builder *p, const sql_plan_scope *s, size_t of, const char *before);

/* Whether every matching row's id is listed. */
bool sql_plan_filter_by_id(const filter *f, size_t of);

/* An extent that every matching row's extent must meet: from the spatial predicates with a literal that all rows of the source
 * have to fulfil. False: there is none. */
bool sql_plan_filter_extent(const filter *f, size_t of, double extent[4]);

/* The four conditions on the columns box_minx … for this extent. */
void sql_plan_box(sql_builder *p, const sql_plan_scope *s, size_t of, const double extent[4]);

/* The four conditions that the extent is within the region: such a row meets it. */
void sql_plan_inside(sql_builder *p, const sql_plan_scope *s, size_t of, const region *r);
/* The exact test of a FILTER_REGION, which reads the geometry. */
void sql_plan_meets(sql_builder *p, const sql_plan_scope *s, const filter *f);

#endif
