"""As test_non_interference.py, of the layer as it was: with a PEILDATUM on every request, before a store in which many gemeenten have changed their rows and before one
that never held the rows of others, nor how they were, nor that they were changed."""
import itertools
import shutil
import pytest
from support import past, store
from support.client import Client
from support.corpus_answers import ask, caller, everything, seen
from support.edits import at_random
from support.sample import SEED
from support.server import Server, State

FEATURES = 1500
# Who asks, how many requests of the corpus there are to each one that is asked, and whether that is for the thorough tier: there each caller asks all of them.
CALLERS = [('one gemeente', 4, False), ('one gemeente', 1, True), ('two gemeenten', 1, True), ('nobody', 1, True)]


@pytest.fixture(scope='module')
def changed(binary):
    made = State(binary)
    made.make_sample(FEATURES, SEED)
    made.make_key()
    past.as_if_begun_earlier(made.store)
    changes = past.Changes(binary, made.store)
    moments = []
    for seed in range(4):
        changes.some(20)
        at_random(binary, made.store, 40, seed)
        moments.append(past.last_moment(made.store))
    changes.editor.__exit__()
    with Server(made) as running:
        yield made, running, moments
    made.remove()


@pytest.fixture(scope='module', params=[pytest.param((name, step), marks=[pytest.mark.thorough] * thorough, id='%s, 1 of %d' % (name, step)) for name, step, thorough in CALLERS])
def pair(request, changed):
    made, running, moments = changed
    name, step = request.param
    token, gemeenten = caller(name, made, store.Truth(made.store))
    alone = State(made.binary)
    store.copy_for(made.store, alone.store, gemeenten)
    shutil.copy(made.keys / 'jwks.json', alone.keys / 'jwks.json')
    with Server(alone) as other:
        yield Client(running.url, token), Client(other.url, token), gemeenten, moments, made, alone, step
    alone.remove()


def test_how_the_rest_was_changes_no_byte(pair):
    whole, alone, gemeenten, moments, made, _, step = pair
    differing, rows, right = [], 0, 0
    for at, (path, body, heads) in enumerate(itertools.islice(everything(store.Truth(made.store), gemeenten), 0, None, step)):
        dated = '%s%speildatum=%s' % (path, '&' if '?' in path else '?', moments[at % len(moments)])
        a, b = ask(whole, dated, body, heads), ask(alone, dated, body, heads)
        rows += a.body.count(b'risicolocatie gml:id=')
        right += a.status == 200
        if seen(a) != seen(b):
            differing.append((dated, body, a, b))
        assert a.status < 500 or a.status == 501 or b'MustUnderstand' in a.body, a
    assert not differing, '%d differ, the first:\n%s\n%s\n%s\n%s' % (len(differing), *differing[0])
    # without a token nearly everything that has a past is refused
    assert right > (150 if gemeenten else 30) / step and (rows > 100 or not gemeenten), 'hardly anything was given: %d answers, %d rows' % (right, rows)


def test_the_copy_lacks_how_the_others_were(pair):
    _, _, gemeenten, _, made, alone, _ = pair
    with store.connect(made.store) as db, store.connect(alone.store) as copy:
        of = 'SELECT DISTINCT gemeente_nis FROM risicolocatie_versie'
        assert {row[0] for row in copy.execute(of)} == {row[0] for row in db.execute(of)} & set(gemeenten)
        counts = [one.execute('SELECT count(*) FROM boeking').fetchone()[0] for one in (db, copy)]
    assert counts[1] < counts[0] or len(gemeenten) > 200
