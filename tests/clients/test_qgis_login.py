"""QGIS itself, set up as qgis-guide/ says: the connection is loaded from verbinding.xml, the layer is added through QGIS's own dialogue, with an OAuth2
login in Chromium at a real OpenID provider or with a token as password. It must see exactly the rows that SQL counts for that user."""
import pytest
from shapely.geometry import box
from support import qgis, store
from support.client import Client
from support.sample import AFFLIGEM, GENT
from support.server import free_port


@pytest.fixture(scope='module')
def screen():
    with qgis.Screen() as running:
        yield running


@pytest.fixture(scope='module')
def two_people(screen, asking_server, idp, tmp_path_factory):
    """One QGIS with two OAuth2 logins, used one after the other; and the lines that the server wrote about it."""
    home = tmp_path_factory.mktemp('qgis')
    before = len(asking_server.request_lines())
    seen = qgis.run(screen, home, qgis.connection_for(asking_server, home),
                    [qgis.oauth2(idp, 'gent', free_port()), qgis.oauth2(idp, 'affligem', free_port())])
    return seen, asking_server.request_lines()[before:], home


def test_this_qgis_has_the_ways_to_log_in_that_the_guide_names(two_people):
    assert {'Basic', 'OAuth2'} <= set(two_people[0]['methods'])


def test_a_login_in_the_browser_opens_exactly_the_users_rows(two_people, truth):
    gent = two_people[0]['seen'][0]
    assert gent['valid'] and gent['geometry'] in ('MultiPolygon', 'MultiSurface') and gent['crs'] == 'EPSG:31370'
    assert gent['counted'] == len(truth.gent) and gent['marks'] == qgis.marks(truth.gent)


def test_two_people_in_one_profile_never_see_each_others_rows(two_people, truth):
    gent, affligem = two_people[0]['seen']
    assert affligem['valid'] and affligem['marks'] == qgis.marks(truth.active(AFFLIGEM))
    assert not set(gent['marks']) & set(affligem['marks'])


def test_qgis_keeps_no_risk_location_on_disk(two_people):
    cached = two_people[0]['cached']
    assert any('DescribeFeatureType' in url for url in cached), 'this test looks at the wrong folder'
    assert not [url for url in cached if 'GetCapabilities' in url], "it says where this person's gemeenten lie"
    assert not [url for url in cached if 'GetFeature' in url and 'DescribeFeatureType' not in url]


def test_each_person_asks_for_the_documents_or_they_are_the_same(two_people, asking_server, idp):
    """QGIS prefers what it has kept, and Qt's store does not look at Vary: what it may keep must be the same for everybody."""
    for request in ('GetCapabilities', 'DescribeFeatureType'):
        asked = [line for line in two_people[1] if line['operation'] == request]
        documents = {Client(asking_server.url, idp.token(name)).wfs(request).body for name in ('gent', 'affligem')}
        assert len(asked) >= 2 or len(documents) == 1, request


def test_the_next_person_with_the_same_profile_sees_the_own_rows(two_people, screen, asking_server, idp, truth):
    home = two_people[2]
    seen = qgis.run(screen, home, qgis.connection_for(asking_server, home), [qgis.oauth2(idp, 'affligem', free_port())])['seen'][0]
    assert seen['valid'] and seen['marks'] == qgis.marks(truth.active(AFFLIGEM))


def test_a_token_as_password_opens_the_layer_and_a_box_filters_it(screen, asking_server, idp, truth, tmp_path):
    login = qgis.basic(idp.token('twee'), only_extent=True)
    seen = qgis.run(screen, tmp_path, qgis.connection_for(asking_server, tmp_path), [login])['seen'][0]
    assert seen['valid'] and seen['marks'] == qgis.marks(truth.two)
    assert "restrictToRequestBBOX='1'" in seen['source'], 'the choice in the dialogue did not reach the layer'
    wanted = box(*seen['box'])
    inside = {key: row for key, row in truth.two.items() if box(*store.shape(store.polygons(row['geometry'])).bounds).intersects(wanted)}
    assert 0 < len(inside) < len(truth.two) and seen['in_box'] == qgis.marks(inside)


def test_a_signed_token_as_password_opens_the_layer_too(screen, server, state, truth, tmp_path):
    seen = qgis.run(screen, tmp_path, qgis.connection_for(server, tmp_path), [qgis.basic(state.token(GENT))])['seen'][0]
    assert seen['valid'] and seen['marks'] == qgis.marks(truth.gent)


def test_a_service_key_as_password_opens_the_layer_too(screen, server, state, truth, tmp_path):
    key = state.service_key(GENT)
    seen = qgis.run(screen, tmp_path, qgis.connection_for(server, tmp_path), [qgis.basic(key)])['seen'][0]
    assert seen['valid'] and seen['marks'] == qgis.marks(truth.gent)
