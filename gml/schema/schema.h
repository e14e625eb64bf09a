/* Layers as a GML 3.2 application schema (OGC 07-036 §21; simple features profile level 0, 10-100r3). */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/xml/xmlw.h"
#include "data/model/layer.h"

/* One schema document for the given layers in the namespace. */
void schema_write(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri);

#endif
