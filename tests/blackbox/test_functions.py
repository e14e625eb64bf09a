"""The functions that a filter may call (FES 2.0 §7.6): announced with their signatures, right against an independent reckoning of every row, and clear about
what is wrong with a call."""
import math
import pytest
from shapely.geometry import Point, box
from shapely.ops import unary_union
from shapely.validation import make_valid
from support import fes, gml, schemas, store, tables
from support.fes import compare, document, filter_of, function, literal, pair, polygon
from support.sample import ANTWERPEN, GENT

PLACE = (100000, 190000, 110000, 198000)
PLACE_RING = '100000 190000 110000 190000 110000 198000 100000 198000 100000 190000'
TEXT = 'rubriek_omschrijving'


def area_of(row):
    """As the standard has it for broken rings too: what they enclose by the even-odd rule, parts together."""
    parts = [make_valid(p) for p in store.shape(store.polygons(row['geometry'])).geoms]
    return unary_union([p for part in parts for p in getattr(part, 'geoms', [part]) if p.geom_type.endswith('Polygon')])


def shape_of(row):
    return store.shape(store.polygons(row['geometry']))


def half_up(number):
    return math.floor(number) + (number - math.floor(number) >= 0.5)


def known(row, name, what):
    return None if row[name] is None else what(row[name])


