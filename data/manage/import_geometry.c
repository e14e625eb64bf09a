#include "data/manage/import_job.h"

#include "data/manage/wkt.h"
#include "data/spatial/crossings.h"

static bool boxes_apart(const double a[4], const double b[4])
{
    return a[0] > b[2] || a[2] < b[0] || a[1] > b[3] || a[3] < b[1];
}

/* An invalid contour, when that was asked: a repair that changes next to nothing; else why not. */
static bool mend(import_job *j, risicolocatie_row *row)
{
    char said[256];
    const bool mended = shape_repair(&j->contour, said, sizeof said);
    if (mended)
        import_warn(j, FIELD_geometry, "GeometrieHersteld", "de contour was ongeldig en is hersteld: %s", said);
    else
        import_warn(j, FIELD_geometry, "GeometrieOngeldig",
                    "de contour is ongeldig en niet hersteld, want dat verandert hem te veel: %s", said);
    row->has_area = mended;
    row->oppervlakte_m2 = shape_area_m2(&j->contour);
    return mended;
}

/* An invalid contour is kept: it may be the lawful one, and a risk location must not vanish. But it has no area. A contour that
 * no filter can work with would cause an error for everybody who asks near it. */
static void measure(import_job *j, const known_gemeente *g, risicolocatie_row *row)
{
    row->has_area = shape_is_valid(&j->contour);
    row->oppervlakte_m2 = shape_area_m2(&j->contour);
    if (!row->has_area && shape_crosses_often(&j->contour))
        import_refuse(j, FIELD_geometry, "GeometrieOngeldig",
                      "de contour kruist of raakt zichzelf te vaak: een vlak mag dat hoogstens %d keer, minder als het veel "
                      "punten heeft, en het geheel hoogstens %d keer",
                      AREA_CROSSINGS_MOST, CROSSINGS_MOST);
    else if (!row->has_area && j->settings->repair)
        j->result.repaired += mend(j, row);
    else if (!row->has_area)
        import_warn(j, FIELD_geometry, "GeometrieOngeldig", "de contour kruist zichzelf of is op een andere manier ongeldig");
    j->result.invalid += !row->has_area;
    const bool outside = g && boxes_apart(j->contour.box, g->box);
    if (outside)
        import_warn(j, FIELD_geometry, "GeometrieBuitenGemeente", "de contour ligt buiten de omtrek van gemeente %s", g->naam);
    j->result.outside += outside;
}

void import_check_geometry(import_job *j, const known_gemeente *g, risicolocatie_row *row)
{
    const slice value = import_value(j, FIELD_geometry);
    rule_breach breach;
    row->contour = &j->contour;
    if (value.length == 0) {
        import_refuse(j, FIELD_geometry, "GeometrieOntbreekt",
                      row_source_is_map(j->source) ? "dit object heeft geen contour; teken een vlak"
                                                   : "vul de contour in als WKT (POLYGON of MULTIPOLYGON)");
        return;
    }
    const status s = wkt_read(value.at, value.length, &j->contour);
    if (s.code != ST_OK)
        import_refuse(j, FIELD_geometry, "GeometrieOngeldig", "%s", s.nl);
    else if (rule_place(j->contour.box, &breach))
        measure(j, g, row);
    else if (row_source_is_map(j->source)) /* its numbers were converted, so they tell nobody anything */
        import_refuse(j, FIELD_geometry, breach.code,
                      "dit object ligt niet in Vlaanderen; staat de laag wel in het stelsel dat het bestand noemt (bij een "
                      "shapefile: de .prj)?");
    else
        import_refuse(j, FIELD_geometry, breach.code, "%s", breach.nl);
}
