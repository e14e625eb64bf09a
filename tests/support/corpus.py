"""Requests over every operation, format and parameter, errors included: the non-interference test sends them all.

{own} and {foreign} become identifiers of a row of the caller's and of somebody else's.
"""
import pathlib
import urllib.parse
from support import crs, fes, old, stored, tables

FEATURE = 'service=WFS&version=2.0.0&request=GetFeature'
TYPES = ('risicolocatie', 'perceel', 'gemeente')
FORMATS = [urllib.parse.quote(name) for name in tables.formats()]
# Those that are made as a file first take longer: each meets every variant, for one of the types.
SLOWER = [urllib.parse.quote(name) for name in tables.file_formats()]
# The writer of GML 3.2 in other words: likewise.
OLDER_GML = [name for name in FORMATS if 'gml/3.1' in urllib.parse.unquote(name) or name == 'GML2']
BY_ID = 'storedquery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById'
OTHERS = [
    'service=WFS&request=GetCapabilities', 'service=WFS&request=GetCapabilities&sections=FeatureTypeList',
    'service=WFS&request=GetCapabilities&acceptVersions=9.9.9', 'service=WFS&version=2.0.0&request=DescribeFeatureType',
    'service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=risico:risicolocatie',
    'service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=risico:onbekend', 'service=WFS&version=2.0.0&request=DescribeFeatureType&outputFormat=application/json',
    'service=WFS&version=2.0.0&request=ListStoredQueries', 'service=WFS&version=2.0.0&request=DescribeStoredQueries',
    'service=WFS&version=2.0.0&request=DescribeStoredQueries&storedquery_id=urn:onbekend',
    'service=WFS&version=2.0.0&request=LockFeature&typeNames=risico:risicolocatie&resourceId={foreign}', 'service=WFS&version=2.0.0&request=LockFeature&lockId=0123456789abcdef',
    'service=WFS&version=2.0.0&request=GetFeatureWithLock&typeNames=risico:risicolocatie&resourceId={foreign}', 'service=WFS&version=1.1.0&request=LockFeature&featureId={foreign}',
    'service=WFS&version=2.0.0&request=DropStoredQuery&storedquery_id=urn:onbekend', 'service=WFS&version=2.0.0&request=DropStoredQuery',
    'service=WFS&version=2.0.0&request=CreateStoredQuery', FEATURE + '&storedquery_id=urn:onbekend',
    *('%s&storedquery_id=%s&count=3%s' % (FEATURE, name, more) for name in (stored.BY_CRS, stored.BY_CRS_ALIAS)
      for more in ('', '&CRS=EPSG:4258', '&CRS=EPSG:3812&DataSetIdCode=gemeente', '&CRS=EPSG:4258&DataSetIdCode=perceel')),
    *('%s&continuation=%s%s' % (FEATURE, '0' * 32, more) for more in ('', '&count=x', '&count=3&startIndex=2', '&storedquery_id=urn:onbekend')),
    'service=WFS', '', 'service=WFS&version=2.0.0&request=Onzin',
]
# Paths that are no service, and heads that choose the form and the language of an error: each request goes with one of them in turn, each path with all
# (their numbers have no factor in common).
PLAIN = ['/', '/?service=WFS&request=GetCapabilities', '/healthz', '/robots.txt', '/favicon.ico', '/metrics', '/elders?id={foreign}']
HEADS = [{}, {'Accept': 'application/json, */*', 'Accept-Language': 'en'}, {'Accept': 'text/html,application/xhtml+xml,*/*;q=0.8', 'Accept-Language': 'nl-BE,en'},
         {'Accept': 'application/problem+json'}, {'Accept': 'text/html'}]
