"""What CreateStoredQuery is sent by who means harm, or makes a mistake: refused in words, with a code and a place, the worker alive, nothing kept."""
import random
import re
import pytest
from lxml import etree
from support import fes, gml, schemas
from support.client import Client
from support.fes import compare, filter_of
from support.listener import Listener
from support.sample import GENT
from support.server import Server, State
from support.stored import BY_BRON, BY_ID, EVERYTHING, creation, dropping, listed, post, running

NAME = 'urn:proef:kwaad'


@pytest.fixture(scope='module')
def place(binary):
    own = State(binary)
    own.make_sample(100)
    own.make_key()
    with Server(own) as server:
        yield own, server
    own.remove()


@pytest.fixture(scope='module')
def gent(place):
    return Client(place[1].url, place[0].token(GENT, role='Beheerder'))


def query(inner):
    return '<wfs:Query typeNames="risico:risicolocatie">%s</wfs:Query>' % inner


def one_filter(literal, name='bron'):
    return query(filter_of(compare(name, literal)))


def with_text(old, new, body=None):
    return (body or creation(NAME, BY_BRON, ['bron'])).decode().replace(old, new, 1).encode()


def deep(depth):
    return query('<fes:Filter>' + '<fes:Not>' * depth + compare('bron', '${bron}') + '</fes:Not>' * depth + '</fes:Filter>')


