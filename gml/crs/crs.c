#include "gml/crs/crs.h"

#include "gml/crs/crs_cells.h"
#include "gml/crs/crs_datum.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Belgian Lambert 72, Belgian Lambert 2008, ETRS89, WGS 84, Web Mercator; UTM zones 31 and 32 on ETRS89, north first, and zone 31
 * with east first. */
const int crs_codes[] = {31370, 3812, 4258, 4326, 3857, 3043, 3044, 25831};
const size_t crs_code_count = sizeof crs_codes / sizeof *crs_codes;

enum { CODES = sizeof crs_codes / sizeof *crs_codes, SIDE_STEPS = 16, SIDE_POINTS = 4 * SIDE_STEPS }; /* of a window */

/* Belgium, in degrees: PROJ picks the operation that is best here. */
static const double area_of_use[4] = {2.2, 49.4, 6.5, 51.6};

/* A wide window around Belgium, in degrees. A box is clipped to it before it is transformed: far from its own area a projection
 * gives nonsense that looks like coordinates, and there are no features out there. */
static const double window[4] = {0, 48, 9, 54};

/* In metres: how far a followed edge may be off, and the length up to which an edge cannot bend that far (300 m bend 3 mm). */
static const double APART = 0.005, SHORT_EDGE = 300;

struct transform {
    PJ *operation;
    crs_cells *cells; /* NULL: from a system in degrees */
};

struct crs_set {
    PJ_CONTEXT *context; /* this and everything made in it is opened when first needed */
    PJ *systems[CODES];
    bool north_first[CODES], degrees[CODES];
    transform transforms[CODES][CODES]; /* made when first asked for */
    double windows[CODES][4];           /* the window's extent in each system */
    crs_datum datum;
};

static size_t code_index(int code)
{
    size_t i = 0;
    while (i < CODES && crs_codes[i] != code)
        i++;
    return i;
}

bool crs_on_offer(int code)
{
    return code_index(code) < CODES;
}

static PJ_CONTEXT *open_context(void)
{
    PJ_CONTEXT *context = proj_context_create();
    proj_context_set_enable_network(context, 0); /* grids come from packages, never from the network */
    proj_log_level(context, PJ_LOG_NONE);
    return context;
}

/* NULL when PROJ's database is missing. */
static PJ *system_of(crs_set *set, size_t i)
{
    char name[32];
    snprintf(name, sizeof name, "EPSG:%d", crs_codes[i]);
    if (!set->context)
        set->context = open_context();
    if (!set->systems[i])
        set->systems[i] = proj_create(set->context, name);
    return set->systems[i];
}

/* The authority's axis order and unit come from PROJ's database, not from a table of our own. */
static bool read_axes(crs_set *set, size_t i)
{
    const char *direction = NULL, *unit = NULL;
    PJ *axes = proj_crs_get_coordinate_system(set->context, set->systems[i]);
    const bool read = axes && proj_cs_get_axis_info(set->context, axes, 0, NULL, NULL, &direction, NULL, &unit, NULL, NULL);
    if (read) {
        set->north_first[i] = strcmp(direction, "north") == 0;
        set->degrees[i] = strcmp(unit, "degree") == 0;
    }
    proj_destroy(axes);
    return read;
}

static bool load_systems(crs_set *set)
{
    for (size_t i = 0; i < CODES; i++)
        if (!system_of(set, i) || !read_axes(set, i))
            return false;
    return true;
}

void crs_set_rest(crs_set *set)
{
    for (size_t i = 0; i < CODES; i++) {
        for (size_t j = 0; j < CODES; j++) {
            crs_cells_free(set->transforms[i][j].cells);
            proj_destroy(set->transforms[i][j].operation);
            set->transforms[i][j] = (transform){0};
        }
        proj_destroy(set->systems[i]);
        set->systems[i] = NULL;
    }
    if (set->context)
        proj_context_destroy(set->context); /* NULL would destroy the default context, which is not ours */
    set->context = NULL;
    proj_cleanup(); /* PROJ keeps its database open for a next context otherwise */
}

void crs_set_free(crs_set *set)
{
    if (set)
        crs_set_rest(set);
    free(set);
}

typedef struct spelling {
    const char *prefix; /* what comes before the code; in URNs a version may come in between */
    const char *canonical;
    bool authority_order;
    bool versioned; /* "<version>:" or "<version>/" follows the prefix */
    char separator;
} spelling;

static const spelling spellings[] = {
    {"urn:ogc:def:crs:EPSG:", "urn:ogc:def:crs:EPSG::", true, true, ':'},
    {"urn:x-ogc:def:crs:EPSG:", "urn:x-ogc:def:crs:EPSG::", true, true, ':'},
    {"http://www.opengis.net/def/crs/EPSG/", "http://www.opengis.net/def/crs/EPSG/0/", true, true, '/'},
    {"https://www.opengis.net/def/crs/EPSG/", "https://www.opengis.net/def/crs/EPSG/0/", true, true, '/'},
    {"http://www.opengis.net/gml/srs/epsg.xml#", "http://www.opengis.net/gml/srs/epsg.xml#", false, false, 0},
    {"EPSG:", "EPSG:", false, false, 0},
};

