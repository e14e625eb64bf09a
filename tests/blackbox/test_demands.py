"""What users of WFS servers ask for most, one test per demand, numbered as in the project's ranking of demands.

The others are in test_demands_answers.py (4 to 11, 16, 17, 20, 22 to 24, 30, 35, 48), test_demands_filters.py (1, 2, 24, 26 to 29, 36, 44),
test_demands_geometry.py (19) and test_demands_web.py (15); joins (43) are in test_request_documents. Tests of one subject in depth: test_non_interference (1),
test_bad_input (7 to 9, 48), test_capacity (10), test_bbox_and_crs (5, 6), test_times and differential/ (22, 23).
"""
import concurrent.futures
import http.client
import shutil
import statistics
import time
import pytest
from differential import data
from support import gml, store, table
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State

BY_ID = 'urn:ogc:def:query:OGC-WFS::GetFeatureById'


def pages(client, size, **parameters):
    seen, start = [], 0
    while True:
        answer = client.features(count=size, startIndex=start, **parameters)
        assert answer.status == 200, answer
        page = gml.ids(answer.xml)
        seen += page
        start += size
        if len(page) < size:
            return seen


@pytest.mark.parametrize('size', [1, 2, 3, 7, 200])
@pytest.mark.parametrize('order', ['bron', 'einddatum DESC', 'omschrijving', 'bron DESC,einddatum'])
def test_demand_03_pages_in_an_order_with_ties_and_nulls_lose_and_double_nothing(gent, order, size):
    whole = gml.ids(gent.features(sortBy=order).xml)
    assert pages(gent, size, sortBy=order) == whole


def test_demand_12_an_id_is_the_same_in_every_format_page_order_and_worker(two, truth):
    wanted = store.ids(truth.two)
    assert set(gml.ids(two.features(sortBy='bron').xml)) == wanted
    assert {f['id'] for f in two.features(outputFormat='application/json').json['features']} == wanted
    assert set(table.by_id(two.features(outputFormat='text/csv'))) == wanted
    with concurrent.futures.ThreadPoolExecutor(4) as many: # both workers
        answers = list(many.map(lambda i: two.wfs('GetFeature', storedquery_id=BY_ID, id=i), sorted(wanted)[:40]))
    assert [gml.id_of(a.xml) for a in answers] == sorted(wanted)[:40]


FORWARDED = {'X-Forwarded-Host': 'kwaad.example, elders.example', 'X-Forwarded-Proto': 'https, https', 'X-Forwarded-Port': '444', 'X-Forwarded-Prefix': '/x',
             'Forwarded': 'host=kwaad.example;proto=https', 'X-Original-URL': '/kwaad.example', 'Host': 'intern.example'}


def test_demand_13_behind_a_proxy_every_url_is_the_public_one(state, truth):
    with Server(state, public_url='https://kaart.example/dienst') as server:
        client = Client(server.url, state.token(GENT))
        for answer in (client.get('/wfs', FORWARDED, service='WFS', request='GetCapabilities'), client.wfs('DescribeFeatureType', headers=FORWARDED),
                       client.features(count=2, startIndex=2, headers=FORWARDED),
                       client.features(count=2, outputFormat='application/json', headers=FORWARDED), client.features(count=2, outputFormat='csv', headers=FORWARDED),
                       client.features(bbox='onzin', headers=FORWARDED)):
            assert b'127.0.0.1' not in answer.body and b'kwaad' not in answer.body and b'intern.example' not in answer.body, answer
        page = client.features(count=2, startIndex=2, headers=FORWARDED).xml
        assert table.next_link(client.features(count=2, outputFormat='csv', headers=FORWARDED)).startswith('https://kaart.example/dienst/wfs?')
        for link in (page.get('next'), page.get('previous')):
            assert link.startswith('https://kaart.example/dienst/wfs?')


@pytest.mark.parametrize('header', ['X-Forwarded-Host', 'X-Forwarded-Proto', 'Forwarded', 'X-Forwarded-Prefix', 'X-Forwarded-Port'])
def test_demand_13_a_header_of_a_stranger_changes_no_url(anyone, header):
    plain = anyone.get('/wfs', service='WFS', request='GetCapabilities')
    forged = anyone.get('/wfs', {header: FORWARDED[header]}, service='WFS', request='GetCapabilities')
    assert plain.body == forged.body


