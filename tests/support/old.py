"""WFS 1.1.0 and 1.0.0: their requests, the schemas of their answers, and the features in those."""
import functools
from lxml import etree
from support import schemas

WFS, GML, OGC, OWS = 'http://www.opengis.net/wfs', 'http://www.opengis.net/gml', 'http://www.opengis.net/ogc', 'http://www.opengis.net/ows'
NS = {'wfs': WFS, 'gml': GML, 'ogc': OGC, 'ows': OWS, 'xs': 'http://www.w3.org/2001/XMLSchema', 'xlink': 'http://www.w3.org/1999/xlink'}
VERSIONS = ('1.1.0', '1.0.0')
TYPE = 'risico:risicolocatie'
WRONG = {'1.1.0': 400, '1.0.0': 200}  # the status of a report of what is wrong in a request
OGC_SCHEMAS = schemas.OGC
# what validates a collection, an error, and capabilities: (namespace, where)
COLLECTION = {'1.1.0': (WFS, OGC_SCHEMAS + 'wfs/1.1.0/wfs.xsd'), '1.0.0': (WFS, OGC_SCHEMAS + 'wfs/1.0.0/WFS-basic.xsd')}
REPORT = {'1.1.0': (OWS, OGC_SCHEMAS + 'ows/1.0.0/owsExceptionReport.xsd'), '1.0.0': (OGC, OGC_SCHEMAS + 'wfs/1.0.0/OGC-exception.xsd')}
CAPABILITIES = {'1.1.0': (WFS, OGC_SCHEMAS + 'wfs/1.1.0/wfs.xsd'), '1.0.0': (WFS, OGC_SCHEMAS + 'wfs/1.0.0/WFS-capabilities.xsd')}


@functools.lru_cache(maxsize=None)
def of_ogc(pair):
    return schemas.schema([pair])


def ask(client, version, request, path='/wfs', **parameters):
    return client.get(path, service='WFS', version=version, request=request, **parameters)


def features(client, version, type_name=TYPE, **parameters):
    return ask(client, version, 'GetFeature', typeName=type_name, **parameters)


def document(version, inner='', attributes='', type_name=TYPE, query=''):
    """A GetFeature as clients of that version post it."""
    return ('<wfs:GetFeature xmlns:wfs="%s" xmlns:ogc="%s" xmlns:gml="%s" xmlns:risico="http://risicolaag/1.0" service="WFS" version="%s" %s>'
            '<wfs:Query typeName="%s" %s>%s</wfs:Query></wfs:GetFeature>' % (WFS, OGC, GML, version, attributes, type_name, query, inner)).encode()


def object_document(identifier):
    """A GetGmlObject, as WFS 1.1 has it."""
    return ('<wfs:GetGmlObject xmlns:wfs="%s" xmlns:ogc="%s" xmlns:gml="%s" service="WFS" version="1.1.0" traverseXlinkDepth="1" outputFormat="GML3">'
            '<ogc:GmlObjectId gml:id="%s"/></wfs:GetGmlObject>' % (WFS, OGC, GML, identifier)).encode()


def filter_of(inner):
    return '<ogc:Filter xmlns:ogc="%s" xmlns:gml="%s">%s</ogc:Filter>' % (OGC, GML, inner)


def members(collection):
    assert collection.tag == '{%s}FeatureCollection' % WFS, etree.tostring(collection)[:500]
    return collection.xpath('gml:featureMember/*|gml:featureMembers/*', namespaces=NS)


def id_of(feature):
    return feature.get('{%s}id' % GML) or feature.get('fid')


def ids(collection):
    return [id_of(f) for f in members(collection)]


def rings(feature):
    """[[(x, y)…]…] per polygon, the ordinates as they stand."""
    def points(element):
        if element.tag.endswith('coordinates'):
            return [tuple(map(float, pair.split(','))) for pair in element.text.split()]
        numbers = [float(n) for n in element.text.split()]
        return list(zip(numbers[::2], numbers[1::2]))
    return [[points(p) for p in polygon.iter('{%s}posList' % GML, '{%s}coordinates' % GML)] for polygon in feature.iter('{%s}Polygon' % GML)]


def valid(answer, pair):
    assert answer.status == 200, answer
    schemas.check(answer.xml, of_ogc(pair))
    return answer.xml


def refusal(answer, version):
    """(status, code, locator, text) of a valid report of that version."""
    report = answer.xml
    schemas.check(report, of_ogc(REPORT[version]))
    fault = report[0]
    code = fault.get('exceptionCode') or fault.get('code')
    return answer.status, code, fault.get('locator'), ' '.join(fault.itertext()).strip()