VARIANTS = [
    '', 'resultType=hits', 'count=5', 'count=0', 'count=7&startIndex=3', 'startIndex=100000', 'count=1&startIndex=1', 'resultType=hits&count=3',
    'bbox=0,0,300000,300000', 'bbox=100000,180000,160000,220000', 'bbox=100000,180000,160000,220000&resultType=hits', 'bbox=0,0,1,1',
    'bbox=50.9,3.5,51.3,4.6,urn:ogc:def:crs:EPSG::4326', 'bbox=3.5,50.9,4.6,51.3,EPSG:4326&count=4', 'bbox=onzin',
    'propertyName=geometry', 'propertyName=gemeente_nis&count=3', 'propertyName=onbekend', 'sortBy=gemeente_nis', 'sortBy=geometry', 'sortBy=id%20DESC&count=3',
    'sortBy=gemeente_nis%20DESC&count=5&startIndex=2', 'sortBy=onbekend', 'geschrapt=ja', 'geschrapt=alle&count=9', 'geschrapt=onzin',
    'resourceId={own}', 'resourceId={foreign}', 'resourceId={own},{foreign}', 'resourceId={foreign}&resultType=hits', 'resourceId=onzin',
    'resourceId={foreign}&bbox=0,0,300000,300000', 'resourceId={own},%20{foreign}%09', 'resourceId=%20{foreign}%20', 'resourceId={own};{foreign}', 'id={foreign}',
    'count=3&maxFeatures=4', 'count=%203%20&sortBy=gemeente_nis%20%20DESC%20', 'valueReference=geometry', 'featureId={foreign}&resourceId={own}', 'srsName=EPSG:0', 'count=-1', 'namespaces=xmlns(r,http://elders)', 'outputFormat=onzin',
] + ['count=3&srsName=' + crs.name(code, spelling) for code in tables.systems() for spelling in crs.SPELLINGS]


DOCUMENTS = pathlib.Path(__file__).resolve().parents[1] / 'fixtures/requests'
# What finds rows by their ids, by what they hold, and by what they do not hold; {own} and {foreign} as above.
FILTERS = [
    '<fes:ResourceId rid="{own}"/>', '<fes:ResourceId rid="{foreign}"/>', '<fes:ResourceId rid="{own}"/><fes:ResourceId rid="{foreign}"/>',
    fes.compare('@gml:id', '{foreign}'), fes.compare('id', '{foreign}'), fes.compare('id', '{foreign}', 'PropertyIsGreaterThan'), '<fes:Not>%s</fes:Not>' % fes.compare('@gml:id', '{foreign}'), fes.compare('gemeente_nis', '23105'),
    fes.compare('gemeente_nis', '23105', 'PropertyIsNotEqualTo'), fes.compare('versie', '0', 'PropertyIsGreaterThan'), fes.compare('eigen_kenmerk', 'RL-00003'),
    fes.compare('gemeente_nis', '*', 'PropertyIsLike', 'wildCard="*" singleChar="?" escapeChar="!"'),
    fes.compare('gewijzigd_op', '2024-06-01T00:00:00Z', 'PropertyIsLessThan'), fes.spatial(fes.polygon('0 0 300000 0 300000 300000 0 300000 0 0')),
    fes.spatial(fes.point('140000 200000'), 'DWithin', '<fes:Distance uom="km">30</fes:Distance>'), fes.compare('onbekend', 'x'),
]


CALLS = {'TEXT': 'gemeente_nis', 'NUMBER': 'versie', 'WHOLE': '<fes:Literal>2</fes:Literal>', 'MOMENT': 'gewijzigd_op', 'SHAPE': 'geometry'}


def every_function():
    """A filter for each function in the program's own table, that looks at what the row holds."""
    for name, kinds in tables.functions().items():
        call = fes.function(name, *(CALLS[kind] for kind in kinds))
        yield '<fes:PropertyIsNull>%s</fes:PropertyIsNull>' % call
        if name in ('centroid', 'interiorPoint', 'envelope'):
            yield '<fes:Intersects>%s%s</fes:Intersects>' % (call, PLACE)
        else:
            yield fes.pair(call, fes.literal('true' if name in ('strStartsWith', 'strEndsWith', 'isValid') else '44021' if name.startswith('str') else '5'))


