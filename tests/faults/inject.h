/* Faults on demand: the n-th call of the product to something outside it fails. Bound by the linker (--wrap) to this test program
 * alone; the product has no seam for it. */
#ifndef TESTS_FAULTS_INJECT_H
#define TESTS_FAULTS_INJECT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum fault {
    FAULT_NONE,
    FAULT_BUSY,      /* the watch says once that others go first, and then that all is well again */
    FAULT_GONE,      /* the watch says that the client has gone */
    FAULT_TIME,      /* the time limit has passed */
    FAULT_COMPLEX,   /* the limit of a literal has passed, that of the request has not */
    FAULT_INTERRUPT, /* SQLite is interrupted, without the watch's knowledge */
    FAULT_LIBRARY,   /* a call of GEOS, PROJ or utf8proc fails */
    FAULT_CALL,      /* a call of SQLite's interface fails */
    FAULT_SQLITE,    /* SQLite gets no memory, once */
    FAULT_SQLITE_ON, /* and never again */
    FAULT_DISK,      /* a file of an answer cannot be made, written, measured or read */
    FAULT_MEMORY,    /* we get no memory, once: usually we abort() */
    FAULT_COUNT
} fault;

extern const char *const fault_names[FAULT_COUNT];

/* Call before anything else: takes over SQLite's memory allocation. */
void faults_begin(void);

/* The n-th call from now (counted from 1) of that kind fails. */
void fault_arm(fault kind, unsigned n);
/* True if there was such a call. */
bool fault_disarm(void);

/* For the watch of an exchange: the fault that it must stop for now (FAULT_BUSY or FAULT_GONE), returned once. */
fault fault_takes_watch(void);

#endif
