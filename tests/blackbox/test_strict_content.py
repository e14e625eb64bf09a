"""What stands where nothing of it is read is refused: text among elements, elements of other operations, parameters of the request on a query."""
import pytest
from support import gml, store, stored
from support.client import Client
from support.fes import SPACES, compare, document, filter_of, literal, pair, point, spatial
from support.refusal import refused
from support.sample import GENT

ONE = compare('bron', 'gemeente')
SOME = '<fes:SortBy><fes:SortProperty><fes:ValueReference>bron</fes:ValueReference></fes:SortProperty></fes:SortBy>'


def operation(name, inside='', attributes=''):
    return ('<wfs:%s service="WFS" version="2.0.0" %s %s>%s</wfs:%s>' % (name, attributes, SPACES, inside, name)).encode()


def query(inside, attributes=''):
    return operation('GetFeature', '<wfs:Query typeNames="risico:risicolocatie" %s>%s</wfs:Query>' % (attributes, inside))


# document, locator
STRAY = [
    (operation('GetFeature', 'tekst<wfs:Query typeNames="risico:risicolocatie"/>'), 'GetFeature'), (operation('GetFeature', '<wfs:Query typeNames="risico:risicolocatie"/>tekst'), 'GetFeature'),
    (query('tekst'), 'Query'), (query('bron'), 'Query'), (query('tekst' + filter_of(ONE)), 'Query'), (query(filter_of(ONE) + 'tekst'), 'Query'), (query('<![CDATA[tekst]]>'), 'Query'), (query('&#48;'), 'Query'),
    (query(filter_of('tekst' + ONE)), 'Filter'), (query(filter_of(ONE + 'tekst')), 'Filter'), (query(filter_of('<fes:And>%s en %s</fes:And>' % (ONE, ONE))), 'And'),
    (query(filter_of('<fes:Not>niet%s</fes:Not>' % ONE)), 'Not'), (query(filter_of(ONE.replace('<fes:Literal>', '= <fes:Literal>'))), 'PropertyIsEqualTo'),
    (query(filter_of(spatial(point('1 1'), 'DWithin', 'binnen <fes:Distance uom="m">5</fes:Distance>'))), 'DWithin'),
    (query(filter_of(spatial(point('1 1').replace('<gml:pos>', '2 2<gml:pos>')))), 'Point'),
    (query(filter_of('<fes:ResourceId rid="risicolocatie.1">risicolocatie.2</fes:ResourceId>')), 'ResourceId'),
    (query(filter_of(pair('<fes:Function name="strConcat">tekst<fes:ValueReference>bron</fes:ValueReference>%s</fes:Function>' % literal('a'), literal('b')))), 'Function'),
    (query(filter_of('<fes:PropertyIsNull><fes:ValueReference>bron<fes:Literal>x</fes:Literal></fes:ValueReference></fes:PropertyIsNull>')), 'ValueReference'),
    (query(filter_of(pair('<fes:ValueReference>bron</fes:ValueReference>', '<fes:Literal>gemeente<fes:Literal>x</fes:Literal></fes:Literal>'))), 'Literal'),
    (query(SOME.replace('<fes:SortProperty>', 'tekst<fes:SortProperty>')), 'SortBy'), (query(SOME.replace('</fes:SortProperty>', 'DESC</fes:SortProperty>')), 'SortProperty'),
    (query('<fes:SortBy>bron</fes:SortBy>'), 'SortBy'),
    (operation('DescribeFeatureType', 'risico:perceel'), 'DescribeFeatureType'), (operation('DescribeFeatureType', '<wfs:TypeName>risico:perceel</wfs:TypeName>risico:gemeente'), 'DescribeFeatureType'),
    (operation('GetCapabilities', 'tekst'), 'GetCapabilities'), (operation('GetCapabilities', '<ows:Sections xmlns:ows="http://www.opengis.net/ows/1.1">FeatureTypeList</ows:Sections>'), 'Sections'),
    (operation('ListStoredQueries', 'tekst'), 'ListStoredQueries'), (operation('DescribeStoredQueries', 'GetDatasetByCrs'), 'DescribeStoredQueries'),
    (operation('GetFeature', '<wfs:StoredQuery id="GetDatasetByCrs">CRS<wfs:Parameter name="CRS">EPSG:4326</wfs:Parameter></wfs:StoredQuery>'), 'StoredQuery'),
    (operation('GetPropertyValue', 'bron<wfs:Query typeNames="risico:risicolocatie"/>', 'valueReference="bron"'), 'GetPropertyValue'),
]


@pytest.mark.parametrize('number', range(len(STRAY)))
def test_text_among_elements_is_refused(gent, number):
    body, locator = STRAY[number]
    assert refused(gent.post(body, 'text/xml'), locator)


