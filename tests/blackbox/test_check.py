"""`risicolaag check`: a store that is well is called well, and each kind of damage is named with the row it hit."""
import contextlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import pytest
from support.edits import at_random, editor
from support.server import REPO


def check(binary, path):
    done = subprocess.run([binary, 'check', '--json', '--store', str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 1) and done.stdout, done.stderr
    report = json.loads(done.stdout)
    assert done.returncode == (0 if report['ok'] else 1)
    return report


@pytest.fixture(scope='module')
def edited(binary, tmp_path_factory):
    """A small sample after a day's work: the way in is the door, so all of it is journalled."""
    path = tmp_path_factory.mktemp('edited') / 'store.sqlite'
    subprocess.run([binary, 'sample', '--features', '300', '--awkward', '--store', str(path)], check=True, capture_output=True)
    assert {word for word, _ in at_random(binary, path, 120, seed=3)} == {'insert', 'update', 'strike', 'restore'}
    return path


@pytest.fixture
def own(edited, tmp_path):
    return pathlib.Path(shutil.copy(edited, tmp_path / 'store.sqlite'))


def test_a_store_that_is_well_is_called_well(binary, own):
    report = check(binary, own)
    assert report['ok'] and report['faults'] == 0 and report['found'] == [], report['found'][:3]
    assert set(report['parts']) == {'bestand', 'verwijzingen', 'schema', 'indexen', 'regels', 'journaal'}
    with contextlib.closing(sqlite3.connect(own)) as db:
        assert all(db.execute('SELECT count(*) FROM %s' % table).fetchone() == (count,) for table, count in report['rows'].items())
        assert db.execute('SELECT id, moment FROM boeking ORDER BY id DESC').fetchone() == (report['boeking']['id'], report['boeking']['moment'])
    (own.parent / 'leeg').mkdir()
    said = subprocess.run([binary, 'check', '--store', str(own)], capture_output=True, text=True, cwd=own.parent / 'leeg')
    assert not list((own.parent / 'leeg').iterdir()), 'a check leaves nothing where it is run'
    assert said.returncode == 0 and said.stdout.count('in orde') == 7


@pytest.mark.thorough
def test_it_is_of_one_moment_among_edits(binary, own):
    editing = subprocess.Popen([editor(binary), str(own), str(REPO / 'data/layers'), '--random', '100000', '9'], stdout=subprocess.PIPE, text=True)
    try:
        assert editing.stdout.readline()
        reports = [check(binary, own) for _ in range(3)]
    finally:
        editing.kill()
        editing.communicate()
    assert all(report['ok'] for report in reports), [report['found'][:3] for report in reports]
    assert reports[0]['boeking']['id'] < reports[2]['boeking']['id']


def test_a_store_that_cannot_be_looked_at_is_an_error(binary, tmp_path):
    (tmp_path / 'tekst.sqlite').write_text('geen databank\n' * 1000)
    for name, said in (('weg.sqlite', 'er is geen opslag'), ('tekst.sqlite', 'geen (gave) SQLite-databank')):
        done = subprocess.run([binary, 'check', '--store', str(tmp_path / name)], capture_output=True, text=True)
        assert done.returncode == 1 and said in done.stderr


def damage(path, *statements):
    """Past every trigger and rule, which stand again afterwards, word for word."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        db.execute('PRAGMA ignore_check_constraints = ON')
        db.execute('BEGIN')
        for name, _ in triggers:
            db.execute('DROP TRIGGER "%s"' % name)
        for statement in statements:
            assert db.execute(statement).rowcount != 0, 'nothing was damaged: ' + statement
        for _, sql in triggers:
            db.execute(sql)
        db.execute('COMMIT')


# A row that has versions; one that the sample loaded and nobody changed; one that was added and never changed.
CHANGED = '(SELECT id FROM risicolocatie_versie ORDER BY nr LIMIT 1)'
LOADED = "(SELECT min(id) FROM risicolocatie WHERE boeking = (SELECT max(boeking) FROM boeking_regel WHERE wat = 'geladen'))"
ADDED = "(SELECT min(object) FROM boeking_regel WHERE wat = 'toegevoegd' AND object NOT IN (SELECT id FROM risicolocatie_versie))"
STRUCK = "(SELECT min(object) FROM boeking_regel l WHERE wat = 'geschrapt' AND boeking = (SELECT boeking FROM risicolocatie WHERE id = l.object))"
VERSION = '(SELECT min(nr) FROM risicolocatie_versie)'

DAMAGES = [
    ('verwijzingen', 'VerwijzingStuk', 'perceel', "UPDATE perceel SET gemeente_nis = '99999' WHERE id = (SELECT min(id) FROM perceel)"),
    ('verwijzingen', 'RubriekKopieAnders', LOADED, "UPDATE risicolocatie SET rubriek_omschrijving = 'iets anders' WHERE id = " + LOADED),
    ('schema', 'SchemaOntbreekt', "'risicolocatie_gemeente'", 'DROP INDEX risicolocatie_gemeente'),
    ('indexen', 'IndexMist', LOADED, 'DELETE FROM eigen_risicolocatie_geometry WHERE pkid = ' + LOADED),
    ('indexen', 'IndexMist', LOADED, 'DELETE FROM idx_risicolocatie_geometry WHERE pkid = ' + LOADED),
    ('indexen', 'IndexMist', VERSION, 'DELETE FROM historiek_risicolocatie_geometry WHERE nr = ' + VERSION),
    ('indexen', 'IndexAnders', LOADED, 'UPDATE eigen_risicolocatie_geometry SET nismin = nismin + 1048576, nismax = nismax + 1048576 WHERE pkid = ' + LOADED),
    ('indexen', 'IndexAnders', LOADED, 'UPDATE eigen_risicolocatie_geometry SET nismin = nismin + 524288, nismax = nismax + 524288 WHERE pkid = ' + LOADED),
    ('indexen', 'IndexAnders', LOADED, 'UPDATE eigen_risicolocatie_geometry SET xmin = xmin - 10, xmax = xmax - 10 WHERE pkid = ' + LOADED),
    ('indexen', 'IndexAnders', VERSION, 'UPDATE historiek_risicolocatie_geometry SET tot_boeking = tot_boeking + 1 WHERE nr = ' + VERSION),
    ('indexen', 'IndexTeVeel', "'eigen_perceel_geometry'", 'INSERT INTO eigen_perceel_geometry VALUES (99999999, 0, 1, 0, 1, 0, 1)'),
    ('indexen', 'IndexBeschadigd', "'eigen_perceel_geometry'", 'DELETE FROM eigen_perceel_geometry_node WHERE nodeno = (SELECT max(nodeno) FROM eigen_perceel_geometry_node)'),
    ('regels', 'BronOnbekend', LOADED, "UPDATE risicolocatie SET bron = 'onzin' WHERE id = " + LOADED),
    ('regels', 'OmschrijvingOngeldig', LOADED, "UPDATE risicolocatie SET omschrijving = 'a' || char(8) || 'b' WHERE id = " + LOADED),
    ('regels', 'GeometrieOnleesbaar', LOADED, "UPDATE risicolocatie SET geometry = x'00' WHERE id = " + LOADED),
    ('regels', 'GeometrieOnleesbaar', LOADED, "UPDATE risicolocatie SET geometry = CAST(substr(geometry, 1, 60) || x'000000000000F87F' || substr(geometry, 69) AS BLOB) WHERE id = " + LOADED),
    ('regels', 'GeometrieOnleesbaar', LOADED, "UPDATE risicolocatie SET geometry = CAST(substr(geometry, 1, 6) || x'0000000000000040' || substr(geometry, 15) AS BLOB) WHERE id = " + LOADED),
    ('regels', 'GeometrieOnleesbaar', 'perceel', "UPDATE perceel SET geometry = x'000102' WHERE id = (SELECT min(id) FROM perceel)"),
    ('regels', 'GeometrieOnleesbaar', "'gemeente.44021'", "UPDATE gemeente SET geometry = x'000102' WHERE nis_code = '44021'"),
    ('regels', 'GeometrieOnleesbaar', "'risicolocatie_versie.' || " + VERSION, "UPDATE risicolocatie_versie SET geometry = x'000102'"),
    ('regels', 'OppervlakteAnders', LOADED, 'UPDATE risicolocatie SET oppervlakte_m2 = 1 WHERE id = ' + LOADED),
    ('journaal', 'VersieAnders', LOADED, 'UPDATE risicolocatie SET versie = 77 WHERE id = ' + LOADED),
    ('journaal', 'VersieAnders', ADDED, 'UPDATE risicolocatie SET versie = 2 WHERE id = ' + ADDED),
    ('journaal', 'VersieAnders', CHANGED, 'UPDATE risicolocatie SET versie = versie + 1 WHERE id = ' + CHANGED),
    ('journaal', 'NummersTerug', "'id_reeks.' || (SELECT gemeente_nis FROM risicolocatie WHERE id = %s)" % LOADED, 'UPDATE id_reeks SET volgend = 1'),
    ('schema', 'StelselAnders', "'spatial_ref_sys.31370'", "UPDATE spatial_ref_sys SET proj4text = 'x' WHERE srid = 31370"),
    ('schema', 'StelselAnders', "'perceel'", "UPDATE geometry_columns SET srid = 4326 WHERE f_table_name = 'perceel'"),
    ('journaal', 'JournaalLeeg', "'boeking'", 'DELETE FROM boeking'),
    ('journaal', 'JournaalGat', "'boeking.4'", 'DELETE FROM boeking WHERE id = 5'),
    ('journaal', 'JournaalTijdTerug', "'boeking.6'", "UPDATE boeking SET moment = '2999-01-01T00:00:00.000Z' WHERE id = 5"),
    ('journaal', 'RegelZonderBoeking', "'boeking_regel'", 'DELETE FROM boeking WHERE id = (SELECT max(id) FROM boeking)'),
    ('journaal', 'RijNaJournaal', LOADED, 'UPDATE risicolocatie SET boeking = 100000 WHERE id = ' + LOADED),
    ('journaal', 'VersieketenGebroken', CHANGED, 'DELETE FROM risicolocatie WHERE id = ' + CHANGED),
    ('journaal', 'VersiesOverlappen', CHANGED, 'UPDATE risicolocatie_versie SET tot_boeking = 100000 WHERE nr = ' + VERSION),
    ('journaal', 'VersieZonderRegel', ADDED, "DELETE FROM boeking_regel WHERE object = " + ADDED),
    ('journaal', 'EindeZonderRegel', CHANGED, 'DELETE FROM boeking_regel WHERE boeking = (SELECT tot_boeking FROM risicolocatie_versie ORDER BY nr LIMIT 1)'),
    ('journaal', 'RegelZonderVersie', ADDED, 'DELETE FROM risicolocatie WHERE id = ' + ADDED),
    ('journaal', 'VorigeVersieOntbreekt', CHANGED, 'DELETE FROM risicolocatie_versie WHERE nr = ' + VERSION),
    ('journaal', 'VerwijderdMaarEr', ADDED, "UPDATE boeking_regel SET wat = 'verwijderd' WHERE object = " + ADDED),
    ('journaal', 'SchrappingAnders', STRUCK, 'UPDATE risicolocatie SET geschrapt = 0, geschrapt_op = NULL WHERE id = ' + STRUCK),
    ('journaal', 'LadingAnders', "'boeking.'", 'DELETE FROM risicolocatie WHERE id = ' + LOADED),
]


@pytest.mark.parametrize('part, code, what, statement', DAMAGES)
@pytest.mark.thorough
def test_each_kind_of_damage_is_named(binary, own, part, code, what, statement):
    with contextlib.closing(sqlite3.connect(own)) as db:
        name, = db.execute('SELECT %s' % (what if what != 'perceel' else "'perceel.' || min(id) FROM perceel")).fetchone()
    damage(own, statement)
    found = [f for f in check(binary, own)['found'] if f['part'] == part and f['code'] == code]
    assert found, 'not named'
    assert any(str(name) in f['what'] for f in found) and all(f['nl'] and f['en'] for f in found), (name, found[:3])


@pytest.mark.parametrize('code, name, statements', [
    ('SchemaOntbreekt', 'boeking_weg', ['DROP TRIGGER boeking_weg']),
    ('SchemaOntbreekt', 'gii_risicolocatie_geometry', ['DROP TRIGGER gii_risicolocatie_geometry']),
    ('SchemaAnders', 'boeking_weg', ['DROP TRIGGER boeking_weg', 'CREATE TRIGGER boeking_weg BEFORE DELETE ON boeking WHEN 0 BEGIN SELECT 1; END']),
    ('SchemaAnders', 'vergunning_stand', ['ALTER TABLE vergunning_stand ADD COLUMN meer TEXT']),
    ('TriggerOnbekend', 'vreemd', ['CREATE TRIGGER vreemd AFTER INSERT ON risicolocatie BEGIN SELECT 1; END'])])
def test_tables_and_triggers_must_be_those_of_the_program(binary, own, code, name, statements):
    with contextlib.closing(sqlite3.connect(own)) as db:
        for statement in statements:
            db.execute(statement)
    assert [(f['code'], f['what']) for f in check(binary, own)['found']] == [(code, name)]


def test_a_page_that_was_overwritten_is_named(binary, own):
    with contextlib.closing(sqlite3.connect(own)) as db:
        page, = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'perceel_gemeente'").fetchone()
        size, = db.execute('PRAGMA page_size').fetchone()
        db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    with open(own, 'r+b') as f:
        f.seek((page - 1) * size)
        f.write(b'\xff' * size)
    report = check(binary, own)
    assert not report['ok'] and any(f['code'] == 'BestandBeschadigd' for f in report['found'])


def test_another_layer_beside_ours_is_no_fault(binary, own, tmp_path):
    (tmp_path / 'punt.csv').write_text('id,naam,WKT\n1,a,POINT (100000 200000)\n')
    subprocess.run(['ogr2ogr', '-f', 'SQLite', '-update', str(own), str(tmp_path / 'punt.csv'), '-nln', 'punt', '-lco', 'SPATIAL_INDEX=YES', '-a_srs', 'EPSG:31370'], check=True)
    assert check(binary, own)['ok']
