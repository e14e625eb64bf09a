"""WFS 1.1.0 and 1.0.0: negotiated as each standard says, with documents that validate, and with the same features as 2.0.0."""
import gzip
import time
import urllib.parse
import urllib.request
import pytest
from osgeo import gdal, osr
from pyproj.transformer import TransformerGroup
from shapely.geometry import MultiPolygon, Polygon
from support import crs, gml, old, schemas, store

VERSIONS = old.VERSIONS


def described(client, version, **parameters):
    answer = old.ask(client, version, 'DescribeFeatureType', **parameters)
    assert answer.status == 200, answer
    return answer


@pytest.fixture(scope='module', params=VERSIONS)
def version(request):
    return request.param


@pytest.fixture(scope='module')
def own_schema(anyone, version):
    """What validates a collection of our types: the version's own schema and the one that DescribeFeatureType gives."""
    ours = described(anyone, version).body
    return schemas.schema([old.COLLECTION[version], ('http://risicolaag/1.0', 'memory:ours.xsd')], {'memory:ours.xsd': ours})


# --- Versions ---

@pytest.mark.parametrize('asked,given', [
    ({'version': '1.1.0'}, '1.1.0'), ({'version': '1.0.0'}, '1.0.0'), ({'version': '2.0.0'}, '2.0.0'), ({}, '2.0.0'),
    ({'version': '1.1.3'}, '1.1.0'), ({'version': '1.1'}, '1.1.0'), ({'version': '1.0'}, '1.0.0'), ({'version': '1'}, '1.0.0'), ({'version': '1.x'}, '2.0.0'), ({'version': '1.0.5'}, '1.0.0'), ({'version': '0.0.14'}, '1.0.0'), ({'version': '3.0.0'}, '2.0.0'),
    ({'acceptVersions': '1.1.0,1.0.0'}, '1.1.0'), ({'acceptVersions': '1.0.0,2.0.0'}, '1.0.0'), ({'acceptVersions': '2.0.0,1.1.0,1.0.0'}, '2.0.0'),
    ({'acceptVersions': '9.9.9,1.0.0'}, '1.0.0'), ({'version': '1.0.0', 'acceptVersions': '1.1.0'}, '1.1.0'),
])
def test_who_asks_a_version_gets_it_or_the_nearest_one(anyone, asked, given):
    answer = anyone.get('/wfs', service='WFS', request='GetCapabilities', **asked)
    assert (answer.status, answer.xml.get('version')) == (200, given)


@pytest.mark.parametrize('body,given', [
    ('<GetCapabilities service="WFS" version="1.0.0" xmlns="http://www.opengis.net/wfs"/>', '1.0.0'),
    ('<GetCapabilities service="WFS" xmlns="http://www.opengis.net/wfs"/>', '1.1.0'),
    ('<GetCapabilities xmlns="http://www.opengis.net/wfs"/>', '1.1.0'),
    ('<GetCapabilities service="WFS" xmlns="http://www.opengis.net/wfs" xmlns:ows="http://www.opengis.net/ows"><ows:AcceptVersions><ows:Version>1.0.0</ows:Version>'
     '</ows:AcceptVersions></GetCapabilities>', '1.0.0'),
])
def test_a_document_is_of_the_version_that_it_says_or_of_the_newest_with_its_namespace(anyone, body, given):
    answer = anyone.post(body.encode(), 'text/xml')
    assert (answer.status, answer.xml.get('version')) == (200, given)


@pytest.mark.parametrize('asked,form', [('1.1.5', '1.1.0'), ('1.0.7', '1.0.0'), ('0.9.0', '1.0.0'), ('1.1', '1.1.0'), ('1.0', '1.0.0')])
def test_a_version_that_does_not_exist_is_refused_in_the_form_of_the_nearest(gent, asked, form):
    answer = old.features(gent, asked)
    assert old.refusal(answer, form)[:3] == (old.WRONG[form], 'InvalidParameterValue', 'version')
    assert 'VERSION=' + form in old.refusal(answer, form)[3]


# --- Documents ---

def test_capabilities_are_valid(anyone, version):
    document = old.valid(old.ask(anyone, version, 'GetCapabilities'), old.CAPABILITIES[version])
    names = document.xpath('//wfs:FeatureType/wfs:Name/text()', namespaces=old.NS)
    assert set(names) == {'risico:risicolocatie', 'risico:gemeente', 'risico:perceel'}
    systems = document.xpath('//wfs:FeatureType/wfs:DefaultSRS/text()|//wfs:FeatureType/wfs:SRS/text()', namespaces=old.NS)
    assert set(systems) == {'EPSG:31370' if version == '1.0.0' else 'urn:ogc:def:crs:EPSG::31370'}


def test_what_is_announced_is_there(anyone, version):
    document = old.ask(anyone, version, 'GetCapabilities').xml
    if version == '1.1.0':
        operations = document.xpath('//ows:Operation/@name', namespaces=old.NS)
        assert set(operations) == {'GetCapabilities', 'DescribeFeatureType', 'GetFeature', 'GetGmlObject'}
        hrefs = document.xpath('//ows:Get/@xlink:href', namespaces=old.NS)
    else:
        assert [e.tag.rpartition('}')[2] for e in document.xpath('//wfs:Request/*', namespaces=old.NS)] == ['GetCapabilities', 'DescribeFeatureType', 'GetFeature']
        hrefs = document.xpath('//wfs:Get/@onlineResource', namespaces=old.NS)
    assert set(hrefs) == {anyone.url + '/wfs?'}


DATUM = 'Tussen Lambert 72 en ETRS89 rekent de dienst met '


def abstract_of(client, version):
    return next(old.ask(client, version, 'GetCapabilities').xml.iter('{*}Abstract')).text


