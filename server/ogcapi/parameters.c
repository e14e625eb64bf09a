#include "server/ogcapi/api.h"
#include "server/ogcapi/items.h"

#include <string.h>

static const api_parameter parameters[] = {
    {"f", "string", "De vorm van het antwoord", 0, 0, 0, false},
    {"limit", "integer", "Hoeveel objecten er hoogstens in het antwoord staan", 1, ITEMS_MOST, ITEMS_USUAL, false},
    {"bbox", "number", "Alleen objecten die deze rechthoek raken: minx,miny,maxx,maxy", 0, 0, 0, true},
    {"bbox-crs", "string", "Het coördinatenstelsel van bbox; anders CRS84 (lengte, breedte)", 0, 0, 0, false},
    {"datetime", "string", "Alleen objecten waarvan de periode dit tijdstip of dit interval (begin/eind, met .. voor open) raakt",
     0, 0, 0, false},
    {"crs", "string", "Het coördinatenstelsel van het antwoord; anders CRS84 (lengte, breedte)", 0, 0, 0, false},
    {"properties", "string", "Alleen deze eigenschappen", 0, 0, 0, true},
    {"sortby", "string", "De volgorde: namen van eigenschappen, met - ervoor van groot naar klein", 0, 0, 0, true},
    {"filter", "string", "Een voorwaarde in CQL2", 0, 0, 0, false},
    {"filter-lang", "string", "De taal van filter: cql2-text of cql2-json", 0, 0, 0, false},
    {"filter-crs", "string", "Het coördinatenstelsel van de geometrieën in filter; anders CRS84 (lengte, breedte)", 0, 0, 0,
     false},
    {"peildatum", "string", "Hoe de laag was op het einde van die dag in België, of op dat tijdstip (zonder tijdzone: UTC)", 0, 0,
     0, false},
    {"na", "string", "Waar de volgende pagina begint; staat in de link next of in na van het vorige antwoord", 0, 0, 0, false},
    {"lijst", "string", "Alleen rubrieken van deze lijst: VLAREBO_BIJLAGE_I of VLAREM_KOLOM_8", 0, 0, 0, false},
    {"code", "string", "Alleen de rubriek met deze code", 0, 0, 0, false},
    {"geldig_op", "string", "Alleen de lijst die hoort bij een start op deze dag, en van elke rubriek de nieuwste versie", 0, 0,
     0, false},
};

const api_parameter *api_parameter_find(const char *name)
{
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        if (text_equal_nocase(parameters[i].name, name))
            return &parameters[i];
    return NULL;
}

bool api_parameter_is_of(const char *name, const layer *l)
{
    return !l || l->history || strcmp(name, "peildatum") != 0;
}

bool api_is_parameter(const property *p)
{
    return p->type != VALUE_GEOMETRY;
}

static bool is_queryable(const api *q, const char *name)
{
    const property *p = q->resource->takes_queryables && q->layer ? layer_property(q->layer, name) : NULL;
    return p && api_is_parameter(p);
}

/* The layer's own parameter for rows that are hidden by default (data/model/layer.h). */
static bool is_of_hidden(const api *q, const char *name)
{
    const bool features = q->resource->answer == api_answer_items || q->resource->answer == api_answer_item;
    return features && q->layer->hide_parameter && text_equal_nocase(q->layer->hide_parameter, name);
}

static bool is_known(const api *q, const char *name)
{
    return text_equal_nocase(name, "f") || text_is_among_nocase(name, q->resource->parameters) || is_queryable(q, name) ||
           is_of_hidden(q, name);
}

static const char *known(const api *q)
{
    text t = text_new(q->arena);
    text_add(&t, "f");
    for (const char *const *name = q->resource->parameters; *name; name++)
        if (api_parameter_is_of(*name, q->layer))
            text_addf(&t, ", %s", *name);
    if (q->resource->takes_queryables && q->layer->hide_parameter)
        text_addf(&t, ", %s", q->layer->hide_parameter);
    if (q->resource->takes_queryables)
        text_add(&t, ", de namen van eigenschappen (/queryables)");
    return t.chars;
}

static status check_value(const api *q, const char *name, const char *given)
{
    if (*text_trim(q->arena, given))
        return status_ok();
    return FAIL(BAD_PARAM, name, "de parameter %.40s is leeg: geef een waarde, of laat hem weg",
                "the parameter %.40s is empty: give a value, or leave it out", name);
}

/* 17-069r4 §7.15.8 (req/core/query-param-unknown). */
status api_check_parameters(const api *q)
{
    for (size_t i = 0; i < q->parameters->count; i++) {
        const char *name = q->parameters->pairs[i].name;
        if (!is_known(q, name))
            return FAIL(BAD_PARAM, name, "de parameter '%.40s' is er hier niet; wel: %s",
                        "there is no parameter '%.40s' here; there are: %s", name, known(q));
        TRY(check_value(q, name, q->parameters->pairs[i].value));
    }
    return status_ok();
}
