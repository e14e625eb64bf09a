"""`risicolaag import --replace` and `gemeenten empty`: the whole of a gemeente at once, and of no other."""
import csv
import datetime
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import pytest
from support import store
from support.sample import ANTWERPEN, GENT

MOST = 'SELECT gemeente_nis FROM risicolocatie GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1'


class Office:
    """A copy of the sample, and the commands that a gemeente's operator gives."""

    def __init__(self, binary, path, folder):
        self.binary, self.path, self.folder = binary, path, folder

    def run(self, *words, ok=True):
        done = subprocess.run([self.binary, *map(str, words), '--store', str(self.path)], capture_output=True, text=True, timeout=300)
        assert not ok or done.returncode == 0, done.stderr
        return done

    def export(self, nis, name='export.csv'):
        self.run('export', self.folder / name, '--gemeente', nis, '--exact')
        return (self.folder / name).read_bytes()

    def rows(self, nis):
        """The export as lists of texts, without its header."""
        return list(csv.reader(self.export(nis).decode().splitlines(keepends=True), delimiter=';'))[1:]

    def write(self, rows, name='nieuw.csv'):
        with open(self.folder / name, 'w', encoding='utf-8', newline='') as file:
            csv.writer(file, delimiter=';', lineterminator='\r\n').writerows([HEADER, *rows])
        return self.folder / name

    def replace(self, nis, rows, *more, ok=True):
        return self.run('import', self.write(rows), '--gemeente', nis, '--replace', '--exact', *more, ok=ok)

    def sql(self, text, *values):
        with store.connect(self.path) as db:
            return [tuple(row) for row in db.execute(text, values)]

    def everything(self):
        """Rows, versions, journal and numbers."""
        return [self.sql('SELECT * FROM ' + table) for table in ('risicolocatie', 'risicolocatie_versie', 'boeking', 'boeking_regel', 'id_reeks', 'kenmerk')]

    def copies(self):
        return sorted((self.folder / 'reservekopie').glob('*')) if (self.folder / 'reservekopie').is_dir() else []

    def assert_whole(self):
        assert self.sql('PRAGMA integrity_check') == [('ok',)] and self.sql('PRAGMA foreign_key_check') == []
        for index in ('idx_risicolocatie_geometry', 'eigen_risicolocatie_geometry', 'historiek_risicolocatie_geometry'):
            assert self.sql('SELECT rtreecheck(?)', index) == [('ok',)]


HEADER = ('id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_vergunning;geschrapt;geometry;'
          'eigen_kenmerk').split(';')
ID, NIS, NOTE, STRUCK, GEOMETRY = (HEADER.index(name) for name in ('id', 'gemeente_nis', 'omschrijving', 'geschrapt', 'geometry'))


@pytest.fixture
def office(binary, state, tmp_path):
    shutil.copy(state.store, tmp_path / 'store.sqlite')
    return Office(binary, tmp_path / 'store.sqlite', tmp_path)


def others(office, nis):
    return office.sql('SELECT * FROM risicolocatie WHERE gemeente_nis <> ? ORDER BY id', nis)


def test_rule_13_a_file_replaces_the_rows_of_its_gemeente_and_leaves_every_other_alone(office):
    rows, elsewhere = office.rows(GENT), others(office, GENT)
    changed, gone, new = rows[0][:], rows[1], rows[2][:]
    changed[NOTE], new[ID], new[NOTE] = 'gewijzigd', '', 'nieuw'
    done = office.replace(GENT, [changed, *rows[2:], new])
    assert '%d risicolocaties bleven zoals ze waren, 1 gewijzigd, 1 toegevoegd, 1 verwijderd' % (len(rows) - 2) in done.stdout
    assert others(office, GENT) == elsewhere
    now = {row[ID]: row for row in office.rows(GENT)}
    assert now.keys() - {row[ID] for row in rows} == {str(max(map(int, now)))} and gone[ID] not in now
    assert now[changed[ID]] == changed and now[str(max(map(int, now)))][1:] == new[1:]
    last, = office.sql('SELECT max(id) FROM boeking')[0]
    assert office.sql('SELECT weg FROM boeking WHERE id = ?', last) == [('invoer',)]
    assert office.sql('SELECT wat, object, reden FROM boeking_regel WHERE boeking = ? ORDER BY nr', last) == [
        ('verwijderd', int(gone[ID]), 'niet meer in het ingelezen bestand'), ('gewijzigd', int(changed[ID]), None), ('toegevoegd', max(map(int, now)), None)]
    assert office.sql('SELECT id, omschrijving, tot_boeking FROM risicolocatie_versie ORDER BY id') == [
        (int(row[ID]), row[NOTE] or None, last) for row in rows[:2]]
    before, after = (office.sql('SELECT versie, aangemaakt_op FROM %s WHERE id = ?' % table, int(changed[ID]))[0] for table in ('risicolocatie_versie', 'risicolocatie'))
    assert after == (before[0] + 1, before[1]), 'a changed row was not made anew'
    office.assert_whole()


