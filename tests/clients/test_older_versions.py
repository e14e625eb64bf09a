"""WFS 1.1.0 and 1.0.0 as the clients that speak them do: each gets exactly the rows that SQL counts."""
import io
import os
import subprocess
import pytest
from lxml import etree
from owslib.wfs import WebFeatureService
from support import old, store
from support.client import Client
from support.qgis import marks, run_qgis
from support.sample import GENT

VERSIONS = old.VERSIONS


# --- QGIS ---

@pytest.fixture(scope='module', params=VERSIONS)
def in_qgis(request, server, state, tmp_path_factory):
    return run_qgis(server, tmp_path_factory.mktemp('qgis'), state.token(GENT), 'risico:risicolocatie', '', '', request.param)


def test_qgis_gets_exactly_the_rows_where_they_lie(in_qgis, truth):
    assert in_qgis['valid'], in_qgis
    assert in_qgis['crs'] == 'EPSG:31370' and in_qgis['geometry'] in ('MultiPolygon', 'MultiSurface')
    assert in_qgis['marks'] == marks(truth.gent) and in_qgis['count_after'] == len(truth.gent) # before it has them it counts by hits, which 1.0 does not have
    assert in_qgis['names'] == sorted(store.ids(truth.gent))
    assert in_qgis['fields']['versie'] in ('qlonglong', 'int') and in_qgis['fields']['oppervlakte_m2'] == 'double'


def test_qgis_identifies_what_is_clicked(in_qgis):
    assert in_qgis['identified']['clicked'] in in_qgis['identified']['found']


# --- GDAL ---

@pytest.mark.parametrize('version', [*VERSIONS, '2.0.0'])
def test_ogr2ogr_makes_a_geopackage_in_each_version(server, state, truth, tmp_path, version):
    environment = {**os.environ, 'GDAL_HTTP_USERPWD': 'demo:' + state.token(GENT)}
    made = subprocess.run(['ogr2ogr', '-f', 'GPKG', str(tmp_path / 'uit.gpkg'), 'WFS:%s/wfs?VERSION=%s' % (server.url, version), 'risico:risicolocatie'],
                          env=environment, capture_output=True, text=True, timeout=240)
    assert made.returncode == 0 and 'ERROR' not in made.stderr, made.stderr
    with store.connect(tmp_path / 'uit.gpkg') as db:
        names = [row[1] for row in db.execute('PRAGMA table_info("risico:risicolocatie")')]
        column = next(name for name in names if name in ('gml_id', 'fid_1', 'gml_fid'))
        assert {row[0] for row in db.execute('SELECT "%s" FROM "risico:risicolocatie"' % column)} == store.ids(truth.gent)
        assert db.execute('SELECT srs_id FROM gpkg_geometry_columns').fetchone()[0] == 31370
        west, south, east, north = db.execute('SELECT min_x, min_y, max_x, max_y FROM gpkg_contents').fetchone()
    bounds = [store.shape(store.polygons(row['geometry'])).bounds for row in truth.gent.values()]
    assert (west, south) == pytest.approx((min(b[0] for b in bounds), min(b[1] for b in bounds)), abs=0.01)
    assert (east, north) == pytest.approx((max(b[2] for b in bounds), max(b[3] for b in bounds)), abs=0.01)


@pytest.mark.parametrize('version', VERSIONS)
def test_ogrinfo_filters_in_each_version(server, state, truth, version):
    environment = {**os.environ, 'GDAL_HTTP_USERPWD': 'demo:' + state.token(GENT)}
    expected = truth.rows('risicolocatie', [GENT], "geschrapt = 0 AND rubriek LIKE '17.%'")
    x, y = store.polygons(next(iter(truth.gent.values()))['geometry'])[0][0][0]
    for more, test in ((['-where', "rubriek LIKE '17.%'"], lambda n: n == len(expected)), (['-spat', *map(str, (x - 50, y - 50, x + 50, y + 50))], lambda n: 0 < n < len(truth.gent))):
        done = subprocess.run(['ogrinfo', '-ro', '-so', *more, 'WFS:%s/wfs?VERSION=%s' % (server.url, version), 'risico:risicolocatie'], env=environment, capture_output=True,
                              text=True, timeout=240)
        count = [line for line in done.stdout.splitlines() if line.startswith('Feature Count: ')]
        assert count and test(int(count[0].rpartition(' ')[2])), done.stdout + done.stderr


# --- OWSLib ---

@pytest.mark.parametrize('version', VERSIONS)
def test_owslib_finds_types_and_rows(server, state, truth, version):
    service = WebFeatureService(server.url + '/wfs', version=version, username='demo', password=state.token(GENT))
    assert set(service.contents) == {'risico:risicolocatie', 'risico:gemeente', 'risico:perceel'}
    assert any(crs.code == 31370 for crs in service['risico:risicolocatie'].crsOptions)
    body = service.getfeature(typename=['risico:risicolocatie']).read()
    found = etree.parse(io.BytesIO(body.encode() if isinstance(body, str) else body)).getroot()
    assert set(old.ids(found)) == store.ids(truth.gent)
    few = service.getfeature(typename=['risico:risicolocatie'], maxfeatures=3, bbox=(20000, 150000, 262000, 250000)).read()
    assert len(old.ids(etree.fromstring(few.encode() if isinstance(few, str) else few))) == 3


