#include "gml/crs/crs.h"

#include <math.h>
#include <string.h>

/* The sides of a box in another system: points on the southern one from its western end on, then on the eastern …, and the first
 * once more. */
typedef struct sides {
    double *ring;
    size_t starts[5]; /* the index of each side's first point, and of the last point */
} sides;

/* The box between the innermost points of the four sides. Between two points of a side the true side may lie a little further in
 * (the sides bend), so a thousandth of the extent is left out; features there get the exact test. */
static void find_inner(const sides *s, const double mbr[4], double inner[4])
{
    const double slack_x = (mbr[2] - mbr[0]) / 1000, slack_y = (mbr[3] - mbr[1]) / 1000;
    memcpy(inner, (double[4]){-INFINITY, -INFINITY, INFINITY, INFINITY}, 4 * sizeof *inner);
    for (size_t side = 0; side < 4; side++)
        for (size_t i = s->starts[side]; i <= s->starts[side + 1]; i++) {
            const double x = s->ring[2 * i], y = s->ring[2 * i + 1];
            if (side == 0)
                inner[1] = fmax(inner[1], y + slack_y);
            else if (side == 1)
                inner[2] = fmin(inner[2], x - slack_x);
            else if (side == 2)
                inner[3] = fmin(inner[3], y - slack_y);
            else
                inner[0] = fmax(inner[0], x + slack_x);
        }
}

static region corners(const double box[4], arena *a)
{
    double *ring = arena_array(a, 8, sizeof *ring);
    memcpy(ring, (double[8]){box[0], box[1], box[2], box[1], box[2], box[3], box[0], box[3]}, 8 * sizeof *ring);
    region r = {.ring = ring, .count = 4};
    memcpy(r.mbr, box, sizeof r.mbr);
    memcpy(r.inner, box, sizeof r.inner);
    return r;
}

static region nowhere(void)
{
    region r = {0};
    crs_measure(NULL, 0, r.mbr);
    crs_measure(NULL, 0, r.inner);
    return r;
}

/* False when nothing of the box is left. */
static bool clip(const double box[4], const double to[4], double clipped[4])
{
    memcpy(clipped, (double[4]){fmax(box[0], to[0]), fmax(box[1], to[1]), fmin(box[2], to[2]), fmin(box[3], to[3])},
           4 * sizeof *clipped);
    return clipped[0] <= clipped[2] && clipped[1] <= clipped[3];
}

/* The area around Belgium in each of the two. */
static const struct {
    int code;
    double box[4];
} lamberts[] = {{31370, {10000, 20000, 310000, 260000}}, {3812, {510000, 520000, 810000, 760000}}};

static bool meets(const double one[4], const double other[4])
{
    return one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];
}

status crs_check_lambert(int code, const double *xy, size_t count, const char *locator)
{
    double extent[4];
    crs_measure(xy, count, extent);
    for (size_t i = 0; i < 2; i++)
        if (lamberts[i].code == code && !meets(extent, lamberts[i].box) && meets(extent, lamberts[1 - i].box))
            return FAIL(
                BAD_PARAM, locator,
                "%s: dit zijn coördinaten van EPSG:%d, maar er staat EPSG:%d bij; in dat stelsel liggen ze ver van België",
                "%s: these are coordinates of EPSG:%d, but they are labelled EPSG:%d; in that system they lie far from "
                "Belgium",
                locator, lamberts[1 - i].code, code);
    return status_ok();
}

static void put_side(const double a[2], const double b[2], size_t pieces, double *at)
{
    for (size_t i = 0; i < pieces; i++, at += 2) {
        const double part = (double)i / (double)pieces;
        at[0] = a[0] + (b[0] - a[0]) * part;
        at[1] = a[1] + (b[1] - a[1]) * part;
    }
}

static sides follow_sides_of(const crs_follow *f, const double box[4], arena *a)
{
    const double turns[5][2] = {{box[0], box[1]}, {box[2], box[1]}, {box[2], box[3]}, {box[0], box[3]}, {box[0], box[1]}};
    sides s = {0};
    for (size_t side = 0; side < 4; side++)
        s.starts[side + 1] = s.starts[side] + crs_pieces(f, turns[side], turns[side + 1]);
    s.ring = arena_array(a, s.starts[4] + 1, 2 * sizeof *s.ring);
    for (size_t side = 0; side < 4; side++)
        put_side(turns[side], turns[side + 1], s.starts[side + 1] - s.starts[side], s.ring + 2 * s.starts[side]);
    memcpy(s.ring + 2 * s.starts[4], turns[0], sizeof turns[0]);
    return s;
}

static status follow_box(const crs_follow *f, const double box[4], arena *a, region *r)
{
    const sides s = follow_sides_of(f, box, a);
    if (!transform_points(f->transform, s.ring, s.starts[4] + 1))
        return FAIL(INTERNAL, "bbox", "bbox: het gebied kon niet worden omgezet", "bbox: the area could not be transformed");
    *r = (region){.ring = s.ring, .count = s.starts[4]};
    crs_measure(r->ring, r->count, r->mbr);
    find_inner(&s, r->mbr, r->inner);
    return status_ok();
}

status crs_region(crs_set *set, const double box[4], int from, int to, arena *a, region *out)
{
    const transform *t = NULL;
    double clipped[4];
    TRY(crs_transform(set, from, to, &t));
    if (!crs_has(set, from, box, 2))
        return FAIL(BAD_PARAM, "bbox", "bbox: deze coördinaten bestaan niet in EPSG:%d",
                    "bbox: these coordinates do not exist in EPSG:%d", from);
    TRY(crs_check_lambert(from, box, 2, "bbox"));
    region r = nowhere();
    if (!t)
        r = corners(box, a);
    else if (clip(box, crs_window(set, from), clipped)) {
        const crs_follow f = crs_follow_of(set, from, to, t);
        TRY(follow_box(&f, clipped, a, &r));
    }
    *out = r;
    return status_ok();
}
