#include "data/manage/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { WIDTH = 40 };

progress progress_start(const char *what)
{
    return (progress){what, isatty(STDERR_FILENO) == 1, -1};
}

void progress_show(progress *p, uint64_t done, uint64_t total)
{
    static const char full[] = "########################################", empty[] = "........................................";
    _Static_assert(sizeof full == WIDTH + 1 && sizeof empty == WIDTH + 1, "the bar is WIDTH wide");
    const int percent = total == 0 ? 0 : done >= total ? 100 : (int)(done * 100 / total);
    if (!p->shown || percent == p->percent)
        return;
    p->percent = percent;
    const int filled = percent * WIDTH / 100;
    fprintf(stderr, "\r%s [%.*s%.*s] %3d %%", p->what, filled, full, WIDTH - filled, empty, percent);
    fflush(stderr);
}

void progress_end(progress *p)
{
    if (p->shown && p->percent >= 0)
        fputs("\r\033[K", stderr);
    p->percent = -1;
}