@pytest.mark.parametrize('inner', ['tekst' + ONE, ONE + 'tekst', '<fes:And>%s en %s</fes:And>' % (ONE, ONE), ONE.replace('<fes:Literal>', '= <fes:Literal>')])
def test_in_a_filter_of_a_url_too(gent, inner):
    assert refused(gent.wfs('GetFeature', typeNames='risico:risicolocatie', filter=filter_of(inner)), 'filter')


def test_blanks_and_comments_are_no_text(gent, truth):
    inner = '\n \t<!-- en -->%s\r\n<?x y?>\u00a0' % ONE
    for answer in (gent.post(query('\n ' + filter_of(inner) + '\u200b\n'), 'text/xml'), gent.wfs('GetFeature', typeNames='risico:risicolocatie', filter=filter_of(inner))):
        assert set(gml.ids(answer.xml)) == store.ids(k for k, row in truth.gent.items() if row['bron'] == 'gemeente')


# document, locator
MISPLACED = [
    (operation('DescribeFeatureType', '<wfs:TypeNames>risico:perceel</wfs:TypeNames>'), 'TypeNames'), (operation('DescribeFeatureType', '<wfs:Query typeNames="risico:perceel"/>'), 'Query'),
    (operation('GetCapabilities', '<wfs:Query typeNames="risico:perceel"/>'), 'Query'), (operation('ListStoredQueries', '<wfs:Query typeNames="risico:perceel"/>'), 'Query'),
    (operation('DescribeStoredQueries', '<wfs:StoredQuery_Id>GetDatasetByCrs</wfs:StoredQuery_Id>'), 'StoredQuery_Id'),
]


@pytest.mark.parametrize('number', range(len(MISPLACED)))
def test_an_element_that_the_operation_does_not_have_is_refused(gent, number):
    body, locator = MISPLACED[number]
    assert refused(gent.post(body, 'text/xml'), locator)


# attribute of a Query, value, locator
OF_THE_REQUEST = [('count', '5'), ('startIndex', '2'), ('resultType', 'hits'), ('outputFormat', 'application/json'), ('bbox', '0,0,1,1'), ('resourceId', 'risicolocatie.1'),
                  ('propertyName', 'bron'), ('sortBy', 'bron'), ('maxFeatures', '5'), ('COUNT', '5'), ('resolve', 'none'), ('valueReference', 'bron'), ('geschrapt', 'alle'), ('GESCHRAPT', 'alle'),
                  ('Geschrapt', 'ja')]


@pytest.mark.parametrize('name,value', OF_THE_REQUEST)
def test_a_parameter_of_the_request_on_a_query_is_refused(gent, name, value):
    assert refused(gent.post(query('', '%s="%s"' % (name, value)), 'text/xml'), name)


def test_what_a_query_has_stays(gent, truth):
    more = 'aliases="a" srsName="EPSG:31370" handle="mijn vraag" featureVersion="ALL" xmlns:x="urn:x" x:count="5"'
    assert set(gml.ids(gent.post(query('', more), 'text/xml').xml)) == store.ids(truth.gent)


@pytest.mark.parametrize('more', ['typenames="{0}"', 'TYPENAMES="{0}"', 'typename="{0}"', 'typeNames="{0}" typenames=" {0}"', 'typeName="{0}" TYPENAMES="{0}"'])
def test_what_a_query_has_is_read_in_any_case(gent, truth, more):
    of_query = more.format('risico:risicolocatie') + ' ALIASES="a" srsname="EPSG:31370"'
    answer = gent.post(operation('GetFeature', '<wfs:Query %s>%s</wfs:Query>' % (of_query, filter_of(ONE.replace('bron', 'a/bron')))), 'text/xml')
    assert set(gml.ids(answer.xml)) == store.ids(k for k, row in truth.gent.items() if row['bron'] == 'gemeente')
    assert answer.xml.xpath('//gml:MultiSurface/@srsName', namespaces=gml.NS)[0].endswith('31370')


@pytest.mark.parametrize('more,locator', [('typenames="risico:perceel"', 'typeNames'), ('typename="risico:perceel"', 'typeNames'), ('aliases="a" ALIASES="b"', 'aliases'),
                                          ('srsName="EPSG:31370" srsname="EPSG:4326"', 'srsName')])
def test_two_spellings_of_one_attribute_say_the_same_or_are_refused(gent, more, locator):
    assert refused(gent.post(query('', more), 'text/xml'), locator)


def test_the_id_of_a_stored_query_is_read_in_any_case_and_is_one(gent, truth):
    inner = '<wfs:StoredQuery %s><wfs:Parameter name="id">risicolocatie.%d</wfs:Parameter></wfs:StoredQuery>'
    key = min(truth.gent)
    answer = gent.post(operation('GetFeature', inner % ('ID="%s"' % stored.BY_ID, key)), 'text/xml')
    assert answer.status == 200 and gml.id_of(answer.xml) == 'risicolocatie.%d' % key
    assert refused(gent.post(operation('GetFeature', inner % ('ID="%s" id="GetDatasetByCrs"' % stored.BY_ID, key)), 'text/xml'), 'id')


