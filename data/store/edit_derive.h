/* The inside of an edit (edit.h): the columns of a risk location that follow from others, and the rules that need what the row
 * has now. */
#ifndef STORE_EDIT_DERIVE_H
#define STORE_EDIT_DERIVE_H

#include "data/store/edit.h"

/* Whether the store fills this column itself in an edit of a request, from the lists of rubrieken and gemeenten. */
bool edit_is_derived(const layer *l, const char *column);

/* *out: the row with the columns that follow from what it gives; the same row for every other layer. owner: the gemeente that the
 * row gives, NULL when it gives none. organisation: of the caller, "" when he has none: whose a new eigen_kenmerk is. The rules
 * for dates and lists are checked for the row as it will be, so with the values that it has now where it gives none. ST_BAD_PARAM
 * for a rule that is broken (RubriekNietInLijst, RubriekOntbreekt, those of data/model/rules.h), ST_NOT_PROCESSED for a reference
 * that the organisation has for another row of the gemeente (KenmerkBestaat). Lives in the arena. */
MUST_USE status edit_derive(store *s, const edit_row *row, const char *owner, const char *organisation, arena *a, edit_row *out);

#endif