# name → (document, code, locator)
CASES = {
    'doctype': (with_text('?>', '?><!DOCTYPE a>'), 'OperationParsingFailed', 'request'),
    'entities': (with_text('?>', '?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'), 'OperationParsingFailed', 'request'),
    'external entity': (with_text('?>', '?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), 'OperationParsingFailed', 'request'),
    'not XML': (b'<wfs:CreateStoredQuery', 'OperationParsingFailed', 'request'),
    'no definition': (b'<wfs:CreateStoredQuery xmlns:wfs="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0"/>', 'MissingParameterValue', 'StoredQueryDefinition'),
    'something else': (with_text('wfs:StoredQueryDefinition', 'wfs:Query', with_text('/wfs:StoredQueryDefinition', '/wfs:Query')), 'OperationParsingFailed',
                       'StoredQueryDefinition'),
    'another namespace': (creation(NAME, EVERYTHING).replace(b'wfs:StoredQueryDefinition', b'gml:StoredQueryDefinition'), 'OperationParsingFailed',
                          'StoredQueryDefinition'),
    'no id': (with_text(' id="%s"' % NAME, ''), 'MissingParameterValue', 'id'),
    'an id with a comma': (creation('a,b', EVERYTHING), 'InvalidParameterValue', 'id'),
    'an id with a blank': (creation('a b', EVERYTHING), 'InvalidParameterValue', 'id'),
    'a long id': (creation('x' * 201, EVERYTHING), 'InvalidParameterValue', 'id'),
    'the id of the service': (creation(BY_ID, EVERYTHING), 'DuplicateStoredQueryIdValue', BY_ID),
    'the url of the service': (creation('http://www.opengis.net/def/query/OGC-WFS/0/GetFeatureById', EVERYTHING), 'DuplicateStoredQueryIdValue', None),
    'no expression': (re.sub(rb'<wfs:QueryExpressionText.*</wfs:QueryExpressionText>', b'', creation(NAME, EVERYTHING)), 'MissingParameterValue', 'QueryExpressionText'),
    'two expressions': (re.sub(rb'(<wfs:QueryExpressionText.*</wfs:QueryExpressionText>)', rb'\1\1', creation(NAME, EVERYTHING)), 'InvalidParameterValue',
                        'QueryExpressionText'),
    'an empty expression': (creation(NAME, ''), 'MissingParameterValue', 'Query'),
    'an unknown child': (with_text('<wfs:Title>', '<wfs:Onzin/><wfs:Title>'), 'OperationParsingFailed', 'StoredQueryDefinition'),
    'no language': (re.sub(rb' language="[^"]*"', b'', creation(NAME, EVERYTHING)), 'MissingParameterValue', 'language'),
    'SQL': (creation(NAME, 'SELECT * FROM risicolocatie', language='urn:ogc:def:queryLanguage:OGC-WFS::SQL'), 'InvalidParameterValue', 'language'),
    'private perhaps': (creation(NAME, EVERYTHING, private='misschien'), 'InvalidParameterValue', 'isPrivate'),
    'no types': (re.sub(rb' returnFeatureTypes="[^"]*"', b'', creation(NAME, EVERYTHING)), 'MissingParameterValue', 'returnFeatureTypes'),
    'an unknown return type': (creation(NAME, EVERYTHING, types='risico:onbekend'), 'InvalidParameterValue', 'returnFeatureTypes'),
    'an unknown type': (creation(NAME, '<wfs:Query typeNames="risico:onbekend"/>'), 'InvalidParameterValue', 'typeNames'),
    'an unknown type beside a parameter': (creation(NAME, BY_BRON.replace('risico:risicolocatie', 'risico:onbekend'), ['bron']), 'InvalidParameterValue', 'typeNames'),
    'an unknown property': (creation(NAME, one_filter('x', 'onbekend')), 'InvalidParameterValue', 'onbekend'),
    'an unknown property beside a parameter': (creation(NAME, one_filter('${bron}', 'onbekend'), ['bron']), 'InvalidParameterValue', 'onbekend'),
    'an unknown operator': (creation(NAME, query('<fes:Filter><fes:Onzin>${bron}</fes:Onzin></fes:Filter>'), ['bron']), 'OperationParsingFailed', 'filter'),
    'an unknown system': (creation(NAME, '<wfs:Query typeNames="risico:risicolocatie" srsName="EPSG:0"/>'), 'InvalidParameterValue', 'srsName'),
    'a number that is none': (creation(NAME, one_filter('x', 'versie')), 'InvalidParameterValue', 'filter'),
    'a stored query in it': (creation(NAME, '<wfs:StoredQuery id="%s"/>' % NAME), 'InvalidParameterValue', 'QueryExpressionText'),
    'a text as query': (creation(NAME, 'typeNames=risico:risicolocatie'), 'OperationParsingFailed', 'QueryExpressionText'),
    'a parameter twice': (creation(NAME, BY_BRON, ['bron', 'bron']), 'DuplicateStoredQueryParameterName', 'bron'),
    'a parameter twice in another case': (creation(NAME, BY_BRON, ['bron', 'BRON']), 'DuplicateStoredQueryParameterName', 'BRON'),
    'a parameter without a type': (with_text(' type="xs:string"', ''), 'MissingParameterValue', 'type'),
    'a parameter of an unknown type': (creation(NAME, BY_BRON, [('bron', 'xs:onzin')]), 'InvalidParameterValue', 'type'),
    'a type without its prefix': (creation(NAME, BY_BRON, [('bron', 'zz:string')]), 'InvalidParameterValue', 'type'),
    'a parameter like SQL': (creation(NAME, BY_BRON, ["bron'; DROP TABLE x; --"]), 'InvalidParameterValue', 'name'),
    'a parameter like XML': (creation(NAME, BY_BRON, ['bron&gt;&lt;a']), 'InvalidParameterValue', 'name'),
    'a long name': (creation(NAME, BY_BRON, ['b' * 61]), 'InvalidParameterValue', 'name'),
    '21 parameters': (creation(NAME, EVERYTHING, ['p%d' % n for n in range(21)]), 'InvalidParameterValue', 'Parameter'),
    '10,000 parameters': (creation(NAME, EVERYTHING, ['p%d' % n for n in range(10000)]), 'InvalidParameterValue', 'Parameter'),
    'an unfinished mark': (creation(NAME, one_filter('${bron'), ['bron']), 'InvalidParameterValue', 'QueryExpressionText'),
    'an empty mark': (creation(NAME, one_filter('${}'), ['bron']), 'InvalidParameterValue', 'QueryExpressionText'),
    'a mark of nothing': (creation(NAME, one_filter('${brom}'), ['bron']), 'InvalidParameterValue', 'QueryExpressionText'),
    'a mark in a mark': (creation(NAME, one_filter('${br${bron}on}'), ['bron']), 'InvalidParameterValue', 'QueryExpressionText'),
    'a million marks': (creation(NAME, one_filter('${bron}' * 1000000), ['bron']), 'OperationParsingFailed', 'StoredQueryDefinition'),
    'a geometry in an attribute': (creation(NAME, '<wfs:Query typeNames="risico:risicolocatie" srsName="${g}"/>', [('g', 'gml:PolygonType')]), 'InvalidParameterValue',
                                   'QueryExpressionText'),
    'a geometry amid a text': (creation(NAME, one_filter('x${g}'), [('g', 'gml:PolygonType')]), 'InvalidParameterValue', 'QueryExpressionText'),
    'more than 64 KiB': (creation(NAME, one_filter('x' * 66000)), 'OperationParsingFailed', 'StoredQueryDefinition'),
    'more than 64 KiB of title': (with_text('Proef', 'x' * 66000), 'OperationParsingFailed', 'StoredQueryDefinition'),
    'too deep a filter': (creation(NAME, deep(70), ['bron']), 'OperationParsingFailed', 'filter'),
    'too deep an XML': (creation(NAME, deep(5000), ['bron']), 'OperationParsingFailed', 'request'),
    '500 queries': (creation(NAME, EVERYTHING * 500), 'InvalidParameterValue', 'Query'),
}
TAKEN = ['service', 'VERSION', 'request', 'count', 'startIndex', 'outputFormat', 'storedquery_id', 'namespaces', 'resultType', 'valueReference', 'token', 'api_key', 'expiry', 'releaseAction', 'peildatum', 'Geschrapt', 'format_options']


def hold(gent, answer, code, locator, ogc_schema):
    assert answer.status in (400, 403, 409, 413), answer
    schemas.check(answer.xml, ogc_schema)
    found = gml.exception(answer.xml)
    assert found[0] == code and (locator is None or found[1] == locator), answer
    assert not re.search(r'SELECT|sqlite|opgeslagen_vraag|/work|/tmp', answer.text.replace('SELECT * FROM risicolocatie', '')), answer
    assert NAME not in listed(gent)


@pytest.mark.parametrize('name', CASES)
def test_a_bad_definition_is_refused_in_words(gent, ogc_schema, name):
    body, code, locator = CASES[name]
    hold(gent, post(gent, body), code, locator, ogc_schema)


@pytest.mark.parametrize('name', TAKEN)
def test_a_parameter_cannot_have_a_name_that_means_something_in_a_url(gent, ogc_schema, name):
    hold(gent, post(gent, creation(NAME, BY_BRON, ['bron', name])), 'InvalidParameterValue', 'name', ogc_schema)


def test_it_comes_as_a_document_only(gent, ogc_schema):
    hold(gent, gent.wfs('CreateStoredQuery', id=NAME), 'MissingParameterValue', 'StoredQueryDefinition', ogc_schema)
    assert gent.wfs('DropStoredQuery').status == 400 and gml.exception(gent.wfs('DropStoredQuery').xml)[0] == 'MissingParameterValue'
    assert post(gent, dropping('')).status == 400


def test_nothing_outside_is_asked(gent):
    with Listener() as listener:
        body = with_text('<wfs:StoredQueryDefinition', '<wfs:StoredQueryDefinition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                         'xsi:schemaLocation="http://www.opengis.net/wfs/2.0 %s/a" xml:base="%s/b"' % (listener.url, listener.url))
        assert post(gent, body).status == 200
        assert gent.wfs('GetFeature', storedquery_id=NAME, bron='gemeente').status == 200
        post(gent, with_text('<wfs:Title>', '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="%s/c"/><wfs:Title>' % listener.url))
        assert post(gent, dropping(NAME)).status == 200
        assert not listener.hits


# Values: what stands in a text stays a text.

EVIL = ["x' OR '1'='1", '</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>', '<fes:Literal>gemeente</fes:Literal>', '&lt;b&gt;', '&#0;', '${bron}', '${', ']]>', '<![CDATA[x]]>',
        '<!-- -->', '%00'.replace('%00', '%'), 'Łódź 日本', '\x01', '\ufffe', 'a' * 20000, '%s%n%d', "'; DROP TABLE opgeslagen_vraag; --", '*', '${bron}' * 100]


def test_a_value_is_never_read_as_anything_but_a_text(gent):
    assert post(gent, creation(NAME, BY_BRON, ['bron'])).status == 200
    try:
        for value in EVIL:
            answer = gent.wfs('GetFeature', storedquery_id=NAME, bron=value)
            assert answer.status == 200 and answer.xml.get('numberMatched') == '0', (value, answer)
    finally:
        assert post(gent, dropping(NAME)).status == 200


def test_a_value_adds_no_type_no_system_and_no_sort_key(gent):
    inner = ('<wfs:Query typeNames="${t}"><fes:SortBy><fes:SortProperty><fes:ValueReference>${s}</fes:ValueReference></fes:SortProperty></fes:SortBy></wfs:Query>')
    assert post(gent, creation(NAME, inner, ['t', 's'])).status == 200
    try:
        for bad in ({'t': 'risico:gemeente" srsName="EPSG:0'}, {'t': ''}, {'s': 'naam DESC,nis_code ONZIN'}, {'s': '1'}, {'s': '(SELECT 1)'}, {'s': 'geometry'}):
            answer = gent.wfs('GetFeature', storedquery_id=NAME, **{'t': 'risico:gemeente', 's': 'naam', 'count': '1', **bad})
            assert answer.status in (400, 501), (bad, answer)
    finally:
        assert post(gent, dropping(NAME)).status == 200


def test_many_marks_and_a_long_value_stay_within_a_request(gent, place):
    """10,000 marks of 1 MB each would be 10 GB."""
    before = set(place[1].workers())
    assert post(gent, creation(NAME, one_filter('${b}' * 10000), ['b'])).status == 200
    try:
        answer = post(gent, running((NAME, {'b': 'x' * 1000000})))
        assert answer.status == 413 and gml.exception(answer.xml)[1] == 'b', answer
        assert gent.wfs('GetFeature', storedquery_id=NAME, b='x' * 20).status == 200
        assert set(place[1].workers()) == before
    finally:
        assert post(gent, dropping(NAME)).status == 200


@pytest.mark.parametrize('seed', range(4))
def test_mangled_definitions_leave_the_worker_alive(gent, place, seed):
    """Bytes and elements of good ones left out, doubled, swapped; whatever is kept after all can be described, run and dropped."""
    pick, before = random.Random(seed), set(place[1].workers())
    seeds = [creation(NAME, BY_BRON, ['bron']), creation(NAME, query(filter_of(fes.spatial(fes.polygon('0 0 0 1 1 1 0 0')))), [('g', 'gml:PolygonType')]),
             creation(NAME, '<wfs:Query typeNames="${t}" srsName="${s}"/>', [('t', 'xs:QName'), 's'], types='', private='true')]
    pieces = [b'${', b'}', b'<', b'>', b'"', b'&', b'&#0;', b'<![CDATA[', b'xmlns:wfs="x"', b'${bron}', b'\xff', b'', b'<wfs:Query/>', b'wfs:', b'id', b'<?a?>', b'<!-- -->']
    for _ in range(60):
        body = bytearray(pick.choice(seeds))
        for _ in range(pick.randint(1, 6)):
            at, size = pick.randrange(len(body)), pick.choice((0, 1, 1, 5, 30))
            body[at:at + size] = pick.choice(pieces + [bytes(body[at:at + 20])])
        answer = post(gent, bytes(body))
        assert answer.status in (200, 400, 403, 409, 413, 501), (bytes(body), answer)
        etree.fromstring(answer.body)
        for name in listed(gent):
            if name not in (BY_ID, 'GetDatasetByCrs'):
                assert gent.wfs('DescribeStoredQueries', storedquery_id=name).status == 200, bytes(body)
                assert gent.wfs('GetFeature', storedquery_id=name, bron='x', t='risico:gemeente', s='EPSG:4258').status in (200, 400), bytes(body)
                assert post(gent, running((re.sub('[&<"]', '', name), {}))).status in (200, 400)
                assert gent.wfs('DropStoredQuery', storedquery_id=name).status == 200, bytes(body)
    assert set(place[1].workers()) == before


def test_many_small_items_in_a_document_cost_no_more_than_the_document(gent):
    """Lists of names grow with the document, not with its square."""
    item = b'<wfs:StoredQueryId>urn:proef:%d</wfs:StoredQueryId>'
    body = (b'<wfs:DescribeStoredQueries xmlns:wfs="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0">%s</wfs:DescribeStoredQueries>'
            % b''.join(item % n for n in range(100000)))
    answer = post(gent, body)
    assert answer.status == 400 and gml.exception(answer.xml)[0] in ('InvalidParameterValue', 'OperationParsingFailed'), answer
