"""Files of an answer in the programs that people open them with."""
import json
import pathlib
import subprocess
import sys
import pytest
from support import ogr, sheets, store
from support.client import Client
from support.qgis import environment, mark, run_qgis
from support.sample import AFFLIGEM
from support.server import Server, State

SESSION = pathlib.Path(__file__).with_name('qgis_files.py')
ENDS = {'gpkg': '.gpkg', 'flatgeobuf': '.fgb', 'shape-zip': '.zip', 'xlsx': '.xlsx', 'ods': '.ods', 'kml': '.kml'}


@pytest.fixture(scope='module')
def seen(gent, tmp_path_factory):
    folder, paths = tmp_path_factory.mktemp('files'), {}
    for output, end in ENDS.items():
        answer = gent.features(outputFormat=output)
        assert answer.status == 200, answer
        paths[output] = folder / ('risicolocatie' + end)
        paths[output].write_bytes(answer.body)
    done = subprocess.run([sys.executable, str(SESSION), *map(str, paths.values())], env={**environment(folder), 'QT_QPA_PLATFORM': 'offscreen'}, capture_output=True, text=True,
                          timeout=240)
    lines = [line for line in done.stdout.splitlines() if line.startswith('RESULT ')]
    assert lines, 'QGIS said nothing:\n' + done.stdout[-2000:] + done.stderr[-3000:]
    found = json.loads(lines[0][len('RESULT '):])
    return {output: found[str(path)] for output, path in paths.items()}


@pytest.mark.parametrize('output', ENDS)
def test_qgis_opens_it_and_sees_every_row(seen, truth, output):
    layer = seen[output]
    assert layer['valid'] and layer['count'] == len(truth.gent), layer
    assert output == 'kml' or layer['ids'] == sorted(store.ids(truth.gent))
    if output in ('xlsx', 'ods'):
        assert layer['geometry'] == 'NoGeometry'
    else:
        assert layer['crs'] == ('EPSG:4326' if output == 'kml' else 'EPSG:31370')
        assert output == 'kml' or layer['geometry'] == 'MultiPolygon'


def test_qgis_knows_the_types_of_a_geopackage(seen):
    fields = seen['gpkg']['fields']
    assert (fields['startdatum'], fields['gewijzigd_op'], fields['geschrapt'], fields['oppervlakte_m2'], fields['versie'], fields['gemeente_nis']) == (
        'Date', 'DateTime', 'Boolean', 'Real', 'Integer64', 'String')


MANY = 30000


@pytest.fixture(scope='module')
def many(binary):
    state = State(binary)
    state.make_sample(MANY)
    state.make_key()
    with Server(state) as server:
        token = state.token(AFFLIGEM, role='ovam')
        yield Client(server.url, token), store.rows(state.store, 'risicolocatie', None, 'geschrapt = 0'), token
    state.remove()


@pytest.mark.thorough
@pytest.mark.parametrize('output', ENDS)
def test_thirty_thousand_rows_come_whole(many, tmp_path, output):
    client, rows, _ = many
    answer = client.features(outputFormat=output)
    assert answer.status == 200, answer
    assert len(rows) > 0.9 * MANY
    if output in ('xlsx', 'ods'):
        found = {row['id']: row for row in sheets.read(answer.body, output)[2]}
        told = {'risicolocatie.%d' % key: (row['rubriek'], row['startdatum'], row['oppervlakte_m2']) for key, row in rows.items()}
        assert {key: (row['rubriek'], row['startdatum'], row['oppervlakte_m2']) for key, row in found.items()} == told
        return
    file = ogr.File(answer.body, output, tmp_path)
    column = 'Name' if output == 'kml' else 'id'
    found = file.by_id(column)
    assert {int(key.split('.')[1]): row['rubriek'] for key, (row, _) in found.items()} == {key: row['rubriek'] for key, row in rows.items()}
    assert all(shape for _, shape in found.values())


@pytest.mark.thorough
@pytest.mark.parametrize('version,page', [('2.0.0', 7000), ('1.1.0', ''), ('1.0.0', '')])
def test_qgis_gets_thirty_thousand_rows_by_pages_or_at_once(many, tmp_path, version, page):
    """2.0.0 in pages of the size that its user chose; the older versions cannot say that there is more, and give them all."""
    client, rows, token = many
    seen = run_qgis(client, tmp_path, token, 'risico:risicolocatie', page, '', version)
    assert seen['valid'] and seen['count_after'] == len(rows) > 0.9 * MANY
    assert seen['names'] == sorted(store.ids(rows)) and seen['marks'] == sorted(mark(row) for row in rows.values())
    assert seen['identified']['clicked'] in seen['identified']['found']
