/* Where GDAL writes: files of one answer that have no name on the disk (file_sink in encoder.h), under names that only GDAL and
 * we know. So no answer ever finds files of another, a process that dies leaves nothing behind, and what GDAL writes besides the
 * requested file counts towards the same limit. */
#ifndef FORMATS_OGR_FILES_H
#define FORMATS_OGR_FILES_H

#include "base/gdal/gdal_library.h"
#include "gml/formats/encoder.h"

typedef struct ogr_files ogr_files;

/* The file with this name is the answer's own; every other is one beside it. Lives as long as the arena. */
ogr_files *ogr_files_new(const gdal_library *g, const file_sink *sink, const char *own, arena *a);

/* What GDAL calls the file with this name. */
const char *ogr_files_path(const ogr_files *f, const char *name, arena *a);

/* The open file, not to be closed; -1 when GDAL made none with this name. */
int ogr_files_find(const ogr_files *f, const char *name);

/* Why a file could not be made or written: what the sink gave, or that there is no room. Further writing fails at once. */
MUST_USE status ogr_files_failed(const ogr_files *f);

#endif
