"""The demands about what is answered, one test or more for each that no other file is named after: paging as announced (4), axes (5), reprojection (6),
attacks (7, 8), crashes (9), streaming (10), counts (11, 30), reports (16, 48), schemas (17), curves (20), Like (22), times (23), boxes (24), GetFeatureById
(35). Each is tried further in files of its own; numbered as in test_demands.py."""
import datetime
import http.client
import re
import pytest
from shapely.geometry import Polygon, box
from blackbox.test_errors import SECRETS
from support import crs, fes, gml, schemas, store
from support.client import Client
from support.fes import compare, document, filter_of, point, polygon, spatial
from support.listener import Listener
from support.sample import ANTWERPEN, GENT
from support.server import Server

pytestmark = pytest.mark.thorough

BY_ID = ['urn:ogc:def:query:OGC-WFS::GetFeatureById', 'http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById']


def ids(answer):
    assert answer.status == 200, answer
    return gml.ids(answer.xml)


def default_of(caps, name):
    values = caps.xpath('//ows:Constraint[@name="%s"]/ows:DefaultValue/text()' % name, namespaces=gml.NS)
    assert len(values) == 1, (name, values)
    return values[0]


def test_demand_04_paging_is_announced_as_clients_read_it_and_goes_that_way(state, truth):
    """Clients compare with the text TRUE, take CountDefault for the size of a page and stop at the first page with fewer."""
    with Server(state, page=7) as server:
        client = Client(server.url, state.token(GENT))
        caps = client.wfs('GetCapabilities').xml
        assert default_of(caps, 'ImplementsResultPaging') == 'TRUE' and default_of(caps, 'CountDefault') == '7'
        seen, start = [], 0
        while True:
            page = ids(client.features(startIndex=start, count=default_of(caps, 'CountDefault')))
            seen, start = seen + page, start + 7
            if len(page) < 7:
                break
        assert len(seen) == len(set(seen)) and set(seen) == store.ids(truth.gent)
        assert len(ids(client.features())) == 7, 'the cap holds for who asks for none'


def test_demand_04_the_page_is_large_where_nobody_sets_it(anyone):
    assert int(default_of(anyone.wfs('GetCapabilities').xml, 'CountDefault')) >= 10000


