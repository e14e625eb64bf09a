#include "data/store/edit_derive.h"

#include "data/model/geometry_surface.h"
#include "data/store/edit_check.h"
#include "data/store/edit_shape.h"
#include "data/store/store_driver.h"

#include <string.h>
#include <strings.h>

typedef enum derived_column {
    NAAM,
    RUBRIEK_ID,
    LIJST,
    OMSCHRIJVING,
    CATEGORIE,
    VITO_ID,
    VITO_VERSIE_ID,
    KENMERK_VAN,
    OPPERVLAKTE,
    DERIVED
} derived_column;

static const property derived[DERIVED] = {
    [NAAM] = {.name = "gemeente_naam", .column = "gemeente_naam", .type = VALUE_STRING},
    [RUBRIEK_ID] = {.name = "rubriek_id", .column = "rubriek_id", .type = VALUE_INTEGER},
    [LIJST] = {.name = "rubriekenlijst", .column = "rubriekenlijst", .type = VALUE_STRING},
    [OMSCHRIJVING] = {.name = "rubriek_omschrijving", .column = "rubriek_omschrijving", .type = VALUE_STRING},
    [CATEGORIE] = {.name = "vlarebo_categorie", .column = "vlarebo_categorie", .type = VALUE_STRING},
    [VITO_ID] = {.name = "vito_id", .column = "vito_id", .type = VALUE_STRING},
    [VITO_VERSIE_ID] = {.name = "vito_versie_id", .column = "vito_versie_id", .type = VALUE_STRING},
    [OPPERVLAKTE] = {.name = "oppervlakte_m2", .column = "oppervlakte_m2", .type = VALUE_DECIMAL},
    [KENMERK_VAN] = {.name = "kenmerk_van", .column = "kenmerk_van", .type = VALUE_STRING},
};

bool edit_is_derived(const layer *l, const char *column)
{
    if (!edit_is_risk_location(l))
        return false;
    for (int i = 0; i < DERIVED; i++)
        if (i != LIJST && strcasecmp(derived[i].column, column) == 0)
            return true;
    return false;
}

/* --- The row as it will be --- */

static const value *given(const edit_row *row, const char *column)
{
    for (size_t i = 0; i < row->count; i++)
        if (strcasecmp(row->properties[i]->column, column) == 0)
            return &row->values[i];
    return NULL;
}

/* The text that the row gives, empty for NULL; where it gives none, the one that it has now. */
static slice text_of(const edit_row *row, const char *column, const char *now)
{
    const value *v = given(row, column);
    if (!v)
        return now ? slice_of(now) : (slice){NULL, 0};
    return v->null ? (slice){NULL, 0} : (slice){v->text, v->length};
}

/* The list that is given; else the only one that fits the start date. */
static slice list_of(const edit_row *row, slice start)
{
    if (given(row, "rubriekenlijst"))
        return text_of(row, "rubriekenlijst", NULL);
    return slice_of(rule_list_of(start));
}

static status check_dates(slice start, slice end, slice list)
{
    rule_breach breach;
    if (!rule_startdatum(start, &breach) || !rule_einddatum(start, end, &breach) || !rule_rubriekenlijst(start, list, &breach))
        return edit_broken(&breach);
    return status_ok();
}

/* --- What follows --- */

/* A copy of a row, with room for what follows from it. */
typedef struct making {
    edit_row row;
    const property **properties;
    value *values;
} making;

static making start_making(const edit_row *row, arena *a)
{
    making m = {.row = *row,
                .properties = arena_array(a, row->count + DERIVED, sizeof *m.properties),
                .values = arena_array(a, row->count + DERIVED, sizeof *m.values)};
    for (size_t i = 0; i < row->count; i++) {
        m.properties[i] = row->properties[i];
        m.values[i] = row->values[i];
    }
    m.row.properties = m.properties;
    m.row.values = m.values;
    return m;
}

static void add(making *m, derived_column which, value v)
{
    m->properties[m->row.count] = &derived[which];
    m->values[m->row.count++] = v;
}

static value text_value(const char *chars)
{
    return chars ? (value){.text = chars, .length = strlen(chars)} : (value){.null = true};
}

static status find_facts(store *s, slice list, slice code, int64_t version, arena *a, rubriek_facts *out)
{
    if (code.length == 0)
        return FAIL(BAD_PARAM, "rubriek", "vul de rubriek in (RubriekOntbreekt)", "give the rubriek (RubriekOntbreekt)");
    TRY(s->driver->rubriek(s, list, code, version, a, out));
    return out->id ? status_ok()
                   : FAIL(BAD_PARAM, "rubriek",
                          "de rubriek %.*s staat niet in de lijst %.*s, die bij de startdatum hoort (RubriekNietInLijst)",
                          "the rubriek %.*s is not in the list %.*s, which goes with the start date (RubriekNietInLijst)",
                          (int)(code.length < 100 ? code.length : 100), code.at, (int)list.length, list.at);
}

