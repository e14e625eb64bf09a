"""A stored query is no channel between municipalities: with those of others in the store or without, every answer is the same, byte for byte."""
import concurrent.futures
import os
import re
import shutil
import signal
import sqlite3
import time
import pytest
from support import gml, store
from support.client import Client
from support.sample import AFFLIGEM, ANTWERPEN, GENT
from support.server import Server, State
from support.stored import BY_BRON, BY_ID, EVERYTHING, creation, dropping, listed, post, running

pytestmark = pytest.mark.thorough

STAMP = re.compile(rb'"?timeStamp"?[=:]\s*"[^"]*"')
SHARED, SECRET, OWN = 'urn:proef:zelfde', 'urn:proef:geheim', 'urn:proef:eigen'
NAMES = [SHARED, SECRET, OWN, BY_ID, 'urn:proef:niet', "' OR 1=1 --", '%', 'urn:proef:gehei_', 'URN:PROEF:GEHEIM', 'x' * 300]
# what each caller may see of them, and a caller whose organisation keeps nothing
CALLERS = {'a keeper of Gent': (GENT, 'Beheerder'), 'a reader of Gent': (GENT, 'Raadpleger'), 'a keeper of Affligem': (AFFLIGEM, 'Beheerder'),
           'ovam': (AFFLIGEM, 'Ovam'), 'vip': (AFFLIGEM, 'Vip'), 'nobody': None}


def client(server, state, caller):
    return Client(server.url, caller and state.token(caller[0], role=caller[1]))


@pytest.fixture(scope='module')
def pair(binary):
    """One store with what Gent and Antwerpen keep, and one that never held anything of Antwerpen's."""
    whole, alone = State(binary), State(binary)
    whole.make_sample(400)
    whole.make_key()
    shutil.copy(whole.store, alone.store)
    shutil.copytree(whole.keys, alone.keys, dirs_exist_ok=True)
    with Server(whole) as one, Server(alone) as two:
        antwerpen = client(one, whole, (ANTWERPEN, 'Beheerder'))
        for name, inner in ((SHARED, EVERYTHING), (SECRET, BY_BRON)):
            assert post(antwerpen, creation(name, inner, ['bron'] if inner == BY_BRON else [])).status == 200
        for number in range(90):
            assert post(antwerpen, creation('urn:proef:nog%d' % number, EVERYTHING)).status == 200
        for server, state in ((one, whole), (two, alone)):
            gent = client(server, state, (GENT, 'Beheerder'))
            for name in (SHARED, OWN):
                assert post(gent, creation(name, BY_BRON, ['bron'])).status == 200
        yield (one, whole), (two, alone)
    whole.remove()
    alone.remove()


def requests():
    """Every way to ask about a stored query: (name, send)."""
    host = {'Host': 'risicolaag.example'}

    def wfs(operation, **more):
        return lambda c: c.get('/wfs', headers=host, service='WFS', version='2.0.0', request=operation, **more)

    def send(body):
        return lambda c: c.post(body, 'text/xml', '/wfs', host)
    yield 'list', wfs('ListStoredQueries')
    yield 'describe all', wfs('DescribeStoredQueries')
    for name in NAMES:
        yield 'describe ' + name, wfs('DescribeStoredQueries', storedquery_id=name)
        yield 'run ' + name, wfs('GetFeature', storedquery_id=name, bron='gemeente', id='gemeente.44021')
        yield 'run without parameter ' + name, wfs('GetFeature', storedquery_id=name)
        yield 'values ' + name, wfs('GetPropertyValue', storedquery_id=name, bron='gemeente', id='gemeente.44021', valueReference='gml:name')
        safe = name.replace("'", '').replace('%', '')
        yield 'post ' + name, send(running((safe, {'bron': 'gemeente'})))
        if name not in (SHARED, OWN):
            yield 'drop ' + name, wfs('DropStoredQuery', storedquery_id=name)
            yield 'post drop ' + name, send(dropping(safe))
        yield 'create badly ' + name, send(creation(safe, '<wfs:Query typeNames="risico:onbekend"/>'))
    yield 'several', wfs('DescribeStoredQueries', storedquery_id=SECRET + ',' + BY_ID)
    # last, for these change something: an id that somebody else has, and back again
    yield 'create', send(creation(SECRET, EVERYTHING))
    yield 'create again', send(creation(SECRET, EVERYTHING))
    yield 'list with it', wfs('ListStoredQueries')
    yield 'run it', wfs('GetFeature', storedquery_id=SECRET, count='3')
    yield 'drop it', send(dropping(SECRET))
    yield 'drop it again', send(dropping(SECRET))
    yield 'run it no more', wfs('GetFeature', storedquery_id=SECRET)


