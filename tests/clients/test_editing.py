"""QGIS and GDAL change features, in three versions: what they save stands in the store, and what is refused they say."""
import json
import os
import re
import subprocess
import sys
import pytest
from support import npm, store, transaction as t
from support.qgis import CLIENTS, environment
from support.sample import GENT
from support.server import REPO

PLACE = [(104000, 194000), (104010, 194000), (104000, 194010)]
MOVED = [(x + 20, y) for x, y in PLACE]


@pytest.fixture(scope='module')
def editing(state, tmp_path_factory):
    with t.editing(state, tmp_path_factory.mktemp('editing')) as running:
        yield running


def row_with(editing, **wanted):
    (column, value), = wanted.items()
    return store.rows(editing.store, 'risicolocatie', where="%s = '%s'" % (column, value))


def lies_at(row, corners):
    """Within a centimetre."""
    ring, = store.polygons(row['geometry'])[0]
    return len(ring) == 4 and all(min(abs(x - a) + abs(y - b) for a, b in ring) < 0.01 for x, y in corners)


# --- QGIS ---

@pytest.fixture(scope='module', params=[('2.0.0', 'EPSG:31370'), ('1.1.0', 'EPSG:31370'), ('1.0.0', 'EPSG:31370'), ('2.0.0', 'EPSG:4326')], ids='-'.join)
def in_qgis(request, state, tmp_path_factory):
    home = tmp_path_factory.mktemp('qgis')
    with t.editing(state, home) as editing:
        done = subprocess.run([sys.executable, str(CLIENTS / 'qgis_edit.py'), editing.server.url + '/wfs', state.token(GENT, role='Beheerder'), *request.param],
                              env={**environment(home), 'QT_QPA_PLATFORM': 'offscreen', 'LC_ALL': 'nl_BE.UTF-8'}, capture_output=True, text=True, timeout=240)
        lines = [line for line in done.stdout.splitlines() if line.startswith('RESULT ')]
        assert lines, 'QGIS said nothing:\n' + done.stdout[-2000:] + done.stderr[-3000:]
        yield json.loads(lines[0][len('RESULT '):]), editing


def test_qgis_saves_what_its_user_drew(in_qgis):
    seen, editing = in_qgis
    assert seen['valid'] and seen['editable'] and seen['insert']['kept'] and seen['found'] == 1, seen
    assert seen['update']['kept'] and seen['delete']['kept'], seen
    row, = row_with(editing, omschrijving='uit QGIS').values()
    assert (row['eigen_kenmerk'], row['einddatum'], row['geschrapt']) == ('q-1', '2017-02-03', 0)
    assert lies_at(row, MOVED)
    other, = row_with(editing, omschrijving='tweede').values()
    assert other['geschrapt'] == 1 and lies_at(other, PLACE)


def test_qgis_shows_why_it_was_refused(in_qgis):
    seen, editing = in_qgis
    for refused in (seen['refused'], seen['refused_insert']):
        assert not refused['kept'] and 'staat niet in de lijst VLAREM_KOLOM_8, die bij de startdatum hoort (RubriekNietInLijst)' in ' '.join(refused['errors']), refused
    assert not row_with(editing, rubriek='99.99.')


# --- GDAL ---

FEATURES = 1000


def source(folder):
    features = [{'type': 'Feature', 'properties': {**t.NEW, 'omschrijving': 'rij %d' % i, 'eigen_kenmerk': None},
                 'geometry': {'type': 'Polygon', 'coordinates': [[[x + i % 10, y + i % 7] for x, y in t.RING]]}} for i in range(FEATURES)]
    path = folder / 'nieuw.geojson'
    path.write_text(json.dumps({'type': 'FeatureCollection', 'crs': {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::31370'}}, 'features': features}))
    return path


@pytest.mark.parametrize('version', t.VERSIONS)
def test_ogr2ogr_appends_a_thousand_rows_once_each(editing, state, tmp_path, version):
    before = editing.counts()[0]
    done = subprocess.run(['ogr2ogr', '-append', '-update', '-f', 'WFS', 'WFS:%s/wfs?VERSION=%s' % (editing.server.url, version), str(source(tmp_path)), '-nln', 'risico:risicolocatie'],
                          env={**os.environ, 'GDAL_HTTP_USERPWD': 'demo:' + state.token(GENT, role='Beheerder')}, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0 and 'ERROR' not in done.stderr, done.stderr[-2000:]
    assert editing.counts()[0] == before + FEATURES


GDAL = '''
import sys
from osgeo import gdal, ogr
gdal.UseExceptions()
ogr.UseExceptions()
layer_name = 'risico:risicolocatie'
source = gdal.OpenEx(sys.argv[1], gdal.OF_VECTOR | gdal.OF_UPDATE, open_options=['TRUST_CAPABILITIES_BOUNDS=NO'])
layer = source.GetLayerByName(layer_name)
layer.SetAttributeFilter("gml_id = '%s'" % sys.argv[2])
feature = layer.GetNextFeature()
feature.SetField('omschrijving', 'van GDAL')
if layer.GetLayerDefn().GetFieldIndex('einddatum') >= 0:
    feature.SetField('einddatum', '2018/03/04')
assert layer.SetFeature(feature) == 0
print('SET')
if len(sys.argv) > 3:
    feature.SetField('rubriek', '99.99.')
    try:
        print('REFUSED', layer.SetFeature(feature))
    except RuntimeError as error:
        print('REFUSED', error)
layer.SetAttributeFilter("gml_id = '%s'" % sys.argv[2])
assert layer.DeleteFeature(feature.GetFID()) == 0
print('DELETED')
'''


@pytest.mark.parametrize('version', t.VERSIONS)
def test_gdal_changes_a_row_and_deletes_it(editing, state, version):
    one, = t.ids(t.send(editing.client(GENT), '2.0.0', t.insert(t.new())))
    done = subprocess.run([sys.executable, '-c', GDAL, 'WFS:%s/wfs?VERSION=%s' % (editing.server.url, version), one, 'refused'],
                          env={**os.environ, 'GDAL_HTTP_USERPWD': 'demo:' + state.token(GENT, role='Beheerder')}, capture_output=True, text=True, timeout=240)
    assert 'SET' in done.stdout and 'DELETED' in done.stdout, done.stdout + done.stderr[-3000:]
    assert re.search('REFUSED.*', done.stdout), done.stdout
    row = editing.row(one)
    assert (row['omschrijving'], row['einddatum'], row['geschrapt'], row['rubriek']) == ('van GDAL', '2018-03-04', 1, '1.2.'), dict(row)


# --- OpenLayers ---

def test_openlayers_reads_the_new_ids(editing, state):
    seen = npm.session(REPO / 'tests/clients/openlayers', editing.server.url + '/wfs', state.token(GENT, role='Beheerder'), '1.1.0', program='transaction.js')
    assert [editing.row(one)['omschrijving'] for one in seen['ids']] == ['gewijzigd', 'tweede']
    assert editing.row(seen['ids'][0])['geschrapt'] == 1
    assert (seen['updated']['totalUpdated'], seen['deleted']['totalDeleted']) == (1, 1)
