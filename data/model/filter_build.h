/* Builds a filter from what a filter language says. The language (server/filter/) gives the syntax: which operator, on what. The
 * meaning is decided here: the types of literals, dates compared with date-times, relations of time, two- or three-valued logic
 * for NULL, what it costs, and the errors of all that. No XML, no parameters, no SQL.
 *
 * A builder is made for one filter of a query; its counts may continue over all filters of a request. */
#ifndef MODEL_FILTER_BUILD_H
#define MODEL_FILTER_BUILD_H

#include "base/arena.h"
#include "data/model/catalog.h"
#include "data/model/filter.h"

/* FILTER_VERTICES: of all geometries of a request together, so that no request gives GEOS more. FILTER_CALLS: of functions,
 * likewise. FILTER_OPERATORS: of all filters of a request. FILTER_CALL_BYTES: of the texts that its functions work on, so that
 * none runs long in one step of the store. The two depths together are what SQLite's parser can hold (sql_plan_filter.c). */
enum {
    FILTER_DEPTH = 32,
    FILTER_OPERATORS = 5000,
    FILTER_VERTICES = 100000,
    FILTER_CALLS = 1000,
    FILTER_CALL_DEPTH = 6,
    FILTER_CALL_BYTES = 100000
};

/* What the filters of a request cost, as far as they have been read: operators, functions, the points of geometries, and the
 * bytes of literals that go through functions, each literal counted at every function that it goes through. */
typedef struct filter_work {
    size_t operators, calls, bytes, vertices;
} filter_work;

/* The NOT of a predicate on NULL: true (FES 2.0 (09-026r2) §7.10), or still unknown (CQL2 (21-065r2) §6.1). */
typedef enum filter_logic { LOGIC_TWO_VALUED, LOGIC_THREE_VALUED } filter_logic;

/* One type of the query. */
typedef struct filter_source {
    const layer *layer;
    const char *alias; /* NULL for none */
} filter_source;

/* What the language calls things, for messages. */
typedef struct filter_words {
    const char *locator;                        /* of faults that have no name of their own: "filter" */
    const char *reference;                      /* the locator of a name of a property */
    const char *lists;                          /* what lists the properties: "DescribeFeatureType" */
    const char *place_nl, *place_en;            /* what builder.at counts: "regel", "line" */
    const char *like;                           /* the operator, also its locator */
    const char *no_like_moment, *no_like_other; /* what to use instead of it for dates and date-times, and for other types */
} filter_words;

typedef struct builder {
    const catalog *catalog; /* of resource ids */
    const filter_source *sources;
    size_t source_count;
    const filter_words *words;
    filter_logic logic;
    filter_work *work; /* NULL when only references are read */
    arena *arena;
    long at;             /* where the client's text is read now (words.place_nl) */
    unsigned call_depth; /* functions that are open */
} builder;

/* What an operator applies to. A literal stays a text until the operand beside it decides its type. */
typedef struct operand {
    expression value;    /* unless there is a literal */
    const char *literal; /* NULL: none */
    const char *written; /* a reference or a function as the client wrote it */
    long at;             /* as builder.at */
} operand;

/* --- Names --- */

/* A type of the query in words, for errors: the only one, or "a, b". */
const char *build_types(const builder *b);

/* Finds the type that has this property. When *of is one of the query's types, only that one is tried; otherwise *of becomes the
 * only type that has it. It becomes source_count when there is none. written: the whole reference. ST_BAD_PARAM when more than
 * one has it. */
MUST_USE status build_find_property(const builder *b, const char *written, const char *name, size_t *of);

/* The errors that a reference may belong to more than one type, and that no type has such a property. */
MUST_USE status build_ambiguous(const builder *b, const char *written);
MUST_USE status build_no_property(const builder *b, const char *name, const char *written);

/* --- Operands --- */

/* A literal as a value of this type; for a date or a date-time, as whichever of the two it is. ST_BAD_PARAM. */
MUST_USE status build_literal(const builder *b, const char *content, value_type type, expression *out);

/* A geometry in the CRS of the source that it is compared with, counted. */
MUST_USE status build_shape(builder *b, geometry shape, expression *out);

/* Before a function's arguments are read: checks that there is room for it, that it exists, and that it takes this many
 * arguments. After its arguments were read, build_call_end must follow. */
