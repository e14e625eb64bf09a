"""The feed of changes, /api/v1/wijzigingen: by it alone a program of a vendor keeps a copy that equals the layer."""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import pytest
from support import past, store
from support.client import Client
from support.edits import NEW, Editor, at_random
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State
from support.writing import ITEMS, World

FEED = '/api/v1/wijzigingen'
V1 = ITEMS.replace('/api/', '/api/v1/')


@pytest.fixture(scope='module')
def world(binary):
    with World(binary) as made:
        yield made


def pages(who, na=None):
    """Every change after this place, and the place behind the last."""
    found, more = [], True
    while more:
        answer = who.get(FEED, **({'na': na} if na else {}))
        assert answer.status == 200, answer
        page = answer.json
        assert page['aantal'] == len(page['items']) <= 1000
        assert page['meer'] == any(link['rel'] == 'next' for link in page['links'])
        found, na, more = found + page['items'], page.get('na'), page['meer']
    return found, na


def told(changes):
    return [(one['id'], one['toestand'], one.get('versie')) for one in changes]


def id_of(path):
    return path.rpartition('/')[2]


def test_without_a_place_it_is_all_that_is_there(world):
    found, na = pages(world.gent)
    assert {one['id'] for one in found if one['toestand'] == 'geldig'} == store.ids(store.active(world.state.store, GENT))
    assert len({one['id'] for one in found}) == len(found) and pages(world.gent, na) == ([], na)


def test_each_change_is_told_once_as_it_is_now(world):
    _, na = pages(world.gent)
    one, two = world.gent.make(V1), world.gent.make(V1)
    assert world.gent.patch(one, {'omschrijving': 'x'}, If_Match='*').status == 204
    assert world.gent.ask('DELETE', two, If_Match='*').status == 204
    found, later = pages(world.gent, na)
    assert told(found) == [(id_of(one), 'geldig', 2), (id_of(two), 'geschrapt', 2)]
    assert found[0]['moment'] < found[1]['moment'] and re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z', found[0]['moment'])
    assert world.gent.ask('POST', two + '/acties/schrappen-ongedaan-maken', {}, 'application/json', If_Match='*').status == 204
    assert told(pages(world.gent, later)[0]) == [(id_of(two), 'geldig', 3)]
    assert told(pages(world.gent, na)[0]) == [(id_of(one), 'geldig', 2), (id_of(two), 'geldig', 3)], 'an old place stays good'
    assert told(pages(world.reader, na)[0]) == told(pages(world.gent, na)[0]), 'whoever may read the layer may keep a copy'


def test_what_goes_to_another_gemeente_is_gone_for_the_first_and_new_for_the_second(binary, world):
    path = world.gent.make(V1)
    number = int(id_of(path).partition('.')[2])
    (_, gent), (_, antwerpen) = pages(world.gent), pages(world.antwerpen)
    with Editor(binary, world.state.store) as both:
        both.become(gemeenten=[GENT, ANTWERPEN], role='beheerder')
        assert both.update(number, gemeente_nis=ANTWERPEN)['ok'] and both.commit()['ok']
    assert told(pages(world.gent, gent)[0]) == [(id_of(path), 'weg', None)]
    found, antwerpen = pages(world.antwerpen, antwerpen)
    assert told(found) == [(id_of(path), 'geldig', 2)]
    gone = pages(world.gent, gent)
    assert world.antwerpen.patch(path, {'omschrijving': 'y'}, If_Match='*').status == 204
    assert pages(world.gent, gent) == gone, 'what the other does with it later is not told'
    assert told(pages(world.antwerpen, antwerpen)[0]) == [(id_of(path), 'geldig', 3)]


def test_a_place_that_is_none_says_to_begin_again(world):
    _, mine = pages(world.gent)
    _, theirs = pages(world.antwerpen)
    moment, number, key = mine.split('-')
    earlier = '%017d' % (int(moment) - 1)
    wrong = ['x', '-', '--', mine + 'x', mine.upper() + '-', theirs, '-'.join((earlier, number, key)), '-'.join((moment, '1', key)), '-'.join((moment, '9' * 16, key)),
             '-'.join((theirs.split('-')[0], number, key)), '-'.join((*theirs.split('-')[:2], key)), '9' * 17 + '-1-' + key, moment + "'-1-" + key]
    texts = set()
    for na in wrong:
        answer = world.gent.get(FEED, na=na)
        assert answer.status == 400 and answer.json['code'] == 'BeginOpnieuw', (na, answer)
        texts.add(answer.text.replace(answer.headers['X-Request-Id'], ''))
    assert len(texts) == 1, 'the place of another is as one that never was'
    assert world.gent.get(FEED, limit=3).status == 400 and world.gent.get(FEED, na='').status == 400


