"""Every form of request that the standard knows, as XML documents (tests/fixtures/requests): what they give, and each way of sending them.

A document's second comment says what must come:  `rows: SQL` the rows of the caller for which that holds; `values: SELECT …` how many values;
`tuples: SELECT …` how many pairs; `hits: SQL` no member and numberMatched; `count: N` members; `root: name` a document of that name.
"""
import gzip
import pytest
from lxml import etree
from support import gml, schemas, store
from support.sample import ANTWERPEN, GENT
from support.server import REPO

DOCUMENTS = {path.stem: path for path in sorted((REPO / 'tests/fixtures/requests').glob('*.xml'))}
TEXT_XML = 'text/xml'
# As clients in the wild write it: GML 3.2 asks for a gml:id.
NOT_VALID = {'legacy-intersects'}
SOAP = {'soap11': 'http://schemas.xmlsoap.org/soap/envelope/', 'soap12': 'http://www.w3.org/2003/05/soap-envelope'}


def read(name):
    return DOCUMENTS[name].read_bytes()


def expectation(name):
    """('rows', 'bron = …')."""
    kind, what = etree.fromstring(read(name)).xpath('string(/preceding-sibling::comment()[1] | /comment()[2])').strip().split(': ', 1)
    return kind, what


def wanted_rows(truth, condition):
    """(ids that must come, ids that may): a broken shape may fall either way where shapes decide."""
    rows = truth.rows('risicolocatie', (GENT, ANTWERPEN), 'geschrapt = 0 AND (%s)' % condition)
    return store.ids(rows)


def number(truth, sql):
    sql = sql.format(gemeenten="'%s', '%s'" % (GENT, ANTWERPEN))
    if ' FROM ' not in sql:
        sql += " FROM risicolocatie WHERE geschrapt = 0 AND gemeente_nis IN ('%s', '%s')" % (GENT, ANTWERPEN)
    with store.connect(truth.path) as db:
        return db.execute(sql).fetchone()[0]


@pytest.fixture(scope='module')
def broken(truth):
    return {'risicolocatie.%d' % k for k, row in truth.two.items() if not store.shape(store.polygons(row['geometry'])).is_valid}


def check(name, answer, truth, broken):
    kind, what = expectation(name)
    assert answer.status == 200, answer
    if kind == 'legacy':
        found = {f['id'] for f in answer.json['features']}
        assert found | broken == store.ids(truth.two) | broken
        return
    root = answer.xml
    if kind == 'root':
        prefix, local = what.split(':')
        assert root.tag == '{%s}%s' % ({**gml.NS, 'risico': 'http://risicolaag/1.0'}[prefix], local)
    elif kind == 'rows':
        spatial = broken if name.startswith(('spatial', 'bbox')) else set()
        found = gml.ids(root)
        assert len(found) == len(set(found)) == int(root.get('numberReturned'))
        assert set(found) | spatial == wanted_rows(truth, what) | spatial
    elif kind == 'hits':
        assert not len(root) and root.get('numberReturned') == '0' and int(root.get('numberMatched')) == len(wanted_rows(truth, what))
    elif kind == 'tuples':
        tuples = root.xpath('wfs:member/wfs:Tuple', namespaces=gml.NS)
        assert len(tuples) == number(truth, what) and all(len(t) == 2 for t in tuples)
    else:
        assert len(root.xpath('wfs:member', namespaces=gml.NS)) == (int(what) if kind == 'count' else number(truth, what))


@pytest.mark.parametrize('name', DOCUMENTS)
def test_a_document_gives_what_it_asks_for(two, truth, broken, name):
    check(name, two.post(read(name), TEXT_XML, '/geoserver/BROL/wfs' if name.startswith('legacy') else '/wfs'), truth, broken)


@pytest.mark.parametrize('name', sorted(set(DOCUMENTS) - NOT_VALID))
def test_the_documents_are_themselves_valid(ogc_schema, name):
    schemas.check(etree.fromstring(read(name)), ogc_schema)


