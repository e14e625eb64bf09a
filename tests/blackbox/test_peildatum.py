"""PEILDATUM gives the layer as it was: the bytes that it had then, in whatever way it is asked for."""
import random
import re
import shutil
import threading
import time
import urllib.parse
import pytest
from support import gml, past, store, tables
from support.client import Client
from support.corpus_answers import without_stamps
from support.fes import long_document
from support.sample import AFFLIGEM, ANTWERPEN, GENT
from support.server import Server, State
from support.stored import BY_ID

MOMENTS, BETWEEN = 50, 6
BOX = '100000,190000,110000,200000,EPSG:31370'
# What is asked at every moment: the rest of a GetFeature.
ASKED = {'all': {}, 'struck off': {'geschrapt': 'alle'}, 'hits': {'resultType': 'hits'}, 'box': {'bbox': BOX}, 'box hits': {'bbox': BOX, 'resultType': 'hits'},
         'sorted': {'sortBy': 'omschrijving D', 'count': '20', 'startIndex': '7'}, 'CQL': {'cql_filter': "omschrijving LIKE 'gewijzigd%' OR versie > 1"},
         'page': {'count': '15', 'startIndex': '30'}, 'box, sorted': {'bbox': BOX, 'sortBy': 'gewijzigd_op,versie D', 'count': '9'}}
OLD = {'1.1.0': {'version': '1.1.0', 'typeName': 'risico:risicolocatie'}, '1.0.0': {'version': '1.0.0', 'typeName': 'risico:risicolocatie'}}


def said(answer):
    """Without the moment of the answer, and without what differs because a peildatum was asked for: the links that carry it."""
    assert answer.status == 200, answer
    return re.sub(rb' (next|previous)="[^"]*"|,?"links": ?\[.*?\]', b'', without_stamps(answer.body), flags=re.S)


class World:
    def __init__(self, binary):
        self.state = State(binary)
        self.state.make_sample(1500, 5)
        self.state.make_key()
        past.as_if_begun_earlier(self.state.store)
        self.changes = past.Changes(binary, self.state.store)

    def ask(self, client, what, **more):
        return client.features(**{**ASKED[what], **more})


@pytest.fixture(scope='module')
def world(binary):
    w = World(binary)
    with Server(w.state) as running:
        w.two = Client(running.url, w.state.token(GENT, ANTWERPEN))
        w.gent = Client(running.url, w.state.token(GENT))
        w.every = Client(running.url, w.state.token(AFFLIGEM, role='ovam'))
        w.anyone = Client(running.url)
        w.first = {what: said(w.ask(w.two, what)) for what in ASKED}
        w.saved = []
        w.kept = random.Random(3).randrange(MOMENTS)
        for at in range(MOMENTS):
            moment = w.changes.some(BETWEEN)
            whole = w.two.features()
            w.saved.append((moment, {what: said(w.ask(w.two, what)) for what in (ASKED if at % 5 == 0 else ('all', 'box hits'))}, gml.ids(whole.xml)))
            if at == w.kept:
                w.forms = {name: w.two.features(outputFormat=name).body for name in ('application/json', 'csv')}
                w.old = {version: said(w.two.get(service='WFS', request='GetFeature', **head)) for version, head in OLD.items()}
                w.values = said(w.two.wfs('GetPropertyValue', typeNames='risico:risicolocatie', valueReference='gewijzigd_op'))
                w.of_gent, w.of_every = said(w.gent.features()), said(w.every.features(count='5000'))
        yield w
        w.changes.editor.__exit__()
    w.state.remove()


@pytest.fixture
def then(world):
    return world.saved[world.kept][0]


@pytest.mark.thorough
def test_the_layer_at_every_moment_is_what_was_saved_then(world):
    assert len({moment for moment, _, _ in world.saved}) == MOMENTS
    for moment, saved, ids in random.Random(1).sample(world.saved, MOMENTS):
        whole = world.two.features(peildatum=moment)
        assert gml.ids(whole.xml) == ids, moment
        for what, body in saved.items():
            assert said(world.ask(world.two, what, peildatum=moment)) == body, (moment, what)
    assert len({saved['all'] for _, saved, _ in world.saved}) == MOMENTS, 'nothing changed'


