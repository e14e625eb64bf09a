#include "gml/reader/gml_reader.h"

#include <math.h>
#include <string.h>

/* How far an edge may lie from its arc: 1 mm, in degrees about as much. */
static double tolerance(const gml_context *c)
{
    return c->crs.decimals > 4 ? 1e-8 : 1e-3;
}

typedef struct circle {
    double x, y, radius;
    bool left; /* going from the first point through the second to the third turns left */
} circle;

/* Through three points, computed relative to the first so that large coordinates lose no digits. False when they lie on a line.
 */
static bool find_circle(const double *p, circle *out)
{
    const double bx = p[2] - p[0], by = p[3] - p[1], cx = p[4] - p[0], cy = p[5] - p[1];
    const double twice = 2 * (bx * cy - by * cx), b = bx * bx + by * by, c = cx * cx + cy * cy;
    const double x = (cy * b - by * c) / twice, y = (bx * c - cx * b) / twice;
    if (!isfinite(x) || !isfinite(y))
        return false;
    *out = (circle){p[0] + x, p[1] + y, hypot(x, y), twice > 0};
    return true;
}

/* The angle from one point on the circle to another, in the arc's direction: 0 to 2 pi. */
static double turn(const circle *o, const double *from, const double *to)
{
    const double angle = atan2(to[1] - o->y, to[0] - o->x) - atan2(from[1] - o->y, from[0] - o->x);
    const double turned = o->left ? angle : -angle;
    return turned < 0 ? turned + 2 * M_PI : turned;
}

static size_t edges_of(const circle *o, double angle, double off)
{
    const double step = off < o->radius ? 2 * acos(1 - off / o->radius) : M_PI / 4, least = 2 * M_PI / ARC_EDGES;
    return (size_t)fmin(ARC_EDGES, fmax(1, ceil(angle / fmin(fmax(step, least), M_PI / 4))));
}

/* The points between two points on the circle, and the second one exactly. */
static status follow(gml_reader *r, const xmlNode *element, const gml_context *c, const circle *o, const double *from,
                     const double *to)
{
    const double angle = turn(o, from, to), start = atan2(from[1] - o->y, from[0] - o->x);
    const size_t edges = edges_of(o, angle, tolerance(c));
    for (size_t i = 1; i < edges; i++) {
        const double part = angle * (double)i / (double)edges, at = start + (o->left ? part : -part);
        TRY(gml_add_point(r, element, o->x + o->radius * cos(at), o->y + o->radius * sin(at)));
    }
    return gml_add_point(r, element, to[0], to[1]);
}

status gml_add_arc(gml_reader *r, const xmlNode *element, const gml_context *c, const double *p, bool closed)
{
    circle o;
    if (find_circle(p, &o)) {
        TRY(follow(r, element, c, &o, p, p + 2));
        TRY(follow(r, element, c, &o, p + 2, p + 4));
        return closed ? follow(r, element, c, &o, p + 4, p) : status_ok();
    }
    if (closed)
        return GML_FAIL(BAD_PARAM, element, "de drie punten van een cirkel mogen niet op één lijn liggen%s",
                        "the three points of a circle must not lie on one line%s", "");
    TRY(gml_add_point(r, element, p[2], p[3]));
    return gml_add_point(r, element, p[4], p[5]);
}
