#include "gml/reader/gml_reader.h"

#include <string.h>

enum { ORDINATES = 3, NUMBER = 64 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *after_blanks(const char *at)
{
    while (is_blank(*at))
        at++;
    return at;
}

status gml_add_point(gml_reader *r, const xmlNode *element, double x, double y)
{
    if (r->points == GML_POINTS_MAX)
        return GML_FAIL(BAD_SYNTAX, element, "de geometrie heeft meer dan %d punten", "the geometry has more than %d points",
                        GML_POINTS_MAX);
    if (r->run.count == r->run.room)
        r->run.xy = arena_grow(r->run.arena, r->run.xy, &r->run.room, 0, 2 * sizeof *r->run.xy);
    double *at = r->run.xy + 2 * r->run.count++;
    at[0] = x;
    at[1] = y;
    r->points++;
    return status_ok();
}

/* Two or three ordinates in the order of the CRS's spelling; the height is left out. */
static status add_tuple(gml_reader *r, const xmlNode *element, const gml_context *c, const double *ordinates)
{
    return gml_add_point(r, element, ordinates[c->crs.yx], ordinates[!c->crs.yx]);
}

static void write_point(char *number, char decimal)
{
    for (char *c = number; *c; c++)
        if (*c == decimal)
            *c = '.';
        else if (*c == '.')
            *c = 'x'; /* so that a point is not read as part of a number */
}

/* These characters as a number; `decimal` is the decimal mark. */
static status read_number(const xmlNode *element, const char *at, size_t length, char decimal, double *out)
{
    char number[NUMBER] = "";
    if (length < NUMBER)
        memcpy(number, at, length);
    if (decimal != '.')
        write_point(number, decimal);
    if (!text_to_double(number, out))
        return GML_FAIL(BAD_PARAM, element, "'%.*s' is geen getal", "'%.*s' is not a number", (int)(length < 40 ? length : 40),
                        at);
    return status_ok();
}

/* pos and posList: numbers between blanks. dimension 0: all of them are one point. */
static status read_list(gml_reader *r, const xmlNode *element, const gml_context *c, const char *at, unsigned dimension)
{
    double ordinates[ORDINATES] = {0};
    unsigned read = 0;
    for (at = after_blanks(at); *at; at = after_blanks(at)) {
        const size_t length = strcspn(at, " \t\r\n");
        if (read == ORDINATES)
            return GML_FAIL(BAD_PARAM, element, "een punt heeft twee of drie getallen%s", "a point has two or three numbers%s",
                            "");
        TRY(read_number(element, at, length, '.', &ordinates[read++]));
        at += length;
        if (read == dimension) {
            TRY(add_tuple(r, element, c, ordinates));
            read = 0;
        }
    }
    if (dimension ? read > 0 : read < 2)
        return GML_FAIL(BAD_PARAM, element, "het aantal getallen klopt niet: een punt heeft er %u",
                        "the number of values is wrong: a point has %u", dimension ? dimension : 2);
    return dimension ? status_ok() : add_tuple(r, element, c, ordinates);
}

/* A pos may have two or three numbers unless srsDimension says how many; a posList has two unless it says otherwise (07-036
 * §10.1.4.2). */
static status read_direct(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    const char *chars = NULL;
    TRY(gml_content(element, r->arena, &chars));
    const size_t before = r->run.count;
    const bool list = gml_is(element, "posList");
    TRY(read_list(r, element, c, chars, list && !c->dimension ? 2 : c->dimension));
    if (!list && r->run.count != before + 1)
        return GML_FAIL(BAD_PARAM, element, "hier moet één punt staan, niet %zu", "one point is expected here, not %zu",
                        r->run.count - before);
    return status_ok();
}

typedef struct separators {
    char decimal, cs, ts;
} separators;

static status read_separator(gml_reader *r, const xmlNode *element, const char *name, char *out)
{
    for (const xmlAttr *at = element->properties; at; at = at->next) {
        const char *const value = at->children ? (const char *)at->children->content : NULL;
        if (strcmp((const char *)at->name, name) != 0)
            continue;
        if (!value || strlen(value) != 1 || strchr("0123456789+-eE", *value))
            return GML_FAIL(BAD_PARAM, element, "het attribuut %s moet één teken zijn dat niet in een getal voorkomt",
                            "the attribute %s must be one character that does not occur in a number", name);
        *out = *value;
    }
    (void)r;
    return status_ok();
}

static status read_separators(gml_reader *r, const xmlNode *element, separators *out)
{
    separators s = {'.', ',', ' '};
    TRY(read_separator(r, element, "decimal", &s.decimal));
    TRY(read_separator(r, element, "cs", &s.cs));
    TRY(read_separator(r, element, "ts", &s.ts));
    if (s.decimal == s.cs || s.decimal == s.ts || s.cs == s.ts)
        return GML_FAIL(BAD_PARAM, element, "decimal, cs en ts moeten verschillen%s", "decimal, cs and ts must differ%s", "");
    *out = s;
    return status_ok();
}

/* Skips what separates two numbers. False: the next number belongs to the next point. */
static bool same_point(const char **at, const separators *s)
{
    const char *const next = after_blanks(*at);
    *at = next + (*next && (*next == s->cs || *next == s->ts));
    if (*next == s->cs && *next)
        return true;
    return *next && *next != s->ts && is_blank(s->cs);
}

static bool is_separator(char c, const separators *s)
{
    return is_blank(c) || c == s->cs || c == s->ts;
}

/* coordinates (GML 2, 02-069 §4.3.3; 07-036 annex): "1,2 3,4", with other marks when the attributes say so; x, y whatever the
 * srsName says. */
static status read_marked(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    separators s;
    const char *at = NULL;
    TRY(read_separators(r, element, &s));
    TRY(gml_content(element, r->arena, &at));
    for (at = after_blanks(at); *at;) {
        double ordinates[ORDINATES] = {0};
        unsigned read = 0;
        do {
            size_t length = 0;
            while (at[length] && !is_separator(at[length], &s))
                length++;
            if (read == ORDINATES)
                return GML_FAIL(BAD_PARAM, element, "een punt heeft twee of drie getallen%s",
                                "a point has two or three numbers%s", "");
            TRY(read_number(element, at, length, s.decimal, &ordinates[read++]));
            at += length;
        } while (same_point(&at, &s) && *(at = after_blanks(at)));
        if (read < 2 || (c->dimension && read != c->dimension))
            return GML_FAIL(BAD_PARAM, element, "een punt met %u getallen: dat zijn er te weinig of te veel",
                            "a point with %u numbers: that is too few or too many", read);
        TRY(gml_add_point(r, element, ordinates[0], ordinates[1]));
        at = after_blanks(at);
    }
    return status_ok();
}

/* coord (GML 2): X, Y and perhaps Z, one number each. */
static status read_coord(gml_reader *r, const xmlNode *element)
{
    static const char *const names[ORDINATES] = {"X", "Y", "Z"};
    double ordinates[ORDINATES] = {0};
    unsigned read = 0;
    for (const xmlNode *child = gml_first(element); child; child = gml_next(child)) {
        const char *chars = NULL;
        if (read == ORDINATES || !gml_is(child, names[read]))
            return gml_no_such(child, element);
        TRY(gml_content(child, r->arena, &chars));
        chars = text_trim(r->arena, chars);
        TRY(read_number(child, chars, strlen(chars), '.', &ordinates[read++]));
    }
    if (read < 2)
        return GML_FAIL(BAD_SYNTAX, element, "hier moeten X en Y staan%s", "X and Y are expected here%s", "");
    return gml_add_point(r, element, ordinates[0], ordinates[1]);
}

static bool is_point_property(const xmlNode *element)
{
    return gml_is(element, "pointProperty") || gml_is(element, "pointRep");
}

bool gml_is_coordinates(const xmlNode *element)
{
    static const char *const names[] = {"pos", "posList", "coordinates", "coord", "lowerCorner", "upperCorner"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (gml_is(element, names[i]))
            return true;
    return is_point_property(element);
}

/* A Point as one of the points of a line. */
static status read_point_property(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    const xmlNode *const point = gml_first(element);
    gml_context within;
    if (!point || !gml_is(point, "Point") || gml_next(point))
        return GML_FAIL(BAD_SYNTAX, element, "hier moet één Point staan%s", "one Point is expected here%s", "");
    TRY(gml_enter(r, point, c, &within));
    if (within.crs.code != c->crs.code || within.crs.yx != c->crs.yx)
        return GML_FAIL(BAD_PARAM, point, "de punten van een lijn moeten in hetzelfde coördinatenstelsel staan%s",
                        "the points of a line must have the same CRS%s", "");
    const size_t before = r->run.count;
    for (const xmlNode *child = gml_first(point); child; child = gml_next(child))
        if (!gml_is_remark(child))
            TRY(is_point_property(child) ? gml_no_such(child, point) : gml_read_coordinates(r, child, &within));
    if (r->run.count != before + 1)
        return GML_FAIL(BAD_PARAM, point, "hier moet één punt staan, niet %zu", "one point is expected here, not %zu",
                        r->run.count - before);
    return status_ok();
}

status gml_read_coordinates(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    gml_context within;
    if (!gml_is_coordinates(element))
        return gml_no_such(element, element->parent ? element->parent : element);
    TRY(gml_enter(r, element, c, &within));
    if (within.crs.code != c->crs.code || within.crs.yx != c->crs.yx)
        return GML_FAIL(BAD_PARAM, element, "de punten van een lijn moeten in hetzelfde coördinatenstelsel staan%s",
                        "the points of a line must have the same CRS%s", "");
    if (is_point_property(element))
        return read_point_property(r, element, &within);
    if (gml_is(element, "coordinates"))
        return read_marked(r, element, &within);
    return gml_is(element, "coord") ? read_coord(r, element) : read_direct(r, element, &within);
}

status gml_read_run(gml_reader *r, const xmlNode *element, const gml_context *c, size_t least, size_t most)
{
    const size_t before = r->run.count;
    for (const xmlNode *child = gml_first(element); child; child = gml_next(child))
        if (!gml_is_remark(child))
            TRY(gml_read_coordinates(r, child, c));
    const size_t count = r->run.count - before;
    if (count < least || count > most)
        return GML_FAIL(BAD_PARAM, element, "het aantal punten (%zu) klopt niet", "the number of points (%zu) is wrong", count);
    return status_ok();
}

/* Whether the next ring is a hole: its part already has a ring. */
static bool is_hole(const geometry_build *b)
{
    return b->ring_count > 0 && b->rings[b->ring_count - 1].part == b->part_count - 1;
}

status gml_end_run(gml_reader *r, const xmlNode *element, const gml_context *c)
{
    const transform *t = NULL;
    gml_run *const run = &r->run;
    if (!crs_has(r->set, c->crs.code, run->xy, run->count))
        return GML_FAIL(BAD_PARAM, element, "deze coördinaten bestaan niet in EPSG:%d; staan ze in de volgorde van de srsName?",
                        "these coordinates do not exist in EPSG:%d; are they in the order of the srsName?", c->crs.code);
    TRY(crs_check_lambert(c->crs.code, run->xy, run->count, (const char *)element->name));
    TRY(crs_transform(r->set, c->crs.code, r->srid, &t));
    const bool near = !t || r->build.kind != CLASS_POLYGON || gml_clip_ring(run, crs_window(r->set, c->crs.code));
    if (!near && is_hole(&r->build))
        return status_ok();
    if (near)
        TRY(gml_follow_edges(r, element, c->crs.code, t));
    if (!transform_points(t, run->xy, run->count))
        return GML_FAIL(BAD_PARAM, element, "deze coördinaten zijn niet om te zetten naar EPSG:%d",
                        "these coordinates cannot be transformed to EPSG:%d", r->srid);
    geometry_build_ring(&r->build);
    for (size_t i = 0; i < run->count; i++)
        geometry_build_point(&r->build, run->xy[2 * i], run->xy[2 * i + 1]);
    run->count = 0;
    return status_ok();
}