@pytest.mark.parametrize('caller', CALLERS)
def test_what_another_organisation_keeps_changes_no_byte(pair, caller):
    one, two = (client(*where, CALLERS[caller]) for where in pair)
    differing, statuses = [], set()
    for name, send in requests():
        a, b = send(one), send(two)
        statuses.add(a.status)
        assert a.status < 500, a
        if (a.status, STAMP.sub(b'', a.body)) != (b.status, STAMP.sub(b'', b.body)):
            differing.append((name, a, b))
    assert not differing, '%s: %s\n%s' % differing[0]
    assert {200, 400} <= statuses
    keeper = client(*pair[0], (ANTWERPEN, 'Beheerder'))
    assert {SHARED, SECRET} <= set(listed(keeper)) and len(listed(keeper)) == 94, 'and what the other keeps is still there'


def test_another_organisations_id_answers_as_one_that_does_not_exist(pair):
    """On one and the same store: in every way of asking, but for the id itself."""
    gent = client(*pair[0], (GENT, 'Beheerder'))
    for operation, more in (('GetFeature', {'bron': 'gemeente'}), ('GetFeature', {}), ('DescribeStoredQueries', {}), ('DropStoredQuery', {})):
        there, absent = (gent.wfs(operation, storedquery_id=name, **more) for name in ('urn:proef:geheim', 'urn:proef:afwezi'))
        assert there.status == absent.status == 400
        assert there.text == absent.text.replace('urn:proef:afwezi', 'urn:proef:geheim')
        assert {k: v for k, v in there.headers.items() if k not in ('Date', 'X-Request-Id')} == {
            k: v for k, v in absent.headers.items() if k not in ('Date', 'X-Request-Id')}


def test_a_full_shelf_of_somebody_else_leaves_room_here(pair):
    antwerpen, affligem = client(*pair[0], (ANTWERPEN, 'Beheerder')), client(*pair[0], (AFFLIGEM, 'Beheerder'))
    answers = [post(antwerpen, creation('urn:proef:vol%d' % n, EVERYTHING)) for n in range(9)]
    assert [a.status for a in answers] == [200] * 8 + [403] and gml.exception(answers[8].xml)[0] == 'OperationProcessingFailed'
    assert post(affligem, creation('urn:proef:vol0', EVERYTHING)).status == 200
    assert post(affligem, dropping('urn:proef:vol0')).status == 200
    for n in range(8):
        assert post(antwerpen, dropping('urn:proef:vol%d' % n)).status == 200


def test_whoever_runs_it_sees_the_own_rows_only(pair):
    """Another member of the organisation may hold fewer gemeenten than its maker: the wall is the runner's."""
    server, state = pair[0]
    reader = client(server, state, (GENT, 'Raadpleger'))
    rows = store.active(state.store, GENT)
    for bron in {row['bron'] for row in rows.values()}:
        found = set(gml.ids(reader.wfs('GetFeature', storedquery_id=OWN, bron=bron).xml))
        assert found and found == store.ids(k for k, row in rows.items() if row['bron'] == bron)


# Many at once, and a sudden end.

def test_of_many_who_make_one_id_at_once_one_wins(pair):
    server, state = pair[0]
    gent = client(server, state, (GENT, 'Beheerder'))
    for turn in range(5):
        name = 'urn:proef:race%d' % turn
        with concurrent.futures.ThreadPoolExecutor(8) as many:
            answers = list(many.map(lambda n: post(gent, creation(name, EVERYTHING, ['p%d' % n])), range(8)))
        assert sorted(a.status for a in answers) == [200] + [409] * 7, answers
        winner = [a.status for a in answers].index(200)
        described = gent.wfs('DescribeStoredQueries', storedquery_id=name).xml
        assert described.xpath('//wfs:Parameter/@name', namespaces=gml.NS) == ['p%d' % winner], 'what was answered 200 is what is kept'
        with concurrent.futures.ThreadPoolExecutor(8) as many:
            statuses = sorted(a.status for a in many.map(lambda n: post(gent, dropping(name)), range(8)))
        assert statuses == [200] + [400] * 7


def test_the_last_place_is_taken_once(pair):
    server, state = pair[0]
    gent = client(server, state, (GENT, 'Beheerder'))
    assert len(listed(gent)) == 4
    with concurrent.futures.ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda n: post(gent, creation('urn:proef:plaats%d' % n, EVERYTHING)), range(104)))
    made = [n for n, a in enumerate(answers) if a.status == 200]
    assert len(made) == 98 and {a.status for a in answers} == {200, 403} and len(listed(gent)) == 102
    for n in made:
        assert post(gent, dropping('urn:proef:plaats%d' % n)).status == 200