INSTANT = '<gml:TimeInstant gml:id="t"><gml:timePosition>2010-06-01</gml:timePosition></gml:TimeInstant>'
PERIOD = ('<gml:TimePeriod gml:id="t"><gml:beginPosition>1990-01-01</gml:beginPosition><gml:endPosition>2010-06-01</gml:endPosition></gml:TimePeriod>')
SOAP = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
SORTED = ('<fes:SortBy %s><fes:SortProperty><fes:ValueReference>omschrijving</fes:ValueReference><fes:SortOrder>DESC</fes:SortOrder></fes:SortProperty></fes:SortBy>'
          % fes.SPACES)
EVERYWHERE = fes.polygon('20000 150000 262000 150000 262000 250000 20000 250000 20000 150000')
PLACE = fes.polygon('100000 180000 160000 180000 160000 220000 100000 220000 100000 180000')


PLACE, GEMEENTE, PARCEL = ('risico:%s' % name for name in ('risicolocatie', 'gemeente', 'perceel'))
LIMIT = '<fes:Distance uom="m">100</fes:Distance>'


def tie(one, two, operator='PropertyIsEqualTo', more='', attributes=''):
    return '<fes:{0} {1}><fes:ValueReference>{2}</fes:ValueReference><fes:ValueReference>{3}</fes:ValueReference>{4}</fes:{0}>'.format(
        operator, attributes, one, two, more)


def around_gent(condition, *aliases):
    """What ties everything to everything would go on for minutes over the whole store. In the square lie Gent and its neighbours."""
    square = fes.polygon('97000 184000 117000 184000 117000 204000 97000 204000 97000 184000')
    return '<fes:And>%s%s</fes:And>' % (condition, ''.join(fes.spatial(square, 'Intersects', name=alias + '/geometry') for alias in aliases))


def joins():
    """(types, aliases, condition): restricted with public, restricted with restricted, one with itself, three of them; by every operator."""
    for name in tables.operators('comparison'):
        yield (PLACE, GEMEENTE), 'a b', around_gent(tie('a/gemeente_nis', 'b/nis_code', name), 'a')
        yield (PLACE, PARCEL), 'a b', around_gent(tie('a/gemeente_nis', 'b/gemeente_nis', name, attributes='matchCase="false"'), 'a', 'b')
    for name in tables.operators('spatial') + ['BBOX']:
        more = LIMIT if name in ('DWithin', 'Beyond') else ''
        for types in ((PLACE, GEMEENTE), (GEMEENTE, PARCEL), (PLACE, PARCEL)):
            yield types, 'a b', around_gent(tie('a/geometry', 'b/geometry', name, more), 'a', 'b')
    for name in tables.operators('temporal'):
        yield (PLACE, GEMEENTE), 'a b', around_gent(tie('a/gewijzigd_op', 'b/geldig_van', name), 'a')
    yield (PLACE, GEMEENTE), 'a b', tie('a/gemeente_nis', 'b/nis_code')
    yield (PLACE, PARCEL), 'a b', tie('a/geometry', 'b/geometry', 'Intersects')
    yield (PLACE, PLACE), 'a b', tie('a/omv_nummer', 'b/omv_nummer')
    yield (PLACE, PLACE), 'a b', tie('a/geometry', 'b/geometry', 'DWithin', LIMIT)
    yield (PLACE, PLACE), 'a b', tie('a/gewijzigd_op', 'b/gewijzigd_op', 'TEquals')
    yield (GEMEENTE, GEMEENTE), 'a b', tie('a/geometry', 'b/geometry', 'Touches')
    near = tie('a/geometry', 'b/geometry', 'DWithin', LIMIT)
    for one in ('<fes:ResourceId rid="{foreign}"/>', '<fes:ResourceId rid="{own}"/>', fes.compare('a/@gml:id', '{foreign}'),
                '<fes:Not>%s</fes:Not>' % fes.compare('a/@gml:id', '{foreign}'), fes.compare('a/geschrapt', 'true')):
        yield (PLACE, GEMEENTE), 'a b', '<fes:And>%s%s</fes:And>' % (near, one)
    yield (PLACE, GEMEENTE, PARCEL), 'a b c', '<fes:And>%s%s</fes:And>' % (tie('a/gemeente_nis', 'b/nis_code'), tie('a/geometry', 'c/geometry', 'Intersects'))
    yield (PLACE, GEMEENTE), 'a b', '<fes:Or>%s%s</fes:Or>' % (tie('a/gemeente_nis', 'b/nis_code'), fes.compare('b/naam', 'Gent'))
    yield (PLACE, GEMEENTE), '', fes.compare('bron', 'x')


