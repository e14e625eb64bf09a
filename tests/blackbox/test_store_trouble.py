"""The store goes away, comes back, is another one, or is locked, while the server runs."""
import shutil
import sqlite3
import time
import pytest
from support import fes, gml, store
from support.client import Client
from support.edits import NEW, Editor
from support.sample import ANTWERPEN, GENT
from support.server import Server, State

pytestmark = pytest.mark.thorough


@pytest.fixture
def own(state):
    """A store that a test may mistreat."""
    other = State(state.binary)
    shutil.copyfile(state.store, other.store)
    other.make_key()
    yield other
    other.remove()


def test_without_its_store_the_server_says_so_and_recovers(own, truth):
    with Server(own, workers=1) as server:
        client, aside = Client(server.url, own.token(GENT)), own.path / 'aside.sqlite'
        assert client.features().status == 200
        own.store.rename(aside)
        for answer in (client.features(), client.get('/healthz'), Client(server.url).features('gemeente')):
            assert answer.status == 503, answer
            assert answer.headers['Retry-After'] and 'sqlite' not in answer.text.lower() and str(own.path) not in answer.text
        assert Client(server.url).wfs('GetCapabilities').status == 200
        aside.rename(own.store)
        assert set(gml.ids(client.features().xml)) == store.ids(truth.gent)
        assert client.get('/healthz').status == 200


def test_another_store_under_the_same_name_is_served_from_the_next_request_on(own, truth):
    with Server(own, workers=1) as server:
        client, fresh = Client(server.url, own.token(GENT)), State(own.binary)
        assert len(gml.ids(client.features().xml)) == len(truth.gent)
        fresh.make_sample(300, 7)
        shutil.move(fresh.store, own.path / 'fresh.sqlite')
        (own.path / 'fresh.sqlite').rename(own.store)
        fresh.remove()
        assert set(gml.ids(client.features().xml)) == store.ids(store.active(own.store, GENT))


@pytest.mark.parametrize('statement', ['BEGIN IMMEDIATE', 'BEGIN EXCLUSIVE'])
def test_a_writer_does_not_keep_readers_waiting(own, truth, statement):
    with Server(own, workers=1) as server:
        client = Client(server.url, own.token(GENT))
        writer = sqlite3.connect(own.store, isolation_level=None)
        writer.execute(statement)
        writer.execute('CREATE TABLE bezig (x)')
        began = time.monotonic()
        assert set(gml.ids(client.features().xml)) == store.ids(truth.gent)
        assert time.monotonic() - began < 3
        writer.execute('COMMIT')
        assert set(gml.ids(client.features().xml)) == store.ids(truth.gent)
        writer.close()


def test_a_store_that_somebody_keeps_for_himself_gives_503_in_time_and_then_answers_again(own, truth):
    with Server(own, workers=1) as server:
        client, aside = Client(server.url, own.token(GENT)), own.path / 'aside.sqlite'
        own.store.rename(aside)
        assert client.features().status == 503 # the worker let go of it
        greedy = sqlite3.connect(aside, isolation_level=None)
        greedy.execute('PRAGMA locking_mode=EXCLUSIVE')
        greedy.execute('BEGIN EXCLUSIVE')
        aside.rename(own.store)
        began = time.monotonic()
        assert client.features().status == 503
        assert time.monotonic() - began < 15
        greedy.close()
        assert set(gml.ids(client.features().xml)) == store.ids(truth.gent)


def damage(own):
    """Two ids of Gent's, of which the first has a text where its versie belongs."""
    key, other = sorted(int(i.rpartition('.')[2]) for i in store.ids(store.active(own.store, GENT)))[:2]
    db = sqlite3.connect(own.store)
    db.execute('PRAGMA ignore_check_constraints=ON')
    db.execute("UPDATE risicolocatie SET versie = 'veel' WHERE id = ?", (key,))
    db.commit()
    db.close()
    return key, other


@pytest.mark.parametrize('output', ['', 'application/json', 'csv', 'csv-exact', 'GML2', 'gml3', 'kml', 'xlsx', 'ods', 'gpkg', 'flatgeobuf', 'shape-zip'])
def test_a_text_where_a_number_belongs_is_an_error_and_never_a_zero(own, output):
    key, other = damage(own)
    with Server(own, workers=1) as server:
        client = Client(server.url, own.token(GENT))
        answer = client.features(resourceId='risicolocatie.%d' % key, **({'outputFormat': output} if output else {}))
        assert answer.status == 500 and 'versie' in answer.text and 'risicolocatie' not in answer.text, answer
        others = client.features(resourceId='risicolocatie.%d' % other)
        assert others.status == 200 and len(gml.ids(others.xml)) == 1


@pytest.mark.parametrize('name', ['abs', 'ceil', 'floor', 'round'])
def test_a_function_of_a_text_where_a_number_belongs_is_an_error_and_matches_nothing(own, name):
    """Who may not see the row does not hear of it, whatever finds the row."""
    key, _ = damage(own)
    called = '<fes:Function name="%s"><fes:ValueReference>versie</fes:ValueReference></fes:Function>' % name
    equal = '<fes:PropertyIsEqualTo>%s<fes:Literal>0</fes:Literal></fes:PropertyIsEqualTo>' % called
    box = ('<fes:BBOX><fes:ValueReference>geometry</fes:ValueReference><gml:Envelope srsName="EPSG:31370"><gml:lowerCorner>0 0</gml:lowerCorner>'
           '<gml:upperCorner>300000 300000</gml:upperCorner></gml:Envelope></fes:BBOX>')
    one = '<fes:PropertyIsEqualTo><fes:ValueReference>@gml:id</fes:ValueReference><fes:Literal>risicolocatie.%d</fes:Literal></fes:PropertyIsEqualTo>' % key
    with Server(own, workers=1) as server:
        for condition in (equal, *('<fes:And>%s%s</fes:And>' % pair for pair in ((equal, box), (box, equal), (equal, one), (one, equal)))):
            for caller, status in ((GENT, 500), (ANTWERPEN, 200)):
                answer = Client(server.url, own.token(caller)).features(filter=fes.filter_of(condition), resultType='hits')
                assert answer.status == status and 'risicolocatie.' not in answer.text, (condition, answer)


def test_a_backup_is_put_back_while_the_service_answers(own, truth, tmp_path):
    own.run('backup', '--store', own.store, '--to', tmp_path)
    made, = tmp_path.glob('*[0-9].sqlite')
    with Server(own, workers=2) as server, Editor(own.binary, own.store) as editor:
        client = Client(server.url, own.token(GENT))
        added = editor.step(do='insert', properties=NEW, commit=True)['id']
        assert set(gml.ids(client.features().xml)) == store.ids(truth.gent) | store.ids([added])
        own.run('restore', made, '--store', own.store)
        for _ in range(4):  # each worker
            assert set(gml.ids(client.features().xml)) == store.ids(truth.gent)
        added = editor.step(do='insert', properties=NEW, commit=True)['id']
        assert set(gml.ids(client.features().xml)) == store.ids(truth.gent) | store.ids([added])
