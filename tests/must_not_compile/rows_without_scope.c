/* needs: data/store/rows.h
   expect: too few arguments to function */
#include "data/store/rows.h"

status leak(store *s, arena *a, rows **out);

status leak(store *s, arena *a, rows **out)
{
    return rows_enter(s, a, out);
}