def test_demand_14_bearer_and_basic_open_every_operation_and_a_token_in_the_url_none(server, state):
    token = state.token(GENT)
    bearer, basic, nobody = Client(server.url, token), Client(server.url, token, basic=True), Client(server.url)
    for request, more in (('GetFeature', {'typeNames': 'risico:risicolocatie'}), ('GetFeature', {'storedquery_id': BY_ID, 'id': 'risicolocatie.1'}),
                          ('DescribeFeatureType', {}), ('ListStoredQueries', {})):
        assert bearer.wfs(request, **more).status == basic.wfs(request, **more).status in (200, 404)
        for name in ('token', 'access_token', 'authkey', 'apikey'):
            answer = nobody.wfs(request, **more, **{name: token})
            assert answer.status in (400, 401) if request == 'GetFeature' else answer.status in (200, 400)
            assert token.encode() not in answer.body, 'a URL with a token in it must not come back'


def test_demand_18_gml_is_that_of_the_simple_features_profile(two):
    """One member element per part, srsName and srsDimension on the geometry, and identifiers that occur once (GML 3.2 SF-0)."""
    collection = two.features().xml
    identifiers = collection.xpath('//@gml:id', namespaces=gml.NS)
    assert len(identifiers) == len(set(identifiers))
    assert collection.xpath('//gml:MultiSurface', namespaces=gml.NS)
    for surface in collection.xpath('//gml:MultiSurface', namespaces=gml.NS):
        assert surface.get('srsName') and surface.get('srsDimension') == '2'
        assert all(m.tag == '{%s}surfaceMember' % gml.GML and len(m) == 1 for m in surface)


@pytest.fixture(scope='module')
def proef(state, tmp_path_factory):
    """A client of a table with every type of value, and what SQLite holds in it."""
    other = State(state.binary)
    other.make_sample(10)
    other.make_key()
    data.write(other.path / 'proef.geojson')
    other.load_table(other.path / 'proef.geojson', 'proef')
    layers = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    shutil.copy(REPO / 'tests/differential/proef.xml', layers)
    with Server(other, layers=str(layers)) as server:
        yield Client(server.url, other.token(GENT, ANTWERPEN)), store.rows(other.store, 'proef', [GENT, ANTWERPEN])
    other.remove()


def test_demand_21_null_is_absent_an_empty_text_is_empty_and_numbers_keep_every_digit(proef):
    client, rows = proef
    found = gml.read(client.features('risico:proef').xml)
    assert set(found) == store.ids(rows, 'proef')
    for key, row in rows.items():
        got = found['proef.%d' % key]
        assert {name for name in row.keys() if row[name] is not None} - {'id', 'geometry'} == set(got) - {'vlak'}
        assert ('vlak' in got) == (row['geometry'] is not None)
        assert got.get('naam') == row['naam'], 'an empty text is an empty element'
        assert row['aantal'] is None or int(got['aantal']) == row['aantal']
        assert row['maat'] is None or float(got['maat']) == row['maat']
        assert row['actief'] is None or got['actief'] == ('true' if row['actief'] else 'false')
        assert got.get('gezien_op') == row['gezien_op'] and got.get('begin') == row['begin']
    assert any(row['naam'] == '' for row in rows.values()) and any((row['aantal'] or 0) > 2 ** 53 for row in rows.values())


@pytest.mark.parametrize('query', [
    'SERVICE=wfs&VERSION=2.0.0&REQUEST=getfeature&TYPENAME=risico:risicolocatie', 'service=WFS&version=2.0.0&request=GetFeature&typeName=risicolocatie&maxFeatures=10000',
    'service=WFS&version=2.0.0&request=GetFeature&typenames=risico:risicolocatie&query=x&_=17&RETRY=2&', '&&service=WFS&version=2.0.0&request=GetFeature&&typenames=(risico:risicolocatie)',
    'service=WFS&version=2.0.0&request=GetFeature&typenames=risico%3Arisicolocatie&sortBy=bron+DESC', 'service=WFS&version=2.0.0&request=GetFeature&typenames=risico:risicolocatie&sortBy=bron%20D',
    'service=WFS&version=2.0.0&request=GetFeature&typenames=risico:risicolocatie&bbox=0,0,300000,%0A300000',
    'service=WFS&version=2.0.0&request=GetFeature&typenames=risico:risicolocatie&bbox=&sortBy=&filter=&srsName='])
