"""What is empty where something must be, or stands twice where one is read, is refused by name: the one that is not read may be the one that was meant."""
import pytest
from support.client import Client
from support.fes import SPACES, compare, filter_of, literal, point, spatial
from support.refusal import refused
from support.sample import GENT

START = '/wfs?service=WFS&version=2.0.0&request='
OWS = 'xmlns:ows="http://www.opengis.net/ows/1.1"'
BRON = '<fes:ValueReference>bron</fes:ValueReference>'
VERSIE = '<fes:ValueReference>versie</fes:ValueReference>'


@pytest.fixture(scope='module')
def keeper(server, state):
    return Client(server.url, state.token(GENT, role='beheerder'))


def operation(name, inside='', attributes=''):
    return ('<wfs:%s service="WFS" version="2.0.0" %s %s>%s</wfs:%s>' % (name, attributes, SPACES, inside, name)).encode()


def query(inside, attributes='typeNames="risico:risicolocatie"'):
    return operation('GetFeature', '<wfs:Query %s>%s</wfs:Query>' % (attributes, inside))


def sorted_by(*keys):
    return '<fes:SortBy>%s</fes:SortBy>' % ''.join('<fes:SortProperty>%s</fes:SortProperty>' % key for key in keys)


def between(value, lower, upper):
    return filter_of('<fes:PropertyIsBetween>%s<fes:LowerBoundary>%s</fes:LowerBoundary><fes:UpperBoundary>%s</fes:UpperBoundary></fes:PropertyIsBetween>' % (value, lower, upper))


METRES = '<fes:Distance uom="m">%d</fes:Distance>'
# name: document, locator
DOCUMENTS = {
    'order without a key': (query('<fes:SortBy/>'), 'sortBy'), 'key without a name': (query(sorted_by('')), 'sortBy'), 'key with an empty name': (query(sorted_by('<fes:ValueReference/>')), 'sortBy'),
    'second key empty': (query(sorted_by(BRON, '')), 'sortBy'), 'key with two names': (query(sorted_by(BRON + VERSIE)), 'sortBy'), 'key with an empty direction': (query(sorted_by(BRON + '<fes:SortOrder/>')), 'sortBy'),
    'key with two directions': (query(sorted_by(BRON + '<fes:SortOrder>ASC</fes:SortOrder><fes:SortOrder>DESC</fes:SortOrder>')), 'sortBy'),
    'key with something else': (query(sorted_by(BRON + literal('DESC'))), 'sortBy'), 'order of something else': (query('<fes:SortBy>%s</fes:SortBy>' % literal('bron')), 'sortBy'),
    'order twice': (query(sorted_by(BRON) + sorted_by(VERSIE)), 'SortBy'), 'filter twice': (query(filter_of(compare('bron', 'gemeente')) + filter_of(compare('bron', 'ovam'))), 'Filter'),
    'empty property': (query('<wfs:PropertyName/>'), 'propertyName'), 'blank property': (query('<wfs:PropertyName> \n</wfs:PropertyName>'), 'propertyName'),
    'second property empty': (query('<wfs:PropertyName>bron</wfs:PropertyName><wfs:PropertyName/>'), 'propertyName'),
    'no type': (query('', 'typeNames=""'), 'typeNames'), 'a comma for a type': (query('', 'typeNames=","'), 'typeNames'), 'blanks for a type': (query('', 'typeNames=" "'), 'typeNames'),
    'types under two names': (query('', 'typeNames="risico:risicolocatie" typeName="risico:perceel"'), 'typeNames'),
    'empty type to describe': (operation('DescribeFeatureType', '<wfs:TypeName/>'), 'TypeName'),
    'second type empty': (operation('DescribeFeatureType', '<wfs:TypeName>risico:perceel</wfs:TypeName><wfs:TypeName/>'), 'TypeName'),
    'empty stored query to describe': (operation('DescribeStoredQueries', '<wfs:StoredQueryId/>'), 'StoredQueryId'),
    'empty section': (operation('GetCapabilities', '<ows:Sections %s><ows:Section/></ows:Sections>' % OWS), 'Section'),
    'sections twice': (operation('GetCapabilities', '<ows:Sections %s><ows:Section>FeatureTypeList</ows:Section></ows:Sections>' % OWS * 2), 'Sections'),
    'versions among sections': (operation('GetCapabilities', '<ows:Sections %s><ows:Version>FeatureTypeList</ows:Version></ows:Sections>' % OWS), 'Version'),
    'empty version': (operation('GetCapabilities', '<ows:AcceptVersions %s><ows:Version/></ows:AcceptVersions>' % OWS), 'Version'),
    'null of two': (query(filter_of('<fes:PropertyIsNull>%s%s</fes:PropertyIsNull>' % (BRON, VERSIE))), 'filter'), 'between of two values': (query(between(VERSIE * 2, literal('1'), literal('3'))), 'filter'),
    'between with two lower bounds': (query(between(VERSIE, literal('1') + literal('2'), literal('3'))), 'filter'), 'between with two upper bounds': (query(between(VERSIE, literal('1'), literal('3') * 2)), 'filter'),
    'two distances': (query(filter_of(spatial(point('1 1'), 'DWithin', METRES % 5 + METRES % 500000))), 'filter'), 'a distance beside Intersects': (query(filter_of(spatial(point('1 1'), 'Intersects', METRES % 5))), 'filter'),
    'a literal of two geometries': (query(filter_of(spatial('<fes:Literal>%s%s</fes:Literal>' % (point('1 1'), point('2 2').replace('"p"', '"q"'))))), 'filter'),
}


