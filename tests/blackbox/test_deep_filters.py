"""How deep and how long a filter may be: what is within the limits is answered, whatever its form, and what is beyond them is refused in words.

SQLite's parser has a stack of its own, smaller than the limits would suggest: a filter must never come to its end as "the data cannot be read".
"""
import pytest
from support import gml, store
from support.fes import compare, document, filter_of, function, literal, pair, point, polygon, spatial

DEEPEST = 32
TRUE = compare('versie', '0', 'PropertyIsGreaterThan')
FALSE = compare('versie', '0', 'PropertyIsLessThan')


def text_of_six():
    """Functions in functions, in the last argument, where the parser has most to remember."""
    end = literal('3')
    for _ in range(2):
        end = function('strLength', function('strSubstring', 'bron', literal('0'), end))
    return function('strSubstring', 'bron', literal('0'), function('round', end))


WORST = pair(literal('gem'), text_of_six())
FORMS = { # what a level makes of the one inside it
    'and': lambda f, i: '<fes:And>%s%s</fes:And>' % (f, TRUE), 'and behind': lambda f, i: '<fes:And>%s%s</fes:And>' % (TRUE, f),
    'or': lambda f, i: '<fes:Or>%s%s</fes:Or>' % (f, FALSE), 'or behind': lambda f, i: '<fes:Or>%s%s</fes:Or>' % (FALSE, f),
    'wide': lambda f, i: '<fes:And>%s%s%s</fes:And>' % (TRUE * 9, f, TRUE * 9),
    'and or behind': lambda f, i: '<fes:And>%s%s</fes:And>' % (TRUE, f) if i % 2 else '<fes:Or>%s%s</fes:Or>' % (FALSE, f),
    'wide and or': lambda f, i: '<fes:And>%s%s%s</fes:And>' % (TRUE * 20, f, TRUE * 20) if i % 2 else '<fes:Or>%s%s%s</fes:Or>' % (FALSE * 20, f, FALSE * 20),
    'not not': lambda f, i: '<fes:Not>%s</fes:Not>' % f, 'not and behind': lambda f, i: '<fes:Not>%s</fes:Not>' % f if i % 2 else '<fes:And>%s%s</fes:And>' % (TRUE, f),
}


def nested(form, inner, levels):
    for i in range(levels):
        inner = FORMS[form](inner, i)
    return inner


@pytest.mark.parametrize('levels', [1, 7, DEEPEST - 1])
@pytest.mark.parametrize('form', FORMS)
def test_what_is_within_the_limit_is_answered(gent, truth, form, levels):
    answers = [gent.post(document(filter_of(nested(form, inner, levels)), 'sortBy="bron"'), 'text/xml') for inner in (compare('bron', 'gemeente'), WORST)]
    holds = {k for k, r in truth.gent.items() if r['bron'] == 'gemeente'}, {k for k, r in truth.gent.items() if r['bron'].startswith('gem')}
    turned = form in ('not not', 'not and behind') and (levels if form == 'not not' else levels // 2) % 2
    for answer, kept in zip(answers, holds):
        assert answer.status == 200, answer
        found = set(gml.ids(answer.xml))
        if form == 'not and behind':
            assert found in (store.ids(kept), store.ids(truth.gent) - store.ids(kept))
        else:
            assert found == (store.ids(truth.gent) - store.ids(kept) if turned else store.ids(kept))


@pytest.mark.parametrize('form', ['and or behind', 'wide and or'])
def test_a_place_and_pages_take_no_depth_away(gent, truth, form):
    inner = '<fes:And>%s%s</fes:And>' % (spatial(point('140000 200000'), 'DWithin', '<fes:Distance uom="km">300</fes:Distance>'), nested(form, WORST, DEEPEST - 2))
    answer = gent.post(document(filter_of(inner), 'count="3" startIndex="2"'), 'text/xml')
    assert answer.status == 200, answer
    assert answer.xml.get('numberMatched') == str(len([r for r in truth.gent.values() if r['bron'].startswith('gem')]))


@pytest.mark.parametrize('form', ['and or behind', 'not not', 'not and behind'])
def test_one_level_more_is_refused_in_words(gent, form):
    answer = gent.post(document(filter_of(nested(form, TRUE, DEEPEST))), 'text/xml')
    assert answer.status == 400 and gml.exception(answer.xml)[0] == 'OperationParsingFailed' and str(DEEPEST) in gml.exception(answer.xml)[2], answer


@pytest.mark.parametrize('behind', [False, True])
def test_a_chain_of_two_hundred_ors_is_long_and_not_deep(gent, truth, behind):
    """As clients write "a or b or c": each Or holds two."""
    keys = sorted(truth.gent)[:200]
    chain = compare('@gml:id', 'risicolocatie.%d' % keys[0])
    for key in keys[1:]:
        one = compare('@gml:id', 'risicolocatie.%d' % key)
        chain = '<fes:Or>%s%s</fes:Or>' % ((one, chain) if behind else (chain, one))
    answer = gent.post(document(filter_of(chain)), 'text/xml')
    assert answer.status == 200, answer
    assert set(gml.ids(answer.xml)) == store.ids(keys)


@pytest.mark.parametrize('operator', ['And', 'Or'])
def test_four_thousand_operands_side_by_side_are_answered(gent, truth, operator):
    answer = gent.post(document(filter_of('<fes:%s>%s</fes:%s>' % (operator, TRUE * 4000, operator)), 'resultType="hits"'), 'text/xml')
    assert answer.status == 200 and answer.xml.get('numberMatched') == str(len(truth.gent)), answer


def like_bron(i):
    return '<fes:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!"><fes:ValueReference>bron</fes:ValueReference><fes:Literal>g%d*</fes:Literal></fes:PropertyIsLike>' % i


KINDS = { # what holds of no row; what of some
    'compare': (lambda i: compare('bron', 'geen %d' % i), compare('bron', 'gemeente')),
    'like': (like_bron, like_bron(0).replace('g0*', 'gem*')),
    'id': (lambda i: '<fes:ResourceId rid="risicolocatie.%d"/>' % (10**15 + i), compare('bron', 'gemeente')),
    'place': (lambda i: spatial(polygon('%d 0 %d 0 %d 1 %d 0' % (i, i + 1, i + 1, i))), compare('bron', 'gemeente')),
    'distance': (lambda i: spatial(point('%d 0' % i), 'DWithin', '<fes:Distance uom="m">5</fes:Distance>'), compare('bron', 'gemeente')),
}


@pytest.mark.parametrize('negated', [False, True])
@pytest.mark.parametrize('kind', KINDS)
def test_every_value_of_a_long_filter_counts(gent, truth, kind, negated):
    """Values past the thousandth are written otherwise in the SQL (sql_builder.h): first and last must hold alike, and with Not."""
    never, some = KINDS[kind]
    held = {k for k, r in truth.gent.items() if r['bron'].startswith('gemeente')}
    for inner in (''.join(map(never, range(1200))) + some, some + ''.join(map(never, range(1200)))):
        one = '<fes:Or>%s</fes:Or>' % inner
        answer = gent.post(document(filter_of('<fes:Not>%s</fes:Not>' % one if negated else one), 'sortBy="bron"'), 'text/xml')
        assert answer.status == 200, answer
        assert set(gml.ids(answer.xml)) == store.ids(set(truth.gent) - held if negated else held)
