/* FORMAT_OPTIONS=name:value;name:value: what a format may be asked besides (format_option in gml/formats/encoder.h). */
#ifndef WFS_FORMAT_OPTIONS_H
#define WFS_FORMAT_OPTIONS_H

#include "gml/formats/encoder.h"

/* The flags of what is asked; 0 for NULL. ST_BAD_PARAM for what this format has not, and for two values of one name. */
MUST_USE status format_options_read(const char *given, const encoder *with, arena *a, unsigned *out);

#endif