@pytest.mark.parametrize('version', [*VERSIONS, '2.0.0'])
def test_the_metadata_say_which_operation_is_used(anyone, version):
    operations = TransformerGroup(31370, 4258, always_xy=True, area_of_interest=crs.BELGIUM, allow_ballpark=False).transformers
    step, = [o for o in operations[0].operations if o.type_name == 'Transformation']
    said = abstract_of(anyone, version).partition(DATUM)[2]
    assert said.endswith('(EPSG:%s: %s), nauwkeurig tot %g m.' % (step.to_json_dict()['id']['code'], step.name, step.accuracy)), said
    assert said.startswith('het NTv2-raster ' + step.grids[0].short_name if step.grids else 'zeven parameters, zonder NTv2-raster '), said


def make_grid(folder):
    """What the package with the grids brings, but with shifts of our own, so that nobody takes it for the real one: 2 arc seconds everywhere."""
    data = gdal.GetDriverByName('GTiff').Create(str(folder / 'be_ign_bd72lb72_etrs89lb08.tif'), 30, 20, 2, gdal.GDT_Float32)
    wgs = osr.SpatialReference()
    wgs.ImportFromEPSG(4313)
    data.SetProjection(wgs.ExportToWkt())
    data.SetGeoTransform([2, 0.2, 0, 52, 0, -0.2])
    data.SetMetadata({'TYPE': 'HORIZONTAL_OFFSET', 'AREA_OR_POINT': 'Point', 'target_crs_epsg_code': '4258'})
    for index, name in ((1, 'latitude_offset'), (2, 'longitude_offset')):
        band = data.GetRasterBand(index)
        band.Fill(2)
        band.SetDescription(name)
        band.SetUnitType('arc-second')
    data = None


def test_the_grid_is_used_and_named_when_it_is_installed(state, tmp_path, monkeypatch):
    from support.client import Client
    from support.sample import GENT
    from support.server import Server
    make_grid(tmp_path)
    monkeypatch.setenv('PROJ_DATA', '%s:/usr/share/proj' % tmp_path)
    monkeypatch.setenv('PROJ_LIB', '%s:/usr/share/proj' % tmp_path)
    with Server(state) as server:
        client = Client(server.url, state.token(GENT))
        said = abstract_of(client, '2.0.0').partition(DATUM)[2]
        with_grid = client.features(count=1, srsName='EPSG:4258').xml
    assert said.startswith('het NTv2-raster be_ign_bd72lb72_etrs89lb08.tif (EPSG:'), said
    monkeypatch.undo()
    with Server(state) as server:
        without = Client(server.url, state.token(GENT)).features(count=1, srsName='EPSG:4258').xml
    first, second = (next(document.iter('{*}posList')).text.split()[:2] for document in (with_grid, without))
    assert abs(float(first[0]) - float(second[0])) > 1e-5, 'the coordinates follow what the metadata say'


@pytest.mark.parametrize('section', ['ServiceIdentification', 'ServiceProvider', 'OperationsMetadata', 'FeatureTypeList', 'Filter_Capabilities'])
def test_sections_of_1_1_are_valid(anyone, section):
    document = old.valid(old.ask(anyone, '1.1.0', 'GetCapabilities', sections=section), old.CAPABILITIES['1.1.0'])
    assert {e.tag.rpartition('}')[2] for e in document} == {section, 'Filter_Capabilities'}


def test_sections_are_nothing_to_1_0_whose_document_comes_whole(anyone):
    document = old.valid(old.ask(anyone, '1.0.0', 'GetCapabilities', sections='FeatureTypeList'), old.CAPABILITIES['1.0.0'])
    assert len(document) == 4


def test_a_schema_describes_what_it_is_asked_for(anyone, version):
    for names in ('risico:perceel', 'risico:perceel,risico:gemeente', 'perceel'):
        found = described(anyone, version, typeName=names).xml.xpath('/xs:schema/xs:element/@name', namespaces=old.NS)
        assert found == [n.rpartition(':')[2] for n in names.split(',')]
    formats = {'1.1.0': ['text/xml; subtype=gml/3.1.1', 'XMLSCHEMA'], '1.0.0': ['XMLSCHEMA', 'GML2']}[version]
    assert len({described(anyone, version, outputFormat=name).body for name in formats}) == 1
    posted = '<wfs:DescribeFeatureType xmlns:wfs="%s" xmlns:risico="http://risicolaag/1.0" service="WFS" version="%s"><wfs:TypeName>risico:perceel</wfs:TypeName></wfs:DescribeFeatureType>'
    assert anyone.post((posted % (old.WFS, version)).encode(), 'text/xml').body == described(anyone, version, typeName='risico:perceel').body


def test_a_schema_of_another_gml_can_be_asked(anyone):
    for version, name in (('1.1.0', 'text/xml; subtype=gml/3.1.1'), ('1.0.0', 'GML2')):
        assert anyone.wfs('DescribeFeatureType', outputFormat=name).body == described(anyone, version).body


# --- Features ---

@pytest.mark.parametrize('kind', ['risicolocatie', 'gemeente', 'perceel'])
def test_features_are_valid_and_are_those_of_2_0(gent, version, own_schema, kind):
    answer = old.features(gent, version, 'risico:' + kind)
    assert answer.type == 'text/xml', answer
    schemas.check(answer.xml, own_schema)
    new = gent.features('risico:' + kind, count=100000).xml
    assert old.ids(answer.xml) == gml.ids(new)
    for one, other in zip(old.members(answer.xml)[:50], gml.members(new)):
        theirs = gml.values(other)
        found = {e.tag.rpartition('}')[2]: e.text or '' for e in one if len(e) == 0 and not e.get(gml.XSI_NIL)}
        assert found == {name: value for name, value in theirs.items() if isinstance(value, str)}
        assert old.rings(one) == theirs['geometry']


