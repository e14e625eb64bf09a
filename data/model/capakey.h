/* The cadastre's name of a parcel, as GRB writes it: 40613A0001/00A000 is division 40613, section A, number 1, no bis number,
 * exponent A. An underscore stands for no exponent. */
#ifndef MODEL_CAPAKEY_H
#define MODEL_CAPAKEY_H

#include "base/slice.h"

#include <stdbool.h>

enum { CAPAKEY_LENGTH = 17 };

/* Whether it has that form; not whether there is such a parcel. */
bool capakey_is(slice key);

#endif