# what is asked → (operands, operator, what a row gives, holds when)
CASES = {
    'another case': (function('STRLENGTH', 'rubriek'), literal('8'), 'PropertyIsGreaterThan', lambda r: len(r['rubriek']) > 8),
    'lower': (function('strToLowerCase', 'bron'), literal('gemeente'), 'PropertyIsEqualTo', lambda r: r['bron'].lower() == 'gemeente'),
    'upper': (function('strToUpperCase', 'gemeente_naam'), literal('GENT'), 'PropertyIsEqualTo', lambda r: r['gemeente_naam'].upper() == 'GENT'),
    'trim': (function('strTrim', literal('  gemeente\n ')), '<fes:ValueReference>bron</fes:ValueReference>', 'PropertyIsEqualTo', lambda r: r['bron'] == 'gemeente'),
    'length': (function('strLength', 'rubriek'), literal('8'), 'PropertyIsGreaterThan', lambda r: len(r['rubriek']) > 8),
    'length of text that may be absent': (function('strLength', TEXT), literal('30'), 'PropertyIsLessThan', lambda r: known(r, TEXT, lambda t: len(t) < 30)),
    'substring': (function('strSubstring', 'bron', literal('0'), literal('3')), literal('gem'), 'PropertyIsEqualTo', lambda r: r['bron'][0:3] == 'gem'),
    'substring beyond the end': (function('strSubstring', 'bron', literal('2'), literal('99')), literal('meente'), 'PropertyIsEqualTo', lambda r: r['bron'][2:99] == 'meente'),
    'substring turned round': (function('strSubstring', 'bron', literal('5'), literal('2')), literal(''), 'PropertyIsEqualTo', lambda r: True),
    'substring from before the begin': (function('strSubstring', 'bron', literal('-3'), literal('3')), literal('gem'), 'PropertyIsEqualTo', lambda r: r['bron'][:3] == 'gem'),
    'substring from a place': (function('strSubstringStart', 'rubriek', literal('3')), literal('2'), 'PropertyIsLessThan', lambda r: r['rubriek'][3:] < '2'),
    'concat': (function('strConcat', 'gemeente_nis', function('strConcat', literal('/'), 'bron')), literal('44021/gemeente'), 'PropertyIsEqualTo',
               lambda r: r['gemeente_nis'] + '/' + r['bron'] == '44021/gemeente'),
    'index': (function('strIndexOf', 'rubriek', literal('.')), literal('2'), 'PropertyIsEqualTo', lambda r: r['rubriek'].find('.') == 2),
    'index of what is not there': (function('strIndexOf', 'rubriek', literal('°')), literal('-1'), 'PropertyIsEqualTo', lambda r: '°' not in r['rubriek']),
    'index behind letters of more bytes': (function('strIndexOf', literal('ééx'), literal('x')), literal('2'), 'PropertyIsEqualTo', lambda r: True),
    'starts': (function('strStartsWith', 'bron', literal('ge')), literal('true'), 'PropertyIsEqualTo', lambda r: r['bron'].startswith('ge')),
    'ends': (function('strEndsWith', 'rubriek', literal('°')), literal('false'), 'PropertyIsEqualTo', lambda r: not r['rubriek'].endswith('°')),
    'ends with more than there is': (function('strEndsWith', 'bron', literal('x' * 50)), literal('true'), 'PropertyIsEqualTo', lambda r: False),
    'abs': (function('abs', literal('-3')), '<fes:ValueReference>versie</fes:ValueReference>', 'PropertyIsEqualTo', lambda r: r['versie'] == 3),
    'ceil': (function('ceil', 'oppervlakte_m2'), literal('2000'), 'PropertyIsLessThan', lambda r: known(r, 'oppervlakte_m2', lambda n: math.ceil(n) < 2000)),
    'floor': (function('floor', 'oppervlakte_m2'), function('ceil', 'oppervlakte_m2'), 'PropertyIsNotEqualTo',
              lambda r: known(r, 'oppervlakte_m2', lambda n: math.floor(n) != math.ceil(n))),
    'round': (function('round', 'oppervlakte_m2'), function('floor', 'oppervlakte_m2'), 'PropertyIsEqualTo',
              lambda r: known(r, 'oppervlakte_m2', lambda n: half_up(n) == math.floor(n))),
    'round of a half below zero': (function('round', literal('-2.5')), literal('-2'), 'PropertyIsEqualTo', lambda r: True),
    'year of a date': (function('year', 'startdatum'), literal('2010'), 'PropertyIsGreaterThanOrEqualTo', lambda r: int(r['startdatum'][:4]) >= 2010),
    'year of a date-time': (function('year', 'gewijzigd_op'), literal('2024'), 'PropertyIsEqualTo', lambda r: r['gewijzigd_op'][:4] == '2024'),
    'month': (function('month', 'startdatum'), literal('6'), 'PropertyIsLessThan', lambda r: int(r['startdatum'][5:7]) < 6),
    'day': (function('day', 'einddatum'), literal('15'), 'PropertyIsGreaterThan', lambda r: known(r, 'einddatum', lambda d: int(d[8:10]) > 15)),
    'year of a literal': (function('year', literal('2015-06-01T23:30:00-02:00')), literal('2015'), 'PropertyIsEqualTo', lambda r: True),
    'day of a literal in another zone': (function('day', literal('2015-06-01T23:30:00-02:00')), literal('2'), 'PropertyIsEqualTo', lambda r: True),
    'area': (function('area', 'geometry'), literal('3000.5'), 'PropertyIsGreaterThan', lambda r: area_of(r).area > 3000.5),
    'length of a border': (function('geomLength', 'geometry'), literal('250.5'), 'PropertyIsLessThan', lambda r: shape_of(r).length < 250.5),
    'points': (function('numPoints', 'geometry'), literal('9'), 'PropertyIsGreaterThan', lambda r: sum(len(g) for p in store.polygons(r['geometry']) for g in p) > 9),
    'valid': (function('isValid', 'geometry'), literal('false'), 'PropertyIsEqualTo', lambda r: not shape_of(r).is_valid),
    'area of the envelope': (function('area', function('envelope', 'geometry')), literal('6000.5'), 'PropertyIsGreaterThan', lambda r: box(*shape_of(r).bounds).area > 6000.5),
    'without regard to case': (function('strConcat', 'bron', literal('X')), literal('GEMEENTEx'), 'PropertyIsEqualTo', lambda r: r['bron'] == 'gemeente', 'matchCase="false"'),
    'two functions': (function('strLength', 'bron'), function('strLength', 'gemeente_naam'), 'PropertyIsGreaterThan', lambda r: len(r['bron']) > len(r['gemeente_naam'])),
    'text that looks like SQL': (function('strConcat', literal("' OR 1=1 --"), 'bron'), literal("' OR 1=1 --gemeente"), 'PropertyIsEqualTo', lambda r: r['bron'] == 'gemeente'),
}