enum { SPELLINGS = sizeof spellings / sizeof *spellings };

static const char *const crs84_names[] = {"urn:ogc:def:crs:OGC:1.3:CRS84",
                                          "urn:ogc:def:crs:OGC::CRS84",
                                          "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                                          "https://www.opengis.net/def/crs/OGC/1.3/CRS84",
                                          "CRS:84",
                                          "OGC:CRS84"};

static bool begins_with_nocase(const char *name, const char *prefix, arena *a)
{
    const size_t n = strlen(prefix);
    return strlen(name) >= n && text_equal_nocase(arena_strndup(a, name, n), prefix);
}

/* The index of the code at the end of the name, CODES when it is not one of ours. */
static size_t read_code(const spelling *s, const char *name)
{
    const char *digits = name + strlen(s->prefix);
    if (s->versioned) {
        const char *behind = strchr(digits, s->separator);
        if (!behind && s->separator == '/')
            return CODES;
        digits = behind ? behind + 1 : digits; /* old clients leave the version and its colon out of a URN */
    }
    int64_t code = 0;
    return text_to_int64(digits, &code) && code > 0 && code < 1000000 ? code_index((int)code) : CODES;
}

static crs make_crs(const crs_set *set, const spelling *s, size_t index, arena *a)
{
    return (crs){.code = crs_codes[index],
                 .name = arena_printf(a, "%s%d", s->canonical, crs_codes[index]),
                 .yx = s->authority_order && set->north_first[index],
                 .decimals = set->degrees[index] ? 9 : 4};
}

crs crs_84(void)
{
    return (crs){.code = 4326, .name = crs84_names[0], .lon_lat = true, .decimals = 9};
}

crs crs_named(const crs_set *set, int code, crs_spelling how, arena *a)
{
    const spelling *const as = &spellings[how == CRS_URN ? 0 : SPELLINGS - 1];
    return make_crs(set, as, code_index(code), a);
}

crs crs_default(const crs_set *set, int code, arena *a)
{
    return crs_named(set, code, CRS_URN, a);
}

static bool find_crs84(const char *name, crs *out)
{
    for (size_t i = 0; i < sizeof crs84_names / sizeof *crs84_names; i++)
        if (text_equal_nocase(name, crs84_names[i])) {
            *out = crs_84();
            out->name = crs84_names[i];
            return true;
        }
    return false;
}

/* "31370, 3812": the codes to choose from. */
static void list_codes(char *to, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < CODES && used < room; i++)
        used += (size_t)snprintf(to + used, room - used, "%s%d", i ? ", " : "", crs_codes[i]);
}

status crs_find(const crs_set *set, const char *name, const char *locator, arena *a, crs *out)
{
    if (find_crs84(name, out))
        return status_ok();
    for (size_t i = 0; i < SPELLINGS; i++) {
        if (!begins_with_nocase(name, spellings[i].prefix, a))
            continue;
        const size_t index = read_code(&spellings[i], name);
        if (index == CODES)
            break;
        *out = make_crs(set, &spellings[i], index, a);
        return status_ok();
    }
    char all[80];
    list_codes(all, sizeof all);
    return FAIL(BAD_PARAM, locator, "%s: het coördinatenstelsel '%.80s' wordt niet ondersteund; kies EPSG:%s",
                "%s: the reference system '%.80s' is not supported; choose EPSG:%s", locator, name, all);
}

static PJ *make_operation(crs_set *set, size_t from, size_t to)
{
    static const char *const options[] = {"ALLOW_BALLPARK=NO", NULL};
    if (!system_of(set, from) || !system_of(set, to))
        return NULL;
    PJ_AREA *area = proj_area_create();
    proj_area_set_bbox(area, area_of_use[0], area_of_use[1], area_of_use[2], area_of_use[3]);
    PJ *authority = proj_create_crs_to_crs_from_pj(set->context, set->systems[from], set->systems[to], area, options);
    proj_area_destroy(area);
    if (!authority)
        return NULL;
    PJ *xy = proj_normalize_for_visualization(set->context, authority);
    proj_destroy(authority);
    return xy;
}

/* A point that cannot be transformed becomes HUGE_VAL, as in PROJ; so does a point that PROJ left unchanged. */
static void transform_exactly(void *operation, double *xy, size_t count)
{
    const size_t stride = 2 * sizeof *xy;
    const size_t done = proj_trans_generic(operation, PJ_FWD, xy, stride, count, xy + 1, stride, count, NULL, 0, 0, NULL, 0, 0);
    for (size_t i = 2 * done; i < 2 * count; i++)
        xy[i] = HUGE_VAL;
}

double crs_metre(const crs_set *set, int code)
{
    return set->degrees[code_index(code)] ? 1 / 111e3 : 1;
}

/* A degree is 111 km at most, along a meridian or the equator; along any other parallel it is shorter. */
static crs_cells *make_cells(const crs_set *set, size_t from, size_t to, PJ *operation)
{
    return set->degrees[from] ? NULL : crs_cells_new(transform_exactly, operation, crs_metre(set, crs_codes[to]));
}

