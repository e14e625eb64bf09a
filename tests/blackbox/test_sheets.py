"""XLSX and ODS: what a spreadsheet shows is what lies in the store. Dates, codes and numbers with a zero in front are texts, and no text is a formula."""
import re
import sqlite3
import pytest
from shapely.geometry import MultiPolygon, Point, Polygon
from support import crs, fes, gml, ogr, sheets, store, table
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import Server, State

SHEETS = {'xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'ods': 'application/vnd.oasis.opendocument.spreadsheet'}
LAYERS = {'risicolocatie': ('geschrapt = 0', True), 'perceel': ('1', True), 'gemeente': ('1', False)}
BOOLEANS = ('geschrapt', 'integratie_omgv')


def asked(client, **parameters):
    answer = client.features(**parameters)
    assert answer.status == 200, answer
    return answer


def refused(answer):
    assert answer.status == 400, answer
    assert gml.exception(answer.xml)[:2] == ('InvalidParameterValue', 'outputFormat'), answer
    return answer.text


def as_lines(text):
    """XML and spreadsheets have one kind of line end."""
    return re.sub('\r\n?', '\n', text) if isinstance(text, str) else text


@pytest.mark.parametrize('output', SHEETS)
@pytest.mark.parametrize('layer', LAYERS)
def test_every_row_is_what_sql_gives(two, truth, layer, output):
    where, own = LAYERS[layer]
    rows = truth.rows(layer, [GENT, ANTWERPEN] if own else None, where)
    name, names, found = sheets.read(asked(two, type_name='risico:' + layer, outputFormat=output).body, output)
    assert name == layer and {row['id'] for row in found} == store.ids(rows, layer) and len(found) == len(rows) and names[-2:] == ['x', 'y']
    for row in found:
        told = rows[int(row['id'].split('.')[1])]
        for column in names[1:-2]:
            right = bool(told[column]) if column in BOOLEANS else told[column]
            got = row[column]
            assert as_lines(got) == as_lines(right) and (got is None or isinstance(right, str) == isinstance(got, str)), (row['id'], column)


@pytest.mark.parametrize('output', SHEETS)
@pytest.mark.parametrize('code', crs.CODES)
def test_x_and_y_are_a_place_in_the_feature(gent, truth, output, code):
    valid = 0
    for row in sheets.read(asked(gent, outputFormat=output, srsName=crs.name(code, 'urn')).body, output)[2]:
        parts = crs.move_rings(store.polygons(truth.gent[int(row['id'].split('.')[1])]['geometry']), code)
        shape = MultiPolygon([Polygon(part[0], part[1:]) for part in parts])
        if shape.is_valid:
            assert shape.distance(Point(row['x'], row['y'])) <= (1e-7 if code in crs.DEGREES else 1e-2)
            valid += 1
    assert valid > 20


@pytest.mark.parametrize('output', SHEETS)
def test_the_geometry_as_wkt_or_not_at_all(gent, output):
    as_json = gml.read_json(gent.features(outputFormat='json', srsName='EPSG:31370').json)
    rows = sheets.read(asked(gent, outputFormat=output, format_options='geometry:wkt').body, output)[2]
    assert {row['id']: gml.one_way_round(table.rings(row['geometry'])) for row in rows} == {key: gml.one_way_round(row['geometry']) for key, row in as_json.items()}
    names = sheets.read(asked(gent, outputFormat=output, format_options='geometry:none').body, output)[1]
    assert not {'geometry', 'x', 'y'} & set(names)


AWKWARD = ['', ' ', '  ', ' a', 'a ', ' a  b ', '\t', 'a\tb', '\n', 'a\nb', 'a\n b\n', '=1+1', '+1', '-1', '@SUM(A1)', '=cmd|" /C calc"!A0', '=HYPERLINK("http://x","y")', "'=1+1", '0012', '01234', '1e5',
           '3.4', '3.4.1°a)', '1860-05-01', '1/2', 'true', 'TRUE', '<x>&amp;"', '_x0041_', '_x000D_', '__x0041_', '_x0041', 'é\u20ac', '\U0001F3ED', '\ufeff', '\u2028', 'x' * 32767, None]


@pytest.fixture(scope='module')
def awkward(state):
    """Of Gent's rows the first hold AWKWARD."""
    other = State(state.binary)
    store.copy_for(state.store, other.store, [GENT])
    (other.keys / 'jwks.json').write_bytes((state.keys / 'jwks.json').read_bytes())
    with sqlite3.connect(other.store) as db:
        keys = [key for key, in db.execute('SELECT id FROM risicolocatie WHERE geschrapt = 0 ORDER BY id')]
        assert len(keys) > len(AWKWARD)
        db.executemany('UPDATE risicolocatie SET omschrijving = ? WHERE id = ?', list(zip(AWKWARD, keys)))
    db.close()
    with Server(other) as server:
        yield Client(server.url, state.token(GENT)), other, keys
    other.remove()


def unescaped(text):
    """openpyxl gives _x0041_ as it is written; Excel reads it by ECMA-376 §22.9.2.19."""
    return text and re.sub('_x([0-9A-Fa-f]{4})_', lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize('output', SHEETS)
def test_texts_come_as_they_are(awkward, output):
    client, _, keys = awkward
    found = {row['id']: row['omschrijving'] for row in sheets.read(asked(client, outputFormat=output).body, output)[2]}
    for text, key in zip(AWKWARD, keys):
        got = found['risicolocatie.%d' % key]
        got = unescaped(got) if output == 'xlsx' else got
        assert got == text or (output == 'xlsx' and not got and not text), (key, text)


@pytest.mark.parametrize('output,most', [('xlsx', 32767), ('ods', 65535)])
def test_a_text_that_fits_in_no_cell_is_refused_and_named(awkward, output, most):
    client, other, keys = awkward
    with sqlite3.connect(other.store) as db:
        db.execute('UPDATE risicolocatie SET omschrijving = ? WHERE id = ?', ('x' * (most + 1), keys[-1]))
    db.close()
    answer = refused(client.features(outputFormat=output))
    assert 'omschrijving' in answer and 'risicolocatie.%d' % keys[-1] in answer and 'PROPERTYNAME' in answer
    assert asked(client, outputFormat=output, propertyName='bron').body
    with sqlite3.connect(other.store) as db:
        db.execute("UPDATE risicolocatie SET omschrijving = NULL WHERE id = ?", (keys[-1],))
    db.close()


@pytest.mark.parametrize('output', SHEETS)
def test_its_names_and_its_head(gent, truth, output, tmp_path):
    answer = asked(gent, outputFormat=output)
    assert answer.type == SHEETS[output] and int(answer.headers['Content-Length']) == len(answer.body)
    assert re.fullmatch(r'attachment; filename="risicolocatie-\d{4}-\d\d-\d\d\.%s"' % output, answer.headers['Content-Disposition'])
    assert asked(gent, outputFormat=SHEETS[output]).body == answer.body, 'twice the same'
    file = ogr.File(answer.body, output, tmp_path)
    assert file.name == 'risicolocatie' and {row['id'] for row, _ in file.rows} == store.ids(truth.gent), 'GDAL reads it too'


@pytest.mark.parametrize('output', SHEETS)
def test_what_it_cannot_hold_is_refused(gent, output):
    refused(gent.features(outputFormat=output, resultType='hits'))
    refused(gent.features('(risico:risicolocatie)(risico:perceel)', outputFormat=output))
    refused(gent.features('risico:risicolocatie,risico:gemeente', outputFormat=output, filter=fes.filter_of(
        '<fes:PropertyIsEqualTo><fes:ValueReference>gemeente_nis</fes:ValueReference><fes:ValueReference>nis_code</fes:ValueReference></fes:PropertyIsEqualTo>')))


@pytest.mark.parametrize('output', SHEETS)
def test_an_empty_answer_is_a_head_alone(gent, output):
    name, names, rows = sheets.read(asked(gent, outputFormat=output, resourceId='onzin').body, output)
    assert name == 'risicolocatie' and 'rubriek' in names and rows == []