def packed(way, body):
    """(body, content type, more headers)"""
    if way in SOAP:
        inner = body.split(b'?>', 1)[1].decode()
        envelope = '<s:Envelope xmlns:s="%s"><s:Header/><s:Body>%s</s:Body></s:Envelope>' % (SOAP[way], inner)
        return envelope.encode(), 'text/xml' if way == 'soap11' else 'application/soap+xml', {'SOAPAction': '""'} if way == 'soap11' else {}
    if way == 'gzip':
        return gzip.compress(body), TEXT_XML, {'Content-Encoding': 'gzip'}
    if way == 'bom':
        return b'\xef\xbb\xbf' + body, TEXT_XML, {}
    if way == 'utf-16':
        return body.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode('utf-16'), TEXT_XML, {}
    if way == 'latin-1':
        return body.replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"').decode().encode('latin-1'), TEXT_XML, {}
    return body, way, {}


def unpacked(way, answer):
    """The answer inside a SOAP envelope of the same version."""
    assert answer.status == 200, answer
    if way in SOAP:
        assert answer.xml.tag == '{%s}Envelope' % SOAP[way]
        return answer.xml.find('{%s}Body' % SOAP[way])[0]
    return answer.xml


PLAIN = ['text/xml', 'application/xml', 'text/xml; charset=UTF-8', 'application/xml;charset=utf-8', 'text/plain', 'gzip', 'bom', 'utf-16', 'latin-1']


@pytest.mark.parametrize('way', PLAIN + list(SOAP))
@pytest.mark.parametrize('name', ['logic', 'comparison-awkward', 'sorting'])
def test_a_document_goes_in_any_wrapping(two, truth, way, name):
    body, kind, headers = packed(way, read(name))
    found = gml.ids(unpacked(way, two.post(body, kind, headers=headers)))
    assert set(found) == wanted_rows(truth, expectation(name)[1])


@pytest.mark.parametrize('way', SOAP)
@pytest.mark.parametrize('name', ['getcapabilities', 'describefeaturetype', 'liststoredqueries', 'value-simple', 'hits'])
def test_other_operations_go_by_soap_too(two, way, name):
    body, kind, headers = packed(way, read(name))
    plain = two.post(read(name), TEXT_XML).xml
    assert unpacked(way, two.post(body, kind, headers=headers)).tag == plain.tag


@pytest.mark.parametrize('way', SOAP)
def test_a_fault_carries_the_report(two, way):
    body, kind, headers = packed(way, read('minimal').replace(b'risicolocatie"', b'onbekend"'))
    answer = two.post(body, kind, headers=headers)
    fault = answer.xml.find('.//{%s}Fault' % SOAP[way])
    assert fault is not None and fault.find('.//{%s}Exception' % gml.OWS).get('exceptionCode') == 'InvalidParameterValue', answer


def test_sorting_sorts(two, truth):
    rows = truth.two
    found = gml.ids(two.post(read('sorting'), TEXT_XML).xml)
    expected = sorted(rows, key=lambda k: (rows[k]['startdatum'], k))
    expected.sort(key=lambda k: rows[k]['bron'], reverse=True)
    assert found == ['risicolocatie.%d' % k for k in expected]


def test_next_of_a_document_can_be_walked(two, truth):
    """The links carry a POSTed request as well (WFS 2.0 §7.7.4.4.1)."""
    answer, seen = two.post(read('minimal').replace(b'version="2.0.0"', b'version="2.0.0" count="40"'), TEXT_XML), []
    while True:
        assert answer.status == 200, answer
        seen += gml.ids(answer.xml)
        if answer.xml.get('next') is None:
            break
        answer = two.get(answer.xml.get('next'))
    assert len(seen) == len(set(seen)) and set(seen) == store.ids(truth.two)


def test_two_queries_give_two_collections(two, truth):
    inner = two.post(read('two-queries'), TEXT_XML).xml.xpath('wfs:member/wfs:FeatureCollection', namespaces=gml.NS)
    assert [len(gml.ids(c)) for c in inner] == [len(truth.two), len(truth.rows('perceel', (GENT, ANTWERPEN)))]


@pytest.mark.parametrize('name', ['minimal', 'srsname', 'projection', 'hits', 'page', 'two-queries', 'join-standard', 'join-spatial', 'stored-query',
                                  'value-simple', 'value-geometry', 'value-id'])
def test_the_answers_are_valid(two, app_schema, name):
    schemas.check(two.post(read(name), TEXT_XML).xml, app_schema)