def found(client, inner):
    """By POST and by GET, which must agree."""
    answer = client.post(document(filter_of(inner)), 'text/xml')
    assert answer.status == 200, answer
    by_url = client.get('/wfs?' + fes.kvp(filter_of(inner)))
    assert gml.ids(by_url.xml) == gml.ids(answer.xml)
    return set(gml.ids(answer.xml))


@pytest.mark.parametrize('name', CASES)
def test_a_function_gives_what_it_says(two, truth, name):
    left, right, operator, holds, *more = CASES[name]
    wanted = store.ids(k for k, row in truth.two.items() if holds(row))
    assert found(two, pair(left, right, operator, *more)) == wanted
    turned = {'PropertyIsGreaterThan': 'PropertyIsLessThan', 'PropertyIsLessThan': 'PropertyIsGreaterThan',
              'PropertyIsGreaterThanOrEqualTo': 'PropertyIsLessThanOrEqualTo'}.get(operator, operator)
    assert found(two, pair(right, left, turned, *more)) == wanted, 'on the other side'
    assert found(two, '<fes:Not>%s</fes:Not>' % pair(left, right, operator, *more)) == store.ids(truth.two) - wanted, 'NULL is false, so Not of it is true'


def test_every_function_is_tried():
    tried = ''.join(left + right for left, right, *_ in CASES.values())
    assert {name for name in tables.functions() if 'name="%s"' % name not in tried} == {'centroid', 'interiorPoint'}, 'those two are tried below'


def between(low, operand, high):
    return ('<fes:PropertyIsBetween>%s<fes:LowerBoundary>%s</fes:LowerBoundary><fes:UpperBoundary>%s</fes:UpperBoundary></fes:PropertyIsBetween>' % (operand, low, high))


def test_functions_stand_in_between_like_and_null(two, truth):
    rows = truth.two
    assert found(two, between(literal('2000'), function('year', 'startdatum'), function('year', 'gewijzigd_op'))) == store.ids(
        k for k, r in rows.items() if 2000 <= int(r['startdatum'][:4]) <= int(r['gewijzigd_op'][:4]))
    like = '<fes:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">%s%s</fes:PropertyIsLike>' % (function('strToUpperCase', 'bron'), literal('GEM*'))
    assert found(two, like) == store.ids(k for k, r in rows.items() if r['bron'].upper().startswith('GEM'))
    null = '<fes:PropertyIsNull>%s</fes:PropertyIsNull>' % function('year', 'einddatum')
    assert found(two, null) == store.ids(k for k, r in rows.items() if r['einddatum'] is None)
    nil = '<fes:PropertyIsNil>%s</fes:PropertyIsNil>' % function('year', 'einddatum')
    assert found(two, nil) == set(), 'a result is never there as nil'


def on(operator, subject, shape=polygon(PLACE_RING), more=''):
    return '<fes:%s>%s%s%s</fes:%s>' % (operator, subject, shape, more, operator)


def centre(row):
    return area_of(row).centroid


PLACED = {
    'centroid within': ('Within', 'centroid', '', lambda r: box(*PLACE).contains(centre(r))),
    'centroid intersects': ('Intersects', 'centroid', '', lambda r: box(*PLACE).intersects(centre(r))),
    'centroid disjoint': ('Disjoint', 'centroid', '', lambda r: not box(*PLACE).intersects(centre(r))),
    'envelope intersects': ('Intersects', 'envelope', '', lambda r: box(*shape_of(r).bounds).intersects(box(*PLACE))),
    'envelope within': ('Within', 'envelope', '', lambda r: box(*shape_of(r).bounds).within(box(*PLACE))),
    'centroid near': ('DWithin', 'centroid', '<fes:Distance uom="km">5</fes:Distance>', lambda r: box(*PLACE).distance(centre(r)) <= 5000),
    'centroid beyond': ('Beyond', 'centroid', '<fes:Distance uom="km">5</fes:Distance>', lambda r: box(*PLACE).distance(centre(r)) > 5000),
}