# name, EPSG code, whether north comes first, as the answer writes it
NAMES = [(crs.name(code, spelling), code, crs.swapped(code, spelling)) for code in crs.CODES for spelling in crs.SPELLINGS]
NAMES += [('http://www.opengis.net/gml/srs/epsg.xml#%d' % code, code, False) for code in crs.CODES]
NAMES += [('urn:x-ogc:def:crs:EPSG:%d' % code, code, crs.swapped(code, 'urn')) for code in crs.CODES]
NAMES += [(name, 4326, False) for name in ('urn:ogc:def:crs:OGC:1.3:CRS84', 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', 'CRS:84')]


@pytest.mark.parametrize('name,code,swapped', NAMES)
def test_demand_05_and_06_axes_follow_the_spelling_and_places_are_right_to_the_millimetre(gent, truth, name, code, swapped):
    collection = gent.features(srsName=name, count=5)
    if collection.status == 400 and name.startswith('urn:x-ogc'):
        return # a spelling from before the standard may be refused, not misread
    for feature in gml.members(collection.xml):
        row = truth.gent[int(gml.id_of(feature).split('.')[1])]
        surface = feature.xpath('.//gml:MultiSurface', namespaces=gml.NS)[0]
        whole = re.sub(r'^(urn:x-ogc:def:crs:EPSG):(\d+)$', r'\1::\2', name) # an old one without the place of the version
        assert surface.get('srsName') in (whole, name.replace('CRS:84', 'urn:ogc:def:crs:OGC:1.3:CRS84')), 'the spelling comes back as it was asked'
        tolerance = 0.001 if code not in crs.DEGREES else 1e-8
        wanted = crs.move_rings(store.polygons(row['geometry']), code)
        for got_part, part in zip(gml.rings(surface), wanted, strict=True):
            for got_ring, ring in zip(got_part, part, strict=True):
                for got, (x, y) in zip(got_ring, ring, strict=True):
                    assert got == pytest.approx((y, x) if swapped else (x, y), abs=tolerance)


@pytest.mark.parametrize('name,code,swapped', [n for n in NAMES if n[1] != 31370])
def test_demand_05_and_24_a_box_in_any_spelling_finds_the_same_place(two, truth, name, code, swapped):
    inner = box(103000, 192000, 109000, 197000)
    corners = [crs.from_store(code).transform(x, y) for x, y in inner.exterior.coords]
    low, high = (min(x for x, _ in corners), min(y for _, y in corners)), (max(x for x, _ in corners), max(y for _, y in corners))
    text = ','.join('%.10f' % n for corner in (low, high) for n in (corner[::-1] if swapped else corner))
    answer = two.features(bbox='%s,%s' % (text, name))
    if answer.status == 400 and name.startswith('urn:x-ogc'):
        return
    found = set(ids(answer))
    sure = store.ids(k for k, r in truth.two.items() if store.shape(store.polygons(r['geometry'])).buffer(0).intersects(inner))
    near = store.ids(k for k, r in truth.two.items() if store.shape(store.polygons(r['geometry'])).buffer(0).intersects(inner.buffer(250)))
    assert sure <= found <= near


ATTACKS = {
    'doctype': '<!DOCTYPE x>', 'file': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 'server': '<!DOCTYPE x SYSTEM "%s/dtd">',
    'entities': '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>', 'parameter': '<!DOCTYPE x [<!ENTITY %% p SYSTEM "%s/p"> %%p;]>'}


@pytest.mark.parametrize('name', ATTACKS)
def test_demand_07_a_document_type_is_refused_and_nothing_fetched(server, gent, name):
    with Listener() as listener:
        prolog = ATTACKS[name].replace('%s', listener.url).replace('%%', '%')
        before = server.workers()
        for answer in (gent.post(document(filter_of(compare('bron', 'x')), prolog=prolog), 'text/xml'),
                       gent.get('/wfs?' + fes.kvp(prolog + filter_of(compare('bron', 'x'))))):
            assert answer.status == 400 and 'DOCTYPE' in answer.text and 'root:' not in answer.text, answer
        assert listener.hits == [] and server.workers() == before


def test_demand_07_depth_width_and_size_have_limits(server, gent):
    before = server.workers()
    for inner in ('<fes:Not>' * 10000 + compare('bron', 'x') + '</fes:Not>' * 10000, '<fes:Or>%s</fes:Or>' % (compare('versie', '1') * 20000),
                  spatial(polygon('1 1 ' * 100001)), '<fes:Or>%s</fes:Or>' % (spatial(polygon('1 1 ' * 30000)) * 4),
                  spatial('<gml:MultiGeometry gml:id="m"><gml:geometryMember>' * 80 + point('1 1') + '</gml:geometryMember></gml:MultiGeometry>' * 80)):
        answer = gent.post(document(filter_of(inner)), 'text/xml')
        assert answer.status == 400 and gml.exception(answer.xml)[0] == 'OperationParsingFailed', answer
    assert server.workers() == before


@pytest.mark.parametrize('parameter', ['resolve', 'resolvePath', 'namespaces', 'srsName', 'outputFormat', 'typeNames', 'propertyName', 'sortBy', 'bbox', 'filter', 'resourceId',
                                       'storedquery_id', 'filter_language', 'aliases', 'handle', 'xlink:href', 'url', 'schema', 'callback', 'sld', 'style'])
def test_demand_08_an_address_in_a_parameter_is_never_asked(gent, parameter):
    with Listener() as listener:
        for value in ('%s/x', 'xmlns(x,%s/x)', '0,0,1,1,%s/x', '<x xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="%s/x"/>', '\\\\%s\\x', 'url(%s/x)'):
            gent.wfs('GetFeature', **{'typeNames': 'risico:risicolocatie', 'count': '1', parameter: value % listener.url})
        assert listener.hits == []


CIRCLE = ('<gml:Curve gml:id="c" srsName="EPSG:31370"><gml:segments><gml:Circle><gml:posList>%s</gml:posList></gml:Circle></gml:segments></gml:Curve>')
ODD = { # literals that have broken servers; 200 when they have a meaning
    'a circle': CIRCLE % '104000 194000 106000 196000 108000 194000', 'a circle of one point': CIRCLE % '1 1 1 1 1 1', 'a circle on a line': CIRCLE % '0 0 1 1 2 2',
    'a latitude of 91': point('91 4', 'srsName="urn:ogc:def:crs:EPSG::4326"'), 'a longitude of 181': point('50 181', 'srsName="urn:ogc:def:crs:EPSG::4326"'),
    'the pole': point('90 0', 'srsName="urn:ogc:def:crs:EPSG::4326"'), 'metres called degrees': point('104000 194000', 'srsName="EPSG:4326"'),
    'a far place': point('1e15 1e15'), 'beyond every number': point('1e999 0'), 'nan': point('nan nan'), 'NaN': point('NaN 0'), 'INF': point('INF 0'), '-inf': point('-inf 0'),
    'hexadecimal': point('0x10 0x10'), 'a bow tie': polygon('0 0 10 10 10 0 0 10 0 0'), 'a spike': polygon('0 0 10 0 20 0 10 0 10 10 0 0'),
    'a ring of one place': polygon('5 5 5 5 5 5 5 5'), 'a hole outside': polygon('0 0 9 0 9 9 0 9 0 0').replace(
        '</gml:Polygon>', '<gml:interior><gml:LinearRing><gml:posList>90 90 99 90 99 99 90 90</gml:posList></gml:LinearRing></gml:interior></gml:Polygon>'),
    'the whole world': '<gml:Envelope srsName="EPSG:4326"><gml:lowerCorner>-180 -90</gml:lowerCorner><gml:upperCorner>180 90</gml:upperCorner></gml:Envelope>',
    'a box of nothing': '<gml:Envelope srsName="EPSG:31370"><gml:lowerCorner>5 5</gml:lowerCorner><gml:upperCorner>5 5</gml:upperCorner></gml:Envelope>',
}


@pytest.mark.parametrize('operator', ['Intersects', 'Within', 'Disjoint', 'Equals', 'DWithin'])
@pytest.mark.parametrize('name', ODD)
def test_demand_09_an_odd_geometry_is_answered_or_refused_and_breaks_nothing(server, gent, name, operator):
    before = server.workers()
    answer = gent.post(document(filter_of(spatial(ODD[name], operator, '<fes:Distance uom="m">10</fes:Distance>' if operator == 'DWithin' else ''))), 'text/xml')
    assert answer.status in (200, 400), answer
    assert answer.status == 200 or gml.exception(answer.xml)[0] in ('InvalidParameterValue', 'OperationParsingFailed')
    assert server.workers() == before
    if name in ('nan', 'NaN', 'INF', '-inf', 'hexadecimal', 'beyond every number', 'a latitude of 91', 'a longitude of 181', 'metres called degrees'):
        assert answer.status == 400, 'that is no place'


def test_demand_10_a_large_answer_streams_and_stops_when_the_client_goes(server, state):
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=30)
    connection.request('GET', '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:gemeente&srsName=EPSG:4326')
    answer = connection.getresponse()
    assert answer.headers.get('Content-Length') is None and answer.headers['Transfer-Encoding'] == 'chunked', 'it is sent as it is made'
    assert b'FeatureCollection' in answer.read(4096)
    connection.close()
    before = server.workers()
    assert ids(Client(server.url, state.token(GENT)).features(count=1)) and server.workers() == before


WHERE = {
    'all': {}, 'a box': {'bbox': '100000,190000,108000,198000'}, 'struck too': {'geschrapt': 'alle'},
    'a filter': {'filter': filter_of(compare('bron', 'gemeente'))}, 'nothing': {'filter': filter_of(compare('bron', 'niemand'))},
    'null': {'filter': filter_of('<fes:PropertyIsNull><fes:ValueReference>einddatum</fes:ValueReference></fes:PropertyIsNull>')},
    'not null': {'filter': filter_of('<fes:Not><fes:PropertyIsNull><fes:ValueReference>einddatum</fes:ValueReference></fes:PropertyIsNull></fes:Not>')},
    'a place': {'filter': filter_of(spatial(point('104000 194000'), 'DWithin', '<fes:Distance uom="km">6</fes:Distance>'))},
}


@pytest.mark.parametrize('name', WHERE)
def test_demand_11_hits_pages_and_the_whole_count_the_same(two, name):
    whole = two.features(**WHERE[name])
    count = len(ids(whole))
    assert whole.xml.get('numberMatched') == whole.xml.get('numberReturned') == str(count)
    seen = []
    for start in range(0, count + 1, 11):
        page = two.features(count=11, startIndex=start, **WHERE[name])
        assert page.xml.get('numberMatched') == str(count) and page.xml.get('numberReturned') == str(len(ids(page)))
        seen += ids(page)
    assert seen == ids(whole)
    assert two.features(outputFormat='application/json', **WHERE[name]).json['numberMatched'] == count
    assert two.features(outputFormat='text/csv', count=1, **WHERE[name]).headers['OGC-NumberMatched'] == str(count)


@pytest.mark.parametrize('name', WHERE)
def test_demand_30_hits_have_a_number_and_no_feature(two, name):
    count = len(ids(two.features(**WHERE[name])))
    for more in ({}, {'count': '2'}, {'startIndex': '5', 'count': '1'}):
        hits = two.features(resultType='hits', **WHERE[name], **more)
        assert hits.status == 200 and not len(hits.xml)
        assert hits.xml.get('numberMatched') == str(count) and hits.xml.get('numberReturned') == '0'
    assert two.features(resultType='hits', outputFormat='application/json', **WHERE[name]).json['features'] == []
    assert two.features(resultType='hits', outputFormat='text/csv', **WHERE[name]).text == 'numberMatched\r\n%d\r\n' % count


@pytest.mark.parametrize('parameters,status,code,locator', [
    ({'typeNames': 'risico:onbekend'}, 400, 'InvalidParameterValue', 'typeNames'), ({'count': 'veel'}, 400, 'InvalidParameterValue', 'count'),
    ({'filter': '<x'}, 400, 'OperationParsingFailed', 'filter'), ({'resolve': 'remote'}, 501, 'OptionNotSupported', 'resolve'),
    ({'version': '7.0.0'}, 400, 'InvalidParameterValue', 'version'), ({'request': 'GetMap'}, 501, 'OperationNotSupported', 'GetMap'),
    ({'storedquery_id': BY_ID[0], 'id': 'risicolocatie.999999999'}, 404, 'NotFound', 'id'), ({'lockId': '1'}, 501, 'OptionNotSupported', 'lockId'),
    ({'cql_filter': 'bron ='}, 400, 'OperationParsingFailed', 'cql_filter'), ({'bbox': 'onzin'}, 400, 'InvalidParameterValue', 'bbox')])
def test_demand_16_a_mistake_gets_the_right_document(gent, ogc_schema, parameters, status, code, locator):
    for more in ({}, {'outputFormat': 'application/json'}, {'outputFormat': 'text/csv'}):
        types = {} if 'storedquery_id' in parameters else {'typeNames': 'risico:risicolocatie'}
        answer = gent.get('/wfs', **{'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', **types, **more, **parameters})
        assert answer.status == status, answer
        assert gml.exception_of(answer)[:2] == (code, locator) and len(gml.exception_of(answer)[2]) > 20
        if more.get('outputFormat') != 'application/json':  # tests/blackbox/test_error_forms.py looks at that form
            schemas.check(answer.xml, ogc_schema)
            assert answer.xml.get('version') == '2.0.0'


def test_demand_17_the_schema_is_one_document_with_precise_types(anyone):
    document_of_all = anyone.wfs('DescribeFeatureType').xml
    assert not document_of_all.xpath('//xsd:include', namespaces=gml.NS)
    assert [i.get('namespace') for i in document_of_all.xpath('//xsd:import', namespaces=gml.NS)] == [gml.GML]
    types = {e.get('name'): e.get('type') for e in document_of_all.xpath('//xsd:sequence/xsd:element', namespaces=gml.NS)}
    assert (types['geometry'], types['startdatum'], types['gewijzigd_op'], types['versie'], types['oppervlakte_m2'], types['geschrapt']) == (
        'gml:MultiSurfacePropertyType', 'xs:date', 'xs:dateTime', 'xs:long', 'xs:decimal', 'xs:boolean')
    for name in ('risicolocatie', 'perceel', 'gemeente'):
        element = document_of_all.xpath('/xsd:schema/xsd:element[@name="%s"]' % name, namespaces=gml.NS)[0]
        assert element.get('substitutionGroup') == 'gml:AbstractFeature' and element.get('type').endswith(':%sType' % name)
    refused = anyone.wfs('DescribeFeatureType', typeNames='risico:risicolocatie,risico:onbekend')
    assert refused.status == 400 and gml.exception(refused.xml)[1].lower() == 'typenames'


def test_demand_20_arcs_in_a_filter_are_bent_and_answers_have_none(two, truth):
    """A circle of 2 km: what surely lies inside comes, what surely lies outside does not."""
    arcs = ('<gml:Polygon gml:id="p" srsName="EPSG:31370"><gml:exterior><gml:Ring><gml:curveMember><gml:Curve gml:id="c"><gml:segments><gml:ArcString><gml:posList>'
            '103000 194000 105000 196000 107000 194000 105000 192000 103000 194000</gml:posList></gml:ArcString></gml:segments></gml:Curve></gml:curveMember></gml:Ring>'
            '</gml:exterior></gml:Polygon>')
    answer = two.post(document(filter_of(spatial(arcs))), 'text/xml')
    found, disc = set(ids(answer)), box(105000, 194000, 105000, 194000).centroid.buffer(2000, 256)
    shapes = {k: store.shape(store.polygons(r['geometry'])).buffer(0) for k, r in truth.two.items()}
    assert store.ids(k for k, s in shapes.items() if s.intersects(disc.buffer(-2))) <= found <= store.ids(k for k, s in shapes.items() if s.intersects(disc.buffer(2)))
    square = Polygon([(103000, 194000), (105000, 196000), (107000, 194000), (105000, 192000)])
    assert found - store.ids(k for k, s in shapes.items() if s.intersects(square)), 'the arcs reach further than their chords'
    assert not answer.xml.xpath('//gml:Arc | //gml:ArcString | //gml:Curve', namespaces=gml.NS)


TRIPLES = [('*', '?', '\\'), ('%', '_', '!'), ('.', '#', '~'), ('_', '%', '*'), ('ë', 'ø', 'ß')]
PATTERNS = ['1*', '*1', '*.1*', '1?.?*', '*', '?*', '', '53.8*', '*<*', '*%*', '*_*', '*\\**', '*\\?', '17.3.2*', '*°b)', '1\\.1', '??.?']


@pytest.mark.parametrize('wild,single,escape', TRIPLES)
@pytest.mark.parametrize('pattern', PATTERNS)
def test_demand_22_like_is_exact_with_any_three_characters(two, truth, pattern, wild, single, escape):
    written, plain, at = '', '', 0
    while at < len(pattern): # the pattern is given in * ? and \; what is literal and special in the client's three is escaped
        c = pattern[at]
        if c == '\\' and at + 1 < len(pattern):
            at += 1
            c, literal = pattern[at], True
        else:
            literal = c not in '*?'
        written += (escape + c if c in (wild, single, escape) else c) if literal else (wild if c == '*' else single)
        plain += re.escape(c) if literal else '.*' if c == '*' else '.'
        at += 1
    attributes = 'wildCard="%s" singleChar="%s" escapeChar="%s" matchCase="true"' % (wild, single, escape)
    text = filter_of(compare('rubriek', written.replace('&', '&amp;').replace('<', '&lt;'), 'PropertyIsLike', attributes))
    assert set(ids(two.post(document(text), 'text/xml'))) == store.ids(k for k, r in truth.two.items() if re.fullmatch(plain, r['rubriek'], re.DOTALL))


def moment(text):
    return datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))