def test_demand_25_what_clients_write_a_little_differently_goes_too(gent, truth, query):
    answer = gent.get('/wfs?' + query)
    assert answer.status == 200, answer
    assert set(gml.ids(answer.xml)) == store.ids(truth.gent)


@pytest.mark.parametrize('name,namespaces', [('risicolocatie', None), ('risico:risicolocatie', None), ('BROL:risicolocatie', None), ('q:risicolocatie', 'xmlns(q,http://risicolaag/1.0)'),
                                             ('risicolocatie', 'xmlns(http://risicolaag/1.0)'), ('risico:risicolocatie', 'xmlns(risico,http://BROL)')])
def test_demand_28_prefixes_are_taken_as_they_come(gent, truth, name, namespaces):
    answer = gent.features(name, **({'namespaces': namespaces} if namespaces else {}))
    assert answer.status == 200, answer
    assert set(gml.ids(answer.xml)) == store.ids(truth.gent)


@pytest.mark.parametrize('query', [BY_ID, 'http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById'])
def test_demand_35_a_feature_by_its_id_is_the_root_itself_or_a_404(gent, truth, query):
    own, foreign = min(truth.gent), min(truth.active(ANTWERPEN))
    for parameter in ('id', 'ID', 'Id'):
        answer = gent.wfs('GetFeature', storedquery_id=query, **{parameter: 'risicolocatie.%d' % own})
        assert answer.status == 200 and gml.id_of(answer.xml) == 'risicolocatie.%d' % own, answer
    for absent in ('risicolocatie.%d' % foreign, 'risicolocatie.1', 'onzin', 'onbekend.1'):
        answer = gent.wfs('GetFeature', storedquery_id=query, id=absent)
        assert answer.status == 404 and gml.exception(answer.xml)[:2] == ('NotFound', 'id'), answer
    assert gent.wfs('DescribeStoredQueries', storedquery_id=query).xml[0].get('id') == query
    assert gent.wfs('ListStoredQueries').status == 200


def test_demand_37_capabilities_are_quick_and_small(anyone):
    def once():
        begin = time.monotonic()
        answer = anyone.get('/wfs', service='WFS', request='GetCapabilities')
        assert answer.status == 200 and len(answer.body) < 40000
        return time.monotonic() - begin
    assert statistics.median(once() for _ in range(9)) < 0.25 # with sanitizers, on a busy machine; about 5 ms without


def test_demand_38_documents_may_be_kept_and_say_for_how_long(server):
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=20)
    for request in ('GetCapabilities', 'DescribeFeatureType'):
        connection.request('GET', '/wfs?service=WFS&version=2.0.0&request=' + request)
        answer = connection.getresponse()
        answer.read()
        kept = 'no-store' if request == 'GetCapabilities' else 'max-age' # the first says where the caller's own gemeenten lie
        assert kept in answer.headers['Cache-Control'] and 'private' in answer.headers['Cache-Control']
        shared = kept == 'max-age' and 'authorization' not in ', '.join(answer.headers.get_all('Vary', [])).lower()
        assert not shared, 'two tokens must never share a cache entry'
    connection.close()


def test_demand_44_a_light_request_does_not_wait_for_heavy_ones(server, state, truth):
    """As many heavy requests as there are workers but one: the other one stays free for the light request."""
    client = Client(server.url, state.token(GENT, ANTWERPEN))
    with concurrent.futures.ThreadPoolExecutor(2) as many:
        heavy = many.submit(lambda: client.features('risico:gemeente', srsName='EPSG:4326'))
        begin = time.monotonic()
        assert client.features(resultType='hits').xml.get('numberMatched') == str(len(truth.two))
        assert time.monotonic() - begin < 1
        assert heavy.result().status == 200
