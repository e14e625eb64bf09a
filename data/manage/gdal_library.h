/* GDAL, loaded when a file has to be read with it and not before: the library and the hundred that it brings cost 45 ms of
 * processor time, which every other command and the start of the server would pay too. For official_source.c alone. */
#ifndef MANAGE_GDAL_LIBRARY_H
#define MANAGE_GDAL_LIBRARY_H

#include "base/status.h"

#include <cpl_error.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

/* clang-format off */
#define GDAL_FUNCTIONS(X)                       \
    X(CPLGetLastErrorMsg)                       \
    X(CPLQuietErrorHandler)                     \
    X(CPLSetErrorHandler)                       \
    X(GDALAllRegister)                          \
    X(GDALClose)                                \
    X(GDALDatasetGetLayer)                      \
    X(GDALDatasetGetLayerCount)                 \
    X(GDALOpenEx)                               \
    X(OCTDestroyCoordinateTransformation)       \
    X(OCTNewCoordinateTransformation)           \
    X(OGR_FD_GetFieldCount)                     \
    X(OGR_FD_GetFieldDefn)                      \
    X(OGR_F_Destroy)                            \
    X(OGR_F_GetFieldAsInteger64)                \
    X(OGR_F_GetFieldAsString)                   \
    X(OGR_F_GetGeometryRef)                     \
    X(OGR_F_IsFieldSetAndNotNull)               \
    X(OGR_Fld_GetNameRef)                       \
    X(OGR_Fld_GetType)                          \
    X(OGR_GT_Flatten)                           \
    X(OGR_G_DestroyGeometry)                    \
    X(OGR_G_GetGeometryCount)                   \
    X(OGR_G_GetGeometryRef)                     \
    X(OGR_G_GetGeometryType)                    \
    X(OGR_G_GetLinearGeometry)                  \
    X(OGR_G_GetPointCount)                      \
    X(OGR_G_GetX)                               \
    X(OGR_G_GetY)                               \
    X(OGR_G_Transform)                          \
    X(OGR_L_GetLayerDefn)                       \
    X(OGR_L_GetName)                            \
    X(OGR_L_GetNextFeature)                     \
    X(OGR_L_GetSpatialRef)                      \
    X(OGR_L_ResetReading)                       \
    X(OSRDestroySpatialReference)               \
    X(OSRImportFromEPSG)                        \
    X(OSRIsSame)                                \
    X(OSRNewSpatialReference)                   \
    X(OSRSetAxisMappingStrategy)
/* clang-format on */

/* Under its own names, with the types that GDAL's headers give them. */
typedef struct gdal_library {
#define X(name) __typeof__ (&(name))(name);
    GDAL_FUNCTIONS(X)
#undef X
} gdal_library;

/* ST_UNAVAILABLE when it is not installed, or of another version than this program was built with. Once loaded it stays. */
MUST_USE status gdal_load(gdal_library *out);

#endif