def test_rule_12_what_was_there_just_before_and_what_is_there_just_after_is_kept(office):
    before = office.export(GENT)
    done = office.replace(GENT, office.rows(GENT)[1:])
    after, first = office.copies()
    assert (first.read_bytes(), after.read_bytes()) == (before, office.export(GENT))
    assert first.name.startswith(GENT + '-20') and first.name.endswith('-voor.csv') and after.name == first.name.replace('-voor', '-na')
    assert str(first) in done.stdout and str(after) in done.stdout
    office.run('import', first, '--gemeente', GENT, '--replace', '--exact')
    assert office.export(GENT) == before, 'the copy does not bring it back'
    assert len(office.copies()) == 4
    office.assert_whole()


def test_copies_of_long_ago_go_after_a_new_one_and_of_that_gemeente_alone(office):
    folder = office.folder / 'reservekopie'
    folder.mkdir()
    old, young = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days) for days in (40, 10))
    names = [[nis + moment.strftime('-%Y%m%dT%H%M%SZ') + tail for moment in (old, young) for tail in ('-voor.csv', '-2-voor.csv', '-na.csv')] for nis in (GENT, ANTWERPEN)]
    foreign = [GENT + '-van-jan.csv', names[0][0] + '.bak', 'x' + names[0][0]]
    for name in [*names[0], *names[1], *foreign]:
        (folder / name).write_text('')
    state = office.folder / 'state'
    state.mkdir()
    rows = office.rows(GENT)

    def replaced(rows, **settings):
        (state / 'config.json').write_text(json.dumps(settings))
        return office.run('import', office.write(rows), '--gemeente', GENT, '--replace', '--exact', '--state', state).stdout
    assert 'oude' not in replaced(rows[1:]) and len(office.copies()) == 17, 'kept for 90 days when nothing is said'
    assert 'oude' not in replaced(rows[1:], safety_copy_days=30), 'no new copy, so none goes'
    late = folder / (GENT + '-29991231T000000Z-voor.csv')
    late.write_text('')
    assert 'oude' not in replaced(rows[2:], safety_copy_days=30), 'the clock is wrong: none is known to be old'
    late.unlink()
    assert 'oude' not in replaced(rows[3:], safety_copy_days=0)
    assert '3 oude reservekopieën zijn verwijderd' in replaced(rows[4:], safety_copy_days=30)
    left = {path.name for path in office.copies()}
    assert not left & set(names[0][:3]) and left >= {*names[0][3:], *names[1], *foreign} and len(left) == 6 - 3 + 6 + 3 + 4 * 2
    assert '3 oude' in office.run('gemeenten', 'empty', ANTWERPEN, '--yes', '--state', state).stdout
    assert not {path.name for path in office.copies()} & set(names[1][:3])


def test_a_number_of_days_that_is_none_changes_nothing(office):
    state = office.folder / 'state'
    state.mkdir()
    (state / 'config.json').write_text('{"safety_copy_days": "30"}')
    before = office.everything()
    done = office.run('import', office.write(office.rows(GENT)[1:]), '--gemeente', GENT, '--replace', '--state', state, ok=False)
    assert done.returncode == 1 and 'safety_copy_days' in done.stderr and office.everything() == before


