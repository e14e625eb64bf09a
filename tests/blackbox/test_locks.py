"""LockFeature and GetFeatureWithLock, in every version and form: what they lock, for whom, and what they say of what they did not."""
import sqlite3
import urllib.request
import pytest
from lxml import etree
from support import transaction as t
from support.client import Client
from support.edits import Editor
from support.sample import ANTWERPEN, GENT
from support.server import Server, State

TYPE = 'risico:risicolocatie'
WFS = {'2.0.0': 'http://www.opengis.net/wfs/2.0', '1.1.0': 'http://www.opengis.net/wfs', '1.0.0': 'http://www.opengis.net/wfs'}
FILTER = ('<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:ResourceId rid="%s"/></fes:Filter>',
          '<ogc:Filter xmlns:ogc="http://www.opengis.net/ogc"><ogc:FeatureId fid="%s"/></ogc:Filter>')
MADE_UP = '0123456789abcdef0123456789abcdef'


@pytest.fixture(scope='module')
def place(state):
    """A store of its own, in a service that lets callers change it."""
    own = State(state.binary)
    own.make_sample(1500)
    own.make_key()
    with Server(own, editing=True) as server:
        yield own, server
    own.remove()


@pytest.fixture(autouse=True)
def unlocked(place):
    yield
    with sqlite3.connect(place[0].store) as db:
        db.execute('DELETE FROM slot_object')
        db.execute('DELETE FROM slot')
    db.close()


@pytest.fixture
def gent(place):
    return Client(place[1].url, place[0].token(GENT, role='Beheerder'))


@pytest.fixture
def antwerpen(place):
    return Client(place[1].url, place[0].token(ANTWERPEN, role='Beheerder'))


@pytest.fixture
def reader(place):
    return Client(place[1].url, place[0].token(GENT))


@pytest.fixture
def ids(gent):
    """Of three features of Gent."""
    found = gent.features(count=3).xml.iter('{http://risicolaag/1.0}risicolocatie')
    return [one.get('{http://www.opengis.net/gml/3.2}id') for one in found]


def end_all(place):
    with sqlite3.connect(place[0].store) as db:
        db.execute('UPDATE slot SET tot = tot - 4000')
    db.close()


def lock(client, *ids, **more):
    return client.wfs('LockFeature', typeNames=TYPE, resourceId=','.join(ids), **more)


def document(version, root, ids, **attributes):
    """A LockFeature or GetFeatureWithLock with a query for each id."""
    old = version != '2.0.0'
    element = 'Lock' if old and root == 'LockFeature' else 'Query'
    queries = ''.join('<%s %s="%s" xmlns:risico="http://risicolaag/1.0">%s</%s>' % (
        element, 'typeName' if old else 'typeNames', TYPE, FILTER[old] % one, element) for one in ids)
    return '<%s xmlns="%s" service="WFS" version="%s" %s>%s</%s>' % (
        root, WFS[version], version, ' '.join('%s="%s"' % pair for pair in attributes.items()), queries, root)


def lock_id(answer):
    found = answer.xml.get('lockId') or answer.xml.findtext('{*}LockId')
    assert found and len(found) == 32, answer
    return found


def listed(answer, name='FeaturesLocked'):
    return [one.get('rid') or one.get('fid') for one in answer.xml.iterfind('{*}%s/{*}*' % name)]


def refusal(answer):
    return answer.status, next(answer.xml.iter('{*}Exception')).get('exceptionCode'), next(answer.xml.iter('{*}Exception')).get('locator')


def test_rows_are_locked_by_get(gent, ids, ogc_schema):
    answer = lock(gent, *ids)
    assert answer.status == 200 and lock_id(answer)
    assert listed(answer) == ids and not listed(answer, 'FeaturesNotLocked')
    ogc_schema.assertValid(answer.xml)


@pytest.mark.parametrize('version', WFS)
def test_rows_are_locked_by_post(gent, ids, version):
    answer = gent.post(document(version, 'LockFeature', ids, expiry=5, lockAction='ALL').encode(), 'text/xml')
    assert answer.status == 200 and lock_id(answer), answer
    assert listed(answer) == ids
    assert etree.QName(answer.xml).localname == ('WFS_LockFeatureResponse' if version == '1.0.0' else 'LockFeatureResponse')


def test_rows_are_locked_in_an_envelope(gent, ids):
    envelope = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>%s</s:Body></s:Envelope>' % document('2.0.0', 'LockFeature', ids)
    answer = gent.post(envelope.encode(), 'application/soap+xml')
    assert answer.status == 200 and len(next(answer.xml.iter('{*}LockFeatureResponse')).get('lockId')) == 32


