"""@camptocamp/ogc-client, by which catalogues (GeoNetwork's among them) read a WFS: it finds the types, counts, pages and shows what SQL and shapely find."""
import pytest
from shapely.geometry import box
from support import npm, store
from support.sample import ANTWERPEN, GENT
from support.server import REPO

FOLDER = REPO / 'tests/clients/ogc-client'
PLACE = box(100000, 190000, 106000, 196000)  # as in session.js
ASKED = {'': '2.0.0', '2.0.0': '2.0.0', '1.1.0': '1.1.0', '1.0.0': '1.0.0'}  # what is in the URL → what the server answers in


@pytest.fixture(scope='module')
def sessions(server, state):
    return npm.session(FOLDER, server.url + '/wfs', state.token(GENT, ANTWERPEN))


@pytest.fixture(params=ASKED)
def seen(request, sessions):
    return sessions[request.param]


def test_it_knows_what_is_there(sessions):
    assert {asked: seen['version'] for asked, seen in sessions.items()} == ASKED
    assert all(set(seen['types']) == {'risico:risicolocatie', 'risico:gemeente', 'risico:perceel'} and seen['title'] for seen in sessions.values())
    assert [asked for asked, seen in sessions.items() if not seen['json']] == ['1.0.0'], 'those capabilities have no place for JSON'


@pytest.mark.parametrize('asked', ['', '2.0.0', '1.1.0'])
def test_it_counts_and_knows_the_properties(sessions, truth, asked):
    seen = sessions[asked]
    assert seen['count'] == len(truth.two) and seen['geometry'] == 'geometry'
    assert {name: kind for name, kind in seen['properties'].items() if name in ('id', 'versie', 'startdatum', 'oppervlakte_m2')} == \
        {'id': 'string', 'versie': 'integer', 'startdatum': 'string', 'oppervlakte_m2': 'float'}


def test_it_gets_every_row_once(seen, truth):
    assert set(seen['all']) == store.ids(truth.two) and len(seen['all']) == len(truth.two)
    pages = sum(seen['pages'], [])
    assert not pages or (set(pages) == store.ids(truth.two) and len(pages) == len(truth.two))


def test_it_pages_where_it_thinks_that_it_can(sessions):
    assert all(len(seen['pages']) > 2 for seen in sessions.values() if seen['version'] == '2.0.0')


def test_it_shows_what_lies_in_view(seen, truth):
    shapes = {'risicolocatie.%d' % key: store.shape(store.polygons(row['geometry'])).buffer(0) for key, row in truth.two.items()}
    expected = {key for key, s in shapes.items() if s.intersects(PLACE)}
    assert expected and set(seen['view']) == expected