def test_rule_12_without_a_copy_of_what_was_there_nothing_is_replaced(office):
    (office.folder / 'reservekopie').write_text('in the way')
    before = office.everything()
    done = office.replace(GENT, office.rows(GENT)[1:], ok=False)
    assert done.returncode == 1 and 'reservekopie' in done.stderr
    assert office.everything() == before
    done = office.run('gemeenten', 'empty', GENT, '--yes', ok=False)
    assert done.returncode == 1 and office.everything() == before


@pytest.mark.parametrize('ids', [True, False], ids=['with ids', 'without'])
def test_the_same_file_again_changes_nothing(office, ids):
    rows = office.rows(GENT)
    office.replace(GENT, [*rows, ['', *rows[0][1:NOTE], 'een keer meer', *rows[0][NOTE + 1:]]])
    before, copies = office.everything(), office.copies()
    rows = office.rows(GENT)
    random.Random(1).shuffle(rows)
    done = office.replace(GENT, rows if ids else [['', *row[1:]] for row in rows])
    assert ' 0 gewijzigd, 0 toegevoegd, 0 verwijderd' in done.stdout and 'Reservekopie' not in done.stdout
    assert office.everything() == before and office.copies() == copies


def test_no_id_is_ever_given_to_another_row(office):
    rows = office.rows(GENT)
    last = max(int(row[ID]) for row in rows)
    office.replace(GENT, [row for row in rows if int(row[ID]) != last])
    gone = next(row for row in rows if int(row[ID]) == last)
    office.replace(GENT, [*[row for row in rows if row is not gone], ['', *gone[1:NOTE], 'een andere', *gone[NOTE + 1:]]])
    assert max(int(row[ID]) for row in office.rows(GENT)) == last + 1, 'the number of a removed row came back'
    other = [*gone[:NOTE], 'iets anders', *gone[NOTE + 1:]]
    before = office.everything()
    for words in (['--gemeente', GENT, '--replace'], []):
        done = office.run('import', office.write([other]), '--exact', *words, ok=False)
        assert done.returncode == 1 and 'dit id was van een record dat verwijderd werd' in done.stderr and ';IdVerwijderd' in done.stderr
    assert office.everything() == before
    done = office.replace(GENT, rows)
    assert 'eerder verwijderd' in done.stdout and [row for row in office.rows(GENT) if int(row[ID]) == last] == [gone]
    assert office.sql('SELECT versie FROM risicolocatie WHERE id = ?', last)[0][0] == office.sql('SELECT max(versie) FROM risicolocatie_versie WHERE id = ?', last)[0][0] + 1
    office.assert_whole()


def test_the_ids_and_rows_of_another_gemeente_are_refused_and_nobody_is_told_whose_they_are(office):
    rows = office.rows(GENT)
    there, = office.sql('SELECT min(id), 0 FROM risicolocatie WHERE gemeente_nis = ?', ANTWERPEN)
    before = office.everything()
    told = []
    for wrong in (there[0], int(ANTWERPEN) * 10**7 + 9999000):  # one that is there, and one that could be
        done = office.replace(GENT, [*rows, [str(wrong), *rows[0][1:]]], ok=False)
        line = next(line for line in done.stderr.splitlines() if ';IdVanAnder' in line)
        assert done.returncode == 1 and line.startswith('%d;1;id;' % (len(list(office.write(rows).read_text().splitlines())) + 1)) and ANTWERPEN not in line.replace(str(wrong), '')
        told.append(line.replace(str(wrong), ''))
    assert told[0] == told[1]
    moved = [row[:] for row in rows]
    moved[3][NIS] = ANTWERPEN
    for more in (['--replace'], []):
        done = office.run('import', office.write(moved), '--gemeente', GENT, '--exact', *more, ok=False)
        assert done.returncode == 1 and 'gemeente_nis;"%s"' % ANTWERPEN in done.stderr and ';GemeenteAnders' in done.stderr
    assert office.everything() == before


