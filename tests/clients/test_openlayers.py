"""OpenLayers' own format classes write requests and read answers; what they find is what SQL and shapely find."""
import pytest
from shapely.geometry import box
from support import npm, store
from support.sample import ANTWERPEN, GENT
from support.server import REPO

FOLDER = REPO / 'tests/clients/openlayers'
PLACE = box(100000, 190000, 106000, 196000)


@pytest.fixture(scope='module')
def seen(server, state):
    return npm.session(FOLDER, server.url + '/wfs', state.token(GENT, ANTWERPEN))


def shapes(truth):
    """id → geometry; an area that crosses itself is mended, as every predicate of the service takes it."""
    return {key: store.shape(store.polygons(row['geometry'])).buffer(0) for key, row in truth.two.items()}


SQL = {'like': "rubriek LIKE '17.%'", 'and': "bron = 'gemeente' AND versie > 0", 'between': 'oppervlakte_m2 BETWEEN 500 AND 5000',
       'not': 'einddatum IS NOT NULL', 'during': "startdatum > '1990-01-01' AND startdatum < '2010-01-01'"}


@pytest.mark.parametrize('name', SQL)
def test_a_filter_finds_what_sql_finds(seen, truth, name):
    expected = truth.rows('risicolocatie', [GENT, ANTWERPEN], 'geschrapt = 0 AND (%s)' % SQL[name])
    assert expected and set(seen['filters'][name]) == store.ids(expected)


@pytest.mark.parametrize('name,holds', [('intersects', lambda s: s.intersects(PLACE)), ('within', lambda s: s.within(PLACE)),
                                        ('dwithin', lambda s: s.distance(PLACE) <= 1000), ('bbox', lambda s: s.intersects(PLACE))])
def test_a_place_finds_what_shapely_finds(seen, truth, name, holds):
    expected = {key for key, s in shapes(truth).items() if holds(s)}
    assert expected and set(seen['filters'][name]) == store.ids(expected)


def test_gml_is_read_whole(seen, truth):
    assert set(seen['gml']) == store.ids(truth.two)
    for key, row in truth.two.items():
        found, shape = seen['gml']['risicolocatie.%d' % key], store.shape(store.polygons(row['geometry']))
        assert found['extent'] == pytest.approx(list(shape.bounds), abs=0.001)
        assert seen['properties']['risicolocatie.%d' % key] == row['rubriek']
        if shape.is_valid:
            assert found['area'] == pytest.approx(shape.area, rel=1e-6)


def test_a_map_in_web_mercator_shows_what_lies_in_view(seen, truth):
    inside = {'risicolocatie.%d' % key for key, s in shapes(truth).items() if s.intersects(PLACE.buffer(-50))}
    around = {'risicolocatie.%d' % key for key, s in shapes(truth).items() if s.intersects(PLACE.buffer(400))}  # the view is a box of the map, not of Lambert 72
    assert inside and inside <= set(seen['view']) <= around