/* Whether the rubriek stays the one that the row has: then its version stays too, also when its list has a newer one. */
static bool is_same(const row_texts *now, slice list, slice code)
{
    return now->rubriek && slice_is(code, now->rubriek) && slice_is(list, now->rubriekenlijst);
}

static void add_facts(making *m, const rubriek_facts *facts)
{
    add(m, RUBRIEK_ID, (value){.integer = facts->id});
    add(m, OMSCHRIJVING, text_value(facts->omschrijving));
    add(m, CATEGORIE, text_value(facts->vlarebo_categorie));
    add(m, VITO_ID, text_value(facts->vito_id));
    add(m, VITO_VERSIE_ID, text_value(facts->vito_versie_id));
}

/* now: what the row says, for what is not given; all NULL for a new one. */
static status add_rubriek(store *s, making *m, const row_texts *now, arena *a)
{
    const edit_row given_row = m->row;
    rubriek_facts facts = {0};
    const slice start = text_of(&given_row, "startdatum", now->startdatum), code = text_of(&given_row, "rubriek", now->rubriek);
    const slice list = list_of(&given_row, start);
    TRY(check_dates(start, text_of(&given_row, "einddatum", now->einddatum), list));
    if (is_same(now, list, code))
        return status_ok();
    TRY(find_facts(s, list, code, given_row.rubriek_id, a, &facts));
    add_facts(m, &facts);
    if (!given(&given_row, "rubriekenlijst"))
        add(m, LIJST, text_value(arena_strndup(a, list.at, list.length)));
    return status_ok();
}

/* --- Its area --- */

/* Of a contour that edit_shape.h has taken: a valid multipolygon. */
static void add_area(making *m, arena *a)
{
    double at[2];
    geometry_build taken = geometry_build_new(a);
    const value *shape = edit_shape_value(&m->row);
    if (shape && geometry_surface(shape->shape, 0, &taken, at) == SURFACE_FINE)
        add(m, OPPERVLAKTE, (value){.real = geometry_build_area_m2(&taken)});
}

/* --- The caller's own reference --- */

static status kenmerk_taken(const edit_row *row, slice reference, int64_t by)
{
    enum { SHOWN = 80 };
    return FAIL(NOT_PROCESSED, "eigen_kenmerk",
                "het eigen kenmerk '%.*s' hebt u in deze gemeente al gebruikt, voor %s.%lld: kies een ander (KenmerkBestaat)",
                "you have used the own reference '%.*s' in this gemeente already, for %s.%lld: choose another (KenmerkBestaat)",
                (int)(reference.length < SHOWN ? reference.length : SHOWN), reference.at, row->layer->name, (long long)by);
}

/* An empty reference is none. Clients send back all that they read: a reference that the row has already stays whose it is. */
static void add_kenmerk_van(making *m, const row_texts *now, const char *organisation)
{
    for (size_t i = 0; i < m->row.count; i++)
        if (strcasecmp(m->properties[i]->column, "eigen_kenmerk") == 0 && m->values[i].length == 0)
            m->values[i].null = true;
    const slice reference = text_of(&m->row, "eigen_kenmerk", now->eigen_kenmerk);
    if (given(&m->row, "eigen_kenmerk") && !slice_equals(reference, slice_of(now->eigen_kenmerk)))
        add(m, KENMERK_VAN, text_value(reference.length ? organisation : NULL));
}

/* Of the row as it will be: within its gemeente no other one has the reference of the same organisation. Of what a file brought
 * nobody knows whose it is. */
static status check_kenmerk(store *s, const making *m, const row_texts *now, const char *owner)
{
    const slice reference = text_of(&m->row, "eigen_kenmerk", now->eigen_kenmerk);
    const slice whose = text_of(&m->row, "kenmerk_van", now->kenmerk_van);
    const char *nis = owner ? owner : now->gemeente_nis;
    int64_t found = 0;
    if (reference.length == 0 || !whose.at || !nis)
        return status_ok();
    TRY(s->driver->kenmerk(s, nis, reference, whose, &found));
    return found == 0 || found == m->row.id ? status_ok() : kenmerk_taken(&m->row, reference, found);
}

/* owner: NULL when the row gives none. */
static status derive(store *s, const edit_row *row, const char *owner, const char *organisation, arena *a, edit_row *out)
{
    row_texts now = {0};
    const char *name = NULL;
    making m = start_making(row, a);
    if (row->id)
        TRY(s->driver->texts(s, row->id, a, &now));
    TRY(add_rubriek(s, &m, &now, a));
    if (owner) {
        TRY(s->driver->gemeente_naam(s, owner, a, &name));
        add(&m, NAAM, text_value(name));
    }
    add_area(&m, a);
    add_kenmerk_van(&m, &now, organisation);
    TRY(check_kenmerk(s, &m, &now, owner));
    *out = m.row;
    return status_ok();
}

status edit_derive(store *s, const edit_row *row, const char *owner, const char *organisation, arena *a, edit_row *out)
{
    if (s->driver->rubriek && edit_is_risk_location(row->layer) && row->count > 0)
        return derive(s, row, owner, organisation, a, out);
    *out = *row;
    return status_ok();
}
