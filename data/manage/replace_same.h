/* Whether a row that is given says what the store has already: for replace.c alone. */
#ifndef MANAGE_REPLACE_SAME_H
#define MANAGE_REPLACE_SAME_H

#include "base/text.h"
#include "data/store/writer.h"

/* A row that is to come, with its contour as the store would keep it. */
typedef struct given_row {
    risicolocatie_row row;
    geometry contour;
    bool without_reference; /* says nothing of its eigen_kenmerk */
} given_row;

/* Equal in all that the template has but the id. room: two texts to work in. */
bool replace_is_same(const stored_row *held, const given_row *given, text *room);

/* The same for rows that are the same. */
uint64_t replace_fingerprint_held(const stored_row *held);
uint64_t replace_fingerprint_given(const given_row *given);

#endif
