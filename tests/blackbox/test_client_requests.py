"""The requests that clients send, word for word as they were recorded or as their sources write them: each gets what that client can read.

What only a client itself can tell is in tests/clients, where QGIS, GDAL and OWSLib run.
"""
import base64
import urllib.parse
import urllib.request
import pytest
from lxml import etree
from support import gml, store
from support.client import Client
from support.fes import polygon
from support.sample import GENT

BASE = 'SERVICE=WFS&REQUEST=GetFeature&VERSION=2.0.0'
NAMESPACES = urllib.parse.quote('xmlns(risico,http://risicolaag/1.0)')


def rows(answer):
    assert answer.status == 200, answer
    found = gml.ids(answer.xml)
    assert len(found) == len(set(found))
    return set(found)


def of(truth, condition=lambda row: True):
    return store.ids(k for k, row in truth.gent.items() if condition(row))


# QGIS.

def test_qgis_asks_for_capabilities_without_a_version(anyone):
    answer = anyone.get('/wfs?SERVICE=WFS&REQUEST=GetCapabilities&ACCEPTVERSIONS=2.0.0,1.1.0,1.0.0')
    assert answer.status == 200 and answer.xml.get('version') == '2.0.0'
    for name in ('ImplementsResultPaging', 'ImplementsStandardJoins', 'ImplementsSpatialJoins'):
        assert answer.xml.xpath('//ows:Constraint[@name="%s"]/ows:DefaultValue/text()' % name, namespaces=gml.NS)[0] in ('TRUE', 'FALSE')
    assert int(answer.xml.xpath('//ows:Constraint[@name="CountDefault"]/ows:DefaultValue/text()', namespaces=gml.NS)[0]) > 0
    name = answer.xml.xpath('//wfs:FeatureType/wfs:Name/text()', namespaces=gml.NS)[0]
    assert answer.xml.nsmap[name.split(':')[0]], 'the prefix is declared, so that NAMESPACES can be made of it'
    for method in ('Get', 'Post'):
        assert answer.xml.xpath('//ows:Operation[@name="GetFeature"]//ows:%s/@xlink:href' % method, namespaces=gml.NS)


def test_qgis_describes_with_both_names(gent):
    answer = gent.get('/wfs?SERVICE=WFS&REQUEST=DescribeFeatureType&VERSION=2.0.0&TYPENAMES=risico:risicolocatie&TYPENAME=risico:risicolocatie&NAMESPACES=' + NAMESPACES
                      + '&NAMESPACE=' + NAMESPACES)
    assert answer.status == 200 and len(answer.xml.xpath('/xsd:schema/xsd:element', namespaces=gml.NS)) == 1


def test_qgis_counts_then_reads_pages(gent, truth):
    types = '&TYPENAMES=risico:risicolocatie&NAMESPACES=' + NAMESPACES
    hits = gent.get('/wfs?' + BASE + types + '&RESULTTYPE=hits')
    assert hits.status == 200 and hits.xml.get('numberMatched') == str(len(truth.gent))
    seen, start = [], 0
    while True:
        page = gent.get('/wfs?%s&STARTINDEX=%d&COUNT=13%s&SRSNAME=urn:ogc:def:crs:EPSG::31370' % (BASE, start, types))
        assert page.status == 200
        seen += gml.ids(page.xml)
        start += 13
        if len(gml.ids(page.xml)) < 13:
            break
    assert len(seen) == len(set(seen)) and set(seen) == of(truth)


def test_qgis_asks_by_a_box_with_seventeen_digits(gent, truth):
    box = '100000.12345678901,190000.98765432101,110000.12345678901,199999.98765432101,urn:ogc:def:crs:EPSG::31370'
    answer = gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&STARTINDEX=0&COUNT=1000&SRSNAME=urn:ogc:def:crs:EPSG::31370&BBOX=%s' % (BASE, urllib.parse.quote(box)))
    assert rows(answer) == rows(gent.features(bbox='100000.123456789,190000.987654321,110000.123456789,199999.987654321'))