@pytest.mark.parametrize('name', PLACED)
def test_what_a_function_makes_of_a_geometry_can_be_placed(two, truth, name):
    operator, made, more, holds = PLACED[name]
    wanted = store.ids(k for k, r in truth.two.items() if holds(r))
    assert wanted and wanted != store.ids(truth.two)
    assert found(two, on(operator, function(made, 'geometry'), more=more)) == wanted
    assert found(two, '<fes:Not>%s</fes:Not>' % on(operator, function(made, 'geometry'), more=more)) == store.ids(truth.two) - wanted


def test_an_interior_point_lies_on_its_geometry(two, truth):
    inside = found(two, on('Within', function('interiorPoint', 'geometry')))
    touching = store.ids(k for k, r in truth.two.items() if area_of(r).intersects(box(*PLACE)))
    whole = store.ids(k for k, r in truth.two.items() if area_of(r).within(box(*PLACE)))
    assert whole <= inside <= touching


def test_a_box_takes_what_a_function_makes(two, truth):
    envelope = '<gml:Envelope srsName="EPSG:31370"><gml:lowerCorner>%d %d</gml:lowerCorner><gml:upperCorner>%d %d</gml:upperCorner></gml:Envelope>' % PLACE
    assert found(two, on('BBOX', function('centroid', 'geometry'), envelope)) == store.ids(
        k for k, r in truth.two.items() if box(*PLACE).intersects(Point(centre(r).x, centre(r).y)))


def test_the_older_spelling_goes_too(gent, truth):
    text = ('<ogc:Filter xmlns:ogc="http://www.opengis.net/ogc"><ogc:PropertyIsEqualTo><ogc:Function name="strToUpperCase"><ogc:PropertyName>bron</ogc:PropertyName>'
            '</ogc:Function><ogc:Literal>GEMEENTE</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>')
    assert set(gml.ids(gent.get('/wfs?' + fes.kvp(text)).xml)) == store.ids(k for k, r in truth.gent.items() if r['bron'] == 'gemeente')


# What is wrong with a call, and where.