@pytest.mark.parametrize('version,seconds', [('2.0.0', 20), ('1.1.0', 1200), ('1.0.0', 1200)])
def test_expiry_is_in_the_unit_of_the_version(place, gent, ids, version, seconds):
    assert gent.post(document(version, 'LockFeature', ids, expiry=20).encode(), 'text/xml').status == 200
    with sqlite3.connect(place[0].store) as db:
        assert db.execute('SELECT duur FROM slot').fetchall() == [(seconds,)]
    db.close()


def test_a_locked_row_keeps_others_from_changing_it_and_nobody_from_reading_it(place, gent, reader, ids):
    key = int(ids[0].split('.')[1])
    lock(gent, ids[0])
    with Editor(place[0].binary, place[0].store) as editor:
        assert editor.become(gemeenten=[GENT], role='beheerder', organisation='', person='user:eva')['ok']
        refused = editor.strike(key)
    assert refused['code'] == 'MissingParameterValue' and refused['locator'] == 'lockId' and '(Vergrendeld)' in refused['message']
    assert len(list(reader.features(resourceId=ids[0]).xml.iter('{*}risicolocatie'))) == 1


def test_what_is_locked_cannot_be_locked_again(gent, ids):
    lock(gent, ids[0])
    assert refusal(lock(gent, *ids))[:2] == (400, 'CannotLockAllFeatures')
    some = lock(gent, *ids, lockAction='SOME')
    assert sorted(listed(some)) == sorted(ids[1:]) and listed(some, 'FeaturesNotLocked') == ids[:1]


def test_a_lock_of_nothing_is_a_lock(gent):
    answer = lock(gent, 'risicolocatie.1')
    assert answer.status == 200 and lock_id(answer) and not list(answer.xml)


def test_all_rows_of_a_type(gent):
    answer = gent.wfs('LockFeature', typeNames=TYPE)
    assert len(listed(answer)) == int(gent.features(resultType='hits').xml.get('numberMatched'))


def test_a_stored_query_locks_what_it_finds(gent, ids):
    answer = gent.wfs('LockFeature', storedQuery_Id='urn:ogc:def:query:OGC-WFS::GetFeatureById', id=ids[0])
    assert listed(answer) == ids[:1]


def test_a_lock_is_renewed_and_told_to_have_ended(place, gent, antwerpen, ids):
    name = lock_id(lock(gent, *ids))
    assert lock_id(gent.wfs('LockFeature', lockId=name)) == name
    assert refusal(gent.wfs('LockFeature', lockId=name, typeNames=TYPE)) == (400, 'InvalidParameterValue', 'lockId')
    theirs, never = antwerpen.wfs('LockFeature', lockId=name), antwerpen.wfs('LockFeature', lockId=MADE_UP)
    assert refusal(theirs) == (400, 'InvalidLockId', 'lockId')
    end_all(place)
    assert refusal(gent.wfs('LockFeature', lockId=name)) == (403, 'LockHasExpired', 'lockId')
    ended = antwerpen.wfs('LockFeature', lockId=name)
    assert ended.body == theirs.body == never.body and ended.status == theirs.status == never.status


@pytest.mark.parametrize('version', WFS)
def test_features_come_with_their_lock(gent, ids, version):
    answer = gent.post(document(version, 'GetFeatureWithLock', ids[:2], expiry=5).encode(), 'text/xml')
    assert answer.status == 200 and lock_id(answer)
    assert len(list(answer.xml.iter('{*}risicolocatie'))) == 2
    assert refusal(lock(gent, ids[1]))[:2] == (400, 'CannotLockAllFeatures')


def test_only_features_that_could_be_locked_come(gent, ids, ogc_schema):
    lock(gent, ids[0])
    some = gent.wfs('GetFeatureWithLock', typeNames=TYPE, resourceId=','.join(ids), lockAction='SOME')
    assert some.xml.get('numberMatched') == some.xml.get('numberReturned') == '2'
    assert sorted(one.get('{http://www.opengis.net/gml/3.2}id') for one in some.xml.iter('{*}risicolocatie')) == sorted(ids[1:])
    assert refusal(gent.wfs('GetFeatureWithLock', typeNames=TYPE, resourceId=','.join(ids)))[:2] == (400, 'CannotLockAllFeatures')


