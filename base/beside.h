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

/* Gives an existing file of root's the owner and group of `like` (NULL: changes nothing): root may have made it before
 * beside_make did so, and the workers could not reach it. Works only as root, and only on a plain file that has one name and is
 * not reached by a link. Check its content first: anyone who may write in the folder could put any file of root's there under
 * this name. Returns errno; 0 also when there was nothing to do. */
int beside_give(const char *path, const char *like);

/* Puts a whole file in the place of `path`, so that a crash leaves the old one or the new one: syncs it, renames it and syncs the
 * folder, which must be the same. Returns errno. */
int beside_place(const char *aside, const char *path);

#endif
