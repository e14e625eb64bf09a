"""Random FES 2.0 filters against an independent oracle: shapely and pyproj on the rows as SQLite holds them.

`--trees N` asks for more than the 500 of every run, `--seed S` for others. A filter that fails is shrunk and written to tests/fixtures/filters, where
the second test replays it for ever.
"""
import pytest
from differential import runner, shrink
from differential.generate import Generator
from support.server import REPO

FIXTURES = REPO / 'tests/fixtures/filters'
STOP_AFTER = 10


def one(judge, known, seed):
    """What is wrong with the filter of this seed, after shrinking; None when nothing is."""
    made = Generator(seed, known).filter()
    wrong = judge.check(made, seed)
    if wrong is None:
        return None
    small = shrink.shrink(made, lambda f: judge.check(f, seed) is not None)
    why = judge.check(small, seed) or wrong
    path = FIXTURES / ('seed-%d.xml' % seed)
    shrink.write(small, path, 'Found by the differential test.')
    return '%s: %s' % (path.name, why[:1500])


def test_random_filters_give_what_the_oracle_says(judge, request):
    first, trees = request.config.getoption('--seed'), request.config.getoption('--trees')
    wrong = []
    for seed in range(first, first + trees):
        found = one(judge, judge.oracle.rows, seed)
        if found:
            wrong.append(found)
        if len(wrong) == STOP_AFTER:
            break
    assert not wrong, '%d wrong (%d trees from seed %d):\n%s' % (len(wrong), trees, first, '\n\n'.join(wrong))


def test_the_filters_decide_something(judge):
    """A generator that only makes filters for nothing, for everything or for the undecidable would prove nothing."""
    decided, total, rows = 0, 200, len(judge.oracle.rows)
    for seed in range(total):
        must, may = judge.oracle.split(Generator(seed, judge.oracle.rows).filter())
        decided += bool(must) and len(may) < rows and len(may - must) < rows / 4
    assert decided > total / 3, decided


@pytest.mark.parametrize('path', sorted(FIXTURES.glob('*.xml')), ids=lambda path: path.stem)
def test_a_filter_that_once_failed_is_right(judge, path):
    assert judge.check(runner.read(path)) is None
