"""What the trial of November 2026 found in requests: what of a request is left out, or is said of all of an answer and holds for a part (rows A1 to A5)."""
import itertools
import json
import urllib.parse
import pytest
from lxml import etree
from support import gml, store, stored
from support.fes import SPACES, compare, document, filter_of
from support.refusal import refused
from support.sample import GENT

FORM = 'application/x-www-form-urlencoded'
START = 'service=WFS&version=2.0.0&request=GetFeature'
TYPES = START + '&typeNames=risico:risicolocatie'
BOTH = START + '&typeNames=(risico:risicolocatie)(risico:perceel)&count=4000&outputFormat=application/json'
BY_ID = 'urn:ogc:def:query:OGC-WFS::GetFeatureById'
GEMEENTE = filter_of(compare('bron', 'gemeente'))
SOAP = {'soap11': ('http://schemas.xmlsoap.org/soap/envelope/', 'text/xml'), 'soap12': ('http://www.w3.org/2003/05/soap-envelope', 'application/soap+xml')}


def quoted(text):
    return urllib.parse.quote(text, safe='')


def first_points(answer):
    """By type, the first coordinates of its features."""
    found = {}
    for feature in answer.json['features']:
        xy = feature['geometry']['coordinates']
        while isinstance(xy[0], list):
            xy = xy[0]
        found.setdefault(feature['id'].split('.')[0], []).append(xy)
    return found


def system_of(xy):
    return 4326 if abs(xy[0]) < 180 else 3857 if xy[1] > 1e6 else 3812 if xy[0] > 5e5 else 31370


# A1: one reference system for a whole document.

@pytest.mark.parametrize('asked', ['(EPSG:4326)(EPSG:31370)', '(EPSG:31370)(EPSG:4326)', '( EPSG:4326 ) ( EPSG:31370 )', '(EPSG:3812)(urn:ogc:def:crs:EPSG::31370)'])
def test_a1_two_systems_in_one_json_document_are_refused(gent, asked):
    assert refused(gent.get('/wfs?%s&srsName=%s' % (BOTH, quoted(asked))), 'srsName')


@pytest.mark.parametrize('asked,system', [('()(EPSG:31370)', 31370), ('(EPSG:31370)()', 31370), ('(EPSG:3857)(urn:ogc:def:crs:EPSG::3857)', 3857), ('EPSG:3812', 3812),
                                          ('(EPSG:4326)()', 4326), ('', None)])
