/* A ZIP archive (PKWARE APPNOTE 6.3) written into the file of an answer by minizip: one entry after the other, asking the watch
 * in between. Times of entries are the day of the answer, so that the same answer has the same bytes every time. */
#ifndef FORMATS_ZIP_FILE_H
#define FORMATS_ZIP_FILE_H

#include "gml/formats/encoder.h"

typedef struct zip_file zip_file;

/* The arena closes it when it has not been ended. */
MUST_USE status zip_begin(const encoding *e, zip_file **out);

/* Begins an entry and ends the one before it. packed: false for what must be stored uncompressed. */
MUST_USE status zip_entry(zip_file *z, const char *name, bool packed);

/* Adds bytes to the entry that was begun last. */
MUST_USE status zip_bytes(zip_file *z, const char *bytes, size_t count);
/* Adds all of a file, from its start. */
MUST_USE status zip_copy(zip_file *z, int file);

/* Ends the last entry and the archive. */
MUST_USE status zip_end(zip_file *z);

#endif
