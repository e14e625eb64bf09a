"""Geometries that a file format may or may not hold: each kind, with heights and without, and none at all."""
import http.client
import json
import shutil
import pytest
from support import fes, gml, ogr, old, schemas, sheets, stored
from support.client import Client
from support.sample import GENT
from support.server import REPO, Server, State

# Of each layer its geometry, and what GDAL calls that.
SHAPES = {
    'put': ('Point', {'type': 'Point', 'coordinates': [104000.5, 194000.25, 12.75]}, '3D Point'),
    'lijn': ('Curve', {'type': 'LineString', 'coordinates': [[104000.0, 194000.0, 1.0], [104010.0, 194000.0, 2.5]]}, '3D Line String'),
    'vlak': ('Surface', {'type': 'Polygon', 'coordinates': [
        [[104000.0, 194000.0, 5.0], [104010.0, 194000.0, 5.0], [104010.0, 194010.0, 8.5], [104000.0, 194000.0, 5.0]]]}, '3D Polygon'),
    'putten': ('MultiPoint', {'type': 'MultiPoint', 'coordinates': [[104000.0, 194000.0, 1.0], [104001.0, 194001.0, -2.5]]}, '3D Multi Point'),
    'leiding': ('MultiCurve', {'type': 'MultiLineString', 'coordinates': [[[104000.0, 194000.0, 1.0], [104010.0, 194000.0, 2.5]]]}, '3D Multi Line String'),
    'dak': ('MultiSurface', {'type': 'MultiPolygon', 'coordinates': [
        [[[104000.0, 194000.0, 5.0], [104010.0, 194000.0, 5.0], [104010.0, 194010.0, 8.5], [104000.0, 194000.0, 5.0]]],
        [[[104020.0, 194000.0, 0.0], [104030.0, 194000.0, 0.0], [104030.0, 194010.0, 0.0], [104020.0, 194000.0, 0.0]]]]}, '3D Multi Polygon'),
}
LAYER = """<layer name="%s"><title>Vormen</title><table name="%s" id="id"/><restrict column="gemeente_nis"/>
<extent west="2.52" south="50.67" east="5.94" north="51.51"/><property name="gemeente_nis" type="string" required="yes"/>
<geometry name="vorm" column="geometry" type="%s" crs="31370"%s/></layer>"""
OUTPUTS = ('gpkg', 'flatgeobuf', 'shape-zip', 'kml')


