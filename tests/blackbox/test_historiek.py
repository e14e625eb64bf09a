"""`versies` tells every state of a feature; `historiek prune` forgets what was before a day, and nothing of after it."""
import datetime
import json
import shutil
import sqlite3
import subprocess
import pytest
from support import gml, past, store
from support.client import Client
from support.edits import Editor
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State


@pytest.fixture(scope='module')
def made(binary):
    state = State(binary)
    state.make_sample(1500, 5)
    state.make_key()
    past.as_if_begun_earlier(state.store)
    changes = past.Changes(binary, state.store, seed=3)
    changes.some(80)
    changes.editor.__exit__()
    past.at_these_days(state.store, 3)
    yield state
    state.remove()


def copied(path, to):
    """With what still lies in its log."""
    with sqlite3.connect(path) as db, sqlite3.connect(to) as copy:
        db.backup(copy)
    return to


@pytest.fixture
def own(made, tmp_path):
    return copied(made.store, tmp_path / 'store.sqlite')


def counts(path):
    with store.connect(path) as db:
        return [db.execute('SELECT count(*) FROM ' + table).fetchone()[0] for table in ('risicolocatie_versie', 'boeking', 'boeking_regel')]


def sound(path):
    with store.connect(path) as db:
        assert db.execute('PRAGMA foreign_key_check').fetchall() == []
        assert db.execute("SELECT rtreecheck('historiek_risicolocatie_geometry')").fetchone()[0] == 'ok'
        assert db.execute('SELECT count(*) FROM historiek_risicolocatie_geometry').fetchone()[0] == counts(path)[0]
        assert db.execute('SELECT count(*) FROM risicolocatie WHERE boeking NOT IN (SELECT id FROM boeking)').fetchone()[0] == 0
        assert db.execute('SELECT count(*) FROM risicolocatie_versie WHERE boeking NOT IN (SELECT id FROM boeking)').fetchone()[0] == 0


def layers(state, path, days):
    """The layer at the end of each day, as Gent and Antwerpen see it; None: it cannot be told."""
    copy = State(state.binary)
    copied(path, copy.store)
    shutil.copy(state.keys / 'jwks.json', copy.keys / 'jwks.json')
    with Server(copy) as running:
        two = Client(running.url, state.token(GENT, ANTWERPEN))
        answers = [two.features(outputFormat='csv', peildatum=day) for day in days]
        refused = [a for a in answers if a.status != 200]
        assert all(a.status == 400 and gml.exception_of(a)[1] == 'peildatum' for a in refused)
    copy.remove()
    return [a.body if a.status == 200 else None for a in answers], [a.text for a in refused]


@pytest.mark.thorough
def test_what_was_before_the_day_is_forgotten_and_nothing_else(made, own):
    days = ['2026-02-01', '2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01', '2026-05-02']
    before, _ = layers(made, own, days)
    assert None not in before and len(set(before)) == 4
    were = counts(own)
    would = made.run('historiek', 'prune', '--before', '2026-03-15', '--check', '--store', own)
    assert counts(own) == were, 'a check removes nothing'
    done = made.run('historiek', 'prune', '--before', '2026-03-15', '--store', own)
    gone = [a - b for a, b in zip(were, counts(own))]
    assert all(gone) and done.stdout.startswith('Verwijderd: %d versies van risicolocaties, %d boekingen met %d regels.\n' % tuple(gone))
    assert would.stdout.splitlines()[0].split(': ')[1] == done.stdout.splitlines()[0].split(': ')[1]
    assert '2026-03-14T23:00:00.000Z' in done.stdout
    after, words = layers(made, own, days)
    assert after == [None] * 3 + before[3:]
    assert all('2026-03-14T23:00:00.000Z' in word for word in words)
    sound(own)
    again = made.run('historiek', 'prune', '--before', '2026-03-15', '--store', own)
    assert again.stdout.startswith('Verwijderd: 0 versies van risicolocaties, 0 boekingen met 0 regels.\n')
    made.run('historiek', 'prune', '--before', '2026-02-02', '--store', own)
    assert '2026-03-14T23:00:00.000Z' in made.run('historiek', 'show', '--store', own).stdout


def test_after_pruning_changes_are_booked_as_before(made, own, binary):
    made.run('historiek', 'prune', '--before', '2026-06-01', '--store', own)
    assert counts(own)[0] == 0
    id = min(store.active(own, GENT))
    with Editor(binary, own) as e:
        e.become(gemeenten=[GENT], role='beheerder', organisation='0207509031', person='user:jan')
        assert e.update(id, omschrijving='later')['ok'] and e.commit()['ok']
    assert counts(own)[0] == 1
    sound(own)


