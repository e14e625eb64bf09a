"""Each caller is told where its own gemeenten lie, so that a map shows those and not all of Flanders (N4): by their public contours, never by rows."""
import math
import shutil
import sqlite3
import pyproj
import pytest
from support import gml, store
from support.client import Client
from support.sample import AFFLIGEM, ANTWERPEN, GENT
from support.server import Server, State

TO_WGS84 = pyproj.Transformer.from_crs(31370, 4326, always_xy=True)
FLANDERS = [2.52, 50.67, 5.94, 51.51]


def announced(client, layer='risicolocatie'):
    """west, south, east, north."""
    answer = client.wfs('GetCapabilities')
    assert answer.status == 200, answer
    kind, = answer.xml.xpath('//wfs:FeatureType[wfs:Name="risico:%s"]' % layer, namespaces=gml.NS)
    corners = [kind.findtext('ows:WGS84BoundingBox/ows:' + name, namespaces=gml.NS) for name in ('LowerCorner', 'UpperCorner')]
    return [float(number) for corner in corners for number in corner.split()]


def contours(truth, *gemeenten):
    """The extent of these contours on WGS 84, by pyproj."""
    rows = truth.rows('gemeente', gemeenten)
    assert len(rows) == len(gemeenten)
    points = [point for row in rows.values() for part in store.polygons(row['geometry']) for ring in part for point in ring]
    xs, ys = zip(*points)
    return TO_WGS84.transform_bounds(min(xs), min(ys), max(xs), max(ys), densify_pts=21)


@pytest.mark.parametrize('layer', ['risicolocatie', 'perceel'])
@pytest.mark.parametrize('gemeenten', [(GENT,), (AFFLIGEM,), (GENT, ANTWERPEN)])
def test_n4_the_extent_is_that_of_the_callers_contours(server, state, truth, gemeenten, layer):
    found = announced(Client(server.url, state.token(*gemeenten)), layer)
    expected = contours(truth, *gemeenten)
    assert found == pytest.approx(expected, abs=1e-3)
    assert found[0] <= expected[0] + 1e-4 and found[1] <= expected[1] + 1e-4 and found[2] >= expected[2] - 1e-4 and found[3] >= expected[3] - 1e-4
    assert math.prod((found[2] - found[0], found[3] - found[1])) < math.prod((FLANDERS[2] - FLANDERS[0], FLANDERS[3] - FLANDERS[1]))


def test_n4_whoever_sees_all_is_told_of_all(server, state, truth):
    every = sorted(row['nis_code'] for row in truth.rows('gemeente').values())
    assert announced(Client(server.url, state.token(AFFLIGEM, role='Ovam'))) == pytest.approx(contours(truth, *every), abs=2e-3)


def test_n4_without_a_token_and_for_a_public_layer_it_is_flanders(anyone, gent):
    assert announced(anyone) == announced(anyone, 'perceel') == announced(gent, 'gemeente') == announced(anyone, 'gemeente') == FLANDERS


def test_n4_callers_in_turn_get_their_own(server, state):
    """Of documents that are kept too: the same worker answers them all."""
    callers = {name: Client(server.url, token) for name, token in (('gent', state.token(GENT)), ('antwerpen', state.token(ANTWERPEN)), ('nobody', None))}
    first = {name: announced(client) for name, client in callers.items()}
    assert len({tuple(extent) for extent in first.values()}) == 3
    for _ in range(8):
        assert {name: announced(client) for name, client in callers.items()} == first


def test_n4_nobody_keeps_a_document_that_differs_by_caller(anyone, gent):
    for client in (anyone, gent):
        assert client.wfs('GetCapabilities').headers['Cache-Control'] == 'private, no-store'


@pytest.fixture
def own(state):
    other = State(state.binary)
    shutil.copyfile(state.store, other.store)
    other.make_key()
    yield other
    other.remove()


def change(state, sql):
    with sqlite3.connect(state.store) as db:
        db.execute(sql)


def test_n4_the_extent_follows_the_contours_and_no_row(own):
    """New contours are told of at the next request; a gemeente without a row, and one whose rows lie elsewhere, are where their contours are."""
    with Server(own, workers=1) as server:
        gent = Client(server.url, own.token(GENT))
        before = announced(gent)
        change(own, "DELETE FROM perceel WHERE gemeente_nis = '%s' AND id %% 2" % GENT)
        assert announced(gent) == before
        change(own, "UPDATE idx_gemeente_geometry SET xmax = xmax + 5000 WHERE pkid = (SELECT id FROM gemeente WHERE nis_code = '%s')" % GENT)
        after = announced(gent)
        assert after[:2] == before[:2] and after[2] == pytest.approx(before[2] + .0714, abs=.002) and after[3] == pytest.approx(before[3], abs=.002)