def test_who_asks_for_it(world):
    assert world.anyone.get(FEED).status == 401
    assert world.gent.get('/api/wijzigingen').status == 404, 'only for vendors'
    assert world.gent.ask('POST', FEED, {}, 'application/json').status == 405
    assert FEED.removeprefix('/api/v1') in world.gent.get('/api/v1/openapi').json['paths']
    assert FEED.removeprefix('/api/v1') not in world.gent.get('/api/openapi').json['paths']


def test_nothing_of_another_gemeente_changes_an_answer(binary, world):
    before = world.gent.get(FEED).body
    with Editor(binary, world.state.store) as other:
        other.become(gemeenten=[ANTWERPEN], role='beheerder')
        made = [other.insert(**{**NEW, 'gemeente_nis': ANTWERPEN}) for _ in range(3)]
        assert all(one['ok'] for one in made) and other.commit()['ok']
        assert other.strike(made[0]['id'])['ok'] and other.commit()['ok']
        assert other.update(made[1]['id'], omschrijving='van hen')['ok'] and other.commit()['ok']
    assert world.gent.get(FEED).body == before


@pytest.mark.thorough
def test_a_store_without_the_others_gives_the_same_bytes(binary):
    """Each page, and the answer to a place of the others, as if the others had never written."""
    with World(binary) as full:
        with Editor(binary, full.state.store) as both:
            both.become(gemeenten=[GENT, ANTWERPEN], role='beheerder')
            for nis in (ANTWERPEN, GENT, ANTWERPEN, ANTWERPEN, GENT, ANTWERPEN):
                made = both.insert(**{**NEW, 'gemeente_nis': nis})
                assert made['ok'] and both.commit()['ok'] and both.update(made['id'], omschrijving='x')['ok'] and both.commit()['ok']
        alone = State(binary)
        store.copy_for(full.state.store, alone.store, [GENT])
        shutil.copytree(full.state.keys, alone.keys, dirs_exist_ok=True)
        theirs, token = pages(full.antwerpen)[1].split('-'), full.state.token(GENT)
        mine = pages(full.gent)[1].split('-')
        places = [None, '-'.join(mine), '-'.join((theirs[0], mine[1], mine[2])), '-'.join((theirs[0], theirs[1], mine[2])), '-'.join((mine[0], theirs[1], mine[2]))]
        with Server(alone, editing=True) as other:
            def told_by(url, na):
                answer = Client(url, token).get(FEED, **({'na': na} if na else {}))
                return answer.status, answer.text.replace(url, '').replace(answer.headers['X-Request-Id'], '')
            for na in places:
                assert told_by(full.server.url, na) == told_by(other.url, na), na
        alone.remove()


@pytest.mark.thorough
def test_one_transaction_may_fill_more_than_a_page(binary, world):
    _, na = pages(world.gent)
    with Editor(binary, world.state.store) as many:
        many.become(gemeenten=[GENT], role='beheerder')
        made = [many.insert(**NEW)['id'] for _ in range(1200)]
        assert many.commit()['ok']
    first = world.gent.get(FEED, na=na).json
    assert first['aantal'] == 1000 and first['meer'] is True
    following, = [link['href'] for link in first['links'] if link['rel'] == 'next']
    assert world.gent.get(following).json['aantal'] == 200
    assert {one['id'] for one in pages(world.gent, na)[0]} == store.ids(made)


