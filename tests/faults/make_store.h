/* The store that faults are tried on. */
#ifndef TESTS_FAULTS_MAKE_STORE_H
#define TESTS_FAULTS_MAKE_STORE_H

#include "server/base/arena.h"
#include "server/base/status.h"

MUST_USE status make_store(const char *path, unsigned features, arena *a);

#endif
