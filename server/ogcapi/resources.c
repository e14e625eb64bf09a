/* What there is below /api: dispatch and the OpenAPI document both come from this table. */
#include "server/ogcapi/api.h"

static const api_form *const documents[] = {&api_json, &api_html, &api_xml, NULL};
static const api_form *const openapi[] = {&api_openapi_json, &api_html, NULL};
static const api_form *const queryables[] = {&api_schema_json, &api_html, NULL};
static const api_form *const schemas[] = {&api_schema_json, &api_html, &api_xsd, NULL};
static const api_form *const plain[] = {&api_json, NULL};
static const api_form *const features[] = {&api_geojson, &api_html, &api_gml, NULL};

static const char *const none[] = {NULL};
static const char *const of_items[] = {"limit",  "bbox",        "bbox-crs",   "datetime",  "crs", "properties", "sortby",
                                       "filter", "filter-lang", "filter-crs", "peildatum", "na",  NULL};
static const char *const of_changes[] = {"na", NULL};
static const char *const of_rubrieken[] = {"lijst", "code", "geldig_op", NULL};
static const char *const of_item[] = {"crs", "properties", "peildatum", NULL};

const api_resource api_resources[] = {
    {.operation = "getLandingPage",
     .steps = {NULL},
     .title = "Begin",
     .title_en = "Landing page",
     .forms = documents,
     .parameters = none,
     .answer = api_answer_landing},
    {.operation = "getConformance",
     .steps = {"conformance"},
     .title = "Waaraan deze dienst voldoet",
     .title_en = "What this service conforms to",
     .forms = documents,
     .parameters = none,
     .answer = api_answer_conformance},
    {.operation = "getOpenApi",
     .steps = {"openapi"},
     .title = "Beschrijving voor programma's (OpenAPI)",
     .title_en = "Description for programs (OpenAPI)",
     .forms = openapi,
     .parameters = none,
     .answer = api_answer_openapi},
    {.operation = "getCollections",
     .steps = {"collections"},
     .title = "De lagen",
     .title_en = "The collections",
     .forms = documents,
     .parameters = none,
     .answer = api_answer_collections},
    {.operation = "getCollection",
     .steps = {"collections", API_COLLECTION},
     .title = "Een laag",
     .title_en = "A collection",
     .forms = documents,
     .parameters = none,
     .answer = api_answer_collection},
    {.operation = "getQueryables",
     .steps = {"collections", API_COLLECTION, "queryables"},
     .title = "Waarop u kunt filteren",
     .title_en = "What filters may name",
     .forms = queryables,
     .parameters = none,
     .answer = api_answer_queryables},
    {.operation = "getSortables",
     .steps = {"collections", API_COLLECTION, "sortables"},
     .title = "Waarop u kunt sorteren",
     .title_en = "What may be sorted by",
     .forms = queryables,
     .parameters = none,
     .answer = api_answer_sortables},
    {.operation = "getSchema",
     .steps = {"collections", API_COLLECTION, "schema"},
     .title = "De eigenschappen van de objecten",
     .title_en = "The properties of the features",
     .forms = schemas,
     .parameters = none,
     .answer = api_answer_schema},
    {.operation = "getItems",
     .steps = {"collections", API_COLLECTION, "items"},
     .title = "De objecten",
     .title_en = "The features",
     .forms = features,
     .parameters = of_items,
     .takes_queryables = true,
     .answer = api_answer_items,
     .writes = &api_items_writes},
    {.operation = "getItem",
     .steps = {"collections", API_COLLECTION, "items", API_FEATURE},
     .title = "Een object",
     .title_en = "A feature",
     .forms = features,
     .parameters = of_item,
     .answer = api_answer_item,
     .writes = &api_item_writes},
    {.operation = "getVersions",
     .steps = {"collections", API_COLLECTION, "items", API_FEATURE, "versies"},
     .title = "Hoe een object was: elke versie",
     .title_en = "How a feature was: every version",
     .forms = plain,
     .parameters = none,
     .answer = api_answer_versions,
     .of_past = true},
    {.operation = "strike",
     .steps = {"collections", API_COLLECTION, "items", API_FEATURE, "acties", "schrappen"},
     .title = "Schrap een object",
     .title_en = "Strike a feature off",
     .forms = plain,
     .parameters = none,
     .writes = &api_strike_writes,
     .vendor = true},
    {.operation = "restore",
     .steps = {"collections", API_COLLECTION, "items", API_FEATURE, "acties", "schrappen-ongedaan-maken"},
     .title = "Maak het schrappen van een object ongedaan",
     .title_en = "Undo that a feature was struck off",
     .forms = plain,
     .parameters = none,
     .writes = &api_restore_writes,
     .vendor = true},
    {.operation = "getChanges",
     .steps = {"wijzigingen"},
     .title = "Wat er veranderde in uw gemeenten, om een kopie bij te houden",
     .title_en = "What changed in your municipalities, to keep a copy",
     .forms = plain,
     .parameters = of_changes,
     .answer = api_answer_changes,
     .of_past = true,
     .vendor = true},
    {.operation = "getRubrieken",
     .steps = {"rubrieken"},
     .title = "De lijsten van rubrieken",
     .title_en = "The lists of rubrieken",
     .forms = plain,
     .parameters = of_rubrieken,
     .answer = api_answer_rubrieken,
     .vendor = true},
};

const size_t api_resource_count = sizeof api_resources / sizeof *api_resources;

const layer *api_with_history(const api *q)
{
    const catalog *all = q->site->catalog;
    for (size_t i = 0; i < all->count; i++)
        if (all->layers[i].history)
            return &all->layers[i];
    return NULL;
}

bool api_resource_is_there(const api *q, const api_resource *r, const layer *l)
{
    if (r->vendor && (!q->vendor || !q->site->config->editing))
        return false;
    const layer *kept = r->steps[1] ? l : api_with_history(q);
    return (!r->of_past || (kept && kept->history)) && (r->answer || (l && l->editable));
}