def test_the_schema_location_names_the_schema_of_the_version(gent, version):
    where = old.features(gent, version, maxFeatures=1).xml.get('{http://www.w3.org/2001/XMLSchema-instance}schemaLocation').split()
    assert where[:2] == list(old.COLLECTION[version]) and where[2] == 'http://risicolaag/1.0'
    assert gent.get(where[3]).body == described(gent, version, typeName='risico:risicolocatie').body


def test_without_max_features_everything_comes(state, version, truth):
    """Their collections cannot say that there is more, so no page of theirs may look like the whole."""
    from support.client import Client
    from support.sample import GENT
    from support.server import Server
    with Server(state, page=5) as small:
        client = Client(small.url, state.token(GENT))
        assert len(old.ids(old.features(client, version).xml)) > 5
        assert len(old.ids(old.features(client, version, outputFormat='gml3').xml)) > 5
        assert len(gml.ids(client.features(outputFormat='gml32').xml)) == 5
        for name in ('GML2', 'gml3'): # of 2.0, in a collection that has no number
            assert len(old.ids(client.features(outputFormat=name).xml)) > 5


def test_max_features_start_index_and_sort_by(gent, version):
    every = old.ids(old.features(gent, version, sortBy='rubriek A,versie D').xml)
    assert every != sorted(every)
    pages = [old.ids(old.features(gent, version, sortBy='rubriek A,versie D', maxFeatures=7, startIndex=at).xml) for at in range(0, 28, 7)]
    assert sum(pages, []) == every[:28]
    assert old.ids(old.features(gent, version, count=3).xml) == old.ids(old.features(gent, version, maxFeatures=3).xml)


def test_numbers_of_1_1(gent):
    some = old.features(gent, '1.1.0', maxFeatures=4).xml
    hits = old.features(gent, '1.1.0', resultType='hits').xml
    assert some.get('numberOfFeatures') == '4' and some.get('timeStamp')
    assert int(hits.get('numberOfFeatures')) == len(old.ids(old.features(gent, '1.1.0').xml)) > 4 and not old.members(hits)


def test_1_0_has_no_hits(gent):
    assert old.refusal(old.features(gent, '1.0.0', resultType='hits'), '1.0.0')[:3] == (old.WRONG['1.0.0'], 'InvalidParameterValue', 'resultType')
    assert old.features(gent, '1.0.0', resultType='results', maxFeatures=1).status == 200


def test_several_types_are_several_queries(gent, version, own_schema):
    answer = old.features(gent, version, 'risico:gemeente,risico:risicolocatie', maxFeatures=6)
    schemas.check(answer.xml, own_schema)
    one = old.ids(old.features(gent, version, 'risico:gemeente', maxFeatures=6).xml)
    assert old.ids(answer.xml)[:len(one)] == one and len(old.ids(answer.xml)) == 6
    both = old.features(gent, version, '(risico:gemeente)(risico:risicolocatie)', maxFeatures=6)
    assert old.ids(both.xml) == old.ids(answer.xml)


def test_a_feature_of_two_queries_stands_there_once(gent, version, own_schema):
    twice = old.features(gent, version, 'risico:perceel,risico:perceel', maxFeatures=100000).xml
    schemas.check(twice, own_schema)
    written = old.ids(twice)
    assert len(written) == len(set(written)) and len(twice.xpath('gml:featureMember', namespaces=old.NS)) == 2 * len(written)


def test_properties_can_be_chosen(gent, version):
    wanted = old.features(gent, version, propertyName='bron,versie', maxFeatures=2).xml
    posted = gent.post(old.document(version, '<%s:PropertyName>bron</%s:PropertyName>' % (('ogc',) * 2 if version == '1.0.0' else ('wfs',) * 2), 'maxFeatures="2"'), 'text/xml').xml
    for document in (wanted, posted):
        names = {e.tag.rpartition('}')[2] for e in old.members(document)[0]}
        assert 'bron' in names and 'geometry' not in names and 'omschrijving' not in names


def test_ids_are_found_by_every_name_for_them(gent, version):
    one, two = old.ids(old.features(gent, version, maxFeatures=2).xml)
    assert old.ids(old.ask(gent, version, 'GetFeature', featureId=one + ',' + two).xml) == [one, two]
    assert old.ids(old.features(gent, version, featureId=two).xml) == [two]
    inner = '<ogc:FeatureId fid="%s"/>' % two if version == '1.0.0' else '<ogc:GmlObjectId gml:id="%s"/>' % two
    assert old.ids(old.features(gent, version, filter=old.filter_of(inner)).xml) == [two]
    assert old.ids(gent.post(old.document(version, old.filter_of(inner)), 'text/xml').xml) == [two]


def test_other_formats_come_in_their_own_form(gent, version):
    few = old.ids(old.features(gent, version, maxFeatures=3).xml)
    assert [f['id'] for f in old.features(gent, version, maxFeatures=3, outputFormat='application/json').json['features']] == few
    assert gml.ids(old.features(gent, version, maxFeatures=3, outputFormat='application/gml+xml; version=3.2').xml) == few
    for name in ('GML2', 'text/xml; subtype=gml/3.1.1', 'text/xml; subtype=gml/2.1.2', 'GML3'):
        assert old.ids(old.features(gent, version, maxFeatures=3, outputFormat=name).xml) == few
    assert old.features(gent, version, maxFeatures=3, outputFormat='csv').type == 'text/csv'


@pytest.mark.parametrize('name,of', [('gml3', '1.1.0'), ('GML2', '1.0.0')])
def test_2_0_gives_the_older_gml_in_the_collection_that_it_belongs_to(gent, anyone, name, of):
    answer = gent.features(outputFormat=name, count=5)
    ours = described(anyone, of).body
    schemas.check(answer.xml, schemas.schema([old.COLLECTION[of], ('http://risicolaag/1.0', 'memory:ours.xsd')], {'memory:ours.xsd': ours}))
    assert old.ids(answer.xml) == gml.ids(gent.features(count=5).xml)


