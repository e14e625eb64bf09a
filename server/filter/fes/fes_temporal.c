/* Temporal operators (FES 2.0 §7.9). */
#include "server/filter/fes/fes_parts.h"

#include "base/calendar.h"
#include "base/clock.h"

#include <string.h>

#define OPERATORS(X)                    \
    X(After, TIME_AFTER)                \
    X(Before, TIME_BEFORE)              \
    X(Begins, TIME_BEGINS)              \
    X(BegunBy, TIME_BEGUN_BY)           \
    X(TContains, TIME_CONTAINS)         \
    X(During, TIME_DURING)              \
    X(EndedBy, TIME_ENDED_BY)           \
    X(Ends, TIME_ENDS)                  \
    X(TEquals, TIME_EQUALS)             \
    X(Meets, TIME_MEETS)                \
    X(MetBy, TIME_MET_BY)               \
    X(TOverlaps, TIME_OVERLAPS)         \
    X(OverlappedBy, TIME_OVERLAPPED_BY) \
    X(AnyInteracts, TIME_INTERACTS)

static const struct {
    const char *name;
    time_relation relation;
} operators[] = {
#define X(name, how) {#name, how},
    OPERATORS(X)
#undef X
};

/* Ends and AnyInteracts are read but not announced: the schema's list of names (FES 2.0, filterCapabilities.xsd) does not have
 * them. */
const char *const fes_temporal_names[] = {"After",     "Before", "Begins",       "BegunBy", "TContains", "During", "TEquals",
                                          "TOverlaps", "Meets",  "OverlappedBy", "MetBy",   "EndedBy",   NULL};

static bool gml_named(const fes_scope *s, const xmlNode *node, const char *name)
{
    return xml_is(node, s->gml, name);
}

/* The error for anything else in a GML time (a duration, a second position): it would change the meaning and is not read. */
static status stray(const xmlNode *node)
{
    return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%.60s> komt te vaak voor, of hoort niet in een tijd",
                "filter, line %ld: <%.60s> occurs too often, or does not belong in a time", xmlGetLineNo(node),
                (const char *)node->name);
}

/* The properties that any GML object may have (gml:StandardObjectProperties, 07-036 §7.2.2): they say nothing about its time. */
static bool is_description(const fes_scope *s, const xmlNode *node)
{
    static const char *const names[] = {"metaDataProperty", "description", "descriptionReference", "identifier", "name", NULL};
    const char *const *name = names;
    while (*name && !gml_named(s, node, *name))
        name++;
    return *name != NULL;
}

/* This element, or the first after it that is not a description. */
static xmlNode *past_descriptions(const fes_scope *s, xmlNode *node)
{
    while (node && is_description(s, node))
        node = xmlNextElementSibling(node);
    return node;
}

static bool holds_instant(const fes_scope *s, const xmlNode *node)
{
    return gml_named(s, node, "begin") || gml_named(s, node, "end");
}

/* gml:begin and gml:end hold a gml:TimeInstant, which holds a gml:timePosition (07-036 §14.2.2). Some leave out the instant.
 * Neither may hold anything else. */
static status step_into_instant(const fes_scope *s, xmlNode **node)
{
    xmlNode *child = xmlFirstElementChild(*node);
    if (!holds_instant(s, *node) || !child || !gml_named(s, child, "TimeInstant"))
        return status_ok();
    if (xmlNextElementSibling(child))
        return stray(xmlNextElementSibling(child));
    *node = child;
    return status_ok();
}

static status step_into_position(const fes_scope *s, xmlNode **node)
{
    const bool is_instant = gml_named(s, *node, "TimeInstant");
    xmlNode *child = xmlFirstElementChild(*node);
    child = is_instant ? past_descriptions(s, child) : child;
    if ((!is_instant && !holds_instant(s, *node)) || !child || !gml_named(s, child, "timePosition"))
        return status_ok();
    if (xmlNextElementSibling(child))
        return stray(xmlNextElementSibling(child));
    *node = child;
    return status_ok();
}

/* gml:TimeIndeterminateValueType (07-036 §14.2.2.7): "now" is a moment, the others cannot be compared with anything. */
static status read_indeterminate(const fes_scope *s, xmlNode *node, const char *given, expression *out)
{
    char now[CALENDAR_TIME];
    if (strcmp(given, "now") != 0)
        return FAIL(BAD_PARAM, "indeterminatePosition",
                    "filter, regel %ld: een tijd die '%.20s' is, kan niet vergeleken worden; geef een datum, een tijdstip of now",
                    "filter, line %ld: a time that is '%.20s' cannot be compared; give a date, a date-time or now",
                    xmlGetLineNo(node), given);
    if (*text_trim(s->build.arena, fes_content(s, node)))
        return FAIL(BAD_PARAM, "indeterminatePosition", "filter, regel %ld: schrijf now zonder tijd erbij",
                    "filter, line %ld: write now without a time beside it", xmlGetLineNo(node));
    calendar_time(clock_wall(), now);
    *out = (expression){.type = VALUE_DATETIME, .text = arena_strdup(s->build.arena, now)};
    return status_ok();
}