@pytest.mark.parametrize('name', DOCUMENTS)
def test_a_document_is_refused(gent, name):
    body, locator = DOCUMENTS[name]
    assert refused(gent.post(body, 'text/xml'), locator)


@pytest.mark.parametrize('inner', ['<fes:PropertyIsNull>%s%s</fes:PropertyIsNull>' % (BRON, VERSIE), spatial(point('1 1'), 'DWithin', METRES % 5 + METRES % 500000)])
def test_a_filter_of_a_url_is_refused(gent, inner):
    assert refused(gent.wfs('GetFeature', typeNames='risico:risicolocatie', filter=filter_of(inner)), 'filter')


def test_no_list_of_types_is_a_description_of_nothing(anyone):
    assert refused(anyone.get(START + 'DescribeFeatureType&typeNames=()'), 'typeNames')
    assert refused(anyone.get(START + 'DescribeFeatureType&typeNames=,'), 'typeNames')


GET = ['GetFeature&typeNames=risico:risicolocatie', 'GetPropertyValue&typeNames=risico:risicolocatie&valueReference=bron', 'ListStoredQueries', 'DescribeStoredQueries',
       'DropStoredQuery&storedQuery_Id=urn:proef:niets']


@pytest.mark.parametrize('name', ['lockId', 'lockAction', 'releaseAction', 'expiry', 'EXPIRY'])
@pytest.mark.parametrize('asked', GET)
def test_what_is_said_of_locks_is_never_passed_over(keeper, asked, name):
    answer = keeper.get('%s%s&%s=1' % (START, asked, name))
    assert answer.status == 501 and b'exceptionCode="OptionNotSupported"' in answer.body and name.lower() in answer.text.lower(), answer


def test_a_document_is_held_to_the_same_about_locks(gent):
    answer = gent.post(operation('GetFeature', '<wfs:Query typeNames="risico:risicolocatie"/>', 'expiry="5" lockAction="SOME"'), 'text/xml')
    assert answer.status == 501 and b'exceptionCode="OptionNotSupported"' in answer.body


# Every attribute with a meaning, of each element of a request that may have it. A handle is a text of the client's, and may be empty.
ATTRIBUTES = ['service', 'version', 'count', 'maxFeatures', 'startIndex', 'outputFormat', 'resultType', 'resolve', 'resolveDepth', 'resolveTimeout', 'resolvePath', 'valueReference', 'typeNames',
              'srsName', 'namespaces', 'lockId', 'expiry', 'lockAction', 'releaseAction', 'acceptVersions', 'updateSequence', 'id', 'geschrapt', 'COUNT']
QUERY = '<wfs:Query typeNames="risico:risicolocatie"/>'
OPERATIONS = {'GetFeature': QUERY, 'GetPropertyValue': QUERY, 'DescribeFeatureType': '<wfs:TypeName>risico:perceel</wfs:TypeName>', 'GetCapabilities': '', 'ListStoredQueries': '',
              'DescribeStoredQueries': '', 'DropStoredQuery': ''}


@pytest.mark.parametrize('blank', ['', ' \t'])
@pytest.mark.parametrize('name', OPERATIONS)
def test_no_attribute_of_an_operation_is_empty(keeper, name, blank):
    whole = {'service': 'WFS', 'version': '2.0.0', 'valueReference': 'bron', 'id': 'urn:proef:niets'}
    for attribute in ATTRIBUTES:
        said = {'handle': '', **{k: v for k, v in whole.items() if k != attribute}, attribute: blank}
        body = '<wfs:%s %s %s>%s</wfs:%s>' % (name, SPACES, ' '.join('%s="%s"' % pair for pair in said.items()), OPERATIONS[name], name)
        assert refused(keeper.post(body.encode(), 'text/xml'), attribute)


@pytest.mark.parametrize('name', ['srsName', 'typeNames', 'typeName', 'aliases', 'sRSNAME', 'geschrapt'])
def test_no_attribute_of_a_query_is_empty(gent, name):
    for around in ('%s', '<wfs:Query typeNames="risico:perceel"/>%s'):
        own = '' if 'type' in name else 'typeNames="risico:risicolocatie"'
        assert refused(gent.post(operation('GetFeature', around % '<wfs:Query handle="" %s %s=""/>' % (own, name)), 'text/xml'), name)


@pytest.mark.parametrize('name', ['resolve', 'resolveDepth', 'resolveTimeout', 'resolvePath'])
def test_no_attribute_of_a_property_is_empty(gent, name):
    assert refused(gent.post(query('<wfs:PropertyName %s="">bron</wfs:PropertyName>' % name), 'text/xml'), name)


def test_a_handle_may_be_empty_and_an_empty_parameter_of_a_url_is_none(gent):
    """OWS 1.1 (06-121r9) §11.5.3."""
    assert gent.post(operation('GetFeature', '<wfs:Query handle="" typeNames="risico:risicolocatie"/>', 'handle="" count="1"'), 'text/xml').status == 200
    assert gent.post(operation('GetFeature', QUERY, 'count="1"'), 'text/xml', '/wfs?srsName=&startIndex=').status == 200
    assert gent.get(START + 'GetFeature&typeNames=risico:risicolocatie&count=1&srsName=&sortBy=&propertyName=&startIndex=').status == 200


@pytest.mark.parametrize('asked', ['ListStoredQueries&id=x', 'DescribeStoredQueries&id=GetDatasetByCrs', 'DescribeStoredQueries&CRS=EPSG:4326'])
def test_an_argument_belongs_to_a_request_for_rows(gent, asked):
    assert refused(gent.get(START + asked), asked.partition('&')[2].partition('=')[0])
