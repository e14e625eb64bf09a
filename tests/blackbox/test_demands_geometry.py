"""The demands about geometry: tables with heights (19). A layer file with dimension="3" hands them out, one without leaves them out, and filters look at x
and y alone. Numbered as in test_demands.py."""
import json
import shutil
import pytest
from support import fes, gml, schemas
from support.client import Client
from support.sample import GENT
from support.server import REPO, Server, State

SHAPES = {
    'put': ('Point', {'type': 'Point', 'coordinates': [104000.5, 194000.25, 12.75]}),
    'leiding': ('MultiCurve', {'type': 'LineString', 'coordinates': [[104000, 194000, 1], [104010, 194000, 2.5], [104010, 194020, 3]]}),
    'dak': ('MultiSurface', {'type': 'Polygon', 'coordinates': [[[104000, 194000, 5], [104010, 194000, 5], [104010, 194010, 8.5], [104000, 194000, 5]]]}),
}
LAYER = """<layer name="%s"><title>Hoogte</title><table name="%s" id="id"/><restrict column="gemeente_nis"/>
<extent west="2.52" south="50.67" east="5.94" north="51.51"/><property name="gemeente_nis" type="string" required="yes"/>
<geometry name="vorm" column="geometry" type="%s" crs="31370"%s/></layer>"""


def flat(coordinates):
    return [n for c in coordinates for n in flat(c)] if isinstance(coordinates, list) else [coordinates]


@pytest.fixture(scope='module')
def client(binary, tmp_path_factory):
    state = State(binary)
    state.make_sample(10)
    state.make_key()
    layers = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    for name, (kind, shape) in SHAPES.items():
        source = state.path / (name + '.geojson')
        source.write_text(json.dumps({'type': 'FeatureCollection', 'crs': {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::31370'}}, 'features': [
            {'type': 'Feature', 'properties': {'gemeente_nis': GENT}, 'geometry': shape}]}))
        for layer, dimension in ((name, ' dimension="3"'), (name + '_plat', '')):
            state.load_table(source, layer)
            (layers / (layer + '.xml')).write_text(LAYER % (layer, layer, kind, dimension))
    with Server(state, layers=str(layers)) as server:
        yield Client(server.url, state.token(GENT))
    state.remove()


def wanted(name, dimension):
    """The ordinates of the shape; those of a position are three or two."""
    numbers = flat(SHAPES[name][1]['coordinates'])
    return numbers if dimension == 3 else [n for i, n in enumerate(numbers) if i % 3 < 2]


LAYERS = [(name, name, 3) for name in SHAPES] + [(name + '_plat', name, 2) for name in SHAPES]
POSITIONS = ('{%s}pos' % gml.GML, '{%s}posList' % gml.GML)


@pytest.mark.parametrize('layer,name,dimension', LAYERS)
def test_demand_19_gml_says_how_many_ordinates_a_position_has(client, layer, name, dimension):
    answer = client.features(layer)
    assert answer.status == 200, answer
    shape = answer.xml.xpath('//*[@srsName]')[0]
    assert shape.get('srsDimension') == str(dimension)
    assert {e.get('srsDimension') for e in shape.iter(*POSITIONS)} == ({'3'} if dimension == 3 else {None})
    assert [float(n) for e in shape.iter(*POSITIONS) for n in e.text.split()] == wanted(name, dimension)


@pytest.mark.parametrize('layer,name,dimension', LAYERS)
def test_demand_19_a_value_of_the_property_has_them_too(client, layer, name, dimension):
    answer = client.wfs('GetPropertyValue', typeNames=layer, valueReference='vorm')
    assert answer.status == 200, answer
    assert [float(n) for e in answer.xml.iter(*POSITIONS) for n in e.text.split()] == wanted(name, dimension)


@pytest.mark.parametrize('layer,name,dimension', LAYERS)
def test_demand_19_json_has_two_or_three_ordinates_everywhere(client, layer, name, dimension):
    shape = client.features(layer, outputFormat='application/json', srsName='EPSG:31370').json['features'][0]['geometry']
    assert flat(shape['coordinates']) == wanted(name, dimension)


@pytest.mark.parametrize('layer,name,dimension', LAYERS)
def test_demand_19_another_system_leaves_heights_as_they_are(client, layer, name, dimension):
    shape = client.features(layer, outputFormat='application/json').json['features'][0]['geometry']
    numbers = flat(shape['coordinates'])
    assert len(numbers) == len(wanted(name, dimension)) and 3 < numbers[0] < 4 and 50 < numbers[1] < 52
    assert dimension == 2 or numbers[2::3] == wanted(name, 3)[2::3]
    shape = client.features(layer, srsName='urn:ogc:def:crs:EPSG::4326').xml.xpath('//*[@srsName]')[0]
    numbers = [float(n) for e in shape.iter(*POSITIONS) for n in e.text.split()]
    assert 50 < numbers[0] < 52 and 3 < numbers[1] < 4 and (dimension == 2 or numbers[2::3] == wanted(name, 3)[2::3])