SPELLINGS = {'EPSG:%d': False, 'http://www.opengis.net/gml/srs/epsg.xml#%d': False, 'urn:ogc:def:crs:EPSG::%d': True, 'urn:x-ogc:def:crs:EPSG:%d': True,
             'http://www.opengis.net/def/crs/EPSG/0/%d': True}


@pytest.mark.parametrize('spelling', SPELLINGS)
@pytest.mark.parametrize('code', crs.CODES)
def test_axes_follow_the_spelling_in_gml_3_and_never_in_gml_2(gent, truth, version, code, spelling):
    """srsName and bbox in every system and spelling."""
    turned = SPELLINGS[spelling] and code in crs.NORTH_FIRST
    name = spelling % code
    rows = truth.gent
    feature, = old.members(old.features(gent, version, srsName=name, maxFeatures=1).xml)
    wanted = crs.move_rings(store.polygons(rows[int(old.id_of(feature).split('.')[1])]['geometry']), code)[0][0][0]
    assert old.rings(feature)[0][0][0] == pytest.approx(wanted[::-1] if turned and version == '1.1.0' else wanted, abs=1e-7 if code in crs.DEGREES else 0.01)
    west, south = (n - (1e-4 if code in crs.DEGREES else 5) for n in wanted)
    east, north = (n + (1e-4 if code in crs.DEGREES else 5) for n in wanted)
    box = (south, west, north, east) if turned else (west, south, east, north)
    assert old.id_of(feature) in old.ids(old.features(gent, version, bbox='%r,%r,%r,%r,%s' % (*box, name)).xml)


def box_of(feature):
    """What stands in a feature's gml:boundedBy, and its srsName."""
    bounds = feature[0]
    assert bounds.tag == '{%s}boundedBy' % old.GML, 'it goes before the properties'
    corners = [tuple(map(float, pair.split(','))) for pair in bounds[0][0].text.split()]
    return (*corners[0], *corners[1]), bounds[0].get('srsName')


@pytest.mark.parametrize('name', ['EPSG:31370', 'EPSG:3812', 'EPSG:3857', 'urn:ogc:def:crs:EPSG::4326', 'urn:ogc:def:crs:EPSG::3043'])
def test_a_feature_of_gml_2_begins_with_the_box_around_its_geometry_as_it_is_written(two, name):
    features = old.members(old.features(two, '1.0.0', srsName=name).xml)
    assert len(features) > 100
    for feature in features:
        written = MultiPolygon([Polygon(rings[0], rings[1:]) for rings in old.rings(feature)])
        assert box_of(feature) == (written.bounds, next(feature.iter('{%s}MultiPolygon' % old.GML)).get('srsName'))


def test_where_there_is_no_geometry_there_is_no_box(gent):
    for wanted, boxes in (('bron,versie', 0), ('geometry', 3)):
        answer = old.features(gent, '1.0.0', propertyName=wanted, maxFeatures=3).xml
        assert len(list(answer.iter('{%s}Box' % old.GML))) == boxes
    assert not list(old.features(gent, '1.1.0', maxFeatures=3).xml.iter('{%s}boundedBy' % old.GML)), 'GML 3 is as it was'


# --- Filters ---

BOX = {'1.1.0': '<gml:Envelope srsName="EPSG:31370"><gml:lowerCorner>100000 180000</gml:lowerCorner><gml:upperCorner>110000 200000</gml:upperCorner></gml:Envelope>',
       '1.0.0': '<gml:Box srsName="EPSG:31370"><gml:coordinates>100000,180000 110000,200000</gml:coordinates></gml:Box>'}


def test_a_box_is_the_same_in_every_way_of_asking(gent, version):
    inner = '<ogc:BBOX><ogc:PropertyName>risico:geometry</ogc:PropertyName>%s</ogc:BBOX>' % BOX[version]
    expected = gml.ids(gent.features(bbox='100000,180000,110000,200000', count=10000).xml)
    assert 0 < len(expected)
    assert old.ids(old.features(gent, version, bbox='100000,180000,110000,200000').xml) == expected
    assert old.ids(old.features(gent, version, bbox='100000,180000,110000,200000,EPSG:31370').xml) == expected
    assert old.ids(old.features(gent, version, filter=old.filter_of(inner)).xml) == expected
    assert old.ids(gent.post(old.document(version, old.filter_of(inner)), 'text/xml').xml) == expected


def test_comparisons_of_the_older_filters(gent, version):
    inner = ('<ogc:And><ogc:PropertyIsLike wildCard="*" singleChar="?" escape%s="!"><ogc:PropertyName>rubriek</ogc:PropertyName><ogc:Literal>*1*</ogc:Literal></ogc:PropertyIsLike>'
             '<ogc:PropertyIsGreaterThan><ogc:PropertyName>versie</ogc:PropertyName><ogc:Literal>0</ogc:Literal></ogc:PropertyIsGreaterThan></ogc:And>'
             % ('' if version == '1.0.0' else 'Char'))
    found = old.ids(old.features(gent, version, filter=old.filter_of(inner)).xml)
    new = gent.features(count=10000, filter=old.filter_of(inner))
    assert found == gml.ids(new.xml) and found


def test_a_filter_of_another_version_is_refused_in_words(gent, version):
    other = '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsNull><fes:ValueReference>bron</fes:ValueReference></fes:PropertyIsNull></fes:Filter>'
    for answer in (old.features(gent, version, filter=other), gent.post(old.document(version, other), 'text/xml')):
        status, code, _, text = old.refusal(answer, version)
        assert (status, code) == (old.WRONG[version], 'InvalidParameterValue' if version == '1.1.0' else 'OperationParsingFailed')
        assert 'http://www.opengis.net/fes/2.0' in text and 'http://www.opengis.net/ogc' in text


