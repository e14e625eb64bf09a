#include "data/manage/import_job.h"

#include "data/manage/wkt.h"
#include "data/spatial/crossings.h"

#include <math.h>

/* minx, miny, maxx, maxy */
static const double flanders[4] = {20000, 150000, 262000, 250000};        /* EPSG:31370 */
static const double flanders_2008[4] = {520000, 650000, 762000, 750000};  /* EPSG:3812: about 500 km on in both axes */
static const double flanders_web[4] = {250000, 6540000, 670000, 6720000}; /* EPSG:3857 */
static const double degrees[4] = {-180, -90, 180, 90};
static const double mirrored[4] = {150000, 20000, 250000, 262000}; /* y, x of EPSG:31370 */

static bool within(const double box[4], const double outer[4])
{
    return box[0] >= outer[0] && box[1] >= outer[1] && box[2] <= outer[2] && box[3] <= outer[3];
}

static void refuse_place(import_job *j, const double box[4])
{
    if (within(box, flanders_2008))
        import_refuse(j, FIELD_geometry,
                      "dit lijkt Lambert 2008 (EPSG:3812); zet de coördinaten om naar Lambert 72 (EPSG:31370)");
    else if (within(box, degrees))
        import_refuse(j, FIELD_geometry,
                      "dit lijken graden (lengte en breedte); zet de coördinaten om naar Lambert 72 (EPSG:31370)");
    else if (within(box, flanders_web))
        import_refuse(j, FIELD_geometry,
                      "dit lijkt Web Mercator (EPSG:3857); zet de coördinaten om naar Lambert 72 (EPSG:31370)");
    else if (within(box, mirrored))
        import_refuse(j, FIELD_geometry,
                      "x en y lijken verwisseld; schrijf eerst x (oost), dan y (noord), in Lambert 72 (EPSG:31370)");
    else
        import_refuse(j, FIELD_geometry,
                      "ligt niet in Vlaanderen: x van %.0f tot %.0f is %.2f–%.2f, y van %.0f tot %.0f is %.2f–%.2f", flanders[0],
                      flanders[2], box[0], box[2], flanders[1], flanders[3], box[1], box[3]);
}

static bool boxes_apart(const double a[4], const double b[4])
{
    return a[0] > b[2] || a[2] < b[0] || a[1] > b[3] || a[3] < b[1];
}

/* An invalid contour is kept: it may be the lawful one, and a risk location must not vanish. But it has no area. One that no
 * filter can work with would be an error for everybody who asks near it. */
static void measure(import_job *j, const known_gemeente *g, risicolocatie_row *row)
{
    row->has_area = shape_is_valid(&j->contour);
    row->oppervlakte_m2 = floor(shape_area(&j->contour) * 100 + 0.5) / 100;
    if (!row->has_area && shape_crosses_often(&j->contour))
        import_refuse(j, FIELD_geometry,
                      "de contour kruist of raakt zichzelf te vaak: een vlak mag dat hoogstens %d keer, minder als het veel "
                      "punten heeft, en het geheel hoogstens %d keer",
                      AREA_CROSSINGS_MOST, CROSSINGS_MOST);
    else if (!row->has_area)
        import_warn(j, FIELD_geometry, "de contour kruist zichzelf of is op een andere manier ongeldig");
    j->result.invalid += !row->has_area;
    const bool outside = g && boxes_apart(j->contour.box, g->box);
    if (outside)
        import_warn(j, FIELD_geometry, "de contour ligt buiten de omtrek van gemeente %s", g->naam);
    j->result.outside += outside;
}

void import_check_geometry(import_job *j, const known_gemeente *g, risicolocatie_row *row)
{
    const slice value = import_value(j, FIELD_geometry);
    row->contour = &j->contour;
    if (value.length == 0) {
        import_refuse(j, FIELD_geometry, "vul de contour in als WKT (POLYGON of MULTIPOLYGON)");
        return;
    }
    const status s = wkt_read(value.at, value.length, &j->contour);
    if (s.code != ST_OK)
        import_refuse(j, FIELD_geometry, "%s", s.nl);
    else if (!within(j->contour.box, flanders))
        refuse_place(j, j->contour.box);
    else
        measure(j, g, row);
}