def test_a_check_writes_nothing_and_its_status_tells(office):
    rows = office.rows(GENT)
    before = office.everything()
    done = office.replace(GENT, rows[1:], '--check')
    assert '(niets geschreven)' in done.stdout and '1 verwijderd' in done.stdout
    done = office.run('import', office.write([['', *row[1:]] for row in rows]), '--exact', '--check')
    assert 'niets geschreven' in done.stdout and '%d die er al waren' % len(rows) in done.stdout
    rows[5][GEOMETRY] = 'POINT(1 1)'
    assert office.replace(GENT, rows, '--check', ok=False).returncode == 1
    assert office.everything() == before and office.copies() == []


@pytest.mark.parametrize('words', [['--replace'], ['--replace', '--add', '--gemeente', GENT]])
def test_what_does_not_go_together_is_told(office, words):
    done = office.run('import', office.write([]), *words, ok=False)
    assert done.returncode == 2 and '--replace' in done.stderr


def test_a_file_without_rows_and_a_pipe_replace_nothing(office):
    before = office.everything()
    done = office.replace(GENT, [], ok=False)
    assert done.returncode == 1 and 'gemeenten empty ' + GENT in done.stderr
    done = office.run('import', '/dev/stdin', '--gemeente', GENT, '--replace', ok=False)
    assert done.returncode == 1 and 'geen pijp' in done.stderr
    done = office.replace('99999', office.rows(GENT), ok=False)
    assert done.returncode == 1 and '99999' in done.stderr
    assert office.everything() == before