SHORT = '<gml:Point gml:id="q" srsName="EPSG:31370"><gml:pos>1 1</gml:pos></gml:Point>'
BAD = { # name → (filter, locator, words that the report holds)
    'an unknown function': (pair(function('system', literal('id')), literal('1')), 'system', ['system', *tables.functions()]),
    'an empty name': (pair(function('', 'bron'), literal('1')), 'name', ['name']),
    'no name': (pair('<fes:Function><fes:ValueReference>bron</fes:ValueReference></fes:Function>', literal('1')), 'name', ['name']),
    'the name in the store': (pair(function('fes_strLength', 'bron'), literal('1')), 'fes_strLength', ['strLength']),
    'a function of SQL': (pair(function('load_extension', 'bron'), literal('1')), 'load_extension', ['strLength']),
    'a function of SpatiaLite': (pair(function('ST_Buffer', 'geometry'), literal('1')), 'ST_Buffer', ['area']),
    'too few arguments': (pair(function('strSubstring', 'bron', literal('1')), literal('1')), 'strSubstring', ['3', '2']),
    'too many arguments': (pair(function('strLength', 'bron', 'rubriek'), literal('1')), 'strLength', ['1', '2']),
    'no arguments': (pair(function('area'), literal('1')), 'area', ['1', '0']),
    'a number for a text': (pair(function('strLength', 'versie'), literal('1')), 'strLength', ['string', 'text']),
    'a text for a number': (pair(function('abs', 'bron'), literal('1')), 'abs', ['number']),
    'a word for a number': (pair(function('abs', literal('veel')), literal('1')), 'abs', ['number']),
    'a fraction for a whole number': (pair(function('strSubstringStart', 'bron', literal('1.5')), literal('x')), 'strSubstringStart', ['whole', 'begin']),
    'a property that is no whole number': (pair(function('strSubstringStart', 'bron', 'oppervlakte_m2'), literal('x')), 'strSubstringStart', ['whole', 'begin']),
    'a text for a date': (pair(function('year', 'bron'), literal('1')), 'year', ['date']),
    'no such date': (pair(function('year', literal('2023-02-30')), literal('1')), 'year', ['date']),
    'a text for a geometry': (pair(function('area', 'bron'), literal('1')), 'area', ['geometry']),
    'a literal for a geometry': (pair(function('area', literal('POINT(1 1)')), literal('1')), 'area', ['geometry']),
    'a geometry for a text': (pair(function('strLength', 'geometry'), literal('1')), 'strLength', ['text']),
    'an unknown property': (pair(function('strLength', 'onbekend'), literal('1')), 'onbekend', ['onbekend']),
    'a predicate as argument': (pair(function('strLength', compare('bron', 'x')), literal('1')), 'filter', ['PropertyIsEqualTo']),
    'arithmetic': (pair('<fes:Add><fes:Literal>1</fes:Literal><fes:Literal>1</fes:Literal></fes:Add>', literal('2')), 'filter', ['Add']),
    'a result against another type': (pair(function('strLength', 'bron'), literal('lang')), 'filter', ['lang']),
    'a result against a property of another type': (pair(function('strLength', 'bron'), '<fes:ValueReference>bron</fes:ValueReference>'), 'filter', ['typ']),
    'like of a number': ('<fes:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">%s%s</fes:PropertyIsLike>' % (function('strLength', 'bron'), literal('1*')),
                         'filter', ['number']),
    'a spatial operator on a number': (on('Intersects', function('area', 'geometry')), 'filter', ['area']),
    'a spatial operator on a function of a literal': (on('Intersects', function('centroid', literal(SHORT))), 'filter', ['centroid']),
    'a geometry compared': (pair(function('centroid', 'geometry'), literal(SHORT)), 'filter', ['geometry']),
    'seven functions deep': (pair('<fes:Function name="abs">' * 7 + literal('1') + '</fes:Function>' * 7, literal('1')), 'filter', ['6']),
    'a thousand functions and one': ('<fes:Or>%s</fes:Or>' % (pair(function('strLength', 'bron'), literal('1')) * 1001), 'filter', ['1000']),
}


@pytest.mark.parametrize('name', BAD)
def test_a_bad_call_says_what_is_wrong(gent, ogc_schema, name):
    inner, locator, words = BAD[name]
    answer = gent.post(document(filter_of(inner)), 'text/xml')
    assert answer.status in (400, 403), answer
    schemas.check(answer.xml, ogc_schema)
    code, where, text = gml.exception(answer.xml)
    assert where == locator and code in ('InvalidParameterValue', 'MissingParameterValue', 'OperationParsingFailed', 'OperationProcessingFailed'), answer
    assert all(word in text for word in words), (words, text)
    assert 'fes_' not in text.replace("'fes_strLength'", ''), 'a name of the store'


def test_a_thousand_functions_and_six_deep_are_taken(gent, truth):
    many = '<fes:And>%s</fes:And>' % (pair(function('strLength', 'bron'), literal('0'), 'PropertyIsGreaterThan') * 1000)
    assert found_by_post(gent, many) == store.ids(truth.gent)
    deep = pair('<fes:Function name="abs">' * 6 + literal('-1') + '</fes:Function>' * 6, literal('1'))
    assert found_by_post(gent, deep) == store.ids(truth.gent)


