"""Formats that are files of other programs: read back by GDAL they hold what SQL tells, in every system, and nothing else."""
import re
import pytest
from support import crs, fes, gml, ogr, store
from support.sample import ANTWERPEN, GENT

LAYERS = {'risicolocatie': ('geschrapt = 0', True), 'perceel': ('1', True), 'gemeente': ('1', False)}  # which rows, and whether they are the token's alone
FILES = {'gpkg': 'application/geopackage+sqlite3', 'flatgeobuf': 'application/flatgeobuf'}


def asked(client, **parameters):
    answer = client.features(**parameters)
    assert answer.status == 200, answer
    return answer


def refused(answer):
    assert answer.status == 400, answer
    assert gml.exception(answer.xml)[:2] == ('InvalidParameterValue', 'outputFormat'), answer
    return answer.text


def as_told(value):
    return int(value) if isinstance(value, bool) else value


@pytest.mark.parametrize('output', FILES)
@pytest.mark.parametrize('layer', LAYERS)
def test_every_row_is_what_sql_gives(two, truth, tmp_path, layer, output):
    where, own = LAYERS[layer]
    rows = truth.rows(layer, [GENT, ANTWERPEN] if own else None, where)
    file = ogr.File(asked(two, type_name='risico:' + layer, outputFormat=output).body, output, tmp_path)
    found = file.by_id()
    assert set(found) == store.ids(rows, layer) and rows
    assert file.kind == 'Multi Polygon' and file.system == '31370'
    for key, (row, shape) in found.items():
        told = rows[int(key.split('.')[1])]
        assert ogr.rings(shape) == store.polygons(told['geometry'])
        for name, got in row.items():
            assert name == 'id' or got == as_told(told[name]), (key, name)


@pytest.mark.parametrize('output', FILES)
@pytest.mark.parametrize('code', crs.CODES)
def test_coordinates_are_of_the_system_that_was_asked(gent, truth, tmp_path, output, code):
    for spelling in crs.SPELLINGS:
        file = ogr.File(asked(gent, outputFormat=output, srsName=crs.name(code, spelling), count=30).body, output, tmp_path)
        assert file.system == str(code) and len(file.rows) == 30
        for key, (_, shape) in file.by_id().items():
            wanted = crs.move_rings(store.polygons(truth.gent[int(key.split('.')[1])]['geometry']), code)
            near = 1e-9 if code in crs.NORTH_FIRST else 1e-4
            for part, told in zip(ogr.rings(shape), wanted, strict=True):
                for ring, right in zip(part, told, strict=True):
                    assert all(abs(a - b) <= near for point, good in zip(ring, right, strict=True) for a, b in zip(point, good)), (key, code)


@pytest.mark.parametrize('output', FILES)
def test_its_names_and_its_head(gent, truth, output):
    answer = asked(gent, outputFormat=output)
    assert answer.type == FILES[output]
    assert re.fullmatch(r'attachment; filename="risicolocatie-\d{4}-\d\d-\d\d\.\w+"', answer.headers['Content-Disposition'])
    assert answer.headers['OGC-NumberReturned'] == answer.headers['OGC-NumberMatched'] == str(len(truth.gent))
    assert int(answer.headers['Content-Length']) == len(answer.body)
    assert asked(gent, outputFormat=FILES[output]).body == answer.body, 'twice the same'


@pytest.mark.parametrize('output', FILES)
def test_what_it_cannot_hold_is_refused(gent, output):
    refused(gent.features(outputFormat=output, resultType='hits'))
    refused(gent.features('(risico:risicolocatie)(risico:perceel)', outputFormat=output))
    refused(gent.features('risico:risicolocatie,risico:gemeente', outputFormat=output, filter=fes.filter_of(
        '<fes:PropertyIsEqualTo><fes:ValueReference>gemeente_nis</fes:ValueReference><fes:ValueReference>nis_code</fes:ValueReference></fes:PropertyIsEqualTo>')))


@pytest.mark.parametrize('output', FILES)
def test_an_empty_answer_is_an_empty_file(gent, tmp_path, output):
    file = ogr.File(asked(gent, outputFormat=output, resourceId='onzin').body, output, tmp_path)
    assert file.rows == [] and 'rubriek' in file.columns and file.name == 'risicolocatie'


@pytest.mark.parametrize('output', FILES)
def test_a_geometry_that_is_not_asked_is_not_there(gent, tmp_path, output):
    if output == 'flatgeobuf':
        assert 'geometrie' in refused(gent.features(outputFormat=output, propertyName='omschrijving', count=5))
        return
    file = ogr.File(asked(gent, outputFormat=output, propertyName='omschrijving', count=5).body, output, tmp_path)
    assert len(file.rows) == 5 and all(shape is None for _, shape in file.rows) and 'omschrijving' in file.columns
