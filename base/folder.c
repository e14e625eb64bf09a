#include "base/folder.h"

#include <errno.h>

bool folder_next(DIR *open, const struct dirent **out)
{
    errno = 0;
    *out = readdir(open);
    return *out || errno == 0;
}
