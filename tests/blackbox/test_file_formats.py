"""Formats that are files of other programs: read back by GDAL they hold what SQL tells, in every system, and nothing else."""
import re
import sqlite3
import zipfile
import pytest
from lxml import etree
from support import crs, fes, gml, ogr, store
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import Server, State

LAYERS = {'risicolocatie': ('geschrapt = 0', True), 'perceel': ('1', True), 'gemeente': ('1', False)}  # which rows, and whether they are the token's alone
FILES = {'gpkg': 'application/geopackage+sqlite3', 'flatgeobuf': 'application/flatgeobuf', 'shape-zip': 'application/zip',
         'kml': 'application/vnd.google-earth.kml+xml'}
TURNED = ('shape-zip', 'kml')
KML = {'k': 'http://www.opengis.net/kml/2.2'}
BOOLEANS = ('geschrapt', 'integratie_omgv')
SHORT = 'shape-zip'  # its columns have short names, and it knows no empty text


def asked(client, **parameters):
    answer = client.features(**parameters)
    assert answer.status == 200, answer
    return answer


def refused(answer):
    assert answer.status == 400, answer
    assert gml.exception(answer.xml)[:2] == ('InvalidParameterValue', 'outputFormat'), answer
    return answer.text


def read_kml(name, text):
    return text if text is None else float(text) if name == 'oppervlakte_m2' else bool(int(text)) if name in BOOLEANS else text


def properties(file, output):
    """Column → property."""
    if output == 'kml':  # GDAL adds what a placemark may have besides, and takes blanks off
        root = etree.parse(file.path)
        file.columns = ['id', *root.xpath('//k:SimpleField/@name', namespaces=KML)]
        data = [{found.get('name'): found.text or '' for found in placemark.iter('{*}SimpleData')} for placemark in root.iter('{*}Placemark')]
        file.rows = [({'id': row['Name'], **{name: read_kml(name, told.get(name)) for name in file.columns[1:]}}, shape)
                     for (row, shape), told in zip(file.rows, data, strict=True)]
    if output != SHORT:
        return dict(zip(file.columns, file.columns))
    with zipfile.ZipFile(file.path) as archive:
        words = archive.read('LEESMIJ.txt').decode()
    return dict(line.split()[:2] for line in words[words.index('kolom'):].splitlines()[1:])


def as_told(value, output):
    if output == 'kml' and isinstance(value, int) and not isinstance(value, bool):  # its int has 32 bits: a number is a text there
        return str(value)
    return value.strip(' ') or None if output == SHORT and isinstance(value, str) else value


def rings(shape, output):
    """Both have their own direction for rings; in a shapefile one polygon is no multi-polygon."""
    if output not in TURNED:
        return ogr.rings(shape)
    parts = [shape['coordinates']] if shape['type'] == 'Polygon' else shape['coordinates']
    return gml.one_way_round(ogr.rings({'type': 'MultiPolygon', 'coordinates': parts}))


def as_drawn(parts, output):
    return gml.one_way_round(parts) if output in TURNED else parts


@pytest.mark.parametrize('output', FILES)
@pytest.mark.parametrize('layer', LAYERS)
def test_every_row_is_what_sql_gives(two, truth, tmp_path, layer, output):
    where, own = LAYERS[layer]
    rows = truth.rows(layer, [GENT, ANTWERPEN] if own else None, where)
    file = ogr.File(asked(two, type_name='risico:' + layer, outputFormat=output).body, output, tmp_path)
    names, found = properties(file, output), file.by_id()
    assert len(set(names.values())) == len(file.columns)
    assert set(found) == store.ids(rows, layer) and rows
    if output == 'kml':
        assert file.system == '4326'
    else:
        assert file.kind == ('Polygon' if output == SHORT else 'Multi Polygon') and file.system == '31370'
    for key, (row, shape) in found.items():
        told = rows[int(key.split('.')[1])]
        assert output == 'kml' or rings(shape, output) == as_drawn(store.polygons(told['geometry']), output)
        for column, got in row.items():
            name = names[column]
            assert name == 'id' or got == as_told(bool(told[name]) if name in BOOLEANS else told[name], output), (key, name)


