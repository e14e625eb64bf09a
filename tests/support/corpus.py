"""Requests over every operation, format and parameter, errors included: the non-interference test sends them all.

{own} and {foreign} become identifiers of a row of the caller's and of somebody else's.
"""
import pathlib
import urllib.parse
from support import crs, fes, tables

FEATURE = 'service=WFS&version=2.0.0&request=GetFeature'
TYPES = ('risicolocatie', 'perceel', 'gemeente')
FORMATS = [urllib.parse.quote(name) for name in tables.formats()]
BY_ID = 'storedquery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById'
OTHERS = [
    'service=WFS&request=GetCapabilities', 'service=WFS&request=GetCapabilities&sections=FeatureTypeList',
    'service=WFS&request=GetCapabilities&acceptVersions=9.9.9', 'service=WFS&version=2.0.0&request=DescribeFeatureType',
    'service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=risico:risicolocatie',
    'service=WFS&version=2.0.0&request=DescribeFeatureType&typeNames=risico:onbekend',
    'service=WFS&version=2.0.0&request=ListStoredQueries', 'service=WFS&version=2.0.0&request=DescribeStoredQueries',
    'service=WFS&version=2.0.0&request=DescribeStoredQueries&storedquery_id=urn:onbekend', 'service=WFS', '', 'service=WFS&version=2.0.0&request=Onzin',
]
VARIANTS = [
    '', 'resultType=hits', 'count=5', 'count=0', 'count=7&startIndex=3', 'startIndex=100000', 'count=1&startIndex=1', 'resultType=hits&count=3',
    'bbox=0,0,300000,300000', 'bbox=100000,180000,160000,220000', 'bbox=100000,180000,160000,220000&resultType=hits', 'bbox=0,0,1,1',
    'bbox=50.9,3.5,51.3,4.6,urn:ogc:def:crs:EPSG::4326', 'bbox=3.5,50.9,4.6,51.3,EPSG:4326&count=4', 'bbox=onzin',
    'propertyName=geometry', 'propertyName=gemeente_nis&count=3', 'propertyName=onbekend', 'sortBy=gemeente_nis', 'sortBy=geometry',
    'sortBy=gemeente_nis%20DESC&count=5&startIndex=2', 'sortBy=onbekend', 'geschrapt=ja', 'geschrapt=alle&count=9', 'geschrapt=onzin',
    'resourceId={own}', 'resourceId={foreign}', 'resourceId={own},{foreign}', 'resourceId={foreign}&resultType=hits', 'resourceId=onzin',
    'resourceId={foreign}&bbox=0,0,300000,300000', 'srsName=EPSG:0', 'count=-1', 'namespaces=xmlns(r,http://elders)', 'outputFormat=onzin',
] + ['count=3&srsName=' + crs.name(code, spelling) for code in tables.systems() for spelling in crs.SPELLINGS]


DOCUMENTS = pathlib.Path(__file__).resolve().parents[1] / 'fixtures/requests'
# What finds rows by their ids, by what they hold, and by what they do not hold; {own} and {foreign} as above.
FILTERS = [
    '<fes:ResourceId rid="{own}"/>', '<fes:ResourceId rid="{foreign}"/>', '<fes:ResourceId rid="{own}"/><fes:ResourceId rid="{foreign}"/>',
    fes.compare('@gml:id', '{foreign}'), '<fes:Not>%s</fes:Not>' % fes.compare('@gml:id', '{foreign}'), fes.compare('gemeente_nis', '23105'),
    fes.compare('gemeente_nis', '23105', 'PropertyIsNotEqualTo'), fes.compare('versie', '0', 'PropertyIsGreaterThan'),
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
PLACE = fes.polygon('100000 180000 160000 180000 160000 220000 100000 220000 100000 180000')


def every_operator():
    """A filter for each operator in the program's own tables, and what it leaves out."""
    for name in tables.operators('comparison'):
        yield fes.compare('versie', '1', name)
        yield fes.compare('bron', 'GEMEENTE', name, 'matchCase="false"')
    for name in tables.operators('spatial'):
        yield fes.spatial(PLACE, name, '<fes:Distance uom="m">100</fes:Distance>' if name in ('DWithin', 'Beyond') else '')
    for name in tables.operators('temporal'):
        yield fes.spatial(INSTANT, name, name='startdatum')
        yield fes.spatial(PERIOD, name, name='gewijzigd_op')


def documents():
    """(path, body) of what is posted: every form of request, and the filters in three ways of asking for more or less."""
    for file in sorted(DOCUMENTS.glob('*.xml')):
        yield '/geoserver/BROL/wfs' if file.stem.startswith('legacy') else '/wfs', file.read_text()
    for inner in every_function():
        yield '/wfs', fes.document(fes.filter_of(inner)).decode()
    for inner in [*FILTERS, *every_operator(), *('<fes:Not>%s</fes:Not>' % one for one in every_operator())]:
        for more in ('', 'resultType="hits"', 'count="3" startIndex="2"'):
            yield '/wfs', fes.document(fes.filter_of(inner), more).decode()


def requests():
    """Paths with queries."""
    for query in OTHERS:
        yield '/wfs?' + query
        yield '/geoserver/BROL/wfs?' + query
    for kind in TYPES:
        for output in FORMATS:
            for variant in VARIANTS:
                yield '/wfs?%s&typeNames=risico:%s&outputFormat=%s&%s' % (FEATURE, kind, output, variant)
    for identifier in ('{own}', '{foreign}', 'risicolocatie.1', 'gemeente.44021', 'onzin'):
        for output in FORMATS:
            yield '/wfs?%s&%s&id=%s&outputFormat=%s' % (FEATURE, BY_ID, identifier, output)
        yield '/wfs?%s&resourceId=%s' % (FEATURE, identifier)
        yield '/geoserver/BROL/wfs?%s&typeName=BROL:risicolocatie&featureId=%s' % (FEATURE, identifier)
    yield ('/geoserver/BROL/wfs?service=WFS&version=2.0.0&request=GetFeature&typeName=BROL:risicolocatie&outputFormat=application/json'
           '&srsname=EPSG:31370&bbox=20000,150000,262000,250000')
