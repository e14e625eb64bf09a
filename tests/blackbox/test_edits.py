"""The program with which other tests make edits: a step fails or holds as the door says."""
import shutil
import pytest
from support import store
from support.edits import NEW, Editor, at_random
from support.sample import GENT


@pytest.fixture
def own(state, tmp_path):
    return shutil.copy(state.store, tmp_path / 'store.sqlite')


def test_steps_are_kept_together_or_not_at_all(binary, own):
    with Editor(binary, own) as e:
        e.become(gemeenten=[GENT], role='beheerder', organisation='0207509031', person='user:jan')
        kept = e.insert(**NEW)['id']
        assert e.commit()['ok']
        assert e.strike(kept)['ok']
        lost = e.insert(**NEW)['id']
        assert e.abandon()['ok']
        assert e.insert(**{**NEW, 'startdatum': '2016-13-01'})['locator'] == 'startdatum'
        assert not e.commit()['ok']
    rows = store.rows(own, 'risicolocatie', [GENT])
    assert kept in rows and not rows[kept]['geschrapt']
    assert lost not in rows


def test_the_journal_knows_who_made_the_edit(binary, own):
    with Editor(binary, own) as e:
        e.become(gemeenten=[GENT], role='beheerder', organisation='0207509031', person='user:jan')
        e.step(do='insert', properties=NEW, request='vraag-1', reason='nieuw', commit=True)
    with store.connect(own) as db:
        last = db.execute('SELECT b.*, persoon FROM boeking b JOIN pseudoniem p ON p.id = b.pseudoniem ORDER BY b.id DESC LIMIT 1').fetchone()
    assert [last[name] for name in ('weg', 'rol', 'organisatie', 'persoon', 'verzoek')] == ['verzoek', 'beheerder', '0207509031', 'user:jan', 'vraag-1']


def test_random_edits_are_the_same_for_a_seed(binary, own, tmp_path):
    other = shutil.copy(own, tmp_path / 'other.sqlite')
    made = at_random(binary, own, 30, seed=7)
    assert made == at_random(binary, other, 30, seed=7)
    assert {word for word, _ in made} >= {'insert', 'update', 'strike'}
