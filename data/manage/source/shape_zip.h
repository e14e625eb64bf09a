/* Which shapefile of a ZIP is meant, and whether it is whole: .shp, .shx, .dbf and .prj of one name, in any case of letters. */
#ifndef SOURCE_SHAPE_ZIP_H
#define SOURCE_SHAPE_ZIP_H

#include "data/manage/source/zip_list.h"

typedef struct shape_zip {
    const char *shp;      /* its entry in the archive */
    const char *encoding; /* what its .cpg says; NULL when there is none */
} shape_zip;

/* layer: the name of the .shp without folder and ending, NULL for the only one. ST_BAD_INPUT: there are several, none of that
 * name, or a file that belongs to it is missing: which one. */
MUST_USE status shape_zip_find(const char *path, const char *layer, arena *a, shape_zip *out);
/* The same in a listing; *cpg: the entry that names the encoding, NULL for none. */
MUST_USE status shape_zip_choose(const zip_listing *z, const char *layer, arena *a, const char **shp, const char **cpg);

#endif
