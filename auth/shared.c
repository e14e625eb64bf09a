#include "auth/shared_inside.h"

#include <stdlib.h>
#include <sys/mman.h>

auth_shared *auth_shared_new(void)
{
    auth_shared *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (s == MAP_FAILED)
        abort(); /* at start-up, some 200 KB: a machine without that much memory cannot serve */
    limiter_start(&s->limiter);
    limiter_start(&s->waiting);
    limiter_start(&s->good);
    return s;
}

void auth_shared_free(auth_shared *s)
{
    if (s)
        munmap(s, sizeof *s);
}
