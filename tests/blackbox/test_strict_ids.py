"""A resource id whose key can be nobody's is refused; one that is well written and not there gives nothing (WFS 2.0 (09-025r2) §7.9.2.4.3, §7.9.3.6)."""
import urllib.parse
import pytest
from support import gml, stored
from support.client import Client
from support.fes import document, filter_of, pair, literal
from support.refusal import refused
from support.sample import GENT

FORM = 'application/x-www-form-urlencoded'
START = 'service=WFS&version=2.0.0&request=GetFeature'
TYPES = START + '&typeNames=risico:risicolocatie'
BY_ID = 'urn:ogc:def:query:OGC-WFS::GetFeatureById'
OWN = 'urn:proef:sleutel'

MALFORMED = ['risicolocatie.', 'risicolocatie.007', 'risicolocatie.00', 'risicolocatie.+1', 'risicolocatie.-0', 'risicolocatie.-01', 'risicolocatie.-', 'risicolocatie.1e3', 'risicolocatie.1.0',
             'risicolocatie.0x10', 'risicolocatie.x', 'risicolocatie.1,0', 'risicolocatie.9223372036854775808', 'risicolocatie.99999999999999999999999', 'risicolocatie.-9223372036854775809',
             'risicolocatie.1_000', 'risicolocatie..1', 'risicolocatie.1.', 'risicolocatie.1.g', '1', 'risico:risicolocatie.1', 'risicolocatie.\u0661', 'perceel.', 'gemeente.044021']
UNKNOWN = ['risicolocatie.9223372036854775807', 'risicolocatie.-9223372036854775808', 'risicolocatie.-1', 'risicolocatie.0', 'nope.1', 'nope.', 'nope.007', 'risicolocatieX.1', 'Risicolocatie.1', 'onzin']


def quoted(text):
    return urllib.parse.quote(text, safe='')


def running(client, name, value):
    inner = '<wfs:StoredQuery id="%s"><wfs:Parameter name="id">%s</wfs:Parameter></wfs:StoredQuery>' % (name, value)
    return client.post(('<wfs:GetFeature service="WFS" version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0">%s</wfs:GetFeature>' % inner).encode(), 'text/xml')


def by_kvp(client, query):
    return [client.get('/wfs?' + query), client.post(query.encode(), FORM)]


def in_a_filter(given, operator='fes:ResourceId rid'):
    return filter_of('<%s="%s"/>' % (operator, given))


@pytest.fixture(scope='module')
def keeper(server, state):
    who = Client(server.url, state.token(GENT, role='beheerder'))
    text = '<wfs:Query typeNames="risico:risicolocatie"><fes:Filter><fes:ResourceId rid="${id}"/></fes:Filter></wfs:Query>'
    assert who.post(stored.creation(OWN, text, ['id']), 'text/xml').status == 200
    yield who
    who.post(stored.dropping(OWN), 'text/xml')


def everywhere(client, given):
    """Every place where an id is read but for GetFeatureById, whose answer is another when there is nothing."""
    return [*by_kvp(client, '%s&resourceId=%s' % (TYPES, quoted(given))), *by_kvp(client, '%s&featureId=risicolocatie.1,%s' % (TYPES, quoted(given))),
            client.post(document(in_a_filter(given)), 'text/xml'), client.get('/wfs?%s&filter=%s' % (TYPES, quoted(in_a_filter(given)))),
            client.post(document(in_a_filter(given, 'fes:GmlObjectId gml:id')), 'text/xml'), client.post(document(in_a_filter(given, 'fes:FeatureId fid')), 'text/xml'),
            client.post(document(filter_of('<fes:Not><fes:ResourceId rid="%s"/></fes:Not>' % given)), 'text/xml'),
            client.post(document(), 'text/xml', '/wfs?resourceId=' + quoted(given)), *by_kvp(client, '%s&storedQuery_Id=%s&id=%s' % (START, OWN, quoted(given))),
            client.get('/wfs?%s&valueReference=bron&resourceId=%s' % (TYPES.replace('GetFeature', 'GetPropertyValue'), quoted(given)))]


ALONE, AMONG = '%s', ['<fes:ResourceId rid="risicolocatie.2"/>%s', '<fes:Not>%s</fes:Not>']


@pytest.mark.parametrize('around,name,value', [
    *[(around, name, value) for around in AMONG for name, value in (('version', 'LATEST'), ('version', '1'), ('version', '2020-01-01T00:00:00Z'))],
    *[(around, name, value) for around in (ALONE, *AMONG) for name, value in (
        ('startDate', '2020-01-01T00:00:00Z'), ('endDate', '2024-01-01T00:00:00Z'), ('previousRid', 'risicolocatie.2'), ('version', 'ALL'), ('Version', 'ALL'))]])
