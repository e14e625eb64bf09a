/* Makes the store's file and the files beside it (keys, kept requests). All are made here, because the workers may run as another
 * user than the operator's root, and must be able to read and write them. */
#ifndef BASE_BESIDE_H
#define BASE_BESIDE_H

#include <sys/types.h>

enum { BESIDE_MODE = 0640, BESIDE_SECRET = 0600 };

/* Makes an empty file when there is none, with this mode whatever the umask. A file made by root gets the owner and group of
 * `like` (the store), or of its folder when `like` is NULL or does not exist. A dangling link is not followed. Returns errno; 0
 * also when the file existed already. */
int beside_make(const char *path, const char *like, mode_t mode);

#endif