def found_by_post(client, inner):
    answer = client.post(document(filter_of(inner)), 'text/xml')
    assert answer.status == 200, answer
    return set(gml.ids(answer.xml))


def test_a_text_may_double_at_each_function(gent, truth):
    text = literal('x')
    for _ in range(5):
        text = function('strConcat', text, text) # more would be deeper than a request may be
    assert found_by_post(gent, pair(function('strLength', text), literal('32'))) == store.ids(truth.gent)


LONG = function('strConcat', 'bron', literal('a' * 12000))
UPPER = '<fes:Function name="strToUpperCase">' * 4 + LONG + '</fes:Function>' * 4
TOO_MUCH_WORK = { # name → (filter, function at fault)
    'one long literal': (pair(function('strLength', literal('x' * 100001)), literal('1')), 'strLength'),
    'letters of two bytes': (pair(function('strLength', literal('é' * 50001)), literal('1')), 'strLength'),
    'a literal through eight functions': (pair(UPPER, UPPER), 'strToUpperCase'),
    'many functions': ('<fes:Or>%s</fes:Or>' % (pair(LONG, literal('x')) * 9), 'strConcat'),
    'a pattern on long texts': ('<fes:Or>%s</fes:Or>' % ('<fes:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">%s%s</fes:PropertyIsLike>' % (function('strConcat', 'bron', literal('a' * 20000)), literal('*a')) * 3),
                                'PropertyIsLike'),
    'a pattern on a literal': ('<fes:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!">%s%s</fes:PropertyIsLike>' % (literal('a' * 100001), literal('*b*')), 'PropertyIsLike'),
}


@pytest.mark.parametrize('name', TOO_MUCH_WORK)
def test_s1_functions_are_weighed_before_they_run(gent, ogc_schema, name):
    """Row S1: each byte of a literal counts at each function that it goes through, for the whole request."""
    inner, fault = TOO_MUCH_WORK[name]
    answer = gent.post(document(filter_of(inner)), 'text/xml')
    assert answer.status == 400, answer
    schemas.check(answer.xml, ogc_schema)
    code, where, text = gml.exception(answer.xml)
    assert (code, where) == ('InvalidParameterValue', fault)
    assert '100000 bytes' in text and 'te veel werk' in text and fault in text


def test_s1_long_literals_that_no_function_looks_at_are_free(gent, truth):
    either = '<fes:Or>%s%s</fes:Or>' % (compare('bron', 'x' * 200000), compare('gemeente_nis', GENT))
    assert found_by_post(gent, either) == store.ids(truth.gent)


def test_a_function_reaches_no_other_gemeente(gent, truth):
    for inner in (pair(function('strConcat', 'gemeente_nis', literal('')), literal(ANTWERPEN)), pair(function('strLength', 'gemeente_nis'), literal('5')),
                  '<fes:Not>%s</fes:Not>' % pair(function('strStartsWith', 'gemeente_nis', literal(GENT)), literal('true')), on('Disjoint', function('centroid', 'geometry'))):
        assert found(gent, inner) <= store.ids(truth.gent)


def test_the_capabilities_announce_every_function_with_its_signature(anyone):
    caps = anyone.wfs('GetCapabilities').xml
    assert caps.xpath('//fes:Constraint[@name="ImplementsFunctions"]/ows:DefaultValue/text()', namespaces=gml.NS) == ['TRUE']
    announced = {f.get('name'): f for f in caps.xpath('//fes:Functions/fes:Function', namespaces=gml.NS)}
    assert list(announced) == list(tables.functions())
    for name, arguments in tables.functions().items():
        assert len(announced[name].xpath('fes:Arguments/fes:Argument[@name]/fes:Type', namespaces=gml.NS)) == len(arguments)
        for word in announced[name].xpath('fes:Returns/text() | .//fes:Type/text()', namespaces=gml.NS):
            prefix, local = word.split(':')
            assert announced[name].nsmap[prefix] in ('http://www.w3.org/2001/XMLSchema', gml.GML) and local
