"""What the trial of November 2026 found in bodies, filters and texts, each with its clause (rows A9 and N12)."""
import base64
import gzip
import zlib
import urllib.parse
import pytest
from support import gml, store, stored
from support.client import Client
from support.fes import SPACES, compare, document, filter_of, function, literal, pair, spatial
from support.sample import GENT
from blackbox.test_trial_requests import FORM, GEMEENTE, SOAP, START, TYPES, quoted, refused

PLAIN = document(GEMEENTE)


@pytest.fixture(scope='module')
def wanted(truth):
    return store.ids(k for k, row in truth.gent.items() if row['bron'] == 'gemeente')


def found(answer):
    assert answer.status == 200, answer
    return set(gml.ids(answer.xml))


def asked(client, inner, **more):
    return client.post(document(filter_of(inner), **more), 'text/xml')


# RFC 1952 §2.2: a gzip file is a series of members.

@pytest.mark.parametrize('cuts', [(1,), (10, 200), (0, 0, 50), tuple(range(3, 300, 7))])
def test_a9_a_gzip_body_is_read_to_its_last_member(gent, wanted, cuts):
    edges = [0, *cuts, len(PLAIN)]
    body = b''.join(gzip.compress(PLAIN[start:end]) for start, end in zip(edges, edges[1:]))
    assert found(gent.post(body, 'text/xml', headers={'Content-Encoding': 'gzip'})) == wanted


@pytest.mark.parametrize('packed', [gzip.compress, zlib.compress])
@pytest.mark.parametrize('junk', [b'x', b'\0' * 512, b'\x1f\x8b', PLAIN, zlib.compress(b' ')])
def test_a9_junk_behind_a_packed_body_is_refused(gent, packed, junk):
    answer = gent.post(packed(PLAIN) + junk, 'text/xml', headers={'Content-Encoding': 'gzip'})
    assert refused(answer, 'request')


def test_a9_members_together_stay_within_the_limit(gent):
    assert gent.post(gzip.compress(b' ' * 2 ** 20) * 9, 'text/xml', headers={'Content-Encoding': 'gzip'}).status == 413
    assert gent.post(gzip.compress(b'') * 20000 + gzip.compress(PLAIN), 'text/xml', headers={'Content-Encoding': 'gzip'}).status == 200


# SOAP 1.1 §4.2.3, SOAP 1.2 part 1 §5.2.3.

def enveloped(way, header):
    space, kind = SOAP[way]
    return ('<s:Envelope xmlns:s="%s"><s:Header>%s</s:Header><s:Body>%s</s:Body></s:Envelope>' % (space, header, document(GEMEENTE, prolog='').decode())).encode(), kind


@pytest.mark.parametrize('way', SOAP)
@pytest.mark.parametrize('block', [
    '<x:a xmlns:x="urn:x" s:mustUnderstand="1"/>', '<x:a xmlns:x="urn:x" s:mustUnderstand=" true "/>', '<x:b xmlns:x="urn:x"/><x:a xmlns:x="urn:x" s:mustUnderstand="1">y</x:a>',
    '<x:a xmlns:x="urn:x" s:mustUnderstand="1" s:actor="http://schemas.xmlsoap.org/soap/actor/next" s:role="http://www.w3.org/2003/05/soap-envelope/role/next"/>'])
def test_a9_a_header_that_must_be_understood_stops_the_request(gent, way, block):
    answer = gent.post(*enveloped(way, block))
    fault = answer.xml.find('.//{%s}Fault' % SOAP[way][0])
    assert answer.status == 500 and 'MustUnderstand' in ''.join(fault.itertext()) and not answer.xml.findall('.//{%s}FeatureCollection' % gml.WFS), answer
    assert answer.xml.find('.//{%s}Exception' % gml.OWS).get('locator') == 'Header'


@pytest.mark.parametrize('way', SOAP)
@pytest.mark.parametrize('block', ['', '<x:a xmlns:x="urn:x"/>', '<x:a xmlns:x="urn:x" s:mustUnderstand="0"/>', '<x:a xmlns:x="urn:x" mustUnderstand="1"/>',
                                   '<x:a xmlns:x="urn:x" s:mustUnderstand="1" s:actor="urn:somebody" s:role="urn:somebody"/>'])
def test_a9_a_header_for_another_or_that_may_be_left_out_does_not(gent, wanted, way, block):
    answer = gent.post(*enveloped(way, block))
    assert answer.status == 200 and set(gml.ids(answer.xml.find('{%s}Body' % SOAP[way][0])[0])) == wanted, answer


