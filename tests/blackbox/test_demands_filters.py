"""The demands that take filters: the row restriction (1), injection (2), boxes (24), newlines and long URLs (25 to 27), prefixes (28), GetFeatureById
and GetPropertyValue by KVP (35, 36), joins (43), and that no error tells anything (48). Numbered as in test_demands.py."""
import concurrent.futures
import re
import time
import pytest
from lxml import etree
from blackbox.test_errors import SECRETS
from support import fes, gml, store
from support.client import Client
from support.fes import compare, document, filter_of, point, polygon, spatial
from support.sample import ANTWERPEN, GENT
from support.server import REPO

EVERYTHING = '20000 150000 262000 150000 262000 250000 20000 250000 20000 150000'
NASTY = ["' OR 1=1 --", "x' UNION SELECT * FROM risicolocatie --", '"; DROP TABLE risicolocatie; --', "a'b", 'a"b', '`x`', '[A]', '%', '_', '\\', '\\%', '*', '?', '||', ';',
         '/*x*/', '$1', '?1', ':naam', '@naam', '{0}', '%s%n', '&#x1F600;', 'Łódź 日本', ']]&gt;', '-1', '1e400', "'||(SELECT 1)||'", 'NULL', "x'00'"]


def ids(answer):
    assert answer.status == 200, answer
    return set(gml.ids(answer.xml))


def tricks(foreign):
    """Filters that would find another gemeente's rows if anything could."""
    true = compare('versie', '0', 'PropertyIsGreaterThanOrEqualTo')
    false = compare('versie', '0', 'PropertyIsLessThan')
    other = compare('gemeente_nis', ANTWERPEN)
    yield true
    yield '<fes:Or>%s%s</fes:Or>' % (true, false)
    yield '<fes:Not>%s</fes:Not>' % false
    yield '<fes:Not><fes:Not>%s</fes:Not></fes:Not>' % true
    yield other
    yield '<fes:Or>%s%s</fes:Or>' % (other, true)
    yield '<fes:Or>%s<fes:ResourceId rid="%s"/></fes:Or>' % (true, foreign)
    yield '<fes:ResourceId rid="%s"/>' % foreign
    yield compare('@gml:id', foreign)
    yield compare('gemeente_nis', '*', 'PropertyIsLike', 'wildCard="*" singleChar="?" escapeChar="!"')
    yield compare('gemeente_nis', GENT, 'PropertyIsNotEqualTo')
    yield spatial(polygon(EVERYTHING))
    yield spatial(point('0 0'), 'DWithin', '<fes:Distance uom="km">100000</fes:Distance>')
    yield '<fes:Not>%s</fes:Not>' % spatial(polygon('0 0 1 0 1 1 0 0'))
    yield '<fes:PropertyIsNull><fes:ValueReference>gml:name</fes:ValueReference></fes:PropertyIsNull>'


def test_demand_01_no_filter_reaches_another_gemeente(gent, truth):
    own, foreign = store.ids(truth.gent), 'risicolocatie.%d' % min(truth.active(ANTWERPEN))
    for trick in tricks(foreign):
        found = ids(gent.get('/wfs?' + fes.kvp(filter_of(trick))))
        assert found <= own, trick
        assert ids(gent.post(document(filter_of(trick)), 'text/xml')) == found, trick
        hits = gent.post(document(filter_of(trick), 'resultType="hits"'), 'text/xml')
        assert hits.xml.get('numberMatched') == str(len(found)), trick


def test_demand_01_no_document_reaches_another_gemeente(gent, truth):
    foreign = ['risicolocatie.%d' % k for k in truth.active(ANTWERPEN)]
    wanted = re.compile('|'.join(r'\b%s\b' % re.escape(f) for f in foreign))
    for path in sorted((REPO / 'tests/fixtures/requests').glob('*.xml')):
        body = path.read_bytes()
        answer = gent.post(body, 'text/xml', '/geoserver/BROL/wfs' if path.stem.startswith('legacy') else '/wfs')
        shown = set(wanted.findall(answer.text)) - set(wanted.findall(body.decode())) # an id that was asked for may come back in a report
        assert not shown, (path.stem, sorted(shown)[:3])
        assert ('>%s<' % ANTWERPEN).encode() not in answer.body or b'risico:gemeente' in body, path.stem


@pytest.mark.parametrize('nasty', NASTY)
def test_demand_02_nothing_in_a_literal_is_anything_but_text(gent, truth, nasty):
    plain = etree.fromstring('<x>%s</x>' % nasty).text
    equal = ids(gent.post(document(filter_of(compare('omschrijving', nasty))), 'text/xml'))
    assert equal == store.ids(k for k, row in truth.gent.items() if row['omschrijving'] == plain)
    unlike = ids(gent.get('/wfs?' + fes.kvp(filter_of(compare('omschrijving', nasty, 'PropertyIsLike', 'wildCard="~" singleChar="^" escapeChar="#"')))))
    assert unlike == equal
    assert ids(gent.get('/wfs?' + fes.kvp(filter_of(compare('omschrijving', nasty, 'PropertyIsNotEqualTo'))))) == store.ids(
        k for k, row in truth.gent.items() if row['omschrijving'] not in (None, plain))


