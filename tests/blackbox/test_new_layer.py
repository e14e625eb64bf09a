"""A new table of the store becomes a layer by one XML file and no code (data/layers/README.md)."""
import shutil
import pytest
from support import gml
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State

POINTS = """{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31370"}}, "features": [
{"type": "Feature", "properties": {"gemeente_nis": "%(gent)s", "soort": "peilbuis", "diepte": 12.5}, "geometry": {"type": "Point", "coordinates": [104000.25, 194000.5]}},
{"type": "Feature", "properties": {"gemeente_nis": "%(gent)s", "soort": "A & B < C", "diepte": null}, "geometry": {"type": "Point", "coordinates": [105000, 195000]}},
{"type": "Feature", "properties": {"gemeente_nis": "%(antwerpen)s", "soort": "boorput", "diepte": 3}, "geometry": {"type": "Point", "coordinates": [150000, 215000]}}]}
""" % {'gent': GENT, 'antwerpen': ANTWERPEN}

LAYER = """<layer name="boring">
  <title>Boringen</title>
  <table name="boring" id="id"/>
  %s
  <extent west="2.52" south="50.67" east="5.94" north="51.51"/>
  <property name="soort" type="string" required="yes"/>
  <property name="diepte" type="decimal"/>
  <geometry name="plaats" column="geometry" type="Point" crs="31370"/>
</layer>
"""
RESTRICTED, PUBLIC = '<restrict column="gemeente_nis"/>', '<public/>'


@pytest.fixture(scope='module')
def extended(state, tmp_path_factory):
    """A store with one table more, as an operator adds it: with ogr2ogr."""
    other = State(state.binary)
    shutil.copyfile(state.store, other.store)
    other.make_key()
    points = other.path / 'boring.geojson'
    points.write_text(POINTS)
    other.load_table(points, 'boring')
    yield other
    other.remove()


def layers_with(folder, layer):
    shutil.copytree(REPO / 'data/layers', folder)
    (folder / 'boring.xml').write_text(layer)
    return str(folder)


@pytest.fixture(scope='module')
def restricted(extended, tmp_path_factory):
    with Server(extended, layers=layers_with(tmp_path_factory.mktemp('layers') / 'l', LAYER % RESTRICTED)) as server:
        yield server


def test_the_new_layer_is_announced_and_described(restricted):
    anyone = Client(restricted.url)
    assert b'risico:boring<' in anyone.wfs('GetCapabilities').body
    schema = anyone.wfs('DescribeFeatureType', typeNames='risico:boring').text
    assert 'gml:PointPropertyType' in schema and 'name="diepte"' in schema


def test_each_caller_gets_its_own_points(restricted, extended):
    gent = Client(restricted.url, extended.token(GENT)).features('boring')
    assert gent.status == 200 and len(gml.ids(gent.xml)) == 2
    both = Client(restricted.url, extended.token(GENT, ANTWERPEN)).features('boring')
    assert len(gml.ids(both.xml)) == 3
    assert Client(restricted.url).features('boring').status == 401


def test_its_values_and_places_are_right(restricted, extended):
    client = Client(restricted.url, extended.token(GENT))
    rows = client.features('boring', outputFormat='application/json', srsName='EPSG:31370').json['features']
    assert [(r['properties']['soort'], r['properties']['diepte'], r['geometry']) for r in rows] == [
        ('peilbuis', 12.5, {'type': 'Point', 'coordinates': [104000.25, 194000.5]}),
        ('A & B < C', None, {'type': 'Point', 'coordinates': [105000, 195000]})]
    box = client.features('boring', bbox='103000,193000,104500,194500')
    assert len(gml.ids(box.xml)) == 1 and b'<gml:pos>104000.25 194000.5</gml:pos>' in box.body


def test_a_public_one_needs_no_token(extended, tmp_path):
    with Server(extended, layers=layers_with(tmp_path / 'l', LAYER % PUBLIC)) as server:
        answer = Client(server.url).features('boring')
        assert answer.status == 200 and len(gml.ids(answer.xml)) == 3


@pytest.mark.parametrize('rule', ['', RESTRICTED + PUBLIC])
def test_a_layer_that_does_not_say_who_may_see_it_stops_the_start(extended, tmp_path, rule):
    with pytest.raises(RuntimeError, match='does not start(.|\n)*boring.xml(.|\n)*public'):
        with Server(extended, layers=layers_with(tmp_path / 'l', LAYER % rule)):
            pass