# XML Schema part 2 §4.3.6: whitespace of every type but the plain string collapses.

def test_a9_blanks_in_typed_attributes_are_nothing(gent, wanted):
    attributes = 'count=" 3&#10;" startIndex="&#9;2 " resultType=" results " outputFormat=" application/gml+xml; version=3.2 " resolve=" none " resolveDepth=" * "'
    assert gml.ids(gent.post(document(attributes=attributes), 'text/xml').xml) == gml.ids(gent.get('/wfs?%s&count=3&startIndex=2' % TYPES).xml)
    folded = compare('bron', 'GEMEENTE', attributes='matchCase=" false " matchAction="&#10;Any"')
    assert found(asked(gent, folded)) == wanted
    one = min(wanted)
    assert found(asked(gent, '<fes:ResourceId rid=" %s&#9;"/>' % one)) == {one}
    place = '<gml:Point gml:id="p" srsName=" EPSG:31370 " srsDimension=" 2 "><gml:pos> 104500\n193800 </gml:pos></gml:Point><fes:Distance uom=" km "> 3 </fes:Distance>'
    assert found(asked(gent, spatial(place, 'DWithin'))) == found(asked(gent, spatial(place.replace('" EPSG:31370 "', '"EPSG:31370"').replace('" 2 "', '"2"').replace('" km "', '"km"'), 'DWithin')))


def test_a9_a_blank_may_be_a_wildcard_all_the_same(gent, truth):
    """wildCard, singleChar and escapeChar are plain strings."""
    like = compare('bron', 'gem ', 'PropertyIsLike', 'wildCard=" " singleChar="?" escapeChar="!"')
    assert found(asked(gent, like)) == store.ids(k for k, row in truth.gent.items() if row['bron'].startswith('gem'))


# Numbers compare by value, however they are written (XML Schema part 2 §3.2.3, §3.2.5, §3.3.13).

NUMBERS = ['3', '+3', '03', '3.0', '3.00000000000000000000', '.3e1', '30E-1', '0.0003e+4', ' 3 ']
HUGE = ['99999999999999999999', '1e400', '+1E+99999999999', '9' * 300, '9223372036854775808', '100000000000000000000000.5']


@pytest.mark.parametrize('written', NUMBERS)
def test_a9_a_number_is_its_value(gent, truth, written):
    for operator, holds in (('PropertyIsEqualTo', lambda v: v == 3), ('PropertyIsLessThan', lambda v: v < 3), ('PropertyIsGreaterThanOrEqualTo', lambda v: v >= 3)):
        assert found(asked(gent, compare('versie', written, operator))) == store.ids(k for k, row in truth.gent.items() if holds(row['versie']))


@pytest.mark.parametrize('written', HUGE)
@pytest.mark.parametrize('name', ['versie', 'oppervlakte_m2'])
def test_a9_a_number_beyond_64_bits_is_larger_than_any_other(gent, truth, name, written):
    everything = store.ids(k for k, row in truth.gent.items() if row[name] is not None)
    for sign, smaller, larger in (('', 'PropertyIsLessThan', 'PropertyIsGreaterThan'), ('-', 'PropertyIsGreaterThan', 'PropertyIsLessThan')):
        given = sign + written.lstrip('+')
        assert found(asked(gent, compare(name, given, smaller))) == everything
        assert found(asked(gent, compare(name, given, larger))) == found(asked(gent, compare(name, given))) == set()
        assert found(asked(gent, compare(name, given, 'PropertyIsNotEqualTo'))) == everything


def test_a9_a_number_that_is_almost_nothing_is_not_nothing(gent, truth):
    for written in ('1e-400', '0.' + '0' * 400 + '1'):
        assert found(asked(gent, compare('versie', '-' + written, 'PropertyIsGreaterThan'))) == store.ids(truth.gent)
        zero = pair(function('abs', literal('0')), literal(written), 'PropertyIsLessThan')
        assert found(asked(gent, zero)) == store.ids(truth.gent)


@pytest.mark.parametrize('written', ['', '.', 'e5', '1e', '1e+', '--1', '1.2.3', '1,5', '0x10', 'inf', 'NaN', '1 2', '9' * 1001])
def test_a9_what_is_no_number_is_refused(gent, written):
    for name in ('versie', 'oppervlakte_m2'):
        assert asked(gent, compare(name, written)).status == 400


