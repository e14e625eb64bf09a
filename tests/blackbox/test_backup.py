"""`risicolaag backup` and `restore`: a copy of one moment, whole or not there, and back again."""
import concurrent.futures
import contextlib
import datetime
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import pytest
from support import store
from support.edits import NEW, PLACE, Editor, editor
from support.sample import ANTWERPEN, GENT
from support.server import REPO


def run(binary, *arguments, **how):
    return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, timeout=300, **how)


@pytest.fixture
def own(state, tmp_path):
    return pathlib.Path(shutil.copy(state.store, tmp_path / 'store.sqlite'))


@pytest.fixture
def to(tmp_path):
    folder = tmp_path / 'kopie'
    folder.mkdir()
    return folder


def backup(binary, own, to, *more):
    """The copy's path."""
    done = run(binary, 'backup', '--store', own, '--to', to, *more)
    assert done.returncode == 0, done.stderr
    return max(path for path in to.glob('risicolaag-*.sqlite') if '.keys.' not in path.name)


def ask(path, sql):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def content(path):
    """All that tables of ours hold, in one value."""
    tables = ('gemeente', 'rubriek', 'risicolocatie', 'perceel', 'boeking', 'boeking_regel', 'risicolocatie_versie', 'pseudoniem', 'id_reeks', 'opgeslagen_vraag')
    return {table: sorted(map(repr, ask(path, 'SELECT * FROM %s' % table))) for table in tables}


def names(folder):
    """Without the file by which writers take turns."""
    return sorted(path.name for path in folder.iterdir() if path.name != 'store.sqlite.beurt')


def test_a_backup_is_one_whole_file_with_its_sum(binary, own, to):
    made = backup(binary, own, to)
    assert names(to) == [made.stem + '.sha256', made.name]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in to.iterdir())
    assert subprocess.run(['sha256sum', '-c', made.stem + '.sha256'], cwd=to, capture_output=True).returncode == 0
    assert content(made) == content(own)
    assert ask(made, 'PRAGMA integrity_check') == [('ok',)] and ask(made, 'PRAGMA journal_mode') == [('delete',)]


@pytest.mark.thorough
def test_a_backup_among_edits_is_of_one_moment(binary, own, to):
    editing = subprocess.Popen([editor(binary), str(own), str(REPO / 'data/layers'), '--random', '100000', '5'], stdout=subprocess.PIPE, text=True)
    try:
        assert editing.stdout.readline()
        for _ in range(3):
            made = backup(binary, own, to)
            last, = ask(made, 'SELECT max(id) FROM boeking')[0]
            assert ask(made, 'SELECT max(boeking) FROM (SELECT boeking FROM risicolocatie UNION SELECT boeking FROM boeking_regel UNION SELECT tot_boeking FROM risicolocatie_versie)') == [(last,)]
            assert ask(made, 'SELECT count(*) FROM boeking WHERE id > 1 AND id NOT IN (SELECT boeking FROM boeking_regel)') == [(0,)]
    finally:
        editing.kill()
        editing.communicate()
    assert ask(own, 'SELECT max(id) FROM boeking')[0][0] > last, 'nobody edited beside the last copy'


def test_service_keys_go_along(binary, state, own, to, tmp_path):
    keys = tmp_path / 'keys.sqlite'
    soon = (datetime.date.today() + datetime.timedelta(days=100)).isoformat()
    run(binary, 'key', 'create', '--name', 'proef', '--rol', 'raadpleger', '--gemeente', GENT, '--expires', soon, '--keys', keys, '--store', own)
    assert keys.exists()
    made = backup(binary, own, to, '--keys', keys)
    assert names(to) == [made.stem + '.keys.sqlite', made.stem + '.sha256', made.name]
    assert ask(to / (made.stem + '.keys.sqlite'), 'SELECT naam FROM sleutel') == [('proef',)]
    assert subprocess.run(['sha256sum', '-c', made.stem + '.sha256'], cwd=to, capture_output=True).returncode == 0


def put(to, name, sum=True):
    (to / (name + '.sqlite')).write_text('oud')
    if sum:
        (to / (name + '.sha256')).write_text('oud')


