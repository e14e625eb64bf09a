#include "data/manage/replace_same.h"

#include "data/manage/fingerprint.h"
#include "data/manage/wkt_write.h"

enum { TEXTS = 9 };

typedef struct row_content {
    slice texts[TEXTS];
    bool geschrapt;
    geometry contour;
} row_content;

static row_content of_held(const stored_row *r)
{
    return (row_content){{r->rubriek, r->rubriekenlijst, r->omschrijving, r->bron, r->omv_nummer, r->iioa_nummer, r->startdatum,
                          r->einddatum, r->wijziging_vergunning},
                         r->geschrapt,
                         r->contour};
}

static row_content of_given(const given_row *g)
{
    const risicolocatie_row *r = &g->row;
    return (row_content){{r->rubriek->code, r->rubriek->lijst, r->omschrijving, r->bron, r->omv_nummer, r->iioa_nummer,
                          r->startdatum, r->einddatum, r->wijziging_vergunning},
                         r->geschrapt,
                         g->contour};
}

/* Another program may have written the same coordinates in another order of bytes. */
static bool is_same_contour(geometry one, geometry other, text *room)
{
    if (one.size != other.size)
        return false;
    if (memcmp(one.blob, other.blob, one.size) == 0)
        return true;
    return wkt_write(one, &room[0]) && wkt_write(other, &room[1]) && room[0].length == room[1].length &&
           memcmp(room[0].chars, room[1].chars, room[0].length) == 0;
}

bool replace_is_same(const stored_row *held, const given_row *given, text *room)
{
    const row_content one = of_held(held), other = of_given(given);
    for (int i = 0; i < TEXTS; i++)
        if (!slice_equals(one.texts[i], other.texts[i]))
            return false;
    if (!given->without_reference && !slice_equals(held->eigen_kenmerk, given->row.eigen_kenmerk))
        return false;
    return one.geschrapt == other.geschrapt && is_same_contour(one.contour, other.contour, room);
}

/* Without the reference, which not every file has. Of the contour its place and size alone: rows that differ in the rest are
 * found different then. */
static uint64_t fingerprint(const row_content *c)
{
    double box[4] = {0};
    uint64_t bits = 0, hash = fingerprint_add(c->geschrapt, c->contour.size);
    for (int i = 0; i < TEXTS; i++)
        hash = fingerprint_add_text(hash, c->texts[i]);
    if (geometry_mbr(c->contour, box))
        for (int i = 0; i < 4; i++) {
            memcpy(&bits, &box[i], sizeof bits);
            hash = fingerprint_add(hash, bits);
        }
    return hash;
}

uint64_t replace_fingerprint_held(const stored_row *held)
{
    const row_content c = of_held(held);
    return fingerprint(&c);
}

uint64_t replace_fingerprint_given(const given_row *given)
{
    const row_content c = of_given(given);
    return fingerprint(&c);
}
