"""Rules 14, 15 and 18 of the domain, each by the shortest test that shows it; docs/testing.md says where every rule is held."""
import pytest
from support import gml, store
from support.client import Client
from support.edits import NEW, Editor
from support.fes import compare, document, filter_of
from support.sample import GENT
from support.server import Server, State

WORKERS = 4


@pytest.fixture(scope='module')
def own(binary):
    """A store of its own, for these tests write to it, and its server."""
    state = State(binary)
    state.make_sample(600)
    state.make_key()
    with Server(state, workers=WORKERS) as server:
        yield state, Client(server.url, state.token(GENT))
    state.remove()


@pytest.fixture
def clerk(own, binary):
    with Editor(binary, own[0].store) as e:
        e.become(gemeenten=[GENT], role='beheerder')
        yield e


def kept(clerk, done):
    assert done['ok'] and clerk.commit()['ok'], done
    return done['id']


def note_of(client, id):
    """What the layer says of the row, as each of the workers might answer; None when it has no such row."""
    answers = {gml.read(client.wfs('GetFeature', resourceId='risicolocatie.%d' % id).xml).get('risicolocatie.%d' % id, {}).get('omschrijving') for _ in range(3 * WORKERS)}
    assert len(answers) == 1, answers
    return answers.pop()


def test_rule_14_what_was_committed_is_in_the_next_answer(own, clerk):
    client = own[1]
    before = set(gml.ids(client.features().xml))
    id = kept(clerk, clerk.insert(**NEW, omschrijving='een'))
    assert set(gml.ids(client.features().xml)) == before | {'risicolocatie.%d' % id} and note_of(client, id) == 'een'
    for word in ('twee', 'drie', 'vier'):
        kept(clerk, clerk.update(id, omschrijving=word))
        assert note_of(client, id) == word
    kept(clerk, clerk.strike(id))
    assert set(gml.ids(client.features().xml)) == before and client.features(resultType='hits').xml.get('numberMatched') == str(len(before))


def test_rule_15_what_was_struck_off_stays_and_is_there_for_who_asks(own, clerk):
    state, client = own
    id = kept(clerk, clerk.insert(**NEW, omschrijving='nooit gebeurd'))
    kept(clerk, clerk.strike(id))
    name = 'risicolocatie.%d' % id
    row = store.rows(state.store, 'risicolocatie', [GENT])[id]
    assert row['geschrapt'] == 1 and row['geschrapt_op'] and row['omschrijving'] == 'nooit gebeurd' and row['geometry']
    assert name not in gml.ids(client.features().xml)
    asked = gml.read(client.post(document(filter_of(compare('geschrapt', 'true'))), 'text/xml').xml)
    assert asked[name]['omschrijving'] == 'nooit gebeurd' and asked[name]['geschrapt'] == 'true' and asked[name]['geschrapt_op']
    assert set(asked) == store.ids(key for key, struck in store.rows(state.store, 'risicolocatie', [GENT]).items() if struck['geschrapt'])
    kept(clerk, clerk.restore(id))
    assert name in gml.ids(client.features().xml)


def test_rule_18_the_default_crs_is_epsg_31370(own):
    state, client = own
    defaults = client.wfs('GetCapabilities').xml.xpath('//wfs:FeatureType/wfs:DefaultCRS/text()', namespaces=gml.NS)
    assert len(defaults) >= 3 and set(defaults) == {'urn:ogc:def:crs:EPSG::31370'}
    answer = client.features().xml
    assert {name.rpartition(':')[2].rpartition('/')[2] for name in answer.xpath('//gml:MultiSurface/@srsName', namespaces=gml.NS)} == {'31370'}
    rows = store.active(state.store, GENT)
    found = gml.read(answer)
    assert len(rows) > 1 and set(found) == store.ids(rows)
    for key, row in rows.items():
        expected = [point for part in store.polygons(row['geometry']) for ring in part for point in ring]
        given = [point for part in found['risicolocatie.%d' % key]['geometry'] for ring in part for point in ring]
        assert len(given) == len(expected)
        assert all(abs(a - x) < .001 and abs(b - y) < .001 for (a, b), (x, y) in zip(given, expected)), key
