"""A request that is too long for a URL pages as any other: the server keeps it (WFS 2.0 §7.7.4.4.1; demands 3, 4 and 26)."""
import re
import sqlite3
import urllib.parse
import pytest
from support import gml, store
from support.client import Client
from support.fes import SPACES, compare, document, filter_of, long_document
from support.sample import ANTWERPEN, GENT
from support.server import Server
from support.stored import EVERYTHING, creation, dropping, running


STORED = '<wfs:StoredQuery id="urn:ogc:def:query:OGC-WFS::GetFeatureById"><wfs:Parameter name="id">risicolocatie.%d</wfs:Parameter></wfs:StoredQuery>'


def compare_all():
    return filter_of('<fes:Not>%s</fes:Not>' % compare('risico:rubriek', 'geen'))


def walk(client, answer):
    """Ids page by page, and the links that led to them."""
    pages, links = [gml.ids(answer.xml)], []
    while answer.xml.get('next') is not None:
        links.append(answer.xml.get('next'))
        answer = client.get(links[-1])
        assert answer.status == 200, answer
        pages.append(gml.ids(answer.xml))
    return pages, links


def test_the_next_links_of_a_long_document_lead_to_its_end(two, truth):
    first = two.post(long_document('count="40"'), 'text/xml')
    assert first.status == 200, first
    pages, links = walk(two, first)
    assert links and all(len(link) < 400 for link in links)
    assert all(len(page) == 40 for page in pages[:-1])
    together = [i for page in pages for i in page]
    assert len(together) == len(set(together)) and set(together) == store.ids(truth.two)


def test_previous_leads_back(two):
    first = two.post(long_document('count="40"'), 'text/xml')
    second = two.get(first.xml.get('next'))
    assert gml.ids(two.get(second.xml.get('previous')).xml) == gml.ids(first.xml)


def test_hits_lead_to_results(two, truth):
    hits = two.post(long_document('resultType="hits" count="50"'), 'text/xml')
    assert hits.xml.get('numberMatched') == str(len(truth.two))
    pages, _ = walk(two, two.get(hits.xml.get('next')))
    assert len(pages[0]) == 50 and {i for page in pages for i in page} == store.ids(truth.two)


def test_what_no_url_can_say_has_links_too(two, truth):
    """A stored query beside another query, in an envelope that declares the prefixes."""
    plain = document(compare_all()).decode().split('?>', 1)[1]
    both = plain.replace('</wfs:GetFeature>', STORED % min(truth.two) + '</wfs:GetFeature>').replace('<wfs:GetFeature ', '<wfs:GetFeature count="40" ')
    assert SPACES in both
    envelope = '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" %s><soap:Body>%s</soap:Body></soap:Envelope>' % (SPACES, both.replace(SPACES, ''))
    first = two.post(envelope.encode(), 'application/soap+xml')
    assert first.status == 200, first
    collection, = first.xml.xpath('//*[@numberMatched]')[:1]
    assert collection.get('numberMatched') == str(len(truth.two) + 1)
    returned, following = int(collection.get('numberReturned')), collection.get('next')
    while following is not None:
        answer = two.get(following)
        assert answer.status == 200, answer
        returned += int(answer.xml.get('numberReturned'))
        following = answer.xml.get('next')
    assert returned == len(truth.two) + 1


def test_every_format_has_the_links(two, truth):
    seen, answer = [], two.post(long_document('count="60" outputFormat="application/json"'), 'text/xml')
    while True:
        seen += [f['id'] for f in answer.json['features']]
        following = [link['href'] for link in answer.json.get('links', []) if link['rel'] == 'next']
        if not following:
            break
        answer = two.get(following[0])
    assert set(seen) == store.ids(truth.two) and len(seen) == len(set(seen))


def test_the_link_may_change_where_it_goes_on_but_not_what_is_asked(two):
    following = two.post(long_document('count="40"'), 'text/xml').xml.get('next')
    for fixed in ('typeNames=risico:gemeente', 'filter=x', 'bbox=0,0,1,1', 'outputFormat=csv', 'storedQuery_Id=x', 'srsName=EPSG:4326'):
        answer = two.get(following + '&' + fixed)
        assert answer.status == 400 and gml.exception(answer.xml)[1].lower() == fixed.split('=')[0].lower().replace('maxfeatures', 'count'), answer # one parameter
    assert gml.ids(two.get(following + '&RETRY=1').xml) == gml.ids(two.get(following).xml), 'what is nobody\'s parameter is passed over'
    assert len(gml.ids(two.get(re.sub('COUNT=40', 'COUNT=7', following)).xml)) == 7
    assert two.get(re.sub('COUNT=40', 'COUNT=x', following)).status == 400


