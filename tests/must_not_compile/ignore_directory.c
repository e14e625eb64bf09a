/* A store that could not answer, taken for one that said "none".
   expect: (ignoring return value|unused-result) */
#include "auth/directory.h"

void look(const directory *d, arena *a, text_list *nis);

void look(const directory *d, arena *a, text_list *nis)
{
    d->gemeenten_of(d->context, "0207509031", a, nis);
}
