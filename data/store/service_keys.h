/* The file of service keys as a worker reads it: the other end of auth/key_book.h.
 *
 * What gives rights and what is noted of it are two files. PATH is written by `risicolaag key` alone; a worker opens it
 * read-only, so nothing that a request can do gives a right. PATH-use holds the moment of each key's last use and nothing else;
 * the workers write it, and whoever deletes it loses no more than those moments. */
#ifndef STORE_SERVICE_KEYS_H
#define STORE_SERVICE_KEYS_H

#include "auth/key_book.h"

enum { KEY_NOTE_S = 60 }; /* a use is noted once in this time per key and worker */

typedef struct service_keys service_keys;

/* Opens nothing yet: a file that is made later is found when a key comes. The paths must outlive the keys.
 * store: whose owner PATH-use gets (base/beside.h). */
service_keys *service_keys_new(const char *path, const char *store);
void service_keys_free(service_keys *k); /* NULL is fine */

key_book service_keys_book(service_keys *k); /* lives as long as the keys */

#endif
