"""The answer over the whole store equals, byte for byte, the answer over a store that holds only the caller's rows (timestamps aside):
so nothing of another gemeente shows, in no count, extent, identifier, link or error."""
import itertools
import re
import urllib.parse
import pytest
from lxml import etree
from support import corpus, store, tables
from support.client import Client
from support.corpus_answers import SCOPES, ask, caller, everything, seen, unpacked, without_stamps
from support.sample import SEED
from support.server import Server, State

# Their answers are long, or those of nobody once more.
THOROUGH = ('two gemeenten', 'a coordinator of 22', 'ovam', 'an organisation that is no gemeente')


OF_EVERYTHING = 'ovam'
FEW = 600


@pytest.fixture(scope='module')
def few(binary):
    """A smaller store for who sees all of it: every request of the corpus gives every row, and there is no rest that could change them but what organisations keep."""
    made = State(binary)
    made.make_sample(FEW, SEED)
    made.make_key()
    with Server(made) as running:
        yield running, made, store.Truth(made.store)
    made.remove()


@pytest.fixture(scope='module', params=[pytest.param(name, marks=[pytest.mark.thorough] * (name in THOROUGH)) for name in SCOPES])
def pair(request, server, state, truth):
    """The same caller before the whole store and before one that holds only the caller's rows; whose rows these are, and what SQL says of the whole."""
    whole, kept, said = request.getfixturevalue('few') if request.param == OF_EVERYTHING else (server, state, truth)
    token, gemeenten = caller(request.param, kept, said)
    alone = State(kept.binary)
    store.copy_for(kept.store, alone.store, gemeenten)
    (alone.keys / 'jwks.json').write_bytes((kept.keys / 'jwks.json').read_bytes())
    with Server(alone) as other:
        yield Client(whole.url, token), Client(other.url, token), gemeenten, said
    alone.remove()


def test_the_corpus_forgets_nothing_that_the_program_can_do():
    kvp = {urllib.parse.parse_qs(path.partition('?')[2]).get('request', [''])[0] for path in corpus.requests()}
    posted = {etree.fromstring(body.replace('{own}', 'x').replace('{foreign}', 'x').encode()).tag.rpartition('}')[2] for _, body in corpus.documents() if body.startswith('<')}
    assert len(tables.operations()) >= 5 and len(tables.formats()) >= 2 and len(tables.file_formats()) >= 5 and len(tables.systems()) == 8
    assert set(tables.operations()) <= kvp | posted, 'an operation without a request in tests/support/corpus.py'
    called = {name for _, body in corpus.documents() for name in re.findall('fes:Function name="([^"]*)"', body)}
    assert set(tables.functions()) <= called and len(called) >= 20, 'a function without a request in tests/support/corpus.py'
    assert [len(tables.operators(kind)) for kind in ('comparison', 'spatial', 'temporal')] == [6, 10, 14]


def test_rule_16_the_rest_of_the_store_changes_no_byte(pair):
    whole, alone, gemeenten, truth = pair
    differing, rows_seen, asked, forms = [], 0, 0, set()
    for path, body, heads in everything(truth, gemeenten):
        a, b = ask(whole, path, body, heads), ask(alone, path, body, heads)
        asked += 1
        forms.add(a.type)
        rows_seen += a.body.count(b'risicolocatie gml:id=')
        if seen(a) != seen(b):
            differing.append((body or path, a, b))
        assert a.status < 500 or a.status == 501 or b'MustUnderstand' in a.body, a
    assert asked > 300 and {'text/xml', 'text/html', 'application/problem+json'} <= forms
    assert rows_seen > 100 or not gemeenten, 'the corpus hardly fetched anything'
    assert not differing, '%d of %d differ, the first:\n%s\n%s\n%s' % (len(differing), asked, *differing[0])


def test_the_size_of_a_packed_answer_tells_nothing_of_the_rest(pair):
    """What is packed is the caller's answer alone: also before it is unpacked the two are equal. A time in it may pack a byte longer or shorter."""
    whole, alone, gemeenten, truth = pair
    differing, equal = [], 0
    for path, body, heads in itertools.islice(everything(truth, gemeenten), 0, None, 3):
        a, b = (ask(client, path, body, {**heads, 'Accept-Encoding': 'gzip'}) for client in (whole, alone))
        packed = a.body, b.body
        if seen(unpacked(a)) != seen(unpacked(b)):
            differing.append((body or path, a, b))
        elif without_stamps(a.body) == a.body:
            equal += 1
            if packed[0] != packed[1]:
                differing.append((body or path, len(packed[0]), len(packed[1])))
    assert equal > 30 and not differing, '%d equal, %d differ, the first:\n%s\n%s\n%s' % (equal, len(differing), *(differing or [('', '', '')])[0])


def test_the_copy_really_lacks_the_others(pair):
    whole, alone, gemeenten, _ = pair
    assert alone.url != whole.url
    answer = alone.features(resultType='hits')
    assert answer.status in ((200,) if gemeenten else (401, 403))