def test_a9_an_endless_number_is_no_argument_of_a_function(gent):
    assert refused(asked(gent, pair(function('abs', literal('1e400')), literal('5'))), 'abs')
    assert refused(asked(gent, pair(function('strSubstring', 'bron', literal('99999999999999999999'), literal('2')), literal('5'))), 'strSubstring')


# RFC 7303 §3.2: a byte order mark decides, then the charset of the label, then the document.

TEXT = 'é€ Žluťoučký'


def said(charset, declared, encoding, text):
    inner = compare('omschrijving', text)
    return document(filter_of(inner), prolog='<?xml version="1.0" encoding="%s"?>' % declared if declared else '').decode().encode(encoding), 'text/xml' + charset


@pytest.fixture(scope='module')
def accented(gent, truth):
    """A text of the sample that latin-1 can write and that is no ASCII, and whose rows it is of."""
    texts = {row['omschrijving'] for row in truth.gent.values() if row['omschrijving'] and not row['omschrijving'].isascii()}
    text = next(t for t in sorted(texts) if t.isprintable() and t.encode('latin-1', 'ignore').decode('latin-1') == t and not set('<&>') & set(t) and t.strip() == t)
    return text, store.ids(k for k, row in truth.gent.items() if row['omschrijving'] == text)


@pytest.mark.parametrize('charset,declared,encoding', [
    ('; charset=ISO-8859-1', 'UTF-8', 'latin-1'), ('; charset="iso-8859-1"', '', 'latin-1'), (';CHARSET=utf-8', 'ISO-8859-1', 'utf-8'), ('; charset=utf-8', 'ISO-8859-1', 'utf-8-sig'),
    ('; charset=ISO-8859-1', 'ISO-8859-1', 'utf-8-sig'), ('; charset=windows-1252', 'UTF-8', 'cp1252'), ('; charset=utf-16', 'UTF-8', 'utf-16'), ('; charset=utf-8', 'UTF-8', 'utf-16'),
    ('', 'ISO-8859-1', 'latin-1'), ('', '', 'utf-8'), ('; charset=', 'ISO-8859-1', 'latin-1'), ('; action="x"; charset=utf-8', '', 'utf-8')])
def test_a9_the_charset_of_the_label_decides(gent, accented, charset, declared, encoding):
    text, rows = accented
    assert rows and found(gent.post(*said(charset, declared, encoding, text))) == rows


def test_a9_an_unknown_charset_is_refused(gent):
    for charset in ('klingon', 'utf-9', 'x' * 500):
        assert refused(gent.post(PLAIN, 'text/xml; charset=' + charset), 'Content-Type')


def test_a9_a_filter_in_a_url_is_utf_8_whatever_it_declares(gent, accented):
    text, rows = accented
    given = '<?xml version="1.0" encoding="ISO-8859-1"?>' + filter_of(compare('omschrijving', text))
    assert found(gent.get('/wfs?%s&filter=%s' % (TYPES, quoted(given)))) == rows


def test_a9_a_form_is_utf_8(gent, accented, wanted):
    text, rows = accented
    form = '%s&filter=%s' % (TYPES, quoted(filter_of(compare('omschrijving', text))))
    assert found(gent.post(form.encode(), FORM + '; charset=UTF-8')) == rows
    assert refused(gent.post(form.encode(), FORM + '; charset=ISO-8859-1'), 'Content-Type')
    assert found(gent.post(('%s&filter=%s' % (TYPES, quoted(GEMEENTE))).encode(), FORM + '; charset=ISO-8859-1')) == wanted, 'ASCII is the same in both'


# WFS 2.0 §7.6.6: what NAMESPACES declares is known in the parameters.

BARE = GEMEENTE.replace(SPACES, '')


