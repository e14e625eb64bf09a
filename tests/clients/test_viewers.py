"""Web viewers that speak WFS, by the requests that their sources make: MapStore (the attribute table, a query, a spatial filter) and Oskari (a map view, falling back from JSON to GML)."""
import math
import pytest
from pyproj import Transformer
from shapely.geometry import box
from support import crs, old, store
from support.client import Client
from support.sample import ANTWERPEN, GENT

NAME = 'risico:risicolocatie'
PLACE = (100000, 190000, 106000, 196000)


@pytest.fixture(scope='module')
def client(server, state):
    return Client(server.url, state.token(GENT, ANTWERPEN), basic=True)


def shapes(truth):
    return {'risicolocatie.%d' % key: store.shape(store.polygons(row['geometry'])).buffer(0) for key, row in truth.two.items()}


# --- MapStore: WFS 1.1.0, JSON everywhere; a request's elements stand in the namespaces that it gives them, whatever the schema of WFS says ---

def described(client, version='1.1.0'):
    answer = client.get('/wfs', service='WFS', version=version, typeName=NAME, outputFormat='application/json', request='DescribeFeatureType')
    assert (answer.status, answer.type) == (200, 'application/json'), answer
    return answer.json


@pytest.mark.parametrize('version', ['1.0.0', '1.1.0', '2.0.0'])
def test_mapstore_reads_the_properties_as_json(client, version):
    types = described(client, version)
    assert (types['targetPrefix'], types['targetNamespace'], types['elementFormDefault']) == ('risico', 'http://risicolaag/1.0', 'qualified')
    kind, = types['featureTypes']
    found = {p['name']: p for p in kind['properties']}
    schema = client.get('/wfs', service='WFS', version='1.1.0', typeName=NAME, request='DescribeFeatureType').xml
    elements = schema.xpath('//xs:complexType//xs:sequence/xs:element', namespaces=old.NS)
    assert kind['typeName'] == 'risicolocatie' and list(found) == [e.get('name') for e in elements]
    assert all(found[e.get('name')]['minOccurs'] == int(e.get('minOccurs', '1')) for e in elements)
    assert [name for name, p in found.items() if p['type'].startswith('gml:')] == ['geometry'] and found['geometry']['localType'] == 'MultiPolygon'
    assert {found[name]['localType'] for name in ('versie', 'startdatum', 'gewijzigd_op', 'oppervlakte_m2', 'bron')} == {'int', 'date', 'date-time', 'number', 'string'}


def test_every_type_at_once_is_described_as_json(client):
    answer = client.get('/wfs', service='WFS', version='2.0.0', request='DescribeFeatureType', outputFormat='json')
    assert {kind['typeName'] for kind in answer.json['featureTypes']} == {'risicolocatie', 'gemeente', 'perceel'}
    refused = client.get('/wfs', service='WFS', version='1.1.0', request='DescribeFeatureType', outputFormat='csv')
    assert old.refusal(refused, '1.1.0')[:3] == (400, 'InvalidParameterValue', 'outputFormat')


OPEN = ('<wfs:GetFeature service="WFS" version="1.1.0" xmlns:gml="http://www.opengis.net/gml" xmlns:wfs="http://www.opengis.net/wfs" xmlns:ogc="http://www.opengis.net/ogc" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengis.net/wfs http://schemas.opengis.net/wfs/1.1.0/wfs.xsd" %s>'
        '<wfs:Query typeName="risico:risicolocatie" srsName="EPSG:4326">%s</wfs:Query></wfs:GetFeature>')


def mapstore(client, inner, attributes):
    answer = client.post((OPEN % (attributes, inner)).encode(), 'application/xml')
    assert answer.status == 200, answer
    return answer.json


