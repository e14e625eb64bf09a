"""GDAL's WFS driver (ogrinfo, ogr2ogr) gets exactly the rows that SQL counts."""
import json
import os
import re
import subprocess
import pytest
import shapely.geometry
from support import gml, store
from support.client import Client
from support.sample import ANTWERPEN, GENT


def gdal(server, token, *command):
    environment = {**os.environ, 'CPL_CURL_VERBOSE': 'NO'}
    if token:
        environment['GDAL_HTTP_USERPWD'] = 'demo:' + token
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)


def test_ogrinfo_counts_the_rows_of_the_token(server, state, truth):
    done = gdal(server, state.token(GENT), 'ogrinfo', '-ro', '-so', 'WFS:%s/wfs' % server.url, 'risico:risicolocatie')
    assert done.returncode == 0 and 'ERROR' not in done.stderr, done.stderr
    assert re.search(r'Feature Count: (\d+)', done.stdout).group(1) == str(len(truth.gent)), done.stdout
    assert re.search(r'Geometry: Multi (Polygon|Surface)', done.stdout), done.stdout
    assert 'startdatum: Date' in done.stdout and 'versie: Integer' in done.stdout, done.stdout
    assert '31370' in done.stdout


def test_ogrinfo_lists_the_layers_without_a_token(server):
    done = gdal(server, None, 'ogrinfo', '-ro', 'WFS:%s/wfs' % server.url)
    for name in ('risico:risicolocatie', 'risico:gemeente', 'risico:perceel'):
        assert name in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize('page', [None, '10'])
def test_ogr2ogr_copies_exactly_the_rows(server, state, truth, tmp_path, page):
    options = ['--config', 'OGR_WFS_PAGE_SIZE', page] if page else []
    done = gdal(server, state.token(GENT, ANTWERPEN), 'ogr2ogr', *options, '-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-t_srs', 'EPSG:31370',
                str(tmp_path / 'out.json'), 'WFS:%s/wfs' % server.url, 'risico:risicolocatie')
    assert done.returncode == 0 and 'ERROR' not in done.stderr, done.stderr
    features = json.loads((tmp_path / 'out.json').read_text())['features']
    assert sorted(f['properties']['gml_id'] for f in features) == sorted(store.ids(truth.two))
    for f in features:
        row = truth.two[int(f['properties']['gml_id'].split('.')[1])]
        assert f['properties']['rubriek'] == row['rubriek']
        x, y = f['geometry']['coordinates'][0][0][0]
        assert abs(x - store.polygons(row['geometry'])[0][0][0][0]) < 0.01 and abs(y - store.polygons(row['geometry'])[0][0][0][1]) < 0.01


def test_the_old_path_goes_with_gdal_too(server, state, truth):
    done = gdal(server, state.token(GENT), 'ogrinfo', '-ro', '-so', 'WFS:%s/geoserver/BROL/wfs' % server.url, 'BROL:risicolocatie')
    assert re.search(r'Feature Count: (\d+)', done.stdout).group(1) == str(len(truth.gent)), done.stdout + done.stderr


def test_without_a_token_ogrinfo_gets_no_rows(server):
    done = gdal(server, None, 'ogrinfo', '-ro', '-al', 'WFS:%s/wfs' % server.url, 'risico:risicolocatie')
    assert 'risicolocatie.' not in done.stdout


# GDAL writes each of these as a filter of its own (FILTER, with a default namespace, LIKE by *, _ and !); what it cannot write it tests itself.
WHERE = {"rubriek LIKE '17.%'": "rubriek LIKE '17.%'",
         "rubriek = '17.3.2.1.1.1°b)'": "rubriek = '17.3.2.1.1.1°b)'",
         "vlarebo_categorie <> 'O'": "vlarebo_categorie <> 'O'",
         "versie > 1 OR bron = 'migratie'": "versie > 1 OR bron = 'migratie'",
         "startdatum < '1990/01/01'": "startdatum < '1990-01-01'",
         'einddatum IS NULL': 'einddatum IS NULL',
         'NOT (einddatum IS NULL)': 'einddatum IS NOT NULL',
         "bron IN ('gemeente', 'deskundige')": "bron IN ('gemeente', 'deskundige')",
         'oppervlakte_m2 >= 1000 AND oppervlakte_m2 <= 5000': 'oppervlakte_m2 BETWEEN 1000 AND 5000',
         "omschrijving LIKE '%''%'": "omschrijving LIKE '%''%'",
         "rubriek = 'bestaat niet'": '0'}


@pytest.mark.parametrize('where', WHERE)
def test_a_where_of_ogrinfo_finds_what_sql_finds(server, state, truth, where):
    expected = truth.rows('risicolocatie', [GENT], 'geschrapt = 0 AND (%s)' % WHERE[where])
    before = len(server.request_lines())
    done = gdal(server, state.token(GENT), 'ogrinfo', '-ro', '-so', '-where', where, 'WFS:%s/wfs' % server.url, 'risico:risicolocatie')
    assert re.search(r'Feature Count: (\d+)', done.stdout).group(1) == str(len(expected)), done.stdout + done.stderr
    asked = server.request_lines()[before:]
    assert not [line for line in asked if line['status'] >= 400], asked
    if ' IN ' not in where:  # which GDAL 3.6 does not send
        assert max([line['rows'] for line in asked if line['operation'] == 'GetFeature'], default=0) <= max(len(expected), 1), 'the filter stayed with the client'


