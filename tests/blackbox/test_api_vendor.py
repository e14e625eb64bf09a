"""The API for vendors, /api/v1: the same collections, where a change says which version it is of; actions and versions."""
import pytest
from support.sample import ANTWERPEN, GENT
from support.server import Server
from support.client import Client
from support.writing import ITEMS, World, feature

V1 = ITEMS.replace('/api/', '/api/v1/')
MERGE = 'application/merge-patch+json'


def assert_valid(document):
    """What a description must have whatever it describes: OpenAPI 3.0.3 §4.7.10, §4.7.12, §4.7.16."""
    for path, methods in document['paths'].items():
        for one in methods.values():
            inside = {p['name'] for p in one['parameters'] if p['in'] == 'path'}
            assert inside == ({'featureId'} if '{featureId}' in path else set()) and one['responses'] and one['operationId'], path
            assert all(answer['description'] for answer in one['responses'].values())


@pytest.fixture(scope='module')
def world(binary):
    with World(binary) as made:
        yield made


def etag(world, path, **parameters):
    return world.gent.get(path, **parameters).headers['ETag']


def act(who, path, action, body=None, **heads):
    return who.ask('POST', '%s/acties/%s' % (path, action), body, 'application/json', **heads)


def test_a_change_says_which_version_it_is_of(world):
    path = world.gent.make(V1)
    assert path.startswith(V1 + '/risicolocatie.')
    for method, body, type in (('PUT', feature(), 'application/geo+json'), ('PATCH', {'properties': {'omschrijving': 'x'}}, MERGE), ('DELETE', None, None)):
        answer = world.gent.ask(method, path, body, type)
        assert answer.status == 428 and answer.json['code'] == 'VersieOntbreekt', answer
    first = etag(world, path)
    assert world.gent.patch(path, {'omschrijving': 'x'}, If_Match=first).status == 204
    assert world.gent.patch(path, {'omschrijving': 'y'}, If_Match=first).status == 412
    moment = world.gent.get(path).headers['Last-Modified']
    assert world.gent.patch(path, {'omschrijving': 'z'}, If_Unmodified_Since=moment).status == 204
    assert world.gent.properties(path)['versie'] == 3 and world.gent.properties(path.replace('/v1', ''))['omschrijving'] == 'z'


def test_struck_off_with_a_reason_and_back_again(world):
    path = world.gent.make(V1)
    assert act(world.gent, path, 'schrappen', {'reden': 'nooit gebeurd'}).status == 428
    assert act(world.gent, path, 'schrappen', {'reden': 'nooit gebeurd'}, If_Match=etag(world, path)).status == 204
    assert world.gent.get(path).status == 404
    struck = etag(world, path, geschrapt='ja')
    assert act(world.gent, path, 'schrappen', If_Match=struck).status == 204, 'twice is as once'
    assert act(world.gent, path, 'schrappen-ongedaan-maken', {'reden': 'toch wel'}, If_Match=struck).status == 204
    assert world.gent.properties(path)['geschrapt'] is False and world.gent.properties(path)['versie'] == 3
    told = world.gent.get(path + '/versies').json
    assert [(v['versie'], v['wat'], v.get('reden'), v['geschrapt']) for v in told['items']] == [
        (1, 'toegevoegd', None, False), (2, 'geschrapt', 'nooit gebeurd', True), (3, 'hersteld', 'toch wel', False)]
    assert told['aantal'] == 3 and told['meer'] is False and told['items'][0]['rol'] == 'beheerder' and 'tot' not in told['items'][2]
    for body in ({'reden': 1}, {'anders': 'x'}, [], b'{'):
        assert act(world.gent, path, 'schrappen', body, If_Match='*').status == 400
    assert world.gent.get(path + '/acties/schrappen').status == 405
    assert world.gent.ask('OPTIONS', path + '/acties/schrappen').headers['Allow'] == 'POST, OPTIONS'
    assert act(world.gent, path.replace('/v1', ''), 'schrappen').status == 404, 'only for vendors'


def test_versions_are_for_who_may_see_the_feature(world):
    theirs, never = world.gent.make(V1), V1 + '/risicolocatie.440219999998'

    def seen(path, ask):
        answer = ask(path)
        return answer.status, answer.text.replace(path.rpartition('items/')[2].partition('/')[0], 'ID').replace(answer.headers['X-Request-Id'], '')
    for tail, ask in (('/versies', world.antwerpen.get), ('/acties/schrappen', lambda path: world.antwerpen.ask('POST', path, {}, 'application/json')),
                      ('/acties/schrappen', lambda path: world.antwerpen.ask('POST', path, {}, 'application/json', If_Match='"1-x"')),
                      ('/acties/schrappen-ongedaan-maken', lambda path: world.antwerpen.ask('OPTIONS', path)), ('/versies', lambda path: world.antwerpen.ask('OPTIONS', path))):
        assert seen(theirs + tail, ask) == seen(never + tail, ask), tail
    assert world.antwerpen.get(theirs + '/versies').status == 404
    assert world.anyone.get(theirs + '/versies').status in (401, 404) and world.reader.get(theirs + '/versies').status == 200
    assert world.gent.get('/api/collections/gemeente/items/gemeente.1/versies').status == 404


def test_for_whom_else_somebody_works_no_version_says(world):
    path = world.gent.make(V1)
    several = world.writer(GENT, ANTWERPEN, role='Beheerder')
    changed = several.patch(path, {'omschrijving': 'van wie voor twee gemeenten werkt'}, If_Match=etag(world, path))
    assert changed.status == 204, changed
    made, after = world.reader.get(path + '/versies').json['items']
    assert made['organisatie'] and 'organisatie' not in after and after['rol'] == 'beheerder'


def test_the_description_is_that_of_what_the_caller_may(world):
    for root in ('/api', '/api/v1'):
        mine, read = (who.get(root + '/openapi').json for who in (world.gent, world.reader))
        assert_valid(mine)
        assert_valid(read)
        assert {method for path in read['paths'].values() for method in path} == {'get'}
        items = '/collections/risicolocatie/items'
        assert set(mine['paths'][items]) == {'get', 'post'} and set(mine['paths'][items + '/{featureId}']) == {'get', 'put', 'patch', 'delete'}
        assert set(mine['paths']['/collections/gemeente/items']) == {'get'}
        assert (items + '/{featureId}/acties/schrappen' in mine['paths']) == (root == '/api/v1')
        names = [one['operationId'] for path in mine['paths'].values() for one in path.values()]
        assert len(names) == len(set(names))
    part4 = [name for name in world.anyone.get('/api/conformance').json['conformsTo'] if 'features-4' in name]
    assert len(part4) == 5
    schema = world.gent.get('/api/collections/risicolocatie/schema').json['properties']
    assert {name for name, said in schema.items() if said.get('readOnly')} == {
        'id', 'gemeente_naam', 'rubriek_omschrijving', 'vlarebo_categorie', 'vito_id', 'vito_versie_id', 'geschrapt', 'geschrapt_op', 'oppervlakte_m2',
        'aangemaakt_op', 'gewijzigd_op', 'versie'}


def test_a_service_that_only_lets_read_has_none_of_it(world):
    with Server(world.state) as other:
        gent = Client(other.url, world.state.token(GENT, role='Beheerder'))
        assert gent.get('/api/v1').status == 404 and gent.get(V1).status == 404
        assert {method for path in gent.get('/api/openapi').json['paths'].values() for method in path} == {'get'}
        assert not [name for name in gent.get('/api/conformance').json['conformsTo'] if 'features-4' in name]