def test_a9_a_prefix_of_namespaces_is_known_inside_a_filter(gent, wanted):
    spaces = 'xmlns(fes,http://www.opengis.net/fes/2.0),xmlns(q,http://risicolaag/1.0),xmlns(x,http://elders)'
    for text in (BARE, BARE.replace('>bron<', '>q:bron<'), GEMEENTE.replace('>bron<', '>q:bron<'), BARE.replace('>bron<', '>q:risicolocatie/q:bron<'),
                 BARE.replace('fes:', 'q:').replace('>bron<', '>q:bron<').replace('q:', 'f:').replace('f:bron', 'q:bron')):
        spaces_here = spaces.replace('(fes,', '(f,') if 'f:Filter' in text else spaces
        for query in ('%s&namespaces=%s&filter=%s' % (TYPES, quoted(spaces_here), quoted(text)),):
            assert found(gent.get('/wfs?' + query)) == wanted
            assert found(gent.post(query.encode(), FORM)) == wanted
    for text in (BARE.replace('>bron<', '>x:bron<'), BARE.replace('fes:', 'x:')):
        assert gent.get('/wfs?%s&namespaces=%s&filter=%s' % (TYPES, quoted(spaces), quoted(text))).status == 400, 'another namespace stays another'
    assert gent.get('/wfs?%s&filter=%s' % (TYPES, quoted(BARE))).status == 400


def test_a9_what_a_filter_declares_itself_comes_first(gent, wanted):
    text = GEMEENTE.replace('>bron<', '>risico:bron<')
    spaces = quoted('xmlns(risico,http://elders),xmlns(r,http://risicolaag/1.0)')
    assert found(gent.get('/wfs?%s&typeNames=r:risicolocatie&namespaces=%s&filter=%s' % (START, spaces, quoted(text)))) == wanted


def test_a9_several_filters_know_the_prefixes_too(gent, wanted):
    answer = gent.get('/wfs?%s&typeNames=(risico:risicolocatie)(risico:gemeente)&count=1000&namespaces=%s&filter=(%s)(%s)&outputFormat=json' % (
        START, quoted('xmlns(fes,http://www.opengis.net/fes/2.0)'), quoted(BARE), quoted(BARE.replace('bron', 'naam').replace('gemeente<', 'Gent<'))))
    assert answer.status == 200 and {f['id'] for f in answer.json['features'] if f['id'].startswith('risicolocatie')} == wanted


# Spellings of a reference system.

@pytest.mark.parametrize('name', ['urn:x-ogc:def:crs:EPSG:4326', 'urn:ogc:def:crs:EPSG:4326', 'urn:x-ogc:def:crs:EPSG:6.9:4326', 'urn:x-ogc:def:crs:EPSG::4326', 'URN:X-OGC:DEF:CRS:EPSG:4326'])
def test_a9_old_urns_are_latitude_first(gent, name):
    plain = gent.get('/wfs?%s&count=9&srsName=urn:ogc:def:crs:EPSG::4326' % TYPES).xml
    given = gent.get('/wfs?%s&count=9&srsName=%s' % (TYPES, name)).xml
    assert [e.text for e in plain.iter('{%s}posList' % gml.GML)] == [e.text for e in given.iter('{%s}posList' % gml.GML)] != []
    box = '50.9,3.5,51.2,4.0,'
    assert gml.ids(gent.get('/wfs?%s&bbox=%s%s' % (TYPES, box, name)).xml) == gml.ids(gent.get('/wfs?%s&bbox=%surn:ogc:def:crs:EPSG::4326' % (TYPES, box)).xml) != []


@pytest.mark.parametrize('name', ['urn:x-ogc:def:crs:EPSG:', 'urn:x-ogc:def:crs:EPSG', 'urn:x-ogc:def:crs:EPSG:6.9', 'urn:ogc:def:crs:EPSG:x', 'http://www.opengis.net/def/crs/EPSG/4326'])
def test_a9_a_spelling_without_a_code_is_none(gent, name):
    assert refused(gent.get('/wfs?%s&count=9&srsName=%s' % (TYPES, name)), 'srsName')


# FES 2.0 §7.8.3.2: a BBOX without a property is about the geometry.

BOX = '<gml:Envelope srsName="EPSG:31370"><gml:lowerCorner>100000 185000</gml:lowerCorner><gml:upperCorner>106000 199000</gml:upperCorner></gml:Envelope>'


@pytest.mark.parametrize('reference', ['', '<fes:ValueReference/>', '<fes:ValueReference></fes:ValueReference>', '<fes:PropertyName> \n</fes:PropertyName>', '<fes:ValueReference><!-- x --></fes:ValueReference>'])
def test_a9_a_bbox_may_name_no_property(gent, reference):
    wanted = set(gml.ids(gent.get('/wfs?%s&bbox=100000,185000,106000,199000' % TYPES).xml))
    assert wanted and found(asked(gent, '<fes:BBOX>%s%s</fes:BBOX>' % (reference, BOX))) == wanted


