/* One property's value as GML 3.2, for GetPropertyValue. */
#ifndef FORMATS_GML_VALUE_H
#define FORMATS_GML_VALUE_H

#include "gml/formats/encoder.h"

/* Makes e ready to write values of e->what (in place of an encoder's begin_query). */
void gml_value_prepare(encoding *e);
/* The value without its element; nothing for NULL. Fails for a geometry that cannot be written, with its tags closed. */
MUST_USE status gml_value_write(encoding *e, const feature *f, size_t index);

/* A member with a geometry of this feature that was written before. */
void gml_value_reference(encoding *e, int64_t id);

#endif
