/* Temporal operators (FES 2.0 §7.9; relations of ISO 19108 §5.2.3.5). A property is an instant; a literal is an instant or a
 * period.
 *
 * Between an instant and a period only these can hold: Before, After, Begins, Ends, During and AnyInteracts; between two instants
 * Before, After, TEquals and AnyInteracts. The others need a period on the left: they are read, and are false. */
#include "server/wfs/fes.h"

#include "data/model/calendar.h"
#include "data/model/date_time.h"

#include <string.h>
#include <time.h>

typedef enum relation {
    RELATION_AFTER,
    RELATION_BEFORE,
    RELATION_BEGINS,
    RELATION_ENDS,
    RELATION_DURING,
    RELATION_EQUALS,
    RELATION_INTERACTS,
    RELATION_NEVER,
} relation;

#define OPERATORS(X)                \
    X(After, RELATION_AFTER)        \
    X(Before, RELATION_BEFORE)      \
    X(Begins, RELATION_BEGINS)      \
    X(BegunBy, RELATION_NEVER)      \
    X(TContains, RELATION_NEVER)    \
    X(During, RELATION_DURING)      \
    X(EndedBy, RELATION_NEVER)      \
    X(Ends, RELATION_ENDS)          \
    X(TEquals, RELATION_EQUALS)     \
    X(Meets, RELATION_NEVER)        \
    X(MetBy, RELATION_NEVER)        \
    X(TOverlaps, RELATION_NEVER)    \
    X(OverlappedBy, RELATION_NEVER) \
    X(AnyInteracts, RELATION_INTERACTS)

static const struct {
    const char *name;
    relation relation;
} operators[] = {
#define X(name, how) {#name, how},
    OPERATORS(X)
#undef X
};

/* Ends and AnyInteracts are read but not announced: the schema's list of names (FES 2.0, filterCapabilities.xsd) does not have
 * them. */
const char *const fes_temporal_names[] = {"After",     "Before", "Begins",       "BegunBy", "TContains", "During", "TEquals",
                                          "TOverlaps", "Meets",  "OverlappedBy", "MetBy",   "EndedBy",   NULL};

/* Begin and end of the literal, both included; equal for an instant. A day is the period of that day when it meets a date-time.
 */
typedef struct period {
    expression begin, end;
    bool instant;
} period;

static bool gml_named(const fes_scope *s, const xmlNode *node, const char *name)
{
    return xml_is(node, s->request->protocol->gml, name);
}

static xmlNode *descendant(const fes_scope *s, xmlNode *node, const char *const *names)
{
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child))
        for (const char *const *name = names; *name; name++)
            if (gml_named(s, child, *name)) {
                static const char *const positions[] = {"timePosition", NULL}, *const instants[] = {"TimeInstant", NULL};
                xmlNode *inner = descendant(s, child, instants);
                xmlNode *position = descendant(s, inner ? inner : child, positions);
                return position ? position : child;
            }
    return NULL;
}

/* gml:TimeIndeterminateValueType (07-036 §14.2.2.7): "now" is a moment, the others are none that anything could be compared with.
 */
static status read_indeterminate(const fes_scope *s, xmlNode *node, const char *given, expression *out)
{
    char now[CALENDAR_TIME];
    if (strcmp(given, "now") != 0)
        return FAIL(
            BAD_PARAM, "indeterminatePosition",
            "filter, regel %ld: met een tijd die '%.20s' is, valt niet te vergelijken; geef een datum, een tijdstip of now",
            "filter, line %ld: nothing can be compared with a time that is '%.20s'; give a date, a date-time or now",
            xmlGetLineNo(node), given);
    if (*text_trim(s->arena, fes_content(s, node)))
        return FAIL(BAD_PARAM, "indeterminatePosition", "filter, regel %ld: now staat zonder tijd erbij",
                    "filter, line %ld: now stands without a time", xmlGetLineNo(node));
    calendar_time(time(NULL), now);
    *out = (expression){.type = VALUE_DATETIME, .text = arena_strdup(s->arena, now)};
    return status_ok();
}

