"""data/layers/optional/perceel_risicolocatie.xml, put among the layers: each caller sees the overlaps of its own gemeenten, and the rest of the store changes no byte."""
import shutil
import urllib.parse
import pytest
from support import overlaps, store
from support.client import Client
from support.corpus_answers import ask, seen
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State

LAYER = 'perceel_risicolocatie'


@pytest.fixture(scope='module')
def layers(tmp_path_factory):
    folder = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', folder)
    shutil.copy(folder / 'optional' / (LAYER + '.xml'), folder)
    return str(folder)


@pytest.fixture(scope='module')
def whole(state, layers):
    with Server(state, layers=layers) as server:
        yield server


@pytest.fixture(scope='module')
def alone(state, layers):
    """A store with rows of Gent alone."""
    other = State(state.binary)
    store.copy_for(state.store, other.store, [GENT])
    (other.keys / 'jwks.json').write_bytes((state.keys / 'jwks.json').read_bytes())
    with Server(other, layers=layers) as server:
        yield server
    other.remove()


def kept_of(state, *gemeenten):
    return {(key, place): (m2, pct) for (key, place), (nis, m2, pct) in overlaps.kept(state.store).items() if nis in gemeenten}


def test_each_caller_gets_the_overlaps_of_its_own_gemeenten(whole, state):
    for gemeenten in ((GENT,), (GENT, ANTWERPEN)):
        found = Client(whole.url, state.token(*gemeenten)).features(LAYER, outputFormat='application/json').json['features']
        assert {(f['properties']['capakey'], int(f['properties']['risicolocatie'].partition('.')[2])): (f['properties']['overlap_m2'], f['properties']['overlap_pct']) for f in found} == kept_of(state, *gemeenten)
        assert {f['properties']['gemeente_nis'] for f in found} <= set(gemeenten) and found
    assert Client(whole.url).features(LAYER).status == 401


def test_rule_16_the_rest_of_the_store_changes_no_byte(whole, alone, state):
    token = state.token(GENT)
    with store.connect(state.store) as db:
        own, = db.execute('SELECT min(id) FROM perceel_risicolocatie WHERE gemeente_nis = ?', (GENT,)).fetchone()
        foreign, capakey = db.execute('SELECT min(id), capakey FROM perceel_risicolocatie WHERE gemeente_nis = ?', (ANTWERPEN,)).fetchone()
    asked = 0
    for more in ({}, {'resultType': 'hits'}, {'count': '3'}, {'count': '2', 'startIndex': '1'}, {'sortBy': 'overlap_m2 DESC'}, {'outputFormat': 'csv'}, {'outputFormat': 'application/json'},
                 *({'resourceId': '%s.%d' % (LAYER, id)} for id in (own, foreign, 1)), {'CQL_FILTER': "capakey = '%s'" % capakey}, {'CQL_FILTER': 'overlap_pct > 50'}, {'bbox': '0,0,300000,300000'}):
        path = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:%s&%s' % (LAYER, urllib.parse.urlencode(more))
        a, b = (ask(Client(server.url, token), path, None, {}) for server in (whole, alone))
        assert seen(a) == seen(b), more
        asked += a.status == 200
    assert asked > 8