def test_a_day_is_asked_to_its_end_and_a_moment_with_any_zone(world):
    for when in (past.LOADED[:10], past.LOADED, past.THEN, past.THEN + 'T10:00:00Z', past.THEN + 'T11:00:00+01:00', ' 2026-03-01 '):
        for what in ASKED:
            expected = said(world.ask(world.two, what, peildatum='2026-02-01'))
            assert said(world.ask(world.two, what, peildatum=when)) == expected, (when, what)
    assert said(world.two.features(peildatum=past.THEN)) == world.first['all']
    for before in (past.BEGIN, '2026-01-01', '2026-01-01T23:59:59.999Z'):
        assert gml.ids(world.two.features(peildatum=before).xml) == [], before


def test_of_today_the_layer_is_as_it_is(world):
    today = time.strftime('%Y-%m-%d', time.gmtime(time.time() + 3600))
    assert said(world.two.features(peildatum=today)) == said(world.two.features())


def test_every_format_and_version_gives_it(world, then):
    for name, body in world.forms.items():
        assert without_stamps(world.two.features(outputFormat=name, peildatum=then).body) == without_stamps(body), name
    for version, head in OLD.items():
        assert said(world.two.get(service='WFS', request='GetFeature', peildatum=then, **head)) == world.old[version], version
    for name in tables.file_formats():
        answer = world.two.features(outputFormat=name, peildatum=then)
        assert answer.status == 200 and answer.headers['OGC-NumberMatched'] == str(len(world.saved[world.kept][2])), (name, answer)


def test_values_are_those_of_then(world, then):
    asked = {'typeNames': 'risico:risicolocatie', 'valueReference': 'gewijzigd_op'}
    assert said(world.two.wfs('GetPropertyValue', peildatum=then, **asked)) == world.values
    assert said(world.two.wfs('GetPropertyValue', **asked)) != world.values


def test_each_caller_gets_what_was_his(world, then):
    assert said(world.gent.features(peildatum=then)) == world.of_gent
    assert said(world.every.features(count='5000', peildatum=then)) == world.of_every
    assert world.anyone.features(peildatum=then).status == 401


def test_it_stands_in_the_url_of_a_document_too(world, then):
    body = b'''<wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:risico="http://risicolaag/1.0" service="WFS" version="2.0.0"%s>
      <wfs:Query typeNames="risico:risicolocatie"%s/></wfs:GetFeature>'''
    expected = said(world.two.features(peildatum=then))
    assert said(world.two.post(body % (b'', b''), 'text/xml', '/wfs?peildatum=' + then)) == expected
    assert said(world.two.post(body % (b' peildatum="%s"' % then.encode(), b''), 'text/xml')) == expected
    refused = world.two.post(body % (b'', b' peildatum="%s"' % then.encode()), 'text/xml')
    assert refused.status == 400 and gml.exception_of(refused)[1] == 'peildatum', refused


def test_a_feature_is_found_by_its_id_as_it_was(world, then):
    for id in world.saved[world.kept][2][:20]:
        found = world.two.wfs('GetFeature', storedQuery_Id=BY_ID, id=id, peildatum=then)
        assert found.status == 200 and ('gml:id="%s"' % id).encode() in found.body, found
    only = gml.ids(world.two.features(resourceId=','.join(world.saved[world.kept][2][:20]), peildatum=then).xml)
    assert sorted(only) == sorted(world.saved[world.kept][2][:20])
    came_later = (set(world.saved[-1][2]) - set(world.saved[world.kept][2])).pop()
    assert world.two.wfs('GetFeature', storedQuery_Id=BY_ID, id=came_later, peildatum=past.THEN).status == 404
    old = world.two.get(service='WFS', version='1.1.0', request='GetGmlObject', gmlObjectId=world.saved[world.kept][2][0], traverseXlinkDepth='0', peildatum=then)
    assert old.status == 200, old


def walk(client, answer):
    ids, links = gml.ids(answer.xml), []
    while answer.xml.get('next') is not None:
        links.append(answer.xml.get('next'))
        answer = client.get(links[-1])
        assert answer.status == 200, answer
        ids += gml.ids(answer.xml)
    return ids, links