@pytest.mark.parametrize('layer,name,dimension', LAYERS)
def test_demand_19_the_answers_are_valid(client, layer, name, dimension):
    schema = schemas.schema([('http://www.opengis.net/wfs/2.0', schemas.WFS_XSD), ('http://www.opengis.net/gml/3.2', schemas.GML_XSD),
                             ('http://risicolaag/1.0', 'memory:app.xsd')], {'memory:app.xsd': client.wfs('DescribeFeatureType').body})
    answer = client.features(layer)
    assert answer.status == 200, answer
    schemas.check(answer.xml, schema)


@pytest.mark.parametrize('layer,name,dimension', LAYERS)
def test_demand_19_a_box_finds_shapes_with_heights(client, layer, name, dimension):
    assert len(gml.ids(client.features(layer, bbox='103999,193999,104020,194030').xml)) == 1
    assert gml.ids(client.features(layer, bbox='105000,193999,105020,194030').xml) == []


RING = '103999 193999 104020 193999 104020 194030 103999 194030 103999 193999'
HIGH = ' '.join('%s %s 900' % (x, y) for x, y in zip(RING.split()[::2], RING.split()[1::2]))
AWAY = RING.replace('1040', '1060').replace('1039', '1059')
PLACES = {
    'flat': fes.polygon(RING), 'with heights': fes.polygon(HIGH, 'srsName="EPSG:31370" srsDimension="3"'),
    'heights of a pos each': '<gml:Polygon gml:id="p" srsName="EPSG:31370"><gml:exterior><gml:LinearRing>%s</gml:LinearRing></gml:exterior></gml:Polygon>' % ''.join(
        '<gml:pos>%s</gml:pos>' % ' '.join(HIGH.split()[i:i + 3]) for i in range(0, 15, 3)),
    'heights said on the list': '<gml:Polygon gml:id="p" srsName="EPSG:31370"><gml:exterior><gml:LinearRing><gml:posList srsDimension="3">%s</gml:posList>'
                                '</gml:LinearRing></gml:exterior></gml:Polygon>' % HIGH,
    'two ordinates said': fes.polygon(RING, 'srsName="EPSG:31370" srsDimension="2"'),
}


@pytest.mark.parametrize('place', PLACES)
@pytest.mark.parametrize('name', SHAPES)
def test_demand_19_filters_look_at_x_and_y_alone(client, name, place):
    """The literal lies 900 m up and the shapes near the ground: they meet all the same."""
    def found(operator, literal, more=''):
        answer = client.post(fes.document(fes.filter_of(fes.spatial(literal, operator, more, 'vorm')), type_name=name), 'text/xml')
        assert answer.status == 200, answer
        return len(gml.ids(answer.xml))
    near = '<fes:Distance uom="m">5</fes:Distance>'
    assert [found('Intersects', PLACES[place]), found('Within', PLACES[place]), found('Disjoint', PLACES[place]), found('DWithin', PLACES[place], near)] == [1, 1, 0, 1]
    assert [found('Intersects', fes.polygon(AWAY)), found('Disjoint', fes.polygon(AWAY)), found('DWithin', fes.polygon(AWAY), near)] == [0, 1, 0]


@pytest.mark.parametrize('geometry', [
    fes.polygon(HIGH, 'srsName="EPSG:31370" srsDimension="2"'), fes.polygon(RING, 'srsName="EPSG:31370" srsDimension="3"'),
    fes.polygon(RING, 'srsName="EPSG:31370" srsDimension="4"'), fes.polygon(RING, 'srsName="EPSG:31370" srsDimension="1"'),
    fes.polygon(RING, 'srsName="EPSG:31370" srsDimension=""'), fes.polygon(RING, 'srsName="EPSG:31370" srsDimension="twee"'),
    fes.polygon(HIGH), fes.point('1 2 3', 'srsDimension="2"'), fes.point('1 2', 'srsDimension="3"'), fes.point('1 2 3 4'), fes.point('1 2 nan'), fes.point('1 2 1e999')])
def test_demand_19_a_dimension_that_is_not_true_is_refused(client, geometry):
    answer = client.post(fes.document(fes.filter_of(fes.spatial(geometry, name='vorm')), type_name='dak'), 'text/xml')
    assert answer.status == 400 and gml.exception(answer.xml)[0] == 'InvalidParameterValue', answer


@pytest.mark.parametrize('name,call,number', [('dak', 'area', 50), ('dak', 'numPoints', 4), ('leiding', 'geomLength', 30), ('leiding', 'numPoints', 3)])
def test_demand_19_functions_measure_in_the_flat(client, name, call, number):
    answer = client.post(fes.document(fes.filter_of(fes.pair(fes.function(call, 'vorm'), fes.literal(str(number)))), type_name=name), 'text/xml')
    assert answer.status == 200 and len(gml.ids(answer.xml)) == 1, answer


@pytest.mark.parametrize('dimension', ['1', '4', 'drie'])
def test_demand_19_a_layer_file_with_another_dimension_stops_the_start(state, tmp_path, dimension):
    layers = tmp_path / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    file = layers / 'perceel.xml'
    file.write_text(file.read_text().replace('<geometry ', '<geometry dimension="%s" ' % dimension))
    with pytest.raises(RuntimeError, match='perceel.xml:[0-9]+: dimension'):
        with Server(state, layers=str(layers)):
            pass
