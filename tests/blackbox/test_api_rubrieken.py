"""/api/v1/rubrieken: the lists from which a rubriek is chosen, the same for everybody."""
import pytest
from support import store
from support.writing import World

LISTS = '/api/v1/rubrieken'
TOLD = ('lijst', 'code', 'versie', 'omschrijving', 'vlarebo_categorie', 'vito_id', 'vito_versie_id', 'bron', 'geverifieerd')


@pytest.fixture(scope='module')
def world(binary):
    with World(binary) as made:
        yield made


def expected(world, where='1'):
    with store.connect(world.state.store) as db:
        rows = db.execute('SELECT * FROM rubriek r WHERE %s ORDER BY lijst, code, versie' % where).fetchall()
    return [{name: bool(row[name]) if name == 'geverifieerd' else row[name] for name in TOLD if row[name] is not None} for row in rows]


def items(world, **parameters):
    answer = world.gent.get(LISTS, **parameters)
    assert answer.status == 200, answer
    assert answer.json['aantal'] == len(answer.json['items']) and answer.json['meer'] is False
    return answer.json['items']


def test_all_of_them_and_some(world):
    assert items(world) == expected(world) != []
    assert items(world, lijst='VLAREM_KOLOM_8') == expected(world, "lijst = 'VLAREM_KOLOM_8'") != []
    assert items(world, code='1.2.') == expected(world, "code = '1.2.'") != []
    assert items(world, code="1.2.' OR 1=1 --") == []


def test_those_of_a_day_are_the_newest_of_its_list(world):
    newest = ' AND versie = (SELECT max(versie) FROM rubriek n WHERE n.lijst = r.lijst AND n.code = r.code)'
    for day, lijst in (('2015-05-31', 'VLAREBO_BIJLAGE_I'), ('2015-06-01', 'VLAREM_KOLOM_8'), ('2026-11-30', 'VLAREM_KOLOM_8')):
        assert items(world, geldig_op=day) == expected(world, "lijst = '%s'" % lijst + newest) != []
    assert items(world, geldig_op='2015-06-01', lijst='VLAREBO_BIJLAGE_I') == []


@pytest.mark.parametrize('name, given', [('lijst', 'VLAREM'), ('geldig_op', '1 juni 2015'), ('geldig_op', '2015-02-29'), ('geldig_op', '2015-06-01T00:00:00Z'), ('limit', '3'), ('code', '')])
def test_what_is_wrong_is_said(world, name, given):
    answer = world.gent.get(LISTS, **{name: given})
    assert answer.status == 400 and answer.json['detail'] and name in answer.text, answer


def test_it_is_sent_again_only_when_it_changed(world):
    answer = world.gent.get(LISTS)
    etag = answer.headers['ETag']
    again = world.gent.get(LISTS, headers={'If-None-Match': etag})
    assert again.status == 304 and again.body == b'' and again.headers['ETag'] == etag
    assert world.gent.get(LISTS, lijst='VLAREM_KOLOM_8').headers['ETag'] != etag
    assert world.antwerpen.get(LISTS).body == world.anyone.get(LISTS).body == answer.body


def test_it_is_described_for_vendors_alone(world):
    described = world.gent.get('/api/v1/openapi').json['paths']['/rubrieken']
    assert {p['name'] for p in described['get']['parameters']} == {'f', 'lijst', 'code', 'geldig_op'} and set(described) == {'get'}
    assert world.gent.get('/api/rubrieken').status == 404 and '/rubrieken' not in world.gent.get('/api/openapi').json['paths']
