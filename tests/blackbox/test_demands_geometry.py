"""The demands about geometry: tables with heights (19) work, and a client can tell whether it gets the heights. Numbered as in test_demands.py."""
import json
import shutil
import pytest
from support import gml, schemas
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
<geometry name="vorm" column="geometry" type="%s" crs="31370"/></layer>"""


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
        state.load_table(source, name)
        (layers / (name + '.xml')).write_text(LAYER % (name, name, kind))
    with Server(state, layers=str(layers)) as server:
        yield Client(server.url, state.token(GENT))
    state.remove()


def with_dimension(numbers, dimension):
    """The same without heights, when the answer has none."""
    return numbers if dimension == 3 else [n for i, n in enumerate(numbers) if i % 3 < 2]


@pytest.mark.parametrize('name', SHAPES)
def test_demand_19_gml_says_how_many_ordinates_a_position_has(client, name):
    answer = client.features(name)
    assert answer.status == 200, answer
    shape = answer.xml.xpath('//*[@srsName]')[0]
    dimension = int(shape.get('srsDimension'))
    numbers = [float(n) for e in shape.iter('{%s}pos' % gml.GML, '{%s}posList' % gml.GML) for n in e.text.split()]
    assert numbers == with_dimension(flat(SHAPES[name][1]['coordinates']), dimension)


@pytest.mark.parametrize('name', SHAPES)
def test_demand_19_json_has_two_or_three_ordinates_everywhere(client, name):
    shape = client.features(name, outputFormat='application/json', srsName='EPSG:31370').json['features'][0]['geometry']
    numbers = flat(shape['coordinates'])
    wanted = flat(SHAPES[name][1]['coordinates'])
    assert numbers in (wanted, with_dimension(wanted, 2))


@pytest.mark.parametrize('name', SHAPES)
def test_demand_19_the_answers_are_valid(client, name):
    schema = schemas.schema([('http://www.opengis.net/wfs/2.0', schemas.WFS_XSD), ('http://www.opengis.net/gml/3.2', schemas.GML_XSD),
                             ('http://risicolaag/1.0', 'memory:app.xsd')], {'memory:app.xsd': client.wfs('DescribeFeatureType').body})
    answer = client.features(name)
    assert answer.status == 200, answer
    schemas.check(answer.xml, schema)


@pytest.mark.parametrize('name', SHAPES)
def test_demand_19_a_box_finds_shapes_with_heights(client, name):
    assert len(gml.ids(client.features(name, bbox='103999,193999,104020,194030').xml)) == 1
    assert gml.ids(client.features(name, bbox='105000,193999,105020,194030').xml) == []
