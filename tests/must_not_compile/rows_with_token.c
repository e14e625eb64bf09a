/* A token opens no store: only a scope does. needs: data/store/rows.h
   expect: incompatible.pointer.type */
#include "data/store/rows.h"

status leak(store *s, const char *token, store_watch watch, arena *a, rows **out);

status leak(store *s, const char *token, store_watch watch, arena *a, rows **out)
{
    return rows_enter(s, token, watch, a, out);
}