@pytest.mark.parametrize('nasty', [n for n in NASTY if n != '*']) # every property, to many clients
def test_demand_02_nothing_in_a_name_is_evaluated(gent, nasty):
    for answer in (gent.post(document(filter_of(compare(nasty, 'x'))), 'text/xml'), gent.post(document('<wfs:PropertyName>%s</wfs:PropertyName>' % nasty), 'text/xml'),
                   gent.post(document(filter_of('<fes:ResourceId rid="%s"/>' % nasty.replace('"', '&quot;'))), 'text/xml')):
        assert answer.status in (200, 400, 404), answer
        assert answer.status != 200 or not gml.ids(answer.xml), answer
        assert not SECRETS.search(answer.text.replace(etree.fromstring('<x>%s</x>' % nasty).text, '').replace('UNION SELECT * FROM', '')), answer


def test_demand_24_a_box_and_a_filter_together_are_both_conditions(two, truth):
    """The standard forbids it (WFS 2.0 table 8), clients do it: either refused, or both hold. Never one of the two."""
    box, text = '100000,190000,108000,198000', filter_of(compare('bron', 'migratie'))
    answer = two.get('/wfs?' + fes.kvp(text, bbox=box))
    if answer.status == 400:
        assert gml.exception(answer.xml)[1].lower() in ('bbox', 'filter')
    else:
        assert ids(answer) == ids(two.features(bbox=box)) & ids(two.get('/wfs?' + fes.kvp(text)))


@pytest.mark.parametrize('spelling', ['urn:ogc:def:crs:EPSG::4326', 'http://www.opengis.net/def/crs/EPSG/0/4326', 'EPSG:4326'])
def test_demand_24_bbox_as_filter_and_as_parameter_are_one(two, spelling):
    corners = ('3.6', '51.0', '4.5', '51.3') if spelling == 'EPSG:4326' else ('51.0', '3.6', '51.3', '4.5')
    envelope = '<gml:Envelope srsName="%s"><gml:lowerCorner>%s %s</gml:lowerCorner><gml:upperCorner>%s %s</gml:upperCorner></gml:Envelope>' % (spelling, *corners)
    found = ids(two.features(bbox=','.join(corners) + ',' + spelling))
    assert found and found == ids(two.post(document(filter_of(spatial(envelope, 'BBOX'))), 'text/xml'))


PRETTY = filter_of('\n  <fes:And>\n    %s\n    %s\n  </fes:And>\n' % (compare('bron', 'gemeente'), compare('versie', '1')))


WRITTEN = {
    'as it is': lambda f: f, 'with blanks around it': lambda f: '\n' + f + '\n ', 'with a declaration': lambda f: '<?xml version="1.0"?>' + f,
    'without a prefix': lambda f: f.replace('<fes:', '<').replace('</fes:', '</').replace('xmlns:fes', 'xmlns'), 'in brackets': lambda f: '(%s)' % f,
    'in CRLF': lambda f: f.replace('\n', '\r\n'),
}


@pytest.mark.parametrize('how', WRITTEN)
def test_demand_27_pretty_printed_filters_go_in_a_url(gent, truth, how):
    wanted = store.ids(k for k, row in truth.gent.items() if row['bron'] == 'gemeente' and row['versie'] == 1)
    assert ids(gent.get('/wfs?' + fes.kvp(WRITTEN[how](PRETTY)))) == wanted
    assert ids(gent.post(fes.kvp(WRITTEN[how](PRETTY)).encode(), 'application/x-www-form-urlencoded')) == wanted


def test_demand_26_a_url_of_32_kb_with_a_filter_goes(gent, truth):
    key = min(truth.gent)
    text = filter_of(''.join('<fes:ResourceId rid="risicolocatie.%d"/>' % n for n in [key, *range(10 ** 12, 10 ** 12 + 480)]))
    answer = gent.get('/wfs?' + fes.kvp(text))
    assert 25000 < len(answer.url) <= 33000, len(answer.url)
    assert ids(answer) == {'risicolocatie.%d' % key}


@pytest.mark.parametrize('reference', ['bron', 'risico:bron', 'risico:risicolocatie/risico:bron', 'risicolocatie/bron', '/risico:risicolocatie/risico:bron', '*:bron', 'BROL:bron', ' bron\n'])
def test_demand_28_value_references_in_the_ways_clients_write_them(gent, truth, reference):
    answer = gent.get('/wfs?' + fes.kvp(filter_of(compare(reference, 'gemeente'))))
    if answer.status == 400 and reference in ('*:bron', 'BROL:bron'): # a wild card and an undeclared prefix may be refused
        return
    assert ids(answer) == store.ids(k for k, row in truth.gent.items() if row['bron'] == 'gemeente')


