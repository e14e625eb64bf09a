/* The layer files of data/layers, which are in the program: for a command that runs where no configuration is. */
#ifndef MODEL_OWN_LAYERS_H
#define MODEL_OWN_LAYERS_H

#include "base/embedded.h"
#include "data/model/catalog.h"

/* As layer_read, of a file that is in the program. */
MUST_USE status layer_read_embedded(const embedded_file *file, arena *a, layer *out);

/* As catalog_read, of all of them. */
MUST_USE status catalog_read_own(arena *a, catalog *out);

#endif
