/* Faults on demand: what the product calls outside itself fails at the n-th call. Bound by the linker (--wrap) to this test
 * program alone; the product has no seam for it. */
#ifndef TESTS_FAULTS_INJECT_H
#define TESTS_FAULTS_INJECT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum fault {
    FAULT_NONE,
    FAULT_BUSY,      /* the watch says once that others go first, and then that all is well again */
    FAULT_GONE,      /* the watch says that the client has gone */
    FAULT_TIME,      /* the time limit is over */
    FAULT_COMPLEX,   /* the limit of a literal is over, that of the request is not */
    FAULT_INTERRUPT, /* SQLite is interrupted, and no watch knows of it */
    FAULT_LIBRARY,   /* a call of GEOS, PROJ or utf8proc fails */
    FAULT_CALL,      /* a call of SQLite's interface fails */
    FAULT_SQLITE,    /* SQLite gets no memory, once */
    FAULT_SQLITE_ON, /* and never again */
    FAULT_DISK,      /* a file of an answer cannot be made, written, measured or read */
    FAULT_MEMORY,    /* we get no memory, once: mostly we abort() */
    FAULT_COUNT
} fault;

extern const char *const fault_names[FAULT_COUNT];

/* Before anything else: SQLite's memory goes through us. */
void faults_begin(void);

/* From here on the n-th call (from 1) of that kind fails. */
void fault_arm(fault kind, unsigned n);
/* True: there was such a call. */
bool fault_disarm(void);

/* For the watch of an exchange: the fault that it must stop for now (FAULT_BUSY or FAULT_GONE), which it is told once. */
fault fault_takes_watch(void);

#endif
