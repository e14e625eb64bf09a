#include "data/manage/sample_shape.h"

#include <math.h>

enum { TRIES = 200, RADIUS_MIN = 5, RADIUS_MORE = 245 };

typedef struct frame {
    double x, y, ux, uy; /* middle, and the direction of the first axis */
    shape *out;
} frame;

static double centimetres(double value)
{
    return floor(value * 100 + 0.5) / 100;
}

/* t from 0 up to 4: once around the unit diamond. */
static void direction(double t, double *x, double *y)
{
    const double quarter = floor(t), f = t - quarter;
    const int q = (int)quarter & 3;
    const double dx = q == 0 ? 1 - f : q == 1 ? -f : q == 2 ? f - 1 : f;
    const double dy = q == 0 ? f : q == 1 ? 1 - f : q == 2 ? -f : f - 1;
    const double length = sqrt(dx * dx + dy * dy);
    *x = dx / length;
    *y = dy / length;
}

static frame make_frame(random_source *r, const sample_place *at, shape *out)
{
    frame f = {.x = at->x, .y = at->y, .out = out};
    direction(4 * random_unit(r), &f.ux, &f.uy);
    shape_clear(out);
    return f;
}

static void point(const frame *f, double a, double b)
{
    shape_point(f->out, centimetres(f->x + a * f->ux - b * f->uy), centimetres(f->y + a * f->uy + b * f->ux));
}

static void box_ring(const frame *f, double a0, double b0, double a1, double b1)
{
    shape_ring_start(f->out);
    point(f, a0, b0);
    point(f, a1, b0);
    point(f, a1, b1);
    point(f, a0, b1);
    shape_ring_close(f->out);
}

static void rectangle(random_source *r, const frame *f, double radius)
{
    const double a = radius * 0.8, b = radius * (0.2 + 0.38 * random_unit(r));
    shape_part(f->out);
    box_ring(f, -a, -b, a, b);
}

static void l_shape(random_source *r, const frame *f, double radius)
{
    const double a = radius * 0.75, b = radius * 0.6;
    const double notch_a = a * (0.6 * random_unit(r) - 0.3), notch_b = b * (0.6 * random_unit(r) - 0.3);
    shape_part(f->out);
    shape_ring_start(f->out);
    point(f, -a, -b);
    point(f, a, -b);
    point(f, a, notch_b);
    point(f, notch_a, notch_b);
    point(f, notch_a, b);
    point(f, -a, b);
    shape_ring_close(f->out);
}

/* Corners in the order of their direction from the middle never cross each other. */
static void irregular(random_source *r, const frame *f, double radius)
{
    const double u = random_unit(r);
    const uint32_t corners = 4 + (uint32_t)((SAMPLE_VERTICES_MAX - 4) * u * u * u);
    shape_part(f->out);
    shape_ring_start(f->out);
    for (uint32_t i = 0; i < corners; i++) {
        double x = 0, y = 0;
        direction(4 * (i + 0.8 * random_unit(r)) / corners, &x, &y);
        const double far = radius * (0.6 + 0.39 * random_unit(r));
        point(f, far * x, far * y);
    }
    shape_ring_close(f->out);
}

static void with_holes(random_source *r, const frame *f, double radius)
{
    const double a = radius * 0.8, b = radius * (0.3 + 0.28 * random_unit(r));
    shape_part(f->out);
    box_ring(f, -a, -b, a, b);
    box_ring(f, -a * 0.7, -b * 0.5, -a * (0.2 + 0.3 * random_unit(r)), b * 0.6);
    if (random_chance(r, 400))
        box_ring(f, a * 0.2, -b * 0.4, a * (0.4 + 0.4 * random_unit(r)), b * 0.3);
}

static void several_parts(random_source *r, const frame *f, double radius)
{
    const uint32_t parts = 2 + random_below(r, 3);
    const double width = 1.6 * radius / parts;
    for (uint32_t i = 0; i < parts; i++) {
        const double from = -0.8 * radius + width * i, b = radius * (0.15 + 0.4 * random_unit(r));
        shape_part(f->out);
        box_ring(f, from, -b, from + width * (0.5 + 0.4 * random_unit(r)), b);
    }
}