def test_what_came_with_2_0_is_refused_in_words(gent, version):
    joined = gent.post(old.document(version, type_name='risico:risicolocatie risico:gemeente'), 'text/xml')
    stored = '<wfs:GetFeature xmlns:wfs="%s" service="WFS" version="%s"><wfs:StoredQuery id="x"/></wfs:GetFeature>' % (old.WFS, version)
    for answer in (joined, old.ask(gent, version, 'GetFeature', storedQuery_Id='urn:ogc:def:query:OGC-WFS::GetFeatureById', id='x'),
                   gent.post(stored.encode(), 'text/xml'), old.ask(gent, version, 'ListStoredQueries'),
                   old.ask(gent, version, 'GetPropertyValue', typeName=old.TYPE, valueReference='bron')):
        assert old.refusal(answer, version)[0] in (old.WRONG[version], 501)


# --- GetGmlObject ---

def test_get_gml_object_gives_the_feature_itself(gent, anyone):
    one = old.ids(old.features(gent, '1.1.0', maxFeatures=1).xml)[0]
    ours = described(anyone, '1.1.0').body
    schema = schemas.schema([old.COLLECTION['1.1.0'], ('http://risicolaag/1.0', 'memory:ours.xsd')], {'memory:ours.xsd': ours})
    body = old.object_document(one)
    for answer in (old.ask(gent, '1.1.0', 'GetGmlObject', gmlObjectId=one, traverseXlinkDepth=0), gent.post(body, 'text/xml')):
        assert answer.status == 200, answer
        assert old.id_of(answer.xml) == one
        schemas.check(answer.xml, schema)


def test_get_gml_object_finds_nothing_of_others(gent, two):
    mine = set(old.ids(old.features(gent, '1.1.0').xml))
    foreign = next(i for i in old.ids(old.features(two, '1.1.0').xml) if i not in mine)
    answers = [old.ask(gent, '1.1.0', 'GetGmlObject', gmlObjectId=i) for i in (foreign, 'risicolocatie.99999999', 'onzin')]
    assert [a.status for a in answers] == [404, 404, 404]
    assert len({a.body.replace(i.encode(), b'') for a, i in zip(answers, (foreign, 'risicolocatie.99999999', 'onzin'))}) == 1
    assert old.refusal(old.ask(gent, '1.1.0', 'GetGmlObject'), '1.1.0')[:3] == (400, 'MissingParameterValue', 'gmlObjectId')
    assert old.refusal(answers[0], '1.1.0')[1] == 'InvalidParameterValue'
    assert old.refusal(old.ask(gent, '1.1.0', 'GetGmlObject', gmlObjectId=foreign, bbox='0,0,1,1'), '1.1.0')[2] == 'bbox'


# --- Errors ---

@pytest.mark.parametrize('parameters,locator', [
    ({'typeName': 'risico:onbekend'}, 'typeName'), ({'typeName': old.TYPE, 'maxFeatures': 'x'}, 'maxFeatures'), ({'typeName': old.TYPE, 'count': 'x'}, 'count'),
    ({'typeNames': 'risico:onbekend'}, 'typeNames'), ({'featureId': 'x y'}, 'featureId'), ({'typeName': old.TYPE, 'featureId': 'perceel.1'}, 'featureId'),
    ({'resourceId': 'x y'}, 'resourceId'), ({'TYPENAME': 'risico:onbekend'}, 'typeName'), ({'typeName': old.TYPE, 'maxFeatures': 1, 'count': 2}, 'count'),
    ({'typeName': old.TYPE, 'bbox': 'x'}, 'bbox'),
    ({'typeName': old.TYPE, 'srsName': 'EPSG:1'}, 'srsName'), ({'typeName': old.TYPE, 'outputFormat': 'x'}, 'outputFormat'), ({}, 'typeName'),
])
def test_errors_are_valid_reports_of_the_version(gent, version, parameters, locator):
    status, code, where, text = old.refusal(old.ask(gent, version, 'GetFeature', **parameters), version)
    assert (status, where) == (old.WRONG[version], locator) and code.endswith('ParameterValue') and text


WRONG_10 = '/wfs?service=WFS&version=1.0.0&request=GetFeature&typeName=risico:risicolocatie&bbox=x'


def test_a_report_of_1_0_goes_out_under_200_and_stands_in_the_log_as_it_is(server, gent):
    """QGIS shows what a server says under no other status."""
    answer = gent.get(WRONG_10)
    assert old.refusal(answer, '1.0.0')[:3] == (200, 'InvalidParameterValue', 'bbox') and answer.headers['Cache-Control'] == 'no-store'
    head = gent.send(urllib.request.Request(gent.url + WRONG_10, headers=gent.headers, method='HEAD'))
    assert (head.status, head.body, head.headers['Content-Type']) == (200, b'', answer.headers['Content-Type'])
    posted = gent.post(old.document('1.0.0', old.filter_of('<ogc:Onzin/>')), 'text/xml')
    assert old.refusal(posted, '1.0.0')[0] == 200 and gent.post(old.document('1.1.0', old.filter_of('<ogc:Onzin/>')), 'text/xml').status == 400
    end, lines = time.monotonic() + 5, []
    while not lines and time.monotonic() < end: # a line is written when the answer has gone
        lines = [(line['status'], line['error']) for line in server.request_lines() if line['id'] == answer.headers['X-Request-Id']]
    assert lines == [(400, 'InvalidParameterValue')]


