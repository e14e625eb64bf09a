/* Layers as an application schema of GML: 3.2 (OGC 07-036 §21; simple features profile level 0, 10-100r3), 3.1.1 (03-105r1;
 * 06-049) or 2.1.2 (02-069). */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/xml/xmlw.h"
#include "data/model/layer.h"

/* One schema document for the given layers in the namespace, of each version of GML. */
void schema_write_32(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri);
void schema_write_311(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri);
void schema_write_212(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri);

#endif
