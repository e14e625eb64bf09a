#include "server/wfs/stored_predefined.h"

#include "server/wfs/type_names.h"

#include <string.h>

static bool returns_all(const layer *l)
{
    (void)l;
    return true;
}

static bool returns_spatial(const layer *l)
{
    return l->geometry_type != GEOMETRY_NONE;
}

static status missing(const char *name)
{
    return FAIL(MISSING_PARAM, name, "de parameter %s ontbreekt", "the parameter %s is missing", name);
}

/* WFS 2.0 §7.9.3.6: the one stored query that every server has. An id of another form is reported as not found, like one that
 * does not exist. */
static status by_id(const query_text *q, const request *rq, arena *a, query_text *out)
{
    const char *given = kvp_get(q->arguments, "id");
    const layer *l = NULL;
    int64_t id = 0, version = 0;
    if (!given)
        return missing("id");
    TRY(resource_id_read(rq->site->catalog, resource_id_without_version(given, a, &version), &l, &id));
    if (!l)
        return FAIL(NOT_FOUND, "id", "er is geen object met de id '%.60s'", "there is no feature with the id '%.60s'", given);
    *out =
        (query_text){.type_names = l->name, .resource_ids = given, .srs_name = q->srs_name, .property_names = q->property_names};
    return status_ok();
}

static bool is_own_namespace(const request *rq, const char *uri)
{
    for (size_t i = 0; i < rq->site->config->endpoint_count; i++)
        if (strcmp(rq->site->config->endpoints[i].uri, uri) == 0)
            return true;
    return false;
}

/* Every spatial type is a data set under its own name. Without a code it is the one that the capabilities announce. */
static status find_data_set(const query_text *q, const request *rq, const layer **out)
{
    const char *code = kvp_get(q->arguments, "DataSetIdCode"), *uri = kvp_get(q->arguments, "DataSetIdNamespace");
    const layer *l = catalog_layer(rq->site->catalog, code ? code : "risicolocatie");
    if (!l && !code)
        return missing("DataSetIdCode");
    if (!l || !returns_spatial(l))
        return FAIL(BAD_PARAM, "DataSetIdCode", "er is geen dataset '%.60s'; de namen van de objecttypen zijn de codes",
                    "there is no data set '%.60s'; the names of the feature types are the codes", code ? code : l->name);
    if (uri && !is_own_namespace(rq, uri))
        return FAIL(BAD_PARAM, "DataSetIdNamespace", "er is geen dataset in de naamruimte '%.80s': %.80s",
                    "there is no data set in the namespace '%.80s': %.80s", uri, rq->endpoint->uri);
    *out = l;
    return status_ok();
}

/* INSPIRE Technical Guidance Download Services §6.4, requirements 49 to 51. The answer is in the default language, whichever was
 * asked for (requirement 55): there is only one. */
static status by_crs(const query_text *q, const request *rq, arena *a, query_text *out)
{
    const char *given = kvp_get(q->arguments, "CRS");
    const layer *l = NULL;
    crs found;
    if (!given)
        return missing("CRS");
    TRY(crs_find(rq->site->crs, text_trim(a, given), "CRS", a, &found));
    TRY(find_data_set(q, rq, &l));
    *out = (query_text){.type_names = l->name, .srs_name = given};
    return status_ok();
}

const predefined stored_predefined[] = {
    /* a URN in WFS 2.0, a URL in its corrigendum 2.0.2 */
    {.ids = {"urn:ogc:def:query:OGC-WFS::GetFeatureById", "http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById"},
     .title = "Het object met deze id",
     .parameters = {{"ID", "xs:string", "De id van het object, bijvoorbeeld naam.nummer"}},
     .one_feature = true,
     .returns = returns_all,
     .expand = by_id},
    /* the second id is the one of the guidance (recommendation 13); it also asks that one stored query only is defined for this
     */
    {.ids = {"GetDatasetByCrs", "http://inspire.ec.europa.eu/operation/download/GetSpatialDataSet"},
     .title = "Een hele dataset in een coördinatenstelsel naar keuze (INSPIRE)",
     .abstract = "U krijgt wat u in de dataset mag zien. Op http://inspire.ec.europa.eu/operation/download/GetSpatialDataSet "
                 "antwoordt dezelfde vraag.",
     .parameters = {{"CRS", "xs:anyURI", "Het coördinatenstelsel, bijvoorbeeld http://www.opengis.net/def/crs/EPSG/0/4258"},
                    {"DataSetIdCode", "xs:string", "De naam van het objecttype; mag ontbreken: dan risicolocatie"},
                    {"DataSetIdNamespace", "xs:anyURI", "De naamruimte van het objecttype; mag ontbreken"},
                    {"Language", "xs:string", "De taal: er is een taal (dut); mag ontbreken"}},
     .returns = returns_spatial,
     .expand = by_crs},
};

const size_t stored_predefined_count = sizeof stored_predefined / sizeof *stored_predefined;

static bool is_called(const predefined *p, const char *id)
{
    for (size_t i = 0; p->ids[i]; i++)
        if (strcmp(p->ids[i], id) == 0)
            return true;
    return false;
}

const predefined *stored_predefined_find(const char *id)
{
    for (size_t i = 0; i < stored_predefined_count; i++)
        if (is_called(&stored_predefined[i], id))
            return &stored_predefined[i];
    return NULL;
}

bool stored_predefined_has(const predefined *p, const char *parameter)
{
    for (size_t i = 0; p->parameters[i].name; i++)
        if (text_equal_nocase(p->parameters[i].name, parameter))
            return true;
    return false;
}