def join_documents():
    """Of each one of three ways of asking."""
    ways = (('GetFeature', 'resultType="hits"'), ('GetFeature', 'count="3" startIndex="2"'), ('GetPropertyValue', 'count="2" valueReference="a/@gml:id"'))
    for number, (types, aliases, condition) in enumerate(joins()):
        operation, more = ways[number % len(ways)]
        query = 'aliases="%s"' % aliases if aliases else ''
        yield '/wfs', fes.document(fes.filter_of(condition), more, ' '.join(types), query).decode().replace('GetFeature', operation)


def every_operator():
    """A filter for each operator in the program's own tables, and what it leaves out."""
    for name in tables.operators('comparison'):
        yield fes.compare('versie', '1', name)
        yield fes.compare('bron', 'GEMEENTE', name, 'matchCase="false"')
    for name in tables.operators('spatial'):
        for where in (PLACE, EVERYWHERE):
            yield fes.spatial(where, name, '<fes:Distance uom="m">100</fes:Distance>' if name in ('DWithin', 'Beyond') else '')
    for name in tables.operators('temporal'):
        yield fes.spatial(INSTANT, name, name='startdatum')
        yield fes.spatial(PERIOD, name, name='gewijzigd_op')


# What stands in the URL of a post, for what the body does not say or against what it says.
BESIDE = ['geschrapt=alle', 'outputFormat=json', 'outputFormat=csv&count=4', 'resultType=hits', 'resourceId={foreign}', 'resourceId={own},%20{foreign}', 'bbox=0,0,300000,300000',
          'typeNames=risico:perceel', 'srsName=EPSG:4326&sortBy=gemeente_nis&propertyName=gemeente_nis', 'namespaces=xmlns(r,http://risicolaag/1.0)&typeNames=r:risicolocatie',
          'count=5&startIndex=2', 'storedQuery_Id=GetDatasetByCrs', 'continuation=00000000000000000000000000000000', 'service=x&request=GetCapabilities']


def posted_beside():
    """(path, body): documents and forms with parameters in their URL."""
    bodies = [fes.document().decode(), fes.document(fes.filter_of(fes.compare('versie', '1', 'PropertyIsGreaterThan')), 'count="3"').decode(),
              'service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&count=3', stored.running((stored.BY_ID, {'ID': '{foreign}'})).decode(),
              stored.running((stored.BY_ID, {'ID': '{own}'}), more='resultType="hits"').decode()]
    for beside in BESIDE:
        for body in bodies:
            yield '/wfs?' + beside, body


def ways(chosen):
    """Documents that ask for more or less of what a filter gives, as features, values and numbers, with and without an envelope."""
    return [
        fes.document(chosen).decode(), fes.document(chosen, 'resultType="hits"').decode(), fes.document(chosen, 'count="3" startIndex="2"').decode(),
        fes.document(chosen, 'count="4" outputFormat="application/json"').decode(), fes.document(chosen + SORTED, 'count="5"').decode(),
        fes.document(chosen, 'count="3" outputFormat="text/csv"').decode(), fes.document(chosen, 'count="6" outputFormat="gpkg"').decode(), fes.document(chosen, 'resultType="hits" outputFormat="csv"').decode(),
        fes.document(chosen, 'count="2"', prolog=SOAP).decode() + '</s:Body></s:Envelope>',
        fes.document(chosen, 'count="7" valueReference="omschrijving"').decode().replace('GetFeature', 'GetPropertyValue'),
        fes.document(chosen, 'resultType="hits"', 'risico:perceel').decode(), # mostly a report: it has other properties
    ]


