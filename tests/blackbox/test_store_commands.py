"""`risicolaag init`, `import` and `gemeenten`: files in, rows in the store, and what a person is told."""
import contextlib
import csv
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import pytest
from support import store, template
from support.sample import GENT
from support.server import State

DERIVED = ('id', 'aangemaakt_op', 'gewijzigd_op', 'versie', 'geschrapt_op')
# A sample store has made-up VITO identifiers, a store by init has none; whose a reference is no file says.
SAMPLE_ONLY = ('vito_id', 'vito_versie_id', 'kenmerk_van')


def run(binary, *arguments):
    return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, timeout=300)


@pytest.fixture
def empty(new_store, tmp_path):
    """A store with the facts and no rows."""
    return shutil.copy(new_store, tmp_path / 'store.sqlite')


def comparable(row, without):
    return {name: row[name] for name in row.keys() if name not in without}


def test_a_store_written_as_csv_comes_back_the_same(binary, state, empty, tmp_path):
    rows = store.rows(state.store, 'risicolocatie')
    template.write(tmp_path / 'all.csv', rows.values())
    done = run(binary, 'import', tmp_path / 'all.csv', '--store', empty)
    assert done.returncode == 0, done.stderr
    assert all(';"waarschuwing: ' in line for line in done.stderr.splitlines()[1:]), 'more than warnings of the awkward contours'
    assert '%d risicolocaties geladen' % len(rows) in done.stdout
    loaded = store.rows(empty, 'risicolocatie')
    assert loaded.keys() == rows.keys()
    for key, row in rows.items():
        assert comparable(loaded[key], DERIVED + SAMPLE_ONLY) == comparable(row, DERIVED + SAMPLE_ONLY)


@pytest.mark.thorough
def test_the_export_of_all_285_gemeenten_comes_back_byte_for_byte(binary, empty, tmp_path):
    """Of each by itself tests/unit/replace.c asks it."""
    whole = tmp_path / 'whole.sqlite'
    assert run(binary, 'sample', '--features', 1500, '--awkward', '--store', whole).returncode == 0
    assert len({row['gemeente_nis'] for row in store.rows(whole, 'risicolocatie').values()}) == 285
    for path, name in ((whole, 'before.csv'), (empty, 'after.csv')):
        if path == empty:
            assert run(binary, 'import', tmp_path / 'before.csv', '--exact', '--store', path).returncode == 0
        assert run(binary, 'export', tmp_path / name, '--exact', '--store', path).returncode == 0
    assert (tmp_path / 'before.csv').read_bytes() == (tmp_path / 'after.csv').read_bytes()


def test_a_bad_row_is_reported_and_nothing_is_loaded(binary, state, empty, tmp_path):
    rows = [dict(row) for row in list(store.rows(state.store, 'risicolocatie').values())[:20]]
    rows[7]['startdatum'] = '2015-02-29'
    template.write(tmp_path / 'bad.csv', rows)
    done = run(binary, 'import', tmp_path / 'bad.csv', '--store', empty, '--report', tmp_path / 'report.csv')
    assert done.returncode == 1
    assert 'niets geladen: 1 van 20 rijen geweigerd, 1 fout (0 niet getoond)' in done.stderr and '1 of 20 rows refused, 1 error (0 not shown)' in done.stderr
    report = (tmp_path / 'report.csv').read_text(encoding='utf-8-sig').splitlines()
    assert report[0] == 'regel;kolom;veld;waarde;reden;code'
    assert len(report) == 2 and ';startdatum;"2015-02-29";"is geen bestaande datum' in report[1]
    assert store.rows(empty, 'risicolocatie') == {}


