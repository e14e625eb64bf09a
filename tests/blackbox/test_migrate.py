"""`risicolaag migrate`: from an old inventory of parcels to risk locations, and back."""
import csv
import datetime
import io
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import pytest
from support import overlaps, store
from support.sample import ANTWERPEN, GENT

LINES = int(os.environ.get('RISICOLAAG_MIGRATE_LINES', 2000))
HEAD = ['capakey', 'rubriek', 'bron', 'startdatum', 'einddatum', 'omv_nummer', 'iioa_nummer', 'omschrijving']


class Place:
    """A copy of the sample store, and `migrate` of lines."""

    def __init__(self, state, folder):
        self.binary, self.folder, self.path, self.report = state.binary, folder, folder / 'store.sqlite', folder / 'verslag'
        shutil.copy(state.store, self.path)

    def command(self, *arguments):
        return subprocess.run([self.binary, *map(str, arguments), '--store', str(self.path), '--state', str(self.folder)], capture_output=True, text=True, timeout=max(300, LINES // 20))

    def file(self, lines, head=HEAD):
        path = self.folder / 'oud.csv'
        with open(path, 'w', encoding='utf-8', newline='') as to:
            csv.writer(to, delimiter=';').writerows([head, *lines])
        return path

    def migrate(self, lines, *more, head=HEAD):
        return self.command('migrate', self.file(lines, head), '--report', self.report, *more)

    def sql(self, text, *values):
        with sqlite3.connect(self.path) as db:
            return db.execute(text, values).fetchall()

    def rows(self):
        return self.sql('SELECT r.gemeente_nis, m.capakey, r.rubriek, r.bron, r.startdatum, r.einddatum, r.omv_nummer, r.iioa_nummer, r.omschrijving FROM migratie_rij m'
                        ' JOIN risicolocatie r ON r.id = m.risicolocatie WHERE r.startdatum = m.startdatum AND r.bron = m.bron AND r.rubriek = m.rubriek ORDER BY m.capakey, r.rubriek')

    def dump(self):
        """All that a second run might change."""
        return [self.sql('SELECT * FROM %s ORDER BY 1, 2' % table) for table in ('risicolocatie', 'risicolocatie_versie', 'migratie_rij', 'boeking', 'boeking_regel')]

    def listed(self, nis):
        return list(csv.DictReader(io.StringIO((self.report / (nis + '.csv')).read_text(encoding='utf-8')), delimiter=';'))


def outcomes(done):
    """gemeente → its line of the answer."""
    return {row['nis_code']: row for row in csv.DictReader(io.StringIO(done.stdout), delimiter=';') if row.get('stand')}


@pytest.fixture
def place(state, tmp_path):
    return Place(state, tmp_path)


@pytest.fixture(scope='module')
def facts(state):
    """Parcels of two gemeenten; rubrieken with a category and one without, of the list for 1990."""
    with store.connect(state.store) as db:
        two = [row[0] for row in db.execute('SELECT gemeente_nis FROM perceel GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2')]
        parcels = [[row[0] for row in db.execute('SELECT capakey FROM perceel WHERE gemeente_nis = ? ORDER BY 1', (nis,))] for nis in two]
        good = [row[0] for row in db.execute("SELECT code FROM rubriek WHERE lijst = 'VLAREBO_BIJLAGE_I' AND vlarebo_categorie IS NOT NULL ORDER BY 1")]
        nil = [row[0] for row in db.execute("SELECT code FROM rubriek WHERE lijst = 'VLAREBO_BIJLAGE_I' AND vlarebo_categorie IS NULL ORDER BY 1")]
    return two, parcels, good, nil


def line(capakey, rubriek, bron='gemeente', start='1990-01-01', end='', omv='', iioa='', note=''):
    return [capakey, rubriek, bron, start, end, omv, iioa, note]


def test_rule_11_each_rubriek_on_a_parcel_becomes_a_location_with_the_contour_of_the_parcel(place, facts):
    (nis, _), (parcels, _), good, _ = facts
    done = place.migrate([line(parcels[0], code, end='2001-02-03', omv='OMV_2020000001', iioa='20200101-0001', note='=loods') for code in good[:3]] + [line(parcels[1], good[0], bron='')])
    assert done.returncode == 0, done.stderr
    assert place.rows() == [(nis, parcels[0], code, 'gemeente', '1990-01-01', '2001-02-03', 'OMV_2020000001', '20200101-0001', '=loods') for code in good[:3]] + [
        (nis, parcels[1], good[0], 'migratie', '1990-01-01', None, None, None, None)]
    assert place.sql('SELECT count(*) FROM migratie_rij m JOIN risicolocatie r ON r.id = m.risicolocatie JOIN perceel p ON p.capakey = m.capakey'
                     " WHERE r.geometry = p.geometry AND r.wijziging_vergunning = 'NEE' AND r.vlarebo_categorie IS NOT NULL AND r.versie = 1") == [(4,)]
    assert place.sql("SELECT b.weg, l.wat, l.reden, count(*) FROM boeking b JOIN boeking_regel l ON l.boeking = b.id WHERE b.id > 1 AND l.reden LIKE 'risicogrond%' GROUP BY 1, 2, 3") == [
        ('migratie', 'toegevoegd', 'risicogrond ' + parcels[0], 3), ('migratie', 'toegevoegd', 'risicogrond ' + parcels[1], 1)]


@pytest.mark.thorough
def test_rule_11_doubles_and_nulrubrieken_are_left_out_and_listed_for_each_gemeente(place, facts):
    two, parcels, good, nil = facts
    done = place.migrate([line(parcels[0][0], good[0]), line(parcels[0][0], good[0]), line(parcels[0][0], good[0], note='een ander'), line(parcels[0][0], good[0], bron='deskundige'),
                          line(parcels[0][1], nil[0]), line(parcels[1][0], ''), line(parcels[1][0], good[1])])
    assert done.returncode == 0, done.stderr
    assert {row[1:4] for row in place.rows()} == {(parcels[0][0], good[0], 'gemeente'), (parcels[0][0], good[0], 'deskundige'), (parcels[1][0], good[1], 'gemeente')} and len(place.rows()) == 3
    assert [(row['nummer'], row['code']) for row in place.listed(two[0])] == [('3', 'Dubbel'), ('4', 'Dubbel'), ('6', 'RubriekZonderCategorie')]
    assert 'nummer 2' in place.listed(two[0])[0]['uitleg'] and 'anders' not in place.listed(two[0])[0]['uitleg'] and 'anders' in place.listed(two[0])[1]['uitleg']
    assert [row['code'] for row in place.listed(two[1])] == ['RubriekLeeg']
    told = outcomes(done)
    assert [told[two[0]][name] for name in ('overgezet', 'dubbel', 'nulrubriek', 'stand')] == ['2', '2', '1', 'klaar']


@pytest.mark.thorough
def test_a_parcel_that_is_gone_is_listed_with_those_that_may_be_meant_and_nothing_is_made_of_it(place, facts):
    (nis, _), (parcels, _), good, _ = facts
    key = parcels[2]
    gone = key[:13] + ('Z' if key[13] != 'Z' else 'Y') + '999'
    done = place.migrate([line(gone, good[0]), line(parcels[0], good[0])])
    assert done.returncode == 0 and [row[1] for row in place.rows()] == [parcels[0]]
    told, = place.listed(nis)
    assert told['code'] == 'PerceelOnbekend' and key in told['zelfde_nummer'].split()
    near = told['buren'].split()
    assert near and all(other[:6] == gone[:6] and other[:10] != gone[:10] for other in near)


@pytest.mark.thorough
def test_a_gemeente_with_a_wrong_line_is_left_as_it_was_and_the_others_are_not(place, facts):
    two, parcels, good, _ = facts
    wrong = [line(parcels[0][1], good[0], start='1990-02-30'), line(parcels[0][1], good[0], end='1980-01-01'), line(parcels[0][1], 'geen rubriek'), line(parcels[0][1], good[0], bron='buurman'),
             line(parcels[0][1], good[0], omv='OMV_1'), line(parcels[0][1], good[0], iioa='2020-1'), line('40613A1', good[0]), line(parcels[0][1], good[0], start='')]
    done = place.migrate([line(parcels[0][0], good[0]), line(parcels[1][0], good[0]), *wrong])
    assert done.returncode == 1
    assert [row[1] for row in place.rows()] == [parcels[1][0]]
    assert [row['code'] for row in place.listed(two[0])] == ['DatumOngeldig', 'EinddatumVoorStartdatum', 'RubriekNietInLijst', 'BronOnbekend', 'OmvNummerOngeldig', 'IioaNummerOngeldig', 'StartdatumOntbreekt']
    assert [row['code'] for row in place.listed('onbekend')] == ['CapakeyOngeldig']
    assert outcomes(done)[two[0]]['stand'] == 'niet overgezet' and outcomes(done)[two[1]]['stand'] == 'klaar'


def test_a_second_run_changes_nothing_and_makes_no_backup(place, facts):
    _, parcels, good, nil = facts
    lines = [line(key, code) for key in parcels[0][:5] + parcels[1][:5] for code in good[:3] + nil[:1]]
    place.migrate(lines)
    before, backups = place.dump(), sorted((place.folder / 'reservekopie-migratie').iterdir())
    again = place.migrate(lines[::-1])
    assert again.returncode == 0 and 'Reservekopie' not in again.stdout
    assert place.dump() == before and sorted((place.folder / 'reservekopie-migratie').iterdir()) == backups


def test_check_only_looks(place, facts):
    _, parcels, good, _ = facts
    before = place.path.read_bytes()
    done = place.migrate([line(parcels[0][0], good[0]), line(parcels[0][0], '')], '--check')
    assert done.returncode == 0 and [row['stand'] for row in outcomes(done).values()] == ['kan overgezet worden'] and [row['overgezet'] for row in outcomes(done).values()] == ['1']
    assert place.path.read_bytes() == before and not (place.folder / 'reservekopie-migratie').exists()


@pytest.mark.thorough
def test_rule_12_the_backups_of_just_before_and_after_bring_back_a_gemeente_and_all(place, facts):
    two, parcels, good, _ = facts
    lines = [line(key, good[0]) for key in (parcels[0][0], parcels[1][0])]
    first = place.sql('SELECT * FROM risicolocatie ORDER BY id')
    done = place.migrate(lines)
    before, after = (next(row.split(': ')[1] for row in done.stdout.splitlines() if row.startswith('Reservekopie van ' + when)) for when in ('ervoor', 'erna'))
    migrated = place.sql('SELECT * FROM risicolocatie ORDER BY id')
    assert place.command('restore', before, '--gemeente', two[0]).returncode == 0
    assert [row[0] for row in place.rows()] == [two[1]]
    assert 'overgezet' in place.migrate(lines).stdout and [row[0] for row in place.rows()] == [two[1]], 'what was removed since is made again only when asked'
    assert place.listed(two[0])[0]['code'] == 'Verwijderd'
    assert place.migrate(lines, '--again').returncode == 0 and [row[0] for row in place.rows()] == sorted(two)
    place.path = place.folder / 'elders.sqlite'
    assert place.command('restore', after).returncode == 0 and place.sql('SELECT * FROM risicolocatie ORDER BY id') == migrated
    place.path = place.folder / 'store.sqlite'
    assert place.command('restore', before).returncode == 0 and place.sql('SELECT * FROM risicolocatie ORDER BY id') == first


def test_an_old_nis_code_is_that_of_the_merged_gemeente(place, facts):
    _, _, good, _ = facts
    key, = place.sql('SELECT capakey FROM perceel WHERE gemeente_nis = ? ORDER BY 1 LIMIT 1', ANTWERPEN)[0]
    other, = place.sql('SELECT capakey FROM perceel WHERE gemeente_nis = ? ORDER BY 1 LIMIT 1', GENT)[0]
    head = [*HEAD, 'gemeente_nis']  # 11007 is Borsbeek, which Antwerpen took in
    done = place.migrate([[*line(key, good[0]), '11007'], [*line(other, good[0]), '']], '--gemeente', '11007', head=head)
    assert done.returncode == 0 and [row[:2] for row in place.rows()] == [(ANTWERPEN, key)], done.stdout + done.stderr
    done = place.migrate([[*line(other, good[0]), '11007']], head=head)
    assert done.returncode == 1 and [row['code'] for row in place.listed(GENT)] == ['GemeenteAnders']


@pytest.mark.thorough
def test_columns_that_are_missing_must_be_said_and_others_are_passed_over(place, facts):
    _, (parcels, _), good, _ = facts
    few = ['CAPAKEY', 'Rubriek', 'startdatum', 'kleur']
    refused = place.migrate([[parcels[0], good[0], '1990-01-01', 'rood']], head=few)
    assert refused.returncode == 1 and '--without' in refused.stderr
    done = place.migrate([[parcels[0], good[0], '1990-01-01', 'rood']], '--without', 'bron,einddatum,omv_nummer,iioa_nummer,omschrijving', head=few)
    assert done.returncode == 0 and 'kleur' in done.stderr and len(place.rows()) == 1
    assert place.migrate([], '--without', 'capakey').returncode == 1


def test_columns_that_are_called_otherwise_are_named(place, facts):
    _, (parcels, _), good, _ = facts
    head = ['PERCEEL', 'Rubr. code', 'rubriek', 'begin', 'bron']  # their own 'rubriek' is something else
    lines = [[parcels[0], good[0], 'loods', '1990-01-01', 'deskundige']]
    done = place.migrate(lines, '--columns', 'capakey=perceel, rubriek=rubr._code,startdatum=begin,einddatum=,omv_nummer=,iioa_nummer=,omschrijving=', head=head)
    assert done.returncode == 0, done.stderr
    assert [row[1:5] for row in place.rows()] == [(parcels[0], good[0], 'deskundige', '1990-01-01')] and 'rubriek' in done.stderr
    for wish, told in (('capakey=elders', 'de kolom elders van --columns staat niet in het bestand'), ('kleur=x', 'geen VELD=KOLOM'), ('bron=a,bron=b', 'twee keer'),
                       ('capakey=', 'de kolom capakey ontbreekt')):
        refused = place.migrate(lines, '--columns', wish, head=head)
        assert refused.returncode == 1 and told in refused.stderr, (wish, refused.stderr)


@pytest.mark.thorough
def test_many_lines_brought_twice_give_the_same_store(place, facts):
    """RISICOLAAG_MIGRATE_LINES=100000 for a whole inventory."""
    two, parcels, good, _ = facts
    with store.connect(place.path) as db:
        keys = [row[0] for row in db.execute('SELECT capakey FROM perceel ORDER BY 1')]
    lines = [line(key, code, start='%d-01-01' % year) for year in range(1980, 2010) for code in good for key in keys][:LINES]
    assert len(lines) == LINES
    first = place.migrate(lines)
    assert first.returncode == 0 and len(place.rows()) == LINES, first.stderr
    kept = [*place.dump(), overlaps.kept(place.path)]
    again = place.migrate(lines)
    assert again.returncode == 0 and [*place.dump(), overlaps.kept(place.path)] == kept, again.stderr


@pytest.mark.thorough
def test_a_killed_run_is_finished_by_the_next(place, facts):
    two, parcels, good, _ = facts
    lines = [line(key, code) for part in parcels for key in part for code in good[:3]]
    dice, path = random.Random(7), place.file(lines)
    command = [place.binary, 'migrate', str(path), '--store', str(place.path), '--state', str(place.folder)]
    for _ in range(6):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            running.wait(dice.uniform(0.05, 1.0))
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
        made = place.sql('SELECT gemeente_nis, count(*) FROM migratie_rij m JOIN risicolocatie r ON r.id = m.risicolocatie GROUP BY 1')
        assert all(count == 3 * len(part) for nis, count in made for gemeente, part in zip(two, parcels) if nis == gemeente), 'a gemeente is all there, or not at all'
    assert place.command('migrate', path).returncode == 0
    assert len(place.rows()) == len(lines) and place.command('check').returncode == 0


def test_two_runs_at_once_make_nothing_twice(place, facts):
    _, parcels, good, _ = facts
    lines = [line(key, code) for part in parcels for key in part[:30] for code in good[:3]]
    command = [place.binary, 'migrate', str(place.file(lines)), '--store', str(place.path), '--state', str(place.folder)]
    for running in [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]:
        running.wait(60)  # one of them may have found that a backup is being made
    assert len(place.rows()) == len(lines) == place.sql("SELECT count(*) FROM boeking_regel WHERE reden LIKE 'risicogrond%'")[0][0]


def test_a_file_in_another_encoding_is_one_fault(place, facts):
    _, (parcels, _), good, _ = facts
    path = place.file([line(parcels[0], good[0], note='caf\u00e9')] * 3)
    path.write_bytes(path.read_text(encoding='utf-8').encode('cp1252'))
    done = place.command('migrate', path)
    assert done.returncode == 1 and 'UTF-8' in done.stderr and not place.rows()


@pytest.mark.thorough
def test_without_a_backup_of_before_nothing_is_made(place, facts):
    _, (parcels, _), good, _ = facts
    place.migrate([line(parcels[0], good[0])])
    (place.folder / 'reservekopie-migratie').rename(place.folder / 'weg')
    (place.folder / 'reservekopie-migratie').write_text('geen map')
    done = place.migrate([line(parcels[1], good[0])])
    assert done.returncode == 1 and len(place.rows()) == 1


@pytest.mark.thorough
def test_the_operator_migrates_while_the_store_is_frozen(place, facts):
    _, (parcels, _), good, _ = facts
    assert place.command('freeze', '--until', str(datetime.date.today() + datetime.timedelta(7)), '--text', 'uitrol').returncode == 0
    done = place.migrate([line(parcels[0], good[0])])
    assert done.returncode == 0 and len(place.rows()) == 1, done.stderr
