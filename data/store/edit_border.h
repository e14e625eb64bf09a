/* The inside of an edit (edit.h): whether a risk location lies in its gemeente, and in which one it lies when nobody says.
 *
 * Within an official contour, or out of it by at most store_settings.border_m. A schematic contour is not the border: then it is
 * enough to lie within its box and store_settings.schematic_border_m around it. Only contours of gemeenten that the caller may
 * write for are looked at, and nothing is said of any other. */
#ifndef STORE_EDIT_BORDER_H
#define STORE_EDIT_BORDER_H

#include "auth/scope.h"
#include "data/spatial/spatial.h"
#include "data/store/store.h"

typedef struct edit_borders edit_borders; /* the contours that an edit has looked at last */

/* Freed with the arena. s: must have borders (edit_has_borders). watch: that of the edit; what it stops is store_edit_late. */
edit_borders *edit_borders_new(store *s, spatial_watch watch, arena *a);

/* Whether the store knows contours at all. */
bool edit_has_borders(const store *s);

/* For the checks of contours alone (edit_shape.h). */
spatial *edit_borders_spatial(edit_borders *b);

/* ST_BAD_PARAM for an area that does not lie in this gemeente (GeometrieBuitenGemeente), `name` as locator. A gemeente without a
 * contour takes any. */
MUST_USE status edit_border_check(edit_borders *b, const char *nis, geometry g, const char *name);

/* The gemeente that the area lies in, of those that the caller may write for. ST_BAD_PARAM when it lies in none
 * (GeometrieBuitenGemeente) or could be of several (GemeenteOntbreekt, which names them). Lives in the arena. */
MUST_USE status edit_border_find(edit_borders *b, const scope *who, geometry g, const char *name, arena *a, const char **nis);

#endif
