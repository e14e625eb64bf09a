"""An element is known by its name and its namespace: a known name in a stranger's namespace is refused, in every place where an element can stand.

No namespace at all is read, as are those of FES 1.x and GML 3.1.1 inside a request of WFS 2.0: clients in the wild write all of these.
"""
import pytest
from lxml import etree
from support import fes, gml, schemas, store
from support.fes import compare, document, filter_of, point, polygon, spatial
from support.server import REPO

INSTANT = '<gml:TimeInstant gml:id="t"><gml:timePosition>2024-06-01T00:00:00Z</gml:timePosition></gml:TimeInstant>'
PERIOD = ('<gml:TimePeriod gml:id="t"><gml:begin><gml:TimeInstant gml:id="i"><gml:timePosition>2000-01-01</gml:timePosition></gml:TimeInstant></gml:begin>'
          '<gml:endPosition>2024-06-01</gml:endPosition></gml:TimePeriod>')
ENVELOPE = ('<gml:Envelope srsName="EPSG:31370"><gml:lowerCorner>0 0</gml:lowerCorner><gml:upperCorner>300000 300000</gml:upperCorner></gml:Envelope>')
FILTERS = {
    'logic': '<fes:And>%s<fes:Not>%s</fes:Not></fes:And>' % (compare('bron', 'gemeente'), compare('versie', '1')),
    'between': '<fes:PropertyIsBetween><fes:ValueReference>versie</fes:ValueReference><fes:LowerBoundary><fes:Literal>1</fes:Literal></fes:LowerBoundary>'
               '<fes:UpperBoundary><fes:Literal>2</fes:Literal></fes:UpperBoundary></fes:PropertyIsBetween>',
    'like': compare('bron', 'g*', 'PropertyIsLike', 'wildCard="*" singleChar="?" escapeChar="!"'),
    'null': '<fes:PropertyIsNull><fes:ValueReference>einddatum</fes:ValueReference></fes:PropertyIsNull>',
    'ids': '<fes:ResourceId rid="risicolocatie.1"/><fes:ResourceId rid="risicolocatie.2"/>',
    'polygon': spatial(polygon('0 0 300000 0 300000 300000 0 300000 0 0')),
    'distance': spatial(point('100000 190000'), 'DWithin', '<fes:Distance uom="km">30</fes:Distance>'),
    'box': spatial(ENVELOPE, 'BBOX'),
    'instant': spatial(INSTANT, 'After', name='gewijzigd_op'),
    'period': spatial(PERIOD, 'During', name='gewijzigd_op'),
}
DOCUMENTS = ['getcapabilities-sections', 'describefeaturetype', 'describestoredqueries', 'sorting', 'projection', 'stored-query', 'two-queries']


def estranged(text):
    """The document once for every element but its root, with that element moved into a namespace of somebody else."""
    count = len(list(etree.fromstring(text).iter('{*}*')))
    for i in range(1, count):
        root = etree.fromstring(text)
        element = list(root.iter('{*}*'))[i]
        name = etree.QName(element).localname
        element.tag = '{http://elders.example/}' + name
        yield name, etree.tostring(root)


@pytest.mark.parametrize('name', FILTERS)
def test_a_known_name_in_another_namespace_is_refused_in_a_filter(gent, ogc_schema, name):
    whole = document(filter_of(FILTERS[name]))
    assert gent.post(whole, 'text/xml').status == 200
    for element, changed in estranged(whole):
        answer = gent.post(changed, 'text/xml')
        assert answer.status == 400, (element, answer)
        schemas.check(answer.xml, ogc_schema)
        assert gml.exception(answer.xml)[0] == 'OperationParsingFailed' and element in answer.text and 'elders.example' in answer.text, (element, answer)


@pytest.mark.parametrize('name', FILTERS)
def test_a_known_name_in_another_namespace_is_refused_in_a_url(gent, name):
    for element, changed in estranged(filter_of(FILTERS[name])):
        assert gent.get('/wfs?' + fes.kvp(changed.decode())).status == 400, element


@pytest.mark.parametrize('name', DOCUMENTS)
def test_a_known_name_in_another_namespace_is_refused_in_a_document(gent, name):
    text = (REPO / 'tests/fixtures/requests' / (name + '.xml')).read_bytes()
    for element, changed in estranged(text):
        answer = gent.post(changed, 'text/xml')
        assert answer.status == 400, (element, answer)


@pytest.mark.parametrize('operator', ['And', 'PropertyIsEqualTo', 'Intersects'])
def test_an_operator_in_the_namespace_of_gml_is_none(gent, operator):
    text = {'And': FILTERS['logic'], 'PropertyIsEqualTo': compare('bron', 'gemeente'), 'Intersects': FILTERS['polygon']}[operator]
    changed = text.replace('<fes:' + operator, '<gml:' + operator).replace('</fes:' + operator, '</gml:' + operator)
    assert gent.post(document(filter_of(changed)), 'text/xml').status == 400


def older(text):
    """The same as a client of FES 1.1 and GML 3.1.1 writes it."""
    return (text.replace('fes/2.0', 'ogc').replace('gml/3.2', 'gml').replace('ValueReference', 'PropertyName')
            .replace('ResourceId rid', 'GmlObjectId xmlns:g="http://www.opengis.net/gml" g:id'))


def bare(text):
    """Without any namespace, but for geometry: what stands in hand-written URLs."""
    return text.replace('fes:', '').replace('xmlns:fes', 'xmlns:unused')


@pytest.mark.parametrize('change', [older, bare])
@pytest.mark.parametrize('name', FILTERS)
def test_older_namespaces_and_none_at_all_are_read(gent, name, change):
    plain = gent.get('/wfs?' + fes.kvp(filter_of(FILTERS[name])))
    written = change(filter_of(FILTERS[name])).replace('xmlns:="http://www.opengis.net/fes/2.0"', '')
    other = gent.get('/wfs?' + fes.kvp(written))
    assert plain.status == other.status == 200, other
    assert gml.ids(plain.xml) == gml.ids(other.xml)


def test_the_filter_of_gdal_with_a_default_namespace_is_read(gent, truth):
    text = '<Filter xmlns="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2">%s</Filter>' % compare('bron', 'gemeente').replace('fes:', '')
    answer = gent.get('/wfs?' + fes.kvp(text))
    assert answer.status == 200, answer
    assert set(gml.ids(answer.xml)) == store.ids(k for k, row in truth.gent.items() if row['bron'] == 'gemeente')