static status read_position(const fes_scope *s, xmlNode *node, const char *what, expression *out)
{
    if (!node)
        return FAIL(BAD_SYNTAX, "filter", "filter: in een tijd ontbreekt %s", "filter: a time lacks %s", what);
    const char *indeterminate = fes_attribute(s, node, "indeterminatePosition"), *frame = fes_attribute(s, node, "frame");
    if (frame && strcmp(frame, "#ISO-8601") != 0)
        return FAIL(BAD_PARAM, "frame", "filter, regel %ld: het tijdstelsel '%.60s' is er niet; alleen #ISO-8601",
                    "filter, line %ld: there is no temporal reference system '%.60s'; only #ISO-8601", xmlGetLineNo(node), frame);
    return indeterminate ? read_indeterminate(s, node, indeterminate, out)
                         : fes_literal(s, fes_content(s, node), VALUE_DATETIME, out);
}

/* A day and a time within it have no order of their own. */
static bool is_turned_round(const period *p)
{
    return p->begin.type == p->end.type ? strcmp(p->begin.text, p->end.text) > 0
                                        : strncmp(p->begin.text, p->end.text, CALENDAR_DATE - 1) > 0;
}

static status read_period(const fes_scope *s, xmlNode *node, period *out)
{
    static const char *const begins[] = {"beginPosition", "begin", NULL}, *const ends[] = {"endPosition", "end", NULL};
    TRY(read_position(s, descendant(s, node, begins), "gml:beginPosition", &out->begin));
    TRY(read_position(s, descendant(s, node, ends), "gml:endPosition", &out->end));
    if (is_turned_round(out))
        return FAIL(BAD_PARAM, "filter", "filter, regel %ld: de periode eindigt voor ze begint",
                    "filter, line %ld: the period ends before it begins", xmlGetLineNo(node));
    out->instant = false;
    return status_ok();
}

static status read_instant(const fes_scope *s, xmlNode *node, period *out)
{
    static const char *const positions[] = {"timePosition", NULL};
    xmlNode *position = gml_named(s, node, "TimeInstant") ? descendant(s, node, positions) : node;
    TRY(read_position(s, position, "gml:timePosition", &out->begin));
    out->end = out->begin;
    out->instant = true;
    return status_ok();
}

static status read_time(const fes_scope *s, xmlNode *node, period *out)
{
    xmlNode *inner = fes_is(s, node, "Literal") ? xmlFirstElementChild(node) : node;
    if (inner && gml_named(s, inner, "TimePeriod"))
        return read_period(s, inner, out);
    return read_instant(s, inner ? inner : node, out);
}

/* A day beside a date-time property: a period from its begin to its end. The end is the begin of the next day, which is not
 * included: `open_end`. */
static void widen(const fes_scope *s, const expression *left, period *p, bool *open_end)
{
    *open_end = false;
    if (left->type != VALUE_DATETIME)
        return;
    if (p->begin.type == VALUE_DATE) {
        p->instant = false;
        p->begin = (expression){.type = VALUE_DATETIME, .text = date_time_day_start(p->begin.text, s->arena)};
    }
    if (p->end.type == VALUE_DATE) {
        *open_end = true;
        p->end = (expression){.type = VALUE_DATETIME, .text = date_time_day_end(p->end.text, s->arena)};
    }
}

static const filter *compare(const fes_scope *s, comparison how, expression left, expression right)
{
    left.as_instant = left.kind == EXPRESSION_PROPERTY && left.type == VALUE_DATE && right.type == VALUE_DATETIME;
    return fes_compare(s, how, left, right);
}

static const filter *between(const fes_scope *s, expression left, comparison low, const period *p, comparison high)
{
    const filter *const pair[] = {compare(s, low, left, p->begin), compare(s, high, left, p->end)};
    return fes_list(s, FILTER_AND, pair, 2);
}

static const filter *relate(const fes_scope *s, relation r, expression left, period p)
{
    bool open_end = false;
    const bool was_instant = p.instant;
    widen(s, &left, &p, &open_end);
    switch (r) {
    case RELATION_AFTER: return compare(s, open_end ? COMPARE_GREATER_EQUAL : COMPARE_GREATER, left, p.end);
    case RELATION_BEFORE: return compare(s, COMPARE_LESS, left, p.begin);
    case RELATION_BEGINS: return was_instant ? fes_constant(s, false) : compare(s, COMPARE_EQUAL, left, p.begin);
    case RELATION_ENDS: return was_instant ? fes_constant(s, false) : compare(s, COMPARE_EQUAL, left, p.end);
    case RELATION_DURING: return was_instant ? fes_constant(s, false) : between(s, left, COMPARE_GREATER, &p, COMPARE_LESS);
    case RELATION_EQUALS:
        if (!was_instant)
            return fes_constant(s, false);
        return between(s, left, COMPARE_GREATER_EQUAL, &p, open_end ? COMPARE_LESS : COMPARE_LESS_EQUAL);
    case RELATION_INTERACTS: return between(s, left, COMPARE_GREATER_EQUAL, &p, open_end ? COMPARE_LESS : COMPARE_LESS_EQUAL);
    case RELATION_NEVER: break;
    }
    return fes_constant(s, false);
}