def changing():
    """What a service that changes nothing says of changes: of whose row they are makes no difference. With changes: tests/blackbox/test_transaction.py."""
    for rid in ('{own}', '{foreign}'):
        yield ('<wfs:Transaction xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:risico="http://risicolaag/1.0" service="WFS" '
               'version="2.0.0"><wfs:Delete typeName="risico:risicolocatie"><fes:Filter><fes:ResourceId rid="%s"/></fes:Filter></wfs:Delete></wfs:Transaction>' % rid)


def documents():
    """(path, body) of what is posted: every form of request, and each filter in three ways in turn, so that each operator meets most of them."""
    for file in sorted(DOCUMENTS.glob('*.xml')):
        yield '/geoserver/BROL/wfs' if file.stem.startswith('legacy') else '/wfs', file.read_text()
    yield from (('/wfs', body.decode()) for body in (stored.creation('urn:proef:x', stored.EVERYTHING), stored.creation('urn:proef:x', '<x/>'),
                                                     stored.dropping('urn:onbekend'), stored.running(('urn:onbekend', {}))))
    for number, inner in enumerate([*FILTERS, *every_operator(), *every_function(), *('<fes:Not>%s</fes:Not>' % one for one in every_operator())]):
        every = ways(fes.filter_of(inner))
        for which in range(3):
            yield '/wfs', every[(3 * number + which) % len(every)]
    yield from join_documents()
    yield from old_documents()
    yield from posted_beside()
    yield from (('/wfs', body) for body in changing())
    for number in ('99999999999999999999', '-1e400', '1e-400', '1.0', '2.5', '9007199254740993.5'):
        yield '/wfs', fes.document(fes.filter_of(fes.compare('versie', number, 'PropertyIsLessThan')), 'count="4"').decode()
    many = ''.join(fes.compare('a/versie', str(-i), 'PropertyIsGreaterThan') for i in range(1100))
    yield '/wfs', fes.document(fes.filter_of('<fes:And>%s%s</fes:And>' % (tie('a/gemeente_nis', 'b/nis_code'), many)), 'count="3"', PLACE + ' ' + GEMEENTE, 'aliases="a b"').decode()
    yield '/wfs', SOAP.replace('<s:Body>', '<s:Header><x xmlns="urn:x" s:mustUnderstand="1"/></s:Header><s:Body>') + fes.document(prolog='').decode() + '</s:Body></s:Envelope>'


# WFS 1.1.0 and 1.0.0: what their own readers and forms have; beyond those they meet what 2.0.0 meets.
OLD_VARIANTS = [
    '', 'maxFeatures=5', 'maxFeatures=7&startIndex=3&sortBy=gemeente_nis%20D', 'resultType=hits', 'bbox=100000,180000,160000,220000', 'bbox=50.9,3.5,51.3,4.6,urn:ogc:def:crs:EPSG::4326',
    'bbox=3.5,50.9,4.6,51.3,EPSG:4326&maxFeatures=4', 'featureId={own}', 'featureId={foreign}', 'featureId={own},{foreign}&resultType=hits', 'propertyName=geometry&maxFeatures=3',
    'propertyName=onbekend', 'geschrapt=alle&maxFeatures=9', 'srsName=EPSG:3812&maxFeatures=2', 'srsName=urn:x-ogc:def:crs:EPSG:4326&maxFeatures=2', 'storedQuery_Id=' + stored.BY_ID + '&id={foreign}',
]
OLD_FILTERS = ['<ogc:FeatureId fid="{foreign}"/>', '<ogc:FeatureId fid="{own}"/><ogc:FeatureId fid="{foreign}"/>', '<ogc:GmlObjectId gml:id="{foreign}"/>',
               '<ogc:Not><ogc:FeatureId fid="{foreign}"/></ogc:Not>', '<ogc:PropertyIsEqualTo><ogc:PropertyName>@gml:id</ogc:PropertyName><ogc:Literal>{foreign}</ogc:Literal></ogc:PropertyIsEqualTo>',
               '<ogc:BBOX><ogc:PropertyName>geometry</ogc:PropertyName><gml:Box srsName="EPSG:31370"><gml:coordinates>100000,180000 160000,220000</gml:coordinates></gml:Box></ogc:BBOX>',
               '<ogc:PropertyIsLike wildCard="*" singleChar="?" escape="!"><ogc:PropertyName>gemeente_nis</ogc:PropertyName><ogc:Literal>*</ogc:Literal></ogc:PropertyIsLike>']


