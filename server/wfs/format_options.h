/* FORMAT_OPTIONS=name:value;name:value: the options that a format takes (format_option in gml/formats/encoder.h). */
#ifndef WFS_FORMAT_OPTIONS_H
#define WFS_FORMAT_OPTIONS_H

#include "gml/formats/encoder.h"

/* The flags of the options that were asked for; 0 for NULL. ST_BAD_PARAM for an option that this format does not have, and for
 * two values of one name. */
MUST_USE status format_options_read(const char *given, const encoder *with, arena *a, unsigned *out);

#endif
