/* The lists of a parameter that serves several queries: "(a)(b)" (WFS 2.0 (09-025r2) §7.9.2.2, table 8).
 *
 * With a bracket missing, or one too many, we would have to guess what the client meant, and a wrong guess gives other rows than
 * were asked for. So brackets must match, nothing may come between two lists, at least one list must hold something, and inside a
 * list only a function may have brackets: "schema-element(a)". */
#ifndef WFS_LISTS_H
#define WFS_LISTS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* Every list, without the blanks around it; one when there are no brackets. ST_BAD_PARAM (locator). */
MUST_USE status lists_read(const char *given, const char *locator, arena *a, text_list *out);

/* The one for the index-th query, and how many there are; a single list serves every query. Out of range gives NULL. */
MUST_USE status lists_item(const char *given, const char *locator, size_t index, arena *a, const char **item, size_t *count);

/* All of them as one list: "(a)(b)" becomes "a,b". */
MUST_USE status lists_join(const char *given, const char *locator, arena *a, const char **out);

#endif
