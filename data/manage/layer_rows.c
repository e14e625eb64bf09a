#include "data/manage/layer_rows.h"

#include "data/manage/shape.h"

#include <assert.h>

static value text_of(slice given)
{
    return given.at ? (value){.text = given.at, .length = given.length} : (value){.null = true};
}

static value number_of(int64_t number)
{
    return (value){.integer = number};
}

static value shape_of(const geometry_build *contour, row_room *room)
{
    if (!contour)
        return (value){.null = true};
    const size_t size = shape_blob_size(contour);
    if (size > room->blob_room) {
        room->blob_room = 2 * size;
        room->blob = arena_alloc(room->arena, room->blob_room);
    }
    shape_to_blob(contour, ROWS_SRID, room->blob);
    return (value){.shape = {room->blob, size}};
}

/* Every column of the table but its id, its type, and where its value comes from: a layer file shows fewer. */
/* clang-format off */
#define RISICOLOCATIE(COLUMN) \
    COLUMN(gemeente_nis, STRING, text_of(row->gemeente_nis)) \
    COLUMN(gemeente_naam, STRING, text_of(row->gemeente_naam)) \
    COLUMN(rubriek_id, INTEGER, number_of(row->rubriek->id)) \
    COLUMN(rubriek, STRING, text_of(row->rubriek->code)) \
    COLUMN(rubriek_omschrijving, STRING, text_of(row->rubriek->omschrijving)) \
    COLUMN(rubriekenlijst, STRING, text_of(row->rubriek->lijst)) \
    COLUMN(vlarebo_categorie, STRING, text_of(row->rubriek->vlarebo_categorie)) \
    COLUMN(vito_id, STRING, text_of(row->rubriek->vito_id)) \
    COLUMN(vito_versie_id, STRING, text_of(row->rubriek->vito_versie_id)) \
    COLUMN(omschrijving, STRING, text_of(row->omschrijving)) \
    COLUMN(bron, STRING, text_of(row->bron)) \
    COLUMN(startdatum, DATE, text_of(row->startdatum)) \
    COLUMN(einddatum, DATE, text_of(row->einddatum)) \
    COLUMN(omv_nummer, STRING, text_of(row->omv_nummer)) \
    COLUMN(iioa_nummer, STRING, text_of(row->iioa_nummer)) \
    COLUMN(wijziging_vergunning, STRING, text_of(row->wijziging_vergunning)) \
    COLUMN(geschrapt, BOOLEAN, number_of(row->geschrapt)) \
    COLUMN(geschrapt_op, DATETIME, text_of(row->geschrapt_op)) \
    COLUMN(oppervlakte_m2, DECIMAL, row->has_area ? (value){.real = row->oppervlakte_m2} : (value){.null = true}) \
    COLUMN(aangemaakt_op, DATETIME, text_of(row->aangemaakt_op)) \
    COLUMN(gewijzigd_op, DATETIME, text_of(row->gewijzigd_op)) \
    COLUMN(versie, INTEGER, number_of(row->versie)) \
    COLUMN(eigen_kenmerk, STRING, text_of(row->eigen_kenmerk)) \
    COLUMN(kenmerk_van, STRING, text_of(row->kenmerk_van)) \
    COLUMN(geometry, GEOMETRY, shape_of(row->contour, room))

#define PERCEEL(COLUMN) \
    COLUMN(capakey, STRING, text_of(row->capakey)) \
    COLUMN(gemeente_nis, STRING, text_of(row->gemeente_nis)) \
    COLUMN(geometry, GEOMETRY, shape_of(row->contour, room))

#define PROPERTY(of, kind, from) {.name = #of, .column = #of, .type = VALUE_##kind},
#define VALUE(of, kind, from) from,
#define RISICOLOCATIE_PLACE(of, kind, from) RISICOLOCATIE_##of,
#define PERCEEL_PLACE(of, kind, from) PERCEEL_##of,
#define RISICOLOCATIE_POINTER(of, kind, from) &risicolocatie_columns[RISICOLOCATIE_##of],
#define PERCEEL_POINTER(of, kind, from) &perceel_columns[PERCEEL_##of],
/* clang-format on */

enum { RISICOLOCATIE(RISICOLOCATIE_PLACE) RISICOLOCATIE_COLUMNS };
enum { PERCEEL(PERCEEL_PLACE) PERCEEL_COLUMNS };

static const property risicolocatie_columns[] = {RISICOLOCATIE(PROPERTY)}, perceel_columns[] = {PERCEEL(PROPERTY)};
static const property *const risicolocatie_all[] = {RISICOLOCATIE(RISICOLOCATIE_POINTER)}, *const perceel_all[] = {
                                                                                               PERCEEL(PERCEEL_POINTER)};

static_assert((int)RISICOLOCATIE_COLUMNS <= (int)ROW_COLUMNS_MOST && (int)PERCEEL_COLUMNS <= (int)ROW_COLUMNS_MOST,
              "the room holds any row");

static const layer risicolocatie = {.name = "risicolocatie",
                                    .table = "risicolocatie",
                                    .id_column = "id",
                                    .restrict_column = "gemeente_nis",
                                    .hide_column = "geschrapt",
                                    .editable = true,
                                    .properties = risicolocatie_columns,
                                    .property_count = RISICOLOCATIE_COLUMNS,
                                    .geometry = RISICOLOCATIE_geometry,
                                    .geometry_type = GEOMETRY_MULTISURFACE,
                                    .srid = ROWS_SRID};

static const layer perceel = {.name = "perceel",
                              .table = "perceel",
                              .id_column = "id",
                              .restrict_column = "gemeente_nis",
                              .properties = perceel_columns,
                              .property_count = PERCEEL_COLUMNS,
                              .geometry = PERCEEL_geometry,
                              .geometry_type = GEOMETRY_MULTISURFACE,
                              .srid = ROWS_SRID};

const layer *layer_rows_risicolocatie(void)
{
    return &risicolocatie;
}

edit_row risicolocatie_edit_row(const risicolocatie_row *row, row_room *room)
{
    const value values[] = {RISICOLOCATIE(VALUE)};
    memcpy(room->values, values, sizeof values);
    return (edit_row){.layer = &risicolocatie,
                      .id = row->id,
                      .properties = risicolocatie_all,
                      .values = room->values,
                      .count = RISICOLOCATIE_COLUMNS};
}

edit_row risicolocatie_edit_row_of(const risicolocatie_row *row, geometry contour, row_room *room)
{
    const edit_row made = risicolocatie_edit_row(row, room);
    room->values[RISICOLOCATIE_geometry] = (value){.shape = contour};
    return made;
}

edit_row risicolocatie_edit_row_of_id(int64_t id)
{
    return (edit_row){.layer = &risicolocatie, .id = id};
}

edit_row perceel_edit_row(const perceel_row *row, row_room *room)
{
    const value values[] = {PERCEEL(VALUE)};
    memcpy(room->values, values, sizeof values);
    return (edit_row){
        .layer = &perceel, .id = row->id, .properties = perceel_all, .values = room->values, .count = PERCEEL_COLUMNS};
}
