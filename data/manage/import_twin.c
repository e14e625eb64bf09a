/* Rows that are there already: the same gemeente, rubriek, start and contour. Usually a file that is loaded for the second
 * time. */
#include "data/manage/fingerprint.h"
#include "data/manage/import_job.h"

/* At least 1. Two different rows practically never have the same one: 64 bits. */
static int64_t fingerprint(const risicolocatie_row *row)
{
    uint64_t hash = fingerprint_add((uint64_t)row->rubriek->id, row->geschrapt);
    hash = fingerprint_add_text(fingerprint_add_text(hash, row->gemeente_nis), row->startdatum);
    for (uint32_t i = 0; i < row->contour->ring_count; i++)
        hash = fingerprint_add(hash, (uint64_t)row->contour->rings[i].first << 32 | row->contour->rings[i].part);
    for (size_t i = 0; i < 2 * (size_t)row->contour->points; i++) {
        uint64_t bits = 0;
        memcpy(&bits, &row->contour->xy[i], sizeof bits);
        hash = fingerprint_add(hash, bits);
    }
    return (int64_t)(hash >> 2) + 1;
}

status import_check_twin(import_job *j, const risicolocatie_row *row)
{
    static const char same[] = "zelfde gemeente, rubriek, startdatum en contour";
    int64_t twin = 0;
    const uint64_t before = id_set_add(j->twins, fingerprint(row), row_source_number(j->source));
    if (before)
        import_warn(j, FIELD_geometry, "RecordDubbel", "deze risicolocatie staat ook op %s %llu (%s)", row_source_noun(j->source),
                    (unsigned long long)before, same);
    else if (!j->replacement) /* what the store has of the gemeente is what these rows replace */
        TRY(writer_find_twin(j->writer, row, &twin));
    if (twin)
        import_warn(j, FIELD_geometry, "RecordDubbel", "deze risicolocatie staat al in de opslag als %lld (%s)", (long long)twin,
                    same);
    j->result.doubles += before || twin;
    j->result.twins += before > 0;
    return status_ok();
}