def test_mapstore_pages_through_its_attribute_table(client, truth):
    """ogc:PropertyName and wfs:SortBy, where the schema has wfs:PropertyName and ogc:SortBy."""
    names = '<ogc:PropertyName>rubriek</ogc:PropertyName><ogc:PropertyName>bron</ogc:PropertyName>'
    sort = '<wfs:SortBy><wfs:SortProperty><ogc:PropertyName>rubriek</ogc:PropertyName><wfs:SortOrder>DESC</wfs:SortOrder></wfs:SortProperty></wfs:SortBy>'
    seen = []
    for start in range(0, len(truth.two) + 20, 20):
        page = mapstore(client, names + sort, 'resultType="results" outputFormat="application/json" startIndex="%d" maxFeatures="20"' % start)
        assert page['totalFeatures'] == len(truth.two) and len(page['features']) <= 20
        assert all({'rubriek', 'bron'} <= set(f['properties']) and 'omschrijving' not in f['properties'] for f in page['features'])
        seen += page['features']
    assert {f['id'] for f in seen} == store.ids(truth.two) and len(seen) == len(truth.two)
    assert [f['properties']['rubriek'] for f in seen] == sorted((row['rubriek'] for row in truth.two.values()), key=str.encode, reverse=True)


def test_mapstore_filters_by_attributes_and_a_polygon(client, truth):
    move = Transformer.from_crs(31370, 4326, always_xy=True, area_of_interest=crs.BELGIUM)
    ring = [move.transform(x, y) for x, y in ((PLACE[0], PLACE[1]), (PLACE[2], PLACE[1]), (PLACE[2], PLACE[3]), (PLACE[0], PLACE[3]), (PLACE[0], PLACE[1]))]
    polygon = ('<gml:Polygon srsName="EPSG:4326"><gml:exterior><gml:LinearRing><gml:posList>%s</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>'
               % ' '.join('%.12f %.12f' % point for point in ring))
    inner = ('<ogc:Filter><ogc:And><ogc:PropertyIsEqualTo><ogc:PropertyName>bron</ogc:PropertyName><ogc:Literal>gemeente</ogc:Literal></ogc:PropertyIsEqualTo>'
             '<ogc:Intersects><ogc:PropertyName>geometry</ogc:PropertyName>%s</ogc:Intersects></ogc:And></ogc:Filter>' % polygon)
    found = {f['id'] for f in mapstore(client, inner, 'outputFormat="application/json"')['features']}
    of_the_gemeente = {'risicolocatie.%d' % key for key, row in truth.two.items() if row['bron'] == 'gemeente'}
    inside = {key for key, s in shapes(truth).items() if s.intersects(box(*PLACE).buffer(-2))} & of_the_gemeente
    assert inside and inside <= found <= {key for key, s in shapes(truth).items() if s.intersects(box(*PLACE).buffer(2))} & of_the_gemeente


def test_mapstore_counts_by_hits(client, truth):
    answer = client.post((OPEN % ('resultType="hits"', '')).encode(), 'application/xml')
    assert answer.xml.get('numberOfFeatures') == str(len(truth.two))


# --- Oskari: a tile of its own grid in EPSG:3067 or 3857, first as JSON, then as GML ---

@pytest.mark.parametrize('version,maximum,names', [('1.1.0', 'MAXFEATURES', 'TYPENAME'), ('2.0.0', 'COUNT', 'TYPENAMES')])
@pytest.mark.parametrize('json', [True, False])
def test_oskari_shows_what_lies_in_view(client, truth, version, maximum, names, json):
    move = Transformer.from_crs(31370, 3857, always_xy=True, area_of_interest=crs.BELGIUM)
    corners = [move.transform(x, y) for x, y in (PLACE[:2], PLACE[2:])]
    asked = {'SERVICE': 'WFS', 'VERSION': version, 'REQUEST': 'GetFeature', names: NAME, 'SRSNAME': 'EPSG:3857', maximum: '10000',
             'BBOX': '%f,%f,%f,%f,EPSG:3857' % (*corners[0], *corners[1])}
    answer = client.get('/wfs', **asked, **({'OUTPUTFORMAT': 'application/json'} if json else {}))
    assert answer.status == 200, answer
    if json:
        found = {f['id'] for f in answer.json['features']}
        xs = [point[0] for f in answer.json['features'] for part in f['geometry']['coordinates'] for point in part[0]]
        assert all(math.isclose(x, corners[0][0], abs_tol=60000) for x in xs), 'in the system of the map'
    else:
        found = {e.get('{http://www.opengis.net/gml/3.2}id') or old.id_of(e) for e in answer.xml.iter('{http://risicolaag/1.0}risicolocatie')}
    inside = {key for key, s in shapes(truth).items() if s.intersects(box(*PLACE).buffer(-50))}
    assert inside and inside <= found <= {key for key, s in shapes(truth).items() if s.intersects(box(*PLACE).buffer(400))}