def test_pages_stay_in_that_moment(world, then):
    ids, links = walk(world.two, world.two.features(count='10', peildatum=then))
    assert ids == world.saved[world.kept][2]
    assert len(links) > 3 and all('peildatum=' + urllib.parse.quote(then) in link or 'peildatum=' + then in link for link in links)
    ids, links = walk(world.two, world.two.post(long_document('count="20"'), 'text/xml', '/wfs?peildatum=' + then))
    assert links and 'continuation=' in links[0] and sorted(ids) == sorted(world.saved[world.kept][2]), 'a request that is kept forgot its moment'


def today():
    return time.strftime('%Y-%m-%d', time.gmtime(time.time() + 3600))


def strike_one_of(world, ids):
    """Another page then begins elsewhere, unless the pages stay in the moment of the first."""
    shown = [int(id.partition('.')[2]) for id in ids]
    id = next(id for id in shown if store.rows(world.state.store, 'risicolocatie', where='id = %d' % id)[id]['geschrapt'] == 0)
    assert world.changes.editor.strike(id)['ok'] and world.changes.editor.commit()['ok']


@pytest.mark.parametrize('ask', (lambda client: client.features(count='50', peildatum=today()),
                                 lambda client: client.post(long_document('count="50"'), 'text/xml', '/wfs?peildatum=' + today()),
                                 lambda client: client.post(long_document('count="50" peildatum="%s"' % today()), 'text/xml')), ids=('url', 'kept', 'kept, in the document'))
def test_pages_of_today_stay_in_the_moment_of_the_first(world, ask):
    expected = sorted(gml.ids(world.two.features().xml))
    first = ask(world.two)
    strike_one_of(world, gml.ids(first.xml))
    ids, links = walk(world.two, first)
    assert links and sorted(ids) == expected
    assert sorted(gml.ids(world.two.features().xml)) != expected


def test_pages_of_today_stay_in_one_moment_at_ogc_api_too(world):
    expected = gml.ids(world.two.features().xml)
    page, ids = world.two.get('/api/collections/risicolocatie/items', peildatum=today(), limit=50).json, []
    strike_one_of(world, [page['features'][-1]['id']])
    while page:
        ids += [f['id'] for f in page['features']]
        url = next((link['href'] for link in page['links'] if link['rel'] == 'next'), None)
        page = world.two.get(url).json if url else None
    assert ids == expected


def test_an_instant_of_just_now_gives_the_same_when_it_is_asked_again(world):
    """Somebody writes all the while."""
    told, before = {}, past.last_moment(world.state.store)
    ask = lambda moment: world.two.get('/api/collections/risicolocatie/items', peildatum=moment, geschrapt='alle', properties='versie', limit=1000).json['features']
    writer = threading.Thread(target=world.changes.some, args=(60,))
    writer.start()
    while writer.is_alive():
        moment = time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now := time.time())) + '.%03dZ' % (now % 1 * 1000)
        told[moment] = ask(moment)
    writer.join()
    assert len(told) > 2 and past.last_moment(world.state.store) > before
    for moment, features in told.items():
        assert ask(moment) == features, moment


def test_a_day_with_a_zone_is_refused_with_what_is_right(world):
    for when in ('2026-03-01+01:00', '2026-03-01-12:00', '2026-03-01Z', '2026-03-01 01:00'):
        assert_refused(world.two.features(peildatum=when), 'zonder tijdzone (2026-03-01)')
        refused = world.two.get('/api/collections/risicolocatie/items', peildatum=when)
        assert refused.status == 400 and 'without a time zone (2026-03-01)' in refused.text, refused


def test_a_version_of_an_object_is_asked_by_peildatum(world):
    for version in ('ALL', 'ALL '):
        refused = world.two.features(filter='<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:ResourceId rid="risicolocatie.1" version="%s"/></fes:Filter>' % version)
        assert refused.status == 501 and 'peildatum' in refused.text, refused


def test_a_join_is_of_two_layers_of_then(world, then):
    pair = {'type_name': '(risico:risicolocatie,risico:risicolocatie)', 'aliases': '(a,b)', 'resultType': 'hits',
            'filter': '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:And><fes:PropertyIsEqualTo><fes:ValueReference>a/omschrijving</fes:ValueReference>'
                      '<fes:ValueReference>b/omschrijving</fes:ValueReference></fes:PropertyIsEqualTo><fes:PropertyIsLike wildCard="*" singleChar="." escapeChar="!">'
                      '<fes:ValueReference>a/omschrijving</fes:ValueReference><fes:Literal>gewijzigd*</fes:Literal></fes:PropertyIsLike></fes:And></fes:Filter>'}
    counts = [int(world.two.features(**pair, **when).xml.get('numberMatched')) for when in ({'peildatum': past.THEN}, {'peildatum': then}, {})]
    assert counts[0] == 0 < counts[1] < counts[2]
    with_parcels = dict(pair, type_name='(risico:risicolocatie,risico:perceel)',
                        filter='<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:Intersects><fes:ValueReference>a/geometry</fes:ValueReference>'
                               '<fes:ValueReference>b/geometry</fes:ValueReference></fes:Intersects></fes:Filter>')
    assert world.two.features(**with_parcels).status == 200
    assert_refused(world.two.features(peildatum=then, **with_parcels), 'perceel')


