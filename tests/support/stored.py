"""Short ways to make, drop and run stored queries."""
from support import gml
from support.fes import SPACES, compare, filter_of

LANGUAGE = 'urn:ogc:def:queryLanguage:OGC-WFS::WFSQueryExpression'
BY_ID = 'urn:ogc:def:query:OGC-WFS::GetFeatureById'
BY_CRS = 'GetDatasetByCrs'
BY_CRS_ALIAS = 'http://inspire.ec.europa.eu/operation/download/GetSpatialDataSet'


def creation(name, inner, parameters=(), language=LANGUAGE, more='', private='false', types='risico:risicolocatie'):
    """parameters: names (of type xs:string) or (name, type)."""
    return ('<?xml version="1.0"?><wfs:CreateStoredQuery service="WFS" version="2.0.0" %s><wfs:StoredQueryDefinition id="%s"><wfs:Title>Proef</wfs:Title>%s'
            '<wfs:QueryExpressionText returnFeatureTypes="%s" language="%s" isPrivate="%s" %s>%s</wfs:QueryExpressionText>'
            '</wfs:StoredQueryDefinition></wfs:CreateStoredQuery>' % (
                SPACES.replace('xmlns:risico', 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:risico'), name,
                ''.join('<wfs:Parameter name="%s" type="%s"/>' % ((p, 'xs:string') if isinstance(p, str) else p) for p in parameters), types, language, private,
                more, inner)).encode()


def dropping(name):
    return ('<wfs:DropStoredQuery service="WFS" version="2.0.0" id="%s" %s/>' % (name, SPACES)).encode()


BY_BRON = '<wfs:Query typeNames="risico:risicolocatie">%s</wfs:Query>' % filter_of(compare('bron', '${bron}'))
EVERYTHING = '<wfs:Query typeNames="risico:risicolocatie"/>'


def running(*queries, more='', operation='GetFeature'):
    """A request document; queries: (id, {parameter: value}) or the text of a query."""
    inner = ''.join(q if isinstance(q, str) else '<wfs:StoredQuery id="%s">%s</wfs:StoredQuery>' % (
        q[0], ''.join('<wfs:Parameter name="%s">%s</wfs:Parameter>' % pair for pair in q[1].items())) for q in queries)
    return ('<wfs:%s service="WFS" version="2.0.0" %s %s>%s</wfs:%s>' % (operation, SPACES, more, inner, operation)).encode()


def post(client, body, **more):
    return client.post(body, 'text/xml', **more)


def listed(client):
    return client.wfs('ListStoredQueries').xml.xpath('//wfs:StoredQuery/@id', namespaces=gml.NS)


def refused(answer, *codes):
    assert answer.status in (400, 401, 403, 404, 405, 409, 413, 501), answer
    assert gml.exception(answer.xml)[0] in codes, answer