@pytest.mark.parametrize('sort', ['bron D', 'bron+D', 'bron DESC', 'bron%20DESC', 'risico:bron DESC'])
def test_demand_29_directions_in_every_spelling(gent, truth, sort):
    answer = gent.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risicolocatie&sortBy=' + sort.replace(' ', '%20'))
    bron = [truth.gent[int(i.split('.')[1])]['bron'] for i in gml.ids(answer.xml)]
    assert bron == sorted(bron, reverse=True)


@pytest.mark.parametrize('reference,expected', [('bron', 'bron'), ('risico:startdatum', 'startdatum'), ('@gml:id', None), ('einddatum', 'einddatum')])
def test_demand_36_values_by_kvp(gent, truth, reference, expected):
    answer = gent.wfs('GetPropertyValue', typeNames='risico:risicolocatie', valueReference=reference)
    assert answer.status == 200 and answer.xml.tag == '{%s}ValueCollection' % gml.WFS, answer
    found = sorted(''.join(m.itertext()) for m in answer.xml.xpath('wfs:member', namespaces=gml.NS))
    wanted = store.ids(truth.gent) if expected is None else [row[expected] for row in truth.gent.values() if row[expected] is not None]
    assert found == sorted(wanted)
    assert answer.xml.get('numberReturned') == str(len(found))


@pytest.mark.parametrize('reference', ['', 'onbekend', '//x', None])
def test_demand_36_a_bad_value_reference_is_named(gent, reference):
    answer = gent.wfs('GetPropertyValue', typeNames='risico:risicolocatie', **({} if reference is None else {'valueReference': reference}))
    assert answer.status == 400 and gml.exception(answer.xml)[1].lower() in ('valuereference', (reference or '').lstrip('/')), answer


def test_demand_36_pages_of_values_follow_one_another(gent, truth):
    answer, seen = gent.wfs('GetPropertyValue', typeNames='risico:risicolocatie', valueReference='@gml:id', count='9'), []
    while True:
        seen += [''.join(m.itertext()) for m in answer.xml.xpath('wfs:member', namespaces=gml.NS)]
        if answer.xml.get('next') is None:
            break
        answer = gent.get(answer.xml.get('next'))
        assert answer.status == 200, answer
    assert len(seen) == len(set(seen)) and set(seen) == store.ids(truth.gent)


def test_demand_44_a_heavy_filter_does_not_hold_up_a_light_request(server, state, truth):
    client = Client(server.url, state.token(GENT, ANTWERPEN))
    heavy = filter_of('<fes:And>%s</fes:And>' % (spatial(polygon(EVERYTHING)) * 200))
    with concurrent.futures.ThreadPoolExecutor(1) as many:
        slow = many.submit(lambda: client.post(document(heavy), 'text/xml'))
        begin = time.monotonic()
        assert client.features(resultType='hits').status == 200
        assert time.monotonic() - begin < 1
        assert slow.result().status in (200, 400, 503)


@pytest.mark.parametrize('constraint, operator, one, two', [('ImplementsStandardJoins', 'PropertyIsEqualTo', 'gemeente_nis', 'nis_code'),
                                                            ('ImplementsSpatialJoins', 'Intersects', 'geometry', 'geometry'),
                                                            ('ImplementsTemporalJoins', 'After', 'startdatum', 'geldig_van')])
def test_demand_43_joins_that_are_announced_are_answered(gent, truth, constraint, operator, one, two):
    """As GDAL and QGIS write them: types in brackets, references by type."""
    announced = gent.wfs('GetCapabilities').xml.xpath('//ows:Constraint[@name="%s"]/ows:DefaultValue' % constraint, namespaces=gml.NS)
    assert [a.text for a in announced] == ['TRUE']
    condition = '<fes:{0}><fes:ValueReference>risico:risicolocatie/{1}</fes:ValueReference><fes:ValueReference>risico:gemeente/{2}</fes:ValueReference></fes:{0}>'
    answer = gent.features('(risico:risicolocatie,risico:gemeente)', filter=filter_of(condition.format(operator, one, two)), propertyName='bron', count=100000)
    found = gml.tuples(answer.xml)
    assert found and len(found) == int(answer.xml.get('numberMatched'))
    assert {t[0] for t in found} <= store.ids(truth.gent)


@pytest.mark.parametrize('parameters, locator', [({'outputFormat': 'application/json'}, 'outputFormat'), ({'typeNames': ','.join(['risico:gemeente'] * 5)}, 'typeNames')])
def test_demand_43_what_no_join_can_be_is_refused_by_name(gent, parameters, locator):
    condition = '<fes:PropertyIsEqualTo><fes:ValueReference>gemeente_nis</fes:ValueReference><fes:ValueReference>nis_code</fes:ValueReference></fes:PropertyIsEqualTo>'
    answer = gent.wfs('GetFeature', **{'typeNames': 'risico:risicolocatie,risico:gemeente', 'filter': filter_of(condition), **parameters})
    assert answer.status == 400 and gml.exception_of(answer)[:2] == ('InvalidParameterValue', locator), answer