def facts_of(path):
    """Everything an import may change: the rows, both spatial indexes node by node, the number series, the schema, the statistics."""
    with store.connect(path) as db:
        tables = [name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").fetchall()]
        return {name: [tuple(row) for row in db.execute('SELECT * FROM "%s"' % name)] for name in ['sqlite_master', *tables]}


def assert_sound(path):
    with store.connect(path) as db:
        assert [row[0] for row in db.execute('PRAGMA integrity_check')] == ['ok']
        assert db.execute('PRAGMA foreign_key_check').fetchall() == []
        for index in ('idx_risicolocatie_geometry', 'eigen_risicolocatie_geometry'):
            assert db.execute('SELECT rtreecheck(?)', (index,)).fetchone()[0] == 'ok'


def import_rows(binary, path, rows, into):
    template.write(path, rows)
    return run(binary, 'import', path, '--store', into)


@pytest.fixture(params=[0, 100], ids=['empty', 'filled'])
def begun(request, binary, state, empty, tmp_path):
    """A store with no rows yet, or with some; and the rows that it does not have."""
    rows = [dict(row) for row in store.rows(state.store, 'risicolocatie').values()]
    if request.param:
        assert import_rows(binary, tmp_path / 'first.csv', rows[:request.param], empty).returncode == 0
    return empty, rows[request.param:]


def test_a_bad_row_after_thousands_leaves_the_store_as_it_was(binary, begun, tmp_path):
    path, rows = begun
    before = facts_of(path)
    rows[-2]['rubriek'] = 'bestaat niet'
    done = import_rows(binary, tmp_path / 'bad.csv', rows, path)
    assert done.returncode == 1 and '1 van %d rijen geweigerd' % len(rows) in done.stderr
    assert facts_of(path) == before
    assert_sound(path)


def test_a_killed_import_leaves_the_store_as_it_was(binary, begun, tmp_path):
    path, rows = begun
    before = facts_of(path)
    template.write(tmp_path / 'many.csv', rows)
    pipe = tmp_path / 'pipe.csv'
    os.mkfifo(pipe)
    with subprocess.Popen([binary, 'import', str(pipe), '--store', str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as importing:
        with open(pipe, 'wb') as to:
            to.write((tmp_path / 'many.csv').read_bytes())  # ends when the import has taken all but a pipe's room; it waits for more
            to.flush()
            assert importing.poll() is None
            assert facts_of(path) == before, 'somebody sees half a load'
            importing.kill()
    assert importing.returncode == -signal.SIGKILL
    assert facts_of(path) == before
    assert_sound(path)
    assert import_rows(binary, tmp_path / 'again.csv', rows, path).returncode == 0
    assert set(row['id'] for row in rows) <= set(store.rows(path, 'risicolocatie'))
    assert_sound(path)


def test_rows_without_an_id_come_from_a_file_that_can_be_read_twice(binary, state, empty, tmp_path):
    """The numbers that the file brings itself are looked up ahead. Of a pipe nothing would be left to load."""
    rows = [dict(row, id=None) for row in store.rows(state.store, 'risicolocatie').values()]
    template.write(tmp_path / 'rows.csv', rows)
    with open(tmp_path / 'rows.csv', 'rb') as source:
        with subprocess.Popen(['cat'], stdin=source, stdout=subprocess.PIPE) as cat:
            done = subprocess.run([binary, 'import', '/dev/stdin', '--store', str(empty)], stdin=cat.stdout, capture_output=True, text=True, timeout=300)
            cat.stdout.close()
    assert done.returncode == 1 and 'pipe' in done.stderr and 'pijp' in done.stderr, done.stderr
    assert store.rows(empty, 'risicolocatie') == {}


@pytest.mark.parametrize('arguments', [(), ('--max-errors', '0', 'x.csv'), ('--unknown', 'x.csv'), ('a.csv', 'b.csv')])
def test_wrong_options_end_with_2_and_the_way_to_use_it(binary, arguments):
    done = run(binary, 'import', *arguments)
    assert done.returncode == 2
    assert '--max-errors' in done.stderr and done.stdout == ''


def test_without_a_store_it_says_how_to_make_one(binary, tmp_path):
    (tmp_path / 'x.csv').write_text('id\n')
    done = run(binary, 'import', tmp_path / 'x.csv', '--state', tmp_path / 'nothing')
    assert done.returncode == 1
    assert "maak ze met 'risicolaag init'" in done.stderr


def test_a_sample_does_not_replace_a_store_by_itself(binary, empty):
    before = empty.read_bytes()
    done = run(binary, 'sample', '--store', empty, '--features', 10)
    assert done.returncode == 1 and '--force' in done.stderr
    assert empty.read_bytes() == before
    assert run(binary, 'sample', '--store', empty, '--features', 10, '--force').returncode == 0
    assert len(store.rows(empty, 'risicolocatie')) == 10


def test_gemeenten_are_listed_with_the_origin_of_their_facts(binary, empty):
    lines = run(binary, 'gemeenten', 'list', '--store', empty).stdout.splitlines()
    assert lines[0] == 'nis_code;naam;kbo_nummer;kbo_verzonnen;contour'
    assert len(lines) == 286
    assert '23105;Affligem;0207509031;nee;schematisch' in lines


def test_ogr_sees_layers_with_a_spatial_index(binary, state):
    listed = subprocess.run(['ogrinfo', '-ro', '-so', state.store, 'risicolocatie'], capture_output=True, text=True, timeout=60)
    assert 'Geometry: Multi Polygon' in listed.stdout and 'Belgian Lambert 72' in listed.stdout, listed.stdout


# --- Export, and the table of rubrieken ------------------------------------------------------------------------------------------------------

def same_rows(one, other, gemeenten=None):
    rows, again = (store.rows(path, 'risicolocatie', gemeenten) for path in (one, other))
    assert rows.keys() == again.keys() and rows
    for key, row in rows.items():
        assert comparable(again[key], DERIVED + SAMPLE_ONLY) == comparable(row, DERIVED + SAMPLE_ONLY)


@pytest.mark.parametrize('more', [[], ['--exact']], ids=['guarded', 'exact'])
def test_n11_an_export_is_imported_as_the_same_rows(binary, state, empty, tmp_path, more):
    path = tmp_path / 'uit.csv'
    done = run(binary, 'export', path, '--store', state.store, *more)
    assert done.returncode == 0 and done.stdout == '', done.stderr
    assert path.stat().st_mode & 0o077 == 0, 'others can read it'
    assert run(binary, 'import', path, '--store', empty, *more).returncode == 0
    same_rows(state.store, empty)
    text = path.read_text(encoding='utf-8')
    assert ("'=1+1" in text, text.startswith('\ufeff'), ';=1+1;' in text) == ((False, False, True) if more else (True, True, False))


def test_n11_an_export_of_one_gemeente_holds_that_one_alone(binary, state, empty, tmp_path):
    written = subprocess.run([binary, 'export', '-', '--store', state.store, '--gemeente', GENT], capture_output=True, timeout=300).stdout
    (tmp_path / 'gent.csv').write_bytes(written) # as bytes: a text of Python's loses the CR of CRLF
    assert run(binary, 'import', tmp_path / 'gent.csv', '--store', empty).returncode == 0
    same_rows(state.store, empty, [GENT])
    assert len(store.rows(empty, 'risicolocatie')) == len(store.rows(state.store, 'risicolocatie', [GENT]))


def test_n11_an_export_that_fails_leaves_what_was_there(binary, state, tmp_path):
    (tmp_path / 'oud.csv').write_text('oud')
    done = run(binary, 'export', tmp_path / 'oud.csv', '--store', state.store, '--gemeente', '99999')
    assert done.returncode == 1 and '99999' in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ['oud.csv'] and (tmp_path / 'oud.csv').read_text() == 'oud'
    done = run(binary, 'export', tmp_path / 'nergens/uit.csv', '--store', state.store)
    assert done.returncode == 1 and 'kan niet geschreven worden' in done.stderr


def test_n11_rubrieken_are_listed_and_loaded(binary, empty, tmp_path):
    listed = run(binary, 'rubrieken', 'list', '--store', empty).stdout
    path = tmp_path / 'rubrieken.csv'
    path.write_text(listed, encoding='utf-8')
    done = run(binary, 'rubrieken', 'load', path, '--store', empty)
    assert done.stdout == '0 rubrieken toegevoegd, %d bijgewerkt.\n' % (len(listed.splitlines()) - 1)
    assert run(binary, 'rubrieken', 'list', '--store', empty).stdout == listed
    template.write(tmp_path / 'rij.csv', [dict(ROW, rubriek='6.5.2°')])
    assert run(binary, 'import', tmp_path / 'rij.csv', '--store', empty).returncode == 0
    header = listed.splitlines()[0]
    path.write_text(header.upper() + '\nVLAREBO_BIJLAGE_I;6.5.2°;1;Tankstation;B;v1;v1-1;ja;https://example.invalid\nVLAREM_KOLOM_8;99.9.;1;"Nieuw; met puntkomma";;;;nee;\n', encoding='utf-8')
    assert run(binary, 'rubrieken', 'load', path, '--store', empty).stdout == '1 rubrieken toegevoegd, 1 bijgewerkt.\n'
    row, = store.rows(empty, 'risicolocatie').values()
    assert (row['rubriek_omschrijving'], row['vlarebo_categorie'], row['vito_id']) == ('Tankstation', 'B', 'v1'), 'the copy in the risk location'
    assert 'VLAREM_KOLOM_8;99.9.;1;"Nieuw; met puntkomma";;;;nee;' in run(binary, 'rubrieken', 'list', '--store', empty).stdout.splitlines()


@pytest.mark.parametrize('sign', '=+-@')
def test_n11_what_looks_like_a_formula_is_guarded_in_every_list_and_read_back(binary, empty, tmp_path, sign):
    """A spreadsheet opens the list; what is saved is loaded as what it was."""
    formula, path = sign + '1;"x"', tmp_path / 'rubrieken.csv'
    header = run(binary, 'rubrieken', 'list', '--store', empty).stdout.splitlines()[0].split(';')
    with path.open('w', newline='') as file:
        csv.writer(file, delimiter=';').writerows([header, ['VLAREM_KOLOM_8', "'" + sign + 'code', 1, "'" + formula, '', '', '', 'nee', formula]])
    assert run(binary, 'rubrieken', 'load', path, '--store', empty).stdout == '1 rubrieken toegevoegd, 0 bijgewerkt.\n'
    with contextlib.closing(sqlite3.connect(empty)) as db, db:
        assert db.execute("SELECT code, omschrijving, bron FROM rubriek WHERE code LIKE '%code'").fetchall() == [(sign + 'code', formula, formula)]
        db.execute('UPDATE gemeente SET naam = ? WHERE nis_code = ?', (formula, GENT))
    listed = run(binary, 'rubrieken', 'list', '--store', empty).stdout
    row, = (row for row in csv.reader(listed.splitlines(), delimiter=';') if row[1].endswith(sign + 'code'))
    assert (row[1], row[3], row[8]) == ("'" + sign + 'code', "'" + formula, "'" + formula)
    path.write_text(listed, encoding='utf-8')
    assert run(binary, 'rubrieken', 'load', path, '--store', empty).stdout.startswith('0 rubrieken toegevoegd')
    assert run(binary, 'rubrieken', 'list', '--store', empty).stdout == listed
    key = run(binary, 'key', 'create', '--state', tmp_path, '--store', empty, '--name', sign + 'x', '--rol', 'raadpleger', '--gemeente', GENT, '--expires', '2028-01-01')
    assert key.returncode == 0, key.stderr
    assert run(binary, 'organisatie', 'add', '--store', empty, '--organisatie', 'OVO000001', '--gemeente', GENT, '--bron', formula).returncode == 0
    for words, value in ((('gemeenten',), formula), (('organisatie',), formula), (('key', '--state', tmp_path), sign + 'x')):
        rows = run(binary, words[0], 'list', *words[1:], '--store', empty).stdout.splitlines()
        cells = {cell for row in csv.reader(rows, delimiter=';') for cell in row}
        assert "'" + value in cells and not any(cell[:1] and cell[0] in '=+-@' for cell in cells), words


RUBRIEK_NAMES = 'lijst;code;versie;omschrijving;vlarebo_categorie;vito_id;vito_versie_id;geverifieerd;bron\n'
RUBRIEK = 'VLAREM_KOLOM_8;="99.9.";1;tekst;;;;nee;\n'
KBO_ROW = '="%s";1234.567.8%02d\n' % (GENT, 97 - 12345678 % 97)
def test_n7_a_sample_is_one_until_something_is_put_into_it(binary, empty, tmp_path):
    def is_sample(path):
        return run(binary, 'sample', '--check', '--store', path).returncode

    made = State(binary)
    try:
        made.make_sample(30)
        assert (is_sample(made.store), is_sample(empty), is_sample(tmp_path / 'nergens')) == (0, 1, 1)
        run(binary, 'rubrieken', 'list', '--store', made.store)
        (tmp_path / 'in.csv').write_text(READERS[0][1], encoding='utf-8')
        assert run(binary, 'import', tmp_path / 'in.csv', '--store', made.store).returncode == 0 and is_sample(made.store) == 0, 'nothing was in it'
        (tmp_path / 'in.csv').write_text(READERS[0][1] + READERS[0][2], encoding='utf-8')
        shutil.copy(made.store, tmp_path / 'rows.sqlite')
        assert run(binary, 'import', tmp_path / 'in.csv', '--store', tmp_path / 'rows.sqlite').returncode == 0 and is_sample(tmp_path / 'rows.sqlite') == 1
        with contextlib.closing(sqlite3.connect(tmp_path / 'rows.sqlite')) as db:
            assert 'import' in db.execute("SELECT waarde FROM kenmerk WHERE naam = 'inhoud'").fetchone()[0]
        (tmp_path / 'own.geojson').write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}')
        made.load_table(tmp_path / 'own.geojson', 'eigen')
        assert is_sample(made.store) == 1, 'a layer of somebody\'s own'
    finally:
        made.remove()


READERS = [(('import',), 'id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_vergunning;geschrapt;geometry\n',
            ';="%s";6.5.2°;VLAREBO_BIJLAGE_I;;gemeente;;;1980-01-01;;nee;nee;POLYGON((104000 194000,104010 194000,104010 194010,104000 194010,104000 194000))\n' % GENT),
           (('rubrieken', 'load'), RUBRIEK_NAMES, RUBRIEK), (('gemeenten', 'kbo'), 'nis;kbo\n', KBO_ROW)]


@pytest.mark.parametrize('words,header,row', READERS, ids=[words[0] for words, _, _ in READERS])
def test_n11_every_command_takes_or_explains_what_excel_makes_of_a_csv(binary, empty, tmp_path, words, header, row):
    path = tmp_path / 'in.csv'

    def load(text, encoding='utf-8'):
        path.write_bytes(text.encode(encoding))
        return run(binary, *words, path, '--store', empty)

    nbsp = '\xa0'
    spaced = nbsp + (header + nbsp + row.replace('="', '').replace('"', '')).replace(';', nbsp + ';' + nbsp)
    tailed = header.replace('\n', ';;;\n') + row.replace('\n', ';;;\n')
    for text in (header + row, 'sep=;;;;\n' + header + row, '\ufeff\ufeff' + header + row, spaced, header.upper() + row, tailed):
        done = load(text)
        assert done.returncode == 0 and not done.stderr.startswith('risicolaag'), (text, done.stderr)
    done = load(header)
    assert done.returncode == 0 and 'onder de rij met de namen van de kolommen staat niets' in done.stdout
    for text, encoding, cause in (('Titel, 2026;;;\n' + header + row, 'utf-8', 'de namen van de kolommen staan op regel 2, met iets anders erboven; verwijder alles boven regel 2'),
                                  (row, 'utf-8', 'regel 1 noemt geen enkele kolom'), ('', 'utf-8', 'het bestand is leeg'), (header + row, 'utf-16-le', 'het bestand is UTF-16; bewaar het als "CSV UTF-8"'),
                                  (header + row + '\0', 'utf-8', 'het bestand bevat NUL-bytes')):
        done = load(text, encoding)
        first, = [line for line in done.stderr.splitlines() if line.startswith('risicolaag')][:1]
        assert done.returncode == 1 and cause in first, done.stderr


ROW = {'id': None, 'gemeente_nis': GENT, 'rubriekenlijst': 'VLAREBO_BIJLAGE_I', 'omschrijving': None, 'bron': 'gemeente', 'omv_nummer': None, 'iioa_nummer': None,
       'startdatum': '1980-01-01', 'einddatum': None, 'wijziging_vergunning': 'NEE', 'geschrapt': 0, 'eigen_kenmerk': None,
       'geometry': bytes.fromhex('00018a7a0000') + struct.pack('<4d', 104000, 194000, 104010, 194010) + bytes.fromhex('7c06000000010000006903000000') +
       struct.pack('<2i', 1, 5) + struct.pack('<10d', 104000, 194000, 104010, 194000, 104010, 194010, 104000, 194010, 104000, 194000) + b'\xfe'}
BAD_RUBRIEKEN = [('VLAREM;1.1.;1;;;;;nee;', 'lijst'), ('VLAREM_KOLOM_8;;1;;;;;nee;', 'code is leeg'), ('VLAREM_KOLOM_8;9.;0;;;;;nee;', 'versie'), ('VLAREM_KOLOM_8;9.;1;;X;;;nee;', 'vlarebo_categorie'),
                 ('VLAREM_KOLOM_8;9.;1;;;;;misschien;', 'geverifieerd'), ('VLAREM_KOLOM_8;9.;1;"a\nb";;;;nee;', 'stuurteken'), ('VLAREM_KOLOM_8;9.;1', '3 velden'),
                 ('VLAREM_KOLOM_8;9.;1;;;dubbel;d;nee;\nVLAREM_KOLOM_8;10.;1;;;dubbel;d;nee;', 'andere rubriek'), ('VLAREM_KOLOM_8;9\x1b.;1;;;;;nee;', 'stuurteken')]


@pytest.mark.parametrize('line,words', BAD_RUBRIEKEN)
def test_n11_a_bad_rubriek_is_named_and_nothing_changes(binary, empty, tmp_path, line, words):
    listed = run(binary, 'rubrieken', 'list', '--store', empty).stdout
    path = tmp_path / 'rubrieken.csv'
    path.write_text(listed.splitlines()[0] + '\nVLAREM_KOLOM_8;8.;1;goed;;;;nee;\n' + line + '\n', encoding='utf-8')
    done = run(binary, 'rubrieken', 'load', path, '--store', empty)
    assert done.returncode == 1 and words in done.stderr and 'regel ' in done.stderr, done.stderr
    assert run(binary, 'rubrieken', 'list', '--store', empty).stdout == listed
