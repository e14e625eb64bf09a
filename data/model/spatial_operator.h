/* The spatial operators that a filter can name. data/spatial/spatial.h evaluates them. */
#ifndef MODEL_SPATIAL_OPERATOR_H
#define MODEL_SPATIAL_OPERATOR_H

/* FES 2.0 §7.8.3.1 and §7.8.3.4. The row is the left operand: WITHIN says that the row lies within the literal. */
typedef enum spatial_operator {
    SPATIAL_EQUALS,
    SPATIAL_DISJOINT,
    SPATIAL_TOUCHES,
    SPATIAL_WITHIN,
    SPATIAL_OVERLAPS,
    SPATIAL_CROSSES,
    SPATIAL_INTERSECTS,
    SPATIAL_CONTAINS,
    SPATIAL_DWITHIN, /* at most the distance away */
    SPATIAL_BEYOND,  /* further away */
} spatial_operator;

#endif
