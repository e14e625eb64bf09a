/* Layers as a GML 3.2 application schema (OGC 07-036 §21; simple features profile level 0, 10-100r3). */
#ifndef GML_SCHEMA_H
#define GML_SCHEMA_H

#include "data/layer.h"
#include "gml/xmlw.h"

/* One schema document for the given layers in the namespace. */
void schema_write(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri);

#endif