def test_a9_in_a_join_or_beside_a_second_property_it_must_be_named(gent):
    assert asked(gent, '<fes:BBOX><fes:ValueReference/>%s</fes:BBOX>' % BOX, type_name='risico:risicolocatie risico:perceel').status == 400
    assert asked(gent, '<fes:BBOX><fes:ValueReference/><fes:ValueReference>geometry</fes:ValueReference></fes:BBOX>').status == 400
    assert asked(gent, '<fes:Intersects><fes:ValueReference/>%s</fes:Intersects>' % BOX).status == 400


# Long joins.

@pytest.mark.parametrize('count', [100, 999, 1000, 1001, 2000, 4990])
def test_a9_a_join_of_many_conditions_is_answered(gent, count):
    tie = '<fes:PropertyIsEqualTo><fes:ValueReference>a/gemeente_nis</fes:ValueReference><fes:ValueReference>b/nis_code</fes:ValueReference></fes:PropertyIsEqualTo>'
    more = ''.join(compare('a/versie', str(-i), 'PropertyIsGreaterThan') for i in range(1, count))
    body = document(filter_of('<fes:And>%s%s</fes:And>' % (tie, more)), 'resultType="hits"', 'risico:risicolocatie risico:gemeente', 'aliases="a b"')
    answer = gent.post(body, 'text/xml')
    plain = gent.post(document(filter_of(tie), 'resultType="hits"', 'risico:risicolocatie risico:gemeente', 'aliases="a b"'), 'text/xml')
    assert answer.status == 200 and answer.xml.get('numberMatched') == plain.xml.get('numberMatched') != '0', answer


# N12: texts that say what to do.

def texts(answer):
    return gml.exception(answer.xml)[2]


@pytest.mark.parametrize('name,literal', [('gewijzigd_op', '2020-01-01T00:00:00+01:00'), ('startdatum', '2020-01-01+02:00'), ('einddatum', '2020-01-01+00:00')])
def test_n12_a_plus_that_became_a_blank_is_told(gent, name, literal):
    for operator in ('PropertyIsGreaterThan', 'PropertyIsEqualTo'):
        text = filter_of(compare(name, literal, operator))
        written = urllib.parse.quote(text, safe='+')
        answer = gent.get('/wfs?%s&filter=%s' % (TYPES, written))
        assert answer.status == 400 and '%2B' in texts(answer), answer
        assert gent.get('/wfs?%s&filter=%s' % (TYPES, quoted(text))).status == 200
    for other in ('2020-01-01 00:00:00', '2020-01-01 x', '2020-01-0'):
        assert '%2B' not in texts(asked(gent, compare(name, other)))


@pytest.mark.parametrize('name,instead', [('startdatum', 'PropertyIsBetween'), ('gewijzigd_op', 'During'), ('versie', 'PropertyIsEqualTo'), ('geometry', 'PropertyIsLike'),
                                          ('geschrapt', 'PropertyIsEqualTo')])
def test_n12_like_of_what_is_no_text_says_what_to_use(gent, name, instead):
    answer = asked(gent, compare(name, '2020*', 'PropertyIsLike', 'wildCard="*" singleChar="?" escapeChar="!"'))
    assert refused(answer, 'PropertyIsLike') and name in texts(answer) and instead in texts(answer), answer


@pytest.mark.parametrize('where', ['\n', ' ', '\r\n', '\t'])
def test_n12_a_token_with_a_line_end_in_it_is_told(server, state, where):
    token = state.token(GENT)
    for broken in (token[:50] + where + token[50:], token + where):
        header = 'Basic ' + base64.b64encode(('x:' + broken).encode()).decode()
        answer = Client(server.url).get('/wfs?%s&count=1' % TYPES, {'Authorization': header})
        assert answer.status == 401 and 'regeleinde' in texts(answer) and token[:20] not in answer.text, answer


def test_n12_an_id_of_no_type_says_which_types_there_are(gent):
    answer = gent.get('/wfs?%s&resourceId=nope.1' % START)
    assert refused(answer, 'resourceId') and all(word in texts(answer) for word in ("'nope'", 'risicolocatie', 'perceel', 'gemeente')), answer
    assert refused(gent.get('/wfs?%s&resourceId=risicolocatie.1,nope.1' % START), 'resourceId')
    assert gent.get('/wfs?%s&resourceId=nope.1' % TYPES).xml.get('numberMatched') == '0', 'beside a type it is an id like any other that is not there (FES 2.0 §7.11)'
