"""QGIS's and GDAL's providers of OGC API – Features (OAPIF) read exactly the rows of the token at /api, page after page."""
import json
import re
import pytest
from clients.test_gdal import gdal
from support import store
from support.qgis import run_qgis
from support.sample import ANTWERPEN, GENT


def test_ogrinfo_lists_the_layers_and_counts_the_rows(server, state, truth):
    listed = gdal(server, None, 'ogrinfo', '-ro', 'OAPIF:%s/api' % server.url)
    assert {'risicolocatie', 'gemeente', 'perceel'} <= set(re.findall(r'^\d+: (\w+)', listed.stdout, re.M)), listed.stdout + listed.stderr
    done = gdal(server, state.token(GENT), 'ogrinfo', '-ro', '-so', 'OAPIF:%s/api' % server.url, 'risicolocatie')
    assert done.returncode == 0 and 'ERROR' not in done.stderr, done.stderr
    assert re.search(r'Feature Count: (\d+)', done.stdout).group(1) == str(len(truth.gent)), done.stdout


@pytest.mark.parametrize('options', [[], ['-oo', 'PAGE_SIZE=10'], ['-oo', 'INITIAL_REQUEST_PAGE_SIZE=3']])
def test_ogr2ogr_copies_exactly_the_rows(server, state, truth, tmp_path, options):
    done = gdal(server, state.token(GENT, ANTWERPEN), 'ogr2ogr', *options, '-f', 'GeoJSON', str(tmp_path / 'out.json'), 'OAPIF:%s/api' % server.url, 'risicolocatie')
    assert done.returncode == 0 and 'ERROR' not in done.stderr, done.stderr
    features = json.loads((tmp_path / 'out.json').read_text())['features']
    assert sorted(f['properties']['id'] for f in features) == sorted(store.ids(truth.two))
    for f in features:
        row = truth.two[int(f['properties']['id'].split('.')[1])]
        assert f['properties']['rubriek'] == row['rubriek'] and f['properties']['versie'] == row['versie'] and 2 < f['geometry']['coordinates'][0][0][0][0] < 7


@pytest.mark.parametrize('condition, sql', [("bron = 'gemeente'", "bron = 'gemeente'"), ('versie > 1', 'versie > 1'), ("rubriek LIKE '17.%' AND versie = 1", "rubriek LIKE '17.%' AND versie = 1")])
def test_what_gdal_filters_is_right(server, state, truth, condition, sql):
    done = gdal(server, state.token(GENT), 'ogrinfo', '-ro', '-al', '-geom=NO', '-where', condition, 'OAPIF:%s/api' % server.url, 'risicolocatie')
    assert done.returncode == 0 and 'ERROR' not in done.stderr, done.stderr
    found = set(re.findall(r'^  id \(String\) = (\S+)', done.stdout, re.M))
    assert found == store.ids(truth.rows('risicolocatie', [GENT], 'geschrapt = 0 AND ' + sql)) and found


@pytest.mark.parametrize('page', ['', '7'])
def test_qgis_gets_exactly_the_rows_of_the_token(server, state, truth, tmp_path, page):
    seen = run_qgis(server, tmp_path, state.token(GENT, ANTWERPEN), 'risicolocatie', page, '', 'OAPIF', path='/api')
    assert seen['valid'], seen
    assert seen['names'] == sorted(store.ids(truth.two)) and seen['count_after'] == len(truth.two)