# --- Requests as recorded from others (what they read, too) ---

def test_as_fme_asks(server, state, truth):
    """FME's reader: 1.1.0, capabilities with the version alone, the schema of the type, then POST with Basic sent at once; it gives up on a 200 that is no collection."""
    client = Client(server.url, state.token(GENT), basic=True)
    capabilities = client.get('/wfs?SERVICE=WFS&VERSION=1.1.0&REQUEST=GetCapabilities').xml
    post = capabilities.xpath('//ows:Operation[@name="GetFeature"]//ows:Post/@xlink:href', namespaces=old.NS)[0]
    name = capabilities.xpath('//wfs:FeatureType/wfs:Name[contains(., "risicolocatie")]/text()', namespaces=old.NS)[0]
    assert client.get('/wfs?SERVICE=WFS&VERSION=1.1.0&REQUEST=DescribeFeatureType&TYPENAME=' + name).xml.tag.endswith('schema')
    body = ('<?xml version="1.0" encoding="UTF-8"?><wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs" xmlns:ogc="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml" '
            'xmlns:risico="http://risicolaag/1.0" service="WFS" version="1.1.0" outputFormat="text/xml; subtype=gml/3.1.1"><wfs:Query typeName="%s" '
            'srsName="urn:ogc:def:crs:EPSG::31370"/></wfs:GetFeature>' % name)
    answer = client.post(body.encode(), 'text/xml; charset=UTF-8', post.removeprefix(server.url))
    assert set(old.ids(answer.xml)) == store.ids(truth.gent) and int(answer.xml.get('numberOfFeatures')) == len(truth.gent)
    wrong = client.post(body.replace('risico:risicolocatie', 'risico:onbekend').encode(), 'text/xml', post.removeprefix(server.url))
    assert wrong.status == 400 and wrong.xml.tag == '{http://www.opengis.net/ows}ExceptionReport'


def test_as_arcgis_asks(server, state, truth):
    """ArcGIS Pro: every version in turn, prefixed names, SF-0 with an abstract type, hits before features; Basic after a 401."""
    anyone, client = Client(server.url), Client(server.url, state.token(GENT), basic=True)
    for version in ('1.0.0', '1.1.0', '2.0.0'):
        assert client.get('/wfs?request=GetCapabilities&service=WFS&version=' + version).xml.get('version') == version
        schema = client.get('/wfs?request=DescribeFeatureType&service=WFS&version=%s&typeName=risico:risicolocatie' % version).xml
        assert schema.xpath('//xs:extension[@base="gml:AbstractFeatureType"]', namespaces=old.NS)
    asked = '/wfs?request=GetFeature&service=WFS&version=1.1.0&typeName=risico:risicolocatie'
    assert anyone.get(asked).status == 401
    assert client.get(asked + '&resultType=hits').xml.get('numberOfFeatures') == str(len(truth.gent))
    shown = client.get(asked + '&srsName=EPSG:31370&bbox=20000,150000,262000,250000,EPSG:31370&maxFeatures=3000')
    assert set(old.ids(shown.xml)) == store.ids(truth.gent)


def test_as_openlayers_asks(server, state, truth):
    """ol/format/WFS and the example vector-wfs: 1.1.0 by GET as GeoJSON for each view, and by POST as GML."""
    client = Client(server.url, state.token(GENT))
    view = client.get('/wfs?service=WFS&version=1.1.0&request=GetFeature&typename=risico:risicolocatie&outputFormat=application/json&srsname=EPSG:3857'
                      '&bbox=270000,6500000,700000,6750000,EPSG:3857')
    assert {f['id'] for f in view.json['features']} == store.ids(truth.gent)
    body = ('<GetFeature xmlns="http://www.opengis.net/wfs" service="WFS" version="1.1.0" outputFormat="application/json" maxFeatures="4" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengis.net/wfs http://schemas.opengis.net/wfs/1.1.0/wfs.xsd">'
            '<Query typeName="risico:risicolocatie" srsName="EPSG:3857" xmlns:risico="http://risicolaag/1.0"><Filter xmlns="http://www.opengis.net/ogc"><And>'
            '<BBOX><PropertyName>geometry</PropertyName><Envelope xmlns="http://www.opengis.net/gml" srsName="EPSG:3857"><lowerCorner>270000 6500000</lowerCorner>'
            '<upperCorner>700000 6750000</upperCorner></Envelope></BBOX><PropertyIsLike wildCard="*" singleChar="." escapeChar="!"><PropertyName>rubriek</PropertyName>'
            '<Literal>*</Literal></PropertyIsLike></And></Filter></Query></GetFeature>')
    assert len(client.post(body.encode(), 'text/plain;charset=UTF-8').json['features']) == 4
