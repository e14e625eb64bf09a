/* Copies of a whole store, for the operator: a backup, and putting one back. Implemented with SpatiaLite (spatialite/copy.c).
 *
 * A copy is the store of one moment, page for page: rows, journal, pseudonyms, lists of reference, organisations and stored
 * queries. Messages are for the operator and may name the path that the operator gave. */
#ifndef STORE_COPIES_H
#define STORE_COPIES_H

#include "base/status.h"

#include <stdint.h>

/* The tables that are counted; COPY_ABSENT: the store is too old to have it. */
typedef enum copy_table {
    COPY_GEMEENTE,
    COPY_RUBRIEK,
    COPY_RISICOLOCATIE,
    COPY_PERCEEL,
    COPY_VERSIE,
    COPY_BOEKING,
    COPY_REGEL,
    COPY_TABLES
} copy_table;

enum { COPY_ABSENT = -1 };

typedef struct copy_facts {
    int64_t schema; /* version */
    bool older;     /* than this program's */
    int64_t rows[COPY_TABLES];
    int64_t bytes; /* of the file */
} copy_facts;

/* Told now and then: how many of how many pages are done. */
typedef struct copy_watch {
    void (*told)(void *context, uint64_t done, uint64_t total); /* NULL: nobody asks */
    void *context;
} copy_watch;

/* Copies the store as it is at this moment into an existing file (base/beside.h makes it), while others read and write. *out:
 * what the store held then. ST_NOT_FOUND when there is none; ST_BAD_INPUT when it is none of ours; ST_UNAVAILABLE for a full disk
 * or a store that is held for longer than 10 s. The copy is one file, without a log beside it. */
MUST_USE status copy_make(const char *store, const char *to, copy_watch watch, copy_facts *out);

/* The same for another SQLite file of ours, such as that of the keys; nothing is counted. */
MUST_USE status copy_file(const char *from, const char *to);

/* Opens a copy and looks whether SQLite finds it whole (quick_check); *out: what it holds. ST_BAD_INPUT when it is damaged, is
 * none of ours, or comes from a newer program. */
MUST_USE status copy_look(const char *path, copy_facts *out);

/* Puts what the copy holds in the place of all that the store holds, in one transaction: who reads goes on with what was there,
 * who writes waits. Under the same lock the store as it is goes into the file `aside` first, as copy_make does it but also when
 * it is damaged. The copy is of this program's schema. ST_UNAVAILABLE when another program writes for longer than 10 s;
 * ST_BAD_INPUT when the store's file is no database, or one of another make, so that its pages cannot be replaced. */
MUST_USE status copy_put_back(const char *copy, const char *store, const char *aside, copy_watch watch);

#endif