/* The literal on the left turns the relation round: "period TContains property" is "property During period". */
static relation turned(relation r, const char *name)
{
    if (strcmp(name, "TContains") == 0)
        return RELATION_DURING;
    if (strcmp(name, "BegunBy") == 0)
        return RELATION_BEGINS;
    if (strcmp(name, "EndedBy") == 0)
        return RELATION_ENDS;
    switch (r) {
    case RELATION_AFTER: return RELATION_BEFORE;
    case RELATION_BEFORE: return RELATION_AFTER;
    case RELATION_EQUALS:
    case RELATION_INTERACTS: return r;
    default: return RELATION_NEVER;
    }
}

static status read_reference(const fes_scope *s, xmlNode *node, expression *out)
{
    TRY(fes_reference_at(s, node, out));
    if (out->kind != EXPRESSION_ABSENT && out->type != VALUE_DATE && out->type != VALUE_DATETIME)
        return FAIL(BAD_PARAM, "filter", "filter: %.60s is geen datum of tijd", "filter: %.60s is no date or time",
                    fes_content(s, node));
    return status_ok();
}

/* What no two instants fulfil, said of these two: a join that is tied by it alone is a join without tuples. */
static const filter *never(const fes_scope *s, expression left, expression right)
{
    const filter *const pair[] = {compare(s, COMPARE_EQUAL, left, right), compare(s, COMPARE_NOT_EQUAL, left, right)};
    return fes_list(s, FILTER_AND, pair, 2);
}

/* Two properties are two instants, a day the begin of that day beside a date-time. */
static status read_pair(const fes_scope *s, xmlNode *one, xmlNode *two, relation r, const filter **out)
{
    expression left = {0}, right = {0};
    TRY(read_reference(s, one, &left));
    TRY(read_reference(s, two, &right));
    right.as_instant = right.kind == EXPRESSION_PROPERTY && right.type == VALUE_DATE && left.type == VALUE_DATETIME;
    switch (r) {
    case RELATION_AFTER: *out = compare(s, COMPARE_GREATER, left, right); break;
    case RELATION_BEFORE: *out = compare(s, COMPARE_LESS, left, right); break;
    case RELATION_EQUALS:
    case RELATION_INTERACTS: *out = compare(s, COMPARE_EQUAL, left, right); break;
    default: *out = never(s, left, right);
    }
    return status_ok();
}

static status read_temporal(const fes_scope *s, xmlNode *node, relation r, const filter **out)
{
    xmlNode *one = xmlFirstElementChild(node), *two = one ? xmlNextElementSibling(one) : NULL;
    expression left = {0};
    period p = {0};
    if (!two || xmlNextElementSibling(two) || (!fes_is_reference(s, one) && !fes_is_reference(s, two)))
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%s> heeft een eigenschap en een tijd, of twee eigenschappen",
                    "filter, line %ld: <%s> has a property and a time, or two properties", xmlGetLineNo(node),
                    (const char *)node->name);
    if (fes_is_reference(s, one) && fes_is_reference(s, two))
        return read_pair(s, one, two, r, out);
    TRY(read_reference(s, fes_is_reference(s, one) ? one : two, &left));
    TRY(read_time(s, fes_is_reference(s, one) ? two : one, &p));
    *out = left.kind == EXPRESSION_PROPERTY
               ? relate(s, fes_is_reference(s, one) ? r : turned(r, (const char *)node->name), left, p)
               : fes_constant(s, false);
    return status_ok();
}

status fes_temporal(fes_scope *s, xmlNode *node, const filter **out, bool *known)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (fes_is(s, node, operators[i].name)) {
            *known = true;
            return read_temporal(s, node, operators[i].relation, out);
        }
    *known = false;
    return status_ok();
}
