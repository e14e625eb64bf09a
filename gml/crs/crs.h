/* Coordinate reference systems: the spellings of srsName, axis order, and transformation by PROJ.
 *
 * Inside the program coordinates are always x, y (east, north; longitude, latitude). Only here and in the encoders does the order
 * of a spelling matter: urn:ogc:def:crs:EPSG::N and http://www.opengis.net/def/crs/EPSG/0/N follow the authority's axis order
 * (OGC 09-048r5 and 07-092r3), "EPSG:N" and http://www.opengis.net/gml/srs/epsg.xml#N are x, y by custom, CRS84 is longitude,
 * latitude by definition.
 */
#ifndef CRS_CRS_H
#define CRS_CRS_H

#include "base/arena.h"
#include "base/status.h"
#include "data/model/query.h"

typedef struct crs {
    int code;         /* EPSG */
    const char *name; /* srsName as the request spelled it, normalised: safe to send back */
    bool yx;          /* this spelling writes north (latitude) first */
    bool lon_lat;     /* CRS84: code 4326 with longitude first by definition */
    int decimals;     /* 0.1 mm: 4 in metres, 9 in degrees */
} crs;

typedef struct crs_set crs_set;     /* PROJ and its prepared transformations: one per worker */
typedef struct transform transform; /* from one CRS to another, x,y in and out */

/* The EPSG codes on offer, 31370 first. */
extern const int crs_codes[];
extern const size_t crs_code_count;
/* Whether this EPSG code is one of them. */
bool crs_on_offer(int code);

/* An operation between two datums, as EPSG knows it. */
typedef struct crs_datum {
    char name[80];
    int code;        /* of the operation */
    double accuracy; /* in metres; negative when it is not known */
    char grid[80];   /* the file of shifts that it uses; "" for none */
} crs_datum;

/* Fails with ST_INTERNAL when PROJ's database is not installed. */
MUST_USE status crs_set_new(crs_set **out);
void crs_set_free(crs_set *set);

/* Closes everything of PROJ, which is opened again at the next transformation; the measured windows are kept. After this the
 * process may fork, and each process can use the set for itself: no file or database that PROJ has open is shared. */
void crs_set_rest(crs_set *set);

/* Between Lambert 72 and ETRS89: by the NTv2 grid when that is installed, or else by seven parameters. Lasts as the set. */
const crs_datum *crs_datum_used(const crs_set *set);

/* Any spelling on offer; ST_BAD_PARAM with the locator otherwise. */
MUST_USE status crs_find(const crs_set *set, const char *name, const char *locator, arena *a, crs *out);
/* How a system is named when the request does not say: by a URN, or as "EPSG:n" (WFS 1.0). */
typedef enum crs_spelling { CRS_URN, CRS_CODE } crs_spelling;
/* The system with this code, named that way. */
crs crs_named(const crs_set *set, int code, crs_spelling how, arena *a);
/* The same, named by its URN. */
crs crs_default(const crs_set *set, int code, arena *a);
/* Longitude, latitude on WGS 84 (RFC 7946 §4). */
crs crs_84(void);

/* *out is NULL when nothing has to be done (same CRS). The set owns it. */
MUST_USE status crs_transform(crs_set *set, int from, int to, const transform **out);
/* In place; false when a point cannot be expressed in the target CRS, or is NaN or infinite, also when t is NULL. */
bool transform_points(const transform *t, double *xy, size_t count);

/* The same for coordinates that are only written out: to within 0.01 mm, in a twentieth of the time. */
bool transform_written(const transform *t, double *xy, size_t count);

/* Whether the system has such coordinates: degrees to the poles and the date line, metres to the edge of EPSG:3857. x, y. */
bool crs_has(const crs_set *set, int code, const double *xy, size_t count);

/* A metre in the units of this system: 1, or the corresponding part of a degree. */
double crs_metre(const crs_set *set, int code);

/* An edge that is straight in one system bends in another: in Lambert 72 ten kilometres along a parallel are up to 2.4 m away
 * from the straight line between their ends. So the edge is cut into straight pieces that stay within half a centimetre of it. */
enum { CRS_PIECES_MOST = 4000 }; /* an edge right across the window around Belgium needs some 1,500 */
typedef struct crs_follow {
    const transform *transform;
    double short_edge, apart; /* in the units of the source and of the target system */
} crs_follow;
/* For edges in EPSG:from that t transforms to EPSG:to. */
crs_follow crs_follow_of(const crs_set *set, int from, int to, const transform *t);
/* The point at this part of the edge, 0 to 1. */
void crs_along(const double a[2], const double b[2], double part, double out[2]);
/* Into how many pieces of equal length to cut this edge, CRS_PIECES_MOST at most: an edge that needs that many, or that has a
 * point which cannot be transformed, cannot be followed. */
size_t crs_pieces(const crs_follow *f, const double a[2], const double b[2]);

/* Lambert 72 and Lambert 2008 differ by half a million metres, and are easily confused: ST_BAD_PARAM for points that are nowhere
 * near Belgium in the system that is named, but in Belgium in the other. */
MUST_USE status crs_check_lambert(int code, const double *xy, size_t count, const char *locator);

/* The extent of these points: minx, miny, maxx, maxy; without points the minimum exceeds the maximum. */
void crs_measure(const double *xy, size_t count, double mbr[4]);

/* minx, miny, maxx, maxy of a wide window around Belgium in this system, one of crs_codes: everything outside it is far from
 * every feature. */
const double *crs_window(const crs_set *set, int code);

/* A box (minx, miny, maxx, maxy in `from`) as a region in `to`: its sides are followed, not only its corners. Parts far from
 * Belgium are cut off; when nothing is left the region has no points and intersects nothing. ST_BAD_PARAM (bbox) for coordinates
 * that the system does not have, or that belong to the other Lambert. */
MUST_USE status crs_region(crs_set *set, const double box[4], int from, int to, arena *a, region *out);

#endif