CQL = ["id = '{foreign}'", "IN ('{foreign}', '{own}')", "NOT (id = '{foreign}')", "gemeente_nis LIKE '%'", "versie > 0 AND NOT bron IS NULL", 'INTERSECTS(geometry, POLYGON((100000 180000, 160000 180000, 160000 220000, 100000 180000)))',
       "BBOX(geometry, 3.5, 50.9, 4.6, 51.3, 'EPSG:4326')", 'DWITHIN(geometry, SRID=4326;POINT(4 51), 30, kilometers)', 'gewijzigd_op BEFORE 2024-06-01T00:00:00Z', 'onbekend = 1', 'versie =', 'EXCLUDE', "@fid = '{foreign}'", "@fid IN ('{own}', '{foreign}')"]


def cql_requests():
    for number, condition in enumerate(CQL):
        start = '/wfs?service=WFS&version=%s&request=GetFeature&typeName=risico:%s&cql_filter=%s' % (
            (*old.VERSIONS, '2.0.0')[number % 3], TYPES[number // 3 % 2], urllib.parse.quote(condition, safe='{}'))
        yield start + '&maxFeatures=9'
        yield start + '&outputFormat=application/json&resultType=results&maxFeatures=2&startIndex=1'
        yield '/wfs?%s&typeNames=risico:risicolocatie&resultType=hits&cql_filter=%s' % (FEATURE, urllib.parse.quote(condition, safe='{}'))


API_ITEMS = [
    '', 'limit=3', 'limit=0', 'limit=2&na=%5B%2244021%22,1%5D', 'limit=2&na=%5B%2223105%22,1%5D', 'limit=2&na=%5Bnull,1%5D', 'limit=3&sortby=-gewijzigd_op', 'limit=3&sortby=gemeente_nis,rubriek',
    'sortby=gemeente_nis&limit=2&na=%5B%2223105%22,1,%2223105%22%5D', 'sortby=onbekend', 'bbox=3.5,50.9,4.6,51.3&limit=4', 'bbox=0,0,300000,300000&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/31370&limit=5',
    'bbox=177,50,-177,52', 'datetime=1990-01-01/..&limit=3', 'datetime=onzin', 'crs=http://www.opengis.net/def/crs/EPSG/0/4326&limit=3', 'crs=onzin', 'properties=bron&limit=3', 'properties=geometry&limit=1',
    'geschrapt=ja&limit=3', 'geschrapt=alle&limit=3', 'gemeente_nis=23105', 'gemeente_nis=44021&limit=3', 'id={own}', 'id={foreign}', 'onbekend=1', 'limit=1000000&properties=versie']


API_FILTERS = ["id = '{foreign}'", "NOT (id = '{foreign}')", "gemeente_nis = '23105'", "gemeente_nis LIKE '%'", 'versie + 1 > 0 AND NOT bron IS NULL', "CASEI(bron) IN ('gemeente')",
               'S_INTERSECTS(geometry, BBOX(3.5, 50.9, 4.6, 51.3))', "T_AFTER(gewijzigd_op, TIMESTAMP('2024-06-01T00:00:00Z'))", 'onbekend = 1', 'versie =', 'false']
API_JSON = ['{"op":"=","args":[{"property":"id"},"{foreign}"]}', '{"op":"isNull","args":[{"property":"einddatum"}]}', '{"op":"onzin","args":[]}', '{']


def api_requests():
    """OGC API: every resource in every form."""
    for form in ('json', 'html', 'gml', 'xsd'):
        for path in ('', '/conformance', '/openapi', '/collections', '/onzin', '/collections/risicolocatie', '/collections/onzin', '/collections/risicolocatie/schema',
                     '/collections/perceel/queryables', '/collections/onzin/items'):
            yield '/api%s?f=%s' % (path, form)
        for identifier in ('{own}', '{foreign}', 'risicolocatie.1', 'onzin'):
            yield '/api/collections/risicolocatie/items/%s?f=%s' % (identifier, form)
            yield '/api/collections/risicolocatie/items/%s?f=%s&geschrapt=alle&properties=bron' % (identifier, form)
    for identifier in ('{own}', '{foreign}', 'risicolocatie.1', 'onzin'):
        yield '/api/collections/risicolocatie/items/%s/versies' % identifier
        yield '/api/v1/collections/risicolocatie/items/%s' % identifier
    for path in ('', '/wijzigingen', '/wijzigingen?na={foreign}', '/rubrieken', '/rubrieken?code=2.1.1.', '/openapi', '/onzin'):
        yield '/api/v1' + path
    for turn, asked in enumerate(API_ITEMS):
        for place, form in enumerate(('json', 'html', 'gml')):
            yield '/api/collections/%s/items?%s&f=%s' % (TYPES[place and (turn + place) % 3], asked, form)
        yield '/api/collections/risicolocatie/items?' + asked
    for condition in API_FILTERS:
        yield '/api/collections/risicolocatie/items?limit=9&filter=' + urllib.parse.quote(condition, safe='{}')
        yield '/api/collections/risicolocatie/items?limit=2&sortby=-versie&f=html&geschrapt=alle&filter=' + urllib.parse.quote(condition, safe='{}')
    for condition in API_JSON:
        yield '/api/collections/risicolocatie/items?limit=3&filter-lang=cql2-json&filter=' + urllib.parse.quote(condition, safe='{}')


def old_requests():
    for version in old.VERSIONS:
        start = '/wfs?service=WFS&version=%s&request=' % version
        for more in ('GetCapabilities', 'GetCapabilities&sections=FeatureTypeList', 'DescribeFeatureType', 'DescribeFeatureType&typeName=risico:onbekend', 'ListStoredQueries', 'Onzin',
                     'GetGmlObject&gmlObjectId={own}', 'GetGmlObject&gmlObjectId={foreign}', 'GetGmlObject&gmlObjectId=onzin', 'GetFeature', 'GetFeature&featureId={foreign}',
                     'GetFeature&typeName=risico:risicolocatie,risico:perceel&maxFeatures=300', 'GetFeature&typeName=risico:risicolocatie,risico:risicolocatie&propertyName=(bron)(versie)'):
            yield start + more
        for kind in TYPES:
            for variant in OLD_VARIANTS:
                yield '%sGetFeature&typeName=risico:%s&%s' % (start, kind, variant)
        for output in FORMATS:
            yield '%sGetFeature&typeName=risico:risicolocatie&outputFormat=%s' % (start, output)
        for inner in OLD_FILTERS:
            yield '%sGetFeature&typeName=risico:risicolocatie&filter=%s' % (start, urllib.parse.quote(old.filter_of(inner), safe='{}'))
    yield '/geoserver/BROL/wfs?service=wfs&version=1.1.0&request=GetFeature&typeName=BROL:risicolocatie&outputFormat=application/json&srsname=EPSG:3857&bbox=400000,6600000,450000,6700000,EPSG:3857'


def old_documents():
    for version in old.VERSIONS:
        for inner in OLD_FILTERS:
            yield '/wfs', old.document(version, old.filter_of(inner)).decode()
            yield '/wfs', old.document(version, old.filter_of(inner), 'maxFeatures="3" resultType="hits"').decode()
    yield '/wfs', old.object_document('{foreign}').decode()
    yield '/wfs', old.object_document('{own}').decode()


def variants_of(output, turn, place):
    slower = output in SLOWER or output in OLDER_GML
    return VARIANTS[(turn + place) % len(TYPES)::len(TYPES)] if slower else VARIANTS


def requests():
    """Paths with queries."""
    yield from old_requests()
    yield from cql_requests()
    yield from PLAIN * len(HEADS)
    for query in OTHERS:
        yield '/wfs?' + query
        yield '/geoserver/BROL/wfs?' + query
    for turn, kind in enumerate(TYPES):
        for place, output in enumerate(FORMATS):
            for variant in variants_of(output, turn, place):
                yield '/wfs?%s&typeNames=risico:%s&outputFormat=%s&%s' % (FEATURE, kind, output, variant)
    for options in ('csvSeparator:semicolon;decimal:comma;bom:yes', 'csvSeparator:tab;geometry:xy', 'geometry:none', 'bom:yes&resultType=hits', 'decimal:comma', 'onzin'):
        for output in ('csv', 'csv-exact', 'xlsx', 'ods', 'json', 'gpkg'):
            yield '/wfs?%s&typeNames=risico:risicolocatie&outputFormat=%s&format_options=%s' % (FEATURE, output, options)
    for output in ('xlsx', 'ods'):
        yield '/wfs?%s&typeNames=risico:risicolocatie&outputFormat=%s&format_options=geometry:wkt&bbox=0,0,300000,300000' % (FEATURE, output)
    for identifier in ('{own}', '{foreign}', 'risicolocatie.1', 'gemeente.44021', 'onzin'):
        for output in FORMATS:
            yield '/wfs?%s&%s&id=%s&outputFormat=%s' % (FEATURE, BY_ID, identifier, output)
            yield '/wfs?%s&%s&id=%s&outputFormat=%s&resultType=hits' % (FEATURE, BY_ID, identifier, output)
            yield '/wfs?%s&%s&id=%s&outputFormat=%s&bbox=0,0,300000,300000' % (FEATURE, BY_ID, identifier, output)
            yield '/wfs?%s&typeNames=(risico:risicolocatie)(risico:perceel)&resourceId=(%s)(perceel.1)&outputFormat=%s' % (FEATURE, identifier, output)
            for systems in ('()(EPSG:31370)', '(EPSG:4326)(EPSG:31370)', '(EPSG:3812)()'):
                yield '/wfs?%s&typeNames=(risico:risicolocatie)(risico:perceel)&resourceId=(%s)(perceel.1)&srsName=%s&outputFormat=%s' % (FEATURE, identifier, systems, output)
        yield '/wfs?%s&resourceId=%s' % (FEATURE, identifier)
        yield '/geoserver/BROL/wfs?%s&typeName=BROL:risicolocatie&featureId=%s' % (FEATURE, identifier)
    bare = fes.filter_of(fes.compare('f:@gml:id', '{foreign}')).replace(fes.SPACES, '').replace('f:@', '@')
    yield '/wfs?%s&typeNames=f:risicolocatie&namespaces=%s&filter=%s' % (FEATURE, urllib.parse.quote(
        'xmlns( fes , http://www.opengis.net/fes/2.0 ), xmlns(f,http://risicolaag/1.0)'), urllib.parse.quote(bare, safe='{}'))
    yield ('/geoserver/BROL/wfs?service=WFS&version=2.0.0&request=GetFeature&typeName=BROL:risicolocatie&outputFormat=application/json'
           '&srsname=EPSG:31370&bbox=20000,150000,262000,250000')