def test_versions_of_several_moments_or_among_other_features_cannot_be_asked(gent, around, name, value):
    """FES 2.0 (09-026r2) §7.11: an answer is of one moment (ImplementsFeatureVersioning is FALSE), and all of the feature would be another answer. Of one feature: test_versions.py."""
    given = filter_of(around % ('<fes:ResourceId rid="risicolocatie.1" %s="%s"/>' % (name, value)))
    for answer in (gent.post(document(given), 'text/xml'), gent.get('/wfs?%s&filter=%s' % (TYPES, quoted(given)))):
        assert answer.status == 501 and gml.exception(answer.xml)[0] == 'OptionNotSupported' and gml.exception(answer.xml)[1].lower() == name.lower(), answer


@pytest.mark.parametrize('attributes', ['rid="risicolocatie.1" fid="risicolocatie.2"', 'fid="risicolocatie.2" rid="risicolocatie.1"', 'rid="risicolocatie.1" gml:id="risicolocatie.2"',
                                        'gml:id="risicolocatie.1" id="risicolocatie.2"'])
def test_an_element_holds_one_id(gent, attributes):
    for element in ('ResourceId', 'FeatureId', 'GmlObjectId'):
        assert refused(gent.post(document(filter_of('<fes:%s %s/>' % (element, attributes))), 'text/xml'), 'filter')


def test_one_id_under_two_names_is_one_id(gent, truth):
    key = 'risicolocatie.%d' % min(truth.gent)
    assert gml.ids(gent.post(document(filter_of('<fes:ResourceId rid="%s" fid=" %s"/>' % (key, key))), 'text/xml').xml) == [key]


@pytest.mark.parametrize('given', [m for m in MALFORMED if not m.startswith(('perceel', 'gemeente'))])
def test_a_key_that_can_be_nobodys_is_refused_wherever_it_stands(keeper, given):
    answers = everywhere(keeper, given)
    for answer in answers[:2] + answers[4:]:
        assert refused(answer, 'resourceId'), answer
    for answer in answers[2:4]:
        assert refused(answer, 'featureId'), answer


@pytest.mark.parametrize('given', MALFORMED)
@pytest.mark.parametrize('output', ['', '&outputFormat=application/json', '&outputFormat=csv', '&resultType=hits'])
def test_a_key_that_can_be_nobodys_is_refused_without_a_type_and_by_the_query_for_one_feature(gent, given, output):
    for query in ('%s&resourceId=%s' % (START, quoted(given)), '%s&storedQuery_Id=%s&id=%s' % (START, BY_ID, quoted(given))):
        for answer in by_kvp(gent, query + output):
            assert refused(answer, 'resourceId')
    assert refused(running(gent, BY_ID, given), 'resourceId')


@pytest.mark.parametrize('given', UNKNOWN)
def test_an_id_that_is_nobodys_gives_nothing(keeper, given):
    for answer in everywhere(keeper, given):
        first = b'FeatureCollection' if b'FeatureCollection' in answer.body else b'ValueCollection'
        assert answer.status == 200 and first in answer.body, answer
    for query in (TYPES + '&resourceId=' + quoted(given), TYPES + '&filter=' + quoted(in_a_filter(given))):
        assert gml.ids(keeper.get('/wfs?' + query).xml) == []


@pytest.mark.parametrize('given', UNKNOWN)
def test_the_query_for_one_feature_says_that_it_is_not_there(gent, given):
    for answer in (*by_kvp(gent, '%s&storedQuery_Id=%s&id=%s' % (START, BY_ID, quoted(given))), running(gent, BY_ID, given)):
        assert answer.status == 404 and gml.exception(answer.xml)[1].lower() == 'id', answer


@pytest.mark.parametrize('given', ['nope.1', 'nope.', 'nope.007', 'Risicolocatie.1', 'onzin'])
def test_a_type_that_is_not_there_is_refused_when_the_id_alone_says_it(gent, given):
    for answer in by_kvp(gent, '%s&resourceId=%s' % (START, quoted(given))):
        assert refused(answer, 'resourceId')


def test_a_comparison_with_the_text_of_an_id_is_one_of_texts(gent):
    """No resource id stands here: nothing is called so, and that is the answer."""
    for given in ('risicolocatie.007', 'risicolocatie.', 'x'):
        answer = gent.post(document(filter_of(pair('<fes:ValueReference>@gml:id</fes:ValueReference>', literal(given)))), 'text/xml')
        assert answer.status == 200 and gml.ids(answer.xml) == [], answer
