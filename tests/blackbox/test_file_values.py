"""Values at the edge of what a format can hold: each format gives them whole, or an error that names the feature and the property."""
import json
import shutil
import sqlite3
import pytest
from support import gml, ogr, sheets, table
from support.client import Client
from support.sample import GENT
from support.server import REPO, Server, State

TYPES = {'tekst': ('TEXT', 'string'), 'aantal': ('INTEGER', 'integer'), 'maat': ('REAL', 'decimal'), 'dag': ('TEXT', 'date'), 'tijd': ('TEXT', 'dateTime')}
OUTPUTS = ('gpkg', 'flatgeobuf', 'shape-zip', 'xlsx', 'ods', 'csv', 'csv-exact')
VALUES = {
    'tekst': [b'a\0b', b'\0', b'=1\0"2', b'caf\xe9', b'\xed\xa0\x80', b'\x80' * 32768, b'\xf0\x9f\x98\x80' * 16384],
    'aantal': [-2 ** 63, 2 ** 63 - 1, 10 ** 18, 10 ** 18 - 1, 10 - 10 ** 17],
    'maat': [123456789.25, -987654321.125, 123456789012345.5, 1e20, -1e300, 0.1, 1 / 30, 1234.5678901234567],
    'dag': ['0001-01-01', '0999-12-31', '1000-01-01', '9999-12-31', '2024-02-29', '2023-02-29', 'onzin', ''],
    'tijd': ['0001-01-01T00:00:00Z', '1860-05-01T23:59:59Z', '9999-12-31T23:59:59Z', '2024-06-01', '2024-06-01T24:00:00Z', '2024-06-01T23:60:00Z', '2024-06-01T12:00:61Z', 'onzin'],
}
ROWS = [(name, value) for name, values in VALUES.items() for value in values]
SHAPE = {'type': 'MultiPolygon', 'coordinates': [[[[104000.0, 194000.0], [104010.0, 194000.0], [104010.0, 194010.0], [104000.0, 194000.0]]]]}
LAYER = """<layer name="rand"><title>Randgevallen</title><table name="rand" id="id"/><restrict column="gemeente_nis"/><extent west="2.52" south="50.67" east="5.94" north="51.51"/>
<property name="gemeente_nis" type="string" required="yes"/>%s<geometry name="vorm" column="geometry" type="MultiSurface" crs="31370"/></layer>"""

# What formats call columns of their own, and names that are one to a database.
NAMES = """<layer name="namen"><title>Namen</title><table name="namen" id="id"/><restrict column="gemeente_nis"/><extent west="2.52" south="50.67" east="5.94" north="51.51"/>
<property name="gemeente_nis" type="string" required="yes"/><property name="ID" type="string" column="gemeente_nis"/><property name="fid" type="string" column="gemeente_nis"/>
<property name="ogc_fid" type="string" column="gemeente_nis"/><property name="naam" type="string" column="gemeente_nis"/><property name="NAAM" type="string" column="gemeente_nis"/>
<property name="Geom" type="string" column="gemeente_nis"/><geometry name="geom" column="geometry" type="MultiSurface" crs="31370"/></layer>"""


@pytest.fixture(scope='module')
def client(binary, tmp_path_factory):
    """Of a layer where each row has one of ROWS."""
    state = State(binary)
    state.make_sample(10)
    state.make_key()
    layers = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    (layers / 'rand.xml').write_text(LAYER % ''.join('<property name="%s" type="%s"/>' % (name, kind) for name, (_, kind) in TYPES.items()))
    source = state.path / 'rand.geojson'
    source.write_text(json.dumps({'type': 'FeatureCollection', 'features': [{'type': 'Feature', 'properties': {'gemeente_nis': GENT}, 'geometry': SHAPE}] * len(ROWS)}))
    state.load_table(source, 'rand')
    state.load_table(shutil.copy(source, state.path / 'namen.geojson'), 'namen')
    (layers / 'namen.xml').write_text(NAMES)
    with sqlite3.connect(state.store) as db:
        for name, (kind, _) in TYPES.items():
            db.execute('ALTER TABLE rand ADD COLUMN %s %s' % (name, kind))
        for key, (name, value) in enumerate(ROWS, 1):
            db.execute('UPDATE rand SET %s = %s WHERE id = ?' % (name, 'CAST(? AS TEXT)' if name == 'tekst' else '?'), (value, key))
    db.close()
    with Server(state, layers=str(layers)) as server:
        yield Client(server.url, state.token(GENT))
    state.remove()