@pytest.mark.thorough
def test_a_store_that_was_put_back_from_a_copy_says_to_begin_again(binary, tmp_path):
    with World(binary) as own:
        _, na = pages(own.gent)
        own.server.stop()
        kept = shutil.copy(own.state.store, tmp_path / 'kept.sqlite')
        with Editor(binary, own.state.store) as lost:
            lost.become(gemeenten=[GENT], role='beheerder')
            assert lost.insert(**NEW)['ok'] and lost.commit()['ok']
        with Server(own.state, editing=True) as before:
            later = pages(Client(before.url, own.state.token(GENT)), na)[1]
        shutil.copy(kept, own.state.store)
        with Server(own.state, editing=True) as after, Editor(binary, own.state.store) as other:
            gent = Client(after.url, own.state.token(GENT))
            other.become(gemeenten=[GENT], role='beheerder')
            assert other.insert(**NEW)['ok'] and other.commit()['ok']
            assert gent.get(FEED, na=later).json['code'] == 'BeginOpnieuw' and len(pages(gent, na)[0]) == 1


@pytest.mark.thorough
def test_what_was_pruned_ends_the_places_of_before_it(binary):
    state = State(binary)
    state.make_sample(200, 3)
    state.make_key()
    past.as_if_begun_earlier(state.store)
    with Server(state, editing=True) as running:
        gent = Client(running.url, state.token(GENT))
        _, old = pages(gent)
        with Editor(binary, state.store) as one:
            one.become(gemeenten=[GENT], role='beheerder')
            made = one.insert(**NEW)['id']
            assert one.commit()['ok'] and one.update(made, omschrijving='x')['ok'] and one.commit()['ok']
        past.at_these_days(state.store, 3)
        (new,), na = pages(gent, old)
        assert (new['id'], new['moment'][:10]) == ('risicolocatie.%d' % made, '2026-04-01')
        assert state.run('historiek', 'prune', '--before', '2026-03-15', '--store', state.store).returncode == 0
        assert gent.get(FEED, na=old).json['code'] == 'BeginOpnieuw'
        assert pages(gent, na) == ([], na)
        found, later = pages(gent)
        assert {one['id'] for one in found if one['toestand'] == 'geldig'} == store.ids(store.active(state.store, GENT)) and later == na
    state.remove()


def vendor(root, token, path):
    done = subprocess.run([sys.executable, str(REPO / 'api-guide/kopie.py'), root, str(path)], env={**os.environ, 'RISICO_TOKEN': token, 'no_proxy': '*'},
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(path.read_text())['objecten']


def layer(who):
    answer = who.get(V1, limit=10000)
    assert answer.json['numberMatched'] == answer.json['numberReturned']
    return {one['id']: one for one in answer.json['features']}


def replaced(world, path):
    """All rows of Gent but the first by an import, which changes some and removes that one."""
    world.state.run('export', path, '--gemeente', GENT, '--exact', '--store', world.state.store)
    head, first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(head + b''.join(rest).replace(b';gemeente;', b';deskundige;', 3))
    world.state.run('import', path, '--gemeente', GENT, '--replace', '--exact', '--store', world.state.store)
    assert int(first.split(b';')[0]) not in store.rows(world.state.store, 'risicolocatie')


@pytest.mark.thorough
def test_the_copy_of_the_vendor_program_equals_the_layer(binary, world, tmp_path):
    token, copy, chosen = world.state.token(GENT, role='Raadpleger'), tmp_path / 'kopie.json', random.Random(7)
    assert vendor(world.server.url + '/api/v1', token, copy) == layer(world.gent)
    for round in range(4):
        at_random(binary, world.state.store, 40, seed=round)
        for path in [world.gent.make(V1) for _ in range(chosen.randrange(1, 4))]:
            chosen.choice([lambda: world.gent.patch(path, {'omschrijving': 'é'}, If_Match='*'), lambda: world.gent.ask('DELETE', path, If_Match='*')])()
        with Editor(binary, world.state.store) as both:
            both.become(gemeenten=[GENT, ANTWERPEN], role='beheerder')
            for nis, id in ((ANTWERPEN, chosen.choice(sorted(store.active(world.state.store, GENT)))), (GENT, chosen.choice(sorted(store.active(world.state.store, ANTWERPEN))))):
                assert both.update(id, gemeente_nis=nis, geometry=NEW['geometry'])['ok'] and both.commit()['ok']
        if round == 2:
            replaced(world, tmp_path / 'export.csv')
        assert vendor(world.server.url + '/api/v1', token, copy) == layer(world.gent), round
    assert len((REPO / 'api-guide/kopie.py').read_text().splitlines()) <= 150
