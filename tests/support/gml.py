"""Feature collections read back from GML 3.2 and GeoJSON into one shape: id → {property: text or None, 'geometry': rings}."""
from lxml import etree

WFS, GML, OWS = 'http://www.opengis.net/wfs/2.0', 'http://www.opengis.net/gml/3.2', 'http://www.opengis.net/ows/1.1'
NS = {'wfs': WFS, 'gml': GML, 'ows': OWS, 'xlink': 'http://www.w3.org/1999/xlink', 'xsd': 'http://www.w3.org/2001/XMLSchema',
      'fes': 'http://www.opengis.net/fes/2.0'}
XSI_NIL = '{http://www.w3.org/2001/XMLSchema-instance}nil'


def members(collection):
    """The feature elements of a wfs:FeatureCollection, in order."""
    assert collection.tag == '{%s}FeatureCollection' % WFS, collection.tag
    return collection.xpath('wfs:member/*', namespaces=NS)


def id_of(feature):
    return feature.get('{%s}id' % GML)


def ids(collection):
    return [id_of(f) for f in members(collection)]


def tuples(collection):
    """The ids of each wfs:Tuple's features, whether it has them, copies of them (whose ids end in a number of their own) or references to them; no id may be
    there twice, and every reference has its feature."""
    found = [tuple(id_of(m[0]) if len(m) else m.get('{%s}href' % NS['xlink'])[1:] for m in t) for t in collection.iter('{%s}Tuple' % WFS)]
    written = [e.get('{%s}id' % GML) for e in collection.iter() if isinstance(e.tag, str) and e.get('{%s}id' % GML)]
    assert len(written) == len(set(written)), 'a gml:id occurs twice'
    assert {i for t in found for i in t} <= set(written), 'a reference to nothing'
    return [tuple(i.split('.c')[0] for i in t) for t in found]


def values(feature):
    """Property name → text (None for nil); a geometry as its rings in answer order. Absent properties are absent."""
    found = {}
    for child in feature:
        name = etree.QName(child).localname
        if etree.QName(child).namespace == GML:
            continue # boundedBy and the like
        if child.get(XSI_NIL) == 'true':
            found[name] = None
        elif len(child):
            found[name] = rings(child[0])
        else:
            found[name] = child.text or ''
    return found


def read(collection):
    return {id_of(f): values(f) for f in members(collection)}


def rings(surface):
    """[[(a, b)…]…] per polygon of a gml:MultiSurface, the ordinates as they stand."""
    parts = []
    for polygon in surface.iter('{%s}Polygon' % GML):
        parts.append([_positions(p) for p in polygon.iter('{%s}posList' % GML)])
    return parts


def _positions(element):
    numbers = [float(n) for n in element.text.split()]
    return list(zip(numbers[::2], numbers[1::2]))


def read_json(collection):
    """The same from GeoJSON: values keep their JSON types."""
    assert collection['type'] == 'FeatureCollection'
    return {f['id']: {**f['properties'], 'geometry': json_rings(f['geometry'])} for f in collection['features']}


def json_rings(geometry):
    if geometry is None:
        return None
    parts = geometry['coordinates'] if geometry['type'] == 'MultiPolygon' else [geometry['coordinates']]
    return [[[tuple(p) for p in ring] for ring in part] for part in parts]


def exception(report):
    """(exceptionCode, locator, text) of an OWS 1.1 report."""
    found = report.find('{%s}Exception' % OWS)
    assert found is not None, etree.tostring(report)
    return found.get('exceptionCode'), found.get('locator'), ' '.join(found.itertext()).strip()


def exception_of(answer):
    """The same, of an error in the form that the request asked for: JSON (RFC 9457) or a report."""
    if answer.type != 'application/problem+json':
        return exception(answer.xml)
    return answer.json['code'], answer.json.get('locator'), answer.json['detail'] + ' ' + answer.json.get('detail_en', '')


def one_way_round(parts):
    """The same polygons with each ring in one direction, whichever it had: RFC 7946 §3.1.6 orders rings, GML leaves them as they are stored."""
    return [[min(ring, ring[::-1]) for ring in part] for part in parts]