def row_of(answer, output, folder):
    if output in ('xlsx', 'ods'):
        row, = sheets.read(answer.body, output)[2]
    elif output in ('csv', 'csv-exact'):
        names, fields = table.fields(answer.text)
        row = dict(zip(names, fields))
    else:
        (row, _), = ogr.File(answer.body, output, folder).rows
    return row


def text_of(value):
    """What is no text in UTF-8 stands as U+FFFD, one for a byte."""
    return ''.join(c if c != '\0' and not '\udc80' <= c <= '\udcff' else '\ufffd' for c in value.decode('utf-8', 'surrogateescape'))


def is_day(text):
    return text[:10] in ('0001-01-01', '0999-12-31', '1000-01-01', '9999-12-31', '2024-02-29', '1860-05-01', '2024-06-01') and len(text) == 10


def is_time(text):
    return is_day(text[:10]) and len(text) == 20 and text[11:13] < '24' and text[14:16] < '60' and text[17:19] < '60'


def as_told(name, value, output):
    """What the row must hold, or None when it must be refused."""
    if name == 'tekst':
        text = text_of(value)
        most = {'shape-zip': (text.encode(), 254), 'xlsx': (text.encode('utf-16-le'), 2 * 32767), 'ods': (text.encode('utf-16-le'), 2 * 65535)}.get(output, ('', 0))
        return None if len(most[0]) > most[1] else "'" + text if output == 'csv' and text.startswith('=') else text
    if name in ('dag', 'tijd') and output in ('gpkg', 'shape-zip') and (name, output) != ('tijd', 'shape-zip'):
        if name == 'tijd' and is_day(value):
            return value + 'T00:00:00Z'
        return value if (is_day if name == 'dag' else is_time)(value) else None
    if output == 'shape-zip' and (name, value) in [('aantal', -2 ** 63), ('aantal', 2 ** 63 - 1), ('aantal', 10 ** 18), ('maat', 1e20), ('maat', -1e300)]:
        return None
    return round(value, 15) if output == 'shape-zip' and name == 'maat' else value


@pytest.mark.parametrize('output', OUTPUTS)
def test_a_value_is_whole_or_the_feature_and_the_property_are_named(client, output, tmp_path):
    refused = 0
    for key, (name, value) in enumerate(ROWS, 1):
        answer, told = client.features('rand', outputFormat=output, resourceId='rand.%d' % key), as_told(name, value, output)
        if told is None:
            refused += 1
            assert answer.status == 400, (name, value, answer)
            code, locator, words = gml.exception(answer.xml)[:3]
            assert (code, locator) == ('InvalidParameterValue', 'outputFormat') and "'%s'" % name in words and 'rand.%d' % key in words and 'PROPERTYNAME' in words
            continue
        assert answer.status == 200, (name, value, answer)
        got = row_of(answer, output, tmp_path)[name]
        if isinstance(told, (int, float)):
            got = type(told)(got)
        assert got == told or (output == 'shape-zip' and not got and not told), (name, value, got)
    assert bool(refused) == (output in ('gpkg', 'shape-zip', 'xlsx'))


@pytest.mark.parametrize('output', OUTPUTS)
def test_properties_that_have_the_names_of_a_format_s_own_columns_come_too(client, output, tmp_path):
    answer = client.features('namen', outputFormat=output, resourceId='namen.1')
    assert answer.status == 200, answer
    row = row_of(answer, output, tmp_path)
    assert list(row)[0] == 'gml_id' and row['gml_id'] == 'namen.1' and sum(value == GENT for value in row.values()) == 7
    if output not in ('xlsx', 'ods', 'csv', 'csv-exact'):
        assert ogr.File(answer.body, output, tmp_path).rows[0][1]['type'] in ('Polygon', 'MultiPolygon')
