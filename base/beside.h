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

/* Gives an existing file that is root's the owner and group of `like` (NULL: of nobody): made by root before beside_make did so,
 * it would be out of the reach of the workers. Only root does it, and only to a plain file with one name that it does not reach
 * by a link: whoever may write in the folder could put any file of root's there under this name, so look at its content first.
 * Returns errno; 0 also when there was nothing to do. */
int beside_give(const char *path, const char *like);

#endif