def test_a_box_of_ogrinfo_finds_what_lies_there(server, state, truth):
    box = [104000, 192000, 106000, 194000]
    done = gdal(server, state.token(GENT), 'ogrinfo', '-ro', '-al', '-geom=NO', '-spat', *map(str, box), 'WFS:%s/wfs' % server.url, 'risico:risicolocatie')
    expected = {'risicolocatie.%d' % i for i, row in truth.gent.items() if store.shape(store.polygons(row['geometry'])).intersects(shapely.geometry.box(*box))}
    assert expected and set(re.findall(r'gml_id \(String\) = (\S+)', done.stdout)) == expected, done.stderr


def test_sql_with_an_order_comes_in_that_order(server, state, truth):
    done = gdal(server, state.token(GENT), 'ogrinfo', '-ro', '-geom=NO', '-sql',
                "SELECT gml_id, startdatum FROM \"risico:risicolocatie\" WHERE rubriek LIKE '17.%' ORDER BY startdatum DESC", 'WFS:%s/wfs' % server.url)
    expected = truth.rows('risicolocatie', [GENT], "geschrapt = 0 AND rubriek LIKE '17.%'")
    dates = re.findall(r'startdatum \(Date\) = (\S+)', done.stdout)
    assert expected and len(dates) == len(expected) and dates == sorted(dates, reverse=True), done.stdout[-800:] + done.stderr


def test_a_join_in_sql_is_done_by_the_server_and_misses_no_value(server, state, truth):
    """GDAL hands a join to a server that announces joins. It reads over references: every tuple must hold both features."""
    sql = 'SELECT r.rubriek, g.naam FROM "risico:risicolocatie" r JOIN "risico:gemeente" g ON r.gemeente_nis = g.nis_code'
    done = gdal(server, state.token(GENT, ANTWERPEN), 'ogrinfo', '-ro', '--config', 'OGR_WFS_PAGE_SIZE', '50', 'WFS:%s/wfs' % server.url, '-sql', sql)
    found = re.findall(r'r\.rubriek \(String\) = (.*)\n  g\.naam \(String\) = (.*)', done.stdout)
    assert sorted(found) == sorted((row['rubriek'], row['gemeente_naam']) for row in truth.two.values()), done.stderr


@pytest.fixture(scope='module')
def file(server, state, tmp_path_factory):
    """The layer as CSV, saved as curl does."""
    path = tmp_path_factory.mktemp('csv') / 'risicolocatie.csv'
    answer = Client(server.url, state.token(GENT, ANTWERPEN)).features(outputFormat='text/csv; guard=off') # the texts as they are
    assert answer.status == 200, answer
    path.write_bytes(answer.body)
    return path


OPEN = ['-oo', 'GEOM_POSSIBLE_NAMES=geometry', '-oo', 'EMPTY_STRING_AS_NULL=YES']


def test_ogrinfo_reads_the_csv_with_its_geometry(file, truth):
    done = subprocess.run(['ogrinfo', '-ro', '-so', '-al', str(file), *OPEN], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and 'ERROR' not in done.stderr and 'Warning' not in done.stderr, done.stderr
    assert re.search(r'Feature Count: (\d+)', done.stdout).group(1) == str(len(truth.two))
    extent = [float(n) for n in re.search(r'Extent: \((\S+), (\S+)\) - \((\S+), (\S+)\)', done.stdout).groups()]
    bounds = [store.shape(store.polygons(row['geometry'])).bounds for row in truth.two.values()]
    assert extent == pytest.approx([min(b[0] for b in bounds), min(b[1] for b in bounds), max(b[2] for b in bounds), max(b[3] for b in bounds)], abs=0.01)


def test_ogr2ogr_copies_every_row_of_the_csv(file, truth, tmp_path):
    done = subprocess.run(['ogr2ogr', '-f', 'GeoJSON', '-lco', 'RFC7946=NO', *OPEN, str(tmp_path / 'out.json'), str(file)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and 'ERROR' not in done.stderr, done.stderr
    found = {f['properties']['id']: f for f in json.loads((tmp_path / 'out.json').read_text())['features']}
    assert set(found) == store.ids(truth.two)
    for key, row in truth.two.items():
        f = found['risicolocatie.%d' % key]
        assert gml.json_rings(f['geometry']) == store.polygons(row['geometry'])
        # GDAL 3.6 reads CR LF within quotes as LF
        for name in ('rubriek', 'omschrijving', 'startdatum', 'einddatum', 'vito_id'):
            assert (f['properties'][name] or '') == (row[name] or '').replace('\r\n', '\n'), (key, name)
