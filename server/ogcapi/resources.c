/* What there is below /api: dispatch and the OpenAPI document both come from this table. */
#include "server/ogcapi/api.h"

static const api_form *const documents[] = {&api_json, &api_html, &api_xml, NULL};
static const api_form *const openapi[] = {&api_openapi_json, &api_html, NULL};
static const api_form *const queryables[] = {&api_schema_json, &api_html, NULL};
static const api_form *const schemas[] = {&api_schema_json, &api_html, &api_xsd, NULL};
static const api_form *const features[] = {&api_geojson, &api_html, &api_gml, NULL};

static const char *const none[] = {NULL};
static const char *const of_items[] = {"limit",  "bbox",        "bbox-crs",   "datetime",  "crs", "properties", "sortby",
                                       "filter", "filter-lang", "filter-crs", "peildatum", "na",  NULL};
static const char *const of_item[] = {"crs", "properties", "peildatum", NULL};

const api_resource api_resources[] = {
    {"getLandingPage", {NULL}, "Begin", "Landing page", documents, none, false, api_answer_landing},
    {"getConformance",
     {"conformance"},
     "Waaraan deze dienst voldoet",
     "What this service conforms to",
     documents,
     none,
     false,
     api_answer_conformance},
    {"getOpenApi",
     {"openapi"},
     "Beschrijving voor programma's (OpenAPI)",
     "Description for programs (OpenAPI)",
     openapi,
     none,
     false,
     api_answer_openapi},
    {"getCollections", {"collections"}, "De lagen", "The collections", documents, none, false, api_answer_collections},
    {"getCollection", {"collections", API_COLLECTION}, "Een laag", "A collection", documents, none, false, api_answer_collection},
    {"getQueryables",
     {"collections", API_COLLECTION, "queryables"},
     "Waarop u kunt filteren",
     "What filters may name",
     queryables,
     none,
     false,
     api_answer_queryables},
    {"getSortables",
     {"collections", API_COLLECTION, "sortables"},
     "Waarop u kunt sorteren",
     "What may be sorted by",
     queryables,
     none,
     false,
     api_answer_sortables},
    {"getSchema",
     {"collections", API_COLLECTION, "schema"},
     "De eigenschappen van de objecten",
     "The properties of the features",
     schemas,
     none,
     false,
     api_answer_schema},
    {"getItems",
     {"collections", API_COLLECTION, "items"},
     "De objecten",
     "The features",
     features,
     of_items,
     true,
     api_answer_items},
    {"getItem",
     {"collections", API_COLLECTION, "items", API_FEATURE},
     "Een object",
     "A feature",
     features,
     of_item,
     false,
     api_answer_item},
};

const size_t api_resource_count = sizeof api_resources / sizeof *api_resources;
