/* A ZIP archive (PKWARE APPNOTE 6.3) written into the file of an answer by minizip: one entry after the other, the watch asked in
 * between. Times of entries are the day of the answer, so that one answer is twice the same. */
#ifndef FORMATS_ZIP_FILE_H
#define FORMATS_ZIP_FILE_H

#include "gml/formats/encoder.h"

typedef struct zip_file zip_file;

/* Closed with the arena, when it has not been ended. */
MUST_USE status zip_begin(const encoding *e, zip_file **out);

/* Ends the entry before it. packed: false for what must stand there as it is. */
MUST_USE status zip_entry(zip_file *z, const char *name, bool packed);

/* Of the entry that was begun last. */
MUST_USE status zip_bytes(zip_file *z, const char *bytes, size_t count);
/* All of a file, from its begin. */
MUST_USE status zip_copy(zip_file *z, int file);

/* Ends the last entry and the archive. */
MUST_USE status zip_end(zip_file *z);

#endif
