/* The store that faults are tested on. */
#ifndef TESTS_FAULTS_MAKE_STORE_H
#define TESTS_FAULTS_MAKE_STORE_H

#include "base/arena.h"
#include "base/status.h"

MUST_USE status make_store(const char *path, unsigned features, arena *a);

#endif
