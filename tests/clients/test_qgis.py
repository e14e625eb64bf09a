"""QGIS, headless, adds the layer with Basic authentication and sees exactly the rows that SQL counts."""
import pytest
from shapely.geometry import box
from shapely.ops import unary_union
from support import store
from support.qgis import mark, marks, run_qgis
from support.sample import ANTWERPEN, GENT


@pytest.fixture(scope='module')
def seen(server, state, tmp_path_factory):
    return run_qgis(server, tmp_path_factory.mktemp('qgis'), state.token(GENT, ANTWERPEN))


def test_the_layer_is_valid_with_a_known_geometry_type(seen):
    assert seen['valid'], seen
    assert seen['geometry'] in ('MultiPolygon', 'MultiSurface')
    assert seen['crs'] == 'EPSG:31370'


def test_qgis_counts_and_gets_exactly_the_rows_of_the_token(seen, truth):
    assert seen['counted'] == len(truth.two)
    assert seen['marks'] == marks(truth.two)
    assert seen['count_after'] == len(truth.two)


def test_fields_have_their_types(seen):
    types = seen['fields']
    assert types['rubriek'] == types['omschrijving'] == types['bron'] == 'QString'
    assert types['versie'] == 'qlonglong' and types['oppervlakte_m2'] == 'double' and types['aangemaakt_op'] == 'QDateTime'
    # QGIS 3.22 knows no xs:date and no xs:boolean and shows them as texts; newer ones do
    assert types['startdatum'] in ('QDate', 'QString') and types['geschrapt'] in ('bool', 'QString')


def test_n5_qgis_calls_each_feature_by_its_id(seen, truth):
    assert seen['called_by'] == '"id"' and seen['names'] == sorted(store.ids(truth.two))


@pytest.mark.parametrize('layer, called_by', [('perceel', '"capakey"'), ('gemeente', '"naam"')])
def test_n5_qgis_calls_the_features_of_the_other_layers_by_what_people_know(server, state, tmp_path, layer, called_by):
    assert run_qgis(server, tmp_path, state.token(GENT), 'risico:' + layer)['called_by'] == called_by


def extent_of(truth, *gemeenten):
    contours = [box(*store.shape(store.polygons(row['geometry'])).bounds) for row in truth.rows('gemeente', gemeenten).values()]
    return unary_union(contours).bounds


def test_n4_zoom_to_layer_goes_to_the_callers_gemeenten(seen, server, state, truth, tmp_path):
    """Within a kilometre: the extent travels in degrees, whose lines are not those of Lambert 72."""
    assert seen['announced'] == pytest.approx(extent_of(truth, GENT, ANTWERPEN), abs=1000)
    alone = run_qgis(server, tmp_path, state.token(GENT))
    assert alone['announced'] == pytest.approx(extent_of(truth, GENT), abs=1000)


def test_values_arrive_as_they_are(seen, truth):
    for row in truth.two.values():
        assert seen['texts'][mark(row)] == (row['omschrijving'] or None)


def test_geometries_arrive_whole(seen, truth):
    for row in truth.two.values():
        shape = store.shape(store.polygons(row['geometry']))
        if shape.is_valid:
            assert seen['areas'][mark(row)] == pytest.approx(shape.area, rel=1e-6, abs=0.01)


def test_a_box_filters(seen, truth):
    wanted = box(*seen['box'])
    shapes = {key: store.shape(store.polygons(row['geometry'])) for key, row in truth.two.items()}
    # QGIS itself compares bounding boxes
    expected = {key: truth.two[key] for key, s in shapes.items() if box(*s.bounds).intersects(wanted)}
    assert 0 < len(expected) < len(shapes)
    assert seen['in_box'] == marks(expected)


def test_a_click_identifies_the_feature(seen):
    assert seen['identified']['clicked'] in seen['identified']['found']


def test_pages_of_seven_are_the_same_layer(server, state, tmp_path, truth):
    paged = run_qgis(server, tmp_path, state.token(GENT), 'risico:risicolocatie', 7)
    assert paged['marks'] == marks(truth.gent)
    starts = [line for line in server.request_lines() if line['operation'] == 'GetFeature' and line['rows'] == 7]
    assert len(starts) >= len(truth.gent) // 7, 'QGIS did not page'


# QGIS writes each as one fes:Filter, over several lines; beside it goes no BBOX, but one within the filter.
SUBSETS = {"rubriek LIKE '17.%'": "rubriek LIKE '17.%'",
           "bron IN ('gemeente', 'deskundige') AND versie >= 1": "bron IN ('gemeente', 'deskundige') AND versie >= 1",
           "NOT (vlarebo_categorie = 'O') OR einddatum IS NULL": "NOT ifnull(vlarebo_categorie = 'O', 0) OR einddatum IS NULL",
           "intersects_bbox($geometry, geomFromWKT('POLYGON((100000 190000, 105000 190000, 105000 195000, 100000 195000, 100000 190000))'))": None,
           "SELECT * FROM risicolocatie WHERE rubriek LIKE '17.%' ORDER BY startdatum DESC": "rubriek LIKE '17.%'"}


@pytest.mark.parametrize('subset', SUBSETS)
def test_the_query_builder_filters(server, state, tmp_path, truth, subset):
    before = len(server.request_lines())
    seen = run_qgis(server, tmp_path, state.token(GENT, ANTWERPEN), 'risico:risicolocatie', '', subset)
    expected = truth.rows('risicolocatie', [GENT, ANTWERPEN], 'geschrapt = 0 AND (%s)' % (SUBSETS[subset] or '1'))
    if SUBSETS[subset] is None:
        place = box(100000, 190000, 105000, 195000)
        expected = {key: row for key, row in expected.items() if store.shape(store.polygons(row['geometry'])).buffer(0).intersects(place)}
    assert expected and seen['marks'] == marks(expected)
    assert not [line for line in server.request_lines()[before:] if line['status'] >= 400]


def test_the_public_layer_needs_no_login(server, tmp_path, truth):
    public = run_qgis(server, tmp_path, '', 'risico:gemeente')
    assert public['valid'] and public['marks'] == marks(truth.rows('gemeente'))


def test_a_wrong_password_gives_no_layer_with_rows(server, tmp_path):
    refused = run_qgis(server, tmp_path, 'onzin')
    assert not refused['valid'] or refused['marks'] == []
