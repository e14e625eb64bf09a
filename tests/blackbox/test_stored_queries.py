"""Stored queries that callers make: kept, run and dropped within the caller's organisation, and no way to see past it."""
import pytest
from lxml import etree
from support import gml, schemas, store
from support.client import Client
from support.fes import SPACES, compare, filter_of
from support.sample import ANTWERPEN, GENT
from support.server import Server, State

LANGUAGE = 'urn:ogc:def:queryLanguage:OGC-WFS::WFSQueryExpression'
BY_ID = 'urn:ogc:def:query:OGC-WFS::GetFeatureById'


def creation(name, inner, parameters=(), language=LANGUAGE, more=''):
    return ('<?xml version="1.0"?><wfs:CreateStoredQuery service="WFS" version="2.0.0" %s><wfs:StoredQueryDefinition id="%s"><wfs:Title>Proef</wfs:Title>%s'
            '<wfs:QueryExpressionText returnFeatureTypes="risico:risicolocatie" language="%s" isPrivate="false" %s>%s</wfs:QueryExpressionText>'
            '</wfs:StoredQueryDefinition></wfs:CreateStoredQuery>' % (
                SPACES.replace('xmlns:risico', 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:risico'), name,
                ''.join('<wfs:Parameter name="%s" type="xs:string"/>' % p for p in parameters), language, more, inner)).encode()


def dropping(name):
    return ('<wfs:DropStoredQuery service="WFS" version="2.0.0" id="%s" %s/>' % (name, SPACES)).encode()


BY_BRON = '<wfs:Query typeNames="risico:risicolocatie">%s</wfs:Query>' % filter_of(compare('bron', '${bron}'))
EVERYTHING = '<wfs:Query typeNames="risico:risicolocatie"/>'


@pytest.fixture(scope='module')
def place(state):
    """A store of its own: these tests write to it."""
    own = State(state.binary)
    own.make_sample(1500)
    own.make_key()
    with Server(own) as server:
        yield own, server
    own.remove()


@pytest.fixture
def gent(place):
    return Client(place[1].url, place[0].token(GENT, role='Beheerder'))


@pytest.fixture
def antwerpen(place):
    return Client(place[1].url, place[0].token(ANTWERPEN, role='Beheerder'))


@pytest.fixture
def nobody(place):
    return Client(place[1].url)


@pytest.fixture
def made(gent):
    """A query of Gent's that is gone again afterwards."""
    answer = gent.post(creation('urn:proef:bron', BY_BRON, ['bron']), 'text/xml')
    assert answer.status == 200, answer
    yield 'urn:proef:bron', answer
    gent.post(dropping('urn:proef:bron'), 'text/xml')


def listed(client):
    return client.wfs('ListStoredQueries').xml.xpath('//wfs:StoredQuery/@id', namespaces=gml.NS)


def refused(answer, *codes):
    assert answer.status in (400, 403, 404, 409), answer
    assert gml.exception(answer.xml)[0] in codes, answer


def test_a_query_is_made_listed_described_and_run(gent, place, made, ogc_schema):
    name, answer = made
    assert etree.QName(answer.xml).localname == 'CreateStoredQueryResponse' and answer.xml.get('status') == 'OK'
    schemas.check(answer.xml, ogc_schema)
    assert name in listed(gent)
    described = gent.wfs('DescribeStoredQueries', storedquery_id=name).xml
    schemas.check(described, ogc_schema)
    assert described.xpath('//wfs:Parameter/@name', namespaces=gml.NS) == ['bron']
    for bron in ('gemeente', 'migratie', "x' OR '1'='1", '</fes:Literal>', '${bron}'):
        found = gent.wfs('GetFeature', storedquery_id=name, bron=bron)
        assert found.status == 200, found
        assert set(gml.ids(found.xml)) == store.ids(k for k, row in store.active(place[0].store, GENT).items() if row['bron'] == bron)


def test_a_query_without_its_parameter_says_which(gent, made):
    answer = gent.wfs('GetFeature', storedquery_id=made[0])
    refused(answer, 'MissingParameterValue', 'OperationParsingFailed', 'InvalidParameterValue')
    assert 'bron' in answer.text


def test_another_organisation_neither_sees_nor_runs_nor_drops_it(gent, antwerpen, nobody, made):
    name = made[0]
    for other in (antwerpen, nobody):
        assert name not in listed(other)
        refused(other.wfs('DescribeStoredQueries', storedquery_id=name), 'InvalidParameterValue')
    unknown = antwerpen.wfs('GetFeature', storedquery_id='urn:proef:niet', bron='gemeente')
    foreign = antwerpen.wfs('GetFeature', storedquery_id=name, bron='gemeente')
    assert foreign.status == unknown.status and foreign.text.replace(name, 'ID') == unknown.text.replace('urn:proef:niet', 'ID')
    refused(antwerpen.post(dropping(name), 'text/xml'), 'InvalidParameterValue')
    assert name in listed(gent)


def test_two_organisations_may_use_one_name(gent, antwerpen, place, made):
    """That the name is taken elsewhere would tell that it exists there."""
    answer = antwerpen.post(creation(made[0], EVERYTHING), 'text/xml')
    assert answer.status == 200, answer
    found = antwerpen.wfs('GetFeature', storedquery_id=made[0])
    assert set(gml.ids(found.xml)) == store.ids(store.active(place[0].store, ANTWERPEN))
    assert antwerpen.post(dropping(made[0]), 'text/xml').status == 200
    assert made[0] in listed(gent)


def test_the_same_name_twice_is_refused(gent, made):
    refused(gent.post(creation(made[0], EVERYTHING), 'text/xml'), 'DuplicateStoredQueryIdValue')


def test_dropping_drops_and_not_twice(gent):
    assert gent.post(creation('urn:proef:weg', EVERYTHING), 'text/xml').status == 200
    assert gent.post(dropping('urn:proef:weg'), 'text/xml').status == 200
    assert 'urn:proef:weg' not in listed(gent)
    refused(gent.post(dropping('urn:proef:weg'), 'text/xml'), 'InvalidParameterValue')
    assert gent.wfs('DropStoredQuery', storedquery_id='urn:proef:weg').status == 400


def test_the_standard_query_cannot_be_replaced_or_dropped(gent):
    refused(gent.post(creation(BY_ID, EVERYTHING), 'text/xml'), 'DuplicateStoredQueryIdValue', 'InvalidParameterValue')
    refused(gent.post(dropping(BY_ID), 'text/xml'), 'InvalidParameterValue', 'OperationProcessingFailed')
    assert BY_ID in listed(gent)


def test_without_a_token_nothing_is_stored(nobody):
    assert nobody.post(creation('urn:proef:niemand', EVERYTHING), 'text/xml').status == 401
    assert nobody.post(dropping(BY_ID), 'text/xml').status == 401


@pytest.mark.parametrize('body', [
    creation('urn:proef:x', '<wfs:Query typeNames="risico:onbekend"/>'), creation('urn:proef:x', '<x/>'), creation('urn:proef:x', ''),
    creation('', EVERYTHING), creation('urn:proef:x', EVERYTHING, language='urn:ogc:def:queryLanguage:OGC-WFS::SQL'),
    creation('urn:proef:x', EVERYTHING, ['a', 'a']), creation('urn:proef:' + 'x' * 100000, EVERYTHING),
    creation('urn:proef:x', EVERYTHING * 500)], ids=['type', 'element', 'nothing', 'no id', 'language', 'twice', 'long', 'many'])
def test_a_bad_definition_is_refused(gent, body):
    refused(gent.post(body, 'text/xml'), 'InvalidParameterValue', 'OperationParsingFailed', 'MissingParameterValue', 'DuplicateStoredQueryParameterName')
    assert 'urn:proef:x' not in listed(gent)


def test_there_is_a_bound_to_what_one_organisation_keeps(gent, antwerpen):
    made = []
    for number in range(1000):
        answer = gent.post(creation('urn:proef:n%d' % number, EVERYTHING), 'text/xml')
        if answer.status != 200:
            break
        made.append('urn:proef:n%d' % number)
    assert 10 <= len(made) < 1000, 'no bound found'
    refused(answer, 'OperationProcessingFailed')
    assert antwerpen.post(creation('urn:proef:n0', EVERYTHING), 'text/xml').status == 200, 'the bound is for each organisation by itself'
    antwerpen.post(dropping('urn:proef:n0'), 'text/xml')
    for name in made:
        assert gent.post(dropping(name), 'text/xml').status == 200


def test_a_stored_query_outlives_a_restart(place, gent, made):
    with Server(place[0]) as again:
        assert made[0] in listed(Client(again.url, place[0].token(GENT)))


def test_the_inspire_query_gives_the_dataset_in_a_system_of_choice(gent, place):
    name, = [n for n in listed(gent) if n.endswith('GetDatasetByCrs') or n.endswith('GetSpatialDataSetByCrs') or 'DatasetByCrs' in n]
    described = gent.wfs('DescribeStoredQueries', storedquery_id=name).xml
    parameters = described.xpath('//wfs:Parameter/@name', namespaces=gml.NS)
    crs = next(p for p in parameters if p.lower() == 'crs')
    answer = gent.wfs('GetFeature', storedquery_id=name, **{crs: 'http://www.opengis.net/def/crs/EPSG/0/4258'})
    assert answer.status == 200, answer
    assert store.ids(store.active(place[0].store, GENT)) <= {gml.id_of(e) for e in answer.xml.xpath('//*[@gml:id]', namespaces=gml.NS)}
    assert set(answer.xml.xpath('//gml:MultiSurface/@srsName', namespaces=gml.NS)) == {'http://www.opengis.net/def/crs/EPSG/0/4258'}
