"""Random joins of two and three types against plain Python over the rows as SQLite holds them: standard, spatial and temporal, alone and with anything else
in the filter. One tree in ten of what `--trees` says; a tree is over every tuple of rows."""
import random
import shutil
import pytest
from lxml import etree
from differential import data, runner
from differential.joins import JoinGenerator, JoinOracle
from support import gml
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import REPO, Server, State

STOP_AFTER = 5


@pytest.fixture(scope='module')
def judge(binary, tmp_path_factory):
    """A server over few rows that lie close together, a caller who sees three in four, and the oracle on those."""
    state = State(binary)
    state.make_sample(10)
    state.make_key()
    data.write(state.path / 'proef.geojson', rows=40, spread=150)
    state.load_table(state.path / 'proef.geojson', 'proef')
    layers = tmp_path_factory.mktemp('layers') / 'l'
    shutil.copytree(REPO / 'data/layers', layers)
    shutil.copy(REPO / 'tests/differential/proef.xml', layers)
    with Server(state, layers=str(layers)) as server:
        yield Judge(Client(server.url, state.token(GENT, ANTWERPEN)), runner.rows(state.store, [GENT, ANTWERPEN]))
    state.remove()


class Judge:
    def __init__(self, client, rows):
        self.client, self.rows, self.oracle = client, rows, JoinOracle(runner.TYPES, rows)

    def ask(self, made, aliases, **parameters):
        answer = self.client.get(service='WFS', version='2.0.0', request='GetFeature', typeNames=','.join(['risico:proef'] * len(aliases)), aliases=','.join(aliases),
                                 filter=etree.tostring(made, encoding='unicode'), **parameters)
        if answer.status != 200:
            raise runner.Wrong('HTTP %d %s' % (answer.status, ' '.join(' '.join(answer.xml.itertext()).split())))
        return answer.xml

    def check(self, seed):
        """None, or what is wrong."""
        generator = JoinGenerator(seed, self.rows)
        made = generator.filter()
        must, may = self.oracle.split(made, generator.aliases)
        try:
            self.hold(made, generator.aliases, must, may, random.Random(seed))
        except (runner.Wrong, AssertionError) as wrong:
            return 'seed %d: %s\n%s' % (seed, str(wrong)[:1500], etree.tostring(made, encoding='unicode', pretty_print=True))
        return None

    def hold(self, made, aliases, must, may, r):
        everything = {'propertyName': 'a/naam', 'count': 100000}
        collection = self.ask(made, aliases, **everything)
        whole = gml.tuples(collection)
        found = set(whole)
        assert len(found) == len(whole) == int(collection.get('numberMatched')), 'a tuple comes twice, or is counted wrongly'
        assert must <= found <= may, 'missing %s, too many %s' % (sorted(must - found)[:5], sorted(found - may)[:5])
        assert whole == sorted(whole, key=lambda t: [int(i.split('.')[1]) for i in t]), 'not in the order of the ids'
        start, size = r.randrange(len(whole) + 1), r.choice([1, 7, 100])
        page = self.ask(made, aliases, **{**everything, 'count': size, 'startIndex': start})
        assert gml.tuples(page) == whole[start:start + size], 'the page from %d is not that of the whole' % start


def test_random_joins_give_what_plain_loops_give(judge, request):
    first, trees = request.config.getoption('--seed'), max(1, request.config.getoption('--trees') // 10)
    wrong = []
    for seed in range(first, first + trees):
        found = judge.check(seed)
        wrong += [found] if found else []
        if len(wrong) == STOP_AFTER:
            break
    assert not wrong, '\n\n'.join(wrong)


def test_the_joins_decide_something(judge):
    """A generator that only makes joins of nothing or of everything with everything would prove nothing."""
    decided = 0
    for seed in range(30):
        generator = JoinGenerator(seed, judge.rows)
        if len(generator.aliases) == 2:
            must, may = judge.oracle.split(generator.filter())
            decided += 0 < len(must) and len(may) < len(judge.rows) ** 2
    assert decided > 10, decided
