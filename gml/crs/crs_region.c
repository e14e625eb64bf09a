#include "gml/crs/crs.h"

#include <math.h>
#include <string.h>

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
                "%s: dit zijn coördinaten van EPSG:%d, maar er staat EPSG:%d bij; in dat stelsel liggen ze ver van België "
                "(CoordinatenstelselVerkeerd)",
                "%s: these are coordinates of EPSG:%d, but they are labelled EPSG:%d; in that system they lie far from "
                "Belgium (CoordinatenstelselVerkeerd)",
                locator, lamberts[1 - i].code, code);
    return status_ok();
}

/* The sides of the box as they run in the other system, counterclockwise from the southwestern corner. */
static status follow_box(const crs_follow *f, const double box[4], arena *a, region *r)
{
    const double turns[5][2] = {{box[0], box[1]}, {box[2], box[1]}, {box[2], box[3]}, {box[0], box[3]}, {box[0], box[1]}};
    size_t pieces[4], count = 0;
    for (size_t side = 0; side < 4; side++)
        count += pieces[side] = crs_pieces(f, turns[side], turns[side + 1]);
    double *const ring = arena_array(a, count, 2 * sizeof *ring), *at = ring;
    for (size_t side = 0; side < 4; side++)
        for (size_t i = 0; i < pieces[side]; i++, at += 2)
            crs_along(turns[side], turns[side + 1], (double)i / (double)pieces[side], at);
    if (!transform_points(f->transform, ring, count))
        return FAIL(INTERNAL, "bbox", "bbox: het gebied kon niet worden omgezet", "bbox: the area could not be transformed");
    *r = (region){.ring = ring, .count = count};
    crs_measure(r->ring, r->count, r->mbr);
    region_find_inner(r);
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