@pytest.mark.parametrize('zone', ['Z', '+02:00', '-05:30', '+14:00', '-14:00'])
@pytest.mark.parametrize('operator,holds', [('After', lambda t, b, e: t > b), ('Before', lambda t, b, e: t < b), ('TEquals', lambda t, b, e: t == b),
                                            ('During', lambda t, b, e: b < t < e), ('AnyInteracts', lambda t, b, e: b <= t <= e)])
def test_demand_23_moments_are_compared_by_value_in_every_zone(two, truth, operator, holds, zone):
    stored = sorted(r['gewijzigd_op'] for r in truth.two.values())
    begin, end = moment(stored[len(stored) // 3]), moment(stored[2 * len(stored) // 3])
    sign = {'Z': 0, '+02:00': 120, '-05:30': -330, '+14:00': 840, '-14:00': -840}[zone]

    def written(m):
        return (m + datetime.timedelta(minutes=sign)).strftime('%Y-%m-%dT%H:%M:%S') + zone
    instant = '<gml:TimeInstant gml:id="t"><gml:timePosition>%s</gml:timePosition></gml:TimeInstant>' % written(begin)
    period = '<gml:TimePeriod gml:id="t"><gml:beginPosition>%s</gml:beginPosition><gml:endPosition>%s</gml:endPosition></gml:TimePeriod>' % (written(begin), written(end))
    time = period if operator in ('During', 'AnyInteracts') else instant
    found = ids(two.post(document(filter_of(spatial(time, operator, name='gewijzigd_op'))), 'text/xml'))
    assert set(found) == store.ids(k for k, r in truth.two.items() if holds(moment(r['gewijzigd_op']), begin, end)) and (found or operator == 'x')


@pytest.mark.parametrize('query', BY_ID)
def test_demand_35_get_feature_by_id_gives_one_feature_as_the_root_or_404(gent, truth, query):
    key, foreign = min(truth.gent), min(truth.active(ANTWERPEN))
    answer = gent.wfs('GetFeature', storedquery_id=query, id='risicolocatie.%d' % key)
    assert answer.status == 200 and answer.xml.tag == '{http://risicolaag/1.0}risicolocatie' and gml.id_of(answer.xml) == 'risicolocatie.%d' % key
    for missing in ('risicolocatie.%d' % foreign, 'risicolocatie.999999999', 'onbekend.1', 'onzin'):
        refused = gent.wfs('GetFeature', storedquery_id=query, id=missing)
        assert refused.status == 404 and gml.exception(refused.xml)[:2] == ('NotFound', 'id'), refused
    body = '<wfs:GetFeature service="WFS" version="2.0.0" %s><wfs:StoredQuery id="%s"><wfs:Parameter name="id">risicolocatie.%d</wfs:Parameter></wfs:StoredQuery></wfs:GetFeature>'
    assert gml.id_of(gent.post((body % (fes.SPACES, query, key)).encode(), 'text/xml').xml) == 'risicolocatie.%d' % key


BROKEN = [{'filter': filter_of(compare("x' OR 1=1 --", 'x'))}, {'filter': filter_of(compare('versie', "1; DROP TABLE x"))}, {'bbox': "0,0,1,1,'"}, {'sortBy': 'rowid'},
          {'propertyName': 'sqlite_master'}, {'typeNames': 'sqlite_master'}, {'srsName': '/etc/passwd'}, {'outputFormat': '../../etc/passwd'}, {'resourceId': "'"},
          {'filter': '<fes:Filter/>'}, {'filter': filter_of(fes.pair(fes.function('load_extension', 'bron'), fes.literal('1')))}, {'startIndex': '1e9'},
          {'filter': filter_of(spatial(point('x y')))}, {'namespaces': 'xmlns('}, {'filter': filter_of('<fes:ResourceId rid="gemeente.1"/>')}]


@pytest.mark.parametrize('parameters', BROKEN)
def test_demand_48_a_report_tells_nothing_of_the_inside_or_of_others(gent, truth, parameters):
    answer = gent.get('/wfs', **{'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'typeNames': 'risico:risicolocatie', **parameters})
    assert answer.status in (200, 400, 404), answer
    if answer.status != 200:
        said = answer.text
        for given in parameters.values():
            said = said.replace(given.replace("'", '&#39;'), '').replace(given, '')
        said = re.sub(r"'[^']*'", '', said) # what the client itself wrote comes back between quotes
        assert not SECRETS.search(said), answer
        foreign = truth.active(ANTWERPEN)
        assert not [k for k in foreign if 'risicolocatie.%d<' % k in said] and ANTWERPEN not in said
