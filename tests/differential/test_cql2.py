"""Random CQL2 against an oracle in three-valued logic, as text and as JSON; `--trees N` and `--seed S` as for FES."""
import json
import pytest
from differential import cql2

ITEMS = '/api/collections/proef/items'


def found(client, text, language):
    answer = client.get(ITEMS, filter=text, limit=10000, properties='naam', **{'filter-lang': language})
    assert answer.status == 200, (text, answer)
    return {feature['id'] for feature in answer.json['features']}


def test_random_filters_give_what_the_oracle_says_in_both_encodings(judge, request):
    first, trees = request.config.getoption('--seed'), request.config.getoption('--trees')
    wrong, unknown, decided = [], 0, 0
    for seed in range(first, first + trees):
        tree = cql2.Generator(seed).filter()
        said = {name: cql2.holds(tree, row) for name, row in judge.oracle.rows.items()}
        right = {name for name, truth in said.items() if truth}
        unknown += any(truth is None for truth in said.values())
        decided += 0 < len(right) < len(said)
        for text, language in ((cql2.as_text(tree), 'cql2-text'), (json.dumps(tree), 'cql2-json')):
            given = found(judge.client, text, language)
            if given != right:
                wrong.append('seed %d, %s: %s\n   too many %s, missing %s' % (seed, language, text, sorted(given - right)[:3], sorted(right - given)[:3]))
    assert not wrong, '%d wrong:\n%s' % (len(wrong), '\n'.join(wrong[:10]))
    assert unknown > trees / 4 and decided > trees / 4


@pytest.mark.parametrize('text', ["naam = 'bron'", "aantal > 3 OR maat < 1", 'aantal + maat > 10', "begin < DATE('2015-06-01')", "CASEI(naam) LIKE casei('BRON%')", 'naam IN (soort)', 'actief'])
def test_a_condition_its_not_and_what_is_unknown_are_all_rows(judge, text):
    one, other = (found(judge.client, form % text, 'cql2-text') for form in ('%s', 'NOT (%s)'))
    assert not one & other and one | other <= set(judge.oracle.rows)
    assert found(judge.client, '(%s) OR NOT (%s)' % (text, text), 'cql2-text') == one | other
