/* What a file is, by its content and never by its name: the first thing that an import says, before it looks at any row. */
#ifndef SOURCE_FILE_KIND_H
#define SOURCE_FILE_KIND_H

#include "base/arena.h"
#include "base/status.h"

typedef enum file_kind { FILE_TEXT, FILE_SHAPE_ZIP, FILE_GPKG, FILE_GEOJSON, FILE_XLSX, FILE_ODS } file_kind;

/* FILE_TEXT: whatever is not recognised, and what can be read only once (a pipe); the CSV reader says then what is wrong with it.
 * ST_BAD_INPUT: the file is something else, with its name and what would be right; or a ZIP that is broken or would unpack to
 * too much (zip_list.h). ST_NOT_FOUND: it cannot be opened. */
MUST_USE status file_kind_find(const char *path, arena *a, file_kind *out);

/* The same for the first bytes of a file that is no ZIP. *zip: it begins as a ZIP, so that only its entries can tell. */
MUST_USE status file_kind_of_head(const char *head, size_t length, file_kind *out, bool *zip);

#endif
