"""Commands that are killed, or run into a full disk, at a moment by chance: the store is as it was before or as it is after, never between.

--crashes says how many moments of each kind; what is right after a kill is read by SQLite, by `risicolaag check` and by doing the same again."""
import contextlib
import pathlib
import shutil
import sqlite3
import subprocess
import pytest
from support import store, template
from support.crash import check, content, kill_within, moments, seconds_of, with_files_of_at_most
from support.edits import NEW, Editor, editor
from support.sample import GENT
from support.server import REPO

pytestmark = pytest.mark.thorough
ROWS = 60


@pytest.fixture(scope='session')
def crashes(request):
    return request.config.getoption('--crashes')


class Scene:
    """A store, what a command makes of it, and how long that takes."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.start = folder / 'start.sqlite'
        subprocess.run([binary, 'sample', '--features', str(ROWS), '--store', str(self.start)], check=True, capture_output=True)
        self.before = content(self.start)
        rows = list(store.rows(self.start, 'risicolocatie').values())
        template.write(folder / 'rows.csv', [{**row, 'id': ''} for row in map(dict, rows)])

    def fresh(self, name='store.sqlite'):
        folder = self.folder / 'run'
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return pathlib.Path(shutil.copy(self.start, folder / name))


@pytest.fixture(scope='module')
def scene(binary, tmp_path_factory):
    return Scene(binary, tmp_path_factory.mktemp('crash'))


def try_all(scene, crashes, words, seed):
    """words(path): the command. Every kill leaves what was there or what would be there, and the same command then does its work."""
    own = scene.fresh()
    seconds = seconds_of(scene.binary, *words(own))
    after, seen = content(own), []
    assert after != scene.before
    for number, chance in moments(seed, crashes):
        own = scene.fresh()
        kill_within(seconds, chance, scene.binary, *words(own))
        found = content(own)
        assert found in (scene.before, after), 'between'
        seen.append(found == after)
        if number % 4 == 0:
            check(scene.binary, own)
        if number % 4 == 1 and not seen[-1]:
            seconds_of(scene.binary, *words(own))
            assert content(own) == after, 'the next run was hindered'
            check(scene.binary, own)
    print('%d of %d after' % (sum(seen), len(seen)))


def test_an_import_that_is_killed_loads_all_or_nothing(scene, crashes):
    try_all(scene, crashes, lambda own: ('import', scene.folder / 'rows.csv', '--store', own), seed=1)


def test_a_replacement_that_is_killed_replaces_all_or_nothing(scene, binary, crashes):
    rows = list(map(dict, store.active(scene.start, GENT).values()))
    template.write(scene.folder / 'gent.csv', [{**row, 'omschrijving': 'nieuw'} for row in rows[1:]] + [{**rows[0], 'id': '', 'startdatum': '1999-01-01', 'rubriekenlijst': 'VLAREBO_BIJLAGE_I'}])
    try_all(scene, crashes, lambda own: ('import', scene.folder / 'gent.csv', '--gemeente', GENT, '--replace', '--store', own), seed=9)


def test_a_migration_that_is_killed_is_taken_up_by_the_next(scene, binary, new_store, tmp_path, crashes):
    old = shutil.copy(new_store, tmp_path / 'old.sqlite')
    store.take_back(old, 7)
    seconds = None
    for _, chance in moments(2, max(4, crashes // 4)):
        own = shutil.copy(old, tmp_path / 'own.sqlite')
        seconds = seconds or seconds_of(binary, 'init', '--store', shutil.copy(old, tmp_path / 'whole.sqlite'))
        kill_within(seconds, chance, binary, 'init', '--store', own)
        seconds_of(binary, 'init', '--store', own)
        check(binary, own)


def test_a_restore_that_is_killed_puts_back_all_or_nothing(scene, crashes):
    other = scene.folder / 'kopie'
    other.mkdir()
    own = scene.fresh()
    subprocess.run([editor(scene.binary), str(own), str(REPO / 'data/layers'), '--random', '30', '4', '--quiet'], check=True, capture_output=True)
    subprocess.run([scene.binary, 'backup', '--store', str(own), '--to', str(other)], check=True, capture_output=True)
    made, = other.glob('*.sqlite')
    try_all(scene, crashes, lambda own: ('restore', made, '--store', own), seed=3)
    gemeente, = sqlite3.connect(made).execute("SELECT gemeente_nis FROM boeking_regel WHERE wat = 'toegevoegd' ORDER BY boeking LIMIT 1").fetchone()
    try_all(scene, crashes, lambda own: ('restore', made, '--gemeente', gemeente, '--store', own), seed=4)


def test_a_backup_that_is_killed_leaves_whole_backups_alone(scene, crashes):
    own, to = scene.fresh(), scene.folder / 'kopieen'
    to.mkdir()
    words = ('backup', '--store', own, '--to', to, '--keep', '1000/1000/1000')
    seconds = seconds_of(scene.binary, *words)
    for number, chance in moments(5, crashes):
        kill_within(seconds, chance, scene.binary, *words)
        made = [path for path in to.glob('*.sqlite') if path.with_suffix('.sha256').exists()]
        assert made, 'a whole backup went'
        for path in made[-1:]:
            assert content(path) == scene.before
        sums = [path.name for path in to.glob('*.sha256') if path.with_suffix('.sqlite').exists()]
        assert subprocess.run(['sha256sum', '--quiet', '-c', *sums], cwd=to).returncode == 0
        if number % 8 == 0:
            shutil.rmtree(to)
            to.mkdir()
            seconds_of(scene.binary, *words)
    seconds_of(scene.binary, *words)
    assert {path.suffix for path in to.iterdir()} == {'.sqlite', '.sha256'}, 'something was left'
    assert content(own) == scene.before


def read_acknowledged(editing):
    """(word, id) of each edit that was told to be kept; the last line may be half."""
    lines = editing.stdout.read().split('\n')[:-1]
    return [(word, int(number)) for word, number in map(str.split, lines)]


def test_edits_that_are_killed_keep_what_was_told_to_be_kept(scene, crashes):
    own = scene.fresh()
    for number, chance in moments(6, crashes):
        editing = subprocess.Popen([editor(scene.binary), str(own), str(REPO / 'data/layers'), '--random', '100000', str(number)], stdout=subprocess.PIPE, text=True)
        first = editing.stdout.readline()
        try:
            editing.wait(chance.uniform(0, 0.2))
        except subprocess.TimeoutExpired:
            pass
        editing.kill()
        told = [tuple(first.split())] + read_acknowledged(editing)
        editing.wait(60)
        rows = store.rows(own, 'risicolocatie')
        for word, key in told:
            assert int(key) in rows, 'an edit is lost that was told to be kept'
        last = {int(key): word for word, key in told}
        other = [key for key, word in last.items() if rows[key]['geschrapt'] != (word == 'strike')]
        assert len(other) <= 1, 'an edit is lost that was told to be kept'  # one that was kept and not told of any more, whatever row it is of
        if number % 4 == 0:
            check(scene.binary, own)
    check(scene.binary, own)


@pytest.mark.parametrize('kind', ['import', 'restore', 'edits'])
def test_a_disk_that_is_full_halfway_changes_nothing(scene, crashes, kind):
    own = scene.fresh()
    seconds_of(scene.binary, 'backup', '--store', own)
    made, = (own.parent / 'reservekopie').glob('*.sqlite')
    aside = shutil.copy(made, scene.folder / 'disk.sqlite')
    refused = 0
    for _, chance in moments(7, max(4, crashes // 4)):
        own = scene.fresh()
        words = {'import': (scene.binary, 'import', scene.folder / 'rows.csv', '--store', own),
                 'restore': (scene.binary, 'restore', aside, '--no-checksum', '--store', own),
                 'edits': (editor(scene.binary), own, REPO / 'data/layers', '--random', '50', '8')}[kind]
        limit = chance.randrange(1, 2 * own.stat().st_size if kind == 'restore' else 400000)
        done = subprocess.run([*map(str, words)], capture_output=True, text=True, preexec_fn=with_files_of_at_most(limit), restore_signals=False, timeout=120)
        assert done.returncode in (0, 1), done.stderr[-2000:]
        refused += done.returncode
        if kind == 'edits':
            assert len(done.stdout.splitlines()) == sqlite3.connect(own).execute("SELECT count(*) FROM boeking WHERE weg = 'verzoek'").fetchone()[0]
        elif done.returncode:
            assert content(own) == scene.before
        check(scene.binary, own)
    assert refused, 'the disk was never full'


def test_a_store_that_can_only_be_read_is_left_as_it_is(scene):
    own = scene.fresh()
    with contextlib.closing(sqlite3.connect(own)) as db:
        db.execute('PRAGMA journal_mode = DELETE')
    own.chmod(0o440)
    words = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] if pathlib.Path('/usr/bin/setpriv').exists() else []
    shutil.copy(scene.folder / 'rows.csv', own.parent / 'rows.csv')
    for command in (['import', own.parent / 'rows.csv', '--store', own], ['restore', own.parent / 'weg.sqlite', '--store', own]):
        assert subprocess.run([*words, scene.binary, *map(str, command)], capture_output=True, timeout=120).returncode == 1
    assert content(own) == scene.before


def test_two_writers_at_once_lose_nothing_of_each_other(scene):
    own = scene.fresh()
    words = [editor(scene.binary), str(own), str(REPO / 'data/layers'), '--random', '60']
    both = [subprocess.Popen([*words, seed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for seed in ('11', '12')]
    loading = subprocess.run([scene.binary, 'import', str(scene.folder / 'rows.csv'), '--store', str(own)], capture_output=True, text=True, timeout=120)
    told = [line for one in both for line in one.communicate()[0].splitlines()]
    assert loading.returncode == 0 and all(one.returncode == 0 for one in both) and len(told) == 120
    with contextlib.closing(sqlite3.connect(own)) as db:
        assert db.execute("SELECT count(*) FROM boeking WHERE weg = 'verzoek'").fetchone() == (120,)
    assert check(scene.binary, own)['rows']['risicolocatie'] == 2 * ROWS + sum(line.startswith('insert') for line in told)


def test_a_clock_that_goes_back_leaves_a_journal_that_holds(scene):
    own = scene.fresh()
    with contextlib.closing(sqlite3.connect(own, isolation_level=None)) as db:
        trigger, = db.execute("SELECT sql FROM sqlite_master WHERE name = 'boeking_anders'").fetchone()
        db.execute('DROP TRIGGER boeking_anders')
        db.execute("UPDATE boeking SET moment = '2090-01-01T00:00:00.000Z' WHERE id = (SELECT max(id) FROM boeking)")
        db.execute(trigger)
    with Editor(scene.binary, own) as e:
        assert e.step(do='insert', properties=NEW, commit=True)['ok']
    assert '2090-01-01T00:00:00.000Z' < check(scene.binary, own)['boeking']['moment'] < '2090-01-01T00:00:01'  # no two have the same
    made = subprocess.run([scene.binary, 'backup', '--store', str(own)], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
