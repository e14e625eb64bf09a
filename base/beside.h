/* A file of ours beside the store: the store itself, the keys, what the workers note. Whoever makes one makes it here, because
 * the workers may run as another user than the operator's root, and must be able to read and write it. */
#ifndef BASE_BESIDE_H
#define BASE_BESIDE_H

#include <sys/types.h>

enum { BESIDE_MODE = 0640, BESIDE_SECRET = 0600 };

/* Makes an empty file when there is none, with this mode whatever the umask. One that root makes gets the owner and group of
 * `like` (the store), or of the folder that it comes in when there is no `like`; `like` may be NULL. A link to nothing is not
 * followed. Gives errno, 0 also when there was a file already. */
int beside_make(const char *path, const char *like, mode_t mode);

#endif
