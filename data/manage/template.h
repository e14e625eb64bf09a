/* The columns of the CSV template that import reads and export writes. */
#ifndef MANAGE_TEMPLATE_H
#define MANAGE_TEMPLATE_H

#define IMPORT_FIELDS(X) \
    X(id)                \
    X(gemeente_nis)      \
    X(rubriek)           \
    X(rubriekenlijst)    \
    X(omschrijving)      \
    X(bron)              \
    X(omv_nummer) X(iioa_nummer) X(startdatum) X(einddatum) X(wijziging_vergunning) X(geschrapt) X(geometry) X(eigen_kenmerk)

typedef enum import_field {
#define X(name) FIELD_##name,
    IMPORT_FIELDS(X)
#undef X
        FIELD_COUNT
} import_field;

/* The columns before this one must be in a file; from this one on they may be left out. */
enum { FIELDS_REQUIRED = FIELD_eigen_kenmerk };

extern const char *const import_field_names[FIELD_COUNT];

#endif