MUST_USE status build_call_begin(builder *b, const char *name, size_t given, const filter_function **out);
/* The same for one that was found already. */
MUST_USE status build_call_open(builder *b, const filter_function *f, size_t given);
/* With as many arguments as it takes. ST_BAD_PARAM for an argument that it cannot take, and when there is too much for it to work
 * on. */
MUST_USE status build_call_end(builder *b, const filter_function *f, const operand *arguments, expression *out);

/* --- Predicates --- */

/* One more operator, at this depth: ST_BAD_SYNTAX when there are too many. */
MUST_USE status build_operator(builder *b, unsigned depth);

/* FILTER_AND and FILTER_OR of any number, FILTER_NOT of one. An And in an And adds its operands: clients write "a or b or c" as
 * an Or of an Or, and a chain of that kind is long, not deep. */
const filter *build_logical(const builder *b, filter_kind kind, const filter *const *operands, size_t count);
const filter *build_constant(const builder *b, bool truth);

/* Two operands that are not geometries; a literal is read as the type of the other one. */
MUST_USE status build_compare(const builder *b, comparison how, bool ignore_case, const operand *left, const operand *right,
                              const filter **out);

/* A text and a pattern (like.h). */
typedef struct like_characters {
    const char *wild, *single, *escape;
    bool ignore_case;
} like_characters;
/* As like_compile: an invalid pattern gives ST_BAD_PARAM. */
MUST_USE status build_like(builder *b, const operand *value, const operand *pattern, const like_characters *special,
                           const filter **out);

/* Holds when there is no value. */
const filter *build_null(const builder *b, const expression *value);

/* The features with these ids, of one type. ST_BAD_PARAM (resourceId) for ids of several types, or of a type that the query does
 * not ask for. An id that is not one of ours matches nothing. */
MUST_USE status build_ids(const builder *b, const char *const *ids, size_t count, const filter **out);

/* --- Time (relations of ISO 19108 §5.2.3.5) --- */

typedef enum time_relation {
    TIME_AFTER,
    TIME_BEFORE,
    TIME_BEGINS,
    TIME_BEGUN_BY,
    TIME_CONTAINS,
    TIME_DURING,
    TIME_ENDED_BY,
    TIME_ENDS,
    TIME_EQUALS,
    TIME_MEETS,
    TIME_MET_BY,
    TIME_OVERLAPS,
    TIME_OVERLAPPED_BY,
    TIME_INTERACTS, /* any of them except before, after, meets and met by */
} time_relation;

/* Begin and end, both included; equal for an instant. Each is a date or a date-time (build_literal with VALUE_DATETIME). */
typedef struct time_literal {
    expression begin, end;
    bool instant;
} time_literal;
/* ST_BAD_PARAM when it ends before it begins. */
MUST_USE status build_period(const builder *b, expression begin, expression end, time_literal *out);

/* "property relation time"; literal_first: "time relation property". A property is an instant: relations that need a period on
 * its side are false. A day compared with a date-time is the period of that day. */
MUST_USE status build_in_time(const builder *b, time_relation r, const operand *dated, const time_literal *literal,
                              bool literal_first, const filter **out);
/* Two properties are two instants; a day compared with a date-time is the begin of that day. */
MUST_USE status build_two_times(const builder *b, time_relation r, const operand *left, const operand *right, const filter **out);

/* --- Space --- */

/* ST_BAD_PARAM when the only type of the query has no geometry. */
MUST_USE status build_check_spatial(const builder *b);
/* The geometry that is meant: the operand, when it is a geometry of the feature or computed from one; for NULL the only one there
 * is. */
MUST_USE status build_subject(const builder *b, const operand *given, expression *out);
/* A second one, stored in the same CRS as the first. */
MUST_USE status build_second_subject(const builder *b, const operand *given, const expression *first, expression *out);

/* right: a literal (build_shape) in the CRS of left, or a second subject; left: a subject, or a literal too. literal_first: the
 * literal was written first. distance: of SPATIAL_DWITHIN and SPATIAL_BEYOND, in the unit of the layer's CRS. */
MUST_USE status build_spatial(const builder *b, spatial_operator how, bool literal_first, const expression *left,
                              const expression *right, double distance, const filter **out);
/* The box is a polygon with one ring (a box of another CRS has bent sides); NULL when it is empty. */
const filter *build_in_region(const builder *b, const expression *left, geometry box);
/* Whether left lies in the extent of right, or touches it. */
const filter *build_in_box(const builder *b, const expression *left, const expression *right);

#endif
