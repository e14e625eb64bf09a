/* The names in a folder. */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include <dirent.h>
#include <stdbool.h>

/* The next entry, valid until the one after it; NULL: the end. False, with errno: the folder cannot be read on, which is not its
 * end. */
bool folder_next(DIR *open, const struct dirent **out);

#endif
