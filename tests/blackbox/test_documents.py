"""Capabilities, schemas and stored queries: valid, readable without a token, and telling the truth."""
import pytest
from lxml import etree
from support import gml, schemas

OPERATIONS = ['GetCapabilities', 'DescribeFeatureType', 'GetFeature', 'ListStoredQueries', 'DescribeStoredQueries']


@pytest.fixture(scope='module')
def capabilities(anyone):
    answer = anyone.get('/wfs', service='WFS', request='GetCapabilities')
    assert answer.status == 200, answer
    return answer.xml


def texts(document, path):
    return [str(t).strip() for t in document.xpath(path, namespaces=gml.NS)]


def test_capabilities_are_valid(capabilities, ogc_schema):
    schemas.check(capabilities, ogc_schema)
    assert capabilities.get('version') == '2.0.0'


def test_the_three_types_are_announced(capabilities):
    assert set(texts(capabilities, '//wfs:FeatureType/wfs:Name/text()')) == {'risico:risicolocatie', 'risico:gemeente', 'risico:perceel'}
    for box in capabilities.xpath('//ows:WGS84BoundingBox', namespaces=gml.NS):
        west, south = map(float, box[0].text.split())
        east, north = map(float, box[1].text.split())
        assert 2 < west < east < 7 and 50 < south < north < 52


def test_each_type_offers_every_crs(capabilities):
    for kind in capabilities.xpath('//wfs:FeatureType', namespaces=gml.NS):
        names = texts(kind, 'wfs:DefaultCRS/text()') + texts(kind, 'wfs:OtherCRS/text()')
        assert names[0].endswith(':31370') or names[0].endswith('/31370')
        assert {n.replace('/', ':').split(':')[-1] for n in names} == {'31370', '3812', '4258', '4326', '3857', '3043', '3044', '25831'}


def test_every_operation_is_announced_with_a_url_that_works(capabilities, anyone):
    assert set(texts(capabilities, '//ows:Operation/@name')) >= set(OPERATIONS)
    for href in texts(capabilities, '//ows:Operation/ows:DCP/ows:HTTP/ows:Get/@xlink:href'):
        assert href.startswith(anyone.url + '/wfs'), href
    href = texts(capabilities, '//ows:Operation[@name="DescribeFeatureType"]//ows:Get/@xlink:href')[0]
    assert anyone.get(href.rstrip('?&'), service='WFS', version='2.0.0', request='DescribeFeatureType').status == 200


def constraint(capabilities, name):
    found = capabilities.xpath('//ows:Constraint[@name="%s"]/ows:DefaultValue/text()' % name, namespaces=gml.NS)
    assert found, name
    return found[0]


def test_paging_is_announced_as_clients_read_it(capabilities):
    assert constraint(capabilities, 'ImplementsResultPaging') == 'TRUE'
    assert constraint(capabilities, 'CountDefault') == '10000'


def test_the_constraints_are_the_truth(capabilities):
    for there in ('KVPEncoding', 'XMLEncoding', 'SOAPEncoding', 'ManageStoredQueries'):
        assert constraint(capabilities, there) == 'TRUE', there
    for there in ('ImplementsStandardJoins', 'ImplementsSpatialJoins', 'ImplementsTemporalJoins'):
        assert constraint(capabilities, there) == 'TRUE', there
    for absent in ('ImplementsTransactionalWFS', 'ImplementsLockingWFS', 'ImplementsFeatureVersioning'):
        assert constraint(capabilities, absent) == 'FALSE', absent
    assert not texts(capabilities, '//ows:Operation[@name="Transaction"]/@name')


def test_the_inspire_extension_is_there(capabilities):
    spaces = {'dls': 'http://inspire.ec.europa.eu/schemas/inspire_dls/1.0', 'common': 'http://inspire.ec.europa.eu/schemas/common/1.0'}
    extension = capabilities.xpath('//ows:ExtendedCapabilities/dls:ExtendedCapabilities', namespaces={**gml.NS, **spaces})
    assert len(extension) == 1
    # Technical Guidance Download Services 3.1, requirement 50: scenario 1 (reference to metadata) plus the languages, plus the spatial data sets
    for part in ('common:SupportedLanguages/common:DefaultLanguage/common:Language', 'common:ResponseLanguage/common:Language',
                 'dls:SpatialDataSetIdentifier/common:Code'):
        assert extension[0].xpath(part, namespaces=spaces), part
    assert extension[0].xpath('.//common:Language/text()', namespaces=spaces)[0] == 'dut'