def several(*names):
    """One request that makes several."""
    parts = [creation(name, EVERYTHING) for name in names]
    head, _, rest = parts[0].partition(b'<wfs:StoredQueryDefinition')
    inner = b''.join(p[p.index(b'<wfs:StoredQueryDefinition'):p.index(b'</wfs:CreateStoredQuery>')] for p in parts)
    return head + inner + b'</wfs:CreateStoredQuery>'


def test_several_in_one_request_are_all_made_or_none(pair):
    server, state = pair[0]
    gent = client(server, state, (GENT, 'Beheerder'))
    before = listed(gent)
    for bad in (several('urn:proef:a', 'urn:proef:b', OWN), several('urn:proef:a', 'urn:proef:a'), several(*('urn:proef:a%d' % n for n in range(99)))):
        answer = post(gent, bad)
        assert answer.status in (409, 403), answer
        assert listed(gent) == before
    assert post(gent, several('urn:proef:a', 'urn:proef:b')).status == 200
    assert set(listed(gent)) - set(before) == {'urn:proef:a', 'urn:proef:b'}
    for name in ('urn:proef:a', 'urn:proef:b'):
        assert post(gent, dropping(name)).status == 200


@pytest.fixture
def own(binary):
    made = State(binary)
    made.make_sample(50)
    made.make_key()
    yield made
    made.remove()


def test_a_worker_that_is_killed_while_it_writes_leaves_nothing_half_made(own):
    sure, seen = set(), set()
    with Server(own) as server:
        gent = client(server, own, (GENT, 'Beheerder'))

        def make(number):
            names = ['urn:proef:k%d-%d' % (number, n) for n in range(10)]
            try:
                return names if post(gent, several(*names)).status == 200 else None
            except OSError:
                return None
        with concurrent.futures.ThreadPoolExecutor(3) as many:
            jobs = [many.submit(make, number) for number in range(9)]
            for _ in range(6):
                time.sleep(0.05)
                for pid in server.workers():
                    os.kill(pid, signal.SIGKILL)
            for job in jobs:
                sure |= set(job.result() or [])
        end = time.monotonic() + 20
        while time.monotonic() < end:
            answer = gent.wfs('ListStoredQueries')
            if answer.status == 200:
                break
            time.sleep(0.1)
        seen = {i for i in listed(gent) if i.startswith('urn:proef:k')}
    assert sure <= seen, 'what was answered 200 is there'
    groups = {i.rpartition('-')[0] for i in seen}
    assert len(seen) == 10 * len(groups), 'each request is there whole or not at all'
    with sqlite3.connect(own.store) as db:
        assert db.execute('PRAGMA integrity_check').fetchone() == ('ok',)


def test_every_worker_sees_it_at_once(own):
    with Server(own, workers=4) as server:
        gent = client(server, own, (GENT, 'Beheerder'))
        for number in range(10):
            name = 'urn:proef:vers%d' % number
            assert post(gent, creation(name, EVERYTHING)).status == 200
            with concurrent.futures.ThreadPoolExecutor(8) as many:
                assert all(name in found for found in many.map(lambda n: listed(gent), range(8)))
            assert post(gent, dropping(name)).status == 200
            with concurrent.futures.ThreadPoolExecutor(8) as many:
                assert not any(name in found for found in many.map(lambda n: listed(gent), range(8)))


def test_while_somebody_else_writes_for_long_it_says_to_try_again(own):
    with Server(own) as server:
        gent = client(server, own, (GENT, 'Beheerder'))
        with sqlite3.connect(own.store, isolation_level=None) as db:
            db.execute('BEGIN IMMEDIATE')
            answer = post(gent, creation('urn:proef:wacht', EVERYTHING))
            assert answer.status == 503 and answer.headers['Retry-After'] == '10' and 'locked' not in answer.text
            assert gent.features(count='1').status == 200, 'reading goes on'
            db.execute('ROLLBACK')
        assert post(gent, creation('urn:proef:wacht', EVERYTHING)).status == 200


def test_a_store_from_before_stored_queries_is_brought_up_to_date(binary):
    old = State(binary)
    old.make_sample(50)
    old.make_key()
    store.take_back(old.store, 2)
    with pytest.raises(RuntimeError, match='risicolaag init'):
        Server(old).__enter__()
    old.run('init', '--store', old.store)
    with Server(old) as server:
        assert post(client(server, old, (GENT, 'Beheerder')), creation('urn:proef:nieuw', EVERYTHING)).status == 200
    old.remove()