@pytest.fixture(scope='module')
def keeper(server, state):
    return Client(server.url, state.token(GENT, role='beheerder'))


OWN = 'urn:proef:strikt'
# text of a stored query, locator
DEFINITIONS = [('tekst' + stored.EVERYTHING, 'QueryExpressionText'), ('<wfs:Query typeNames="risico:risicolocatie">tekst%s</wfs:Query>' % filter_of(ONE), 'Query'),
               ('<wfs:Query typeNames="risico:risicolocatie">%s</wfs:Query>' % filter_of('niet ' + ONE), 'Filter'),
               ('<wfs:Query typeNames="risico:risicolocatie" count="5"/>', 'count'), ('<wfs:Query typeNames="risico:risicolocatie" geschrapt="alle"/>', 'geschrapt'),
               ('<wfs:Query typenames="risico:onbekend"/>', 'typeNames'), ('<wfs:Query typenames="risico:risicolocatie" typeNames="risico:perceel"/>', 'typeNames')]


@pytest.mark.parametrize('inner,locator', DEFINITIONS)
def test_a_stored_query_is_held_to_the_same(keeper, inner, locator):
    assert refused(keeper.post(stored.creation(OWN, inner), 'text/xml'), locator)


@pytest.mark.parametrize('inner', [literal('gemeente') + literal('migratie'), '%s<x/>' % literal('gemeente'), 'gemeente' + literal('migratie')])
def test_an_argument_is_one_text_or_one_element(keeper, inner):
    text = '<wfs:Query typeNames="risico:risicolocatie">%s</wfs:Query>' % filter_of(compare('bron', '${bron}'))
    assert keeper.post(stored.creation(OWN, text, ['bron']), 'text/xml').status == 200
    try:
        answer = keeper.post(stored.running((OWN, {'bron': inner})), 'text/xml')
        assert answer.status == 400, answer
    finally:
        keeper.post(stored.dropping(OWN), 'text/xml')


def test_two_geometries_for_one_parameter_are_refused(keeper):
    inner = '<wfs:Query typeNames="risico:risicolocatie">%s</wfs:Query>' % filter_of('<fes:Intersects><fes:ValueReference>geometry</fes:ValueReference>${plaats}</fes:Intersects>')
    assert keeper.post(stored.creation(OWN, inner, [('plaats', 'gml:PointType')]), 'text/xml').status == 200
    try:
        both = point('100000 190000') + point('110000 190000').replace('"p"', '"q"')
        assert refused(keeper.post(stored.running((OWN, {'plaats': both})), 'text/xml'), 'plaats')
    finally:
        keeper.post(stored.dropping(OWN), 'text/xml')


def test_so_is_one_with_parameters(keeper):
    marked = stored.BY_BRON.replace('typeNames="risico:risicolocatie"', 'typenames="risico:onbekend"')
    assert refused(keeper.post(stored.creation(OWN, marked, ['bron']), 'text/xml'), 'typeNames')
    assert refused(keeper.post(stored.creation(OWN, marked.replace('onbekend', 'perceel'), ['bron']), 'text/xml'), 'bron')


@pytest.mark.parametrize('body,locator', [(stored.creation(OWN, stored.EVERYTHING).replace(b'<wfs:Title>', b'tekst<wfs:Title>'), 'StoredQueryDefinition'),
                                          (stored.dropping(OWN).replace(b'/>', b'>tekst</wfs:DropStoredQuery>'), 'DropStoredQuery'),
                                          (stored.dropping(OWN).replace(b'/>', b'><wfs:Query typeNames="risico:perceel"/></wfs:DropStoredQuery>'), 'Query'),
                                          (stored.running((OWN, {})).replace(b'></wfs:StoredQuery>', b' srsName="EPSG:4326"></wfs:StoredQuery>'), 'srsName')])
def test_so_are_the_requests_about_it(keeper, body, locator):
    assert refused(keeper.post(body, 'text/xml'), locator)


def test_in_a_stored_query_a_mark_may_stand_for_an_element(keeper, truth):
    inner = '<wfs:Query typeNames="risico:risicolocatie">%s</wfs:Query>' % filter_of('<fes:Intersects><fes:ValueReference>geometry</fes:ValueReference>${plaats}</fes:Intersects>')
    made = keeper.post(stored.creation(OWN, inner, [('plaats', 'gml:EnvelopeType')]), 'text/xml')
    assert made.status == 200, made
    box = '<gml:Envelope srsName="EPSG:31370"><gml:lowerCorner>0 0</gml:lowerCorner><gml:upperCorner>300000 300000</gml:upperCorner></gml:Envelope>'
    found = keeper.post(stored.running((OWN, {'plaats': box})), 'text/xml')
    keeper.post(stored.dropping(OWN), 'text/xml')
    assert found.status == 200 and set(gml.ids(found.xml)) == store.ids(truth.gent)
