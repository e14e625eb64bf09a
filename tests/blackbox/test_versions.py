"""A version of one feature, by fes:ResourceId or by the id of a past state; and what nobody else may learn of it."""
import pytest
from support.client import Client
from support.edits import NEW, Editor
from support.sample import ANTWERPEN, GENT
from support.server import Server, State

TYPE = 'risico:risicolocatie'


@pytest.fixture(scope='module')
def place(state):
    own = State(state.binary)
    own.make_sample(300)
    own.make_key()
    with Server(own) as server:
        yield own, server
    own.remove()


@pytest.fixture(scope='module')
def made(place):
    """A feature that was added, changed twice and struck off; one that was added and changed; one of Antwerpen like the second."""
    ids = []
    with Editor(place[0].binary, place[0].store) as editor:
        for nis, notes, struck in ((GENT, ['twee', 'drie'], True), (GENT, ['twee'], False), (ANTWERPEN, ['twee'], False)):
            id = editor.insert(**{**NEW, 'gemeente_nis': nis, 'omschrijving': 'een'})['id']
            assert editor.step(do='commit')['ok']
            for note in notes:
                assert editor.update(id, omschrijving=note)['ok'] and editor.step(do='commit')['ok']
            if struck:
                assert editor.strike(id)['ok'] and editor.step(do='commit')['ok']
            ids.append('risicolocatie.%d' % id)
    return ids


@pytest.fixture
def gent(place):
    return Client(place[1].url, place[0].token(GENT))


def ask(client, rid, version=None, **more):
    attribute = ' version="%s"' % version if version else ''
    return client.features(filter='<fes:Filter xmlns:fes="%s"><fes:ResourceId rid="%s"%s/></fes:Filter>' % ('http://www.opengis.net/fes/2.0', rid, attribute), **more)


def told(answer):
    """What it says of each feature: its state and its omschrijving."""
    assert answer.status == 200, answer
    return [(member.get('state'), member.findtext('.//{*}omschrijving')) for member in answer.xml.iterfind('{*}member')]


@pytest.mark.parametrize('version,expected', [
    ('FIRST', ('superseded', 'een')), ('1', ('superseded', 'een')), ('2', ('superseded', 'twee')), ('3', ('superseded', 'drie')),
    ('PREVIOUS', ('superseded', 'drie')), ('LAST', ('retired', 'drie')), ('4', ('retired', 'drie')), ('5', None), ('NEXT', None),
    ('2000-01-01T00:00:00Z', None)])
def test_a_version_of_a_feature_that_was_struck_off(gent, made, version, expected):
    answer = ask(gent, made[0], version)
    assert told(answer) == ([expected] if expected else []) and answer.xml.get('numberMatched') == str(int(expected is not None))


@pytest.mark.parametrize('version,expected', [
    ('FIRST', ('superseded', 'een')), ('LAST', ('valid', 'twee')), ('PREVIOUS', ('superseded', 'een')), ('NEXT', None), ('2', ('valid', 'twee'))])
def test_a_version_of_a_feature_that_is_there(gent, made, version, expected):
    assert told(ask(gent, made[1], version)) == ([expected] if expected else [])


def test_the_id_of_a_past_state_is_taken_wherever_an_id_is(gent, made):
    assert told(ask(gent, made[1] + '.v1')) == [('superseded', 'een')]
    assert told(gent.features(resourceId=made[1] + '.v1')) == [('superseded', 'een')]
    assert told(gent.wfs('GetFeature', resourceId=made[1] + '.v1')) == [('superseded', 'een')]
    assert told(ask(gent, made[0] + '.v1', 'NEXT')) == [('superseded', 'twee')]
    assert told(ask(gent, made[1] + '.v2', 'NEXT')) == told(ask(gent, made[1] + '.v1', 'PREVIOUS')) == []
    by_id = gent.wfs('GetFeature', storedQuery_Id='urn:ogc:def:query:OGC-WFS::GetFeatureById', id=made[1] + '.v1')
    assert by_id.status == 200 and by_id.xml.get('{http://www.opengis.net/gml/3.2}id') == made[1] + '.v1' and by_id.xml.findtext('{*}omschrijving') == 'een'


def test_a_past_state_has_an_id_of_its_own_and_the_present_one_that_of_the_feature(gent, made, app_schema):
    for version, id in (('FIRST', made[1] + '.v1'), ('LAST', made[1]), ('2', made[1])):
        answer = ask(gent, made[1], version)
        assert next(answer.xml.iter('{*}risicolocatie')).get('{http://www.opengis.net/gml/3.2}id') == id
        app_schema.assertValid(answer.xml)


def test_a_feature_as_it_is_says_nothing_of_its_state(gent, made):
    assert told(gent.features(resourceId=made[1])) == [(None, 'twee')]
    assert told(gent.features(resourceId=made[0])) == []


@pytest.mark.parametrize('version', ['0', '-1', 'ooit', '2999-01-01', 'ALL'])
def test_what_is_no_version_of_one_moment_is_refused(gent, made, version):
    assert ask(gent, made[1], version).status in (400, 501)


def test_a_version_has_its_own_moment(gent, made):
    assert ask(gent, made[1], 'LAST', peildatum='2026-01-01').status == 400


@pytest.mark.parametrize('version', [None, 'FIRST', 'LAST', 'PREVIOUS', 'NEXT', '1', '2', '2026-01-01T00:00:00Z'])
def test_the_past_of_another_gemeente_is_as_that_of_what_never_was(gent, made, version):
    """Made up: an id of as many digits."""
    never = made[2][:-3] + '999'
    for end in ('.v1', '.v2') if version is None else ('', '.v1'):
        real, made_up = ask(gent, made[2] + end, version), ask(gent, never + end, version)
        assert real.status == made_up.status == 200 and told(real) == told(made_up) == []
        stamped = [answer.body.split(b'numberMatched')[1] for answer in (real, made_up)]
        assert stamped[0] == stamped[1]


@pytest.mark.thorough
def test_of_very_many_versions_an_old_one_is_refused_and_not_said_to_be_nothing(place, gent):
    with Editor(place[0].binary, place[0].store) as editor:
        id = editor.insert(**{**NEW, 'gemeente_nis': GENT, 'omschrijving': '1'})['id']
        assert editor.step(do='commit')['ok']
        for number in range(2, 1004):
            assert editor.update(id, omschrijving=str(number))['ok'] and editor.step(do='commit')['ok']
    rid = 'risicolocatie.%d' % id
    assert told(ask(gent, rid, 'LAST')) == [('valid', '1003')] and told(ask(gent, rid, '500')) == [('superseded', '500')]
    for version in ('FIRST', '2'):
        refused = ask(gent, rid, version)
        assert refused.status == 403 and 'peildatum' in refused.text and '1000' in refused.text, refused


def test_a_public_layer_has_no_versions(place):
    anyone = Client(place[1].url)
    assert anyone.features('risico:gemeente', resourceId='gemeente.%s.v1' % GENT).status == 400