def test_old_backups_go_and_what_is_not_ours_stays(binary, own, to):
    for day in range(1, 29):
        put(to, 'risicolaag-202001%02d-020000' % day)
    put(to, 'risicolaag-20200115-030000', sum=False)  # somebody put it there
    put(to, 'voor-herstel-20200101-020000')
    (to / 'risicolaag-20200101-020000.sqlite.bezig').write_text('half')
    (to / 'notities.txt').write_text('van mij')
    done = run(binary, 'backup', '--store', own, '--to', to, '--keep', '3/2/1')
    assert done.returncode == 0 and '26 oude reservekopieën zijn verwijderd' in done.stdout
    left = [name for name in names(to) if name.startswith('risicolaag-2020') and name.endswith('.sqlite')]
    assert left == ['risicolaag-20200115-030000.sqlite', 'risicolaag-20200127-020000.sqlite', 'risicolaag-20200128-020000.sqlite']
    assert {'notities.txt', 'voor-herstel-20200101-020000.sqlite', 'voor-herstel-20200101-020000.sha256'} <= set(names(to))
    assert 'risicolaag-20200101-020000.sqlite.bezig' not in names(to)


def test_a_clock_that_went_back_is_told_and_nothing_is_removed(binary, own, to):
    put(to, 'risicolaag-20990101-020000')
    put(to, 'risicolaag-20200101-020000')
    done = run(binary, 'backup', '--store', own, '--to', to, '--keep', '1/0/0')
    assert done.returncode == 1 and 'Zet de klok goed' in done.stderr and 'Reservekopie gemaakt' in done.stdout
    assert len(names(to)) == 6


@pytest.mark.thorough
def test_each_of_several_backups_within_a_second_is_there_when_it_is_said_to_be(binary, own, to):
    put(to, 'risicolaag-20200101-020000')
    for _ in range(3):
        done = run(binary, 'backup', '--store', own, '--to', to, '--keep', '1/0/0')
        named = pathlib.Path(done.stdout.split('nagekeken: ')[1].split(' (')[0])
        now = datetime.datetime.now(datetime.timezone.utc).strftime('risicolaag-%Y%m%d-%H%M%S')
        assert done.returncode == 0 and named.exists(), 'made, and then removed'
        assert named.stem <= now, 'named after a moment that is still to come'
    assert len(names(to)) == 2, 'the one of before is old'


def test_a_key_file_that_was_named_must_be_there(binary, own, to):
    done = run(binary, 'backup', '--store', own, '--to', to, '--keys', to / 'weg.sqlite')
    assert done.returncode == 1 and 'weg.sqlite' in done.stderr and names(to) == []


def limited():
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000000, 1000000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def test_a_disk_that_is_full_leaves_no_half_copy(binary, own, to):
    put(to, 'risicolaag-20200101-020000')
    done = run(binary, 'backup', '--store', own, '--to', to, '--keep', '0/0/0', preexec_fn=limited, restore_signals=False)
    assert done.returncode == 1 and 'kijk de schijf na' in done.stderr
    assert names(to) == ['risicolaag-20200101-020000.sha256', 'risicolaag-20200101-020000.sqlite']


@pytest.mark.parametrize('store_name, folder, said', [('store.sqlite', 'weg', 'maak ze, of koppel de schijf aan'), ('weg.sqlite', 'kopie', 'er is geen opslag'),
                                                     ('ander.sqlite', 'kopie', 'niet door risicolaag gemaakt'), ('tekst.sqlite', 'kopie', 'geen (gave) SQLite-databank')])
def test_what_cannot_be_copied_is_refused_with_the_reason(binary, own, to, tmp_path, store_name, folder, said):
    ask(tmp_path / 'ander.sqlite', 'CREATE TABLE t (x)')
    (tmp_path / 'tekst.sqlite').write_text('geen databank\n' * 1000)
    done = run(binary, 'backup', '--store', tmp_path / store_name, '--to', tmp_path / folder)
    assert done.returncode == 1 and said in done.stderr
    assert names(to) == []


