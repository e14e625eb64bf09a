/* GDAL, loaded when a file has to be read or written with it and not before: the library and the hundred others that it loads
 * cost 45 ms of processor time, which every other command and the start of the server would pay too. */
#ifndef GDAL_GDAL_LIBRARY_H
#define GDAL_GDAL_LIBRARY_H

#include "base/status.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

/* GDAL exports these, but declares them only in a C++ header. */
void RegisterOGRFlatGeobuf(void);
void RegisterOGRGeoJSON(void);
void RegisterOGRGeoPackage(void);
void RegisterOGRShape(void);

/* clang-format off */
#define GDAL_FUNCTIONS(X)                         \
    X(CPLErrorReset)                              \
    X(CPLGetConfigOption)                         \
    X(CPLGetErrorCounter)                         \
    X(CPLGetLastErrorMsg)                         \
    X(CPLGetLastErrorNo)                          \
    X(CPLGetLastErrorType)                        \
    X(CPLPopErrorHandler)                         \
    X(CPLPushErrorHandlerEx)                      \
    X(CPLQuietErrorHandler)                       \
    X(CPLSetConfigOption)                         \
    X(CPLSetErrorHandler)                         \
    X(GDALAllRegister)                            \
    X(GDALClose)                                  \
    X(GDALCreate)                                 \
    X(GDALDatasetCommitTransaction)               \
    X(GDALDatasetCreateLayer)                     \
    X(GDALDatasetGetLayer)                        \
    X(GDALDatasetGetLayerCount)                   \
    X(GDALDatasetStartTransaction)                \
    X(GDALGetDriverByName)                        \
    X(GDALOpenEx)                                 \
    X(OCTDestroyCoordinateTransformation)         \
    X(OCTDestroyCoordinateTransformationOptions)  \
    X(OCTCoordinateTransformationOptionsSetBallparkAllowed) \
    X(OCTNewCoordinateTransformationEx)           \
    X(OCTNewCoordinateTransformationOptions)      \
    X(OGR_FD_GetFieldCount)                       \
    X(OGR_FD_GetFieldDefn)                        \
    X(OGR_F_Create)                               \
    X(OGR_F_Destroy)                              \
    X(OGR_F_GetFieldAsDateTime)                   \
    X(OGR_F_GetFieldAsDouble)                     \
    X(OGR_F_GetFieldAsInteger64)                  \
    X(OGR_F_GetFieldAsString)                     \
    X(OGR_F_GetGeometryRef)                       \
    X(OGR_F_IsFieldSetAndNotNull)                 \
    X(OGR_F_SetFID)                               \
    X(OGR_F_SetFieldDateTimeEx)                   \
    X(OGR_F_SetFieldDouble)                       \
    X(OGR_F_SetFieldInteger)                      \
    X(OGR_F_SetFieldInteger64)                    \
    X(OGR_F_SetFieldNull)                         \
    X(OGR_F_SetFieldString)                       \
    X(OGR_F_SetGeometryDirectly)                  \
    X(OGR_Fld_Create)                             \
    X(OGR_Fld_Destroy)                            \
    X(OGR_Fld_GetNameRef)                         \
    X(OGR_Fld_GetSubType)                         \
    X(OGR_Fld_GetType)                            \
    X(OGR_Fld_SetPrecision)                       \
    X(OGR_Fld_SetSubType)                         \
    X(OGR_Fld_SetWidth)                           \
    X(OGR_GT_Flatten)                             \
    X(OGR_G_CreateFromWkb)                        \
    X(OGR_G_DestroyGeometry)                      \
    X(OGR_G_ExportToIsoWkt)                       \
    X(OGR_G_GetGeometryCount)                     \
    X(OGR_G_GetGeometryRef)                       \
    X(OGR_G_GetGeometryType)                      \
    X(OGR_G_GetLinearGeometry)                    \
    X(OGR_G_GetPointCount)                        \
    X(OGR_G_GetX)                                 \
    X(OGR_G_GetY)                                 \
    X(OGR_G_Transform)                            \
    X(OGR_L_CreateFeature)                        \
    X(OGR_L_CreateField)                          \
    X(OGR_L_GetLayerDefn)                         \
    X(OGR_L_GetName)                              \
    X(OGR_L_GetNextFeature)                       \
    X(OGR_L_GetSpatialRef)                        \
    X(OGR_L_ResetReading)                         \
    X(OSRDestroySpatialReference)                 \
    X(OSRGetAuthorityCode)                        \
    X(OSRGetName)                                 \
    X(OSRImportFromEPSG)                          \
    X(OSRIsLocal)                                 \
    X(OSRIsSame)                                  \
    X(OSRNewSpatialReference)                     \
    X(OSRSetAxisMappingStrategy)                  \
    X(RegisterOGRFlatGeobuf)                      \
    X(RegisterOGRGeoJSON)                         \
    X(RegisterOGRGeoPackage)                      \
    X(RegisterOGRShape)                           \
    X(VSIAllocFilesystemPluginCallbacksStruct)    \
    X(VSIFree)                                    \
    X(VSIFreeFilesystemPluginCallbacksStruct)     \
    X(VSIInstallPluginHandler)
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