def assert_refused(answer, word):
    assert answer.status == 400, answer
    assert gml.exception_of(answer)[1] == 'peildatum' and word in answer.text, answer


def test_what_cannot_be_told_is_refused_with_what_can(world):
    for when, word in (('2999-01-01', 'toekomst'), ('2999-01-01T00:00:00Z', 'toekomst'), ('2025-12-31', '2026-01-01T00:00:00.000Z'), ('gisteren', '2015-06-01'),
                       ('2026-02-30', 'geen datum'), ('2026-03-01T25:00:00Z', '2015-06-01T12:30:00Z'), ('2026-03-01T10:00:00 02:00', '%2B')):
        assert_refused(world.two.features(peildatum=when), word)
    for layer in ('gemeente', 'perceel'):
        for when in (past.THEN, time.strftime('%Y-%m-%d')):
            assert_refused(world.two.features('risico:' + layer, peildatum=when), layer)
    spellings = world.two.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&peildatum=2026-03-01&PEILDATUM=2026-03-02')
    assert spellings.status == 400
    assert world.two.wfs('ListStoredQueries', peildatum=past.THEN).status == 400
    for request in ('GetCapabilities', 'DescribeFeatureType'):  # a viewer sends what stands in the URL of the service with everything
        assert world.two.wfs(request, peildatum=past.THEN).status == 200


def test_a_row_that_was_struck_off_later_stands_and_one_of_then_is_hidden(world):
    shown = set(gml.ids(world.two.features().xml))
    before = set(gml.ids(world.two.features(peildatum=past.THEN).xml))
    now_gone, gone_then = (set(gml.ids(world.two.features(geschrapt='ja', **when).xml)) for when in ({}, {'peildatum': past.THEN}))
    assert now_gone & before and gone_then & shown
    assert not gone_then & before and not now_gone & shown


def test_an_edit_is_in_the_next_answer_and_not_in_the_one_of_a_moment_before(world):
    moment = past.last_moment(world.state.store)
    was = said(world.two.features(resultType='hits'))
    id = world.changes.editor.insert(gemeente_nis=GENT, geometry=past.contour(random.Random(9)), **past.NEW)['id']
    assert world.changes.editor.commit()['ok']
    assert said(world.two.features(resultType='hits')) != was
    assert said(world.two.features(resultType='hits', peildatum=moment)) == was
    assert 'risicolocatie.%d' % id in gml.ids(world.two.features().xml)
    for _ in range(2):  # counts that are kept are kept by moment
        assert said(world.two.features(resultType='hits', peildatum=moment)) == was
        assert said(world.two.features(resultType='hits')) != was


def test_ogc_api_tells_the_same_of_every_moment(world, then):
    items = '/api/collections/risicolocatie/items'
    for moment, _, ids in random.Random(2).sample(world.saved, 10):
        told = world.two.get(items, peildatum=moment, limit=10000).json
        assert [f['id'] for f in told['features']] == ids and told['numberMatched'] == len(ids)
    url, paged = world.two.url + items + '?limit=9&peildatum=' + urllib.parse.quote(then), []
    while url:
        page = world.two.get(url).json
        paged += [f['id'] for f in page['features']]
        url = next((link['href'] for link in page['links'] if link['rel'] == 'next'), None)
    assert paged == gml.ids(world.two.features(peildatum=then).xml)
    assert world.anyone.get(items, peildatum=then).status == 401
    for wrong in ('gisteren', '2999-01-01'):
        assert world.two.get(items, peildatum=wrong).json['locator'] == 'peildatum'
    assert world.two.get('/api/collections/perceel/items', peildatum=then).json['locator'] == 'peildatum'
