"""A list whose brackets do not match, or an item that can be nothing, is refused by name: what was meant would be a guess, and a guess gives other rows."""
import urllib.parse
import pytest
from support import gml, store
from support.fes import SPACES, compare, document, filter_of, pair
from support.refusal import refused

FORM = 'application/x-www-form-urlencoded'
START = 'service=WFS&version=2.0.0&request=GetFeature'

ONE, TWO = 'risico:risicolocatie', '(risico:risicolocatie)(risico:perceel)'
DESCRIBE = 'service=WFS&version=2.0.0&request=DescribeFeatureType'


def quoted(text):
    return urllib.parse.quote(text, safe='')


def refused_both_ways(client, query, locator):
    return refused(client.get('/wfs?' + query), locator) and refused(client.post(query.encode(), FORM), locator)


UNBALANCED = ['({0}', '{0})', '(({0}))', '({0})({0}', '{0})({0}', '({0})x({0})', '({0}),({0})', '({0})) ', ')({0}', '({0})({0}))', '(({0})({0}))', '({0})()x', '(', ')', '((', '{0}(', '{0}()(']
# parameter -> something that may stand in its list
ITEMS = {'typeNames': ONE, 'typeName': ONE, 'aliases': 'a', 'srsName': 'EPSG:31370', 'propertyName': 'bron', 'sortBy': 'bron', 'resourceId': 'risicolocatie.1', 'featureId': 'risicolocatie.1'}


@pytest.mark.parametrize('written', UNBALANCED)
@pytest.mark.parametrize('name', ITEMS)
def test_brackets_that_do_not_match_are_refused(gent, name, written):
    given = '%s=%s' % (name, quoted(written.format(ITEMS[name])))
    for types in ('', ) if name in ('typeNames', 'typeName') else ('&typeNames=' + ONE, '&typeNames=' + TWO):
        assert refused_both_ways(gent, START + types + '&' + given, name)


@pytest.mark.parametrize('written', UNBALANCED)
def test_brackets_that_do_not_match_are_refused_of_a_description_too(anyone, written):
    assert refused_both_ways(anyone, '%s&typeNames=%s' % (DESCRIBE, quoted(written.format(ONE))), 'typeNames')


@pytest.mark.parametrize('written', ['({0}', '{0})', '(({0}))', '({0})({0}', '({0})x({0})'])
@pytest.mark.parametrize('types', [ONE, TWO])
def test_brackets_round_filters_match_too(gent, types, written):
    answer = gent.get('/wfs?%s&typeNames=%s&filter=%s' % (START, types, quoted(written.format(filter_of(compare('gml:id', 'x'))))))
    assert refused(answer, 'filter')


@pytest.mark.parametrize('written', ['()()', '(risicolocatie.1)()', '()(perceel.1)', '()', '( )( )'])
def test_a_query_with_an_empty_list_of_ids_is_never_all_of_its_rows(gent, written):
    assert refused_both_ways(gent, '%s&typeNames=%s&resourceId=%s' % (START, TWO, quoted(written)), 'resourceId')
    assert refused(gent.post(two_queries('', '').encode(), 'text/xml', '/wfs?resourceId=' + quoted(written)), 'resourceId')


@pytest.mark.parametrize('written', ['()', '( )', '()()', '( )()'])
@pytest.mark.parametrize('name', ['filter', 'srsName', 'typeNames', 'typeName', 'sortBy', 'propertyName', 'aliases'])
@pytest.mark.parametrize('types', [ONE, TWO])
def test_lists_that_are_all_empty_are_nothing_to_go_by(gent, types, name, written):
    given = START + ('' if 'type' in name else '&typeNames=' + types) + '&%s=%s' % (name, quoted(written))
    assert refused_both_ways(gent, given, name)


def two_queries(one, two, children=''):
    return ('<wfs:GetFeature service="WFS" version="2.0.0" count="9" %s><wfs:Query typeNames="risico:risicolocatie" %s>%s</wfs:Query><wfs:Query typeNames="risico:perceel" %s/>'
            '</wfs:GetFeature>' % (SPACES, one, children, two))


@pytest.mark.parametrize('written', ['(risico:risicolocatie', 'risico:risicolocatie)', '(risico:risicolocatie)', '(risico:risicolocatie)(risico:perceel)', 'risico:risicolocatie,',
                                     ',risico:risicolocatie', 'risico:risicolocatie,,risico:perceel', 'risico:risicolocatie, ,risico:perceel'])
def test_types_of_a_document_are_names_and_nothing_else(gent, written):
    assert refused(gent.post(document(type_name=written), 'text/xml'), 'typeNames')


TIED = filter_of(pair('<fes:ValueReference>a/gemeente_nis</fes:ValueReference>', '<fes:ValueReference>b/gemeente_nis</fes:ValueReference>'))
JOIN = START + '&count=2&typeNames=risico:risicolocatie,risico:perceel&filter=' + quoted(TIED)


@pytest.mark.parametrize('aliases', ['a,,b', 'a,b,', ',a,b', 'a', 'a b c', 'a,(b', 'a,1b', 'a,b/c', 'a,b:c', 'a,*', 'a,a'])
def test_aliases_are_words_one_for_each_type(gent, aliases):
    assert refused_both_ways(gent, '%s&aliases=%s' % (JOIN, quoted(aliases)), 'aliases')
    written = document(TIED, type_name='risico:risicolocatie risico:perceel', query='aliases="%s"' % aliases, attributes='count="2"')
    assert refused(gent.post(written, 'text/xml'), 'aliases')


def test_aliases_that_are_go(gent):
    for written in (' a , b ', 'a,b', 'a b'):
        assert gent.get('/wfs?%s&aliases=%s' % (JOIN, quoted(written))).status == 200
    for written in ('a b', ' a\n b ', 'a,b', 'a , b'):
        body = document(TIED, type_name='risico:risicolocatie risico:perceel', query='aliases="%s"' % written, attributes='count="2"')
        assert gent.post(body, 'text/xml').status == 200


@pytest.mark.parametrize('types', ['{0}', '({0})', ' ( {0} ) ', 'schema-element({0})', '(schema-element({0}))'])
def test_brackets_that_match_are_read_as_ever(gent, truth, types):
    answer = gent.get('/wfs?%s&typeNames=%s' % (START, quoted(types.format(ONE))))
    assert answer.status == 200 and set(gml.ids(answer.xml)) == store.ids(truth.gent), answer
    assert gent.get('/wfs?%s&typeNames=%s' % (DESCRIBE, quoted(types.format(ONE)))).status == 200


def test_each_query_has_its_own_list_and_an_empty_one_has_none(gent, truth):
    answer = gent.get('/wfs?%s&typeNames=(schema-element(%s))(risico:perceel)&sortBy=()(capakey)&filter=%s' % (START, ONE, quoted('()(%s)' % filter_of(compare('capakey', 'x')))))
    assert answer.status == 200 and answer.xml.get('numberMatched') == str(len(truth.gent)), answer
    described = gent.get('/wfs?%s&typeNames=(risico:risicolocatie)(risico:perceel)' % DESCRIBE)
    assert described.status == 200 and described.body.count(b'substitutionGroup') == 2, described