/* Reads a position, or an element that holds one: gml:begin and its gml:TimeInstant. */
static status read_position(const fes_scope *s, xmlNode *node, const char *what, expression *out)
{
    if (!node)
        return FAIL(BAD_SYNTAX, "filter", "filter: %s ontbreekt in een tijd", "filter: %s is missing in a time", what);
    TRY(step_into_instant(s, &node));
    TRY(step_into_position(s, &node));
    if (xmlFirstElementChild(node))
        return stray(xmlFirstElementChild(node));
    const char *indeterminate = fes_attribute(s, node, "indeterminatePosition"), *frame = fes_attribute(s, node, "frame");
    if (frame && strcmp(frame, "#ISO-8601") != 0)
        return FAIL(BAD_PARAM, "frame", "filter, regel %ld: het tijdstelsel '%.60s' wordt niet ondersteund; alleen #ISO-8601",
                    "filter, line %ld: the temporal reference system '%.60s' is not supported; only #ISO-8601 is",
                    xmlGetLineNo(node), frame);
    return indeterminate ? read_indeterminate(s, node, indeterminate, out)
                         : build_literal(&s->build, fes_content(s, node), VALUE_DATETIME, out);
}

/* Finds each of them once; anything else is an error. */
static status find_ends(const fes_scope *s, xmlNode *node, xmlNode **begin, xmlNode **end)
{
    xmlNode *child = past_descriptions(s, xmlFirstElementChild(node));
    for (; child; child = xmlNextElementSibling(child)) {
        const bool begins = gml_named(s, child, "beginPosition") || gml_named(s, child, "begin"),
                   ends = gml_named(s, child, "endPosition") || gml_named(s, child, "end");
        xmlNode **place = begins ? begin : end;
        if ((!begins && !ends) || *place)
            return stray(child);
        *place = child;
    }
    return status_ok();
}

static status read_period(fes_scope *s, xmlNode *node, time_literal *out)
{
    xmlNode *first = NULL, *last = NULL;
    expression begin = {0}, end = {0};
    TRY(find_ends(s, node, &first, &last));
    TRY(read_position(s, first, "gml:beginPosition", &begin));
    TRY(read_position(s, last, "gml:endPosition", &end));
    s->build.at = xmlGetLineNo(node);
    return build_period(&s->build, begin, end, out);
}

static status read_instant(const fes_scope *s, xmlNode *node, time_literal *out)
{
    const bool lacks_all = gml_named(s, node, "TimeInstant") && !xmlFirstElementChild(node);
    TRY(read_position(s, lacks_all ? NULL : node, "gml:timePosition", &out->begin));
    out->end = out->begin;
    out->instant = true;
    return status_ok();
}

static status read_time(fes_scope *s, xmlNode *node, time_literal *out)
{
    xmlNode *inner = fes_is(s, node, "Literal") ? xmlFirstElementChild(node) : node;
    if (inner && gml_named(s, inner, "TimePeriod"))
        return read_period(s, inner, out);
    return read_instant(s, inner ? inner : node, out);
}

static status read_reference(const fes_scope *s, xmlNode *node, operand *out)
{
    out->written = fes_content(s, node);
    return fes_reference_in(s, node, out->written, &out->value);
}

static status read_pair(const fes_scope *s, xmlNode *one, xmlNode *two, time_relation r, const filter **out)
{
    operand left = {0}, right = {0};
    TRY(read_reference(s, one, &left));
    TRY(read_reference(s, two, &right));
    return build_two_times(&s->build, r, &left, &right, out);
}

static status read_temporal(fes_scope *s, xmlNode *node, time_relation r, const filter **out)
{
    xmlNode *one = xmlFirstElementChild(node), *two = one ? xmlNextElementSibling(one) : NULL;
    operand dated = {0};
    time_literal literal = {0};
    if (!two || xmlNextElementSibling(two) || (!fes_is_reference(s, one) && !fes_is_reference(s, two)))
        return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%s> vraagt een eigenschap en een tijd, of twee eigenschappen",
                    "filter, line %ld: <%s> needs a property and a time, or two properties", xmlGetLineNo(node),
                    (const char *)node->name);
    if (fes_is_reference(s, one) && fes_is_reference(s, two))
        return read_pair(s, one, two, r, out);
    const bool literal_first = !fes_is_reference(s, one);
    TRY(read_reference(s, literal_first ? two : one, &dated));
    TRY(read_time(s, literal_first ? one : two, &literal));
    return build_in_time(&s->build, r, &dated, &literal, literal_first, out);
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