def test_a1_the_system_of_a_json_document_is_that_of_every_feature(gent, asked, system):
    answer = gent.get('/wfs?%s&srsName=%s' % (BOTH, quoted(asked)))
    assert answer.status == 200, answer
    points = first_points(answer)
    assert set(points) == {'risicolocatie', 'perceel'}
    assert {system_of(xy) for of_type in points.values() for xy in of_type} == {system or 4326}
    crs = answer.json.get('crs')
    assert crs == (None if system is None else {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:EPSG::%d' % system}})


def two_queries(one, two, attributes):
    return ('<wfs:GetFeature service="WFS" version="2.0.0" count="4000" %s %s><wfs:Query typeNames="risico:risicolocatie" %s/><wfs:Query typeNames="risico:perceel" %s/>'
            '</wfs:GetFeature>' % (attributes, SPACES, one, two)).encode()


def test_a1_a_document_is_held_to_the_same(gent):
    json_wanted = 'outputFormat="application/json"'
    assert refused(gent.post(two_queries('srsName="EPSG:4326"', 'srsName="EPSG:31370"', json_wanted), 'text/xml'), 'srsName')
    answer = gent.post(two_queries('', 'srsName="EPSG:31370"', json_wanted), 'text/xml')
    assert {system_of(xy) for of_type in first_points(answer).values() for xy in of_type} == {31370} and '31370' in json.dumps(answer.json['crs'])


def test_a1_gml_says_the_system_with_each_geometry(gent):
    """So two may stand in one document, and each is told."""
    root = gent.post(two_queries('srsName="urn:ogc:def:crs:EPSG::4326"', 'srsName="EPSG:31370"', ''), 'text/xml').xml
    for name, code in (('risicolocatie', '4326'), ('perceel', '31370')):
        systems = {g.get('srsName') for g in root.iterfind('.//{http://risicolaag/1.0}%s/{http://risicolaag/1.0}geometry/*' % name)}
        assert len(systems) == 1 and systems.pop().endswith(code)


def test_a1_one_table_one_query(gent):
    assert refused(gent.get('/wfs?' + BOTH.replace('application/json', 'csv')), 'outputFormat')


def test_a1_numbers_and_links_are_of_all_queries_together(gent, truth):
    parcels = truth.rows('perceel', (GENT,))
    for size in (1, 7, len(truth.gent), len(truth.gent) + 3):
        answer, seen = gent.get('/wfs?' + BOTH.replace('4000', str(size))), []
        while True:
            body = answer.json
            assert body['numberMatched'] == len(truth.gent) + len(parcels) and body['numberReturned'] == len(body['features'])
            seen += [f['id'] for f in body['features']]
            following = [link['href'] for link in body.get('links', []) if link['rel'] == 'next']
            if not following or len(seen) > 3 * size:
                break
            answer = gent.get(following[0])
        assert len(seen) == len(set(seen))
        if not following:
            assert set(seen) == store.ids(truth.gent) | {'perceel.%d' % k for k in parcels}


# A2: blanks round the items of any list.

BLANKS = ['%20', '+', '%09', '%0A', '%0D%0A', '%20%20', '%C2%A0', '%E2%80%8B']


@pytest.fixture(scope='module')
def ids(truth):
    return ['risicolocatie.%d' % k for k in sorted(truth.gent)[:3]]


@pytest.mark.parametrize('blank', BLANKS)
def test_a2_blanks_round_the_ids_of_a_list_are_nothing(gent, ids, blank):
    for pattern in ('{0},{b}{1},{b}{2}', '{0}{b},{b}{1}{b},{b}{2}', '{b}{0},{1},{2}{b}', '({b}{0}{b},{b}{1},{2})'):
        given = pattern.format(*ids, b=blank)
        for query in (TYPES + '&resourceId=' + given, START + '&resourceId=' + given, TYPES + '&featureId=' + given):
            if given[0] == '(' and 'typeNames' not in query:
                continue
            for answer in (gent.get('/wfs?' + query), gent.post(query.encode(), FORM)):
                assert answer.status == 200 and sorted(gml.ids(answer.xml)) == ids, (query, answer)


@pytest.mark.parametrize('between', ['%20', '+', ';', '%0A', '|', '),(', ',,'])
def test_a2_ids_with_something_else_between_them_are_refused_and_never_fewer(gent, ids, between):
    for query in (TYPES, START):
        assert refused(gent.get('/wfs?%s&resourceId=%s' % (query, between.join(ids))), 'resourceId')
    inner = '<fes:ResourceId rid="%s"/>' % urllib.parse.unquote_plus(between).join(ids)
    assert refused(gent.post(document(filter_of(inner)), 'text/xml'), 'resourceId')


@pytest.mark.parametrize('ids_given', ['resourceId=()', 'resourceId=(%20)', 'featureId=()', 'typeNames=&resourceId=()', 'typeNames=risico:gemeente&resourceId=()'])
@pytest.mark.parametrize('rest', ['', '&resultType=hits', '&outputFormat=csv', '&outputFormat=application/json'])
def test_a2_a_list_without_an_id_is_refused(gent, ids_given, rest):
    """It was a request without a query, whose first was read."""
    query = '%s&%s%s' % (START, ids_given, rest)
    locator = 'featureId' if 'featureId' in ids_given else 'resourceId'
    assert refused(gent.get('/wfs?' + query), locator) and refused(gent.post(query.encode(), FORM), locator)


@pytest.mark.parametrize('blank', ['%20', '+', '%09', '%0A'])
def test_a2_blanks_round_the_id_of_a_stored_query_are_nothing(gent, ids, blank):
    query = 'service=WFS&version=2.0.0&request=GetFeature&storedQuery_Id=%s&id=%s%s%s' % (quoted(BY_ID), blank, ids[0], blank)
    for answer in (gent.get('/wfs?' + query), gent.post(query.encode(), FORM)):
        assert answer.status == 200 and ids[0].encode() in answer.body, answer


# (parameter, list without blanks, the same with): each gives what the first gives
LISTS = [
    ('propertyName', 'bron,versie', ' bron , versie\t'), ('propertyName', '(bron,versie)', ' ( bron ,\nversie ) '), ('sortBy', 'bron DESC,versie', ' bron  DESC ,\tversie '),
    ('sortBy', 'bron DESC', 'bron\nDESC'), ('bbox', '0,0,300000,300000,EPSG:31370', ' 0, 0 ,300000 , 300000 , EPSG:31370 '), ('srsName', 'EPSG:4326', ' EPSG:4326\n'),
    ('namespaces', 'xmlns(r,http://risicolaag/1.0),xmlns(x,http://x)', ' xmlns( r , http://risicolaag/1.0 ) , xmlns(x,http://x) '),
    ('resultType', 'hits', ' hits '), ('count', '3', ' 3 '), ('startIndex', '2', '\t2'), ('outputFormat', 'application/json', ' application/json '), ('geschrapt', 'alle', ' alle '),
]


@pytest.mark.parametrize('name,plain,blank', LISTS, ids=[str(i) for i in range(len(LISTS))])
def test_a2_every_list_and_every_word_takes_blanks(gent, name, plain, blank):
    """By KVP, by a form, and as an attribute."""
    types = 'typeNames=r:risicolocatie' if name == 'namespaces' else 'typeNames=risico:risicolocatie'
    wanted = gent.get('/wfs?%s&%s&%s=%s' % (START, types, name, quoted(plain)))
    assert wanted.status == 200, wanted
    given = '%s&%s&%s=%s' % (START, types, name, quoted(blank))
    for answer in (gent.get('/wfs?' + given), gent.post(given.encode(), FORM), gent.post(given.replace('%20', '+').encode(), FORM)):
        assert answer.status == 200, answer
        strip = (lambda b: b) if name == 'outputFormat' else (lambda b: gml.ids(etree.fromstring(b)))
        if name == 'outputFormat':
            assert [f['id'] for f in answer.json['features']] == [f['id'] for f in wanted.json['features']]
        else:
            assert strip(answer.body) == strip(wanted.body) and len(answer.xml[0][0] if len(answer.xml) else ()) == len(wanted.xml[0][0] if len(wanted.xml) else ())


def test_a2_lists_of_lists_take_blanks(gent):
    plain = gent.get('/wfs?%s&typeNames=(risico:risicolocatie)(risico:perceel)&propertyName=(bron)(capakey)&srsName=(EPSG:4326)(EPSG:31370)&count=9' % START)
    blank = gent.get('/wfs?%s&typeNames=%s&propertyName=%s&srsName=%s&count=9' % (
        START, quoted(' ( risico:risicolocatie ) ( risico:perceel ) '), quoted('( bron )\n( capakey )'), quoted('(EPSG:4326 ) (EPSG:31370)')))
    assert plain.status == blank.status == 200, blank
    assert gml.ids(plain.xml) == gml.ids(blank.xml) and plain.body.count(b'EPSG') == blank.body.count(b'EPSG')


def test_a2_types_aliases_and_ids_in_a_document_take_any_blanks(gent):
    tied = filter_of('<fes:And>%s</fes:And>' % ''.join('<fes:PropertyIsEqualTo><fes:ValueReference>%s</fes:ValueReference><fes:ValueReference>%s</fes:ValueReference>'
                                                       '</fes:PropertyIsEqualTo>' % pair for pair in (('a/gemeente_nis', 'b/nis_code'), ('b/nis_code', 'a/gemeente_nis'))))
    plain = gent.post(document(tied, 'count="5"', 'risico:risicolocatie risico:gemeente', 'aliases="a b"'), 'text/xml')
    blank = gent.post(document(tied, 'count=" 5 "', '&#10; risico:risicolocatie&#9;&#10;risico:gemeente ', 'aliases=" a,  b&#10;"'), 'text/xml')
    assert plain.status == blank.status == 200 and len(plain.xml) == len(blank.xml) == 5, blank


def test_a2_lists_of_other_operations_take_blanks(anyone, gent):
    for query in ('request=GetCapabilities&acceptVersions=%20 9.9.9 ,%202.0.0 &sections= FeatureTypeList ,%0AServiceIdentification&acceptFormats=text/html , text/xml'.replace(' ', '%20'),
                  'request=DescribeFeatureType&version=2.0.0&typeNames=%20risico:perceel%20,%09risico:gemeente+',
                  'request=DescribeStoredQueries&version=2.0.0&storedQuery_Id=%20' + BY_ID + '%20,+GetDatasetByCrs%0A'):
        answer = anyone.get('/wfs?service=WFS&' + query)
        assert answer.status == 200, answer
    assert len(answer.xml) == 2, 'both stored queries are told'
    assert gent.get('/wfs?%s&storedQuery_Id=%%20GetDatasetByCrs%%20&CRS=%%20EPSG:4326&count=1' % START).status == 200


# A3: an answer that is bare, and a number that is asked.

def asked_in(wrapping, client, attributes, inner, parameters):
    if wrapping == 'get':
        return client.get('/wfs?' + urllib.parse.urlencode(parameters))
    if wrapping == 'form':
        return client.post(urllib.parse.urlencode(parameters).encode(), FORM)
    text = '<wfs:GetFeature service="WFS" version="2.0.0" %s %s>%s</wfs:GetFeature>' % (attributes, SPACES, inner)
    if wrapping == 'xml':
        return client.post(text.encode(), 'text/xml')
    space, kind = SOAP[wrapping]
    return client.post(('<s:Envelope xmlns:s="%s"><s:Body>%s</s:Body></s:Envelope>' % (space, text)).encode(), kind)


FORMATS = {'': 'gml', 'application/json': 'json', 'csv': 'csv'}


@pytest.mark.parametrize('wrapping', ['get', 'form', 'xml', *SOAP])
@pytest.mark.parametrize('output', FORMATS)
@pytest.mark.parametrize('kind', ['', 'results', 'hits'])
def test_a3_a_bare_answer_is_a_whole_document_whatever_is_asked(gent, ids, wrapping, output, kind):
    attributes = ''.join(' %s="%s"' % pair for pair in (('outputFormat', output), ('resultType', kind)) if pair[1])
    inner = '<wfs:StoredQuery id="%s"><wfs:Parameter name="ID">%s</wfs:Parameter></wfs:StoredQuery>' % (BY_ID, ids[1])
    parameters = {'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'storedQuery_Id': BY_ID, 'id': ids[1], 'outputFormat': output, 'resultType': kind}
    answer = asked_in(wrapping, gent, attributes, inner, parameters)
    if wrapping in SOAP and output:
        assert refused(answer, 'outputFormat')
        return
    assert answer.status == 200, answer
    if FORMATS[output] == 'csv':
        rows = answer.text.split('\r\n')
        assert rows[0].startswith('id,') and rows[1].startswith(ids[1]) if kind != 'hits' else rows == ['numberMatched', '1', '']
    elif FORMATS[output] == 'json':
        found = answer.json
        assert (found['type'], found.get('id')) == ('Feature', ids[1]) if kind != 'hits' else (found['type'], found['numberMatched'], found['features']) == ('FeatureCollection', 1, [])
    else:
        root = answer.xml if wrapping not in SOAP else answer.xml.find('{%s}Body' % SOAP[wrapping][0])[0]
        if kind == 'hits':
            assert root.tag == '{http://www.opengis.net/wfs/2.0}FeatureCollection' and (root.get('numberMatched'), root.get('numberReturned'), len(root)) == ('1', '0', 0)
        else:
            assert root.tag == '{http://risicolaag/1.0}risicolocatie' and root.get('{http://www.opengis.net/gml/3.2}id') == ids[1]


def test_a3_the_next_of_a_number_is_the_feature(gent, ids):
    hits = gent.get('/wfs?%s&storedQuery_Id=%s&id=%s&resultType=hits' % (START, BY_ID, ids[0]))
    assert gent.get(hits.xml.get('next')).xml.get('{http://www.opengis.net/gml/3.2}id') == ids[0]


def test_a3_pages_of_one_feature_are_refused(gent, ids):
    for more, locator in (('startIndex=1', 'startIndex'), ('count=0', 'count')):
        assert refused(gent.get('/wfs?%s&storedQuery_Id=%s&id=%s&%s' % (START, BY_ID, ids[0], more)), locator)
    assert gent.get('/wfs?%s&storedQuery_Id=%s&id=%s&count=5&startIndex=0' % (START, BY_ID, ids[0])).status == 200


# A4: what excludes each other, and what does not apply.

AD_HOC = {'typeNames': 'risico:risicolocatie', 'typeName': 'risico:risicolocatie', 'aliases': 'a', 'filter': quoted(GEMEENTE), 'resourceId': 'risicolocatie.1',
          'featureId': 'risicolocatie.1', 'bbox': '0,0,1,1', 'sortBy': 'bron', 'filter_language': 'urn:ogc:def:queryLanguage:OGC-FES:Filter', 'propertyName': 'bron',
          'srsName': 'EPSG:4326'}
OWN = 'urn:proef:a4'


@pytest.fixture(scope='module')
def keeper(server, state):
    """Who keeps a stored query with a parameter that is called like a keyword."""
    from support.client import Client
    who = Client(server.url, state.token(GENT, role='beheerder'))
    text = ('<wfs:Query typeNames="risico:risicolocatie" srsName="EPSG:31370"><fes:Filter><fes:PropertyIsEqualTo><fes:ValueReference>bron</fes:ValueReference>'
            '<fes:Literal>${bbox}</fes:Literal></fes:PropertyIsEqualTo></fes:Filter></wfs:Query>')
    made = who.post(stored.creation(OWN, text, ['bbox']), 'text/xml')
    assert made.status == 200, made
    yield who
    who.post(stored.dropping(OWN), 'text/xml')


@pytest.mark.parametrize('name', AD_HOC)
def test_a4_a_stored_query_excludes_the_keywords_of_an_ad_hoc_one(gent, keeper, ids, name):
    shown = name in ('srsName', 'propertyName')
    for start in ('%s&storedQuery_Id=GetDatasetByCrs&CRS=EPSG:4326' % START, '%s&storedQuery_Id=%s&id=%s' % (START, BY_ID, ids[0])):
        for spelling in (name, name.upper()):
            query = '%s&%s=%s' % (start, spelling, AD_HOC[name])
            for answer in (gent.get('/wfs?' + query), gent.post(query.encode(), FORM)):
                if shown and BY_ID in start:
                    assert answer.status == 200, 'how the one feature is shown may be asked'
                else:
                    assert refused(answer, name)
    answer = keeper.get('/wfs?%s&storedQuery_Id=%s&bbox=gemeente&%s=%s' % (START, OWN, name, AD_HOC[name])) if name != 'bbox' else None
    assert answer is None or answer.status == 200 and name == 'propertyName' or refused(answer, name)


def test_a4_a_parameter_of_a_stored_query_may_be_called_like_a_keyword(keeper, truth):
    answer = keeper.get('/wfs?%s&storedQuery_Id=%s&bbox=gemeente' % (START, OWN))
    assert set(gml.ids(answer.xml)) == store.ids(k for k, row in truth.gent.items() if row['bron'] == 'gemeente')


CONDITIONS = ('filter', 'resourceId', 'bbox')


@pytest.mark.parametrize('one,two', itertools.combinations(CONDITIONS, 2))
def test_a4_filter_ids_and_box_exclude_each_other(gent, one, two):
    query = '%s&%s=%s&%s=%s' % (TYPES, one, AD_HOC[one], two, AD_HOC[two])
    for answer in (gent.get('/wfs?' + query), gent.post(query.encode(), FORM)):
        assert answer.status == 400 and gml.exception(answer.xml)[1] in (one, two)


# (operation, parameters, locator)
MISPLACED = [
    ('GetFeature', 'typeNames=risico:risicolocatie&valueReference=bron', 'valueReference'), ('GetFeature', 'typeNames=risico:risicolocatie&resolvePath=bron', 'resolvePath'),
    ('GetPropertyValue', 'typeNames=risico:risicolocatie&valueReference=bron&propertyName=bron', 'propertyName'), ('GetFeature', 'typeNames=risico:risicolocatie&id=risicolocatie.1', 'id'),
    ('GetFeature', 'typeNames=risico:risicolocatie&crs=EPSG:4326', 'CRS'), ('GetFeature', 'typeNames=risico:risicolocatie&DataSetIdCode=perceel', 'DataSetIdCode'),
    ('GetFeature', 'typeNames=risico:risicolocatie&typeName=risico:perceel', 'typeNames'), ('GetFeature', 'typeNames=risico:risicolocatie&count=5&maxFeatures=3', 'count'),
    ('GetFeature', 'typeNames=risico:risicolocatie&resourceId=risicolocatie.1&featureId=risicolocatie.2', 'resourceId'),
    ('GetFeature', 'storedQuery_Id=GetDatasetByCrs&storedQueryId=x&CRS=EPSG:4326', 'storedQuery_Id'), ('GetFeature', 'typeNames=risico:risicolocatie&filter=%s&query=%s' % (
        quoted(GEMEENTE), quoted(GEMEENTE.replace('gemeente<', 'ovam<'))), 'filter'),
    ('ListStoredQueries', 'typeNames=risico:risicolocatie', 'typeNames'), ('ListStoredQueries', 'storedQuery_Id=x', 'storedQuery_Id'),
    ('DescribeStoredQueries', 'storedQuery_Id=GetDatasetByCrs&bbox=0,0,1,1', 'bbox'), ('DescribeStoredQueries', 'resultType=hits', 'resultType'),
    ('DropStoredQuery', 'storedQuery_Id=urn:proef:niets&typeNames=risico:perceel', 'typeNames'), ('DropStoredQuery', 'storedQuery_Id=urn:proef:niets&count=1', 'count'),
]


@pytest.mark.parametrize('operation,parameters,locator', MISPLACED)
def test_a4_a_parameter_that_does_not_apply_is_refused(keeper, operation, parameters, locator):
    query = 'service=WFS&version=2.0.0&request=%s&%s' % (operation, parameters)
    for answer in (keeper.get('/wfs?' + query), keeper.post(query.encode(), FORM)):
        assert refused(answer, locator)


@pytest.mark.parametrize('left_over', ['typeName=risico:perceel', 'COUNT=5', 'srsName=EPSG:4326', 'bbox=0,0,1,1', 'geschrapt=alle', 'outputFormat=text/xml', 'resultType=hits'])
def test_a4_what_stands_in_the_address_of_the_service_may_go_along_with_documents(anyone, left_over):
    """GDAL and QGIS send the parameters of the address that they were given with every request."""
    for operation in ('GetCapabilities', 'DescribeFeatureType'):
        assert anyone.get('/wfs?service=WFS&version=2.0.0&request=%s&%s' % (operation, left_over)).status == 200


def test_a4_what_nobody_knows_is_passed_over(gent, truth):
    """WFS 2.0 §6.2.5.2: parameters of others shall be ignored."""
    answer = gent.get('/wfs?%s&_=123&token_hint=&map=a.map&language=dut&acceptVersions=2.0.0&NAMESPACE=%s' % (TYPES, quoted('xmlns(risico,http://risicolaag/1.0)')))
    assert set(gml.ids(answer.xml)) == store.ids(truth.gent)


# A5: parameters of the URL beside a body, and what a body is.

def test_a5_parameters_of_the_url_hold_for_what_a_form_does_not_say(two, gent, truth):
    everything = two.get('/wfs?%s&geschrapt=alle' % TYPES)
    hidden_too = two.post(TYPES.encode(), FORM, '/wfs?geschrapt=alle')
    assert gml.ids(hidden_too.xml) == gml.ids(everything.xml) and len(gml.ids(everything.xml)) > len(truth.two)
    assert gent.post(TYPES.encode(), FORM, '/wfs?outputFormat=json').json['numberMatched'] == len(truth.gent)
    assert gml.ids(gent.post(b'typeNames=risico:risicolocatie', FORM, '/wfs?' + START + '&count=3').xml) == gml.ids(gent.get('/wfs?%s&count=3' % TYPES).xml)
    assert gml.ids(gent.post(b'', FORM, '/wfs?%s&count=3' % TYPES).xml) == gml.ids(gent.get('/wfs?%s&count=3' % TYPES).xml), 'a body that says nothing'


def test_a5_parameters_of_the_url_hold_for_what_a_document_does_not_say(two, gent, truth):
    everything = two.get('/wfs?%s&geschrapt=alle' % TYPES)
    assert gml.ids(two.post(document(), 'text/xml', '/wfs?geschrapt=alle').xml) == gml.ids(everything.xml)
    assert gent.post(document(), 'text/xml', '/wfs?outputFormat=json').json['numberMatched'] == len(truth.gent)
    assert gent.post(document(), 'text/xml', '/wfs?resultType=hits').xml.get('numberReturned') == '0'
    assert gml.ids(gent.post(document(), 'text/xml', '/wfs?COUNT=4&sortBy=bron').xml) == gml.ids(gent.get('/wfs?%s&count=4&sortBy=bron' % TYPES).xml)
    assert b'EPSG::4326' in gent.post(document(), 'text/xml', '/wfs?srsName=urn:ogc:def:crs:EPSG::4326&count=1').body
    for name in ('filter', 'bbox', 'resourceId'):
        given = AD_HOC[name] if name != 'bbox' else '0,0,120000,300000'
        assert gml.ids(gent.post(document(), 'text/xml', '/wfs?%s=%s' % (name, given)).xml) == gml.ids(gent.get('/wfs?%s&%s=%s' % (TYPES, name, given)).xml)


def test_a5_what_the_url_says_goes_along_with_the_links(two, truth):
    """Also with those of a request that fits no URL, which is kept."""
    everything = gml.ids(two.get('/wfs?%s&geschrapt=alle&count=100000' % TYPES).xml)
    assert len(everything) > len(truth.two)
    wide = filter_of('<fes:Or>%s</fes:Or>' % ''.join(compare('versie', str(i), 'PropertyIsGreaterThanOrEqualTo') for i in range(200)))
    for body in (document(), document(wide)):
        answer, seen = two.post(body, 'text/xml', '/wfs?geschrapt=alle&count=%d' % (len(everything) // 3)), []
        while True:
            assert answer.status == 200, answer
            seen += gml.ids(answer.xml)
            if answer.xml.get('next') is None:
                break
            answer = two.get(answer.xml.get('next'))
        assert seen == everything


CONTRADICTIONS = ['outputFormat=csv', 'count=3', 'geschrapt=ja', 'resultType=hits']


@pytest.mark.parametrize('in_url', CONTRADICTIONS)
def test_a5_url_and_body_may_not_contradict_each_other(gent, in_url):
    name = in_url.split('=')[0]
    said = {'outputFormat': 'application/json', 'count': '5', 'geschrapt': 'alle', 'resultType': 'results'}[name]
    assert refused(gent.post(('%s&%s=%s' % (TYPES, name, said)).encode(), FORM, '/wfs?' + in_url), name)
    assert refused(gent.post(document(attributes='%s="%s"' % (name, said)), 'text/xml', '/wfs?' + in_url.replace(name, name.upper())), name)
    assert gent.post(document(attributes='%s="%s"' % (name, said)), 'text/xml', '/wfs?%s=%s' % (name, said)).status == 200


@pytest.mark.parametrize('in_url', ['typeNames=risico:perceel', 'typeName=risico:perceel', 'srsName=EPSG:3812', 'propertyName=versie', 'sortBy=versie', 'filter=' + quoted(
    filter_of(compare('bron', 'ovam'))), 'bbox=0,0,1,1', 'resourceId=risicolocatie.1', 'storedQuery_Id=GetDatasetByCrs', 'aliases=b'])
def test_a5_nor_may_url_and_query(gent, in_url):
    inner = '<wfs:PropertyName>bron</wfs:PropertyName>' + GEMEENTE + ('<fes:SortBy><fes:SortProperty><fes:ValueReference>bron</fes:ValueReference></fes:SortProperty></fes:SortBy>')
    body = document(inner, query='srsName="EPSG:31370" aliases="a"')
    assert gent.post(body, 'text/xml').status == 200
    answer = gent.post(body, 'text/xml', '/wfs?' + in_url)
    assert answer.status == 400, answer


def test_a5_what_a_body_is_it_says_itself(gent, truth):
    """Clients post to an address that ends in the parameters of another request."""
    address = '/wfs?SERVICE=WFS&VERSION=1.1.0&REQUEST=GetCapabilities&TYPENAMES=risico:risicolocatie'
    assert set(gml.ids(gent.post(document(), 'text/xml', address).xml)) == store.ids(truth.gent)
    assert set(gml.ids(gent.post(TYPES.encode(), FORM, address).xml)) == store.ids(truth.gent)


def test_a5_a_prefix_of_the_url_is_known_beside_a_document(gent, truth):
    answer = gent.post(document(), 'text/xml', '/wfs?NAMESPACES=xmlns(zz,http://risicolaag/1.0)&propertyName=zz:bron')
    assert set(gml.ids(answer.xml)) == store.ids(truth.gent), answer


def test_a5_a_stored_query_in_a_document_takes_no_condition_from_the_url(gent, ids):
    body = stored.running((BY_ID, {'ID': ids[0]}))
    for name in ('bbox', 'filter', 'typeNames', 'sortBy', 'resourceId'):
        assert refused(gent.post(body, 'text/xml', '/wfs?%s=%s' % (name, AD_HOC[name])), name)
    assert b'EPSG::4326' in gent.post(body, 'text/xml', '/wfs?srsName=urn:ogc:def:crs:EPSG::4326').body


LABELS = ['application/json', 'application/octet-stream', 'image/png', FORM, 'text/plain', 'x', 'text/xml', 'application/soap+xml', 'multipart/form-data']


@pytest.mark.parametrize('label', LABELS)
def test_a5_a_body_is_what_it_is_whatever_its_label(gent, truth, label):
    wanted = store.ids(k for k, row in truth.gent.items() if row['bron'] == 'gemeente')
    for before in (b'', b' \r\n\t', b'\xef\xbb\xbf'):
        body = document(GEMEENTE) if before != b' \r\n\t' else document(GEMEENTE, prolog='')
        assert set(gml.ids(gent.post(before + body, label).xml)) == wanted
    wide = document(GEMEENTE).decode().replace('UTF-8', 'UTF-16').encode('utf-16')
    assert set(gml.ids(gent.post(wide, label).xml)) == wanted
    assert set(gml.ids(gent.post(('%s&filter=%s' % (TYPES, quoted(GEMEENTE))).encode(), label).xml)) == wanted


def test_a5_a_link_to_a_kept_request_takes_no_body(two):
    long = document(filter_of('<fes:Or>%s</fes:Or>' % ''.join(compare('versie', str(i), 'PropertyIsGreaterThanOrEqualTo') for i in range(200))), 'count="40"')
    following = two.post(long, 'text/xml').xml.get('next')
    path = following[len(two.url):]
    for body, kind in ((document(), 'text/xml'), (b'typeNames=risico:perceel', FORM)):
        assert refused(two.post(body, kind, path), 'continuation')
    assert gml.ids(two.post(b'', FORM, path).xml) == gml.ids(two.get(following).xml)