def test_the_texts_are_dutch(capabilities):
    assert any(word in ' '.join(texts(capabilities, '//ows:Title/text()|//ows:Abstract/text()|//wfs:Abstract/text()')).lower()
               for word in ('risicolocaties', 'gemeente'))


@pytest.mark.parametrize('section,present,absent', [
    ('ServiceIdentification', 'ows:ServiceIdentification', 'wfs:FeatureTypeList'),
    ('ServiceProvider', 'ows:ServiceProvider', 'ows:OperationsMetadata'),
    ('OperationsMetadata', 'ows:OperationsMetadata', 'ows:ServiceIdentification'),
    ('FeatureTypeList', 'wfs:FeatureTypeList', 'fes:Filter_Capabilities'),
    ('Filter_Capabilities', 'fes:Filter_Capabilities', 'wfs:FeatureTypeList'),
    ('FeatureTypeList,ServiceProvider', 'ows:ServiceProvider', 'fes:Filter_Capabilities'),
])
def test_sections_gives_those_and_no_others(anyone, ogc_schema, section, present, absent):
    answer = anyone.get('/wfs', service='WFS', request='GetCapabilities', sections=section)
    assert answer.status == 200, answer
    assert answer.xml.xpath(present, namespaces=gml.NS) and not answer.xml.xpath(absent, namespaces=gml.NS)
    schemas.check(answer.xml, ogc_schema)


def test_sections_all_is_the_whole_document(anyone, capabilities):
    whole = anyone.get('/wfs', service='WFS', request='GetCapabilities', sections='All').xml
    assert [c.tag for c in whole] == [c.tag for c in capabilities]


def test_an_unknown_section_is_refused(anyone):
    answer = anyone.get('/wfs', service='WFS', request='GetCapabilities', sections='Alles')
    assert (answer.status, gml.exception(answer.xml)[:2]) == (400, ('InvalidParameterValue', 'sections'))


@pytest.mark.parametrize('asked', ['2.0.0', '2.0.0,1.1.0,1.0.0', '3.0.0,2.0.0'])
def test_versions_are_negotiated(anyone, asked):
    answer = anyone.get('/wfs', service='WFS', request='GetCapabilities', acceptVersions=asked)
    assert answer.status == 200 and answer.xml.get('version') == '2.0.0', answer


def test_no_acceptable_version_says_so(anyone):
    answer = anyone.get('/wfs', service='WFS', request='GetCapabilities', acceptVersions='9.9.9')
    assert (answer.status, gml.exception(answer.xml)[0]) == (400, 'VersionNegotiationFailed')


def test_the_urls_follow_the_host_that_was_asked(anyone):
    for path in ('/wfs', '/geoserver/BROL/wfs'):
        answer = anyone.get(path, headers={'Host': 'risicolaag.example:8443'}, service='WFS', request='GetCapabilities')
        assert b'127.0.0.1' not in answer.body and str(anyone.url.split(':')[-1]).encode() + b'/' not in answer.body
        assert b'http://risicolaag.example:8443' + path.encode() in answer.body


def test_the_schema_of_all_types_is_a_valid_schema(anyone, app_schema):
    answer = anyone.wfs('DescribeFeatureType')
    names = set(texts(answer.xml, '/xsd:schema/xsd:element/@name'))
    assert names == {'risicolocatie', 'gemeente', 'perceel'}
    assert answer.xml.get('targetNamespace') == 'http://risicolaag/1.0'
    assert not answer.xml.xpath('//xsd:include', namespaces=gml.NS), 'old clients follow no include'
    assert app_schema is not None


@pytest.mark.parametrize('parameter', ['typeName', 'typeNames'])
@pytest.mark.parametrize('asked', ['risico:risicolocatie', 'risico:gemeente,risico:perceel', 'perceel'])
def test_the_schema_of_some_types_holds_only_those(anyone, parameter, asked):
    answer = anyone.wfs('DescribeFeatureType', **{parameter: asked})
    assert answer.status == 200, answer
    assert set(texts(answer.xml, '/xsd:schema/xsd:element/@name')) == {n.split(':')[-1] for n in asked.split(',')}