def collection(*shapes):
    return json.dumps({'type': 'FeatureCollection', 'crs': {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::31370'}},
                       'features': [{'type': 'Feature', 'properties': {'gemeente_nis': GENT}, 'geometry': shape} for shape in shapes]})


def without_heights(coordinates):
    return coordinates[:2] if isinstance(coordinates[0], float) else [without_heights(c) for c in coordinates]


@pytest.fixture(scope='module')
def shapes(binary, tmp_path_factory):
    """A client of a layer of each kind with heights, of the same (name_plat) that shows none, and of one with a row without geometry."""
    state = State(binary)
    state.make_sample(10)
    state.make_key()
    layers = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    loaded = {name: (kind, [shape]) for name, (kind, shape, _) in SHAPES.items()}
    flat = {'type': 'MultiPolygon', 'coordinates': without_heights(SHAPES['dak'][1]['coordinates'])}
    loaded['leeg'] = ('MultiSurface', [flat, None])
    loaded['samen'] = ('Surface', [flat])
    for name, (kind, found) in loaded.items():
        source = state.path / (name + '.geojson')
        source.write_text(collection(*found))
        for layer, dimension in ((name, ' dimension="3"' if name != 'leeg' else ''), (name + '_plat', '')):
            state.load_table(source, layer)
            (layers / (layer + '.xml')).write_text(LAYER % (layer, layer, kind, dimension))
    with Server(state, layers=str(layers)) as server:
        yield Client(server.url, state.token(GENT))
    state.remove()


def numbers(coordinates):
    return [n for c in coordinates for n in numbers(c)] if isinstance(coordinates, (list, tuple)) else [coordinates]


@pytest.mark.parametrize('output', ['gpkg', 'flatgeobuf', 'shape-zip'])
@pytest.mark.parametrize('name', SHAPES)
def test_each_kind_comes_with_its_heights(shapes, tmp_path, name, output):
    answer = shapes.features(name, outputFormat=output)
    assert answer.status == 200, answer
    (_, shape), = ogr.File(answer.body, output, tmp_path).rows
    right = SHAPES[name][1]
    assert sorted(numbers(shape['coordinates'])) == sorted(numbers(right['coordinates'])), shape
    if output == 'gpkg':
        assert shape == right and ogr.File(answer.body, output, tmp_path).kind == SHAPES[name][2]


@pytest.mark.parametrize('output', OUTPUTS)
@pytest.mark.parametrize('name', SHAPES)
def test_a_flat_layer_has_none(shapes, tmp_path, name, output):
    answer = shapes.features(name + '_plat', outputFormat=output)
    assert answer.status == 200, answer
    (_, shape), = ogr.File(answer.body, output, tmp_path).rows
    flat = without_heights(SHAPES[name][1]['coordinates'])
    if output == 'kml':
        assert len(numbers(shape.get('coordinates') or [part['coordinates'] for part in shape['geometries']])) == len(numbers(flat))
    else:
        assert sorted(numbers(shape['coordinates'])) == sorted(numbers(flat))


@pytest.mark.parametrize('name', SHAPES)
def test_kml_has_heights_over_the_sea(shapes, name):
    answer = shapes.features(name, outputFormat='kml')
    as_json = shapes.features(name, outputFormat='json').json['features'][0]['geometry']
    written = [float(n) for part in answer.xml.iter('{*}coordinates') for point in part.text.split() for n in point.split(',')]
    assert sorted(written) == sorted(numbers(as_json['coordinates'])) and {mode.text for mode in answer.xml.iter('{*}altitudeMode')} == {'absolute'}


def test_a_row_without_geometry_is_a_row_or_an_error(shapes, tmp_path):
    for output in ('gpkg', 'shape-zip', 'kml'):
        rows = ogr.File(shapes.features('leeg', outputFormat=output).body, output, tmp_path).rows
        assert [shape is None for _, shape in rows] == [False, True], output
    for output in ('xlsx', 'ods'):
        found = sheets.read(shapes.features('leeg', outputFormat=output).body, output)[2]
        assert [row['x'] is None for row in found] == [False, True]
    answer = shapes.features('leeg', outputFormat='flatgeobuf')
    assert answer.status == 400 and 'leeg.2' in gml.exception(answer.xml)[2]


@pytest.mark.parametrize('version', ['2.0.0', *old.VERSIONS])
@pytest.mark.parametrize('name', SHAPES)
def test_gml_of_every_version_is_valid_and_of_its_kind(shapes, name, version):
    answer = old.features(shapes, version, name + '_plat')
    places = answer.xml.get('{http://www.w3.org/2001/XMLSchema-instance}schemaLocation').split()
    ours = shapes.get(places[-1]).body
    schemas.check(answer.xml, schemas.schema([(places[0], places[1]), ('http://risicolaag/1.0', 'memory:ours.xsd')], {'memory:ours.xsd': ours}))
    shape, = [e for e in answer.xml.iter('{*}vorm')][0]
    if version == '1.0.0':
        pairs = [tuple(map(float, pair.split(',')[:2])) for e in shape.iter('{*}coordinates') for pair in e.text.split()]
        corners = [tuple(map(float, pair.split(','))) for pair in next(answer.xml.iter('{*}Box'))[0].text.split()]
        assert corners == [tuple(map(min, zip(*pairs))), tuple(map(max, zip(*pairs)))]
    kind = shape.tag.rpartition('}')[2]
    assert kind.replace('MultiLineString', 'MultiCurve').replace('MultiPolygon', 'MultiSurface') == \
        {'LineString': 'LineString', 'MultiLineString': 'MultiCurve', 'MultiPolygon': 'MultiSurface'}.get(SHAPES[name][1]['type'], SHAPES[name][1]['type'])
    as_json = shapes.features(name + '_plat', outputFormat='json', srsName='EPSG:31370').json['features'][0]['geometry']
    assert as_json == {'type': SHAPES[name][1]['type'], 'coordinates': without_heights(SHAPES[name][1]['coordinates'])}


@pytest.mark.parametrize('output', ['gml32', 'gml3', 'gml2', 'gpkg', 'flatgeobuf'])
def test_several_shapes_where_the_layer_says_one_are_an_error(shapes, output):
    """What the schema, or the file, says that it is has no place for them."""
    try:
        answer = shapes.features('samen', outputFormat=output)
    except http.client.IncompleteRead:
        return
    assert answer.status >= 400, answer


@pytest.mark.parametrize('output', OUTPUTS)
def test_a_post_and_a_stored_query_go_too(gent, truth, tmp_path, output):
    body = fes.document(fes.filter_of(fes.compare('bron', 'gemeente')), 'outputFormat="%s"' % output)
    found = ogr.File(gent.post(body, 'text/xml').body, output, tmp_path).by_id('Name' if output == 'kml' else 'id')
    assert set(found) == {'risicolocatie.%d' % key for key, row in truth.gent.items() if row['bron'] == 'gemeente'} and found
    answer = gent.wfs('GetFeature', storedquery_id=stored.BY_CRS, CRS='EPSG:3812', outputFormat=output)
    file = ogr.File(answer.body, output, tmp_path)
    assert len(file.rows) == len(truth.gent) and file.system == ('4326' if output == 'kml' else '3812')
    one = min(truth.gent)
    answer = gent.wfs('GetFeature', storedquery_id=stored.BY_ID, id='risicolocatie.%d' % one, outputFormat=output)
    assert len(ogr.File(answer.body, output, tmp_path).rows) == 1


def test_the_capabilities_announce_them(anyone):
    values = anyone.get('/wfs', service='WFS', request='GetCapabilities').xml.xpath(
        '//ows:Operation[@name="GetFeature"]/ows:Parameter[@name="outputFormat"]//ows:Value/text()', namespaces=gml.NS)
    assert {'application/geopackage+sqlite3', 'application/flatgeobuf', 'SHAPE-ZIP', 'application/vnd.google-earth.kml+xml', 'text/csv'} <= set(values)


# --- Every version of WFS ---------------------------------------------------------------------------------------------------------------------

ALL = [*OUTPUTS, 'xlsx', 'ods', 'csv', 'csv-exact']


@pytest.mark.parametrize('version', old.VERSIONS)
@pytest.mark.parametrize('output', ALL)
def test_a_file_is_the_same_in_each_version(gent, output, version):
    for more in ({}, {'bbox': '100000,190000,110000,200000'}, {'srsName': 'EPSG:3812'}):
        one, other = gent.features(outputFormat=output, **more), old.features(gent, version, outputFormat=output, **more)
        assert other.status == 200, other
        assert one.body == other.body and one.headers['Content-Disposition'] == other.headers['Content-Disposition'] and one.type == other.type


@pytest.mark.parametrize('version', old.VERSIONS)
@pytest.mark.parametrize('output', ['gpkg', 'xlsx', 'shape-zip'])
def test_what_it_cannot_hold_is_said_in_the_version_s_own_form(gent, output, version):
    answer = old.features(gent, version, outputFormat=output, resultType='hits') if version == '1.1.0' else old.features(gent, version, outputFormat=output, format_options='x:y')
    assert old.of_ogc(old.REPORT[version]).validate(answer.xml), answer
    assert 'Content-Disposition' not in answer.headers


@pytest.mark.parametrize('version', old.VERSIONS)
@pytest.mark.parametrize('output', ['gpkg', 'csv', 'kml'])
def test_a_posted_document_of_an_old_version_goes_too(gent, truth, tmp_path, output, version):
    answer = gent.post(old.document(version, attributes='outputFormat="%s"' % output), 'text/xml')
    assert answer.status == 200 and answer.body == gent.features(outputFormat=output).body, answer
