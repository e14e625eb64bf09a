"""perceel_risicolocatie: what parcels and risk locations have in common, whichever way either of them changes (domain rule 19)."""
import datetime
import json
import re
import shutil
import sqlite3
import subprocess
import pytest
from support import overlaps, store
from support.edits import NEW, Editor, at_random
from support.sample import AFFLIGEM, GENT

HEAD = {'type': 'FeatureCollection', 'crs': {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::31370'}}}
X, Y = 104000, 194000


def square(x, y, side=100):
    return 'POLYGON ((%s))' % ','.join('%s %s' % point for point in ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)))


def parcel(number, x, y, nis=GENT):
    ring = [[x, y], [x + 100, y], [x + 100, y + 100], [x, y + 100], [x, y]]
    return {'type': 'Feature', 'properties': {'CaPaKey': '44021B%04d/00B000' % number, 'NISCODE': nis}, 'geometry': {'type': 'Polygon', 'coordinates': [ring]}}


class Land:
    def __init__(self, binary, path, folder):
        self.binary, self.path, self.folder = binary, path, folder

    def run(self, *words):
        done = subprocess.run([self.binary, *map(str, words), '--store', str(self.path)], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def parcels(self, *all):
        (self.folder / 'adp.geojson').write_text(json.dumps({**HEAD, 'features': all}), encoding='utf-8')
        return self.run('percelen', 'load', self.folder / 'adp.geojson', '--yes')

    def of(self, id):
        """capakey → m², % of this risk location."""
        return {key: (round(m2, 3), round(pct, 3)) for (key, other), (_, m2, pct) in overlaps.kept(self.path).items() if other == id}

    def right(self):
        """By shapely, and by `check`."""
        assert 'Alles is in orde' in self.run('check')
        return overlaps.assert_right(self.path)


@pytest.fixture
def land(binary, new_store, tmp_path):
    """Four parcels beside each other, in a row, and nothing else."""
    shutil.copy(new_store, tmp_path / 'store.sqlite')
    l = Land(binary, tmp_path / 'store.sqlite', tmp_path)
    l.parcels(*(parcel(n, X + 100 * n, Y) for n in range(4)))
    return l


@pytest.fixture
def clerk(land):
    with Editor(land.binary, land.path) as e:
        e.become(gemeenten=[GENT], role='beheerder', organisation='0207509031', person='user:jan')
        yield e


def key(n):
    return '44021B%04d/00B000' % n


def test_rule_19_what_overlaps_counts_and_what_touches_does_not(land, clerk):
    made = clerk.insert(**{**NEW, 'geometry': square(X + 50, Y)})['id']
    touching = clerk.insert(**{**NEW, 'geometry': square(X, Y + 100)})['id']
    ended = clerk.insert(**{**NEW, 'einddatum': '2017-01-01', 'geometry': square(X + 200, Y)})['id']
    assert clerk.commit()['ok']
    assert land.of(made) == {key(0): (5000, 50), key(1): (5000, 50)}
    assert land.of(touching) == {}
    assert land.of(ended) == {key(2): (10000, 100)}
    land.right()


def test_every_edit_of_a_risk_location_is_followed(land, clerk):
    id = clerk.insert(**{**NEW, 'geometry': square(X, Y)})['id']
    assert clerk.commit()['ok'] and land.of(id) == {key(0): (10000, 100)}
    before = overlaps.kept(land.path)
    assert clerk.update(id, omschrijving='anders')['ok'] and clerk.commit()['ok'] and overlaps.kept(land.path) == before
    assert clerk.update(id, geometry=square(X + 325, Y))['ok'] and clerk.commit()['ok'] and land.of(id) == {key(3): (7500, 75)}
    assert clerk.strike(id)['ok'] and clerk.commit()['ok'] and land.of(id) == {}
    assert clerk.restore(id)['ok'] and clerk.commit()['ok'] and land.of(id) == {key(3): (7500, 75)}
    assert clerk.update(id, geometry=square(X, Y))['ok'] and clerk.abandon()['ok'] and land.of(id) == {key(3): (7500, 75)}
    land.right()


def test_every_load_of_parcels_is_followed(land, clerk):
    id = clerk.insert(**{**NEW, 'geometry': square(X + 50, Y)})['id']
    assert clerk.commit()['ok']
    ids = rows_of(land, id)
    land.parcels(parcel(0, X, Y), parcel(1, X + 110, Y), parcel(5, X + 60, Y))  # the same, moved, new; others go
    assert land.of(id) == {key(0): (5000, 50), key(1): (4000, 40), key(5): (9000, 90)}
    assert rows_of(land, id)[key(0)] == ids[key(0)] and rows_of(land, id)[key(1)] == ids[key(1)], 'a pair keeps its id'
    land.right()


def rows_of(land, id):
    with store.connect(land.path) as db:
        return {row['capakey']: row['id'] for row in db.execute('SELECT * FROM perceel_risicolocatie WHERE locatie = ?', (id,))}


def test_a_pair_of_two_gemeenten_is_nobodys(land, clerk):
    id = clerk.insert(**{**NEW, 'geometry': square(X + 50, Y)})['id']
    assert clerk.commit()['ok']
    land.parcels(parcel(0, X, Y, GENT), parcel(1, X + 100, Y, AFFLIGEM))
    kept = overlaps.kept(land.path)
    assert kept[key(0), id][0] == GENT and kept[key(1), id][0] is None
    land.right()


@pytest.mark.thorough
def test_the_sample_its_import_and_random_edits_are_as_shapely_has_them(binary, tmp_path, state):
    land = Land(binary, tmp_path / 'store.sqlite', tmp_path)
    land.run('sample', '--features', '400', '--awkward')
    assert land.right() > 100
    at_random(binary, land.path, 100, seed=5)
    land.right()
    with sqlite3.connect(land.path) as db:
        nis, = db.execute('SELECT gemeente_nis FROM risicolocatie GROUP BY 1 ORDER BY count(*) DESC LIMIT 1').fetchone()
    land.run('export', tmp_path / 'export.csv', '--gemeente', nis, '--exact')
    land.run('gemeenten', 'empty', nis, '--yes')
    assert not [1 for owner, *_ in overlaps.kept(land.path).values() if owner == nis]
    land.right()
    land.run('import', tmp_path / 'export.csv', '--gemeente', nis, '--replace', '--exact')
    assert [1 for owner, *_ in overlaps.kept(land.path).values() if owner == nis]
    land.right()


def test_a_load_into_a_store_with_parcels_alone_is_followed(binary, tmp_path, state):
    land = Land(binary, shutil.copy(state.store, tmp_path / 'store.sqlite'), tmp_path)
    land.run('export', tmp_path / 'export.csv', '--exact')
    before = overlaps.kept(land.path)
    with sqlite3.connect(land.path) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'risicolocatie'").fetchall():
            db.execute('DROP TRIGGER "%s"' % name)
        db.executescript('PRAGMA foreign_keys = ON; DELETE FROM risicolocatie; DELETE FROM idx_risicolocatie_geometry; DELETE FROM eigen_risicolocatie_geometry')
    assert overlaps.kept(land.path) == {}
    land.run('import', tmp_path / 'export.csv', '--exact')
    assert overlaps.kept(land.path) == before


def test_an_older_store_is_filled_when_it_is_brought_up_to_date(binary, tmp_path, state):
    land = Land(binary, shutil.copy(state.store, tmp_path / 'store.sqlite'), tmp_path)
    before = overlaps.kept(land.path)
    store.take_back(land.path, 15)
    with sqlite3.connect(land.path) as db:
        db.execute('DELETE FROM perceel_risicolocatie')
    land.run('init')
    assert overlaps.kept(land.path) == before and before


def test_a_bodemattest_says_what_a_parcel_overlaps_and_when_it_was_asked(land, clerk):
    id = clerk.insert(**{**NEW, 'geometry': square(X + 50, Y)})['id']
    assert clerk.commit()['ok']
    head, *rows = land.run('bodemattest', key(0)).splitlines()
    assert re.fullmatch(r'Perceel %s is risicogrond: het overlapt met 1 risicolocatie \(gevraagd op 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\.' % key(0), head)
    assert rows == ['risicolocatie;gemeente_nis;rubriek;startdatum;einddatum;overlap_m2;overlap_pct', 'risicolocatie.%d;44021;1.2.;2016-01-01;;5000.00;50.00' % id]
    assert 'is geen risicogrond: het overlapt met 0' in land.run('bodemattest', key(2))
    assert 'is geen risicogrond' in land.run('bodemattest', key(0), '--above-pct', 50) and 'is risicogrond' in land.run('bodemattest', key(0), '--above-m2', 4999)
    for words, told in (([key(9)], 'staat niet in de opslag'), (['44021B1/0'], 'geen capakey')):
        done = subprocess.run([land.binary, 'bodemattest', *words, '--store', str(land.path)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 1 and told in done.stderr and not done.stdout


def test_a_bodemattest_is_not_given_while_the_store_is_frozen(land):
    until = datetime.date.today() + datetime.timedelta(2)
    land.run('freeze', '--until', until, '--text', 'nieuwe versie, bel 016')
    done = subprocess.run([land.binary, 'bodemattest', key(0), '--store', str(land.path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 3 and 'nieuwe versie, bel 016' in done.stderr and not done.stdout
    land.run('thaw')
    assert 'is geen risicogrond' in land.run('bodemattest', key(0))


@pytest.mark.parametrize('damage, code', [
    ('DELETE FROM perceel_risicolocatie WHERE id = (SELECT min(id) FROM perceel_risicolocatie)', 'OverlapMist'),
    ('UPDATE perceel_risicolocatie SET overlap_m2 = overlap_m2 + 1 WHERE id = (SELECT min(id) FROM perceel_risicolocatie)', 'OverlapAnders'),
    ("UPDATE perceel_risicolocatie SET gemeente_nis = NULL WHERE id = (SELECT min(id) FROM perceel_risicolocatie)", 'OverlapEigenaar'),
    ('UPDATE OR REPLACE perceel_risicolocatie SET capakey = (SELECT max(capakey) FROM perceel) WHERE id = (SELECT min(id) FROM perceel_risicolocatie)', 'OverlapTeVeel')])
def test_check_finds_a_wrong_one(binary, tmp_path, state, damage, code):
    path = shutil.copy(state.store, tmp_path / 'store.sqlite')
    with sqlite3.connect(path) as db:
        assert db.execute(damage).rowcount == 1
    done = subprocess.run([binary, 'check', '--json', '--store', path], capture_output=True, text=True, timeout=300)
    assert done.returncode == 1 and code in {fault['code'] for fault in json.loads(done.stdout)['found']}