status crs_transform(crs_set *set, int from, int to, const transform **out)
{
    const size_t i = code_index(from), j = code_index(to);
    if (i == CODES || j == CODES)
        return FAIL(INTERNAL, "", "onbekend coördinatenstelsel EPSG:%d of EPSG:%d", "unknown reference system EPSG:%d or EPSG:%d",
                    from, to);
    transform *t = &set->transforms[i][j];
    if (i != j && !t->operation)
        t->operation = make_operation(set, i, j);
    if (i != j && !t->operation)
        return FAIL(INTERNAL, "", "geen omzetting van EPSG:%d naar EPSG:%d", "no transformation from EPSG:%d to EPSG:%d", from,
                    to);
    if (i != j && !t->cells)
        t->cells = make_cells(set, i, j, t->operation);
    *out = i == j ? NULL : t;
    return status_ok();
}

static bool all_finite(const double *xy, size_t count)
{
    for (size_t i = 0; i < 2 * count; i++)
        if (!isfinite(xy[i]))
            return false;
    return true;
}

/* Also tested before the transformation: PROJ turns some infinities into finite coordinates. */
bool transform_points(const transform *t, double *xy, size_t count)
{
    if (!all_finite(xy, count))
        return false;
    if (t)
        transform_exactly(t->operation, xy, count);
    return all_finite(xy, count);
}

bool transform_written(const transform *t, double *xy, size_t count)
{
    if (!all_finite(xy, count))
        return false;
    if (t && t->cells)
        crs_cells_transform(t->cells, xy, count);
    else if (t)
        transform_exactly(t->operation, xy, count);
    return all_finite(xy, count);
}

/* Points on the sides of the box, counterclockwise from the lower left corner: first the southern side, then the eastern … */
static void follow_sides(const double box[4], double *ring)
{
    const double turns[5][2] = {{box[0], box[1]}, {box[2], box[1]}, {box[2], box[3]}, {box[0], box[3]}, {box[0], box[1]}};
    for (size_t i = 0; i < SIDE_POINTS; i++)
        crs_along(turns[i / SIDE_STEPS], turns[i / SIDE_STEPS + 1], (double)(i % SIDE_STEPS) / SIDE_STEPS, ring + 2 * i);
}

void crs_measure(const double *ring, size_t count, double mbr[4])
{
    memcpy(mbr, (double[4]){INFINITY, INFINITY, -INFINITY, -INFINITY},
           4 * sizeof *mbr); /* a region without points intersects nothing */
    for (size_t i = 0; i < count; i++) {
        mbr[0] = fmin(mbr[0], ring[2 * i]);
        mbr[1] = fmin(mbr[1], ring[2 * i + 1]);
        mbr[2] = fmax(mbr[2], ring[2 * i]);
        mbr[3] = fmax(mbr[3], ring[2 * i + 1]);
    }
}

static bool load_windows(crs_set *set)
{
    for (size_t i = 0; i < CODES; i++) {
        double ring[2 * SIDE_POINTS];
        const transform *t = NULL;
        follow_sides(window, ring);
        if (crs_transform(set, 4326, crs_codes[i], &t).code != ST_OK || !transform_points(t, ring, SIDE_POINTS))
            return false;
        crs_measure(ring, SIDE_POINTS, set->windows[i]);
    }
    return true;
}

static bool load_datum(crs_set *set)
{
    static const double middle[2] = {150000, 170000}; /* of Belgium */
    const transform *t = NULL;
    return crs_transform(set, 31370, 4258, &t).code == ST_OK && t &&
           crs_datum_read(set->context, t->operation, middle, &set->datum);
}

const crs_datum *crs_datum_used(const crs_set *set)
{
    return &set->datum;
}

status crs_set_new(crs_set **out)
{
    crs_set *set = calloc(1, sizeof *set);
    if (!set)
        abort();
    if (!load_systems(set) || !load_windows(set) || !load_datum(set)) {
        crs_set_free(set);
        return FAIL(INTERNAL, "", "de PROJ-databank (proj-data) ontbreekt", "the PROJ database (proj-data) is missing");
    }
    *out = set;
    return status_ok();
}

bool crs_has(const crs_set *set, int code, const double *xy, size_t count)
{
    const size_t index = code_index(code);
    if (index == CODES)
        return false;
    const bool degrees = set->degrees[index];
    const double x = degrees ? 180 : 2.1e7, y = degrees ? 90 : 2.1e7;
    for (size_t i = 0; i < count; i++)
        if (!(fabs(xy[2 * i]) <= x && fabs(xy[2 * i + 1]) <= y)) /* a NaN compares false */
            return false;
    return true;
}

const double *crs_window(const crs_set *set, int code)
{
    return set->windows[code_index(code)];
}

crs_follow crs_follow_of(const crs_set *set, int from, int to, const transform *t)
{
    return (crs_follow){.transform = t, .short_edge = SHORT_EDGE * crs_metre(set, from), .apart = APART * crs_metre(set, to)};
}