@pytest.mark.parametrize('output', FILES)
@pytest.mark.parametrize('code', crs.CODES)
def test_coordinates_are_of_the_system_that_was_asked(gent, truth, tmp_path, output, code):
    for spelling in crs.SPELLINGS:
        file = ogr.File(asked(gent, outputFormat=output, srsName=crs.name(code, spelling), count=30).body, output, tmp_path)
        code = 4326 if output == 'kml' else code  # and in no other
        properties(file, output)
        assert file.system == str(code) and len(file.rows) == 30
        for key, (_, shape) in file.by_id().items():
            wanted = crs.move_rings(store.polygons(truth.gent[int(key.split('.')[1])]['geometry']), code)
            near = 1e-9 if code in crs.DEGREES else 1e-4
            for part, told in zip(rings(shape, output), as_drawn(wanted, output), strict=True):
                for ring, right in zip(part, told, strict=True):
                    assert all(abs(a - b) <= near for point, good in zip(ring, right, strict=True) for a, b in zip(point, good)), (key, code)


@pytest.mark.parametrize('output', FILES)
def test_its_names_and_its_head(gent, truth, output):
    answer = asked(gent, outputFormat=output)
    assert answer.type == FILES[output]
    assert re.fullmatch(r'attachment; filename="risicolocatie-\d{4}-\d\d-\d\d\.\w+"', answer.headers['Content-Disposition'])
    assert answer.headers['OGC-NumberReturned'] == answer.headers['OGC-NumberMatched'] == str(len(truth.gent))
    assert output == 'kml' or int(answer.headers['Content-Length']) == len(answer.body)
    assert asked(gent, outputFormat=FILES[output]).body == answer.body, 'twice the same'


@pytest.mark.parametrize('output', FILES)
def test_what_it_cannot_hold_is_refused(gent, output):
    refused(gent.features(outputFormat=output, resultType='hits'))
    refused(gent.features('(risico:risicolocatie)(risico:perceel)', outputFormat=output))
    refused(gent.features('risico:risicolocatie,risico:gemeente', outputFormat=output, filter=fes.filter_of(
        '<fes:PropertyIsEqualTo><fes:ValueReference>gemeente_nis</fes:ValueReference><fes:ValueReference>nis_code</fes:ValueReference></fes:PropertyIsEqualTo>')))


@pytest.mark.parametrize('output', FILES)
def test_an_empty_answer_is_an_empty_file(gent, tmp_path, output):
    answer = asked(gent, outputFormat=output, resourceId='onzin')
    if output == 'kml':
        assert b'<Placemark' not in answer.body and answer.xml.tag == '{http://www.opengis.net/kml/2.2}kml'
        return
    file = ogr.File(answer.body, output, tmp_path)
    assert file.rows == [] and 'rubriek' in file.columns and file.name == 'risicolocatie'


@pytest.mark.parametrize('output', FILES)
def test_a_geometry_that_is_not_asked_is_not_there(gent, tmp_path, output):
    if output == 'flatgeobuf':
        assert 'geometrie' in refused(gent.features(outputFormat=output, propertyName='omschrijving', count=5))
        return
    file = ogr.File(asked(gent, outputFormat=output, propertyName='omschrijving', count=5).body, output, tmp_path)
    assert len(file.rows) == 5 and all(shape is None for _, shape in file.rows) and 'omschrijving' in properties(file, output).values()


@pytest.mark.parametrize('output', ['gpkg', 'flatgeobuf'])
def test_null_and_an_empty_text_stay_apart(state, tmp_path, output):
    texts = ['', None, ' ', 'é\u20ac\U0001F3ED', 'a\r\nb', 'x' * 70000, '01234', '3.4.1°a)', "'; DROP TABLE x; --"]
    other = State(state.binary)
    store.copy_for(state.store, other.store, [GENT])
    (other.keys / 'jwks.json').write_bytes((state.keys / 'jwks.json').read_bytes())
    with sqlite3.connect(other.store) as db:
        keys = [key for key, in db.execute('SELECT id FROM risicolocatie WHERE geschrapt = 0 ORDER BY id')][:len(texts)]
        db.executemany('UPDATE risicolocatie SET omschrijving = ? WHERE id = ?', list(zip(texts, keys)))
        db.execute("UPDATE risicolocatie SET startdatum = '1860-05-01', einddatum = NULL WHERE id = ?", (keys[0],))
    db.close()
    with Server(other) as server:
        found = ogr.File(asked(Client(server.url, state.token(GENT)), outputFormat=output).body, output, tmp_path).by_id()
    other.remove()
    assert [found['risicolocatie.%d' % key][0]['omschrijving'] for key in keys] == texts
    assert (found['risicolocatie.%d' % keys[0]][0]['startdatum'], found['risicolocatie.%d' % keys[0]][0]['einddatum']) == ('1860-05-01', None)