def test_the_geometry_has_a_precise_type(anyone):
    answer = anyone.wfs('DescribeFeatureType', typeNames='risico:risicolocatie')
    assert texts(answer.xml, '//xsd:element[@name="geometry"]/@type') == ['gml:MultiSurfacePropertyType']


def test_the_schema_of_an_unknown_type_is_refused(anyone):
    answer = anyone.wfs('DescribeFeatureType', typeNames='risico:onbekend')
    assert (answer.status, gml.exception(answer.xml)[0]) == (400, 'InvalidParameterValue')
    assert gml.exception(answer.xml)[1].lower() == 'typenames'


def test_the_old_path_describes_the_old_namespace(anyone):
    answer = anyone.wfs('DescribeFeatureType', '/geoserver/BROL/wfs', typeName='BROL:risicolocatie')
    assert answer.xml.get('targetNamespace') == 'http://BROL'


def test_stored_queries_are_listed_and_described(anyone, ogc_schema):
    listed = anyone.wfs('ListStoredQueries').xml
    schemas.check(listed, ogc_schema)
    assert 'urn:ogc:def:query:OGC-WFS::GetFeatureById' in texts(listed, '//wfs:StoredQuery/@id')
    assert set(texts(listed, '//wfs:ReturnFeatureType/text()')) == {'risico:risicolocatie', 'risico:gemeente', 'risico:perceel'}
    described = anyone.wfs('DescribeStoredQueries', storedquery_id='urn:ogc:def:query:OGC-WFS::GetFeatureById').xml
    schemas.check(described, ogc_schema)
    assert [name.lower() for name in texts(described, '//wfs:Parameter/@name')] == ['id']
    schemas.check(anyone.wfs('DescribeStoredQueries').xml, ogc_schema)


def test_an_unknown_stored_query_is_refused(anyone):
    answer = anyone.wfs('DescribeStoredQueries', storedquery_id='urn:onbekend')
    assert answer.status in (400, 404), answer
    assert gml.exception(answer.xml)[1].lower() == 'storedquery_id'


@pytest.mark.parametrize('kind', ['risicolocatie', 'perceel', 'gemeente'])
@pytest.mark.parametrize('extra', [{}, {'srsName': 'urn:ogc:def:crs:EPSG::4326'}, {'propertyName': 'geometry'}, {'resultType': 'hits'}, {'count': 3},
                                   {'count': 0}, {'bbox': '0,0,1,1'}])
def test_every_collection_is_valid_against_the_published_schema(two, app_schema, kind, extra):
    answer = two.features('risico:' + kind, **extra)
    assert answer.status == 200, answer
    schemas.check(answer.xml, app_schema)


def test_struck_out_rows_and_single_features_are_valid_too(two, truth, app_schema):
    schemas.check(two.features(geschrapt='alle').xml, app_schema)
    schemas.check(two.features(propertyName='omschrijving').xml, app_schema)
    by_id = two.wfs('GetFeature', storedquery_id='urn:ogc:def:query:OGC-WFS::GetFeatureById', id='risicolocatie.%d' % min(truth.two))
    schemas.check(by_id.xml, app_schema)


def test_the_schema_location_of_an_answer_leads_to_the_schema(two):
    location = two.features(count=1).xml.get('{http://www.w3.org/2001/XMLSchema-instance}schemaLocation').split()
    places = dict(zip(location[::2], location[1::2]))
    answer = two.get(places['http://risicolaag/1.0'])
    assert answer.status == 200 and etree.QName(answer.xml).localname == 'schema'


def test_documents_may_be_cached_privately_and_answers_not(anyone, two):
    caps = anyone.get('/wfs', service='WFS', request='GetCapabilities')
    assert 'private' in caps.headers.get('Cache-Control', ''), 'QGIS prefers its cache for capabilities: two tokens must never share'
    assert any(word in two.features(count=1).headers.get('Cache-Control', '') for word in ('no-store', 'private'))
