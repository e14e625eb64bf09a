/* The file of service keys as a worker reads it: implements auth/key_book.h.
 *
 * Rights and use are in two files. PATH is written by `risicolaag key` alone; a worker opens it read-only, so nothing that a
 * request does can give a right. PATH-use holds the time of each key's last use and nothing else; the workers write it, and
 * deleting it loses only those times. */
#ifndef STORE_SERVICE_KEYS_H
#define STORE_SERVICE_KEYS_H

#include "auth/key_book.h"

enum { KEY_NOTE_S = 60 }; /* each worker notes a key's use at most once in this time */

typedef struct service_keys service_keys;

/* Opens nothing yet: a file that is made later is found when a key comes in. The paths must outlive the keys. store: PATH-use
 * gets the owner of this file (base/beside.h). */
service_keys *service_keys_new(const char *path, const char *store);
void service_keys_free(service_keys *k); /* NULL is fine */

key_book service_keys_book(service_keys *k); /* lives as long as the keys */

#endif