@pytest.mark.parametrize('more,heads', [('&outputFormat=application/json', {}), ('', {'Accept': 'application/json'}), ('', {'Accept': 'text/html,application/xhtml+xml'}),
                                        ('&outputFormat=csv', {}), ('&outputFormat=geopackage', {})])
def test_who_reads_no_report_of_1_0_gets_the_status(gent, more, heads):
    answer = gent.get(WRONG_10 + more, heads)
    assert answer.status == 400, answer


def test_what_a_client_of_1_0_acts_upon_keeps_its_status(gent, anyone):
    assert old.refusal(old.features(anyone, '1.0.0'), '1.0.0')[0] == 401
    assert old.refusal(old.ask(gent, '1.0.0', 'ListStoredQueries'), '1.0.0')[0] == 501
    assert gent.send(urllib.request.Request(gent.url + WRONG_10, headers=gent.headers, method='DELETE')).status == 405
    envelope = b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>%s</s:Body></s:Envelope>'
    fault = gent.post(envelope % old.document('1.0.0', old.filter_of('<ogc:Onzin/>')), 'application/soap+xml')
    assert fault.status == 400 and b'Sender' in fault.body, fault


@pytest.mark.parametrize('body,locator', [
    (lambda version: old.document(version, type_name='risico:onbekend'), 'typeName'), (lambda version: old.document(version, attributes='maxFeatures="x"'), 'maxFeatures'),
    (lambda version: old.document(version, old.filter_of('<ogc:FeatureId fid="perceel.1"/>')), 'featureId'),
])
def test_an_error_of_a_document_names_what_the_version_calls_it(gent, version, body, locator):
    assert old.refusal(gent.post(body(version), 'text/xml'), version)[2] == locator


def test_an_error_of_get_gml_object_names_its_own_parameter(gent, two):
    foreign = old.ids(old.features(two, '1.1.0').xml)
    mine = old.ids(old.features(gent, '1.1.0').xml)
    for wrong in ('x y', 'onzin', 'risicolocatie.99999999', next(i for i in foreign if i not in mine)):
        assert old.refusal(old.ask(gent, '1.1.0', 'GetGmlObject', gmlObjectId=wrong), '1.1.0')[2] == 'gmlObjectId'
        assert old.refusal(gent.post(old.object_document(wrong), 'text/xml'), '1.1.0')[2] == 'gml:id'


