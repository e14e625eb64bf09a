"""What a hostile reader of the standard and of the code would try first."""
import http.client
import shutil
import time
import urllib.parse
import pytest
from support import gml, schemas
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server

GET = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie'
BY_ID = 'urn:ogc:def:query:OGC-WFS::GetFeatureById'
BY_ID_URL = 'http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById'

NO_GEOMETRY = """<layer name="rubriek">
  <title>Rubrieken</title>
  <table name="rubriek" id="id"/>
  <public/>
  <property name="code" type="string" required="yes"/>
  <property name="versie" type="integer" required="yes"/>
</layer>
"""


def head(server, path):
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=20)
    connection.request('HEAD', path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers.get_content_type(), body


def lines_so_far(server):
    """How many, once the line of the request before is there too: it may follow its answer by a moment."""
    count, end = -1, time.monotonic() + 5
    while count != len(server.request_lines()) and time.monotonic() < end:
        count = len(server.request_lines())
        time.sleep(0.1)
    return count


def line_after(server, count):
    end = time.monotonic() + 10
    while len(server.request_lines()) <= count and time.monotonic() < end:
        time.sleep(0.05)
    return server.request_lines()[count]


# RFC 9110 §9.3.2: as GET, without the content.

@pytest.mark.parametrize('query,status', [('&count=10000', 200), ('&bbox=onzin', 400)])
def test_head_gives_the_head_of_the_answer_and_does_no_more_work(server, query, status):
    before = lines_so_far(server)
    found = head(server, GET.replace('risicolocatie', 'gemeente') + query)
    assert found == (status, 'application/gml+xml' if status == 200 else 'text/xml', b'')
    line = line_after(server, before)
    assert line['status'] == status, 'the log must not say that the client went away'
    assert line['rows'] == 0


# Reports repeat what the client sent: cut somewhere, and never malformed.

@pytest.mark.parametrize('shift', range(4))
@pytest.mark.parametrize('parameter', ['typeNames', 'bbox', 'sortBy', 'propertyName', 'srsName', 'outputFormat', 'request', 'count', 'resultType', 'namespaces'])
def test_a_long_value_in_a_report_is_not_cut_inside_a_character(gent, ogc_schema, parameter, shift):
    query = {'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'typeNames': 'risicolocatie', parameter: 'a' * shift + '😀' * 100}
    answer = gent.get('/wfs', **query)
    assert answer.status in (400, 501), answer
    schemas.check(answer.xml, ogc_schema)


@pytest.mark.parametrize('character', ['\x01', '\x1f', '\x7f', '\ufffe', '\uffff', '\r\n\t'])
def test_a_control_character_does_not_spoil_a_report(gent, ogc_schema, character):
    for query in ({'typeNames': 'a' + character}, {'typeNames': 'risicolocatie', 'request': character + 'b'}):
        answer = gent.get('/wfs', **{'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', **query})
        schemas.check(answer.xml, ogc_schema)


def test_a_name_of_a_parameter_may_be_anything_too(gent, ogc_schema):
    name = urllib.parse.quote('\x02' + 'a' * 60 + '€')
    answer = gent.get('%s&%s=1&%s=2' % (GET, name, name))
    assert answer.status == 400
    schemas.check(answer.xml, ogc_schema)


def test_the_log_names_the_layer_of_a_refused_request_too(server, gent):
    before = lines_so_far(server)
    gent.get(GET + '&bbox=onzin')
    assert line_after(server, before)['layer'] == 'risicolocatie'


# Ids are texts: another spelling of the number is another id, and mostly one that nothing can have.

@pytest.mark.parametrize('spelling,refused', [('risicolocatie.0%d', True), ('risicolocatie.00000%d', True), ('risicolocatie.+%d', True), ('risicolocatie.-%d', False)])
def test_an_id_in_another_spelling_is_not_found(gent, truth, spelling, refused):
    given = spelling % min(truth.gent)
    assert gent.wfs('GetFeature', storedquery_id=BY_ID, id=given).status == (400 if refused else 404)
    answer = gent.features(resourceId=given)
    assert answer.status == 400 if refused else gml.ids(answer.xml) == []


def test_a_struck_row_comes_by_its_id_only_when_asked_for(two, truth):
    struck = min(row['id'] for row in truth.rows('risicolocatie', (GENT, ANTWERPEN), 'geschrapt = 1').values())
    assert two.wfs('GetFeature', storedquery_id=BY_ID, id='risicolocatie.%d' % struck).status == 404
    answer = two.wfs('GetFeature', storedquery_id=BY_ID, id='risicolocatie.%d' % struck, geschrapt='alle')
    assert answer.status == 200 and gml.id_of(answer.xml) == 'risicolocatie.%d' % struck


def test_an_id_asked_twice_comes_once(gent, truth):
    given = 'risicolocatie.%d' % min(truth.gent)
    assert gml.ids(gent.features(resourceId=','.join([given] * 3)).xml) == [given]


# WFS 2.0.2 (09-025r2) §7.9.3.6 spells the query as a URL, 2.0.0 as a URN.

def test_the_stored_query_is_described_under_both_its_names(anyone, ogc_schema):
    for name in (BY_ID, BY_ID_URL):
        answer = anyone.wfs('DescribeStoredQueries', storedquery_id=name)
        assert answer.status == 200, answer
        schemas.check(answer.xml, ogc_schema)


# Numbers at the end of their range.

@pytest.mark.parametrize('query', ['count=9223372036854775807', 'count=9223372036854775807&startIndex=1', 'startIndex=9223372036854775807',
                                   'count=9223372036854775807&startIndex=9223372036854775807'])
def test_the_largest_numbers_do_not_overflow(gent, truth, query):
    answer = gent.get('%s&%s' % (GET, query))
    assert answer.status == 200, answer
    assert answer.xml.get('numberMatched') == str(len(truth.gent))
    assert answer.xml.get('next') is None


def test_the_page_before_an_empty_one_beyond_the_end_is_the_last(gent, truth):
    answer = gent.features(startIndex=1000000, count=10)
    assert gml.ids(gent.get(answer.xml.get('previous')).xml) == gml.ids(gent.features(count=10000).xml)[-10:]


# Layer files.

def layers_with(folder, name, text):
    shutil.copytree(REPO / 'data/layers', folder)
    (folder / name).write_text(text)
    return str(folder)


@pytest.fixture(scope='module')
def without_geometry(state, tmp_path_factory):
    with Server(state, layers=layers_with(tmp_path_factory.mktemp('layers') / 'l', 'rubriek.xml', NO_GEOMETRY)) as server:
        yield Client(server.url)


def test_a_layer_without_geometry_is_announced_as_such(without_geometry):
    capabilities = without_geometry.wfs('GetCapabilities').xml
    assert capabilities.xpath('//wfs:FeatureType[wfs:Name="risico:rubriek"]/wfs:NoCRS', namespaces=gml.NS)


@pytest.mark.parametrize('query', [{}, {'srsName': 'EPSG:4326'}, {'outputFormat': 'application/json'}, {'outputFormat': 'application/json', 'srsName': 'EPSG:4326'},
                                   {'resultType': 'hits'}, {'sortBy': 'versie DESC'}])
def test_a_layer_without_geometry_answers(without_geometry, query):
    answer = without_geometry.features('rubriek', count=3, **query)
    assert answer.status == 200, answer
    if 'outputFormat' in query:
        assert [f['geometry'] for f in answer.json['features']] == [None] * 3
    else:
        assert len(gml.ids(answer.xml)) == (0 if 'resultType' in query else 3)


def test_a_box_over_a_layer_without_geometry_is_the_clients_mistake(without_geometry):
    answer = without_geometry.features('rubriek', bbox='0,0,1,1')
    assert answer.status == 400 and gml.exception(answer.xml)[:2] == ('InvalidParameterValue', 'bbox')


@pytest.mark.parametrize('setting', [{'jwks_file': '/nergens/jwks.json'}, {'issuer': ''}])
def test_a_mistake_in_the_token_settings_stops_the_start(state, setting):
    server = Server(state)
    server.config['token'].update(setting)
    with pytest.raises(RuntimeError, match='does not start') as failure:
        with server:
            pass
    assert 'died' not in str(failure.value), 'the parent must see it, not one worker after another'


def test_a_layer_in_a_reference_system_that_is_not_on_offer_stops_the_start(state, tmp_path):
    text = (REPO / 'data/layers/gemeente.xml').read_text().replace('crs="31370"', 'crs="28992"')
    with pytest.raises(RuntimeError, match='does not start(.|\n)*gemeente(.|\n)*28992'):
        with Server(state, layers=layers_with(tmp_path / 'l', 'gemeente.xml', text)):
            pass