QGIS_FILTER = """<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0">
 <fes:And>
  <fes:PropertyIsEqualTo>
   <fes:ValueReference>bron</fes:ValueReference>
   <fes:Literal>gemeente</fes:Literal>
  </fes:PropertyIsEqualTo>
  <fes:PropertyIsGreaterThanOrEqualTo>
   <fes:ValueReference>versie</fes:ValueReference>
   <fes:Literal>2</fes:Literal>
  </fes:PropertyIsGreaterThanOrEqualTo>
 </fes:And>
</fes:Filter>
"""


def test_qgis_sends_a_filter_over_several_lines_and_an_order(gent, truth):
    answer = gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&STARTINDEX=0&COUNT=1000&SORTBY=bron%%20DESC&FILTER=%s' % (BASE, urllib.parse.quote(QGIS_FILTER)))
    assert rows(answer) == of(truth, lambda r: r['bron'] == 'gemeente' and r['versie'] >= 2)


def test_qgis_retries_and_gets_the_same(gent):
    plain = gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&COUNT=5' % BASE)
    assert gml.ids(plain.xml) == gml.ids(gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&COUNT=5&RETRY=1' % BASE).xml)


def test_qgis_logs_in_by_basic_with_the_token_as_password(server, state, truth):
    assert rows(Client(server.url, state.token(GENT), basic=True).get('/wfs?%s&TYPENAMES=risico:risicolocatie' % BASE)) == of(truth)


def test_an_integrator_sends_its_key_in_a_header(server, state, truth):
    assert rows(Client(server.url, api_key=state.service_key(GENT)).get('/wfs?%s&TYPENAMES=risico:risicolocatie' % BASE)) == of(truth)


# GDAL.

def test_gdal_describes_all_its_layers_at_once(gent):
    answer = gent.get('/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=DescribeFeatureType&TYPENAME=risico:gemeente,risico:perceel,risico:risicolocatie')
    assert len(answer.xml.xpath('/xsd:schema/xsd:element', namespaces=gml.NS)) == 3


def test_gdal_pages_by_a_hundred_without_srsname(gent, truth):
    seen, start = [], 0
    while start <= len(truth.gent):
        seen += gml.ids(gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&STARTINDEX=%d&COUNT=100' % (BASE, start)).xml)
        start += 100
    assert len(seen) == len(set(seen)) and set(seen) == of(truth)


FES = '<Filter xmlns="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2">%s</Filter>'
WHERE = { # ogrinfo -where … → what GDAL makes of it, what must come
    "bron = 'gemeente'": ('<PropertyIsEqualTo><ValueReference>bron</ValueReference><Literal>gemeente</Literal></PropertyIsEqualTo>', lambda r: r['bron'] == 'gemeente'),
    'versie > 2 AND versie <= 4': ('<And><PropertyIsGreaterThan><ValueReference>versie</ValueReference><Literal>2</Literal></PropertyIsGreaterThan><PropertyIsLessThanOrEqualTo>'
                                   '<ValueReference>versie</ValueReference><Literal>4</Literal></PropertyIsLessThanOrEqualTo></And>', lambda r: 2 < r['versie'] <= 4),
    "rubriek LIKE '1_.%'": ("<PropertyIsLike wildCard='*' singleChar='_' escapeChar='!' matchCase='true'><ValueReference>rubriek</ValueReference><Literal>1_.*</Literal></PropertyIsLike>",
                            lambda r: len(r['rubriek']) > 2 and r['rubriek'][0] == '1' and r['rubriek'][2] == '.'),
    "bron ILIKE 'GEM%'": ("<PropertyIsLike wildCard='*' singleChar='_' escapeChar='!' matchCase='false'><ValueReference>bron</ValueReference><Literal>GEM*</Literal></PropertyIsLike>",
                          lambda r: r['bron'].lower().startswith('gem')),
    'einddatum IS NULL': ('<PropertyIsNull><ValueReference>einddatum</ValueReference></PropertyIsNull>', lambda r: r['einddatum'] is None),
    "NOT bron <> 'gemeente'": ('<Not><Not><PropertyIsEqualTo><ValueReference>bron</ValueReference><Literal>gemeente</Literal></PropertyIsEqualTo></Not></Not>',
                               lambda r: r['bron'] == 'gemeente'),
}


@pytest.mark.parametrize('where', WHERE)
def test_gdal_writes_filters_with_a_default_namespace(gent, truth, where):
    inner, holds = WHERE[where]
    for text in (FES % inner, FES.replace('fes/2.0', 'ogc') % inner.replace('ValueReference', 'PropertyName')):
        assert rows(gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&FILTER=%s' % (BASE, urllib.parse.quote(text)))) == of(truth, holds)


def test_gdal_writes_places_with_an_envelope_as_operand(gent):
    box = ('<gml:Envelope srsName="urn:ogc:def:crs:EPSG::31370" gml:id="id1"><gml:lowerCorner>100000 190000</gml:lowerCorner><gml:upperCorner>110000 199000</gml:upperCorner>'
           '</gml:Envelope>')
    old = '<gml:Box><gml:coordinates>100000.0000000000,190000.0000000000 110000.0000000000,199000.0000000000</gml:coordinates></gml:Box>'
    wanted = rows(gent.features(bbox='100000,190000,110000,199000'))
    for inner in ('<Intersects><ValueReference>geometry</ValueReference>%s</Intersects>' % box, '<BBOX><ValueReference>geometry</ValueReference>%s</BBOX>' % box):
        assert rows(gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&FILTER=%s' % (BASE, urllib.parse.quote(FES % inner)))) == wanted
    gml2 = FES.replace('gml/3.2', 'gml').replace('fes/2.0', 'ogc') % ('<BBOX><PropertyName>geometry</PropertyName>%s</BBOX>' % old)
    assert rows(gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&FILTER=%s' % (BASE, urllib.parse.quote(gml2)))) == wanted


def test_gdal_asks_for_some_properties_in_brackets_and_for_one_feature_by_its_id(gent, truth):
    key = min(truth.gent)
    answer = gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&PROPERTYNAME=(bron,versie)' % BASE)
    assert rows(answer) == of(truth) and b'omschrijving' not in answer.body
    assert rows(gent.get('/wfs?%s&TYPENAMES=risico:risicolocatie&RESOURCEID=risicolocatie.%d' % (BASE, key))) == {'risicolocatie.%d' % key}


# OpenLayers.

OPENLAYERS = ('<GetFeature xmlns="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0" outputFormat="%s" xsi:schemaLocation="http://www.opengis.net/wfs/2.0 '
              'http://schemas.opengis.net/wfs/2.0/wfs.xsd" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Query typeNames="risico:risicolocatie" srsName="EPSG:3857" '
              'xmlns:risico="http://risicolaag/1.0"><Filter xmlns="http://www.opengis.net/fes/2.0"><PropertyIsEqualTo><ValueReference>bron</ValueReference>'
              '<Literal>gemeente</Literal></PropertyIsEqualTo></Filter></Query></GetFeature>')


def test_openlayers_posts_a_filter_and_reads_json(gent, truth):
    answer = gent.post((OPENLAYERS % 'application/json').encode(), 'text/plain;charset=UTF-8')
    assert answer.status == 200 and {f['id'] for f in answer.json['features']} == of(truth, lambda r: r['bron'] == 'gemeente')
    x, y = answer.json['features'][0]['geometry']['coordinates'][0][0][0][:2]
    assert 3e5 < x < 6e5 and 6.4e6 < y < 6.7e6


def test_openlayers_reads_members_one_by_one_in_gml(gent):
    answer = gent.post((OPENLAYERS % 'application/gml+xml; version=3.2').encode(), 'text/xml')
    assert answer.status == 200 and answer.xml.xpath('//gml:surfaceMember', namespaces=gml.NS) and not answer.xml.xpath('//gml:surfaceMembers', namespaces=gml.NS)


def test_openlayers_by_a_box_in_web_mercator_gets_stable_ids(gent):
    url = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typename=risico:risicolocatie&outputFormat=application/json&srsname=EPSG:3857&bbox=400000,6600000,430000,6660000,EPSG:3857'
    first, second = gent.get(url), gent.get(url)
    assert first.status == 200 and [f['id'] for f in first.json['features']] == [f['id'] for f in second.json['features']]


def test_a_viewer_asks_first_whether_it_may_send_its_token(anyone):
    answer = anyone.send(urllib.request.Request(anyone.url + '/wfs', method='OPTIONS', headers={
        'Origin': 'https://viewer.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type'}))
    assert answer.status == 204 and 'authorization' in answer.headers['Access-Control-Allow-Headers'].lower()


# Those that try older versions first (ArcGIS, FME, older OpenLayers).

@pytest.mark.parametrize('version,given', [('1.0.0', '1.0.0'), ('1.1.0', '1.1.0'), ('2.0.0', '2.0.0'), ('2.0.2', '2.0.0'), ('', '2.0.0')])
def test_arcgis_and_fme_try_versions_in_turn(anyone, version, given):
    answer = anyone.get('/wfs?SERVICE=WFS&REQUEST=GetCapabilities&VERSION=' + version)
    assert answer.status == 200 and answer.xml.get('version') == given


def test_fme_sends_credentials_without_being_asked_or_after_a_401(server, state, anyone, truth):
    asked = anyone.get('/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=risico:risicolocatie')
    assert asked.status == 401 and 'Basic' in ' '.join(asked.headers.get_all('WWW-Authenticate'))
    basic = 'Basic ' + base64.b64encode(('x:' + state.token(GENT)).encode()).decode()
    assert rows(anyone.get('/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=risico:risicolocatie', {'Authorization': basic})) == of(truth)


# OWSLib, and the layer that exists today.

def test_owslib_sends_typename_and_an_order_of_its_own(gent, truth):
    assert rows(gent.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typename=risico:risicolocatie&typenames=risico:risicolocatie&query=&maxFeatures=10000'
                         '&outputFormat=application%2Fgml%2Bxml%3B+version%3D3.2')) == of(truth)


OWSLIB = ('<wfs20:GetFeature xmlns:wfs20="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0" count="10000" outputformat="%s"><wfs20:Query typenames="risico:risicolocatie">'
          '%s</wfs20:Query></wfs20:GetFeature>')
OWSLIB_IDS = '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0">%s</fes:Filter>'
OWSLIB_BOX = ('<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:BBOX><gml32:Envelope xmlns:gml32="http://www.opengis.net/gml/3.2" srsName="urn:ogc:def:crs:EPSG::31370">'
              '<gml32:lowerCorner>100000 190000</gml32:lowerCorner><gml32:upperCorner>110000 199000</gml32:upperCorner></gml32:Envelope></fes:BBOX></fes:Filter>')


def test_owslib_posts_its_names_in_lower_case(gent, truth):
    """PostRequest_2_0_0 of owslib.feature.postrequest."""
    keys = sorted(of(truth))[:3]
    by_id = OWSLIB_IDS % ''.join('<fes:ResourceId rid="%s"/>' % key for key in keys)
    for inner, expected in (('', of(truth)), (OWSLIB_BOX, rows(gent.features(bbox='100000,190000,110000,199000'))), (by_id, set(keys)),
                            ('<PropertyName>bron</PropertyName>', of(truth))):
        assert rows(gent.post((OWSLIB % ('application/gml+xml; version=3.2', inner)).encode(), 'text/xml')) == expected
    answer = gent.post((OWSLIB % ('application/json', by_id)).encode(), 'text/xml')
    assert answer.status == 200 and {f['id'] for f in answer.json['features']} == set(keys)


def test_the_viewer_of_today_gets_its_layer(gent, truth):
    answer = gent.get('/geoserver/BROL/wfs?service=WFS&version=2.0.0&request=GetFeature&typeName=BROL:risicolocatie&outputFormat=application/json&srsname=EPSG:31370'
                      '&bbox=0,0,300000,300000')
    assert answer.status == 200 and {f['id'] for f in answer.json['features']} == of(truth)


def test_the_integrator_of_today_posts_its_polygon(gent, truth):
    ring = '\n   0 0 300000 0\n   300000 300000 0 300000\n  0 0 \n'
    body = ('<wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
            'service="WFS" version="2.0.0" outputFormat="application/json"><wfs:Query typeNames="BROL:risicolocatie" srsName="EPSG:31370" xmlns:BROL="http://BROL"><fes:Filter>'
            '<fes:Intersects><fes:ValueReference>geometry</fes:ValueReference>%s</fes:Intersects></fes:Filter></wfs:Query></wfs:GetFeature>' % polygon(
                ring, 'srsName="http://www.opengis.net/def/crs/EPSG/0/31370"'))
    etree.fromstring(body)
    answer = gent.post(body.encode(), 'text/xml', '/geoserver/BROL/wfs')
    assert answer.status == 200 and {f['id'] for f in answer.json['features']} == of(truth)