def test_a_second_backup_in_the_same_folder_waits_its_turn(binary, own, to):
    import fcntl
    folder = os.open(to, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        done = run(binary, 'backup', '--store', own, '--to', to)
        assert done.returncode == 1 and 'wordt al een reservekopie gemaakt' in done.stderr
    finally:
        os.close(folder)


def test_restore_brings_back_all_of_it_and_keeps_what_was_there(binary, own, to):
    before = content(own)
    made = backup(binary, own, to)
    with Editor(binary, own) as e:
        e.step(do='insert', properties=NEW, commit=True)
    later = content(own)
    done = run(binary, 'restore', made, '--store', own)
    assert done.returncode == 0, done.stderr
    assert content(own) == before
    aside, = (own.parent / 'reservekopie').iterdir()
    assert str(aside) in done.stdout and content(aside) == later
    assert names(own.parent) == ['kopie', 'reservekopie', 'store.sqlite']


@pytest.mark.thorough
def test_restores_within_a_second_keep_each_store_as_it_was(binary, own, to):
    made, folder = backup(binary, own, to), own.parent / 'reservekopie'
    folder.mkdir()
    (folder / 'voor-herstel-20200101-020000.sqlite.bezig').write_text('van een herstel dat afgebroken werd')
    for _ in range(3):
        done = run(binary, 'restore', made, '--store', own)
        assert done.returncode == 0, done.stderr
    assert len(names(folder)) == 3 and all(name.endswith('.sqlite') for name in names(folder))


@pytest.mark.thorough
def test_a_restore_without_a_sum_says_so(binary, own, to):
    made = backup(binary, own, to)
    assert 'niet nagekeken' not in run(binary, 'restore', made, '--store', own, '--no-checksum').stdout
    spoil(made, 'sum')
    for more in ([], ['--gemeente', GENT]):
        done = run(binary, 'restore', made, '--store', own, '--no-checksum', *more)
        assert done.returncode == 0 and 'SHA-256' in done.stdout and 'niet nagekeken' in done.stdout


def test_who_writes_on_goes_on_in_the_store_that_was_put_back(binary, own, to):
    made = backup(binary, own, to)
    with Editor(binary, own) as e:
        first = e.step(do='insert', properties=NEW, commit=True)['id']
        assert run(binary, 'restore', made, '--store', own).returncode == 0
        assert first not in store.rows(own, 'risicolocatie')
        assert e.step(do='insert', properties=NEW, commit=True)['id'] == first
    assert first in store.rows(own, 'risicolocatie')


def test_restore_makes_a_store_where_none_is(binary, own, to, tmp_path):
    made, other = backup(binary, own, to), tmp_path / 'nieuw.sqlite'
    done = run(binary, 'restore', made, '--store', other)
    assert done.returncode == 0 and content(other) == content(own)
    assert ask(other, 'PRAGMA journal_mode') == [('wal',)]
    (tmp_path / 'los.sqlite-wal').write_bytes(b'x' * 100)
    done = run(binary, 'restore', made, '--store', tmp_path / 'los.sqlite')
    assert done.returncode == 1 and 'zet dat bij de opslag waar het bij hoort' in done.stderr


def test_an_older_backup_is_brought_up_to_date(binary, new_store, own, tmp_path):
    old = shutil.copy(new_store, tmp_path / 'oud.sqlite')
    store.take_back(old, 7)
    now = ask(own, 'PRAGMA user_version')
    done = run(binary, 'restore', old, '--store', own, '--no-checksum')
    assert done.returncode == 0 and 'bijgewerkt tot de versie van dit programma' in done.stdout
    assert ask(own, 'PRAGMA user_version') == now and ask(own, 'SELECT count(*) FROM risicolocatie') == [(0,)]
    assert [name for name in names(tmp_path) if not name.startswith('oud.')] == ['reservekopie', 'store.sqlite']


def spoil(path, how):
    if how == 'sum':
        path.with_suffix('.sha256').unlink()
    elif how == 'byte':
        with open(path, 'r+b') as f:
            f.seek(-100, os.SEEK_END)
            f.write(b'\0' * 50 + b'\1' * 50)
    elif how == 'half':
        os.truncate(path, path.stat().st_size // 2)
    elif how == 'newer':
        ask(path, 'PRAGMA user_version = 99')
    elif how == 'foreign':
        ask(path, 'PRAGMA application_id = 1')


@pytest.mark.parametrize('how, more, said', [('sum', [], '--no-checksum'), ('byte', [], 'de SHA-256'), ('byte', ['--no-checksum'], 'de SHA-256'), ('half', ['--no-checksum'], 'geen (gave) SQLite-databank'),
                                             ('newer', ['--no-checksum'], 'gebruik een nieuwer programma'), ('foreign', ['--no-checksum'], 'niet door risicolaag gemaakt')])
def test_a_backup_that_is_not_right_is_refused_and_nothing_changes(binary, own, to, how, more, said):
    before, made = content(own), backup(binary, own, to)
    spoil(made, how)
    if how in ('half', 'newer', 'foreign'):
        spoil(made, 'sum')  # or that would be all that is said of it
    done = run(binary, 'restore', made, '--store', own, *more)
    assert done.returncode == 1 and said in done.stderr, done.stderr
    assert content(own) == before and names(own.parent) == ['kopie', 'store.sqlite']


def test_a_disk_that_is_full_leaves_the_store_as_it_was(binary, own, to):
    before, made = content(own), backup(binary, own, to)
    done = run(binary, 'restore', made, '--store', own, preexec_fn=limited, restore_signals=False)
    assert done.returncode == 1
    assert content(own) == before and names(own.parent / 'reservekopie') == []


@pytest.mark.thorough
def test_whoever_holds_the_store_is_waited_for_and_then_told(binary, own, to):
    made = backup(binary, own, to)
    with contextlib.closing(sqlite3.connect(own, isolation_level=None)) as db:
        db.execute('BEGIN IMMEDIATE')
        began = time.monotonic()
        done = run(binary, 'restore', made, '--store', own)
        assert done.returncode == 1 and ('een ander programma schrijft' in done.stderr or 'aan het schrijven' in done.stderr)
        assert time.monotonic() - began < 60


def edit_until(binary, own, ended, added):
    """As a busy day has it, and not as fast as it goes: that would keep anybody else from writing."""
    with Editor(binary, own) as e:
        while not ended.wait(0.02):
            done = e.step(do='insert', properties=NEW, commit=True)
            assert done['ok'] or done['http'] == 503, done
            added |= {done['id']} if done['ok'] else set()


@pytest.mark.thorough
def test_an_edit_beside_a_restore_is_in_what_was_kept_aside_or_in_the_store(binary, own, to):
    made, ended, added = backup(binary, own, to), threading.Event(), set()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        editing = pool.submit(edit_until, binary, own, ended, added)
        done = run(binary, 'restore', made, '--store', own)
        ended.set()
        editing.result()
    kept = {key for path in (own.parent / 'reservekopie').glob('*.sqlite') for key in store.rows(path, 'risicolocatie')}
    assert done.returncode == 0, done.stderr
    assert added and added <= kept | store.rows(own, 'risicolocatie').keys()
    assert run(binary, 'check', '--store', own).returncode == 0


KEPT = 'id, gemeente_nis, rubriek, rubriekenlijst, omschrijving, bron, startdatum, einddatum, omv_nummer, iioa_nummer, wijziging_vergunning, geschrapt, eigen_kenmerk, hex(geometry)'


def rows_of(path, where):
    return sorted(ask(path, 'SELECT %s FROM risicolocatie WHERE %s' % (KEPT, where)))


def change_all_kinds(binary, own):
    """In Gent: a row added, one changed, one struck off, one moved, and one that an import removed; and something of another gemeente."""
    ids = [key for key, in ask(own, "SELECT id FROM risicolocatie WHERE gemeente_nis = '%s' AND NOT geschrapt ORDER BY id" % GENT)]
    with Editor(binary, own) as e:
        for step in (dict(do='insert', properties=NEW), dict(do='update', id=ids[0], properties={'omschrijving': 'anders'}), dict(do='strike', id=ids[1]),
                     dict(do='update', id=ids[2], properties={'geometry': PLACE}), dict(do='insert', properties={**NEW, 'gemeente_nis': ANTWERPEN})):
            assert e.step(**step, commit=True)['ok']
    export = own.parent / 'gent.csv'
    assert run(binary, 'export', export, '--gemeente', GENT, '--exact', '--store', own).returncode == 0
    text = export.read_bytes()
    begin = text.index(b'\r\n%d;' % ids[3]) + 2
    end = text.index(b'\r\n%d;' % ids[4])  # a text may have line ends of its own
    export.write_bytes(text[:begin] + text[end + 2:])
    assert run(binary, 'import', export, '--gemeente', GENT, '--replace', '--exact', '--store', own).returncode == 0
    export.unlink()
    return ids


@pytest.mark.thorough
def test_one_gemeente_is_put_back_and_the_journal_says_how(binary, own, to):
    mine, others = "gemeente_nis = '%s'" % GENT, "gemeente_nis <> '%s'" % GENT
    before, made = rows_of(own, mine), backup(binary, own, to)
    ids = change_all_kinds(binary, own)
    rest, last = rows_of(own, others), ask(own, 'SELECT max(id) FROM boeking')[0][0]
    assert rows_of(own, mine) != before and ids[3] not in store.rows(own, 'risicolocatie')
    done = run(binary, 'restore', made, '--gemeente', GENT, '--store', own)
    assert done.returncode == 0 and '3 gewijzigd, 1 teruggekomen, 1 verwijderd' in done.stdout, done.stdout + done.stderr
    assert rows_of(own, mine) == before and rows_of(own, others) == rest
    lines = ask(own, 'SELECT wat, count(*) FROM boeking_regel WHERE boeking > %d GROUP BY wat ORDER BY wat' % last)
    assert lines == [('gewijzigd', 3), ('toegevoegd', 1), ('verwijderd', 1)]
    again = run(binary, 'restore', made, '--gemeente', GENT, '--store', own)
    assert again.returncode == 0 and ask(own, 'SELECT max(id) FROM boeking')[0][0] == last + 1, 'what is the same must not be booked'
    assert run(binary, 'check', '--store', own).returncode == 0
    assert not [name for name in names(own.parent) if 'herstel' in name]


def forget_all(binary, own):
    """As if all that was booked had been long ago, and was pruned."""
    with contextlib.closing(sqlite3.connect(own)) as db:
        kept, = db.execute("SELECT sql FROM sqlite_master WHERE name = 'boeking_anders'").fetchone()
        db.execute('DROP TRIGGER boeking_anders')
        db.execute("UPDATE boeking SET moment = '2026-02-01T12:00:00.000Z'")
        db.execute(kept)
        db.commit()
    assert run(binary, 'historiek', 'prune', '--before', '2026-03-01', '--store', own).returncode == 0


@pytest.mark.thorough
def test_a_row_whose_last_state_was_pruned_comes_back_from_a_backup_alone(binary, own, to, tmp_path):
    mine = "gemeente_nis = '%s'" % GENT
    before, made, all_of_it = rows_of(own, mine), backup(binary, own, to), tmp_path / 'alles.csv'
    assert run(binary, 'export', all_of_it, '--gemeente', GENT, '--exact', '--store', own).returncode == 0
    gone = change_all_kinds(binary, own)[3]
    forget_all(binary, own)
    told = run(binary, 'versies', 'risicolocatie.%d' % gone, '--layers', REPO / 'data/layers', '--store', own)
    assert told.returncode == 1 and 'geen vorige toestand van bewaard' in told.stderr
    for way in (['--replace', '--gemeente', GENT, '--exact'], ['--exact']):
        refused = run(binary, 'import', all_of_it, *way, '--store', own)
        assert refused.returncode == 1 and 'iets anders' not in refused.stdout + refused.stderr
        assert 'niet meer bewaard' in refused.stdout + refused.stderr, refused.stdout + refused.stderr
    done = run(binary, 'restore', made, '--gemeente', GENT, '--store', own)
    assert done.returncode == 0 and '1 teruggekomen' in done.stdout, done.stdout + done.stderr
    assert rows_of(own, mine) == before and run(binary, 'check', '--store', own).returncode == 0


def test_rows_of_permits_that_go_are_counted(binary, own, to):
    made = backup(binary, own, to)
    with Editor(binary, own) as e:
        added = [e.step(do='insert', properties=NEW, commit=True)['id'] for _ in range(3)]
    with contextlib.closing(sqlite3.connect(own)) as db:  # as the flow notes what it made
        db.executemany("INSERT INTO vergunning_rij VALUES ('OMV_2026000001', '20260101-0001', ?, '1', '44021', ?, '2026-01-01')", [(str(id), id) for id in added[:2]])
        db.commit()
    done = run(binary, 'restore', made, '--gemeente', GENT, '--store', own)
    assert done.returncode == 0 and '3 verwijderd' in done.stdout and '2 uit het Omgevingsloket' in done.stdout, done.stdout + done.stderr


def test_a_gemeente_without_rows_then_has_none_again(binary, own, to):
    empty = run(binary, 'gemeenten', 'empty', GENT, '--yes', '--store', own)
    made = backup(binary, own, to)
    assert rows_of(own, "gemeente_nis = '%s'" % GENT) == [], empty.stderr
    with Editor(binary, own) as e:
        assert e.step(do='insert', properties=NEW, commit=True)['ok']
    assert run(binary, 'restore', made, '--gemeente', GENT, '--store', own).returncode == 0
    assert rows_of(own, "gemeente_nis = '%s'" % GENT) == []


@pytest.mark.parametrize('nis, said', [('00000', 'geen gemeente'), ('', 'geen gemeente')])
def test_a_gemeente_that_is_not_there_is_named(binary, own, to, nis, said):
    before, made = content(own), backup(binary, own, to)
    done = run(binary, 'restore', made, '--gemeente', nis, '--store', own)
    assert done.returncode == 1 and said in done.stderr and content(own) == before