@pytest.mark.parametrize('more,code,locator', [
    ({'resultType': 'hits'}, 'InvalidParameterValue', 'resultType'), ({'outputFormat': 'csv'}, 'InvalidParameterValue', 'outputFormat'),
    ({'expiry': '0'}, 'InvalidParameterValue', 'expiry'), ({'expiry': 'lang'}, 'InvalidParameterValue', 'expiry'),
    ({'lockAction': 'NONE'}, 'InvalidParameterValue', 'lockAction'), ({'lockId': MADE_UP}, 'InvalidParameterValue', 'lockId'),
    ({'peildatum': '2026-01-01'}, 'InvalidParameterValue', 'peildatum'), ({'releaseAction': 'ALL'}, 'InvalidParameterValue', 'releaseAction')])
def test_what_does_not_go_with_a_lock(place, gent, more, code, locator):
    assert refusal(gent.wfs('GetFeatureWithLock', typeNames=TYPE, **more)) == (400, code, locator)
    with sqlite3.connect(place[0].store) as db:
        assert db.execute('SELECT count(*) FROM slot').fetchone() == (0,)
    db.close()


def test_head_locks_nothing(place, gent):
    url = gent.url + '/wfs?service=WFS&version=2.0.0&request=LockFeature&typeNames=' + TYPE
    assert gent.send(urllib.request.Request(url, headers=gent.headers, method='HEAD')).status == 405


def test_a_row_of_another_gemeente_is_as_one_that_never_was(gent, antwerpen, ids):
    real, never = lock(antwerpen, ids[0]), lock(antwerpen, 'risicolocatie.1')
    for answer in (real, never):
        assert answer.status == 200 and not list(answer.xml)
    assert len(real.body) == len(never.body)
    lock(gent, *ids)
    held = lock(antwerpen, ids[0])
    assert held.status == 200 and not list(held.xml) and len(held.body) == len(never.body)


def constraint(answer, name):
    return [one.findtext('{*}DefaultValue') for one in answer.xml.iter('{*}Constraint') if one.get('name') == name]


def operations(answer):
    return [one.get('name') for one in answer.xml.iter('{*}Operation')]


def test_locks_are_announced_to_whoever_may_write(gent, reader, ogc_schema):
    with_locks, without = gent.wfs('GetCapabilities'), reader.wfs('GetCapabilities')
    assert constraint(with_locks, 'ImplementsLockingWFS') == ['TRUE'] and constraint(without, 'ImplementsLockingWFS') == ['FALSE']
    assert {'LockFeature', 'GetFeatureWithLock'} <= set(operations(with_locks))
    assert not {'LockFeature', 'GetFeatureWithLock'} & set(operations(without))
    ogc_schema.assertValid(with_locks.xml)


def test_whoever_may_not_write_is_told_so(place, reader):
    assert refusal(reader.wfs('LockFeature', typeNames=TYPE)) == (403, 'OperationNotSupported', 'LockFeature')
    assert Client(place[1].url).wfs('LockFeature', typeNames=TYPE).status == 401


def test_a_service_that_changes_nothing_locks_nothing(server, state):
    writer = Client(server.url, state.token(GENT, role='Beheerder'))
    for name in ('LockFeature', 'GetFeatureWithLock'):
        assert refusal(writer.wfs(name, typeNames=TYPE))[:2] == (501, 'OperationNotSupported')
    assert constraint(writer.wfs('GetCapabilities'), 'ImplementsLockingWFS') == ['FALSE']
    assert 'LockFeature' not in operations(writer.wfs('GetCapabilities'))


@pytest.mark.parametrize('version', WFS)
def test_a_transaction_changes_with_the_lock_alone_and_releases_it(gent, ids, version):
    name = lock_id(lock(gent, *ids[:2]))
    change = t.update(version, t.by_id(version, ids[0]), omschrijving='vergrendeld')
    refused = t.send(gent, version, change)
    assert t.refusal(refused)[1] == 'lockId' and '(Vergrendeld)' in t.refusal(refused)[2]
    holding = 'lockId="%s"' % name
    t.went_well(t.send(gent, version, change, attributes=holding + ' releaseAction="SOME"'))
    assert refusal(lock(gent, *ids[:2]))[:2] == (400, 'CannotLockAllFeatures') and listed(lock(gent, ids[0])) == ids[:1]
    t.went_well(t.send(gent, version, attributes=holding + ' releaseAction="ALL"'))
    assert listed(lock(gent, ids[1])) == ids[1:2]
    assert t.refusal(t.send(gent, version, attributes=holding))[1] == 'lockId'
