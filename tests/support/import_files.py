"""Files for an import in every format that it takes, made from the rows of a CSV template."""
import csv
import zipfile
import openpyxl
from osgeo import ogr, osr

SHAPE_PARTS = ('shp', 'shx', 'dbf', 'prj', 'cpg')


def read(path):
    """(names, rows) of an exact export; geometry goes last, where map files have it."""
    csv.field_size_limit(10 ** 8)
    with open(path, encoding='utf-8-sig', newline='') as file:
        names, *rows = csv.reader(file, delimiter=';')
    last = names.index('geometry')
    names, *rows = ([*row[:last], *row[last + 1:], row[last]] for row in [names, *rows])
    return names, rows


def reference(code):
    made = osr.SpatialReference()
    made.ImportFromEPSG(code)
    made.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return made


def ogr_file(driver, path, names, rows, layer='gebouwen', options=(), code=31370, stored_as=None):
    """code: in which system the file says to be; the rows, which are Lambert 72, are moved there."""
    into = reference(code)
    move = osr.CoordinateTransformation(reference(31370), into) if code != 31370 else None
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    made = source.CreateLayer(layer, into if stored_as is None else stored_as, ogr.wkbMultiPolygon, list(options))
    for name in names[:-1]:
        made.CreateField(ogr.FieldDefn(name, ogr.OFTDate if name.endswith('datum') else ogr.OFTString))
    for row in rows:
        feature = ogr.Feature(made.GetLayerDefn())
        for at, value in enumerate(row[:-1]):
            if value:
                feature.SetField(at, value)
        shape = ogr.CreateGeometryFromWkt(row[-1])
        if move:
            shape.Transform(move)
        feature.SetGeometry(shape)
        made.CreateFeature(feature)
    return path


def geopackage(path, names, rows, **more):
    return ogr_file('GPKG', path, names, rows, **more)


def geojson(path, names, rows, **more):
    return ogr_file('GeoJSON', path, names, rows, options=['COORDINATE_PRECISION=15'], **more)


def shape_zip(path, names, rows, encoding='UTF-8', parts=SHAPE_PARTS, **more):
    ogr_file('ESRI Shapefile', path.with_suffix('.shp'), names, rows, layer=path.stem, options=['ENCODING=' + encoding], **more)
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(path.with_suffix('.' + part), 'kaart/%s.%s' % (path.stem, part))
    return path


def xlsx(path, names, rows, change=lambda sheet: None):
    """All cells are texts."""
    book = openpyxl.Workbook()
    book.active.title = 'Blad1'
    for row in [names] + rows:
        book.active.append([value or None for value in row])
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value is not None:
                cell.data_type = 's'
    change(book.active)
    book.save(path)
    return path


ODS_HEAD = ('<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Blad1">')


def _escaped(value):
    return value.replace('&', '&amp;').replace('<', '&lt;')


def _ods_cell(value):
    if not value:
        return '<table:table-cell/>'
    if isinstance(value, tuple):  # (attributes, text)
        return '<table:table-cell %s><text:p>%s</text:p></table:table-cell>' % value
    return '<table:table-cell office:value-type="string">%s</table:table-cell>' % ''.join(
        '<text:p>%s</text:p>' % _escaped(line).replace('  ', ' <text:s/>') for line in value.split('\n'))


def ods(path, names, rows):
    body = ''.join('<table:table-row>%s<table:table-cell table:number-columns-repeated="1000"/></table:table-row>' % ''.join(map(_ods_cell, row)) for row in [names] + rows)
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet', zipfile.ZIP_STORED)
        archive.writestr('content.xml', ODS_HEAD + body + '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row></table:table>'
                                                          '</office:spreadsheet></office:body></office:document-content>')
    return path


MAKE = {'gpkg': geopackage, 'geojson': geojson, 'zip': shape_zip, 'xlsx': xlsx, 'ods': ods}
