"""Reading while another program writes: one answer shows one state of the store, whole, whatever is committed meanwhile.

The writer swaps two halves of Gent's rows, one hidden and one shown, in one transaction, over and over. So there are two states, with equally many rows
and none in common; an answer that mixes them has lost and doubled rows.
"""
import multiprocessing
import sqlite3
import pytest
from support import fes, gml, store
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import Server, State

pytestmark = pytest.mark.thorough

FEATURES, REQUESTS = 3000, 25


def swap(path, ready, stop, swaps):
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    ready.set()
    while not stop.is_set():
        db.execute('BEGIN IMMEDIATE')
        db.execute("UPDATE risicolocatie SET geschrapt = 1 - geschrapt WHERE gemeente_nis = ?", (GENT,))
        db.execute('COMMIT')
        swaps.value += 1


def prepare(path):
    """As many rows hidden as shown; the ids of both halves."""
    with sqlite3.connect(path) as db:
        # SpatiaLite's triggers call functions that plain SQLite lacks.
        for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'risicolocatie' AND name LIKE 'tmu_%'").fetchall():
            db.execute('DROP TRIGGER "%s"' % name)
        every = [key for key, in db.execute('SELECT id FROM risicolocatie WHERE gemeente_nis = ? ORDER BY id', (GENT,))]
        every = every[:len(every) // 2 * 2]
        db.execute('DELETE FROM risicolocatie WHERE gemeente_nis = ? AND id NOT IN (%s)' % ','.join(map(str, every)), (GENT,))
        db.executemany('UPDATE risicolocatie SET geschrapt = ?, geschrapt_op = NULL WHERE id = ?', [(i % 2, key) for i, key in enumerate(every)])
    return store.ids(every[::2]), store.ids(every[1::2])


@pytest.fixture(scope='module')
def busy(binary):
    """(client, its two states): Gent's rows of each state, and Antwerpen's, which stay."""
    state = State(binary)
    state.make_sample(FEATURES)
    state.make_key()
    halves = prepare(state.store)
    rest = store.ids(store.active(state.store, ANTWERPEN))
    ready, stop, swaps = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Value('i', 0)
    writer = multiprocessing.Process(target=swap, args=(str(state.store), ready, stop, swaps))
    with Server(state) as server:
        writer.start()
        ready.wait(30)
        yield Client(server.url, state.token(GENT, ANTWERPEN)), [half | rest for half in halves]
        stop.set()
        writer.join(60)
        assert writer.exitcode == 0 and swaps.value > 50, 'the writer hardly wrote'
    state.remove()


def collections(answer):
    """The features of each query of the request, written there or referred to."""
    assert answer.status == 200, answer
    inner = answer.xml.xpath('wfs:member/wfs:FeatureCollection', namespaces=gml.NS)
    href = '{%s}href' % gml.NS['xlink']
    return [[m.get(href)[1:] if m.get(href) else gml.id_of(m[0]) for m in c.findall('{%s}member' % gml.WFS)] for c in (inner or [answer.xml])]


def state_of(ids, states):
    """0 or 1; nothing else may be."""
    assert len(ids) == len(set(ids)), 'a feature came twice'
    assert set(ids) in states, '%d of the one state and %d of the other' % tuple(len(set(ids) & s) for s in states)
    return states.index(set(ids))


@pytest.mark.parametrize('more', [{}, {'sortBy': 'startdatum DESC'}, {'bbox': '0,0,300000,300000'}, {'propertyName': 'rubriek'}])
def test_an_answer_shows_one_state(busy, more):
    client, states = busy
    for _ in range(REQUESTS):
        answer = client.features(count=100000, **more)
        state_of(collections(answer)[0], states)
        assert int(answer.xml.get('numberMatched')) == int(answer.xml.get('numberReturned')) == len(states[0])


def test_all_queries_of_a_request_see_the_same_state(busy):
    client, states = busy
    query = '<wfs:Query typeNames="risico:risicolocatie"/>'
    body = fes.document(attributes='count="100000"').replace(b'</wfs:GetFeature>', query.encode() * 3 + b'</wfs:GetFeature>')
    for _ in range(REQUESTS):
        answer = client.post(body, 'text/xml')
        found = collections(answer)
        assert len(found) == 4 and len({state_of(ids, states) for ids in found}) == 1
        assert int(answer.xml.get('numberMatched')) == 4 * len(states[0])


def test_the_number_matched_is_exact_on_every_page_and_in_hits(busy):
    client, states = busy
    for start in range(REQUESTS):
        page = client.features(count=3, startIndex=start).xml
        assert int(page.get('numberMatched')) == len(states[0]) and len(set(gml.ids(page))) == 3
        assert any(set(gml.ids(page)) <= s for s in states)
        assert client.features(resultType='hits').xml.get('numberMatched') == str(len(states[0]))


def test_values_come_of_one_state_too(busy):
    client, states = busy
    for _ in range(REQUESTS):
        answer = client.wfs('GetPropertyValue', typeNames='risico:risicolocatie', valueReference='@gml:id', count=100000)
        state_of([value.strip() for value in answer.xml.xpath('wfs:member/text()', namespaces=gml.NS)], states)