def test_the_same_request_keeps_its_link(two):
    links = {two.post(long_document('count="40"'), 'text/xml').xml.get('next') for _ in range(3)}
    assert len(links) == 1


def test_nobody_goes_on_with_the_request_of_another(gent, two, anyone):
    following = two.post(long_document('count="40"'), 'text/xml').xml.get('next')
    made_up = re.sub('continuation=[0-9a-f]{32}', 'continuation=' + '0' * 32, following)
    for other in (gent, anyone):
        answers = [other.get(link) for link in (following, made_up)]
        assert [a.status for a in answers] == [404, 404]
        assert answers[0].body == answers[1].body, 'it shows that the link exists'


@pytest.mark.parametrize('odd', ['x', "' OR 1=1 --", 'é' * 100, '0' * 31, '%', 'A' * 5000])
def test_an_id_that_is_none_is_not_there(two, odd):
    answer = two.get('/wfs?' + urllib.parse.urlencode({'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'continuation': odd}))
    assert answer.status == 404 and answer.xml[0].get('locator') == 'continuation'


@pytest.fixture
def kept(state, tmp_path):
    """A client of a server with a file of its own for what is kept, and that file."""
    path = tmp_path / 'continuations.sqlite'
    with Server(state, continuations=str(path)) as running:
        yield Client(running.url, state.token(GENT, ANTWERPEN)), path


def change(path, sql):
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


def test_a_link_works_an_hour_and_then_says_so(kept):
    client, path = kept
    following = client.post(long_document('count="40"'), 'text/xml').xml.get('next')
    assert client.get(following).status == 200
    change(path, 'UPDATE vervolg SET gemaakt = gemaakt - 3601')
    late = client.get(following)
    assert late.status == 404 and b'een uur' in late.body
    client.post(long_document('count="41"'), 'text/xml')
    assert len(change(path, 'SELECT id FROM vervolg')) == 1, 'what has expired is thrown away'


def test_walking_keeps_a_link_alive(kept):
    client, path = kept
    following = client.post(long_document('count="40"'), 'text/xml').xml.get('next')
    change(path, 'UPDATE vervolg SET gemaakt = gemaakt - 3000')
    client.get(following)
    change(path, 'UPDATE vervolg SET gemaakt = gemaakt - 3000')
    assert client.get(following).status == 200


def test_a_caller_keeps_fifty_and_the_oldest_goes_first(kept):
    client, path = kept
    links = [client.post(long_document('count="%d"' % (20 + i), words=120), 'text/xml').xml.get('next') for i in range(52)]
    assert change(path, 'SELECT count(*) FROM vervolg') == [(50,)]
    assert [client.get(link).status for link in (links[0], links[1], links[2], links[-1])] == [404, 404, 200, 200]


def test_a_request_that_cannot_be_kept_fails_whole_and_the_rest_goes_on(state, truth, tmp_path):
    with Server(state, continuations=str(tmp_path / 'absent' / 'file.sqlite')) as running:
        client = Client(running.url, state.token(GENT, ANTWERPEN))
        refused = client.post(long_document('count="40"'), 'text/xml')
        assert refused.status == 503 and refused.headers.get('Retry-After')
        assert str(tmp_path) not in refused.text and 'sqlite' not in refused.text
        assert store.ids(truth.two) == set(gml.ids(client.post(long_document(), 'text/xml').xml)), 'no link is needed'


# --- S6: nobody fills the shelf for another ---

PADDING = '<!-- %s --><?opvulling %s?>\n   ' % ('x' * 200_000, 'y' * 200_000)


def sizes(path):
    return [size for size, in change(path, 'SELECT grootte FROM vervolg ORDER BY gemaakt, rowid')]


def test_s6_what_is_kept_is_what_a_request_means(kept):
    client, path = kept
    plain = long_document('count="40"')
    padded = re.sub(rb'(<fes:PropertyIsEqualTo)', PADDING.encode() + rb'\1', plain, count=8).replace(b'geen van', b'geen<!-- of toch -->\x20van')
    assert len(padded) > 3_000_000
    links = [client.post(body, 'text/xml').xml.get('next') for body in (plain, padded)]
    assert links[0] == links[1], 'comments and blanks make another request of it'
    assert sizes(path) == [pytest.approx(len(plain), rel=0.1)]


def test_s6_of_a_form_too(kept):
    """Also of two filters, each for a query of its own."""
    client, path = kept
    one = filter_of('<fes:Not><fes:Or>%s</fes:Or></fes:Not>' % ''.join(compare('omschrijving', 'geen van deze %d' % i) for i in range(100)))
    form = {'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'count': 40, 'typeNames': 'risico:risicolocatie'}
    for filters, types in (('%s', 'risico:risicolocatie'), ('(%s)(<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:ResourceId rid="perceel.1"/></fes:Filter>)',
                                                           '(risico:risicolocatie)(risico:perceel)')):
        links = set()
        for padding in ('', '<!-- %s -->\n  ' % ('x' * 20_000)):
            body = urllib.parse.urlencode({**form, 'typeNames': types, 'filter': filters % one.replace('<fes:Or>', '<fes:Or>' + padding)})
            answer = client.post(body.encode(), 'application/x-www-form-urlencoded')
            assert answer.status == 200, answer
            links.add(answer.xml.get('next'))
        following, = links
        assert client.get(following).status == 200
    assert len(sizes(path)) == 2


def test_s6_blanks_that_are_a_value_are_kept(kept):
    client, path = kept
    none_of = ''.join(compare('omschrijving', ' ' * i) for i in range(1, 300))
    body = document(filter_of('<fes:Not><fes:Or>%s</fes:Or></fes:Not>' % none_of), 'count="40"')
    following = client.post(body.replace(b'><fes:', b'>\n  <fes:'), 'text/xml').xml.get('next')
    (asked,), = change(path, 'SELECT vraag FROM vervolg')
    assert re.findall('<fes:Literal>( *)</fes:Literal>', asked) == [' ' * i for i in range(1, 300)] and '\n' not in asked
    assert client.get(following).status == 200


def test_s6_a_caller_keeps_sixteen_megabytes_and_the_oldest_goes_first(kept):
    client, path = kept
    links = [client.post(long_document('count="%d"' % (20 + i)), 'text/xml').xml.get('next') for i in range(3)]
    change(path, 'UPDATE vervolg SET grootte = 7 * 1024 * 1024')
    links.append(client.post(long_document('count="30"'), 'text/xml').xml.get('next'))
    assert [client.get(link).status for link in links] == [404, 200, 200, 200]


def fill(path, caller, size, count=1):
    """As if a caller had kept these, long ago."""
    with sqlite3.connect(path) as db:
        db.executemany("INSERT INTO vervolg VALUES (?, ?, randomblob(32), CAST(strftime('%s') AS INTEGER) - 1800, ?, 'x')",
                       [('%s.%d' % (caller, i), caller, size) for i in range(count)])


def callers(path):
    return dict(change(path, 'SELECT beller, count(*) FROM vervolg GROUP BY beller'))


def test_s6_a_full_shelf_refuses_nobody_and_the_oldest_of_the_largest_goes(kept):
    client, path = kept
    first = client.post(long_document('count="20"'), 'text/xml').xml.get('next')
    fill(path, 'veel', 8 << 20, 2)
    fill(path, 'meer', 7 << 20, 3)
    for number in range(120):
        fill(path, 'klein%d' % number, 4 << 20)
    answer = client.post(long_document('count="21"'), 'text/xml')
    assert answer.status == 200 and client.get(answer.xml.get('next')).status == 200
    assert client.get(first).status == 200, 'who keeps least loses nothing'
    left = callers(path)
    assert left['meer'] < 3 and left['veel'] <= 2 and sum(left[c] for c in left if c.startswith('klein')) == 120
    assert sum(sizes(path)) <= 512 << 20


def test_s6_who_keeps_most_gives_way_himself(kept):
    client, path = kept
    links = [client.post(long_document('count="%d"' % (20 + i)), 'text/xml').xml.get('next') for i in range(2)]
    change(path, 'UPDATE vervolg SET grootte = 6 * 1024 * 1024')
    for number in range(100):
        fill(path, 'ander%d' % number, 5 << 20)
    links.append(client.post(long_document('count="30"'), 'text/xml').xml.get('next'))
    assert [client.get(link).status for link in links] == [404, 200, 200]
    assert sum(callers(path).values()) == 102


def test_s6_callers_without_a_token_are_one_caller(state, truth, tmp_path):
    """One after the other they fill their own share, and nobody with a token is refused."""
    path = tmp_path / 'continuations.sqlite'
    with Server(state, continuations=str(path)) as running_server:
        anyone, keeper = Client(running_server.url), Client(running_server.url, state.token(GENT, ANTWERPEN))
        following = keeper.post(long_document('count="40"'), 'text/xml').xml.get('next')
        links = []
        for number in range(4):
            filter_text = filter_of('<fes:Not><fes:Or>%s</fes:Or></fes:Not>' % ''.join(compare('naam', 'niet %d' % i) for i in range(200)))
            answer = anyone.post(document(filter_text, 'count="%d"' % (5 + number), 'risico:gemeente'), 'text/xml', headers={'X-Forwarded-For': '192.0.2.%d' % number})
            links.append(answer.xml.get('next'))
            change(path, 'UPDATE vervolg SET grootte = 7 * 1024 * 1024 WHERE id = \'%s\'' % re.search('continuation=([0-9a-f]{32})', links[-1])[1])
        assert [anyone.get(link).status for link in links] == [404, 200, 200, 200]
        assert keeper.get(following).status == 200 and keeper.post(long_document('count="41"'), 'text/xml').status == 200


# --- A6: another's link says nothing ---

CHANGES = {'COUNT': ['x', '-1', '0', '3', ''], 'STARTINDEX': ['x', '-1', '99999'], 'RESULTTYPE': ['hits', 'onzin'], 'request': ['GetCapabilities', 'GetPropertyValue', 'Onzin', ''],
           'version': ['9.9', ''], 'service': ['WMS', ''], 'outputFormat': ['csv', 'onzin'], 'typeNames': ['risico:gemeente'], 'storedQuery_Id': ['urn:onbekend'],
           'FILTER': ['<'], 'srsName': ['EPSG:0']}


def variants(link):
    """The link as it is, with each parameter changed, added or left out, and posted as a form."""
    path, query = link[link.index('/wfs'):].split('?')
    pairs = dict(urllib.parse.parse_qsl(query))
    yield lambda c: c.get(path + '?' + query)
    yield lambda c: c.post(query.encode(), 'application/x-www-form-urlencoded', path)
    for name, values in CHANGES.items():
        for given in values:
            yield lambda c, more={**pairs, name: given}: c.get(path, **more)


def same_organisations_rows(server, state):
    """Two callers who see the same rows, all of them, for two organisations."""
    return [Client(server.url, state.token(place, role='Ovam')) for place in (GENT, ANTWERPEN)]


def test_a6_the_link_of_another_answers_as_one_that_does_not_exist(server, state, gent, two, anyone):
    """Whatever is changed in it, byte for byte: of a request with a filter, and of one that names a stored query of the organisation's own."""
    one, other = same_organisations_rows(server, state)
    keeper = Client(server.url, state.token(GENT, role='Beheerder'))
    assert keeper.post(creation('urn:proef:vervolg', EVERYTHING), 'text/xml').status == 200
    try:
        own = running(('urn:proef:vervolg', {}), '<wfs:Query typeNames="risico:gemeente"/>', more='count="5"')
        links = [(two.post(long_document('count="40"'), 'text/xml'), (gent, anyone, one)), (one.post(long_document('count="40"'), 'text/xml'), (other, two, anyone)),
                 (keeper.post(own, 'text/xml'), (two, anyone, one, other))]
        for first, strangers in links:
            following = first.xml.get('next')
            made_up = re.sub('continuation=[0-9a-f]{32}', 'continuation=' + '0' * 32, following)
            for stranger in strangers:
                for theirs, nobodys in zip(variants(following), variants(made_up)):
                    answers = [theirs(stranger), nobodys(stranger)]
                    assert answers[0].status == answers[1].status >= 400, answers
                    assert answers[0].body == answers[1].body, answers
                    assert b'urn:proef:vervolg' not in answers[0].body
    finally:
        assert keeper.post(dropping('urn:proef:vervolg'), 'text/xml').status == 200


def test_a6_the_owner_goes_on_whoever_asked_in_between(server, state):
    one, other = same_organisations_rows(server, state)
    following = one.post(long_document('count="40"'), 'text/xml').xml.get('next')
    assert [c.get(following).status for c in (other, one, other, one)] == [404, 200, 404, 200]