def test_a_prune_that_was_stopped_halfway_is_taken_up_again(made, own):
    """The limit is set first; then the rest may come at any time."""
    whole = copied(own, str(own) + '.whole')
    with sqlite3.connect(own) as db:
        db.execute("INSERT INTO snoeigrens SELECT max(id), '2026-03-14T23:00:00.000Z' FROM boeking WHERE moment < '2026-03-15'")
    db.close()
    for path in (own, whole):
        made.run('historiek', 'prune', '--before', '2026-03-15', '--store', path)
    assert counts(own) == counts(whole)
    sound(own)


@pytest.mark.parametrize('options, word', [(('--before', '2999-01-01'), 'toekomst'), (('--before', '2020-01-01'), 'niets bewaard'), (('--before', '1-2-2026'), '2026-03-01'),
                                           ((), '--before of --days'), (('--before', '2026-03-01', '--days', '3'), '--before of --days')])
def test_what_cannot_be_pruned_is_refused_and_nothing_goes(made, own, options, word):
    were = counts(own)
    refused = made.run('historiek', 'prune', *options, '--store', own, check=False)
    assert refused.returncode == 1 and word in refused.stderr and not refused.stdout
    assert counts(own) == were


def test_a_setting_says_how_long_the_history_is_kept_and_without_it_all_of_it_is(made, own, tmp_path):
    """For a timer: the same words every night."""
    state = tmp_path / 'state'
    state.mkdir()
    path, were = copied(own, state / 'store.sqlite'), counts(own)
    for config in (None, {}, {'history_days': 0}, {'history_days': 36500}):
        if config is not None:
            (state / 'config.json').write_text(json.dumps(config))
        done = made.run('historiek', 'prune', '--state', state)
        assert 'niets verwijderd' in done.stdout and counts(path) == were
    days = (datetime.date.today() - datetime.date(2026, 3, 15)).days
    (state / 'config.json').write_text(json.dumps({'history_days': days}))
    made.run('historiek', 'prune', '--state', state)
    made.run('historiek', 'prune', '--days', days, '--store', own)
    assert counts(path) == counts(own) != were
    for wrong in (-1, '30', 1.5, True):
        (state / 'config.json').write_text(json.dumps({'history_days': wrong}))
        refused = made.run('historiek', 'prune', '--state', state, check=False)
        assert refused.returncode == 1 and 'history_days' in refused.stderr


def test_the_options_are_explained(made):
    assert made.run('historiek', 'nooit', check=False).returncode == 2
    for command in ('historiek', 'versies'):
        assert 'Gebruik: risicolaag %s' % command in made.run(command, '--help').stdout


def test_versies_needs_no_configuration(binary, made, own, tmp_path):
    """In a folder with the state that `init` or `sample` made, as the README has it."""
    with store.connect(own) as db:
        id, = db.execute('SELECT max(id) FROM risicolocatie_versie').fetchone()
    (tmp_path / 'state').mkdir()
    copied(own, tmp_path / 'state/store.sqlite')
    asked = [binary, 'versies', 'risicolocatie.%d' % id]
    bare = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True)
    assert bare.returncode == 0, bare.stderr
    assert bare.stdout == made.run(*asked[1:], '--layers', REPO / 'data/layers', '--store', own).stdout


def test_versies_tells_every_state(made, own):
    with store.connect(own) as db:
        id, count = db.execute('SELECT id, count(*) FROM risicolocatie_versie GROUP BY id ORDER BY count(*) DESC LIMIT 1').fetchone()
        now = db.execute('SELECT versie, geschrapt FROM risicolocatie WHERE id = ?', (id,)).fetchone()
    asked = ('versies', 'risicolocatie.%d' % id, '--layers', REPO / 'data/layers', '--store', own)
    told = json.loads(made.run(*asked, '--json').stdout)
    assert len(told) == count + 1
    assert [one['versie'] for one in told] == list(range(told[0]['versie'], told[0]['versie'] + count + 1))
    assert [one['tot'] for one in told] == [one['van'] for one in told[1:]] + [None]
    assert (told[-1]['versie'], told[-1]['geschrapt']) == (now['versie'], bool(now['geschrapt']))
    assert told[0]['wat'] in ('geladen', 'toegevoegd') and {one['weg'] for one in told[1:]} == {'verzoek'}
    assert {(one['rol'], one['organisatie']) for one in told[1:]} == {('beheerder', '0207509031')}
    assert 'user:an' not in str(told)
    lines = made.run(*asked).stdout.splitlines()
    assert lines[0] == 'versie;van;tot;wat;weg;rol;organisatie;reden;geschrapt' and len(lines) == count + 2
    for wrong in ('risicolocatie.1', 'perceel.1', 'x.1', 'risicolocatie.01', 'niets'):
        refused = made.run('versies', wrong, *asked[2:], check=False)
        assert refused.returncode == 1 and 'risicolaag versies: ' in refused.stderr, wrong
