/* The feature types that this server offers: one layer file each, read at start-up, constant afterwards. */
#ifndef MODEL_CATALOG_H
#define MODEL_CATALOG_H

#include "base/arena.h"
#include "data/model/layer.h"

typedef struct catalog {
    const layer *layers; /* by name */
    size_t count;
} catalog;

/* Reads every *.xml of the folder, in the order of the file names. ST_BAD_INPUT (file, line, reason) when one is wrong or there
 * are none. */
MUST_USE status catalog_read(const char *folder, arena *a, catalog *out);

/* NULL when there is no such type. */
const layer *catalog_layer(const catalog *c, const char *name);

#endif