def test_an_error_of_2_0_names_the_spelling_that_was_written(gent):
    for written, locator in (('typeName=risico:onbekend', 'typeName'), ('typeNames=risico:onbekend', 'typeNames'), ('typeNames=risico:perceel&maxFeatures=x', 'maxFeatures'), ('count=1', 'typeNames')):
        assert gml.exception(gent.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&' + written).xml)[1] == locator


def test_a_refused_caller_reads_it_in_the_form_of_the_version(anyone, version):
    answer = old.features(anyone, version)
    assert old.refusal(answer, version)[0] == 401 and answer.headers['WWW-Authenticate']


def test_a_form_is_read_too(gent, version):
    form = urllib.parse.urlencode({'SERVICE': 'WFS', 'VERSION': version, 'REQUEST': 'GetFeature', 'TYPENAME': old.TYPE, 'MAXFEATURES': 2})
    assert len(old.ids(gent.post(form.encode(), 'application/x-www-form-urlencoded').xml)) == 2


# --- What cannot be read ---

def broken(version):
    """Documents that no reader gets through, in every way that there is, of which a glance tells the version."""
    whole = old.document(version).decode()
    head, root = '<?xml version="1.0" encoding="UTF-8"?>', whole[:whole.index('<wfs:Query')]
    return {'not well-formed': head + whole.replace('</wfs:Query>', ''), 'a doctype': head + '<!DOCTYPE wfs:GetFeature>' + whole,
            'many attributes': whole.replace('service=', ' '.join('a%d="1"' % i for i in range(200)) + ' service=', 1),
            'too deep': root + '<a>' * 300 + '</a>' * 300 + '</wfs:GetFeature>', 'cut off': root, 'other quotes': root.replace('"', "'"),
            'a comment in front': '<!-- WFS -->' + root}


@pytest.mark.parametrize('kind', list(broken('1.1.0')))
def test_a_document_that_cannot_be_read_is_refused_in_the_form_of_its_version(gent, version, kind):
    body = broken(version)[kind]
    for sent in (body.encode(), b'\xef\xbb\xbf' + body.encode(), body.encode('utf-16') if 'encoding' not in body else body.encode()):
        assert old.refusal(gent.post(sent, 'text/xml'), version)[0] == old.WRONG[version], kind
    packed = gent.post(gzip.compress(body.encode()), 'text/xml', headers={'Content-Encoding': 'gzip'})
    assert old.refusal(packed, version)[0] == old.WRONG[version]


def test_what_is_too_large_is_refused_in_the_form_of_its_version(gent, version):
    large = gzip.compress(old.document(version) + b' ' * (9 * 1024 * 1024))
    answer = gent.post(large, 'text/xml', '/wfs?version=' + version, {'Content-Encoding': 'gzip'})
    assert old.refusal(answer, version)[0] in (old.WRONG[version], 413)


def test_the_version_of_the_url_tells_the_form_when_the_body_does_not(gent, version):
    for body in (b'<GetFeature', b'<<<', b'\x1f\x8b\x08'):
        assert old.refusal(gent.post(body, 'text/xml', '/wfs?service=WFS&VERSION=' + version), version)[0] == old.WRONG[version]
    assert old.refusal(gent.get('/wfs?service=WFS&version=%s&request=GetFeature&a=%%ff' % version), version)[0] == old.WRONG[version]
    form = 'service=WFS&version=%s&request=GetFeature&a=%%ff' % version
    assert old.refusal(gent.post(form.encode(), 'application/x-www-form-urlencoded'), version)[0] == old.WRONG[version]


def test_a_document_of_2_0_that_cannot_be_read_is_refused_in_its_form(gent):
    namespaces = 'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:old="http://www.opengis.net/wfs"'
    for body in ('<wfs:GetFeature %s version="2.0.0"' % namespaces, '<wfs:GetFeature version="1.1.0" %s' % namespaces, '<GetFeature version="1.1.0"', '<', '<a b="opengis.net/wfs">'):
        answer = gent.post(body.encode(), 'text/xml')
        assert answer.status == 400 and gml.exception(answer.xml)[0] == 'OperationParsingFailed', body


def test_a_refused_caller_of_a_large_document_reads_the_form_of_the_version(anyone, version):
    large = old.document(version).replace(b'</wfs:Query>', b' ' * (100 * 1024) + b'</wfs:Query>')
    assert old.refusal(anyone.post(large, 'text/xml'), version)[0] == 401


# --- What the OGC's suite for 1.1.0 asserts (opengeospatial/ets-wfs11, basic), on our own types ---

def test_ets11_what_a_document_leaves_out_or_leaves_empty_has_a_default(gent):
    for attributes in ('service="WFS" version="1.1.0"', 'version="1.1.0" service=""', 'version="1.1.0"', 'service="WFS"', 'service="WFS" version=""', ''):
        body = '<wfs:GetFeature xmlns:wfs="%s" xmlns:risico="http://risicolaag/1.0" maxFeatures="2" %s><wfs:Query typeName="risico:risicolocatie"/></wfs:GetFeature>' % (old.WFS, attributes)
        answer = gent.post(body.encode(), 'text/xml')
        assert answer.status == 200 and len(old.ids(answer.xml)) == 2 and answer.xml.get('numberOfFeatures') == '2', (attributes, answer)
    assert old.refusal(gent.post(body.replace('maxFeatures', 'service="FOO" maxFeatures').encode(), 'text/xml'), '1.1.0')[1] == 'InvalidParameterValue'


def test_ets11_exceptions_have_the_codes_of_ows_1_0(gent):
    wrong = old.document('1.1.0').replace(b'wfs:Query', b'wfs:Smuery')
    assert old.refusal(gent.post(wrong, 'text/xml'), '1.1.0')[1] == 'InvalidParameterValue'
    assert old.refusal(gent.post(old.document('1.1.0').replace(b'wfs:GetFeature', b'wfs:GetFeatureLOL'), 'text/xml'), '1.1.0')[1:3] == ('OperationNotSupported', 'GetFeatureLOL')
    for parameters in ({'srsName': 'urn:ogc:def:crs:EPSG:9.99.9:99999'}, {'srsName': 'urn:ogc:def:crs:ASDF:9.99:9999'}, {'propertyName': 'risico:asdf'}):
        assert old.refusal(old.features(gent, '1.1.0', **parameters), '1.1.0')[1] == 'InvalidParameterValue'


def test_ets11_extra_parameters_and_attributes_are_ignored(gent):
    assert old.features(gent, '1.1.0', maxFeatures=1, foo='bar', traverseXlinkDepth=1, traverseXlinkExpiry=2).status == 200
    assert gent.post(old.document('1.1.0', attributes='maxFeatures="1"', query='featureVersion="ALL" handle="x"'), 'text/xml').status == 200


def compared(name, value, operator='PropertyIsEqualTo'):
    return '<ogc:%s><ogc:PropertyName>%s</ogc:PropertyName><ogc:Literal>%s</ogc:Literal></ogc:%s>' % (operator, name, value, operator)


@pytest.mark.parametrize('name', ['namespace', 'NAMESPACE', 'namespaces'])
def test_ets11_the_namespace_of_a_prefix_is_named_in_the_url(gent, name):
    """04-094 §14.2.2: NAMESPACE=xmlns(prefix=uri); GetFeature-tc5 of the suite asks with a prefix of its own."""
    asked = {'version': '1.1.0', 'type_name': 'app:risicolocatie', 'maxFeatures': 2}
    ours = old.features(gent, **asked, **{name: 'xmlns(app=http://risicolaag/1.0)'})
    assert ours.status == 200 and len(old.ids(ours.xml)) == 2
    theirs = '<ogc:Filter xmlns:ogc="%s" xmlns:app="http://risicolaag/1.0"><ogc:PropertyIsEqualTo><ogc:PropertyName>app:risicolocatie/app:%s</ogc:PropertyName><ogc:Literal>%s</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>'
    found = old.features(gent, **asked, **{name: 'xmlns(app=http://risicolaag/1.0)', 'filter': theirs % (old.OGC, 'id', old.ids(ours.xml)[1])})
    assert old.ids(found.xml) == old.ids(ours.xml)[1:]
    assert old.refusal(old.features(gent, **asked, **{name: 'xmlns(app=http://elders.example/)'}), '1.1.0')[:2] == (400, 'InvalidParameterValue')


@pytest.mark.parametrize('unit', ['m', '#metre', 'metre', 'urn:ogc:def:uom:OGC:1.0:metre', 'urn:ogc:def:uom:EPSG::9001', 'http://www.opengis.net/def/uom/EPSG/0/9001',
                                  'http://www.uomdict.com/uom.html#meters'])
def test_ets10_a_distance_has_its_unit_in_any_spelling(gent, version, unit):
    """The suite for 1.0.0 writes #metre (DWithin, Beyond)."""
    x, y = 104000, 194000
    inner = ('<ogc:%s><ogc:PropertyName>geometry</ogc:PropertyName><gml:Point srsName="EPSG:31370"><gml:coordinates>%d,%d</gml:coordinates></gml:Point>'
             '<ogc:Distance units="%s">5000</ogc:Distance></ogc:%s>')
    near, far = (set(old.ids(old.features(gent, version, filter=old.filter_of(inner % (name, x, y, unit, name))).xml)) for name in ('DWithin', 'Beyond'))
    plain = set(gml.ids(gent.features(cql_filter='DWITHIN(geometry, POINT(%d %d), 5000, meters)' % (x, y), count=100000).xml))
    assert near == plain and near and not near & far and near | far == set(old.ids(old.features(gent, version).xml))


def test_ets10_what_is_not_there_is_an_exception_in_every_operation(gent):
    """DescribeFeatureType 8 and 9, GetFeature 3 of the suite."""
    for names in ('risico:DummyFeature', 'risico:perceel,risico:DummyFeature'):
        assert old.refusal(old.ask(gent, '1.0.0', 'DescribeFeatureType', typeName=names), '1.0.0')[:2] == (old.WRONG['1.0.0'], 'InvalidParameterValue')
        posted = ''.join('<wfs:TypeName>%s</wfs:TypeName>' % name for name in names.split(','))
        body = ('<wfs:DescribeFeatureType service="WFS" version="1.0.0" outputFormat="XMLSCHEMA" xmlns:risico="http://risicolaag/1.0" xmlns:wfs="%s">%s</wfs:DescribeFeatureType>'
                % (old.WFS, posted))
        assert old.refusal(gent.post(body.encode(), 'text/xml'), '1.0.0')[0] == old.WRONG['1.0.0']
    for answer in (old.features(gent, '1.0.0', outputFormat='DUMMYFORMAT'), gent.post(old.document('1.0.0', attributes='outputFormat="DUMMYFORMAT"'), 'text/xml')):
        assert old.refusal(answer, '1.0.0')[:3] == (old.WRONG['1.0.0'], 'InvalidParameterValue', 'outputFormat')


def test_a_distance_of_an_unknown_unit_is_refused(gent, version):
    inner = ('<ogc:DWithin><ogc:PropertyName>geometry</ogc:PropertyName><gml:Point srsName="EPSG:31370"><gml:coordinates>1,1</gml:coordinates></gml:Point>'
             '<ogc:Distance units="#ell">1</ogc:Distance></ogc:DWithin>')
    assert old.refusal(old.features(gent, version, filter=old.filter_of(inner)), version)[:3] == (old.WRONG[version], 'InvalidParameterValue', 'uom')


def test_a_namespace_of_another_form_is_a_vendors_and_of_two_values_refused(gent):
    assert old.features(gent, '1.1.0', maxFeatures=1, namespace='http://risicolaag/1.0').status == 200
    twice = old.features(gent, '1.1.0', namespace='xmlns(a=http://risicolaag/1.0)', namespaces='xmlns(b=http://risicolaag/1.0)')
    assert old.refusal(twice, '1.1.0')[:3] == (400, 'InvalidParameterValue', 'namespaces')


def test_ets11_paths_of_property_names(gent):
    whole = old.ids(old.features(gent, '1.1.0', filter=old.filter_of(compared('risico:bron', 'gemeente'))).xml)
    assert whole
    for path in ('bron', 'risico:bron[1]', 'risico:bron[position()=1]', 'risico:bron[position()==1]', 'risico:risicolocatie/risico:bron', '*/risico:bron', './risico:bron'):
        assert old.ids(gent.post(old.document('1.1.0', old.filter_of(compared(path, 'gemeente'))), 'text/xml').xml) == whole, path
    assert old.ids(gent.post(old.document('1.1.0', old.filter_of(compared('gml:name', 'x'))), 'text/xml').xml) == []
    foreign = old.filter_of(compared('gml:name', 'x')).replace('xmlns:gml="%s"' % old.GML, 'xmlns:gml="urn:elders"')
    assert old.refusal(gent.post(old.document('1.1.0').replace(b'</wfs:Query>', foreign.encode() + b'</wfs:Query>'), 'text/xml'), '1.1.0')[0] == 400


def test_the_id_of_gml_2_is_a_reference_in_1_0(gent):
    """FES 1.0 (02-059) §7.3: an attribute of a feature, and GML 2 (02-069) calls that of its id fid."""
    one = old.ids(old.features(gent, '1.0.0').xml)[3]
    for path in ('@fid', 'risico:risicolocatie/@fid', '@gml:id'):
        condition = old.filter_of(compared(path, one))
        assert old.ids(gent.post(old.document('1.0.0', condition), 'text/xml').xml) == [one]
        assert old.ids(old.features(gent, '1.0.0', filter=condition).xml) == [one]
    foreign = old.filter_of(compared('@fid', one)) # of no other version
    for version in ('1.1.0', '2.0.0'):
        assert old.features(gent, version, filter=foreign).status == 400


def test_ets11_two_kinds_of_id_in_one_filter_are_refused(gent, version):
    one, two = old.ids(old.features(gent, version, maxFeatures=2).xml)
    mixed = old.filter_of('<ogc:GmlObjectId gml:id="%s"/><ogc:FeatureId fid="%s"/>' % (one, two))
    assert old.refusal(gent.post(old.document(version, mixed), 'text/xml'), version)[0] == old.WRONG[version]


def test_ets11_a_box_asks_a_geometry(gent, version):
    inner = '<ogc:BBOX><ogc:PropertyName>versie</ogc:PropertyName>%s</ogc:BBOX>' % BOX[version]
    assert old.refusal(gent.post(old.document(version, old.filter_of(inner)), 'text/xml'), version)[0] == old.WRONG[version]
    nowhere = old.filter_of('<ogc:BBOX><ogc:PropertyName>geometry</ogc:PropertyName>%s</ogc:BBOX>' % BOX[version].replace('110000', '100001').replace('200000', '180001'))
    assert old.ids(gent.post(old.document(version, nowhere), 'text/xml').xml) == []
