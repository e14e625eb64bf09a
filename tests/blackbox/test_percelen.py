"""`risicolaag percelen`: the parcels of the cadastre, from a file that GDAL reads."""
import csv
import json
import shutil
import sqlite3
import subprocess
import pytest
from osgeo import gdal
from support import import_files, store
from support.sample import AFFLIGEM, ANTWERPEN, GENT

HEAD = {'type': 'FeatureCollection', 'crs': {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::31370'}}}


def parcel(number, nis, x=104000, capakey=None, **more):
    ring = [[x, 194000 + 50 * number], [x + 20, 194000 + 50 * number], [x, 194040 + 50 * number], [x, 194000 + 50 * number]]
    return {'type': 'Feature', 'properties': {'CaPaKey': capakey or '44021A%04d/00B000' % number, 'NISCODE': nis, **more}, 'geometry': {'type': 'Polygon', 'coordinates': [ring]}}


class Land:
    def __init__(self, binary, path, folder):
        self.binary, self.path, self.folder = binary, path, folder

    def run(self, *words, ok=True):
        done = subprocess.run([self.binary, 'percelen', *map(str, words), '--store', str(self.path)], capture_output=True, text=True, timeout=300)
        assert not ok or done.returncode == 0, done.stderr
        return done

    def load(self, *parcels, ok=True, yes=True):
        (self.folder / 'adp.geojson').write_text(json.dumps({**HEAD, 'features': parcels}), encoding='utf-8')
        return self.run('load', self.folder / 'adp.geojson', *(['--yes'] if yes else []), ok=ok)

    def counts(self):
        return {row['nis_code']: int(row['percelen']) for row in csv.DictReader(self.run('list').stdout.splitlines(), delimiter=';')}

    def rows(self):
        return {row['capakey']: tuple(row) for row in store.rows(self.path, 'perceel').values()}

    def assert_whole(self):
        with store.connect(self.path) as db:
            assert [tuple(r) for r in db.execute('PRAGMA integrity_check')] == [('ok',)] and not db.execute('PRAGMA foreign_key_check').fetchall()
            for index in ('idx_perceel_geometry', 'eigen_perceel_geometry'):
                assert db.execute('SELECT rtreecheck(?)', (index,)).fetchone()[0] == 'ok'
                assert db.execute('SELECT count(*) FROM perceel LEFT JOIN %s i ON i.pkid = id WHERE i.pkid IS NULL' % index).fetchone()[0] == 0
            assert db.execute('SELECT (SELECT count(*) FROM perceel) - (SELECT count(*) FROM eigen_perceel_geometry)').fetchone()[0] == 0


@pytest.fixture(params=['empty', 'filled'])
def land(request, binary, state, new_store, tmp_path):
    shutil.copy(state.store if request.param == 'filled' else new_store, tmp_path / 'store.sqlite')
    return Land(binary, tmp_path / 'store.sqlite', tmp_path)


def test_the_parcels_of_a_gemeente_become_those_of_the_file_and_of_no_other(land):
    before = land.rows()
    done = land.load(parcel(1, GENT), parcel(2, GENT), parcel(3, AFFLIGEM))
    assert '3 percelen van 2 gemeenten gelezen: 3 toegevoegd, 0 gewijzigd' in done.stdout
    counts = land.counts()
    assert counts[GENT] == 2 and counts[AFFLIGEM] == 1 and len(counts) == 285
    others = {key: row for key, row in before.items() if row[2] not in (GENT, AFFLIGEM)}
    assert {key: row for key, row in land.rows().items() if row[2] not in (GENT, AFFLIGEM)} == others
    land.assert_whole()
    first = land.rows()
    done = land.load(parcel(1, GENT), parcel(2, GENT, x=105000), parcel(4, GENT))
    assert '1 toegevoegd, 1 gewijzigd, 0 verwijderd' in done.stdout
    now = land.rows()
    key, moved, kept = ('44021A%04d/00B000' % n for n in (1, 2, 3))
    assert now[key] == first[key] and now[kept] == first[kept] and now[moved][0] == first[moved][0] and now[moved] != first[moved]
    assert '0 toegevoegd, 0 gewijzigd, 1 verwijderd' in land.load(parcel(2, GENT, x=105000), parcel(4, GENT)).stdout
    assert land.counts()[GENT] == 2 and land.counts()[AFFLIGEM] == 1
    land.assert_whole()


WRONG = [(parcel(2, GENT, capakey='44021A0002/00B00'), 'geen capakey'), (parcel(2, '99999'), 'geen NIS-code'), (parcel(1, GENT), 'meer dan een keer'),
         (parcel(2, GENT, x=604000), 'niet in Vlaanderen'), ({**parcel(2, GENT), 'geometry': {'type': 'Point', 'coordinates': [104000, 194000]}}, 'geen vlak')]


@pytest.mark.parametrize('wrong, told', WRONG, ids=[told for _, told in WRONG])
def test_one_wrong_parcel_is_named_and_nothing_is_loaded(land, wrong, told):
    before = land.rows()
    done = land.load(parcel(1, GENT), wrong, parcel(3, ANTWERPEN), ok=False)
    assert done.returncode == 1 and told in done.stderr, done.stderr
    assert land.rows() == before
    land.assert_whole()


@pytest.mark.thorough
def test_a_parcel_is_not_taken_from_a_gemeente_of_which_the_file_says_nothing(land):
    land.load(parcel(1, GENT), parcel(2, AFFLIGEM), parcel(3, AFFLIGEM))
    before = land.rows()
    done = land.load(parcel(1, GENT), parcel(2, GENT), ok=False)
    assert done.returncode == 1 and 'perceel 2 van het bestand (capakey "44021A0002/00B000") is in de opslag van gemeente %s' % AFFLIGEM in done.stderr, done.stderr
    assert land.rows() == before
    land.load(parcel(1, GENT), parcel(2, GENT), parcel(3, AFFLIGEM))
    assert land.counts()[GENT] == 2 and land.counts()[AFFLIGEM] == 1
    land.assert_whole()


def test_parcels_are_only_removed_when_asked(land):
    land.load(parcel(1, GENT), parcel(2, GENT), parcel(3, GENT))
    before = land.rows()
    done = land.load(parcel(1, GENT), parcel(4, GENT), ok=False, yes=False)
    assert done.returncode == 1 and '2 percelen van de gemeenten in het bestand' in done.stderr and '--yes' in done.stderr, done.stderr
    assert land.rows() == before
    assert '1 toegevoegd' in land.load(parcel(1, GENT), parcel(2, GENT), parcel(3, GENT), parcel(4, GENT), yes=False).stdout
    land.assert_whole()


def test_a_file_without_parcels_is_an_error(land):
    before = land.rows()
    path = import_files.geopackage(land.folder / 'leeg.gpkg', ['CAPAKEY', 'NISCODE', 'geometry'], [])
    done = land.run('load', path, '--yes', ok=False)
    assert done.returncode == 1 and 'geen percelen' in done.stderr, done.stderr
    assert land.rows() == before


def test_parcels_that_lie_nobody_knows_where_are_not_loaded(land):
    before = land.rows()
    unknown = {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::21500'}}  # Belge Lambert 50: PROJ knows no way to Lambert 72
    (land.folder / 'adp.geojson').write_text(json.dumps({**HEAD, 'crs': unknown, 'features': [parcel(1, GENT)]}), encoding='utf-8')
    done = land.run('load', land.folder / 'adp.geojson', ok=False)
    assert done.returncode == 1 and 'het coördinatenstelsel van het bestand is onbekend' in done.stderr, done.stderr
    assert land.rows() == before


def test_a_file_without_capakeys_is_no_list_of_parcels(land):
    feature = parcel(1, GENT)
    feature['properties'] = {'NISCODE': GENT}
    done = land.load(feature, ok=False)
    assert done.returncode == 1 and '--capakey-field' in done.stderr
    assert land.run(ok=False).returncode == 2


def _without_a_page(path):
    """The last page that holds parcels becomes zeros."""
    with sqlite3.connect(path) as db:
        page, size = db.execute("SELECT max(pageno), (SELECT page_size FROM pragma_page_size) FROM dbstat WHERE name = 'adp' AND pagetype = 'leaf'").fetchone()
    with open(path, 'r+b') as file:
        file.seek((page - 1) * size)
        file.write(b'\0' * size)


def _without_its_end(path):
    path.write_bytes(path.read_bytes()[:-path.stat().st_size // 4])


BROKEN_OFF = [('GPKG', 'gpkg', _without_a_page, 'afgebroken'), ('FlatGeobuf', 'fgb', _without_its_end, 'afgebroken'), ('ESRI Shapefile', 'shp', _without_its_end, 'geen vlak')]


@pytest.mark.parametrize('driver, ending, spoil, told', BROKEN_OFF)
def test_a_list_that_breaks_off_is_refused_whole(land, driver, ending, spoil, told):
    (land.folder / 'whole.geojson').write_text(json.dumps({**HEAD, 'features': [parcel(n, GENT) for n in range(400)]}), encoding='utf-8')
    path = land.folder / ('adp.' + ending)
    gdal.VectorTranslate(str(path), str(land.folder / 'whole.geojson'), format=driver, layerName='adp', **({'layerCreationOptions': ['SPATIAL_INDEX=NO']} if ending == 'fgb' else {}))
    spoil(path)
    before = land.rows()
    done = land.run('load', path, '--yes', ok=False)
    assert done.returncode == 1 and told in done.stderr, done.stdout + done.stderr
    assert land.rows() == before
