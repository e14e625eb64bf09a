#include "data/manage/risicolocatie_row.h"

#include "data/manage/shape.h"

enum { SRID = 31370 };

/* Every column of the table but its id: a layer file shows fewer. In the order of fill_values. */
static const property columns[RISICOLOCATIE_COLUMNS] = {
#define COLUMN(of, kind)                                 \
    {                                                    \
        .name = #of, .column = #of, .type = VALUE_##kind \
    }
    COLUMN(gemeente_nis, STRING),
    COLUMN(gemeente_naam, STRING),
    COLUMN(rubriek_id, INTEGER),
    COLUMN(rubriek, STRING),
    COLUMN(rubriek_omschrijving, STRING),
    COLUMN(rubriekenlijst, STRING),
    COLUMN(vlarebo_categorie, STRING),
    COLUMN(vito_id, STRING),
    COLUMN(vito_versie_id, STRING),
    COLUMN(omschrijving, STRING),
    COLUMN(bron, STRING),
    COLUMN(startdatum, DATE),
    COLUMN(einddatum, DATE),
    COLUMN(omv_nummer, STRING),
    COLUMN(iioa_nummer, STRING),
    COLUMN(wijziging_vergunning, STRING),
    COLUMN(geschrapt, BOOLEAN),
    COLUMN(geschrapt_op, DATETIME),
    COLUMN(oppervlakte_m2, DECIMAL),
    COLUMN(aangemaakt_op, DATETIME),
    COLUMN(gewijzigd_op, DATETIME),
    COLUMN(versie, INTEGER),
    COLUMN(geometry, GEOMETRY),
#undef COLUMN
};

/* clang-format off */
static const property *const all[RISICOLOCATIE_COLUMNS] = {
    columns, columns + 1, columns + 2, columns + 3, columns + 4, columns + 5, columns + 6, columns + 7, columns + 8, columns + 9, columns + 10,
    columns + 11, columns + 12, columns + 13, columns + 14, columns + 15, columns + 16, columns + 17, columns + 18, columns + 19, columns + 20,
    columns + 21, columns + 22};
/* clang-format on */

static const layer risicolocatie = {.name = "risicolocatie",
                                    .table = "risicolocatie",
                                    .id_column = "id",
                                    .restrict_column = "gemeente_nis",
                                    .hide_column = "geschrapt",
                                    .properties = columns,
                                    .property_count = RISICOLOCATIE_COLUMNS,
                                    .geometry = RISICOLOCATIE_COLUMNS - 1,
                                    .geometry_type = GEOMETRY_MULTISURFACE,
                                    .srid = SRID};

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
    const size_t size = shape_blob_size(contour);
    if (size > room->blob_room) {
        room->blob_room = 2 * size;
        room->blob = arena_alloc(room->arena, room->blob_room);
    }
    shape_to_blob(contour, SRID, room->blob);
    return (value){.shape = {room->blob, size}};
}

static void fill_values(const risicolocatie_row *row, row_room *room)
{
    const rubriek_row *r = row->rubriek;
    const value values[RISICOLOCATIE_COLUMNS] = {
        text_of(row->gemeente_nis),
        text_of(row->gemeente_naam),
        number_of(r->id),
        text_of(r->code),
        text_of(r->omschrijving),
        text_of(r->lijst),
        text_of(r->vlarebo_categorie),
        text_of(r->vito_id),
        text_of(r->vito_versie_id),
        text_of(row->omschrijving),
        text_of(row->bron),
        text_of(row->startdatum),
        text_of(row->einddatum),
        text_of(row->omv_nummer),
        text_of(row->iioa_nummer),
        text_of(row->wijziging_vergunning),
        number_of(row->geschrapt),
        text_of(row->geschrapt_op),
        row->has_area ? (value){.real = row->oppervlakte_m2} : (value){.null = true},
        text_of(row->aangemaakt_op),
        text_of(row->gewijzigd_op),
        number_of(row->versie),
        shape_of(row->contour, room),
    };
    memcpy(room->values, values, sizeof values);
}

edit_row risicolocatie_edit_row(const risicolocatie_row *row, row_room *room)
{
    fill_values(row, room);
    return (edit_row){
        .layer = &risicolocatie, .id = row->id, .properties = all, .values = room->values, .count = RISICOLOCATIE_COLUMNS};
}
