#include "data/manage/permits/permit_job.h"

#include "data/manage/shape.h"
#include "data/manage/wkt.h"
#include "data/model/rules.h"

/* Further from its parcels (metres) than a drawing can be by carelessness. */
static const double FAR = 500;

static status unusable(permit_step *s, const permit_iioa *iioa, const char *code, const char *why)
{
    return permit_problem_note(s, iioa->iioa_nummer, code, "geometrie", "de getekende contour is niet bruikbaar: %s", why);
}

/* Where a client could ask it anything: a contour that no filter can work with is refused by the door, but an invalid one has no
 * area that can be cut. */
static status check_drawn(permit_step *s, const permit_iioa *iioa, const shape *drawn, bool *good)
{
    rule_breach breach;
    *good = false;
    if (!rule_place(drawn->box, &breach))
        return unusable(s, iioa, breach.code, breach.nl);
    if (!shape_is_valid(drawn))
        return unusable(s, iioa, "GeometrieOngeldig", "ze kruist zichzelf of is op een andere manier ongeldig");
    if (shape_area_m2(drawn) <= 0)
        return unusable(s, iioa, "GeometrieLeeg", "ze heeft geen oppervlakte");
    *good = true;
    return status_ok();
}

static status check_near(permit_step *s, const permit_iioa *iioa, geometry drawn, bool *good)
{
    double distance = 0;
    if (iioa->perceel_count)
        TRY(permits_distance(s->job->writer, drawn, iioa->percelen, iioa->perceel_count, s->arena, &distance));
    *good = distance <= FAR;
    return *good ? status_ok()
                 : permit_problem_note(s, iioa->iioa_nummer, "GeometrieVerVanPercelen", "geometrie",
                                       "de getekende contour ligt %.0f m van de percelen van de aanvraag", distance);
}

static status find_drawn(permit_step *s, const permit_iioa *iioa, permit_places *out)
{
    shape drawn = shape_new(s->arena);
    bool good = false;
    const status read = wkt_read(iioa->geometrie, strlen(iioa->geometrie), &drawn);
    if (read.code != ST_OK)
        return unusable(s, iioa, "GeometrieOngeldig", read.nl);
    TRY(check_drawn(s, iioa, &drawn, &good));
    if (!good)
        return status_ok();
    const geometry blob = geometry_build_blob(&drawn, CLASS_MULTIPOLYGON, 31370);
    TRY(check_near(s, iioa, blob, &good));
    if (good)
        TRY(permits_places_of_shape(s->job->writer, blob, s->arena, out));
    return good && out->count == 0 ? unusable(s, iioa, "GeometrieBuitenGemeente", "ze ligt in geen enkele gemeente")
                                   : status_ok();
}

/* Of what is left of its parcels nobody knows whether it is all: no record is made of a part. */
static status find_parcels(permit_step *s, const permit_iioa *iioa, permit_places *out)
{
    permit_places found = {0};
    TRY(permits_places_of_parcels(s->job->writer, iioa->percelen, iioa->perceel_count, s->arena, &found));
    for (size_t i = 0; i < found.missing.count; i++)
        TRY(permit_problem_note(s, iioa->iioa_nummer, "PerceelOnbekend", found.missing.items[i],
                                "het perceel %s staat niet in de lijst", found.missing.items[i]));
    if (found.missing.count == 0)
        *out = found;
    return status_ok();
}

status permit_find_places(permit_step *s, const permit_iioa *iioa, permit_places *out)
{
    *out = (permit_places){0};
    if (iioa->geometrie)
        return find_drawn(s, iioa, out);
    if (iioa->perceel_count)
        return find_parcels(s, iioa, out);
    return permit_problem_note(s, iioa->iioa_nummer, "GeometrieLeeg", "",
                               "de aanvraag noemt geen percelen en heeft geen contour");
}
