"""A file of an answer, read back by GDAL: rows as Python values, as SQL would tell them."""
import json
from osgeo import gdal, ogr

gdal.UseExceptions()
KINDS = {'gpkg': '.gpkg', 'flatgeobuf': '.fgb', 'shape-zip': '.shz', 'kml': '.kml', 'xlsx': '.xlsx', 'ods': '.ods'}


class File:
    """The one layer of the file: its columns, {name of the geometry, code of its system} and its rows, in the file's order."""

    def __init__(self, body, output, folder, options=()):
        self.path = str(folder / ('answer' + KINDS[output]))
        with open(self.path, 'wb') as to:
            to.write(body)
        data = gdal.OpenEx(self.path, gdal.OF_VECTOR, open_options=list(options))
        assert data.GetLayerCount() == 1, [data.GetLayer(i).GetName() for i in range(data.GetLayerCount())]
        layer = data.GetLayer(0)
        definition = layer.GetLayerDefn()
        self.name, self.kind, self.driver = layer.GetName(), ogr.GeometryTypeToName(layer.GetGeomType()), data.GetDriver().ShortName
        self.columns = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        self.types = {name: definition.GetFieldDefn(i).GetTypeName() for i, name in enumerate(self.columns)}
        self.geometry_column = layer.GetGeometryColumn()
        system = layer.GetSpatialRef()
        self.system = system and system.GetAuthorityCode(None)
        self.rows = [self._row(feature) for feature in layer]
        data = layer = None

    def _row(self, feature):
        row = {name: _value(feature, i) for i, name in enumerate(self.columns)}
        shape = feature.GetGeometryRef()
        return row, shape and json.loads(shape.ExportToJson(['COORDINATE_PRECISION=17']))

    def by_id(self, column='id'):
        found = {row[column]: (row, shape) for row, shape in self.rows}
        assert len(found) == len(self.rows), 'a feature came twice'
        return found


def _value(feature, i):
    if feature.IsFieldNull(i) or not feature.IsFieldSet(i):
        return None
    kind = feature.GetFieldDefnRef(i).GetType()
    if kind == ogr.OFTReal:
        return feature.GetFieldAsDouble(i)
    if kind in (ogr.OFTInteger, ogr.OFTInteger64):
        return feature.GetFieldAsInteger64(i)
    if kind == ogr.OFTDate:
        return '%04d-%02d-%02d' % tuple(feature.GetFieldAsDateTime(i)[:3])
    if kind == ogr.OFTDateTime:
        year, month, day, hour, minute, second, zone = feature.GetFieldAsDateTime(i)
        assert zone == 100 and second == int(second), 'not UTC, or parts of a second'
        return '%04d-%02d-%02dT%02d:%02d:%02dZ' % (year, month, day, hour, minute, second)
    return feature.GetFieldAsString(i)


def rings(shape):
    """[[(x, y)…]…] per polygon."""
    assert shape['type'] == 'MultiPolygon', shape['type']
    return [[[tuple(point) for point in ring] for ring in part] for part in shape['coordinates']]