@pytest.mark.thorough
def test_ten_thousand_wrong_rows_are_all_told_and_nothing_changes(office):
    row = office.rows(GENT)[0]
    before = office.everything()
    wrong = ['', *row[1:]]
    wrong[HEADER.index('startdatum')] = '1987-02-30'
    done = office.replace(GENT, [wrong] * 10000, '--report', office.folder / 'verslag.csv', '--max-errors', '100000', ok=False)
    report = list(csv.DictReader((office.folder / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';'))
    assert done.returncode == 1 and {line['code'] for line in report} == {'DatumOngeldig'}
    assert '10000 van 10000 rijen geweigerd' in done.stderr and len(report) == 10000
    assert [int(line['regel']) for line in report] == list(range(2, 10002))
    assert office.everything() == before


@pytest.mark.thorough
def test_a_file_that_was_cut_off_in_a_row_replaces_nothing(office):
    whole = office.export(GENT)
    before = office.everything()
    for cut in random.Random(3).sample(range(len(whole) // 4, len(whole) - 2), 12):
        if whole[:cut].endswith((b'\n', b'\r', b'))')):  # between two rows: then the file is a good one
            continue
        (office.folder / 'half.csv').write_bytes(whole[:cut])
        done = office.run('import', office.folder / 'half.csv', '--gemeente', GENT, '--replace', '--exact', ok=False)
        assert done.returncode == 1, (cut, whole[cut - 40:cut])
    assert office.everything() == before


def test_two_hundred_columns_are_told_in_a_few_lines(office):
    rows = office.rows(GENT)
    path = office.folder / 'breed.csv'
    path.write_text('\n'.join(';'.join([*row, *['kolom'] * 187]) for row in [HEADER, *rows[:3]]), encoding='utf-8')
    before = office.everything()
    done = office.run('import', path, '--gemeente', GENT, '--replace', ok=False)
    assert done.returncode == 1 and len(done.stderr.splitlines()) < 40
    assert office.everything() == before


@pytest.mark.thorough
def test_a_killed_replacement_leaves_what_was_or_what_was_to_be(office):
    (nis,), = office.sql(MOST)
    rows = office.rows(nis)
    wanted = office.write([[*row[:NOTE], 'anders', *row[NOTE + 1:]] for row in rows[len(rows) // 2:]], 'anders.csv')
    before = office.export(nis)
    store_before = office.path.read_bytes()
    outcomes = set()
    for wait in (0.01, 0.05, 0.1, 0.15, 0.2, 0.3, None):
        with subprocess.Popen([office.binary, 'import', str(wanted), '--gemeente', nis, '--replace', '--exact', '--store', str(office.path)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as importing:
            try:
                importing.wait(wait)
            except subprocess.TimeoutExpired:
                importing.send_signal(signal.SIGKILL)
        now = office.export(nis)
        after = [row for row in csv.reader(now.decode().splitlines(keepends=True), delimiter=';')][1:]
        assert now == before or (len(after) == len(rows) - len(rows) // 2 and {row[NOTE] for row in after} == {'anders'})
        office.assert_whole()
        outcomes.add(now == before)
        if now != before:
            shutil.rmtree(office.folder / 'reservekopie')
            for beside in office.folder.glob('store.sqlite-*'):
                beside.unlink()
            office.path.write_bytes(store_before)
    assert False in outcomes, 'the last one was not killed'


def test_a_gemeente_is_emptied_only_by_yes_and_no_other_with_it(office):
    rows = office.rows(GENT)
    rows[0][STRUCK] = 'ja'
    office.replace(GENT, rows)
    shutil.rmtree(office.folder / 'reservekopie')
    elsewhere, before = others(office, GENT), office.everything()
    done = office.run('gemeenten', 'empty', GENT, ok=False)
    assert done.returncode == 1 and '%d risicolocaties' % len(rows) in done.stderr and '--yes' in done.stderr
    assert office.everything() == before and office.copies() == []
    done = office.run('gemeenten', 'empty', GENT, '--yes')
    copy, = office.copies()
    assert '%d risicolocaties verwijderd' % len(rows) in done.stdout and str(copy) in done.stdout
    assert office.rows(GENT) == [] and others(office, GENT) == elsewhere
    assert office.sql("SELECT count(*), count(DISTINCT object) FROM boeking_regel WHERE wat = 'verwijderd' AND gemeente_nis = ? AND reden = 'gemeente leeggemaakt'", GENT) == [
        (len(rows), len(rows))]
    office.run('import', copy, '--gemeente', GENT, '--replace', '--exact')
    assert office.rows(GENT) == rows
    office.assert_whole()


def test_software_reads_what_a_person_reads(office):
    rows = office.rows(GENT)
    wrong = [row[:] for row in rows]
    wrong[0][HEADER.index('startdatum')], wrong[1][NIS], wrong[2][NOTE] = '', ANTWERPEN, '=1+"x"\x01'
    done = office.replace(GENT, wrong, '--report-json', office.folder / 'verslag.json', '--report', office.folder / 'verslag.csv', ok=False)
    told = json.loads((office.folder / 'verslag.json').read_text(encoding='utf-8'))
    lines = list(csv.DictReader((office.folder / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';'))
    assert done.returncode == 1 and 'StartdatumOntbreekt' not in done.stderr
    assert [(f['regel'], f['kolom'], f['veld'], f['reden'], f['code']) for f in told['meldingen']] == [
        (int(line['regel']), int(line['kolom']), line['veld'], line['reden'], line['code']) for line in lines]
    assert {f['code'] for f in told['meldingen']} == {'StartdatumOntbreekt', 'GemeenteAnders', 'OmschrijvingOngeldig'} and {f['soort'] for f in told['meldingen']} == {'fout'}
    assert [f['waarde'] for f in told['meldingen'] if f['veld'] == 'omschrijving'] == ['=1+"x"\N{SYMBOL FOR START OF HEADING}']
    assert (told['versie'], told['uitkomst'], told['gemeente'], told['rijen'], told['rijen_geweigerd'], told['fouten'], told['vervanging']) == (
        1, 'geweigerd', GENT, len(rows), 3, 3, None)
    office.replace(GENT, [*rows[1:], ['', *rows[1][1:]]], '--report-json', office.folder / 'verslag.json')
    told = json.loads((office.folder / 'verslag.json').read_text(encoding='utf-8'))
    after, before = office.copies()
    assert told['uitkomst'] == 'geladen' and told['vervanging'] == {
        'gelijk': len(rows) - 1, 'gewijzigd': 0, 'toegevoegd': 1, 'teruggekomen': 0, 'verwijderd': 1, 'ervoor': str(before), 'erna': str(after)}
    double, = [f for f in told['meldingen'] if f['code'] == 'RecordDubbel']
    assert double['soort'] == 'waarschuwing' and double['regel'] > len(rows) and 'staat ook op regel 2' in double['reden']
    done = office.run('import', office.write([['', *rows[1][1:]]]), '--check', '--report-json', office.folder / 'verslag.json')
    told = json.loads((office.folder / 'verslag.json').read_text(encoding='utf-8'))
    assert told['uitkomst'] == 'gecontroleerd' and rows[1][ID] in told['meldingen'][0]['reden'] and told['vervanging'] is None


def test_a_reference_is_kept_when_the_file_does_not_speak_of_it_and_changed_when_it_does(office):
    rows = office.rows(GENT)
    has = next(row for row in rows if row[-1])
    whose = 'SELECT eigen_kenmerk, kenmerk_van, versie FROM risicolocatie WHERE id = ?'
    before, = office.sql(whose, int(has[ID]))
    assert before[1], 'the sample says whose its references are'
    for note, told in ((has[NOTE], ' 0 gewijzigd, 0 toegevoegd, 0 verwijderd'), ('anders', ' 1 gewijzigd, 0 toegevoegd, 0 verwijderd')):
        has[NOTE] = note
        with open(office.folder / 'zonder.csv', 'w', encoding='utf-8', newline='') as file:
            csv.writer(file, delimiter=';').writerows([HEADER[:-1], *[row[:-1] for row in rows]])
        assert told in office.run('import', office.folder / 'zonder.csv', '--gemeente', GENT, '--replace', '--exact').stdout
    assert [row[-1] for row in office.rows(GENT)] == [row[-1] for row in rows]
    rows = office.rows(GENT)
    changed = [[*row[:-1], 'nieuw kenmerk'] if row[ID] == has[ID] else [*row[:NOTE], 'anders', *row[NOTE + 1:]] for row in rows]
    office.replace(GENT, changed)
    assert office.sql(whose, int(has[ID])) == [('nieuw kenmerk', None, before[2] + 2)], 'who wrote this reference nobody said'
    assert office.rows(GENT) == changed
    office.assert_whole()


LAP = 'POLYGON((105000 193000,105100 193000,105100 193100,105050 193100,105050 193100.5,105050 193099.9,105049.9 193100,105000 193100,105000 193000))'
BOW = 'POLYGON((105000 193000,105100 193100,105100 193000,105000 193100,105000 193000))'


def test_an_invalid_contour_is_repaired_only_when_asked_and_never_silently(office):
    rows = [['', *office.rows(GENT)[0][1:]] for _ in range(2)]
    rows[0][GEOMETRY], rows[1][GEOMETRY] = LAP, BOW
    for more in ([], ['--repair']):
        office.run('gemeenten', 'empty', GENT, '--yes')
        office.run('import', office.write(rows), '--exact', '--report', office.folder / 'verslag.csv', *more)
        told = [line for line in csv.DictReader((office.folder / 'verslag.csv').open(encoding='utf-8-sig'), delimiter=';') if line['code'].startswith('Geometrie')]
        assert [(line['regel'], line['code']) for line in told] == [('2', 'GeometrieHersteld' if more else 'GeometrieOngeldig'), ('3', 'GeometrieOngeldig')]
        valid = office.sql('SELECT oppervlakte_m2 IS NOT NULL, oppervlakte_m2 BETWEEN 9990 AND 10010 FROM risicolocatie WHERE gemeente_nis = ? ORDER BY id', GENT)
        assert valid == ([(1, 1), (0, None)] if more else [(0, None), (0, None)])
        lap, bow = office.rows(GENT)
        assert (lap[GEOMETRY] == LAP.replace('POLYGON((', 'MULTIPOLYGON(((') + ')') == (not more) and bow[GEOMETRY].startswith('MULTIPOLYGON(((105000 193000,105100 193100')
        if more:
            assert 'verschil' in told[0]['reden'] and 'niet hersteld' in told[1]['reden']
    office.assert_whole()


def test_a_new_version_of_a_list_leaves_rows_the_version_that_they_have(office):
    rows = office.rows(GENT)
    of, code, kind = 'SELECT b.versie FROM risicolocatie r JOIN rubriek b ON b.id = r.rubriek_id WHERE r.id = ?', HEADER.index('rubriek'), HEADER.index('rubriekenlijst')
    listed = list(csv.reader(office.run('rubrieken', 'list').stdout.splitlines(), delimiter=';'))
    at = {name: listed[0].index(name) for name in ('lijst', 'code', 'versie', 'omschrijving', 'vito_id', 'vito_versie_id')}
    old, = [line for line in listed if (line[at['lijst']], line[at['code']]) == (rows[0][kind], rows[0][code])]
    new = [{at['versie']: '2', at['omschrijving']: 'nieuwe omschrijving', at['vito_id']: '', at['vito_versie_id']: ''}.get(i, value) for i, value in enumerate(old)]
    with open(office.folder / 'rubrieken.csv', 'w', encoding='utf-8', newline='') as file:
        csv.writer(file, delimiter=';').writerows([listed[0], new])
    assert '1 rubrieken toegevoegd' in office.run('rubrieken', 'load', office.folder / 'rubrieken.csv').stdout
    assert ' 0 gewijzigd, 0 toegevoegd, 0 verwijderd' in office.replace(GENT, rows).stdout
    office.replace(GENT, [[*rows[0][:NOTE], 'anders', *rows[0][NOTE + 1:]], ['', *rows[0][1:NOTE], 'nieuw', *rows[0][NOTE + 1:-1], ''], *rows[1:]])
    last = max(int(row[ID]) for row in office.rows(GENT))
    assert office.sql(of, int(rows[0][ID])) == [(1,)] and office.sql(of, last) == [(2,)]
    assert office.sql('SELECT rubriek_omschrijving FROM risicolocatie WHERE id = ?', last) == [('nieuwe omschrijving',)]


def test_of_what_was_pruned_no_number_comes_back_either(office):
    rows = office.rows(GENT)
    office.replace(GENT, rows[1:])
    with sqlite3.connect(office.path) as db:
        last, = db.execute('SELECT max(id) FROM boeking').fetchone()
        db.execute("INSERT INTO snoeigrens VALUES (?, '2026-01-01T00:00:00.000Z')", (last,))
        db.execute('DELETE FROM risicolocatie_versie WHERE tot_boeking <= ?', (last,))
    before = office.everything()
    for words in (['--gemeente', GENT, '--replace'], []):
        done = office.run('import', office.write([rows[0]]), '--exact', *words, ok=False)
        assert done.returncode == 1 and ';IdVerwijderd' in done.stderr
    assert office.everything() == before


def lock(office, id, seconds=600):
    """A lock of somebody's on this row."""
    with sqlite3.connect(office.path) as db:
        db.execute("INSERT INTO slot VALUES (?, 'iemand', 'user:eva', ?, ? + strftime('%s', 'now'))", ('%032x' % int(id), max(seconds, 1), seconds))
        db.execute("INSERT INTO slot_object VALUES ('risicolocatie', ?, ?)", (int(id), '%032x' % int(id)))
    db.close()


@pytest.mark.parametrize('words', [['import', '--replace'], ['gemeenten', 'empty']])
def test_a_gemeente_with_a_lock_is_left_alone_until_it_ends_or_the_operator_insists(office, words):
    rows, before = office.rows(GENT), office.everything()
    lock(office, rows[0][ID])
    arguments = ['import', office.write(rows[2:]), '--gemeente', GENT, '--replace', '--exact'] if words[0] == 'import' else ['gemeenten', 'empty', GENT, '--yes']
    refused = office.run(*arguments, ok=False)
    assert refused.returncode == 1 and 'vergrendeld, tot ' in refused.stderr and '--force' in refused.stderr and office.everything() == before
    done = office.run(*arguments, '--force')
    assert 'er waren risicolocaties vergrendeld, tot ' in done.stdout and len(office.rows(GENT)) == (len(rows) - 2 if words[0] == 'import' else 0)


def test_a_lock_that_has_ended_or_is_of_another_gemeente_holds_nothing_up(office):
    rows = office.rows(GENT)
    lock(office, rows[0][ID], seconds=-5)
    lock(office, office.rows(ANTWERPEN)[0][ID])
    assert 'vergrendeld' not in office.replace(GENT, rows[1:]).stdout