void sample_draw(random_source *r, const sample_place *at, shape *out)
{
    static void (*const kinds[])(random_source *, const frame *, double) = {
        rectangle, rectangle, rectangle, rectangle, rectangle, l_shape,   l_shape,    l_shape,    irregular,     irregular,
        irregular, irregular, irregular, irregular, irregular, irregular, with_holes, with_holes, several_parts, several_parts};
    const frame f = make_frame(r, at, out);
    kinds[random_below(r, sizeof kinds / sizeof *kinds)](r, &f, at->radius);
}

static void bow_tie(const frame *f, double radius)
{
    shape_part(f->out);
    shape_ring_start(f->out);
    point(f, -0.8 * radius, -0.5 * radius);
    point(f, 0.8 * radius, 0.5 * radius);
    point(f, 0.8 * radius, -0.5 * radius);
    point(f, -0.8 * radius, 0.5 * radius);
    shape_ring_close(f->out);
}

static void hole_outside(const frame *f, double radius)
{
    shape_part(f->out);
    box_ring(f, -0.8 * radius, -0.5 * radius, 0, 0.5 * radius);
    box_ring(f, 0.2 * radius, -0.3 * radius, 0.6 * radius, 0.3 * radius);
}

static void same_ring_twice(const frame *f, double radius)
{
    shape_part(f->out);
    box_ring(f, -0.8 * radius, -0.5 * radius, 0.8 * radius, 0.5 * radius);
    box_ring(f, -0.8 * radius, -0.5 * radius, 0.8 * radius, 0.5 * radius);
}

static void parts_on_each_other(const frame *f, double radius)
{
    shape_part(f->out);
    box_ring(f, -0.8 * radius, -0.5 * radius, 0.3 * radius, 0.5 * radius);
    shape_part(f->out);
    box_ring(f, -0.3 * radius, -0.4 * radius, 0.8 * radius, 0.4 * radius);
}

void sample_draw_invalid(random_source *r, const sample_place *at, shape *out)
{
    static void (*const kinds[])(const frame *, double) = {bow_tie, hole_outside, same_ring_twice, parts_on_each_other};
    const frame f = make_frame(r, at, out);
    kinds[random_below(r, sizeof kinds / sizeof *kinds)](&f, at->radius);
}

void sample_draw_parcel(random_source *r, const shape *around, shape *out)
{
    const double margin = 0.5 + 1.5 * random_unit(r);
    const double *b = around->box;
    const frame f = {0, 0, 1, 0, out};
    shape_clear(out);
    shape_part(out);
    box_ring(&f, b[0] - margin, b[1] - margin, b[2] + margin, b[3] + margin);
}

static double triangle(const contour *c, size_t i)
{
    return ((c->xy[i][0] - c->xy[0][0]) * (c->xy[i + 1][1] - c->xy[0][1]) -
            (c->xy[i + 1][0] - c->xy[0][0]) * (c->xy[i][1] - c->xy[0][1])) /
           2;
}

/* Evenly over the contour: a triangle of its fan by area, then a place in that triangle. */
void sample_random_point(random_source *r, const contour *c, double *x, double *y)
{
    double all = 0;
    for (size_t i = 1; i + 1 < c->count; i++)
        all += triangle(c, i);
    double left = all * random_unit(r);
    size_t i = 1;
    while (i + 2 < c->count && left > triangle(c, i))
        left -= triangle(c, i++);
    double u = random_unit(r), v = random_unit(r);
    if (u + v > 1) {
        u = 1 - u;
        v = 1 - v;
    }
    *x = c->xy[0][0] + u * (c->xy[i][0] - c->xy[0][0]) + v * (c->xy[i + 1][0] - c->xy[0][0]);
    *y = c->xy[0][1] + u * (c->xy[i][1] - c->xy[0][1]) + v * (c->xy[i + 1][1] - c->xy[0][1]);
}

/* A parcel's corner is at most radius * √2 + 2 * √2 from the middle. */
static double space_needed(double radius)
{
    return radius * 1.5 + 4;
}

sample_place sample_find_place(random_source *r, const contour *inside)
{
    const double u = random_unit(r), skew = u * u;
    sample_place place = {0, 0, RADIUS_MIN + RADIUS_MORE * skew * skew};
    for (int tries = 0; tries < TRIES; tries++) {
        sample_random_point(r, inside, &place.x, &place.y);
        if (contour_inside(inside, place.x, place.y) >= space_needed(place.radius))
            return place;
        place.radius = tries < TRIES / 2 ? place.radius : RADIUS_MIN; /* a narrow contour: better small than outside */
    }
    return place;
}
